internal import WBXML

/// Base64 (RFC 4648 4) of data that arrive in pieces.
struct Base64Encoder {
  private var group: UInt32 = 0
  private var count = 0

  mutating func append(_ bytes: Span<UInt8>, to output: inout GrowingBuffer<UInt8>) {
    output.reserve((bytes.count / 3 + 1) * 4)
    for i in bytes.indices {
      group = group << 8 | UInt32(bytes[i])
      count += 1
      if count == 3 { emit(characters: 4, to: &output) }
    }
  }

  mutating func finish(to output: inout GrowingBuffer<UInt8>) {
    guard count > 0 else { return }
    let characters = count + 1
    group <<= 8 * UInt32(3 - count)
    emit(characters: characters, to: &output)
    for _ in characters..<4 { output.append(UInt8(ascii: "=")) }
  }

  private mutating func emit(characters: Int, to output: inout GrowingBuffer<UInt8>) {
    for i in 0..<characters {
      output.append(Self.character(UInt8(truncatingIfNeeded: group >> (18 - 6 * UInt32(i)))))
    }
    group = 0
    count = 0
  }

  @inline(__always)
  private static func character(_ value: UInt8) -> UInt8 {
    // SAFE: the alphabet has 64 characters, in storage that is immortal.
    unsafe alphabet.utf8Start[Int(value & 0x3F)]
  }

  private static var alphabet: StaticString { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }
}
