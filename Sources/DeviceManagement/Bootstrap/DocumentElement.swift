import WBXML

/// An element of a small document, with names instead of tokens: provisioning documents and TNDS objects are read as
/// trees of these.
struct DocumentElement {
  var name: String
  var attributes: [(name: String, value: [UInt8])] = []
  /// Character data and opaque data directly inside the element.
  var content: [UInt8] = []
  var children: [DocumentElement] = []

  init(_ name: String) { self.name = name }

  func children(named name: String) -> [DocumentElement] { children.filter { $0.name == name } }

  func child(_ name: String) -> DocumentElement? { children.first { $0.name == name } }

  /// The content as text; nil where it is not UTF-8.
  var text: String? { String(validating: content, as: UTF8.self) }

  /// An attribute's value as text; nil where there is none, or it is not UTF-8.
  func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name }.flatMap { String(validating: $0.value, as: UTF8.self) }
  }
}

/// Builds the tree of a document from its events. The reader's limits bound its depth; this one its size.
struct DocumentElementReader: EventSink {
  private(set) var root: DocumentElement?
  /// The languages of the document and of those embedded in it.
  private var languages: [Language?]
  private var open: [DocumentElement] = []
  private var remaining: Int

  /// - Parameters:
  ///   - language: the language where the events have no document of their own around them.
  ///   - byteLimit: how many bytes of names and values may be kept; an element or attribute counts 64 besides.
  init(language: Language? = nil, byteLimit: Int) {
    languages = [language]
    remaining = byteLimit
  }

  private mutating func spend(_ count: Int) throws(CodingError) {
    guard count <= remaining else { throw CodingError(.tokenLimit, value: UInt32(clamping: count)) }
    remaining -= count
  }

  private mutating func begin(_ name: String) throws(CodingError) {
    try spend(64 + name.utf8.count)
    open.append(DocumentElement(name))
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    String(validating: [UInt8](copying: bytes), as: UTF8.self) ?? ""
  }

  private mutating func append(toAttribute bytes: Span<UInt8>) throws(CodingError) {
    try spend(bytes.count)
    guard let element = open.indices.last, let last = open[element].attributes.indices.last else { return }
    open[element].attributes[last].value.append(bytes)
  }

  private mutating func append(toContent bytes: Span<UInt8>) throws(CodingError) {
    try spend(bytes.count)
    guard let element = open.indices.last else { return }
    open[element].content.append(bytes)
  }

  // MARK: Events

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
  }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    languages.append(header.language)
  }
  mutating func endEmbeddedDocument() throws(CodingError) { if languages.count > 1 { languages.removeLast() } }

  mutating func startElement(_ tag: Tag) throws(CodingError) {
    try begin((languages.last ?? nil)?.name(of: tag) ?? "#\(tag.page).\(tag.token)")
  }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) { try begin(Self.text(name)) }
  mutating func endElement() throws(CodingError) {
    guard let element = open.popLast() else { return }
    if let parent = open.indices.last {
      open[parent].children.append(element)
    } else if root == nil {
      root = element
    }
  }

  mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    let known = (languages.last ?? nil)?.attribute(start)
    try begin(attribute: known?.name ?? "#\(start.page).\(start.token)", Array((known?.prefix ?? "").utf8))
  }
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) { try begin(attribute: Self.text(name), []) }
  private mutating func begin(attribute name: String, _ value: [UInt8]) throws(CodingError) {
    try spend(64 + name.utf8.count + value.count)
    guard let element = open.indices.last else { return }
    open[element].attributes.append((name, value))
  }
  mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    let text = Array(((languages.last ?? nil)?.text(of: value) ?? "").utf8)
    try append(toAttribute: text.span)
  }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try append(toAttribute: text)
  }
  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try append(toAttribute: bytes)
  }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { try append(toContent: text) }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) { try append(toContent: bytes) }

  // A processing instruction's attribute belongs to no element.
  mutating func startProcessingInstruction() throws(CodingError) { open.append(DocumentElement("?")) }
  mutating func endProcessingInstruction() throws(CodingError) { open.removeLast(open.isEmpty ? 0 : 1) }
}
