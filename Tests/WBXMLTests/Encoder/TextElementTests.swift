import Testing
import WBXML

/// An element of nothing but text, as one event and as three.
@Suite("Text elements")
struct TextElementTests {
  /// Sends events, those of elements of nothing but text as one.
  private static func join<Sink: EventSink & ~Copyable>(
    _ events: [Event], into sink: inout Sink
  ) throws(CodingError) -> Int {
    var joined = 0
    var index = 0
    while index < events.count {
      if index + 2 < events.count, case .start(let page, let token) = events[index],
        case .text(let text) = events[index + 1], events[index + 2] == .end
      {
        try sink.textElement(ElementTag(page: page, token: token), Array(text.utf8).span, .characters)
        joined += 1
        index += 3
      } else {
        try events[index].send(to: &sink)
        index += 1
      }
    }
    return joined
  }

  /// The document that events make, or the error; and how many elements were written as one event.
  private static func document(
    _ events: [Event], _ options: WBXMLEncoder.Options, joins: Bool
  ) -> (bytes: [UInt8]?, error: CodingError?, joined: Int) {
    var encoder = WBXMLEncoder(options: options)
    var joined = 0
    var bytes: [UInt8]?
    let error = codingError { () throws(CodingError) in
      if joins { joined = try join(events, into: &encoder) } else { try events.send(to: &encoder) }
      bytes = try encoder.takeDocument()
    }
    return (bytes, error, joined)
  }

  @Test("one event writes the bytes of three: tag with content, STR_I, the text, NUL, END")
  func bytes() throws {
    let events: [Event] = [
      .startDocument("syncml12"), .start(0, 0x2D), .start(0, 0x31), .text("1.2"), .end, .start(1, 0x07), .text("chr"),
      .end, .start(0, 0x0F), .text("é"), .end, .end, .endDocument,
    ]
    let written = Self.document(events, .init(), joins: true)
    #expect(written.joined == 3)
    #expect(
      written.bytes
        == (try hex("02 A4 01 6A 00 6D 71 03 31 2E 32 00 01 00 01 47 03 63 68 72 00 01 00 00 4F 03 C3 A9 00 01 01")))
  }

  @Test("one event is what three are, whatever the options and the place")
  func sameAsThree() {
    var joined = 0
    for options in [
      WBXMLEncoder.Options(), .init(stringTable: .smallest), .init(stringTable: .dedupe), .preserving,
      .init(limits: Limits(depth: 3)),
    ] {
      for events in StreamEncoderTests.sequences {
        let (one, three) = (Self.document(events, options, joins: true), Self.document(events, options, joins: false))
        #expect(one.bytes == three.bytes && one.error == three.error, "\(events.prefix(20))")
        joined += one.joined
      }
    }
    #expect(joined > 50)
  }

  @Test("what is no text of an element is refused as it is in three events")
  func refused() {
    let wrong: [[Event]] = [
      [.startDocument("syncml12"), .start(0, 0x2D), .start(0, 0x0F), .text("a\0b"), .end],
      [.startDocument("syncml12"), .start(0, 0x2D), .start(0, 0x00), .text("a"), .end],
      [.startDocument("syncml12"), .start(0, 0x2D), .end, .start(0, 0x0F), .text("a"), .end],
      [.start(0, 0x2D), .text("a"), .end],
    ]
    for events in wrong {
      let (one, three) = (Self.document(events, .init(), joins: true), Self.document(events, .init(), joins: false))
      #expect(one.error != nil && one.error == three.error, "\(events)")
      #expect(one.bytes == nil)
    }
  }

  @Test("documentBytes bounds one event as it does three, at every byte")
  func limit() {
    let events: [Event] = [
      .startDocument("syncml12"), .start(0, 0x2D), .start(1, 0x07), .text("0123456789"), .end, .start(0, 0x0F),
      .text("0123456789"), .end, .end, .endDocument,
    ]
    for bytes in 0..<60 {
      let options = WBXMLEncoder.Options(limits: Limits(documentBytes: bytes))
      let (one, three) = (Self.document(events, options, joins: true), Self.document(events, options, joins: false))
      #expect(one.bytes == three.bytes && one.error == three.error, "\(bytes)")
    }
  }

  // MARK: Reading

  /// Takes elements of text as one event, and passes them on as three.
  private struct Joining: EventSink {
    var trace = EventTrace(byteLimit: .max)
    var joined = 0

    static var takesTextElements: Bool { true }

    mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
      try trace.startDocument(header, stringTable: stringTable)
    }
    mutating func endDocument() throws(CodingError) { try trace.endDocument() }
    mutating func startElement(_ tag: ElementTag) throws(CodingError) { try trace.startElement(tag) }
    mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
      try trace.startElement(literal: name)
    }
    mutating func endElement() throws(CodingError) { try trace.endElement() }
    mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
      try trace.text(text, origin)
    }
    mutating func textElement(
      _ tag: ElementTag, _ text: Span<UInt8>, _ origin: TextOrigin
    ) throws(CodingError) {
      joined += 1
      try trace.textElement(tag, text, origin)
    }
    mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
      try trace.opaque(bytes, isLast: isLast)
    }
  }

  private static func read(_ chunks: [ArraySlice<UInt8>]) throws -> Joining {
    var decoder = WBXMLDecoder()
    var sink = Joining()
    for chunk in chunks { try decoder.feed(chunk.span, into: &sink) }
    try decoder.finish(into: &sink)
    return sink
  }

  @Test("a reader hands an element of text over as one event where its chunk has it whole, and as three elsewhere")
  func reading() throws {
    let document = try hex(
      """
      02 A4 01 6A 00 6D 6C 71 03 31 2E 32 00 01 5B 03 73 69 78 74 65 65 6E 20 62 79 74 65 73 20 2E 2E 00 01 \
      01 6B 4F 03 C3 A9 00 01 0F 4F 03 00 01 4F 03 61 00 03 62 62 62 62 62 62 62 62 62 62 62 62 62 62 62 00 01 01 01
      """)
    var whole = EventTrace(byteLimit: .max)
    try WBXMLDecoder.decode(document.span, into: &whole)
    let joining = try Self.read([document[...]])
    #expect(joining.trace.text == whole.text)
    #expect(joining.joined >= 2)
    for split in 0...document.count {
      let parts = try Self.read([document[..<split], document[split...]])
      #expect(parts.trace.text == whole.text, "split at \(split)")
    }
    let bytes = try Self.read(document.indices.map { document[$0...$0] })
    #expect(bytes.trace.text == whole.text)
    #expect(bytes.joined == 0)
  }
}
