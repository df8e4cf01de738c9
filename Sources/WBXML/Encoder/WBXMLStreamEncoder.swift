/// Writes WBXML from events to a ``ByteSink`` while they come, in bounded memory.
///
///     events ──► WBXMLEncoder ──► up to bufferBytes ──► ByteSink
///                    │
///                    └ held back: a start tag until its content is known, opaque data in pieces and embedded
///                      documents until their length is
///
/// A WBXML document begins with its string table, so the header waits until the buffer is full for the first time.
/// Documents that fit the buffer are byte for byte those of ``WBXMLEncoder``. In longer ones, literal names that first
/// occur later have to be declared in ``WBXMLEncoder/Options/literalNames``; and of the texts only those of the first
/// buffer can move to the string table.
///
/// Memory holds the buffer, the largest single event, and what is held back: each of it at most
/// ``Limits/tokenBytes``. Nothing is allocated for an event.
///
/// Where the sink throws, the call that has thrown has taken its event or not, as it says: an event refused because the
/// buffer could not be emptied is not taken, so the same call can be made again when the sink has room.
public struct WBXMLStreamEncoder<Output: ByteSink & ~Copyable>: ~Copyable {
  @usableFromInline var encoder: WBXMLEncoder
  /// Where the bytes go.
  public var output: Output
  /// How many bytes are collected before they are passed on.
  @usableFromInline let bufferBytes: Int

  /// - Parameters:
  ///   - bufferBytes: how many bytes are collected before they are passed on, at least 1.
  @inlinable
  public init(options: WBXMLEncoder.Options = .init(), bufferBytes: Int = 64 << 10, output: consuming Output) {
    encoder = WBXMLEncoder(streaming: options)
    self.bufferBytes = max(1, bufferBytes)
    self.output = output
  }

  /// Makes the encoder ready for another document; buffers keep their memory. What has not been passed on is lost.
  @inlinable
  public mutating func reset() { encoder.reset() }

  /// The bytes that the document would have if every open element ended here; see ``WBXMLEncoder/byteCount``.
  @inlinable
  public var byteCount: Int { encoder.byteCount }

  /// Passes on what is complete: all bytes but those of a start tag whose content is not known yet.
  ///
  /// The header goes with the first of them, so that no literal name can be added afterwards. `endDocument` does it.
  ///
  /// - Throws: What the sink throws: the bytes stay and can be passed on later. `tokenLimit` for a start tag whose
  ///   attributes are longer.
  @inlinable
  public mutating func flush() throws(CodingError) {
    try encoder.passOn(to: &output)
  }

  /// Makes room for the next event.
  @inlinable
  @inline(__always)
  mutating func makeRoom() throws(CodingError) {
    if encoder.body.count >= bufferBytes { try flush() }
  }

  /// Ends the encoder and gives its sink back.
  @inlinable
  public consuming func takeOutput() -> Output { output }
}

extension WBXMLEncoder {
  @usableFromInline
  init(streaming options: Options) {
    self.init(options: options)
    isStreaming = true
  }

  /// Hands a sink the bytes at the start of `body` that cannot change any more, after the header.
  @inlinable
  mutating func passOn<Output: ByteSink & ~Copyable>(to output: inout Output) throws(CodingError) {
    let count = try prepareToPassOn()
    if count == 0 { return }
    try output.write(body.span.extracting(0..<count))
    removePassedOn(count)
  }

  /// Makes the header if it is time, and says how many bytes can go.
  @usableFromInline
  mutating func prepareToPassOn() throws(CodingError) -> Int {
    guard isStarted, outer.isEmpty else { return 0 }
    try makeHeader()
    let count = openTag >= 0 ? openTag : body.count
    if body.count - count > options.limits.tokenBytes {
      throw CodingError(.tokenLimit, value: UInt32(clamping: options.limits.tokenBytes))
    }
    return count
  }

  /// Forgets bytes that have been passed on.
  @usableFromInline
  mutating func removePassedOn(_ count: Int) {
    body.removeSubrange(..<count)
    passedOn += count
    bodyLimit -= count
    if openTag >= 0 { openTag -= count }
  }
}
