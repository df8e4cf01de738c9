public import WBXML

/// Turns values that a document type carries in binary into the text that its XML form has.
///
/// It stands between a decoder and a writer of XML text. What it turns, the token tables say: dates of SI and EMN
/// (`created`, `si-expires`, `timestamp`), numbers, dates and the value tokens of WV-CSP, keys of DRMREL. Opaque data that
/// are no such value go on as they are. ``CompactContent`` is the way back.
public struct ReadableContent<Sink: EventSink & ~Copyable>: EventSink, ~Copyable {
  /// Where the events go.
  public var sink: Sink
  private var languages: [Language?] = []
  /// What the open element or attribute may carry in binary; `any` for nothing.
  private var kind = ContentKind.any
  /// The same of the element whose attributes come.
  private var elementKind = ContentKind.any
  private var isInAttribute = false
  private var held: [UInt8] = []
  private var isHolding = false

  /// Turns binary values on the way to a sink.
  public init(_ sink: consuming Sink) { self.sink = sink }

  private var language: Language? { languages.last ?? nil }

  /// The longest data that are turned: a key is a few bytes, a certificate a few hundred.
  private static var maximumBytes: Int { 4096 }

  // MARK: Values

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if hold(bytes) {
      guard isLast else { return }
      let data = takeHeld()
      if let text = TypedValue.text(of: data, kind) {
        try sink.text(text.span, .characters)
      } else {
        try sink.opaque(data.span, isLast: true)
      }
    } else {
      if isHolding {
        let data = takeHeld()
        try sink.opaque(data.span, isLast: false)
      }
      kind = .any
      try sink.opaque(bytes, isLast: isLast)
    }
  }

  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if hold(bytes) {
      guard isLast else { return }
      let data = takeHeld()
      if let text = TypedValue.text(of: data, kind) {
        try sink.attributeText(text.span, .characters)
      } else {
        try sink.attributeOpaque(data.span, isLast: true)
      }
    } else {
      if isHolding {
        let data = takeHeld()
        try sink.attributeOpaque(data.span, isLast: false)
      }
      kind = .any
      try sink.attributeOpaque(bytes, isLast: isLast)
    }
  }

  private mutating func takeHeld() -> [UInt8] {
    var data: [UInt8] = []
    swap(&data, &held)
    isHolding = false
    return data
  }

  /// Keeps data that may be a value.
  private mutating func hold(_ bytes: Span<UInt8>) -> Bool {
    guard kind.isTyped, held.count + bytes.count <= Self.maximumBytes else { return false }
    isHolding = true
    held.append(bytes)
    return true
  }

  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    guard ext.kind == .table, ext.number == 0, let text = language?.text(ofExtension: ext.value) else {
      kind = .any
      return try sink.extension(ext)
    }
    let bytes = Array(text.utf8)
    if isInAttribute {
      try sink.attributeText(bytes.span, .characters)
    } else {
      try sink.text(bytes.span, .characters)
    }
  }

  // MARK: Places

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
    try sink.startDocument(header, stringTable: stringTable)
  }
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    languages.append(header.language)
    try sink.startEmbeddedDocument(header)
  }
  public mutating func endEmbeddedDocument() throws(CodingError) {
    if languages.count > 1 { languages.removeLast() }
    try sink.endEmbeddedDocument()
  }
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    kind = language?.content(of: tag) ?? .any
    elementKind = kind
    try sink.startElement(tag)
  }
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    kind = .any
    elementKind = .any
    try sink.startElement(literal: name)
  }
  public mutating func endElement() throws(CodingError) {
    kind = .any
    try sink.endElement()
  }
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    kind = language?.content(of: start) ?? .any
    isInAttribute = true
    try sink.attribute(start)
  }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    kind = .any
    isInAttribute = true
    try sink.attribute(literal: name)
  }
  public mutating func endAttributes() throws(CodingError) {
    kind = elementKind
    isInAttribute = false
    try sink.endAttributes()
  }
  public mutating func endProcessingInstruction() throws(CodingError) {
    kind = .any
    isInAttribute = false
    try sink.endProcessingInstruction()
  }

  // MARK: Passing on

  public mutating func endDocument() throws(CodingError) { try sink.endDocument() }
  public mutating func position(_ position: SourcePosition) { sink.position(position) }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) { try sink.attributeValue(value) }
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try sink.attributeText(text, origin)
  }
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try sink.text(text, origin)
  }
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try sink.extensionText(ext, text, isLast: isLast)
  }
  public mutating func startProcessingInstruction() throws(CodingError) { try sink.startProcessingInstruction() }
  public mutating func diagnostic(_ diagnostic: Diagnostic) { sink.diagnostic(diagnostic) }
}

extension ReadableContent: Copyable where Sink: Copyable {}
