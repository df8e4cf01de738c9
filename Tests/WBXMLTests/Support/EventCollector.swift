import WBXML

/// Keeps the events that it is called with as values.
struct EventCollector: EventSink {
  private(set) var events: [Event] = []

  private static func name(_ header: DocumentHeader) -> String { header.language?.name ?? "none" }

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    events.append(.startDocument(Self.name(header)))
  }
  mutating func endDocument() throws(CodingError) { events.append(.endDocument) }
  mutating func startElement(_ tag: ElementTag) throws(CodingError) { events.append(.start(tag.page, tag.token)) }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) { events.append(.literal(text(name))) }
  mutating func endElement() throws(CodingError) { events.append(.end) }
  mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    events.append(.attribute(start.page, start.token))
  }
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    events.append(.literalAttribute(text(name)))
  }
  mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    events.append(.value(value.page, value.token))
  }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    events.append(.attributeText(self.text(text)))
  }
  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    events.append(.attributeOpaque(array(bytes), isLast: isLast))
  }
  mutating func endAttributes() throws(CodingError) { events.append(.endAttributes) }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    events.append(.text(self.text(text)))
  }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    events.append(.opaque(array(bytes), isLast: isLast))
  }
  mutating func `extension`(_ ext: Extension) throws(CodingError) {
    events.append(ext.kind == .table ? .table(ext.number, ext.value) : .token(ext.number))
  }
  mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    events.append(.inline(ext.number, self.text(text), isLast: isLast))
  }
  mutating func startProcessingInstruction() throws(CodingError) { events.append(.startInstruction) }
  mutating func endProcessingInstruction() throws(CodingError) { events.append(.endInstruction) }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    events.append(.startEmbedded(Self.name(header)))
  }
  mutating func endEmbeddedDocument() throws(CodingError) { events.append(.endEmbedded) }

  private func text(_ bytes: Span<UInt8>) -> String { String(decoding: array(bytes), as: UTF8.self) }
  private func array(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }
}

/// The events of a document, with the documents inside it opened.
func events(of document: [UInt8]) throws(CodingError) -> [Event] {
  var sink = EmbeddedDocuments(EventCollector())
  try WBXMLDecoder.decode(document.span, into: &sink)
  return sink.sink.events
}

extension [Event] {
  /// The names that are spelled out outside of embedded documents.
  var literalNames: [String] {
    var names: [String] = []
    var level = 0
    for event in self {
      switch event {
      case .startEmbedded: level += 1
      case .endEmbedded: level -= 1
      case .literal(let name) where level == 0 && !names.contains(name): names.append(name)
      case .literalAttribute(let name) where level == 0 && !names.contains(name): names.append(name)
      default: break
      }
    }
    return names
  }
}
