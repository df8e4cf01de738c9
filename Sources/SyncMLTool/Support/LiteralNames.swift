import WBXML
import XMLCoding

/// Collects the names that a document's WBXML has to spell out, each once.
struct LiteralNames: EventSink {
  private(set) var names: [String] = []
  private var known: Set<String> = []
  /// Documents inside the document have string tables of their own.
  private var level = 0
  private var byteCount = 0
  private let byteLimit: Int

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// Reads XML text through for its names.
  static func read(_ input: InputFile, _ options: XMLEventParser.Options) throws -> [String] {
    var sink = LiteralNames(byteLimit: options.limits.stringTableBytes)
    var parser = XMLEventParser(options: options)
    do {
      try input.forEachChunk { try parser.feed($0, into: &sink) }
      try parser.finish(into: &sink)
    } catch let error as CodingError {
      throw ToolFailure(input.name, error, hint: DecodingPipeline.hint(for: error, firstByte: nil))
    }
    return sink.names
  }

  private mutating func add(_ name: Span<UInt8>) throws(CodingError) {
    guard level == 0, let text = try? UTF8Span(validating: name) else { return }
    let name = String(copying: text)
    guard known.insert(name).inserted else { return }
    byteCount += name.utf8.count + 1
    guard byteCount <= byteLimit else { throw CodingError(.stringTableLimit, value: UInt32(clamping: byteLimit)) }
    names.append(name)
  }

  mutating func startElement(_ tag: Tag) throws(CodingError) {}
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) { try add(name) }
  mutating func endElement() throws(CodingError) {}
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) { try add(name) }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {}
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {}
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) { level += 1 }
  mutating func endEmbeddedDocument() throws(CodingError) { level -= 1 }
}
