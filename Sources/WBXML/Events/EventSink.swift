/// Where the bytes of a text came from: kept so that a writer can put them back as they were.
@frozen
public struct TextOrigin: Hashable, Sendable {
  /// The forms in which a document carries text.
  @frozen
  public enum Kind: UInt8, Sendable {
    /// STR_I, or a piece of one (WAP-192 5.8.4.1).
    case inline
    /// STR_T; ``TextOrigin/value`` is the index (WAP-192 5.8.4.1).
    case table
    /// ENTITY; ``TextOrigin/value`` is the character's number (WAP-192 5.8.4.3).
    case entity
    /// Character data of XML text, or a value of a model.
    case characters
  }

  /// The form that it had.
  public var kind: Kind
  /// Whether the string ends with this piece. A long string arrives in several, split between characters.
  public var isLast: Bool
  /// The string-table index of STR_T in bytes, or the character number of ENTITY; 0 otherwise.
  public var value: UInt32

  /// An origin; a whole string unless `isLast` says otherwise.
  @inlinable
  public init(_ kind: Kind, isLast: Bool = true, value: UInt32 = 0) {
    self.kind = kind
    self.isLast = isLast
    self.value = value
  }

  /// Whole character data of XML text or of a model: a writer may choose the form.
  @inlinable public static var characters: TextOrigin { TextOrigin(.characters) }
}

/// A place in the input: what an event is told it came from.
@frozen
public struct SourcePosition: Hashable, Sendable {
  /// Bytes from the start of the document.
  public var offset: Int
  /// Line of XML text from 1, or 0.
  public var line: UInt32
  /// Column of XML text from 1, or 0.
  public var column: UInt32

  /// A place by its offset; a line and a column belong to XML text only.
  @inlinable
  public init(offset: Int, line: UInt32 = 0, column: UInt32 = 0) {
    self.offset = offset
    self.line = line
    self.column = column
  }
}

/// The seam: everything that reads a document calls this, everything that writes one implements it.
///
/// Events come in document order. An element is `startElement`, then perhaps attributes closed by
/// `endAttributes`, then content, then `endElement`. An attribute is its start (a token, or a literal name)
/// followed by pieces of its value. Text is always well-formed UTF-8, each piece for itself; adjacent pieces belong
/// together. Spans are borrowed from the reader: whoever wants to keep bytes copies them.
///
/// The reader is generic over its sink and specialized for it, so a call costs nothing where the sink does nothing.
public protocol EventSink: ~Copyable {
  /// Whether the sink is told what a document's bytes say beside its content (``Layout``); not, unless a sink says so.
  ///
  /// A constant of the type, so that readers specialized for other sinks have no code for it.
  static var keepsLayout: Bool { get }

  /// Whether the sink wants an element of nothing but text as one event, ``textElement(_:_:_:)``, wherever a reader of
  /// WBXML has it whole; not, unless a sink says so. A constant of the type, as ``keepsLayout`` is.
  static var takesTextElements: Bool { get }

  /// Whether a reader of WBXML offers the sink whole elements, ``takeElement(_:_:_:)``, before it makes events of them;
  /// not, unless a sink says so. A constant of the type, as ``keepsLayout`` is.
  static var takesElements: Bool { get }

  /// The document begins. `stringTable` is empty unless the document is WBXML and has one (WAP-192 5.3).
  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError)
  /// The root element and whatever may follow it have been read.
  mutating func endDocument() throws(CodingError)

  /// Where the next element stands in the input; called before each `startElement`.
  mutating func position(_ position: SourcePosition)

  /// An element begins whose name is a token (WAP-192 5.8.2).
  mutating func startElement(_ tag: Tag) throws(CodingError)
  /// An element begins whose name is spelled out (WAP-192 5.8.4.5).
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError)
  /// The innermost open element ends (WAP-192 5.8.4.7.1).
  mutating func endElement() throws(CodingError)

  /// An attribute begins whose name is a token, perhaps with the beginning of the value (WAP-192 5.8.3).
  mutating func attribute(_ start: AttributeStart) throws(CodingError)
  /// An attribute begins whose name is spelled out (WAP-192 5.8.4.5).
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError)
  /// The next piece of the current attribute's value is a token (WAP-192 5.8.3).
  mutating func attributeValue(_ value: AttributeValue) throws(CodingError)
  /// The next piece of the current attribute's value is text (WAP-192 5.8.4.1).
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError)
  /// The next piece of the current attribute's value is opaque data (WAP-192 5.8.4.6).
  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError)
  /// The element's last attribute is complete (WAP-192 5.8.4.7.1).
  mutating func endAttributes() throws(CodingError)

  /// Character data (WAP-192 5.8.4.1).
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError)
  /// An element whose name is a token, with one whole text and nothing else: ``startElement(_:)``, ``text(_:_:)`` and
  /// ``endElement()`` in one call, which is what it is for a sink that does not implement it.
  mutating func textElement(_ tag: Tag, _ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError)
  /// An element begins that the sink may read by itself, with all that is in it, from the document's tokens: much faster
  /// than by events where the sink knows what it looks like as a rule. What is in any way out of the ordinary, or does
  /// not lie whole in the chunk, it leaves to the events, which say what is wrong and where.
  ///
  /// - Parameters:
  ///   - tag: the element.
  ///   - chunk: the bytes at hand.
  ///   - tokens: stands behind the element's start tag, which has content and no attributes. Where the element is taken,
  ///     it is to stand behind the element's end; else it does not count any more.
  /// - Returns: whether the element was taken; if not, its events follow.
  mutating func takeElement(_ tag: Tag, _ chunk: Span<UInt8>, _ tokens: inout TokenReader) -> Bool
  /// Whether the sink is a writer of WBXML that takes whole elements as tokens, ``writeTokens(atMost:levels:_:)``; not,
  /// unless a sink says so. A constant of the type, as ``keepsLayout`` is.
  static var takesTokens: Bool { get }

  /// Takes an element with all that is in it as tokens: much faster than by events.
  ///
  /// - Parameters:
  ///   - byteCount: at most so many bytes are written; it may be more than are needed.
  ///   - levels: how many levels of elements are written.
  ///   - write: writes the element, whole.
  /// - Returns: whether the element was taken; if not, nothing has been written, and its events are to follow, which say
  ///   what is wrong, if something is.
  mutating func writeTokens(atMost byteCount: Int, levels: Int, _ write: (inout TokenWriter) -> Void) -> Bool
  /// Opaque data, or a piece of it (WAP-192 5.8.4.6).
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError)

  /// An extension token, in content or in an attribute's value (WAP-192 5.8.4.2).
  mutating func `extension`(_ ext: Extension) throws(CodingError)
  /// The string of EXT_I_n, or a piece of it; or the whole string of EXT_T_n, in languages where its integer refers to
  /// the string table (``ExtensionMeaning/variables``).
  mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError)

  /// A processing instruction begins; its target and value follow as one attribute (WAP-192 5.8.4.4).
  mutating func startProcessingInstruction() throws(CodingError)
  /// The processing instruction ends.
  mutating func endProcessingInstruction() throws(CodingError)

  /// A document in another language begins inside the current element (DevInf inside SyncML `Data`).
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError)
  /// The embedded document ends.
  mutating func endEmbeddedDocument() throws(CodingError)

  /// The input is out of line, yet can be understood.
  mutating func diagnostic(_ diagnostic: Diagnostic)

  /// How the next event was written; only for sinks that keep layout.
  mutating func layout(_ layout: Layout) throws(CodingError)
  /// Bytes that no event tells; only for sinks that keep layout.
  mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError)
}

extension EventSink where Self: ~Copyable {
  @inlinable public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError)
  {}
  @inlinable public mutating func endDocument() throws(CodingError) {}
  @inlinable public mutating func position(_ position: SourcePosition) {}
  @inlinable public mutating func attribute(_ start: AttributeStart) throws(CodingError) {}
  @inlinable public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {}
  @inlinable public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {}
  @inlinable public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {}
  @inlinable public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {}
  @inlinable public mutating func endAttributes() throws(CodingError) {}
  @inlinable public mutating func `extension`(_ ext: Extension) throws(CodingError) {}
  @inlinable public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError)
  {}
  @inlinable public mutating func startProcessingInstruction() throws(CodingError) {}
  @inlinable public mutating func endProcessingInstruction() throws(CodingError) {}
  @inlinable public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {}
  @inlinable public mutating func endEmbeddedDocument() throws(CodingError) {}
  @inlinable public mutating func diagnostic(_ diagnostic: Diagnostic) {}
  @inlinable public static var keepsLayout: Bool { false }
  @inlinable public static var takesTextElements: Bool { false }
  @inlinable public static var takesElements: Bool { false }
  @inlinable public static var takesTokens: Bool { false }
  @inlinable
  public mutating func writeTokens(atMost byteCount: Int, levels: Int, _ write: (inout TokenWriter) -> Void) -> Bool {
    false
  }
  @inlinable
  public mutating func takeElement(_ tag: Tag, _ chunk: Span<UInt8>, _ tokens: inout TokenReader) -> Bool { false }
  @inlinable
  public mutating func textElement(_ tag: Tag, _ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try startElement(tag)
    try self.text(text, origin)
    try endElement()
  }
  @inlinable public mutating func layout(_ layout: Layout) throws(CodingError) {}
  @inlinable public mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError) {}
}
