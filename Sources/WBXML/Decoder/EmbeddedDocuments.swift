/// Opens documents that travel as opaque data inside another: DevInf, MetInf or TNDS in SyncML `Data`.
///
/// It stands between a decoder and a sink. Opaque data directly inside an element named `Data` is held back; where it is
/// a whole WBXML document in a known language, its events go to the sink between `startEmbeddedDocument` and
/// `endEmbeddedDocument`. Anything else goes on as the opaque data it was: data whose root the language does not have, or
/// with more bytes behind the document than in it, is taken for data that only looks like one.
public struct EmbeddedDocuments<Sink: EventSink & ~Copyable>: EventSink, ~Copyable {
  /// Where the events go.
  public var sink: Sink

  private let options: WBXMLDecoder.Options
  private let level: Int
  private var held: [UInt8] = []
  private var isHolding = false
  /// Whether the innermost open element is a `Data`.
  @usableFromInline var isInData = false
  @usableFromInline var position = SourcePosition(offset: 0)

  /// Opens the documents on the way to a sink.
  ///
  /// - Parameters:
  ///   - sink: where the events go.
  ///   - options: how to read the embedded documents; each says its language itself, whatever `language` is here.
  public init(_ sink: consuming Sink, options: WBXMLDecoder.Options = .init()) {
    self.init(sink, options: options, level: 0)
  }

  private init(_ sink: consuming Sink, options: WBXMLDecoder.Options, level: Int) {
    self.sink = sink
    var options = options
    options.language = nil
    self.options = options
    self.level = level
  }

  /// The tag `Data` of every SyncML version.
  @inlinable static var dataTag: Tag { Tag(page: 0, token: 0x0F) }
  /// How deep documents may lie in documents: SyncML holds DevInf, and DevInf holds nothing.
  private static var maximumLevel: Int { 4 }

  // MARK: Holding back

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    guard isInData || isHolding, held.count + bytes.count <= options.limits.tokenBytes else {
      try release(isLast: false)
      return try sink.opaque(bytes, isLast: isLast)
    }
    isHolding = true
    held.append(bytes)
    if held.count >= 2, !Self.mayBeDocument(held.span) { return try release(isLast: isLast) }
    if isLast { try openHeld() }
  }

  /// Hands on what was held as the opaque data it is.
  private mutating func release(isLast: Bool) throws(CodingError) {
    isInData = false
    guard isHolding else { return }
    isHolding = false
    var bytes: [UInt8] = []
    swap(&bytes, &held)
    try sink.opaque(bytes.span, isLast: isLast)
    bytes.removeAll(keepingCapacity: true)
    held = bytes
  }

  /// Whether bytes begin as a WBXML header does: no text begins with a byte below 4.
  private static func mayBeDocument(_ bytes: Span<UInt8>) -> Bool { bytes[0] <= 0x03 && bytes[1] != 0x01 }

  private mutating func openHeld() throws(CodingError) {
    // Version, public identifier, string table's length and a tag: WBXML 1.0 has no charset.
    guard level < Self.maximumLevel, held.count >= 4 else { return try release(isLast: true) }
    // Read it into a tape first: a document that breaks off half way must leave no events behind.
    let tape = EventTape(byteLimit: options.limits.tokenBytes, recordsLayout: Sink.keepsLayout)
    var inner = EmbeddedDocuments<EventTape>(tape, options: options, level: level + 1)
    do throws(CodingError) {
      try WBXMLDecoder.decode(held.span, options: options, into: &inner)
    } catch {
      sink.diagnostic(Diagnostic(.unreadableEmbeddedDocument, offset: position.offset))
      return try release(isLast: true)
    }
    guard let first = inner.sink.records.first, let header = inner.sink.header(of: first), header.language != nil,
      !Self.isDoubtful(inner.sink, byteCount: held.count)
    else { return try release(isLast: true) }
    // The data's tag, the OPAQUE token and the length come before the embedded document.
    let start = position.offset + 2 + [UInt8].multiByteCount(held.count)
    isHolding = false
    held.removeAll(keepingCapacity: true)
    try sink.startEmbeddedDocument(header)
    try inner.sink.replay(1..<inner.sink.records.count - 1, into: &sink, shiftedBy: start)
    try sink.endEmbeddedDocument()
  }

  /// Whether what was read is likelier other data that happens to begin like a document: the root is none of its
  /// language's elements, or more bytes are left over, which opening it would lose, than were read.
  private static func isDoubtful(_ tape: EventTape, byteCount: Int) -> Bool {
    let root = tape.records.first { $0.kind == .startElement }?.position.offset
    return tape.records.contains { record in
      guard record.kind == .diagnostic else { return false }
      switch record.token {
      case Diagnostic.Code.unknownTag.rawValue: return Int(record.first) == root
      case Diagnostic.Code.trailingBytes.rawValue: return Int(record.first) < byteCount / 2
      default: return false
      }
    }
  }

  // MARK: Passing on

  // What nearly every event is goes through code that is compiled for the sink.
  @inlinable public static var keepsLayout: Bool { Sink.keepsLayout }
  @inlinable public static var takesTextElements: Bool { Sink.takesTextElements }
  @inlinable public static var takesElements: Bool { Sink.takesElements }
  public mutating func layout(_ layout: Layout) throws(CodingError) { try sink.layout(layout) }
  public mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError) {
    try sink.layout(kind, bytes)
  }
  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try sink.startDocument(header, stringTable: stringTable)
  }
  public mutating func endDocument() throws(CodingError) { try sink.endDocument() }
  @inlinable
  public mutating func position(_ position: SourcePosition) {
    self.position = position
    sink.position(position)
  }
  @inlinable
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    isInData = tag == Self.dataTag
    try sink.startElement(tag)
  }
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    isInData = false
    try sink.startElement(literal: name)
  }
  @inlinable
  public mutating func endElement() throws(CodingError) {
    isInData = false
    try sink.endElement()
  }
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) { try sink.attribute(start) }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) { try sink.attribute(literal: name) }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) { try sink.attributeValue(value) }
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try sink.attributeText(text, origin)
  }
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try sink.attributeOpaque(bytes, isLast: isLast)
  }
  public mutating func endAttributes() throws(CodingError) { try sink.endAttributes() }
  @inlinable
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    // Data that has text around its opaque data holds no document.
    if !text.isEmpty { isInData = false }
    try sink.text(text, origin)
  }
  @inlinable
  public mutating func textElement(_ tag: Tag, _ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    isInData = false
    try sink.textElement(tag, text, origin)
  }
  @inlinable
  public mutating func takeElement(_ tag: Tag, _ chunk: Span<UInt8>, _ tokens: inout TokenReader) -> Bool {
    sink.takeElement(tag, chunk, &tokens)
  }
  public mutating func `extension`(_ ext: Extension) throws(CodingError) { try sink.extension(ext) }
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try sink.extensionText(ext, text, isLast: isLast)
  }
  public mutating func startProcessingInstruction() throws(CodingError) { try sink.startProcessingInstruction() }
  public mutating func endProcessingInstruction() throws(CodingError) { try sink.endProcessingInstruction() }
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try sink.startEmbeddedDocument(header)
  }
  public mutating func endEmbeddedDocument() throws(CodingError) { try sink.endEmbeddedDocument() }
  public mutating func diagnostic(_ diagnostic: Diagnostic) { sink.diagnostic(diagnostic) }
}

extension EmbeddedDocuments: Copyable where Sink: Copyable {}
