/// What the next event looked like in the document it was read from; each hint is taken once.
struct LayoutHints: Sendable {
  var integerLength: UInt8 = 0
  /// A page switch that the next token may have and does not need.
  var pageSwitch: UInt8?
  var reference: UInt32?
  var byteOrderMark: Bool?
  /// Page switches that stand before an element's first attribute.
  var attributePageSwitches: [UInt8] = []

  mutating func takeIntegerLength() -> UInt8 {
    let length = integerLength
    integerLength = 0
    return length
  }
  mutating func takePageSwitch() -> UInt8? { pageSwitch.take() }
  mutating func takeReference() -> UInt32? { reference.take() }
  mutating func takeByteOrderMark() -> Bool? { byteOrderMark.take() }
}

/// How a whole document's strings are written; what a preserving encoder knows of the one that its events were read from.
struct SourceLayout: Sendable {
  /// The charset to write in.
  var charset = Charset.utf8
  /// Whether strings are in another charset than UTF-8.
  var isForeign = false
  /// The byte order of UTF-16 without a mark.
  var isBigEndian = true
  /// Whether the string being written is big-endian: a byte order mark changes it for one string.
  var stringIsBigEndian = true
  /// The last character that a charset of one byte a character has.
  var lastCharacter: UInt32 = 0xFF
  /// Bytes that end a string.
  var terminatorBytes = 1
  /// What follows the root element.
  var trailing: [UInt8] = []

  init() {}

  init(charset: Charset) {
    guard let converter = TextConverter(charset) else { return }
    self.charset = charset
    isForeign = converter.coding != .utf8
    terminatorBytes = converter.coding == .utf16 ? 2 : 1
    isBigEndian = charset != .utf16LE
    stringIsBigEndian = isBigEndian
  }

  /// Strings in a charset that somebody asks for.
  ///
  /// - Throws: `unsupportedCharset`; `value` is its MIBenum.
  init(writing charset: Charset) throws(CodingError) {
    guard TextConverter(charset) != nil else { throw CodingError(.unsupportedCharset, value: charset.rawValue) }
    self.init(charset: charset)
    // Documents that say US-ASCII are read as UTF-8, and must not be written so.
    if charset == .usASCII {
      isForeign = true
      lastCharacter = 0x7F
    }
  }

  /// Appends a character in the charset; false where it has none such.
  func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) -> Bool {
    if terminatorBytes == 1 {
      guard scalar.value <= lastCharacter, let byte = UInt8(exactly: scalar.value) else { return false }
      output.append(byte)
      return true
    }
    // UCS-2 too: senders put surrogate pairs there, and the decoder reads them.
    for unit in String(scalar).utf16 { append(unit: unit, to: &output) }
    return true
  }

  func append(unit: UInt16, to output: inout [UInt8]) {
    let (high, low) = (UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit))
    output.append(stringIsBigEndian ? high : low)
    output.append(stringIsBigEndian ? low : high)
  }
}
