/// Reads WBXML 1.0 to 1.3 and calls an ``EventSink``, chunk by chunk.
///
///     header ──► content ◄──► attributes            states that loop over tokens
///                 │  ▲            │  ▲
///                 ▼  │            ▼  │
///             operand · inlineString · opaque       states that finish one token, whatever chunk it ends in
///                 │
///                 ▼
///              epilog ──► trailing                  the root has ended
///
/// Feed it any chunks, down to single bytes, and then ``finish(into:)``: the events are the same, but that a long text
/// may come in other pieces. Memory holds the string table and a few numbers, never the document.
/// There is no recursion and no stack: a token says itself whether it ends something.
///
/// Source: WAP-192-WBXML-20010725-a; W3C NOTE-wbxml-19990624.
public struct WBXMLDecoder: ~Copyable {
  /// How to read.
  public struct Options: Sendable {
    /// The language to read the document in, whatever its public identifier says.
    public var language: Language?
    /// Whether deviations that devices show are refused instead of reported.
    public var isStrict: Bool
    /// What a document may take; beyond it the decoder throws.
    public var limits: Limits
    /// Languages that do not come with the library; their public identifiers count before the registered ones.
    public var languages: [Language]
    /// The charset of a document whose header names none: what the transport says of it (WAP-192 5.8.1). Nil for UTF-8.
    public var charset: Charset?

    /// Options; the defaults take the language and the charset from the header, and report deviations.
    public init(
      language: Language? = nil, isStrict: Bool = false, limits: Limits = .default, languages: [Language] = [],
      charset: Charset? = nil
    ) {
      self.language = language
      self.isStrict = isStrict
      self.limits = limits
      self.languages = languages
      self.charset = charset
    }
  }

  @usableFromInline
  enum State: UInt8 {
    case version, publicIdentifier, publicIdentifierIndex, charset, stringTableLength, stringTable
    case content, attributes, operand, inlineString, opaque, epilog, trailing, finished
  }

  @usableFromInline let options: Options
  @usableFromInline let depthLimit: Int
  @usableFromInline var state: State = .version
  /// Bytes fed before the current chunk.
  @usableFromInline var base = 0
  /// Where the token being read began.
  @usableFromInline var tokenStart = 0
  @usableFromInline var failure: CodingError?

  // Header
  @usableFromInline var version = Version.v13
  @usableFromInline var publicIdentifier: UInt32 = 1
  @usableFromInline var publicIdentifierIndex: UInt32?
  @usableFromInline var charset = Charset.utf8
  @usableFromInline var headerLayout = HeaderLayout()
  @usableFromInline var stringTable: [UInt8] = []
  @usableFromInline var stringTableLength = 0
  @usableFromInline var bodyStart = 0
  @usableFromInline var stringTableIsASCII = true
  @usableFromInline var hasReportedCharset = false
  @usableFromInline var identifierHasOtherCase = false
  @usableFromInline var language: Language?

  // Body
  /// The tag code page in the high byte, as ``Tag`` has it.
  @usableFromInline var tagPage: UInt16 = 0
  @usableFromInline var attributePage: UInt8 = 0
  /// The tags of `tagPage` that have a name; all bits set where nobody knows the language.
  @usableFromInline var definedTags: UInt64 = .max
  /// The page that was current before `tagPage`, and its tags: most documents go to and fro between two.
  @usableFromInline var otherPage: UInt16 = 0
  @usableFromInline var otherTags: UInt64 = .max
  @usableFromInline var depth = 0
  /// Where the last page switch ended: what follows it directly may be out of line.
  @usableFromInline var switchEnd = -1
  /// The page that the last switch left.
  @usableFromInline var pageBeforeSwitch: UInt8 = 0
  /// Where the last start tag with content ended.
  @usableFromInline var contentStart = -1
  /// Whether the element whose attributes are being read has content.
  @usableFromInline var hasContent = false
  @usableFromInline var isInstruction = false
  @usableFromInline var hasAttribute = false
  @usableFromInline var rootHasEnded = false
  @usableFromInline var trailingStart = 0

  // A token in the making
  @usableFromInline var token: UInt8 = 0
  @usableFromInline var operand: UInt32 = 0
  @usableFromInline var operandBytes = 0
  @usableFromInline var returnState = State.content
  @usableFromInline var partial = PartialCharacter()
  @usableFromInline var converter = TextConverter()
  /// The string of the table that is being delivered.
  @usableFromInline var selected = 0..<0
  /// Text converted to UTF-8, until it is delivered.
  @usableFromInline var converted: [UInt8] = []
  /// Where the character in `partial` began.
  @usableFromInline var partialStart = 0
  @usableFromInline var remaining = 0
  /// The bytes of text that string-table references have delivered.
  @usableFromInline var amplified = 0

  /// A decoder at the beginning of a document.
  public init(options: Options = Options()) {
    self.options = options
    depthLimit = options.limits.depth
  }

  /// Makes the decoder ready for another document; buffers keep their memory.
  public mutating func reset() {
    var (table, text) = ([UInt8](), [UInt8]())
    swap(&table, &stringTable)
    swap(&text, &converted)
    self = WBXMLDecoder(options: options)
    table.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    swap(&table, &stringTable)
    swap(&text, &converted)
  }

  /// Whether the bytes read so far end where a header field or a token ends: what an annotated dump splits at.
  package var isBetweenTokens: Bool {
    switch state {
    case .content, .attributes, .epilog, .finished: true
    case .stringTable: stringTable.isEmpty
    case .operand, .inlineString, .opaque, .trailing: false
    default: operandBytes == 0
    }
  }

  /// The bytes read so far.
  public var bytesRead: Int { base }

  /// Reads a whole document that lies in memory.
  ///
  /// - Throws: ``CodingError`` with the offset of the token at fault; everything before it has been delivered.
  @inlinable
  public static func decode<Sink: EventSink & ~Copyable>(
    _ document: Span<UInt8>, options: Options = Options(), into sink: inout Sink
  ) throws(CodingError) {
    var decoder = WBXMLDecoder(options: options)
    try decoder.feed(document, into: &sink)
    try decoder.finish(into: &sink)
  }

  /// Reads the next bytes. A chunk may end anywhere.
  ///
  /// - Throws: ``CodingError``; the decoder is then useless until ``reset()``, and throws the same again.
  @inlinable
  public mutating func feed<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, into sink: inout Sink
  ) throws(CodingError) {
    if let failure { throw failure }
    var index = 0
    do throws(CodingError) {
      if chunk.count > options.limits.documentBytes &- base { throw documentLimitError() }
      while index < chunk.count {
        switch state {
        case .content: try readContent(chunk, &index, &sink)
        case .inlineString: try readInlineString(chunk, &index, &sink)
        case .operand: try readOperand(chunk, &index, &sink)
        case .opaque: try readOpaque(chunk, &index, &sink)
        case .attributes: try readAttributes(chunk, &index, &sink)
        case .epilog: try readEpilog(chunk, &index)
        case .trailing:
          if Sink.keepsLayout { try sink.layout(.trailing, chunk.extracting(index..<chunk.count)) }
          index = chunk.count
        case .stringTable:
          readStringTable(chunk, &index)
          if stringTable.count == stringTableLength { try startDocument(&sink) }
        case .finished:
          tokenStart = base
          throw CodingError(.readerIsFinished)
        default:
          try readHeader(chunk, &index)
          if state == .stringTable, stringTableLength == 0 { try startDocument(&sink) }
        }
      }
    } catch {
      throw fail(error)
    }
    base &+= chunk.count
  }

  /// Says that no more bytes come.
  ///
  /// - Throws: ``CodingError`` with ``CodingError/Code/unexpectedEnd`` where the document is not complete.
  @inlinable
  public mutating func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(CodingError) {
    if let failure { throw failure }
    do throws(CodingError) {
      switch state {
      case .epilog, .trailing:
        if state == .trailing {
          sink.diagnostic(
            Diagnostic(.trailingBytes, offset: trailingStart, value: UInt32(clamping: base &- trailingStart)))
        }
        state = .finished
        try sink.endDocument()
      case .finished:
        tokenStart = base
        throw CodingError(.readerIsFinished)
      default:
        tokenStart = base
        throw CodingError(base == 0 ? .emptyDocument : .unexpectedEnd)
      }
    } catch {
      throw fail(error)
    }
  }

  /// Keeps an error for later calls, with the place of the current token where it has none.
  @usableFromInline
  mutating func fail(_ error: CodingError) -> CodingError {
    var error = error
    if error.offset < 0 { error.offset = tokenStart }
    failure = error
    return error
  }

  @usableFromInline
  func documentLimitError() -> CodingError {
    CodingError(.documentLimit, offset: base, value: UInt32(clamping: options.limits.documentBytes))
  }
}
