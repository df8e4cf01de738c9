internal import WBXML

/// The whole content of a `Data` element that may be an XML document.
struct EmbeddedText {
  /// What a text turned out to be.
  enum Outcome {
    /// A document in one of the languages.
    case document(DocumentHeader)
    /// Text that begins as such a document and is none.
    case unreadable
    case other
  }

  /// The bytes without what tells or contradicts their encoding.
  private let bytes: [UInt8]
  /// How many bytes of the text stand before ``bytes``.
  let skipped: Int
  /// The bytes between the beginning of the element's tag and the text, where they can be told.
  let lead: Int?
  /// Whether it is text, or one opaque datum alone.
  private let isOneDatum: Bool

  /// The text that a tape holds.
  init(_ tape: EventTape, keepsLayout: Bool) {
    var bytes: [UInt8] = []
    var lead: Int?
    var pieces = 0
    for record in tape.records where record.kind == .text || record.kind == .opaque {
      bytes.append(contentsOf: tape.bytes[record.range])
      if record.kind == .opaque {
        // The data's tag, the OPAQUE token and the length come before it.
        if pieces == 0 { lead = 0 }
      } else if record.origin.kind == .inline {
        if pieces == 0 { lead = 2 }
      }
      // A string or opaque data that another one follows is not where it says.
      if record.isLast { pieces += 1 }
    }
    if lead == 0 { lead = 2 + Self.lengthOfMultiByte(bytes.count) }
    self.lead = pieces == 1 ? lead : nil
    // Opaque data are data each: what two of them make together is no document of the sender's.
    isOneDatum = pieces <= 1 || !tape.records.contains { $0.kind == .opaque }
    skipped = Self.skippedCount(bytes.span)
    self.bytes = Array(bytes[skipped...])
  }

  private static func lengthOfMultiByte(_ value: Int) -> Int {
    var (rest, count) = (value >> 7, 1)
    while rest > 0 {
      rest >>= 7
      count += 1
    }
    return count
  }

  /// The bytes before the document: a byte order mark, white space, and the XML declaration of a text that is UTF-8. The
  /// text has been converted, and what the declaration says of its encoding need not be true any more; opaque data that
  /// are not UTF-8 keep it.
  private static func skippedCount(_ text: Span<UInt8>) -> Int {
    var start = 0
    if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { start = 3 }
    while start < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[start]) { start += 1 }
    guard start + 6 <= text.count, text.extracting(start..<start + 5).equals("<?xml"), text[start + 5] <= 0x20,
      (try? UTF8Span(validating: text)) != nil
    else { return start }
    var end = start + 6
    while end < text.count, text[end] != UInt8(ascii: ">") { end += 1 }
    return end < text.count && text[end - 1] == UInt8(ascii: "?") ? end + 1 : start
  }

  /// What is opened, the latest version first.
  private static let languages: [Language] = [.devInf12, .metInf12, .dmDDF12, .devInf11, .metInf11, .devInf10]

  /// Reads the text into a tape, from the document's start to its end.
  ///
  /// - Parameter outer: the language around it, whose version the document has where it says none.
  func read(in outer: Language, _ limits: Limits, into tape: inout EventTape) -> Outcome {
    guard isOneDatum else { return .other }
    let version = outer.name.suffix(2)
    let own = Self.languages.filter { $0.name.hasSuffix(version) }
    var failure: CodingError?
    do throws(CodingError) {
      try XMLEventParser.parse(bytes.span, options: .init(limits: limits, languages: own), into: &tape)
    } catch {
      failure = error
    }
    guard let first = tape.records.first, let header = tape.header(of: first), let language = header.language,
      Self.languages.contains(language)
    else { return .other }
    if failure != nil { return .unreadable }
    // A root element of the language alone: an instruction beside it has no place in an embedded document.
    guard tape.records.count >= 4, tape.records[1].kind == .startElement,
      tape.records[tape.records.count - 2].kind == .endElement
    else { return .other }
    // An attribute of the root is a namespace, and another one than the language's: it is told by its name alone.
    if tape.records[2].kind == .literalAttribute { return .other }
    return .document(header)
  }
}

/// Where a document inside a text stands in the input.
struct TextPlace {
  private let element: SourcePosition
  /// What is added to the document's own offsets; nil where they cannot be told, as the text was escaped or converted.
  private let shift: Int?

  init(of text: EmbeddedText, inElementAt element: SourcePosition) {
    self.element = element
    // Of XML text the line is known, not how its characters were written.
    shift = element.line == 0 ? text.lead.map { element.offset + $0 + text.skipped } : nil
  }

  /// A place of the document as one of the input: the `Data` element's own where nothing better is known.
  func position(of inner: SourcePosition) -> SourcePosition {
    shift.map { SourcePosition(offset: $0 + inner.offset) } ?? element
  }
}
