internal import WBXML

/// Base64 (RFC 4648 4).
package enum Base64 {
  /// The text of some bytes, with padding and without line breaks.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    bytes.withContiguousStorageIfAvailable { unsafe encode($0.span) } ?? encode(Array(bytes).span)
  }

  private static func encode(_ bytes: Span<UInt8>) -> String {
    var text = GrowingBuffer<UInt8>(capacity: (bytes.count / 3 + 1) * 4)
    var encoder = Base64Encoder()
    encoder.append(bytes, to: &text)
    encoder.finish(to: &text)
    // SAFE: the buffer does not change while it is copied, and the alphabet is ASCII.
    return unsafe String(ascii: text.elements.span)
  }

  /// Decodes a text as senders write it: white space is passed over, and bits that the last character has too many are
  /// ignored. Nil where it is no base64.
  package static func decode(_ text: String) -> [UInt8]? {
    if let bytes = decode(text.utf8Span.span, allowsStrayBits: true) { return bytes }
    // White space may be what is in the way.
    var characters: [UInt8] = []
    characters.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars where !isWhitespace(scalar) {
      guard let character = UInt8(exactly: scalar.value) else { return nil }
      characters.append(character)
    }
    return characters.count == text.utf8.count ? nil : decode(characters.span, allowsStrayBits: true)
  }

  private static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
    // Asking for the property of each character takes much longer than all the rest.
    scalar.isASCII ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
  }

  /// Decodes a whole text; nil where it is none: other characters, missing or misplaced padding and, unless they are
  /// allowed, bits that the last character has too many.
  static func decode(_ text: Span<UInt8>, allowsStrayBits: Bool = false) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    if text.isEmpty { return [] }
    let padding = text[text.count - 1] != pad ? 0 : text[text.count - 2] != pad ? 1 : 2
    var isValid = true
    let bytes = [UInt8](capacity: text.count / 4 * 3) { output in
      var index = 0
      while index < text.count {
        let isPadded = index + 4 == text.count && padding > 0
        let third = isPadded && padding == 2 ? 0 : value(of: text[index + 2])
        let fourth = isPadded ? 0 : value(of: text[index + 3])
        let (first, second) = (value(of: text[index]), value(of: text[index + 1]))
        guard first | second | third | fourth <= 63 else {
          isValid = false
          return
        }
        let group = first << 18 | second << 12 | third << 6 | fourth
        output.append(UInt8(truncatingIfNeeded: group >> 16))
        if !isPadded || padding == 1 { output.append(UInt8(truncatingIfNeeded: group >> 8)) }
        if !isPadded { output.append(UInt8(truncatingIfNeeded: group)) }
        if isPadded, !allowsStrayBits, group & ((1 << (8 * UInt32(padding))) - 1) != 0 {
          isValid = false
          return
        }
        index += 4
      }
    }
    return isValid ? bytes : nil
  }

  private static var pad: UInt8 { UInt8(ascii: "=") }

  /// The six bits of a character; more than 63 where it is none of the alphabet.
  @inline(__always)
  private static func value(of character: UInt8) -> UInt32 {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character &- UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character &- UInt8(ascii: "a") &+ 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character &- UInt8(ascii: "0") &+ 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: 0x80
    }
  }
}
