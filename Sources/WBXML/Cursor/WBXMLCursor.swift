/// Reads WBXML 1.0 to 1.3 event by event: the caller asks for the next one.
///
///     var cursor = WBXMLCursor()
///     for chunk in chunks {
///       cursor.feed(chunk)
///       while let event = try cursor.next() { … }
///     }
///     cursor.finish()
///     while let event = try cursor.next() { … }
///
/// For a document that lies in memory whole, one `feed` and `finish` come first and one loop follows. The events are
/// those of ``WBXMLDecoder`` in the same order, in any chunks, but that a long text may come in other pieces.
///
/// An event's text (its name, for a literal) is lent by ``withText(_:)`` until the next call of ``next()``.
///
/// Cost: the decoder runs over slices of at most 4 KiB, and the events of one slice wait in a buffer that is reused, so
/// text is copied once and nothing is allocated in steady state: a few nanoseconds an event more than pushing. Memory
/// is bounded by the events of a slice, whose string-table references deliver at most 256 KiB and one string of the
/// table; it does not grow with the document. Where speed is all, hand ``WBXMLDecoder`` a sink instead: it copies
/// nothing.
///
/// Source: WAP-192-WBXML-20010725-a.
public struct WBXMLCursor: ~Copyable {
  /// What was read. The cases follow the methods of ``EventSink``; the cursor lends the text.
  public enum Event: Hashable, Sendable {
    /// The document begins; ``WBXMLCursor/header`` tells its language (WAP-192 5.3).
    case startDocument
    /// The document has been read to its end.
    case endDocument
    /// An element begins `offset` bytes from the document's start.
    case startElement(Tag, offset: Int)
    /// An element begins whose name is the event's text.
    case startLiteralElement(offset: Int)
    /// The innermost open element ends.
    case endElement
    /// An attribute begins whose name is a token, perhaps with the beginning of the value.
    case attribute(AttributeStart)
    /// An attribute begins whose name is the event's text.
    case literalAttribute
    /// The next piece of the attribute's value is a token.
    case attributeValue(AttributeValue)
    /// The next piece of the attribute's value is the event's text.
    case attributeText(TextOrigin)
    /// The next piece of the attribute's value is opaque data, lent as the event's text.
    case attributeOpaque(isLast: Bool)
    /// The element's last attribute is complete.
    case endAttributes
    /// Character data, or a piece of it: the event's text.
    case text(TextOrigin)
    /// Opaque data, or a piece of it, lent as the event's text.
    case opaque(isLast: Bool)
    /// An extension token, in content or in an attribute's value.
    case `extension`(Extension)
    /// The string of EXT_I_n, or a piece of it: the event's text.
    case extensionText(Extension, isLast: Bool)
    /// A processing instruction begins; its target and value follow as one attribute.
    case startProcessingInstruction
    /// The processing instruction ends.
    case endProcessingInstruction
    /// The input is out of line, yet can be understood.
    case diagnostic(Diagnostic)
  }

  @usableFromInline var reader: SlicedReader
  @usableFromInline var queue = CursorQueue()
  /// The entry of the queue that is handed out next.
  @usableFromInline var index = 0
  @usableFromInline var textRange = 0..<0

  /// A cursor that has been fed nothing yet.
  public init(options: WBXMLDecoder.Options = .init()) { reader = SlicedReader(options: options) }

  /// Takes the next bytes of the document, which may end anywhere; ``next()`` reads them.
  ///
  /// Feed when ``next()`` has returned nil. Bytes fed before that are kept as well, at the cost of a copy.
  public mutating func feed(_ chunk: [UInt8]) { reader.feed(chunk) }

  /// Says that no more bytes come. What is fed afterwards makes ``next()`` throw `readerIsFinished`.
  public mutating func finish() { reader.finish() }

  /// The next event; nil where more input is needed, and after the document's end, as ``isAtEnd`` tells.
  ///
  /// - Throws: ``CodingError`` with the offset of the token at fault, once the events before it have been handed out;
  ///   the same error from then on.
  @inlinable
  public mutating func next() throws(CodingError) -> Event? {
    while index == queue.entries.count {
      if try !refill() { return nil }
    }
    let entry = queue.entries[index]
    index &+= 1
    textRange = textRange.upperBound..<entry.end
    return entry.event
  }

  /// Reads the next slice; false where there is none.
  @usableFromInline
  mutating func refill() throws(CodingError) -> Bool {
    queue.removeAll()
    index = 0
    textRange = 0..<0
    if let failure = reader.failure { throw failure }
    guard reader.hasWork else { return false }
    reader.step(into: &queue)
    return true
  }

  /// Whether the document has been read to its end and all its events have been handed out.
  public var isAtEnd: Bool { reader.isAtEnd && index == queue.entries.count }

  /// The bytes of text that wait to be handed out or lent.
  package var heldBytes: Int { queue.bytes.count }

  /// What the document says of itself; nil before `startDocument`.
  public var header: DocumentHeader? { queue.header }

  /// Lends the text, the opaque data or the literal name of the event that ``next()`` returned last.
  ///
  /// It is empty for events without one. Text is well-formed UTF-8, each piece for itself.
  @inlinable
  public func withText<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(queue.bytes.span.extracting(textRange))
  }

  /// Hands the event that ``next()`` returned last to a sink: what begins as pulling may go on as pushing.
  ///
  /// - Throws: what the sink throws.
  public func send<Sink: EventSink & ~Copyable>(_ event: Event, to sink: inout Sink) throws(CodingError) {
    let text = queue.bytes.span.extracting(textRange)
    switch event {
    case .startDocument:
      if let header { try sink.startDocument(header, stringTable: reader.decoder.stringTable.span) }
    case .endDocument: try sink.endDocument()
    case .startElement(let tag, let offset):
      sink.position(SourcePosition(offset: offset))
      try sink.startElement(tag)
    case .startLiteralElement(let offset):
      sink.position(SourcePosition(offset: offset))
      try sink.startElement(literal: text)
    case .endElement: try sink.endElement()
    case .attribute(let start): try sink.attribute(start)
    case .literalAttribute: try sink.attribute(literal: text)
    case .attributeValue(let value): try sink.attributeValue(value)
    case .attributeText(let origin): try sink.attributeText(text, origin)
    case .attributeOpaque(let isLast): try sink.attributeOpaque(text, isLast: isLast)
    case .endAttributes: try sink.endAttributes()
    case .text(let origin): try sink.text(text, origin)
    case .opaque(let isLast): try sink.opaque(text, isLast: isLast)
    case .extension(let ext): try sink.extension(ext)
    case .extensionText(let ext, let isLast): try sink.extensionText(ext, text, isLast: isLast)
    case .startProcessingInstruction: try sink.startProcessingInstruction()
    case .endProcessingInstruction: try sink.endProcessingInstruction()
    case .diagnostic(let diagnostic): sink.diagnostic(diagnostic)
    }
  }
}
