import WBXML
import XMLCoding

/// A sink that writes text, which can be taken out piece by piece.
protocol TextSink: EventSink {
  /// How many bytes have been written since the last ``removeOutput()``.
  var outputCount: Int { get }
  func withOutput<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result
  mutating func removeOutput()
}

extension XMLSerializer: TextSink {}

extension EventTrace: TextSink {
  var outputCount: Int { output.count }
  func withOutput<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result { try body(output.span) }
}

extension EventJSON: TextSink {
  var outputCount: Int { output.count }
  func withOutput<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result { try body(output.span) }
}

/// Passes events on, writes the text that they become into a file before it is much, and keeps the diagnostics of a
/// chunk so that they can be said.
struct OutputTap<Sink: TextSink>: EventSink {
  var sink: Sink
  private let file: OutputFile
  private(set) var diagnostics = DiagnosticList()

  init(_ sink: Sink, _ file: OutputFile) {
    self.sink = sink
    self.file = file
  }

  /// So much text waits at most, and what a single event adds to it: one byte of a document may become a thousand.
  private static var fullBytes: Int { 64 << 10 }

  private mutating func makeRoom() throws(CodingError) {
    if sink.outputCount >= Self.fullBytes { try drain() }
  }

  /// Writes the text that waits.
  mutating func drain() throws(CodingError) {
    let file = file
    try sink.withOutput { bytes throws(CodingError) in try file.take(bytes) }
    sink.removeOutput()
  }

  mutating func takeDiagnostics() -> [Diagnostic] { diagnostics.take() }

  mutating func diagnostic(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
    sink.diagnostic(diagnostic)
  }

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try makeRoom()
    try sink.startDocument(header, stringTable: stringTable)
  }
  mutating func endDocument() throws(CodingError) { try sink.endDocument() }
  mutating func position(_ position: SourcePosition) { sink.position(position) }
  mutating func startElement(_ tag: Tag) throws(CodingError) {
    try makeRoom()
    try sink.startElement(tag)
  }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try makeRoom()
    try sink.startElement(literal: name)
  }
  mutating func endElement() throws(CodingError) {
    try makeRoom()
    try sink.endElement()
  }
  mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try makeRoom()
    try sink.attribute(start)
  }
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try makeRoom()
    try sink.attribute(literal: name)
  }
  mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    try makeRoom()
    try sink.attributeValue(value)
  }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try makeRoom()
    try sink.attributeText(text, origin)
  }
  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try makeRoom()
    try sink.attributeOpaque(bytes, isLast: isLast)
  }
  mutating func endAttributes() throws(CodingError) {
    try makeRoom()
    try sink.endAttributes()
  }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try makeRoom()
    try sink.text(text, origin)
  }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try makeRoom()
    try sink.opaque(bytes, isLast: isLast)
  }
  mutating func `extension`(_ ext: Extension) throws(CodingError) {
    try makeRoom()
    try sink.extension(ext)
  }
  mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try makeRoom()
    try sink.extensionText(ext, text, isLast: isLast)
  }
  mutating func startProcessingInstruction() throws(CodingError) {
    try makeRoom()
    try sink.startProcessingInstruction()
  }
  mutating func endProcessingInstruction() throws(CodingError) {
    try makeRoom()
    try sink.endProcessingInstruction()
  }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try makeRoom()
    try sink.startEmbeddedDocument(header)
  }
  mutating func endEmbeddedDocument() throws(CodingError) {
    try makeRoom()
    try sink.endEmbeddedDocument()
  }
}

/// A sink that a tap stands in: what drives it can reach the tap.
protocol TappedSink: EventSink {
  associatedtype Text: TextSink
  var tap: OutputTap<Text> { get set }
}

extension OutputTap: TappedSink {
  var tap: OutputTap {
    _read { yield self }
    _modify { yield &self }
  }
}

extension EmbeddedDocuments: TappedSink where Sink: TappedSink {
  var tap: OutputTap<Sink.Text> {
    _read { yield sink.tap }
    _modify { yield &sink.tap }
  }
}

extension EmbeddedTexts: TappedSink where Sink: TappedSink {
  var tap: OutputTap<Sink.Text> {
    _read { yield sink.tap }
    _modify { yield &sink.tap }
  }
}

extension ReadableContent: TappedSink where Sink: TappedSink {
  var tap: OutputTap<Sink.Text> {
    _read { yield sink.tap }
    _modify { yield &sink.tap }
  }
}
