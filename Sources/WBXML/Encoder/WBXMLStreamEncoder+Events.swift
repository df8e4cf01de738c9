/// Each event makes room, and goes to the encoder.
extension WBXMLStreamEncoder: EventSink where Output: ~Copyable {
  @inlinable
  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try encoder.startDocument(header, stringTable: stringTable)
  }
  /// Ends the document and passes on its last bytes. Where the sink throws, ``flush()`` does the rest later.
  @inlinable
  public mutating func endDocument() throws(CodingError) {
    try encoder.endDocument()
    try flush()
  }
  @inlinable
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    try makeRoom()
    try encoder.startElement(tag)
  }
  @inlinable
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try makeRoom()
    try encoder.startElement(literal: name)
  }
  @inlinable
  public mutating func endElement() throws(CodingError) {
    try makeRoom()
    try encoder.endElement()
  }
  @inlinable
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try makeRoom()
    try encoder.attribute(start)
  }
  @inlinable
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try makeRoom()
    try encoder.attribute(literal: name)
  }
  @inlinable
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    try makeRoom()
    try encoder.attributeValue(value)
  }
  @inlinable
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try makeRoom()
    try encoder.attributeText(text, origin)
  }
  @inlinable
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try makeRoom()
    try encoder.attributeOpaque(bytes, isLast: isLast)
  }
  @inlinable
  public mutating func endAttributes() throws(CodingError) {
    try makeRoom()
    try encoder.endAttributes()
  }
  @inlinable
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try makeRoom()
    try encoder.text(text, origin)
  }
  @inlinable
  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try makeRoom()
    try encoder.opaque(bytes, isLast: isLast)
  }
  @inlinable
  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    try makeRoom()
    try encoder.extension(ext)
  }
  @inlinable
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try makeRoom()
    try encoder.extensionText(ext, text, isLast: isLast)
  }
  @inlinable
  public mutating func startProcessingInstruction() throws(CodingError) {
    try makeRoom()
    try encoder.startProcessingInstruction()
  }
  @inlinable
  public mutating func endProcessingInstruction() throws(CodingError) {
    try makeRoom()
    try encoder.endProcessingInstruction()
  }
  @inlinable
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try makeRoom()
    try encoder.startEmbeddedDocument(header)
  }
  @inlinable
  public mutating func endEmbeddedDocument() throws(CodingError) {
    try makeRoom()
    try encoder.endEmbeddedDocument()
  }
  @inlinable public static var keepsLayout: Bool { true }
  @inlinable
  public mutating func layout(_ layout: Layout) throws(CodingError) {
    try encoder.layout(layout)
  }
  @inlinable
  public mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError) {
    try encoder.layout(kind, bytes)
  }
}
