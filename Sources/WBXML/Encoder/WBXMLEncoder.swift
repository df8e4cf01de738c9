/// Writes WBXML from events. The output is canonical: the same content gives the same bytes, whatever it was read from,
/// unless ``Options/layout`` asks for the bytes of the document that the events were read from.
///
/// - Adjacent pieces of text become one STR_I; an empty text becomes nothing.
/// - An element without content has no content bit and no END.
/// - A page switch stands only where the page changes, right before the tag that needs it.
/// - Strings are in UTF-8, unless ``Options/charset`` asks for another charset.
/// - The string table holds a textual public identifier and literal names, in this order, and nothing else, unless
///   ``Options/stringTable`` asks for more.
///
/// Events that do not form a document are an error, never a document that no reader accepts.
///
/// The document is kept until it is taken: a ``WBXMLStreamEncoder`` passes it on while it is written. ``byteCount`` says
/// at any time how long it would be, and ``mark()`` with ``rollback(to:)`` undoes what makes it too long.
///
/// Source: WAP-192-WBXML-20010725-a, sections 5 and 6.
public struct WBXMLEncoder: EventSink, ~Copyable {
  /// How the header names the document's language.
  public enum PublicIdentifierForm: Sendable, Hashable {
    /// By number where one is registered, else by text.
    case number
    /// By text in the string table, as many devices do.
    case text
    /// Not at all: the header says "unknown", and a reader must be told. Embedded documents are still named.
    case omitted
  }

  /// How to write what can be written in several ways.
  public enum LayoutMode: Sendable, Hashable {
    /// Always the same way, which the type's description says.
    case canonical
    /// As the document did that the events were read from: encoding what a ``WBXMLDecoder`` delivers gives the very bytes
    /// it has read, in any charset that it can read. Events that were added or changed on the way are written
    /// canonically, their texts in the document's charset; characters that it lacks become ENTITY tokens.
    ///
    /// ``Options/publicIdentifierForm`` and ``Options/stringTable`` do not count then.
    case preserving
  }

  /// How to write.
  public struct Options: Sendable {
    /// The version to write; nil takes the events' own, and 1.2 where they have none: what nearly all devices send.
    /// Opaque data, embedded documents among them, need 1.1, and 1.2 in attributes: with an older version they are the
    /// error `opaqueBeforeItsVersion`.
    public var version: Version?
    /// How the header names the language.
    public var publicIdentifierForm: PublicIdentifierForm
    /// The language to write, where it is not the events' own.
    public var language: Language?
    /// What a document may take: depth, bytes of the string table, of the document, and of what has to wait for its
    /// length (opaque data in pieces, embedded documents). Going beyond is an error with the limit's code.
    public var limits: Limits
    /// Which texts stand in the string table.
    public var stringTable: StringTableMode
    /// Names that the string table holds from the start, in this order, after a textual public identifier. Other
    /// literal names are added when they occur, which a ``WBXMLStreamEncoder`` can do only while it holds the header.
    public var literalNames: [String]
    /// How to write what can be written in several ways.
    public var layout: LayoutMode
    /// The charset of the document's strings; nil for UTF-8. Characters of a text that it lacks become ENTITY tokens
    /// (WAP-192 5.6 and 5.8.4.3). One that cannot be read either is the error `unsupportedCharset`.
    ///
    /// In another charset than UTF-8 texts stay inline, whatever ``stringTable`` says. WBXML 1.0 has no field for a
    /// charset: its readers must be told. Documents in ``LayoutMode/preserving`` keep their own.
    public var charset: Charset?

    /// Options; the defaults give the canonical form: a numeric public identifier, and no texts in the string table.
    public init(
      version: Version? = nil, publicIdentifierForm: PublicIdentifierForm = .number, language: Language? = nil,
      limits: Limits = .default, stringTable: StringTableMode = .none, literalNames: [String] = [],
      layout: LayoutMode = .canonical, charset: Charset? = nil
    ) {
      self.version = version
      self.publicIdentifierForm = publicIdentifierForm
      self.language = language
      self.limits = limits
      self.stringTable = stringTable
      self.literalNames = literalNames
      self.layout = layout
      self.charset = charset
    }

    /// Writes documents as they were read.
    public static var preserving: Options { Options(layout: .preserving) }
  }

  let options: Options
  let depthLimit: Int
  /// The bytes after the string table, after a header where one has been written ahead. Once a stream encoder has begun
  /// to pass them on: those that it still holds, with header and string table before them in the first ones.
  @usableFromInline var body: [UInt8] = []
  /// The bytes of the outermost document's header that stand at the start of its `body` already: all of it, as long as
  /// there is nothing in the string table. The whole body need not be copied behind its header then.
  var headerAhead = 0
  /// The bytes of the last document that was written, which the next one may have too.
  var lastCount = 0
  /// The memory that was `body` before the last header was made: the next one's.
  var spare: [UInt8] = []
  /// Bytes of the outermost document that have been passed on.
  var passedOn = 0
  /// Whether header and string table of the outermost document have been made: no name can be added any more.
  var headerIsMade = false
  /// Whether the document is passed on piece by piece instead of kept for ``takeDocument()``.
  var isStreaming = false
  /// How many bytes `body` may have.
  var bodyLimit: Int
  var table = StringTableBuilder()
  /// The texts of the body; empty where none of them goes to the string table.
  var texts = TextLog()
  /// Whether texts of the innermost document may go to the string table.
  var logsTexts: Bool
  var header = DocumentHeader(language: nil)
  /// Where in the string table the textual public identifier stands.
  var publicIdentifierIndex: UInt32?
  var isStarted = false
  var depth = 0
  var hasRoot = false
  @usableFromInline var tagPage: UInt8 = 0
  var attributePage: UInt8 = 0
  var cursor = Cursor.closed
  /// The index of the innermost start tag's byte, while it may still need its content bit.
  var openTag = -1
  var opaqueBytes: [UInt8] = []
  var opaqueIsOpen = false
  var isInstruction = false
  let isPreserving: Bool
  var hints = LayoutHints()
  var source = SourceLayout()
  /// The enclosing documents, while an embedded one is written.
  var outer: [Enclosing] = []
  var hasEnded = false
  var finished: [UInt8]?
  /// Documents begun so far, embedded ones included, and the number of the innermost one: what a ``Mark`` is in.
  var documentsBegun = 0
  var documentNumber = 0

  /// What the last bytes written belong to.
  enum Cursor: Sendable {
    case closed, content, string, extensionString
    case attribute, attributeString, attributeExtension
    /// A processing instruction whose target has not come yet.
    case instruction
  }

  struct Enclosing {
    var body: [UInt8]
    var table: StringTableBuilder
    var texts: TextLog
    var header: DocumentHeader
    var publicIdentifierIndex: UInt32?
    var depth: Int
    var tagPage: UInt8
    var attributePage: UInt8
    var documentNumber: Int
    var source: SourceLayout
    var integerLength: UInt8
  }

  /// An encoder at the beginning of a document.
  public init(options: Options = Options()) {
    self.options = options
    depthLimit = options.limits.depth
    bodyLimit = options.limits.documentBytes
    isPreserving = options.layout == .preserving
    logsTexts = options.stringTable != .none && !isPreserving
  }

  /// Takes the finished document out.
  ///
  /// - Throws: `invalidEventOrder` where `endDocument` has not been called.
  public mutating func takeDocument() throws(CodingError) -> [UInt8] {
    guard let document = finished.take() else { throw CodingError(.invalidEventOrder) }
    return document
  }

  /// Makes room for a document of about so many bytes, which its writer expects.
  package mutating func reserveCapacity(_ count: Int) {
    body.reserveCapacity(min(count, bodyLimit))
  }

  /// Makes the encoder ready for another document; buffers keep their memory.
  public mutating func reset() {
    finished = nil
    hasEnded = false
    passedOn = 0
    headerIsMade = false
    headerAhead = 0
    bodyLimit = options.limits.documentBytes
    logsTexts = options.stringTable != .none && !isPreserving
    hints = LayoutHints()
    source = SourceLayout()
    body.removeAll(keepingCapacity: true)
    opaqueBytes.removeAll(keepingCapacity: true)
    opaqueIsOpen = false
    isInstruction = false
    isStarted = false
    publicIdentifierIndex = nil
    table.removeAll()
    texts.removeAll()
    depth = 0
    hasRoot = false
    tagPage = 0
    attributePage = 0
    cursor = .closed
    openTag = -1
    outer.removeAll(keepingCapacity: true)
  }
}
