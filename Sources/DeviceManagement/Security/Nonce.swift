internal import SyncML
internal import XMLCoding

/// A value that makes a digest good for once: octets, in base64 where a message carries them.
///
/// Source: OMA-TS-DM_Security-V1_2 5.3.3.
public struct Nonce: Hashable, Sendable {
  /// The octets.
  public var bytes: [UInt8]

  /// Makes a nonce of octets.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads NextNonce as a challenge carries it; nil where it is no base64 or longer than 256 octets.
  public init?(base64 text: String) {
    guard text.utf8.count <= 1024, let bytes = Base64.decode(text), bytes.count <= 256 else { return nil }
    self.bytes = bytes
  }

  /// The nonce as NextNonce carries it.
  public var base64: String { Base64.encode(bytes) }

  /// The nonce by which two sides that have lost track of theirs find together again: `0x00000000`, four zero octets
  /// (OMA-TS-DM_Notification-V1_2 6.2).
  public static let resynchronization = Nonce([0, 0, 0, 0])

  /// The same as some clients read it: the ten characters `0x00000000`.
  public static let resynchronizationText = Nonce(Array("0x00000000".utf8))
}

/// Gives nonces that nobody can predict without knowing its seed, each once.
///
/// A session takes its randomness from here, so that it stays a plain value: the n-th nonce is the first 16 octets of
/// SHA-256 of the seed and n, as in the generator of NIST SP 800-90A 10.1.1.4 (Hashgen). Give every session a seed of
/// its own.
public struct NonceGenerator: Hashable, Sendable {
  private let seed: Secret
  private var count: UInt64 = 0

  /// - Parameter seed: at least 16 octets that were never used before.
  public init(seed: Secret) { self.seed = seed }

  /// A generator seeded with 32 octets of a source of randomness.
  public init(using random: inout some RandomNumberGenerator) {
    seed = Secret((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
  }

  /// The next nonce: 16 octets, as OMA-TS-DM_Security-V1_2 5.3.3 recommends.
  public mutating func next() -> Nonce {
    count &+= 1
    var input = seed.exposedBytes
    for shift in [56, 48, 40, 32, 24, 16, 8, 0] as [UInt64] {
      input.append(UInt8(truncatingIfNeeded: count >> shift))
    }
    return Nonce(Array(Digest.sha256(input).prefix(16)))
  }
}
