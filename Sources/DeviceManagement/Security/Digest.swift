internal import Crypto
internal import Foundation
internal import SyncML
internal import XMLCoding

/// The digests by which client and server prove that they know a password.
///
/// MD5 and SHA-1 are what the standard prescribes; no other property than the standard's is claimed for them.
public enum Digest {
  /// `H(username:password)`, all that the one who checks needs to keep (OMA-TS-DM_Security-V1_2 5.3.2).
  public static func user(name: String, password: Secret) -> Secret {
    Secret(md5(Array(name.utf8) + [colon] + password.exposedBytes))
  }

  /// `H(B64(H(username:password)):nonce)`, 16 octets: what `syncml:auth-md5` sends (OMA-TS-DM_Security-V1_2 5.3.2).
  ///
  /// - Parameters:
  ///   - user: `H(username:password)`, see ``user(name:password:)``.
  ///   - nonce: the nonce in force.
  public static func credentials(user: Secret, nonce: Nonce) -> [UInt8] {
    credentials(prefix: prefix(user: user), nonce: nonce)
  }

  /// `B64(H(username:password)):`, with which the input of both digests begins.
  static func prefix(user: Secret) -> Secret { Secret(Array(Base64.encode(user.exposedBytes).utf8) + [colon]) }

  /// The same as ``credentials(user:nonce:)``, of what its input begins with.
  static func credentials(prefix: Secret, nonce: Nonce) -> [UInt8] { md5(prefix.exposedBytes + nonce.bytes) }

  /// `H(B64(H(username:password)):nonce:B64(H(message body)))`, 16 octets: what `x-syncml-hmac` carries
  /// (OMA-TS-DM_Security-V1_2 5.4.2), and with a server's identifier for the name what a notification begins with
  /// (OMA-TS-DM_Notification-V1_2 6.2.2).
  ///
  /// Although the standard calls it HMAC-MD5 and refers to RFC 2104, its formula is this nested hash.
  ///
  /// - Parameters:
  ///   - user: `H(username:password)`, see ``user(name:password:)``.
  ///   - nonce: the nonce in force.
  ///   - bodyDigest: the MD5 of the message as it is sent, see ``body(_:)``.
  public static func message(user: Secret, nonce: Nonce, bodyDigest: [UInt8]) -> [UInt8] {
    message(prefix: prefix(user: user), nonce: nonce, bodyDigest: bodyDigest)
  }

  /// The same as ``message(user:nonce:bodyDigest:)``, of what its input begins with.
  static func message(prefix: Secret, nonce: Nonce, bodyDigest: [UInt8]) -> [UInt8] {
    md5(prefix.exposedBytes + nonce.bytes + [colon] + Array(Base64.encode(bodyDigest).utf8))
  }

  /// The MD5 of a message's bytes.
  public static func body(_ bytes: Span<UInt8>) -> [UInt8] {
    var hash = Insecure.MD5()
    // SAFE: the buffer is only read, within the closure.
    unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    return octets(of: hash.finalize())
  }

  /// RFC 2104 with SHA-1, 20 octets: what a bootstrap message's MAC is (OMA-TS-DM_Security-V1_2 5.7.2.1).
  public static func bootstrap(key: Secret, _ bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: SymmetricKey(data: key.exposedBytes)))
  }

  static func sha256(_ input: [UInt8]) -> [UInt8] { octets(of: SHA256.hash(data: input)) }

  private static let colon = UInt8(ascii: ":")

  private static func md5(_ input: [UInt8]) -> [UInt8] { octets(of: Insecure.MD5.hash(data: input)) }

  /// A digest's bytes, which as a sequence come one by one.
  private static func octets(of digest: some Crypto.Digest) -> [UInt8] {
    // SAFE: the buffer is only read, within the closure.
    unsafe digest.withUnsafeBytes { unsafe Array($0) }
  }
}
