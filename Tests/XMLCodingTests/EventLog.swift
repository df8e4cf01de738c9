import WBXML
import XMLCoding

/// Events as lines of text, with adjacent pieces of text and of opaque data joined: what tests compare.
///
///     document syncml12      <SyncML>      <literal:Name>      </>      @name      @value "x"      "text"      #opaque#
struct EventLog: EventSink {
  var lines: [String] = []
  var positions: [SourcePosition] = []
  var diagnostics: [Diagnostic] = []
  private var languages: [Language?] = []
  private var pending: (kind: Character, bytes: [UInt8])?

  private mutating func add(_ line: String) {
    flush()
    lines.append(line)
  }

  private mutating func join(_ kind: Character, _ bytes: Span<UInt8>) {
    if pending?.kind != kind {
      flush()
      pending = (kind, [])
    }
    for i in bytes.indices { pending?.bytes.append(bytes[i]) }
  }

  private mutating func flush() {
    guard let piece = pending else { return }
    pending = nil
    if piece.bytes.isEmpty, piece.kind != "#" { return }
    let text = String(validating: piece.bytes, as: UTF8.self).map { $0.debugDescription.dropFirst().dropLast() }
    let shown = text.map(String.init) ?? piece.bytes.map { String($0, radix: 16) }.joined(separator: " ")
    switch piece.kind {
    case "#": lines.append("#\(shown)#")
    case "=": lines.append("=\"\(shown)\"")
    case "~": lines.append("~\(shown)~")
    default: lines.append("\"\(shown)\"")
    }
  }

  private var language: Language? { languages.last ?? nil }

  private func string(_ bytes: Span<UInt8>) -> String {
    var array: [UInt8] = []
    for i in bytes.indices { array.append(bytes[i]) }
    return String(decoding: array, as: UTF8.self)
  }

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
    add("document \(header.language?.name ?? "?")")
  }
  mutating func endDocument() throws(CodingError) { add("end") }
  mutating func position(_ position: SourcePosition) { positions.append(position) }
  mutating func startElement(_ tag: Tag) throws(CodingError) {
    add("<\(language?.name(of: tag) ?? "0x" + String(tag.token, radix: 16))\(tag.page == 0 ? "" : " \(tag.page)")>")
  }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) { add("<literal \(string(name))>") }
  mutating func endElement() throws(CodingError) { add("</>") }
  mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    let known = language?.attribute(start)
    add("@\(known?.name ?? "?\(start.rawValue)")" + (known?.prefix.isEmpty == false ? "=\(known!.prefix)" : ""))
  }
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) { add("@literal \(string(name))") }
  mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    add("=\(language?.text(of: value) ?? "?")")
  }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { join("=", text) }
  mutating func endAttributes() throws(CodingError) { add("@") }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { join("\"", text) }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) { join("#", bytes) }
  mutating func `extension`(_ ext: Extension) throws(CodingError) { add("ext \(ext.kind) \(ext.number) \(ext.value)") }
  mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    join("~", text)
    if isLast { add("ext \(ext.number)") }
  }
  mutating func startProcessingInstruction() throws(CodingError) { add("<?") }
  mutating func endProcessingInstruction() throws(CodingError) { add("?>") }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    languages.append(header.language)
    add("embedded \(header.language?.name ?? "?")")
  }
  mutating func endEmbeddedDocument() throws(CodingError) {
    languages.removeLast()
    add("embedded end")
  }
  mutating func diagnostic(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

/// The events of a document.
func events(
  _ xml: String, language: Language? = nil, limits: Limits = .default
) throws(CodingError) -> [String] {
  try events(Array(xml.utf8), language: language, limits: limits)
}

func events(
  _ xml: [UInt8], language: Language? = nil, limits: Limits = .default
) throws(CodingError) -> [String] {
  try log(xml, language: language, limits: limits).lines
}

func log(
  _ xml: [UInt8], language: Language? = nil, limits: Limits = .default
) throws(CodingError) -> EventLog {
  var log = EventLog()
  try XMLEventParser.parse(xml.span, options: .init(language: language, limits: limits), into: &log)
  return log
}

/// The events of a document that is fed in chunks.
func events(
  _ xml: [UInt8], chunk: Int, language: Language? = nil, limits: Limits = .default
) throws(CodingError) -> [String] {
  var log = EventLog()
  var parser = XMLEventParser(options: .init(language: language, limits: limits))
  var start = 0
  while start < xml.count {
    let end = min(start + chunk, xml.count)
    try parser.feed(xml.span.extracting(start..<end), into: &log)
    start = end
  }
  try parser.finish(into: &log)
  return log.lines
}

/// The events inside the root element of a SyncML 1.2 message: what stands in `Data`.
func dataEvents(_ content: String) throws(CodingError) -> [String] {
  let lines = try events("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Data>\(content)</Data></SyncBody></SyncML>")
  return Array(lines.dropFirst(4).dropLast(4))
}

/// The opaque data in the content of a `Data`, each by itself.
func opaqueData(_ content: String) throws -> [[UInt8]] {
  let tape = try tape(
    "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Data>\(content)</Data></SyncBody></SyncML>", chunk: .max)
  var data: [[UInt8]] = []
  var isOpen = false
  for record in tape.records where record.kind == .opaque {
    if !isOpen { data.append([]) }
    data[data.count - 1] += tape.bytes[record.range]
    isOpen = !record.isLast
  }
  return data
}

/// The error of a document that cannot be read.
func failure(_ xml: String, language: Language? = nil, limits: Limits = .default) -> CodingError? {
  failure(Array(xml.utf8), language: language, limits: limits)
}

func failure(_ xml: [UInt8], language: Language? = nil, limits: Limits = .default) -> CodingError? {
  do throws(CodingError) {
    _ = try events(xml, language: language, limits: limits)
    return nil
  } catch {
    return error
  }
}

/// A document read and written again.
func rewritten(
  _ xml: [UInt8], options: XMLSerializer.Options = .init(), language: Language? = nil
) throws(CodingError) -> [UInt8] {
  var serializer = XMLSerializer(options: options)
  try XMLEventParser.parse(xml.span, options: .init(language: language), into: &serializer)
  return serializer.output
}
