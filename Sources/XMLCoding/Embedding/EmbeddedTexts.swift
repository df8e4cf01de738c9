public import WBXML

/// Opens documents that travel as XML text inside SyncML `Data`: DevInf, MetInf or TNDS, escaped, in a CDATA section or
/// as opaque text.
///
/// It stands between a reader and a sink, after `EmbeddedDocuments` where both are wanted. What a `Data` holds
/// is held back, up to `Limits.tokenBytes`, as long as it may be such a document: after a byte order mark and white
/// space it begins with `<`. Where the whole of it is a well-formed document of DevInf, MetInf or DMDDF, its events go
/// to the sink between `startEmbeddedDocument` and `endEmbeddedDocument`. Anything else goes on as the text and the
/// opaque data that it was; a document in one of the languages that cannot be read is reported as
/// `unreadableEmbeddedDocument`.
///
/// An opened document is not searched for others, and what it has beside its elements (comments, the DOCTYPE, the XML
/// declaration) is not told: written back it is elements in XML text and opaque data in WBXML, not the text that it was.
/// One with a processing instruction outside its root element is left as text.
public struct EmbeddedTexts<Sink: EventSink & ~Copyable>: EventSink, ~Copyable {
  /// Where the events go.
  public var sink: Sink

  private let limits: Limits
  private let isOpening: Bool
  /// The language of the outermost document, where it is SyncML.
  private var outer: Language?
  /// How many documents inside the document are open.
  private var embeddings = 0
  /// Whether the element whose attributes come, or the one being held, is a `Data`.
  private var isData = false
  private var isHolding = false
  /// Whether the first character of the text is known to be `<`.
  private var isMarkup = false
  private var held: EventTape
  private var position = SourcePosition(offset: 0)
  /// Where the element stands that comes after what is held.
  private var next: SourcePosition?
  /// Where the document that is being told stands in the input.
  private var place: TextPlace?

  /// Opens the documents on the way to a sink.
  ///
  /// - Parameters:
  ///   - sink: where the events go.
  ///   - limits: what an embedded document may take: `tokenBytes` bounds its text and its events, `depth` its elements.
  ///   - opens: false to pass everything on as it is.
  public init(_ sink: consuming Sink, limits: Limits = .default, opens: Bool = true) {
    self.sink = sink
    self.limits = limits
    isOpening = opens
    held = EventTape(byteLimit: limits.tokenBytes, recordsLayout: Sink.keepsLayout)
  }

  /// The tag `Data` of every SyncML version.
  private static var dataTag: Tag { Tag(page: 0, token: 0x0F) }

  // MARK: Holding back

  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if isHolding, mayGoOn(with: text) {
      do throws(CodingError) { return try held.text(text, origin) } catch {}
    }
    try release()
    try sink.text(text, origin)
  }

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if isHolding, mayGoOn(with: bytes) {
      do throws(CodingError) { return try held.opaque(bytes, isLast: isLast) } catch {}
    }
    try release()
    try sink.opaque(bytes, isLast: isLast)
  }

  /// Whether what is held may still be a document, with one more piece.
  private mutating func mayGoOn(with piece: Span<UInt8>) -> Bool {
    if isMarkup { return true }
    for i in piece.indices {
      switch piece[i] {
      case UInt8(ascii: "<"):
        isMarkup = true
        return true
      // White space, and the bytes of a byte order mark: whether they are one, the parser says.
      case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF: continue
      default: return false
      }
    }
    return true
  }

  private mutating func hold() {
    isHolding = isData
    isMarkup = false
  }

  /// Hands on what was held as what it is.
  private mutating func release() throws(CodingError) {
    guard isHolding else { return }
    isHolding = false
    guard !held.isEmpty else { return }
    var tape = EventTape()
    swap(&tape, &held)
    try tape.replay(into: &sink)
    tape.removeAll()
    swap(&tape, &held)
  }

  /// The element ends: what was held is a document or not.
  private mutating func openHeld() throws(CodingError) {
    guard isHolding, isMarkup, let outer else { return try release() }
    let text = EmbeddedText(held, keepsLayout: Sink.keepsLayout)
    var tape = EventTape(byteLimit: limits.tokenBytes)
    switch text.read(in: outer, limits, into: &tape) {
    case .other: return try release()
    case .unreadable:
      sink.diagnostic(Diagnostic(.unreadableEmbeddedDocument, offset: position.offset))
      return try release()
    case .document(let header):
      isHolding = false
      held.removeAll()
      place = TextPlace(of: text, inElementAt: position)
      try startEmbeddedDocument(header)
      try tape.replay(1..<tape.records.count - 1, into: &self)
      place = nil
      try endEmbeddedDocument()
    }
  }

  // MARK: Places

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    let family: [Language] = [.syncML12, .syncML11, .syncML10]
    outer = header.language.flatMap { family.contains($0) ? $0 : nil }
    try sink.startDocument(header, stringTable: stringTable)
  }
  public mutating func endDocument() throws(CodingError) {
    try release()
    try sink.endDocument()
  }
  public mutating func position(_ position: SourcePosition) {
    if let place { return sink.position(place.position(of: position)) }
    // An element that comes next shows that the `Data` around it is no text; the place is the `Data`'s until then.
    if !isHolding { self.position = position } else { next = position }
    sink.position(position)
  }

  /// Another element begins.
  private mutating func enter(isData: Bool) throws(CodingError) {
    try release()
    if let next {
      position = next
      self.next = nil
    }
    self.isData = isData && isOpening && outer != nil && embeddings == 0
  }
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    try enter(isData: tag == Self.dataTag)
    try sink.startElement(tag)
    hold()
  }
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try enter(isData: false)
    try sink.startElement(literal: name)
  }
  public mutating func endElement() throws(CodingError) {
    if isHolding { try openHeld() }
    isData = false
    try sink.endElement()
  }
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try release()
    embeddings += 1
    try sink.startEmbeddedDocument(header)
  }
  public mutating func endEmbeddedDocument() throws(CodingError) {
    embeddings -= 1
    try sink.endEmbeddedDocument()
  }
  public mutating func diagnostic(_ diagnostic: Diagnostic) {
    guard let place else { return sink.diagnostic(diagnostic) }
    let offset = place.position(of: SourcePosition(offset: diagnostic.offset)).offset
    sink.diagnostic(Diagnostic(diagnostic.code, offset: offset, value: diagnostic.value))
  }

  // MARK: Passing on

  @inlinable public static var keepsLayout: Bool { Sink.keepsLayout }
  public mutating func layout(_ layout: Layout) throws(CodingError) {
    if isHolding { do throws(CodingError) { return try held.layout(layout) } catch { try release() } }
    try sink.layout(layout)
  }
  public mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError) {
    if isHolding { do throws(CodingError) { return try held.layout(kind, bytes) } catch { try release() } }
    try sink.layout(kind, bytes)
  }
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try release()
    try sink.attribute(start)
  }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try release()
    try sink.attribute(literal: name)
  }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) { try sink.attributeValue(value) }
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try sink.attributeText(text, origin)
  }
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try sink.attributeOpaque(bytes, isLast: isLast)
  }
  public mutating func endAttributes() throws(CodingError) {
    try sink.endAttributes()
    hold()
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
    // Neither what stands beside an instruction nor the instruction's own attribute is a document.
    try release()
    isData = false
    try sink.startProcessingInstruction()
  }
  public mutating func endProcessingInstruction() throws(CodingError) { try sink.endProcessingInstruction() }
}

extension EmbeddedTexts: Copyable where Sink: Copyable {}
