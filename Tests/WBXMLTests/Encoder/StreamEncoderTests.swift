import Testing
import WBXML

@Suite("Encoding to a sink")
struct StreamEncoderTests {
  /// Event sequences: the rules of the canonical form, and the samples.
  static let sequences: [[Event]] = {
    CanonicalFormTests.rules.map { [.startDocument("syncml12")] + $0.events + [.endDocument] }
      + DifferentialTests.samples.compactMap { try? events(of: $0.bytes) }
  }()

  static func whole(_ events: [Event], _ options: WBXMLEncoder.Options = .init()) throws(CodingError) -> [UInt8] {
    var encoder = WBXMLEncoder(options: options)
    try events.send(to: &encoder)
    return try encoder.takeDocument()
  }

  static func streamed(
    _ events: [Event], _ options: WBXMLEncoder.Options = .init(), bufferBytes: Int
  ) throws(CodingError) -> [UInt8] {
    var encoder = WBXMLStreamEncoder(options: options, bufferBytes: bufferBytes, output: [UInt8]())
    try events.send(to: &encoder)
    return encoder.takeOutput()
  }

  @Test("the bytes are those of a document written at once, whatever the buffer", arguments: [1, 2, 7, 64, 64 << 10])
  func sameBytes(_ bufferBytes: Int) throws {
    #expect(Self.sequences.count > 60)
    for events in Self.sequences {
      let options = WBXMLEncoder.Options(literalNames: events.literalNames)
      #expect(try Self.streamed(events, options, bufferBytes: bufferBytes) == Self.whole(events, options))
    }
  }

  @Test("what fits the buffer is the same document also with names and texts in the string table")
  func bufferedTable() throws {
    for events in Self.sequences {
      for mode in WBXMLEncoder.StringTableMode.allCases {
        let options = WBXMLEncoder.Options(publicIdentifierForm: .text, stringTable: mode)
        #expect(try Self.streamed(events, options, bufferBytes: 1 << 20) == Self.whole(events, options))
      }
    }
  }

  @Test("texts of the first buffer go to the string table, later ones stay inline", arguments: [1, 5, 40, 100, 333])
  func tableOfTheFirstBuffer(_ bufferBytes: Int) throws {
    let body = (0..<60).flatMap {
      [
        Event.start(0, 0x0F), .attribute(0, 5), .attributeText("some text"), .endAttributes, .text("text \($0 % 3)"),
        .end,
      ]
    }
    let events = [.startDocument("syncml12"), .start(0, 0x2D)] + body + [.end, .endDocument]
    let plain = try Self.whole(events)
    for mode in [WBXMLEncoder.StringTableMode.dedupe, .smallest] {
      let document = try Self.streamed(events, .init(stringTable: mode), bufferBytes: bufferBytes)
      #expect(decode(document).error == nil)
      #expect(decode(document).lines == decode(plain).lines)
      #expect(bufferBytes < 100 ? document.count <= plain.count : document.count < plain.count - 20)
    }
  }

  @Test("a name that comes after the first buffer has to be declared")
  func names() throws {
    let events: [Event] = [
      .startDocument("syncml12"), .start(0, 0x2D), .literal("early"), .text("a text that fills the buffer"), .end,
      .literal("late"), .end, .end, .endDocument,
    ]
    #expect(throws: CodingError(.undeclaredName)) { try Self.streamed(events, bufferBytes: 20) }
    let options = WBXMLEncoder.Options(literalNames: ["late", "unused", "late"])
    let document = try Self.streamed(events, options, bufferBytes: 20)
    #expect(decode(document).lines == decode(try Self.whole(events)).lines)
    #expect(Array(document[..<23]) == (try hex("02 A4 01 6A 12 6C 61 74 65 00 75 6E 75 73 65 64 00 65 61 72 6C 79 00")))
  }

  @Test("a name inside an embedded document needs no declaration")
  func embeddedNames() throws {
    let events: [Event] = [
      .startDocument("syncml12"), .start(0, 0x0F), .text("long enough"), .startEmbedded("devinf12"), .start(0, 0x0A),
      .literal("i"), .end, .end, .endEmbedded, .end, .endDocument,
    ]
    #expect(try Self.streamed(events, bufferBytes: 1) == Self.whole(events))
  }

  /// Takes bytes only every third time, and never more than it is told to.
  private struct ReluctantSink: ByteSink {
    var bytes: [UInt8] = []
    var calls = 0
    var refusals = 0
    var largest = 0

    mutating func write(_ bytes: Span<UInt8>) throws(CodingError) {
      calls += 1
      guard calls % 3 == 0 else {
        refusals += 1
        throw CodingError(.outputFailed, value: 11)
      }
      largest = max(largest, bytes.count)
      try self.bytes.write(bytes)
    }
  }

  @Test("an event refused because the sink is full can be sent again", arguments: [1, 9, 100])
  func backpressure(_ bufferBytes: Int) throws {
    for events in Self.sequences {
      let options = WBXMLEncoder.Options(literalNames: events.literalNames)
      var encoder = WBXMLStreamEncoder(options: options, bufferBytes: bufferBytes, output: ReluctantSink())
      for event in events {
        var tries = 0
        var isTaken = false
        while !isTaken, tries < 4 {
          tries += 1
          do throws(CodingError) {
            // The document's end has been taken also where its last bytes have not.
            if event == .endDocument, tries > 1 { try encoder.flush() } else { try event.send(to: &encoder) }
            isTaken = true
          } catch {
            #expect(error == CodingError(.outputFailed, value: 11))
          }
        }
        #expect(isTaken)
      }
      let sink = encoder.takeOutput()
      #expect(try sink.bytes == Self.whole(events, options))
      #expect(sink.refusals > 0)
    }
  }

  @Test("ten megabytes pass through a buffer of a kilobyte, in pieces of little more")
  func pieces() throws {
    struct Largest: ByteSink {
      var count = 0
      var largest = 0
      mutating func write(_ bytes: Span<UInt8>) throws(CodingError) {
        count += bytes.count
        largest = max(largest, bytes.count)
      }
    }
    let text = [UInt8](repeating: 0x61, count: 97)
    var encoder = WBXMLStreamEncoder(bufferBytes: 1024, output: Largest())
    try Event.startDocument("syncml12").send(to: &encoder)
    try Event.start(0, 0x2D).send(to: &encoder)
    for _ in 0..<100_000 {
      try encoder.startElement(ElementTag(page: 0, token: 0x0F))
      try encoder.text(text.span, .characters)
      try encoder.endElement()
    }
    #expect(encoder.byteCount == 5 + 2 + 101 * 100_000)
    try Event.end.send(to: &encoder)
    try Event.endDocument.send(to: &encoder)
    #expect(encoder.output.count == 5 + 2 + 101 * 100_000)
    #expect(encoder.output.largest < 1024 + 100)
  }

  @Test("what waits for its content or its length has the token limit")
  func heldBack() throws {
    let limits = Limits(tokenBytes: 100)
    let text = String(repeating: "a", count: 60)
    let open: [Event] = [.startDocument("syncml12"), .start(0, 0x2D)]
    let held: [[Event]] = [
      [.attribute(0, 5), .attributeText(text), .attributeText(text), .endAttributes],
      [
        .opaque([UInt8](repeating: 1, count: 60), isLast: false),
        .opaque([UInt8](repeating: 1, count: 60), isLast: true),
      ],
      [.startEmbedded("devinf12"), .start(0, 0x0A), .text(text), .text(text), .end, .endEmbedded],
    ]
    for events in held {
      let rest: [Event] = [.start(0, 5), .end, .end, .endDocument]
      #expect(throws: CodingError(.tokenLimit, value: 100)) {
        try Self.streamed(open + events + rest, .init(limits: limits), bufferBytes: 8)
      }
      #expect(try !Self.streamed(open + events + rest, bufferBytes: 8).isEmpty)
    }
    // Text waits for nothing.
    let long: [Event] = open + Array(repeating: .text(text), count: 10) + [.end, .endDocument]
    #expect(try Self.streamed(long, .init(limits: limits), bufferBytes: 8) == Self.whole(long))
  }

  @Test("a reset encoder writes another document after the first one's bytes")
  func reset() throws {
    let events: [Event] = [.startDocument("syncml12"), .start(0, 0x2D), .literal("x"), .end, .end, .endDocument]
    var encoder = WBXMLStreamEncoder(bufferBytes: 1, output: [UInt8]())
    try Array(events.prefix(2)).send(to: &encoder)
    encoder.reset()
    #expect(encoder.byteCount == 0)
    encoder.output.removeAll()
    try ([.startDocument("syncml12"), .start(0, 0x2D), .text("a"), .end, .endDocument] as [Event]).send(to: &encoder)
    #expect(encoder.output == (try hex("02 A4 01 6A 00 6D 03 61 00 01")))
    let error = codingError { () throws(CodingError) in try Event.endDocument.send(to: &encoder) }
    #expect(error?.code == .invalidEventOrder)
  }

  @Test("a counter takes the bytes and keeps their number")
  func counter() throws {
    let events: [Event] = [.startDocument("syncml12"), .start(0, 0x2D), .text("abc"), .end, .endDocument]
    var encoder = WBXMLStreamEncoder(bufferBytes: 1, output: ByteCounter())
    try events.send(to: &encoder)
    #expect(encoder.takeOutput().count == 12)
  }
}
