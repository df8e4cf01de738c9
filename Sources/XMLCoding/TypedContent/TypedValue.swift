internal import WBXML

/// The binary forms that document types give to values which XML text spells out.
enum TypedValue {
  /// The text of opaque data; nil where they are no value of the kind.
  static func text(of bytes: [UInt8], _ kind: ContentKind) -> [UInt8]? {
    switch kind {
    case .bcdDateTime: DecimalDate.text(of: bytes)
    case .dateTime: PackedDate.text(of: bytes)
    case .integer: integerText(bytes)
    case .base64: base64Text(bytes)
    default: nil
    }
  }

  /// The opaque data of a text; nil where it is no value of the kind, or not spelled as reading it back would.
  static func bytes(of text: [UInt8], _ kind: ContentKind) -> [UInt8]? {
    let bytes: [UInt8]? =
      switch kind {
      case .bcdDateTime: DecimalDate.bytes(of: text)
      case .dateTime: PackedDate.bytes(of: text)
      case .integer: integerBytes(text)
      case .base64: Base64.decode(text.span)
      default: nil
      }
    guard let bytes, !bytes.isEmpty, self.text(of: bytes, kind) == text else { return nil }
    return bytes
  }

  // MARK: Integers

  /// Big-endian, one to four bytes (WV-CSP 1.1, OMA-IMPS-WV-CSP-WBXML section 6).
  private static func integerText(_ bytes: [UInt8]) -> [UInt8]? {
    guard (1...4).contains(bytes.count) else { return nil }
    var value: UInt32 = 0
    for byte in bytes { value = value << 8 | UInt32(byte) }
    return Array(String(value).utf8)
  }

  private static func integerBytes(_ text: [UInt8]) -> [UInt8]? {
    guard text.count <= 10, let value = decimal(text[...]), let number = UInt32(exactly: value) else { return nil }
    var bytes: [UInt8] = []
    for shift in stride(from: 24, through: 0, by: -8) {
      let byte = UInt8(truncatingIfNeeded: number >> UInt32(shift))
      if byte != 0 || !bytes.isEmpty || shift == 0 { bytes.append(byte) }
    }
    return bytes
  }

  /// The number that ASCII digits are; nil for anything else.
  static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }

  /// Appends a number in so many digits.
  static func append(_ value: Int, digits: Int, to text: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }

  // MARK: Binary data

  private static func base64Text(_ bytes: [UInt8]) -> [UInt8]? {
    var buffer = GrowingBuffer<UInt8>()
    var encoder = Base64Encoder()
    encoder.append(bytes.span, to: &buffer)
    encoder.finish(to: &buffer)
    // SAFE: the buffer outlives the copy.
    return unsafe Array(buffer.elements)
  }
}
