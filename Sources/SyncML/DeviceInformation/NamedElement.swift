internal import WBXML

/// An element of device information while it is read: by name, so that a device that forgets the namespace is
/// understood too.
struct NamedElement {
  var name: String
  var position: SourcePosition
  var text = ""
  var children: [NamedElement] = []
}

/// Builds the tree of a small document from its events. The reader's limits bound its depth, this one its size.
struct NamedElementReader: EventSink {
  private(set) var root: NamedElement?
  private var languages: [Language?]
  private var open: [NamedElement] = []
  private var remaining: Int
  private var place = SourcePosition(offset: 0)
  private var instructionDepth = 0

  /// - Parameters:
  ///   - language: the language where the events have no document of their own around them.
  ///   - byteLimit: how many bytes may be kept; an element counts 64 besides its text.
  init(language: Language?, byteLimit: Int) {
    languages = [language]
    remaining = byteLimit
  }

  private mutating func spend(_ count: Int) throws(CodingError) {
    guard count <= remaining else {
      throw CodingError(.tokenLimit, offset: place.offset, line: place.line, column: place.column)
    }
    remaining -= count
  }

  private mutating func begin(_ name: String) throws(CodingError) {
    try spend(64 + name.utf8.count)
    open.append(NamedElement(name: name, position: place))
  }

  private mutating func append(_ bytes: Span<UInt8>) throws(CodingError) {
    guard instructionDepth == 0, let last = open.indices.last else { return }
    try spend(bytes.count)
    open[last].text += String(utf8: bytes)
  }

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
  }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    languages.append(header.language)
  }
  mutating func endEmbeddedDocument() throws(CodingError) { if languages.count > 1 { languages.removeLast() } }
  mutating func position(_ position: SourcePosition) { place = position }

  mutating func startElement(_ tag: Tag) throws(CodingError) {
    try begin((languages.last ?? nil)?.name(of: tag) ?? ElementName.made(for: tag))
  }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try begin(String(utf8: name))
  }
  mutating func endElement() throws(CodingError) {
    guard let element = open.popLast() else { return }
    if let parent = open.indices.last {
      open[parent].children.append(element)
    } else if root == nil {
      root = element
    }
  }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { try append(text) }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) { try append(bytes) }
  mutating func startProcessingInstruction() throws(CodingError) { instructionDepth += 1 }
  mutating func endProcessingInstruction() throws(CodingError) { instructionDepth -= 1 }
}
