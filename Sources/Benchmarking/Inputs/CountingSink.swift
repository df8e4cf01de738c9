import WBXML

/// A sink that takes notice of every event and keeps nothing: what reading costs without what is done with it.
struct CountingSink: EventSink {
  private(set) var elements = 0
  private(set) var ends = 0
  private(set) var texts = 0
  private(set) var checksum: UInt64 = 0
  // Not beside `texts`: the compiler would add to both in one vector, which takes longer than two additions.
  private(set) var textBytes = 0

  init() {}

  /// Elements' starts and ends, and texts: what people mean by events.
  var events: Int { elements &+ ends &+ texts }

  /// One number that depends on all that was read, but not on how text was split.
  var evidence: Int { elements &* 1_000_003 &+ textBytes }

  mutating func startElement(_ tag: Tag) throws(CodingError) {
    elements &+= 1
    checksum = checksum &* 31 &+ UInt64(tag.rawValue)
  }

  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) { elements &+= 1 }

  mutating func endElement() throws(CodingError) { ends &+= 1 }

  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    texts &+= 1
    textBytes &+= text.count
    if !text.isEmpty { checksum ^= UInt64(text[0]) }
  }

  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    texts &+= 1
    textBytes &+= bytes.count
  }
}
