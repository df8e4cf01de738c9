internal import WBXML

/// What the parser knows while it reads: expat's callbacks change it and fill its queue.
@usableFromInline
struct ParserState: ~Copyable {
  private(set) var options: XMLEventParser.Options
  let expat = ExpatParser()
  var queue = EventQueue()
  var failure: CodingError?

  /// The bytes of the document that expat has been given.
  var bytesRead = 0
  /// The bytes that it has been given beside them.
  var insertedBytes = 0
  var ampersands = AmpersandRepair()
  /// How many of them have been noted.
  var bareAmpersands = 0
  /// How much expat may hold back as one unfinished token. It may defer its work until a token has doubled.
  private(set) var pendingLimit: Int
  var lines = LineCounter()
  /// The first bytes of the input, as long as there are too few of them to tell the encoding by; later an `&` and what
  /// follows it, as long as that is too little to tell whether it begins a reference.
  var head: [UInt8] = []
  var isFinished = false
  /// Whether the current place is inside the DOCTYPE.
  var isInDoctype = false
  /// Whether the root element has begun.
  var isStarted = false
  /// The language that an instruction gives to the next element, with which a document inside the document begins.
  var markedLanguage: Language?
  /// The instructions before the root element, which tells what document they belong to.
  var prolog = EventQueue()

  /// The language of the element being read; nil before the root element.
  var language: Language?
  /// The outer languages of the embedded documents that are open.
  var outerLanguages: [Language] = []
  var tags = TagCache()
  var namespaces = NamespaceBindings()
  var openElements = GrowingBuffer<OpenElement>()

  var run = Run.none
  /// White space of which it is not yet known whether it is content.
  var space = GrowingBuffer<UInt8>()
  /// Carriage returns after a CDATA section, which belong to it if another one follows.
  var carriageReturns = 0

  /// The MIBenum of the encoding that the text declares, where expat does not know it; 0 where nobody does.
  var encodingNumber: UInt32 = 0

  init(options: XMLEventParser.Options) {
    self.options = options
    pendingLimit = Self.pendingLimit(options)
    language = options.language
  }

  private static func pendingLimit(_ options: XMLEventParser.Options) -> Int {
    min(options.limits.tokenBytes, 1 << 30) * 2 + XMLEventParser.sliceBytes
  }

  /// Begins another document, to be read with other options, when the last one has been forgotten.
  mutating func begin(_ options: XMLEventParser.Options) {
    self.options = options
    pendingLimit = Self.pendingLimit(options)
    language = options.language
    expat.reset()
    // What names mean depends on the language alone, and is kept; but not of ever more languages.
    if tags.languageCount > Self.maximumLanguages {
      tags = TagCache()
      namespaces = NamespaceBindings()
    }
  }

  private static var maximumLanguages: Int { 64 }

  mutating func reset() {
    expat.reset()
    forgetDocument()
  }

  /// Forgets all but what names mean.
  mutating func forgetDocument() {
    queue.removeAll()
    failure = nil
    bytesRead = 0
    insertedBytes = 0
    ampersands = AmpersandRepair()
    bareAmpersands = 0
    head.removeAll(keepingCapacity: true)
    lines.reset()
    isFinished = false
    isInDoctype = false
    encodingNumber = 0
    isStarted = false
    markedLanguage = nil
    prolog.removeAll()
    language = options.language
    outerLanguages.removeAll(keepingCapacity: true)
    namespaces.removeAll()
    openElements.removeAll()
    run = .none
    space.removeAll()
    carriageReturns = 0
  }

  // MARK: The document as a whole

  /// Why no more input can be read.
  mutating func refusal(of count: Int) -> CodingError? {
    if let failure { return failure }
    if isFinished { return keep(CodingError(.readerIsFinished, offset: bytesRead)) }
    let limit = options.limits.documentBytes
    guard count > limit - bytesRead - head.count else { return nil }
    return keep(CodingError(.documentLimit, offset: bytesRead, value: UInt32(clamping: limit)))
  }

  /// Holds bytes back, if the document is to go on and has less than four of them so far: from fewer, expat guesses
  /// the encoding otherwise than from more.
  mutating func holdsBack(_ slice: Span<UInt8>) -> Bool {
    guard bytesRead == 0, head.count + slice.count < 4 else { return false }
    head.append(slice)
    return true
  }

  /// Takes note of what expat is about to read.
  mutating func willRead(_ slice: UnsafeBufferPointer<UInt8>) {
    // SAFE: indices are checked, and the memory is borrowed until `didRead`.
    let bytes = unsafe slice.span
    if bytesRead == 0, bytes.count >= 2 { lines.setEncoding(bytes[0], bytes[1]) }
    unsafe lines.beginSlice(slice, at: bytesRead)
    bytesRead += bytes.count
  }

  /// Says what became of what expat has read.
  mutating func didRead(_ error: CodingError?, isFinal: Bool) -> CodingError? {
    defer { lines.endSlice(at: offset) }
    if let failure { return failure }
    if let error { return keep(error, at: position) }
    if isFinal {
      isFinished = true
      queue.append(.init(.endDocument))
      return nil
    }
    guard bytesRead - offset > pendingLimit else { return nil }
    return keep(CodingError(.tokenLimit, value: UInt32(clamping: options.limits.tokenBytes)), at: position)
  }

  /// Takes note of the DOCTYPE's public identifier, which expat has freed of superfluous white space.
  mutating func doctype(_ publicIdentifier: Span<UInt8>) {
    isInDoctype = true
    if language != nil { return }
    language =
      Language.first(in: options.languages, formalPublicIdentifier: publicIdentifier)
      ?? Language.builtIn(formalPublicIdentifier: publicIdentifier)
  }

  /// Where expat stands.
  var position: SourcePosition {
    mutating get { lines.position(of: offset) }
  }

  /// The same as an offset in the document.
  var offset: Int { expat.offset - insertedBytes }

  // MARK: Errors

  /// Stops reading at the current place; called from callbacks.
  @inline(never)
  mutating func fail(_ code: CodingError.Code, value: UInt32 = 0) {
    expat.stop()
    _ = keep(CodingError(code, value: value), at: position)
  }

  /// Keeps an error for later calls; the first one stays.
  mutating func keep(_ error: CodingError, at place: SourcePosition? = nil) -> CodingError {
    var error = error
    if error.offset < 0, let place {
      error.offset = place.offset
      error.line = place.line
      error.column = place.column
    }
    if failure == nil { failure = error }
    return failure ?? error
  }
}

/// What white space is in an element.
enum SpaceRule: UInt8, BitwiseCopyable {
  /// Content, wherever it stands.
  case keep
  /// Layout, where nothing else stands with it.
  case drop
  /// Layout next to a child element, content otherwise.
  case dropNextToElements

  init(_ content: ContentKind) {
    self =
      switch content {
      case .text, .mixed, .binary, .integer, .dateTime, .bcdDateTime, .base64: .keep
      case .elements, .empty: .drop
      case .any: .dropNextToElements
      }
  }
}

/// An element whose end has not come yet.
struct OpenElement: BitwiseCopyable {
  /// What stands before the current place in an element.
  enum Preceding: UInt8, BitwiseCopyable { case nothing, element, data }

  /// Its tag; of an element spelled out, only the page counts.
  var tag: Tag
  var space: SpaceRule
  var preceding = Preceding.nothing
  var isEmbeddedRoot = false
  /// How its children's names are looked up, unless they say otherwise.
  var context: TagCache.Context
  /// Its default namespace among the bindings.
  var defaultNamespace: NamespaceBindings.Index
  /// The bindings that were in force outside of it.
  var outerBindings: UInt16
}
