public import WBXML

/// Events on their way from expat's callbacks, which cannot be generic, to the sink, which is.
///
/// It holds the events of one slice of input: records of 24 bytes, and their texts one after the other.
@frozen
@usableFromInline
struct EventQueue: ~Copyable {
  @frozen
  @usableFromInline
  enum Kind: UInt8, BitwiseCopyable {
    case startDocument, endDocument
    case startElement, startLiteralElement, endElement
    case attribute, literalAttribute, attributeValue, attributeText, endAttributes
    case text, opaque
    case extensionToken, extensionTable, extensionText, extensionVariable
    case startInstruction, endInstruction
    case startEmbeddedDocument, endEmbeddedDocument
    case diagnostic
  }

  @frozen
  @usableFromInline
  struct Record: BitwiseCopyable {
    @usableFromInline var kind: Kind
    @usableFromInline var isLast: Bool
    /// A tag, an attribute token, an extension's number, a diagnostic's code.
    @usableFromInline var token: UInt16
    /// The bytes of text that belong to the event, or a number that it carries.
    @usableFromInline var count: UInt32
    @usableFromInline var position: SourcePosition

    @inline(__always)
    init(
      _ kind: Kind, token: UInt16 = 0, count: Int = 0, isLast: Bool = true,
      position: SourcePosition = SourcePosition(offset: 0)
    ) {
      self.kind = kind
      self.isLast = isLast
      self.token = token
      self.count = UInt32(truncatingIfNeeded: count)
      self.position = position
    }
  }

  @usableFromInline var records = GrowingBuffer<Record>()
  @usableFromInline var bytes = GrowingBuffer<UInt8>()
  @usableFromInline var headers: [DocumentHeader] = []
  /// Whether the last record is a piece of text or opaque data to which more can be appended.
  @usableFromInline var isOpen = false

  @usableFromInline
  init() {}

  /// Forgets the events and keeps the memory, but for what an unusual slice has made it grow to.
  @usableFromInline
  mutating func removeAll() {
    records.removeAll()
    records.shrink(to: 1 << 15)
    bytes.removeAll()
    bytes.shrink(to: 1 << 19)
    headers.removeAll(keepingCapacity: true)
    isOpen = false
  }

  // MARK: Recording

  @inline(__always)
  mutating func append(_ record: Record) { records.append(record) }

  /// Appends an event that has text.
  mutating func append(_ kind: Kind, token: UInt16 = 0, _ text: Span<UInt8>, position: SourcePosition? = nil) {
    bytes.append(text)
    let place = position ?? SourcePosition(offset: 0)
    records.append(Record(kind, token: token, count: text.count, position: place))
  }

  /// Appends another queue's events, which hold no headers.
  mutating func append(_ other: borrowing EventQueue) {
    // SAFE: the other queue does not change while its elements are copied.
    let (records, bytes) = unsafe (other.records.elements, other.bytes.elements)
    unsafe self.records.append(records.span)
    unsafe self.bytes.append(bytes.span)
  }

  /// Appends an instruction that means nothing here.
  mutating func appendInstruction(_ target: Span<UInt8>, _ data: Span<UInt8>) {
    append(.init(.startInstruction))
    append(.literalAttribute, target)
    if !data.isEmpty { append(.attributeText, data) }
    append(.init(.endInstruction))
  }

  /// The memory that the events take.
  var byteCount: Int { records.count &* MemoryLayout<Record>.stride &+ bytes.count }

  /// Appends to the string or opaque data that is open, as one event with what came before it in this slice.
  @inline(__always)
  mutating func extend(_ kind: Kind, with piece: Span<UInt8>) {
    if isOpen {
      extend(with: piece)
    } else {
      begin(kind, piece)
    }
  }

  /// Appends to the string or opaque data, which is open.
  @inline(__always)
  mutating func extend(with piece: Span<UInt8>) {
    records.last.count &+= UInt32(truncatingIfNeeded: piece.count)
    // Expat delivers each line feed alone.
    if piece.count == 1 { bytes.append(piece[0]) } else { bytes.append(piece) }
  }

  /// Begins a string or opaque data.
  @inline(__always)
  mutating func begin(_ kind: Kind, _ piece: Span<UInt8>) {
    records.append(Record(kind, count: piece.count, isLast: false))
    bytes.append(piece)
    isOpen = true
  }

  /// Says that the open string or opaque data is complete; where its last piece has left already, an empty one follows.
  @inline(__always)
  mutating func close(_ kind: Kind) {
    if isOpen {
      records.last.isLast = true
      isOpen = false
    } else {
      records.append(Record(kind))
    }
  }

  /// Lets another event stand inside the string that is open: what follows of it is a piece of its own.
  mutating func pause() { isOpen = false }

  mutating func append(_ kind: Kind, _ header: DocumentHeader) {
    records.append(Record(kind, count: headers.count))
    headers.append(header)
  }

  // MARK: Delivering

  /// Calls a sink with the events; `place` follows the elements, for an error that the sink throws.
  @inlinable
  func replay<Sink: EventSink & ~Copyable>(
    into sink: inout Sink, place: inout SourcePosition
  ) throws(CodingError) {
    // SAFE: the queue does not change while it is replayed: nobody but this function can reach it.
    let (textBytes, records) = unsafe (bytes.elements, records.elements)
    let (text, events) = unsafe (textBytes.span, records.span)
    var start = 0
    var index = 0
    while index < events.count {
      let record = events[index]
      index &+= 1
      switch record.kind {
      case .startElement:
        place = record.position
        sink.position(place)
        let tag = Tag(rawValue: record.token)
        // An element of nothing but text: half of a message consists of these.
        if index &+ 1 < events.count, events[index].kind == .text, events[index].isLast,
          events[index &+ 1].kind == .endElement
        {
          let end = start &+ Int(events[index].count)
          try sink.textElement(tag, text.extracting(start..<end), .characters)
          start = end
          index &+= 2
        } else {
          try sink.startElement(tag)
        }
      case .endElement: try sink.endElement()
      case .text:
        let end = start &+ Int(record.count)
        try sink.text(text.extracting(start..<end), TextOrigin(.characters, isLast: record.isLast))
        start = end
      case .opaque:
        let end = start &+ Int(record.count)
        try sink.opaque(text.extracting(start..<end), isLast: record.isLast)
        start = end
      case .attribute, .literalAttribute, .attributeValue, .attributeText:
        try replayAttribute(record, text, &start, &sink)
      case .endAttributes: try sink.endAttributes()
      default: try replayRare(record, text, &start, &sink, &place)
      }
    }
  }

  @inlinable
  func replayAttribute<Sink: EventSink & ~Copyable>(
    _ record: Record, _ text: Span<UInt8>, _ start: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    let end = start &+ Int(record.count)
    switch record.kind {
    case .literalAttribute: try sink.attribute(literal: text.extracting(start..<end))
    case .attributeText: try sink.attributeText(text.extracting(start..<end), .characters)
    case .attributeValue: return try sink.attributeValue(AttributeValue(rawValue: record.token))
    default: return try sink.attribute(AttributeStart(rawValue: record.token))
    }
    start = end
  }

  @inline(never)
  @inlinable
  func replayRare<Sink: EventSink & ~Copyable>(
    _ record: Record, _ text: Span<UInt8>, _ start: inout Int, _ sink: inout Sink, _ place: inout SourcePosition
  ) throws(CodingError) {
    let number = UInt8(truncatingIfNeeded: record.token)
    switch record.kind {
    case .startDocument: try sink.startDocument(headers[Int(record.count)], stringTable: Span<UInt8>())
    case .endDocument: try sink.endDocument()
    case .startLiteralElement:
      let end = start &+ Int(record.count)
      place = record.position
      sink.position(place)
      try sink.startElement(literal: text.extracting(start..<end))
      start = end
    case .extensionToken: try sink.extension(Extension(.token, number: number))
    case .extensionTable: try sink.extension(Extension(.table, number: number, value: record.count))
    case .extensionText, .extensionVariable:
      let end = start &+ Int(record.count)
      try sink.extensionText(
        Extension(record.kind == .extensionText ? .inline : .table, number: number), text.extracting(start..<end),
        isLast: record.isLast)
      start = end
    case .startInstruction: try sink.startProcessingInstruction()
    case .endInstruction: try sink.endProcessingInstruction()
    case .startEmbeddedDocument: try sink.startEmbeddedDocument(headers[Int(record.count)])
    case .endEmbeddedDocument: try sink.endEmbeddedDocument()
    case .diagnostic:
      sink.diagnostic(Diagnostic(.init(rawValue: record.token), offset: record.position.offset, value: record.count))
    default: break
    }
  }
}
