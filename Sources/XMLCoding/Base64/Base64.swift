internal import WBXML

/// Base64 (RFC 4648 4).
package enum Base64 {
  /// The text of some bytes, with padding and without line breaks.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var text = GrowingBuffer<UInt8>(capacity: (bytes.count / 3 + 1) * 4)
    var encoder = Base64Encoder()
    encoder.append(bytes.span, to: &text)
    encoder.finish(to: &text)
    // SAFE: the buffer does not change while it is copied.
    return unsafe String(decoding: text.elements, as: UTF8.self)
  }

  /// Decodes a text as senders write it: white space is passed over, and bits that the last character has too many are
  /// ignored. Nil where it is no base64.
  package static func decode(_ text: String) -> [UInt8]? {
    var characters: [UInt8] = []
    characters.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      guard let character = UInt8(exactly: scalar.value) else { return nil }
      characters.append(character)
    }
    return decode(characters.span, allowsStrayBits: true)
  }

  /// Decodes a whole text; nil where it is none: other characters, missing or misplaced padding and, unless they are
  /// allowed, bits that the last character has too many.
  static func decode(_ text: Span<UInt8>, allowsStrayBits: Bool = false) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var index = 0
    while index < text.count {
      let isLast = index + 4 == text.count
      let padding = isLast ? (text[index + 3] == pad ? 1 : 0) + (text[index + 2] == pad ? 1 : 0) : 0
      if padding == 2, text[index + 3] != pad { return nil }
      var group: UInt32 = 0
      for i in index..<index + 4 - padding {
        guard let value = value(of: text[i]) else { return nil }
        group = group << 6 | value
      }
      group <<= 6 * UInt32(padding)
      for i in 0..<3 - padding { bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * UInt32(i)))) }
      if padding > 0, !allowsStrayBits, group & ((1 << (8 * UInt32(padding))) - 1) != 0 { return nil }
      index += 4
    }
    return bytes
  }

  private static var pad: UInt8 { UInt8(ascii: "=") }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
