import SyncML
import WBXML
import XMLCoding

/// An element of a DDF or TNDS document with what is in it: both are small enough to be held whole.
struct DescriptionElement {
  /// The element's tag; nil for a name that the DTD does not have (`MSFT:…`).
  var tag: Tag?
  /// Text and opaque data, joined; of a Value with elements in it, their XML text.
  var bytes: [UInt8] = []
  var children: [DescriptionElement] = []
  /// The line of XML text that the element stands in; 0 where nobody knows.
  var line: UInt32 = 0

  /// The text; nil where it is no UTF-8.
  var string: String? { String(validating: bytes, as: UTF8.self) }

  /// The text without white space around it.
  var trimmed: String {
    let text = string ?? ""
    guard let first = text.firstIndex(where: { !$0.isWhitespace }) else { return "" }
    let last = text.lastIndex { !$0.isWhitespace } ?? first
    return String(text[first...last])
  }

  subscript(_ tag: Tag) -> DescriptionElement? { children.first { $0.tag == tag } }

  func all(_ tag: Tag) -> [DescriptionElement] { children.filter { $0.tag == tag } }

  /// Reads XML text; a byte order mark and any DOCTYPE may stand before the root.
  init(xml bytes: [UInt8]) throws(CodingError) {
    var tape = EventTape(byteLimit: Limits.default.tokenBytes)
    try XMLEventParser.parse(bytes.span, options: .init(language: .dmDDF12), into: &tape)
    try self.init(tape)
  }

  /// Reads an item's data: elements, XML text, or a WBXML document, in base64 where it comes in an XML message.
  init(_ data: ItemData) throws(CodingError) {
    switch data {
    case .markup(let markup): try self.init(markup.tape)
    case .text(let text):
      // Base64 has no `<`, and every XML document has.
      if !text.utf8.contains(UInt8(ascii: "<")), let bytes = Base64.decode(text), !bytes.isEmpty {
        try self.init(.bytes(bytes))
      } else {
        try self.init(xml: Array(text.utf8))
      }
    case .bytes(let bytes):
      guard Encoding(detecting: bytes.span) == .wbxml else {
        try self.init(xml: bytes)
        return
      }
      var tape = EventTape(byteLimit: Limits.default.tokenBytes)
      try WBXMLDecoder.decode(bytes.span, options: .init(language: .dmDDF12), into: &tape)
      try self.init(tape)
    }
  }

  private init(tag: Tag?, line: UInt32) {
    self.tag = tag
    self.line = line
  }

  /// Builds the elements of a tape; their depth is bounded by the reader that filled it.
  private init(_ tape: EventTape) throws(CodingError) {
    var open: [DescriptionElement] = [DescriptionElement(tag: nil, line: 0)]
    var index = 0
    while index < tape.records.count {
      let record = tape.records[index]
      switch record.kind {
      case .startElement where record.tag == DMDDFTag.value:
        var element = DescriptionElement(tag: record.tag, line: record.position.line)
        index = try element.readValue(tape, from: index + 1)
        open[open.count - 1].children.append(element)
      case .startElement: open.append(DescriptionElement(tag: record.tag, line: record.position.line))
      case .startLiteralElement: open.append(DescriptionElement(tag: nil, line: record.position.line))
      case .endElement:
        if open.count > 1, let element = open.popLast() { open[open.count - 1].children.append(element) }
      case .text, .opaque: open[open.count - 1].bytes.append(contentsOf: tape.bytes[record.range])
      default: break
      }
      index += 1
    }
    guard let root = open[0].children.first else { throw CodingError(.emptyDocument, offset: 0) }
    self = root
  }

  /// Reads a Value, whose start has been passed; the index of its end.
  private mutating func readValue(_ tape: EventTape, from start: Int) throws(CodingError) -> Int {
    var depth = 1
    var index = start
    var hasElements = false
    while index < tape.records.count {
      switch tape.records[index].kind {
      case .startElement, .startLiteralElement:
        depth += 1
        hasElements = true
      case .endElement: depth -= 1
      default: break
      }
      if depth == 0 { break }
      index += 1
    }
    if hasElements {
      var content = EventTape(byteLimit: Limits.default.tokenBytes)
      try tape.replay(start..<index, into: &content)
      bytes = Array((Markup(language: .dmDDF12, tape: content).xmlText ?? "").utf8)
    } else {
      for record in tape.records[start..<index] where record.kind == .text || record.kind == .opaque {
        bytes.append(contentsOf: tape.bytes[record.range])
      }
    }
    return index
  }
}

/// The formats' elements.
enum FormatTag {
  static let all: [(tag: Tag, format: NodeFormat)] = [
    (DMDDFTag.b64Format, .b64), (DMDDFTag.binFormat, .bin), (DMDDFTag.boolFormat, .bool), (DMDDFTag.chrFormat, .chr),
    (DMDDFTag.dateFormat, .date), (DMDDFTag.floatFormat, .float), (DMDDFTag.intFormat, .int),
    (DMDDFTag.nodeFormat, .node), (DMDDFTag.nullFormat, .null), (DMDDFTag.timeFormat, .time),
    (DMDDFTag.xmlFormat, .xml),
  ]

  /// The format that a Format or DFFormat element names; nil where it is none or more than one.
  static func format(in element: DescriptionElement?) -> NodeFormat? {
    guard let element, element.children.count == 1 else { return nil }
    return all.first { $0.tag == element.children[0].tag }?.format
  }

  static func tag(of format: NodeFormat) -> Tag { all.first { $0.format == format }?.tag ?? DMDDFTag.chrFormat }
}

/// Short forms for writing elements.
extension EventSink where Self: ~Copyable {
  mutating func write(_ tag: Tag, _ text: String) throws(CodingError) {
    try startElement(tag)
    if !text.isEmpty { try self.text(text.utf8Span.span, .characters) }
    try endElement()
  }

  mutating func writeOptional(_ tag: Tag, _ text: String?) throws(CodingError) {
    if let text { try write(tag, text) }
  }

  mutating func writeEmpty(_ tag: Tag) throws(CodingError) {
    try startElement(tag)
    try endElement()
  }
}
