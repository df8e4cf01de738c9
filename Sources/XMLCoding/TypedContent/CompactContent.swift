public import WBXML

/// Turns texts into the binary values that a document type has for them: the way back from ``ReadableContent``.
///
/// It stands between a reader of XML text and an encoder. A text is turned where it is all that an element or an
/// attribute holds and is spelled as ``ReadableContent`` would spell it; others go on as they are.
public struct CompactContent<Sink: EventSink & ~Copyable>: EventSink, ~Copyable {
  /// Where the events go.
  public var sink: Sink
  private var languages: [Language?] = []
  private var kind = ContentKind.any
  /// The same of the element whose attributes come, and whether its text is kept.
  private var elementKind = ContentKind.any
  private var keepsElement = false
  private var held: [UInt8] = []
  /// What the text being kept belongs to.
  private var place = Place.nowhere

  private enum Place { case nowhere, element, attribute }

  /// Turns texts on the way to a sink.
  public init(_ sink: consuming Sink) { self.sink = sink }

  private var language: Language? { languages.last ?? nil }
  private static var maximumBytes: Int { 8192 }

  // MARK: Values

  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if place == .element, held.count + text.count <= Self.maximumBytes { return held.append(text) }
    try release()
    try sink.text(text, origin)
  }

  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if place == .attribute, held.count + text.count <= Self.maximumBytes { return held.append(text) }
    try release()
    try sink.attributeText(text, origin)
  }

  /// Hands on what was kept as the text that it is: it is not alone.
  private mutating func release() throws(CodingError) {
    let place = place
    self.place = .nowhere
    if held.isEmpty { return }
    var text: [UInt8] = []
    swap(&text, &held)
    if place == .attribute {
      try sink.attributeText(text.span, .characters)
    } else {
      try sink.text(text.span, .characters)
    }
    text.removeAll(keepingCapacity: true)
    held = text
  }

  /// Hands on what was kept, as a value if it is one: the element or the attribute ends.
  private mutating func finish() throws(CodingError) {
    if !held.isEmpty {
      if let bytes = TypedValue.bytes(of: held, kind) {
        if place == .attribute {
          try sink.attributeOpaque(bytes.span, isLast: true)
        } else {
          try sink.opaque(bytes.span, isLast: true)
        }
        held.removeAll(keepingCapacity: true)
      } else if place == .element, let value = language?.extensionValue(of: held.span) {
        try sink.extension(Extension(.table, number: 0, value: value))
        held.removeAll(keepingCapacity: true)
      }
    }
    try release()
  }

  // MARK: Places

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
    try sink.startDocument(header, stringTable: stringTable)
  }
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try release()
    languages.append(header.language)
    try sink.startEmbeddedDocument(header)
  }
  public mutating func endEmbeddedDocument() throws(CodingError) {
    try release()
    if languages.count > 1 { languages.removeLast() }
    try sink.endEmbeddedDocument()
  }
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    try release()
    elementKind = language?.content(of: tag) ?? .any
    keepsElement = elementKind.isTyped || language?.extensionMeaning == .values
    beginContent()
    try sink.startElement(tag)
  }
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try release()
    keepsElement = false
    try sink.startElement(literal: name)
  }
  private mutating func beginContent() {
    kind = elementKind
    if keepsElement { place = .element }
  }
  public mutating func endElement() throws(CodingError) {
    try finish()
    try sink.endElement()
  }
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try finish()
    kind = language?.content(of: start) ?? .any
    if kind.isTyped { place = .attribute }
    try sink.attribute(start)
  }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try finish()
    try sink.attribute(literal: name)
  }
  public mutating func endAttributes() throws(CodingError) {
    try finish()
    beginContent()
    try sink.endAttributes()
  }

  // MARK: Passing on

  public mutating func endDocument() throws(CodingError) { try sink.endDocument() }
  public mutating func position(_ position: SourcePosition) { sink.position(position) }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    try release()
    try sink.attributeValue(value)
  }
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try release()
    try sink.attributeOpaque(bytes, isLast: isLast)
  }
  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try release()
    try sink.opaque(bytes, isLast: isLast)
  }
  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    try release()
    try sink.extension(ext)
  }
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try release()
    try sink.extensionText(ext, text, isLast: isLast)
  }
  public mutating func startProcessingInstruction() throws(CodingError) {
    try release()
    try sink.startProcessingInstruction()
  }
  public mutating func endProcessingInstruction() throws(CodingError) {
    try release()
    try sink.endProcessingInstruction()
  }
  public mutating func diagnostic(_ diagnostic: Diagnostic) { sink.diagnostic(diagnostic) }
}

extension CompactContent: Copyable where Sink: Copyable {}
