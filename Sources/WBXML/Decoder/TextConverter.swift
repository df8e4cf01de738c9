/// Turns strings in ISO-8859-1 or UTF-16 into UTF-8, byte by byte, wherever chunks end.
@usableFromInline
struct TextConverter {
  /// How a charset's strings are made of bytes.
  @usableFromInline
  enum Coding: UInt8 {
    /// UTF-8, or its part US-ASCII: nothing is to be turned.
    case utf8
    /// ISO-8859-1: each byte is the character of its number.
    case latin1
    /// UTF-16 or UCS-2: units of two bytes, and two zero bytes at the end.
    case utf16
  }

  @usableFromInline private(set) var coding = Coding.utf8
  /// The byte order that the charset says, and that a byte order mark can change for one string.
  private var isBigEndianByDefault = true
  private var isBigEndian = true
  private var isAtStart = true
  /// The first byte of a unit whose second is still to come.
  private var firstByte: UInt8?
  /// The first half of a character above U+FFFF.
  private var highSurrogate: UInt16?
  /// The byte order mark of the string being read, until somebody asks for it: whether it is big-endian.
  private var mark: Bool?

  @usableFromInline init() {}

  /// - Returns: nil for a charset that cannot be read.
  @usableFromInline
  init?(_ charset: Charset) {
    switch charset {
    case .utf8, .usASCII, .unknown: coding = .utf8
    case .latin1: coding = .latin1
    case .utf16, .utf16BE, .ucs2: coding = .utf16
    case .utf16LE:
      coding = .utf16
      isBigEndianByDefault = false
      isBigEndian = false
    default: return nil
    }
  }

  /// Begins a string.
  @usableFromInline
  mutating func start() {
    isBigEndian = isBigEndianByDefault
    isAtStart = true
    firstByte = nil
    highSurrogate = nil
    mark = nil
  }

  /// The string's byte order mark, told once: whether it is big-endian; nil where there is none.
  @usableFromInline
  mutating func takeMark() -> Bool? { mark.take() }

  /// Takes the next byte of a string, and appends the character that it completes; true at the terminator.
  ///
  /// - Throws: `byteOutsideCharset` for half a surrogate pair; `value` is the unit.
  mutating func append(_ byte: UInt8, to output: inout [UInt8]) throws(CodingError) -> Bool {
    if coding == .latin1 {
      if byte == 0 { return true }
      append(UInt32(byte), to: &output)
      return false
    }
    guard let first = firstByte.take() else {
      firstByte = byte
      return false
    }
    let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
    return try append(unit: unit, to: &output)
  }

  private mutating func append(unit: UInt16, to output: inout [UInt8]) throws(CodingError) -> Bool {
    defer { isAtStart = false }
    if isAtStart, unit == 0xFEFF || unit == 0xFFFE {
      if unit == 0xFFFE { isBigEndian.toggle() }
      mark = isBigEndian
      return false
    }
    if let high = highSurrogate.take() {
      guard (0xDC00...0xDFFF).contains(unit) else { throw CodingError(.byteOutsideCharset, value: UInt32(high)) }
      append(0x10000 + (UInt32(high - 0xD800) << 10 | UInt32(unit - 0xDC00)), to: &output)
      return false
    }
    switch unit {
    case 0: return true
    case 0xD800...0xDBFF: highSurrogate = unit
    case 0xDC00...0xDFFF: throw CodingError(.byteOutsideCharset, value: UInt32(unit))
    default: append(UInt32(unit), to: &output)
    }
    return false
  }

  /// Appends a character's UTF-8; `number` is never a surrogate and never above U+10FFFF.
  private func append(_ number: UInt32, to output: inout [UInt8]) {
    switch number {
    case 0..<0x80:
      output.append(UInt8(truncatingIfNeeded: number))
    case 0x80..<0x800:
      output.append(0xC0 | UInt8(truncatingIfNeeded: number >> 6))
      output.append(0x80 | UInt8(truncatingIfNeeded: number & 0x3F))
    case 0x800..<0x10000:
      output.append(0xE0 | UInt8(truncatingIfNeeded: number >> 12))
      output.append(0x80 | UInt8(truncatingIfNeeded: number >> 6 & 0x3F))
      output.append(0x80 | UInt8(truncatingIfNeeded: number & 0x3F))
    default:
      output.append(0xF0 | UInt8(truncatingIfNeeded: number >> 18))
      output.append(0x80 | UInt8(truncatingIfNeeded: number >> 12 & 0x3F))
      output.append(0x80 | UInt8(truncatingIfNeeded: number >> 6 & 0x3F))
      output.append(0x80 | UInt8(truncatingIfNeeded: number & 0x3F))
    }
  }

  /// Whether the string may end here: no unit and no character is half read.
  var isComplete: Bool { firstByte == nil && highSurrogate == nil }
}
