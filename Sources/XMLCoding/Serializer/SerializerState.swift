internal import WBXML

/// What the serializer knows while it writes.
struct SerializerState: ~Copyable {
  /// Where in the document the next event stands.
  enum Stage: UInt8 {
    case beforeDocument, prolog, startTag, attribute, content, epilog, ended
    case instructionTarget, instructionValue
  }

  /// An element whose end has not come yet.
  struct OpenElement: BitwiseCopyable {
    var tag: Tag
    /// The page whose namespace is in force inside the element; negative where it is another one or none.
    var namespacePage: Int16
    /// Where its name begins in `names`; negative where the language knows the tag.
    var nameStart: Int32
    var space: SpaceRule
    var hasElements = false
    var hasData = false
    /// Whether a child element has ended right before the current place.
    var followsElement = false
  }

  /// A document inside the document.
  struct Embedding {
    var outerLanguage: Language?
    /// How many elements were open when it began.
    var depth: Int
  }

  let options: XMLSerializer.Options
  let indentation: Int?
  let isCanonical: Bool
  var text = GrowingBuffer<UInt8>()

  var stage = Stage.beforeDocument
  var language: Language?
  /// The language's tags; nil where there is no language.
  var spellings: TagSpellings?
  var embeddings: [Embedding] = []
  /// How many elements were open when the innermost embedded document began; negative outside of any.
  var embeddingDepth = -1
  /// Whether the innermost embedded document's root element has not come yet.
  var awaitsEmbeddedRoot = false
  var openElements = GrowingBuffer<OpenElement>()
  /// The names of open elements that no table has.
  var names = GrowingBuffer<UInt8>()
  var rootHasBegun = false

  /// The page whose namespace the current start tag has to declare; negative where it need not.
  var pendingNamespacePage: Int16 = -1
  /// The value of the current start tag's attribute `xmlns`, where the document has one itself, and whether it is open.
  var ownNamespace: [UInt8]?
  var isOwnNamespace = false
  var attributeNames = AttributeNames()
  /// The name or value of a token, while it is written.
  var scratch = GrowingBuffer<UInt8>()
  /// The attributes of the current start tag in canonical layout, which sorts them.
  var canonicalTag = CanonicalStartTag()
  /// Whether the instruction's value so far ends with a question mark.
  var endsWithQuestionMark = false
  var instructionHasValue = false

  var run = Run.none
  /// The last character of text that has been white space so far; 0 where there is none.
  var heldSpace: UInt8 = 0
  var block = GrowingBuffer<UInt8>()
  var hasWrittenBlock = false
  var base64 = Base64Encoder()

  init(options: XMLSerializer.Options) {
    isCanonical = options.layout == .canonical
    self.options = options
    if case .indented(let spaces) = options.layout { indentation = max(0, spaces) } else { indentation = nil }
  }

  /// A copy for a copy of the serializer.
  func copy() -> SerializerState {
    var copy = SerializerState(options: options)
    copy.text = text.copy()
    copy.stage = stage
    copy.setLanguage(language)
    copy.embeddings = embeddings
    copy.embeddingDepth = embeddingDepth
    copy.awaitsEmbeddedRoot = awaitsEmbeddedRoot
    copy.openElements = openElements.copy()
    copy.names = names.copy()
    copy.rootHasBegun = rootHasBegun
    copy.pendingNamespacePage = pendingNamespacePage
    copy.ownNamespace = ownNamespace
    copy.isOwnNamespace = isOwnNamespace
    copy.attributeNames = attributeNames
    copy.canonicalTag = canonicalTag.copy()
    copy.endsWithQuestionMark = endsWithQuestionMark
    copy.instructionHasValue = instructionHasValue
    copy.run = run
    copy.heldSpace = heldSpace
    copy.block = block.copy()
    copy.hasWrittenBlock = hasWrittenBlock
    copy.base64 = base64
    return copy
  }

  /// Gets ready for another document; buffers keep their memory.
  mutating func reset() {
    text.removeAll()
    stage = .beforeDocument
    language = nil
    embeddings.removeAll(keepingCapacity: true)
    embeddingDepth = -1
    awaitsEmbeddedRoot = false
    openElements.removeAll()
    names.removeAll()
    rootHasBegun = false
    pendingNamespacePage = -1
    ownNamespace = nil
    isOwnNamespace = false
    attributeNames.removeAll()
    canonicalTag.removeAll()
    run = .none
    heldSpace = 0
    block.removeAll()
    base64 = Base64Encoder()
  }

  // MARK: Documents

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    guard stage == .beforeDocument else { throw CodingError(.invalidEventOrder) }
    stage = .prolog
    setLanguage(header.language)
    if isCanonical { return }
    if options.includesDeclaration {
      append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
      if indentation != nil { text.append(UInt8(ascii: "\n")) }
    }
    if options.includesDoctype, let language, !language.formalPublicIdentifier.isEmpty {
      append("<!DOCTYPE ")
      appendCopy(of: language.rootElement)
      append(" PUBLIC \"")
      appendCopy(of: language.formalPublicIdentifier)
      append("\" \"")
      appendCopy(of: language.systemIdentifier)
      append("\">")
      if indentation != nil { text.append(UInt8(ascii: "\n")) }
    }
  }

  mutating func endDocument() throws(CodingError) {
    guard stage == .epilog else { throw CodingError(.invalidEventOrder) }
    stage = .ended
    if indentation != nil { text.append(UInt8(ascii: "\n")) }
  }

  mutating func setLanguage(_ language: Language?) {
    self.language = language
    if spellings?.language !== language { spellings = language.map(TagSpellings.of) }
  }

  // MARK: Small pieces

  @inline(__always)
  mutating func append(_ string: StaticString) { text.append(string) }

  mutating func appendCopy(of string: String) {
    var string = string
    // SAFE: the bytes are copied inside the closure.
    string.withUTF8 { unsafe text.append($0.span) }
  }

  /// A new line for a child element or an end tag.
  mutating func appendLine(depth: Int, _ indentation: Int) {
    text.append(UInt8(ascii: "\n"))
    text.append(repeating: UInt8(ascii: " "), count: depth &* indentation)
  }
}
