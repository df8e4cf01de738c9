public import WBXML

/// Reads XML text and calls an `EventSink`, chunk by chunk, with the events that the same document has as WBXML.
///
///     bytes ──► expat ──► names to tags, white space, CDATA to opaque ──► queue ──► sink
///               └────────── non-generic, in expat's callbacks ─────────────┘        generic
///
/// Feed it any chunks, down to single bytes, and then ``finish(into:)``: the events are the same, but that text and
/// opaque data may come in other pieces. Of every string and of every opaque datum only the last piece says `isLast`;
/// where the piece before it has left already, the last one is empty. Memory holds one slice of input, one token and
/// the open elements, never the document.
///
/// Entities are never resolved, neither a document's own nor external ones, and no DTD is read: of the DOCTYPE only the
/// public identifier counts, and attributes that a DTD adds are not delivered.
@safe
public struct XMLEventParser: ~Copyable {
  /// How to read.
  public struct Options: Sendable {
    /// The language to read the document in; nil to find it in the document.
    public var language: Language?
    /// What a document may take; beyond it the parser throws.
    public var limits: Limits
    /// Languages that do not come with the library; a document is one of theirs before it is a registered one's.
    public var languages: [Language]
    /// Whether white space between elements is content, also where the document type says that it is layout.
    public var keepsWhiteSpace: Bool
    /// Whether an `&` in character data that begins no reference is taken for itself, with a diagnostic: some devices
    /// write the options of alerts like that (`MINDT=10&MAXDT=30`). Else it is an error, as XML has it.
    public var acceptsBareAmpersands: Bool

    /// Options; the defaults find the language among those that come with the library.
    public init(
      language: Language? = nil, limits: Limits = .default, languages: [Language] = [], keepsWhiteSpace: Bool = false,
      acceptsBareAmpersands: Bool = false
    ) {
      self.language = language
      self.limits = limits
      self.languages = languages
      self.keepsWhiteSpace = keepsWhiteSpace
      self.acceptsBareAmpersands = acceptsBareAmpersands
    }
  }

  /// Owned: made in `init`, freed in `deinit`, reached by expat's callbacks in between and by nobody else.
  @usableFromInline let state: UnsafeMutablePointer<ParserState>
  /// Whether the state is kept for another document.
  private let isReusable: Bool

  /// A parser at the beginning of a document.
  public init(options: Options = Options()) {
    unsafe self.init(options, kept: nil, isReusable: false)
  }

  /// The same for one document alone, with what others have left where there is some.
  @usableFromInline
  init(forOneDocument options: Options) {
    // Which names begin documents in the document depends on the languages that do not come with the library.
    let isReusable = options.languages.isEmpty
    unsafe self.init(options, kept: isReusable ? ParserPool.take() : nil, isReusable: isReusable)
  }

  private init(_ options: Options, kept: UnsafeMutablePointer<ParserState>?, isReusable: Bool) {
    self.isReusable = isReusable
    if let kept = unsafe kept {
      unsafe state = kept
      // SAFE: a state that was kept is initialized, and nobody else has it any more.
      unsafe state.pointee.begin(options)
    } else {
      unsafe state = UnsafeMutablePointer<ParserState>.allocate(capacity: 1)
      // SAFE: the memory was allocated above for one value.
      unsafe state.initialize(to: ParserState(options: options))
    }
    // SAFE: the state is initialized and stays where it is until `deinit`.
    unsafe state.pointee.expat.install(state)
  }

  deinit {
    if isReusable, unsafe ParserPool.keep(state) { return }
    // SAFE: the state was initialized in `init`, and nobody else frees it.
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  /// Makes the parser ready for another document; buffers keep their memory.
  public mutating func reset() {
    // SAFE: the state is initialized; expat runs no callback now.
    unsafe state.pointee.reset()
    unsafe state.pointee.expat.install(state)
  }

  /// Reads a whole document that lies in memory.
  ///
  /// - Throws: `CodingError` with offset, line and column; everything before the place has been delivered.
  @inlinable
  public static func parse<Sink: EventSink & ~Copyable>(
    _ document: Span<UInt8>, options: Options = Options(), into sink: inout Sink
  ) throws(CodingError) {
    var parser = XMLEventParser(forOneDocument: options)
    try parser.finish(document, into: &sink)
  }

  /// Reads the next bytes. A chunk may end anywhere.
  ///
  /// - Throws: `CodingError`; the parser is then useless until ``reset()``, and throws the same again.
  @inlinable
  public mutating func feed<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, into sink: inout Sink
  ) throws(CodingError) {
    try checkRoom(for: chunk.count)
    var start = 0
    while start < chunk.count {
      let end = min(start &+ Self.sliceBytes, chunk.count)
      try read(chunk.extracting(start..<end), isFinal: false, &sink)
      start = end
    }
  }

  /// Says that no more bytes come.
  ///
  /// - Throws: `CodingError` with `CodingError/Code/unexpectedEnd`` where the document is not complete.
  @inlinable
  public mutating func finish<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(CodingError) {
    try finish(Span<UInt8>(), into: &sink)
  }

  /// Reads the last bytes: faster than ``feed(_:into:)`` and ``finish(into:)`` where they are the whole document.
  ///
  /// - Throws: `CodingError` with `CodingError/Code/unexpectedEnd`` where the document is not complete.
  @inlinable
  public mutating func finish<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, into sink: inout Sink
  ) throws(CodingError) {
    try checkRoom(for: chunk.count)
    if chunk.count <= Self.finalSliceBytes { return try read(chunk, isFinal: true, &sink) }
    try feed(chunk, into: &sink)
    try read(Span<UInt8>(), isFinal: true, &sink)
  }

  /// What expat gets at once: bounds what the queue may hold.
  @usableFromInline static var sliceBytes: Int { 16 << 10 }
  /// The same for the last slice. Expat counts lines in every other one, which takes it a quarter of its time.
  @usableFromInline static var finalSliceBytes: Int { 192 << 10 }

  @inlinable
  mutating func read<Sink: EventSink & ~Copyable>(
    _ slice: Span<UInt8>, isFinal: Bool, _ sink: inout Sink
  ) throws(CodingError) {
    let failure = read(slice, isFinal: isFinal)
    try deliver(&sink)
    if let failure { throw failure }
  }

  @inlinable
  mutating func deliver<Sink: EventSink & ~Copyable>(_ sink: inout Sink) throws(CodingError) {
    // Taken out while the sink works, so that nothing else refers to its arrays and they keep their memory.
    var queue = EventQueue()
    exchangeQueue(&queue)
    var place = SourcePosition(offset: CodingError.unknownOffset)
    do throws(CodingError) {
      try queue.replay(into: &sink, place: &place)
    } catch {
      throw keep(error, at: place)
    }
    queue.removeAll()
    exchangeQueue(&queue)
  }
}

// A parser owns its state alone and has no thread of its own: it may move between threads like any value.
extension XMLEventParser: @unchecked Sendable {}

// MARK: - Access to the state

// SAFE, for all of these: the state is initialized as long as the parser lives, and each of them runs to its end before
// another begins, for `self` is held exclusively. Expat's callbacks run only inside `read`.
extension XMLEventParser {
  @usableFromInline
  mutating func checkRoom(for count: Int) throws(CodingError) {
    if let failure = unsafe state.pointee.refusal(of: count) { throw failure }
  }

  @usableFromInline
  mutating func read(_ slice: Span<UInt8>, isFinal: Bool) -> CodingError? {
    if !isFinal, unsafe state.pointee.holdsBack(slice) { return nil }
    if unsafe !state.pointee.head.isEmpty {
      var whole: [UInt8] = []
      unsafe swap(&whole, &state.pointee.head)
      whole.append(slice)
      return giveAsAsked(whole.span, isFinal: isFinal)
    }
    if isFinal, slice.isEmpty, unsafe state.pointee.bytesRead == 0 {
      return unsafe state.pointee.keep(CodingError(.emptyDocument, offset: 0, line: 1, column: 1))
    }
    return giveAsAsked(slice, isFinal: isFinal)
  }

  private mutating func giveAsAsked(_ slice: Span<UInt8>, isFinal: Bool) -> CodingError? {
    unsafe state.pointee.options.acceptsBareAmpersands
      ? giveRepaired(slice, isFinal: isFinal) : give(slice, isFinal: isFinal)
  }

  /// Lets expat read.
  mutating func give(_ slice: Span<UInt8>, isFinal: Bool) -> CodingError? {
    unsafe slice.withUnsafeBufferPointer { bytes in
      unsafe state.pointee.willRead(bytes)
      let error = unsafe ExpatParser.read(bytes, isFinal: isFinal, state)
      return unsafe state.pointee.didRead(error, isFinal: isFinal)
    }
  }

  @usableFromInline
  mutating func exchangeQueue(_ queue: inout EventQueue) {
    unsafe swap(&queue, &state.pointee.queue)
  }

  /// Keeps a sink's error for later calls, with the place of the element that it concerns.
  @usableFromInline
  mutating func keep(_ error: CodingError, at place: SourcePosition) -> CodingError {
    unsafe state.pointee.keep(error, at: place)
  }
}
