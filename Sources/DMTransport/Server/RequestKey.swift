internal import Crypto
internal import Foundation

/// Tells whether two requests are the same, byte for byte.
struct RequestKey: Hashable, Sendable {
  private let digest: [UInt8]

  init(_ bytes: [UInt8], mediaType: MessageMediaType, hmacHeader: String?) {
    var hash = SHA256()
    hash.update(data: bytes)
    hash.update(data: Data("\0\(mediaType.name)\0\(hmacHeader ?? "")".utf8))
    digest = Array(hash.finalize())
  }
}
