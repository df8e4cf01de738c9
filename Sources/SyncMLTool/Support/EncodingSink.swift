import WBXML

/// An encoder that also keeps what its reader remarks.
struct EncodingSink: EventSink, ~Copyable {
  private var encoder: WBXMLStreamEncoder<FileSink>
  private(set) var diagnostics = DiagnosticList()

  init(options: WBXMLEncoder.Options, bufferBytes: Int, output: FileSink) {
    encoder = WBXMLStreamEncoder(options: options, bufferBytes: bufferBytes, output: output)
  }

  mutating func diagnostic(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func takeDiagnostics() -> [Diagnostic] { diagnostics.take() }

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try encoder.startDocument(header, stringTable: stringTable)
  }
  mutating func endDocument() throws(CodingError) {
    try encoder.endDocument()
    try encoder.output.finish()
  }
  mutating func startElement(_ tag: Tag) throws(CodingError) { try encoder.startElement(tag) }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) { try encoder.startElement(literal: name) }
  mutating func endElement() throws(CodingError) { try encoder.endElement() }
  mutating func attribute(_ start: AttributeStart) throws(CodingError) { try encoder.attribute(start) }
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) { try encoder.attribute(literal: name) }
  mutating func attributeValue(_ value: AttributeValue) throws(CodingError) { try encoder.attributeValue(value) }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try encoder.attributeText(text, origin)
  }
  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try encoder.attributeOpaque(bytes, isLast: isLast)
  }
  mutating func endAttributes() throws(CodingError) { try encoder.endAttributes() }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { try encoder.text(text, origin) }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try encoder.opaque(bytes, isLast: isLast)
  }
  mutating func `extension`(_ ext: Extension) throws(CodingError) { try encoder.extension(ext) }
  mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try encoder.extensionText(ext, text, isLast: isLast)
  }
  mutating func startProcessingInstruction() throws(CodingError) { try encoder.startProcessingInstruction() }
  mutating func endProcessingInstruction() throws(CodingError) { try encoder.endProcessingInstruction() }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try encoder.startEmbeddedDocument(header)
  }
  mutating func endEmbeddedDocument() throws(CodingError) { try encoder.endEmbeddedDocument() }
}
