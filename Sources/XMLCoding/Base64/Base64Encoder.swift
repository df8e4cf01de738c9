internal import WBXML

/// Base64 (RFC 4648 4) of data that arrive in pieces.
struct Base64Encoder {
  private var group: UInt32 = 0
  private var count = 0

  mutating func append(_ bytes: Span<UInt8>, to output: inout GrowingBuffer<UInt8>) {
    output.reserve((bytes.count / 3 + 1) * 4)
    var index = 0
    while count > 0, index < bytes.count {
      append(bytes[index], to: &output)
      index += 1
    }
    while index + 3 <= bytes.count {
      let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
      output.append(Self.character(UInt8(truncatingIfNeeded: group >> 18)))
      output.append(Self.character(UInt8(truncatingIfNeeded: group >> 12)))
      output.append(Self.character(UInt8(truncatingIfNeeded: group >> 6)))
      output.append(Self.character(UInt8(truncatingIfNeeded: group)))
      index += 3
    }
    while index < bytes.count {
      append(bytes[index], to: &output)
      index += 1
    }
  }

  private mutating func append(_ byte: UInt8, to output: inout GrowingBuffer<UInt8>) {
    group = group << 8 | UInt32(byte)
    count += 1
    if count == 3 { emit(characters: 4, to: &output) }
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
