import WBXML

/// Walks over recorded events, element by element: the parsers of the model are written with it.
///
/// After a start tag has been read, exactly one of `nextChild()` (until it returns nil), `text()`, `skip()`, `data()`
/// or `markup()` reads the element to its end. Nesting is bounded by the decoder's depth limit.
struct ElementReader {
  private let tape: EventTape
  private(set) var language: Language?
  private var index = 0
  private(set) var notes: [Note] = []
  /// Where the element whose tag was read last began.
  private(set) var position = SourcePosition(offset: 0)

  init(_ tape: EventTape, language: Language?) {
    self.tape = tape
    self.language = language
  }

  /// Reports something that is passed over. A hostile message can hold endless such things; a few tell enough.
  mutating func note(_ kind: Note.Kind, _ text: String) {
    if notes.count < 100 { notes.append(Note(kind, text, at: position)) }
  }

  mutating func noteMissing(_ tag: Tag) { note(.missingElement, language?.name(of: tag) ?? "?") }

  /// The first element of the tape.
  mutating func root() -> Tag? { nextChild() }

  /// The tag of the next child, or nil at the end of the element, which is then read.
  mutating func nextChild() -> Tag? {
    while index < tape.records.count {
      let record = tape.records[index]
      index += 1
      switch record.kind {
      case .startElement:
        position = record.position
        return record.tag
      case .startLiteralElement:
        position = record.position
        note(.unknownElement, String(utf8: tape.bytes.span.extracting(record.range)))
        skip()
      case .endElement:
        return nil
      case .startEmbeddedDocument:
        note(.unknownElement, tape.header(of: record)?.language?.rootElement ?? "embedded document")
        skipEmbedded()
      default:
        continue
      }
    }
    return nil
  }

  /// Reads the current element to its end and forgets it.
  mutating func skip() {
    var depth = 1
    while index < tape.records.count, depth > 0 {
      switch tape.records[index].kind {
      case .startElement, .startLiteralElement: depth += 1
      case .endElement: depth -= 1
      default: break
      }
      index += 1
    }
  }

  private mutating func skipEmbedded() {
    while index < tape.records.count, tape.records[index].kind != .endEmbeddedDocument { index += 1 }
  }

  /// Skips a child that the model has no place for, and says so.
  mutating func skipUnknown(_ tag: Tag) {
    note(.unknownElement, language?.name(of: tag) ?? "page \(tag.page), 0x\(String(tag.token, radix: 16))")
    skip()
  }

  /// The current element's text: opaque data counts as text, child elements are skipped.
  mutating func text() -> String {
    let records = tape.records
    // Nearly always: one text and the end, or the end at once.
    if index + 1 < records.count, records[index].kind == .text, records[index + 1].kind == .endElement {
      let range = records[index].range
      index += 2
      return String(utf8: tape.bytes.span.extracting(range))
    }
    if index < records.count, records[index].kind == .endElement {
      index += 1
      return ""
    }
    var bytes: [UInt8] = []
    while index < records.count {
      let record = records[index]
      index += 1
      switch record.kind {
      case .text, .opaque: bytes.append(tape.bytes.span.extracting(record.range))
      case .endElement: return String(utf8: bytes.span)
      case .startElement:
        position = record.position
        skipUnknown(record.tag)
      case .startLiteralElement: skip()
      default: break
      }
    }
    return String(utf8: bytes.span)
  }

  /// The current element's content in base64, where some devices put the octets themselves (Format `bin` in WBXML):
  /// opaque data that is no base64 text is encoded.
  mutating func base64Text() -> String {
    let start = index
    let text = text()
    var opaque: [UInt8] = []
    for record in tape.records[start..<index] {
      guard record.kind == .opaque else { continue }
      opaque.append(tape.bytes.span.extracting(record.range))
    }
    if opaque.isEmpty { return text }
    let isText = String(validating: opaque, as: UTF8.self).map { Base64.decode($0) != nil } ?? false
    return isText ? text : Base64.encode(opaque)
  }

  /// The current element's text as a number; a note where it is none.
  mutating func number(_ tag: Tag) -> Int? {
    let text = text()
    if let number = Int(text) { return number }
    note(.invalidValue, "\(language?.name(of: tag) ?? "?") '\(text.prefix(40))'")
    return nil
  }

  /// The current element's content in the kind it has.
  mutating func data(limits: Limits) throws(CodingError) -> ItemData {
    let start = index
    var hasText = false
    var hasOpaque = false
    var scan = index
    loop: while scan < tape.records.count {
      switch tape.records[scan].kind {
      case .startElement, .startLiteralElement, .startEmbeddedDocument:
        return .markup(try markup(from: start, limits: limits))
      case .text: hasText = hasText || !tape.records[scan].range.isEmpty
      case .opaque: hasOpaque = true
      case .endElement: break loop
      default: break
      }
      scan += 1
    }
    if !hasOpaque { return .text(text()) }
    var bytes: [UInt8] = []
    for record in tape.records[start..<scan] where record.kind == .text || record.kind == .opaque {
      bytes.append(tape.bytes.span.extracting(record.range))
    }
    index = scan + 1
    // Text and opaque data mixed are one value: text if it is UTF-8.
    if hasText, let text = String(validating: bytes, as: UTF8.self) { return .text(text) }
    return .bytes(bytes)
  }

  /// The content of the current element, as events.
  private mutating func markup(from start: Int, limits: Limits) throws(CodingError) -> Markup {
    skip()
    var content = EventTape(byteLimit: limits.tokenBytes)
    try tape.replay(start..<index - 1, into: &content)
    return Markup(language: language, tape: content)
  }

  /// The current element itself, whose start tag was just read, as events.
  mutating func element(limits: Limits) throws(CodingError) -> Markup {
    let start = index - 1
    skip()
    var content = EventTape(byteLimit: limits.tokenBytes)
    try tape.replay(start..<index, into: &content)
    return Markup(language: language, tape: content)
  }
}
