/// Reads tokens of element content in their ordinary form: tags without attributes, short page switches, inline text.
///
/// It is what an ``EventSink`` reads a whole element with (``EventSink/takeElement(_:_:_:)``). It reports nothing: at
/// whatever a ``WBXMLDecoder`` would have to say something about, or that goes on in the next chunk, its methods return
/// nil, and the element has to be read as events.
@frozen
public struct TokenReader: Sendable {
  /// Where the next token begins in the chunk.
  @usableFromInline package private(set) var index: Int
  /// The tag code page.
  @usableFromInline package private(set) var page: UInt8
  /// Where the tag of the element stands that began last.
  @usableFromInline package private(set) var lastTag: Int
  /// How many elements have begun, the one at hand among them.
  @usableFromInline package private(set) var elements = 1
  /// How many bytes of text and opaque data have been read.
  @usableFromInline package private(set) var textBytes = 0
  /// How many levels of elements may lie in the element at hand.
  @usableFromInline package let levels: Int
  /// Whether texts may have characters beyond ASCII.
  @usableFromInline let isUTF8: Bool
  /// Whether the document's version of WBXML has OPAQUE.
  @usableFromInline let hasOpaque: Bool
  /// What ``StringScan/endOfPlainString(_:from:pairsEnd:)`` asks for.
  @usableFromInline let pairsEnd: Int

  /// - Parameter index: behind the start tag of the element at hand.
  @inlinable
  init(_ chunk: Span<UInt8>, at index: Int, page: UInt8, levels: Int, isUTF8: Bool, hasOpaque: Bool) {
    self.index = index
    lastTag = index &- 1
    self.page = page
    self.levels = levels
    self.isUTF8 = isUTF8
    self.hasOpaque = hasOpaque
    pairsEnd = chunk.count &- 2 &* StringScan.wordBytes
  }

  /// A tag with its code page and its content bit, or the end of an element.
  @frozen
  @usableFromInline
  package struct Structure: Hashable, Sendable {
    @usableFromInline let rawValue: UInt16

    @inlinable init(rawValue: UInt16) { self.rawValue = rawValue }

    /// END, on whatever page.
    @inlinable package static var end: Structure { Structure(rawValue: UInt16(GlobalToken.end)) }
    /// A start tag that content and an END follow.
    @inlinable package static func start(_ tag: Tag) -> Structure { Structure(rawValue: tag.rawValue | 0x40) }
    /// The tag of an element that is empty.
    @inlinable package static func empty(_ tag: Tag) -> Structure { Structure(rawValue: tag.rawValue) }
    /// The tag of an element that has content; nil for anything else.
    @inlinable package var startTag: Tag? { rawValue & 0x40 != 0 ? Tag(rawValue: rawValue & ~0x40) : nil }
  }

  /// Reads a tag or an END.
  ///
  /// - Returns: nil for another token, and where the chunk ends.
  @inlinable
  @inline(__always)
  package mutating func structure(_ chunk: Span<UInt8>) -> Structure? {
    guard index < chunk.count else { return nil }
    // SAFE: the index is not negative, and the condition bounds it.
    var byte = unsafe chunk[unchecked: index]
    index &+= 1
    if byte == GlobalToken.end { return .end }
    if byte == GlobalToken.switchPage {
      guard index &+ 1 < chunk.count else { return nil }
      // SAFE: the condition bounds both indices.
      page = unsafe chunk[unchecked: index]
      byte = unsafe chunk[unchecked: index &+ 1]
      index &+= 2
    }
    guard byte < 0x80, byte & 0x3F > GlobalToken.literal else { return nil }
    elements &+= 1
    lastTag = index &- 1
    return Structure(rawValue: UInt16(page) &<< 8 | UInt16(byte))
  }

  /// Reads the content of an element of text and its END.
  ///
  /// - Returns: nil for another content, an empty one among them.
  @inlinable
  package mutating func text(_ chunk: Span<UInt8>) -> String? {
    // SAFE: the index is not negative, and the conditions bound all indices; `end` is the index of the string's NUL.
    guard index < chunk.count, unsafe chunk[unchecked: index] == GlobalToken.strI,
      let end = StringScan.endOfPlainString(chunk, from: index &+ 1, pairsEnd: pairsEnd)
    else { return otherText(chunk) }
    guard end &+ 1 < chunk.count, unsafe chunk[unchecked: end &+ 1] == GlobalToken.end, end > index &+ 1 else {
      return nil
    }
    let text = unsafe chunk.extracting(unchecked: Range(uncheckedBounds: (index &+ 1, end)))
    textBytes &+= text.count
    index = end &+ 2
    // SAFE: a plain string is ASCII.
    return unsafe String(ascii: text)
  }

  /// Reads an element of text that has characters beyond ASCII, or lies at the chunk's end.
  @inline(never)
  @usableFromInline
  mutating func otherText(_ chunk: Span<UInt8>) -> String? {
    guard index < chunk.count, chunk[index] == GlobalToken.strI else { return nil }
    let scan = StringScan(chunk, from: index + 1)
    guard scan.isTerminated, scan.end > index + 1, scan.end + 1 < chunk.count, chunk[scan.end + 1] == GlobalToken.end,
      scan.isASCII || isUTF8
    else { return nil }
    let bytes = chunk.extracting(index + 1..<scan.end)
    textBytes += bytes.count
    index = scan.end + 2
    // SAFE: the scan has seen that it is ASCII.
    if scan.isASCII { return unsafe String(ascii: bytes) }
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: text)
  }

  /// Reads an element of opaque data and its END.
  ///
  /// - Returns: nil for another content, and for data that a document in the data may be: no text begins with a byte
  ///   below 4, and every document does (``EmbeddedDocuments``).
  package mutating func opaque(_ chunk: Span<UInt8>) -> [UInt8]? {
    guard hasOpaque, index < chunk.count, chunk[index] == GlobalToken.opaque,
      let length = ShortOperand(chunk, at: index + 1), length.value > 0,
      Int(length.value) < chunk.count - length.end
    else { return nil }
    let end = length.end + Int(length.value)
    guard chunk[length.end] > Version.v13.rawValue, chunk[end] == GlobalToken.end else { return nil }
    var bytes: [UInt8] = []
    bytes.append(chunk.extracting(length.end..<end))
    textBytes += bytes.count
    index = end + 1
    return bytes
  }

  /// Reads an element of a decimal number of up to nine digits, without a sign, and its END.
  package mutating func number(_ chunk: Span<UInt8>) -> Int? {
    guard index < chunk.count, chunk[index] == GlobalToken.strI else { return nil }
    var (position, number) = (index + 1, 0)
    while position < chunk.count, case let digit = chunk[position] &- UInt8(ascii: "0"), digit < 10 {
      number = number &* 10 &+ Int(digit)
      position += 1
    }
    let digits = position - index - 1
    guard digits > 0, digits < 10, position + 1 < chunk.count, chunk[position] == 0,
      chunk[position + 1] == GlobalToken.end
    else { return nil }
    textBytes += digits
    index = position + 2
    return number
  }
}
