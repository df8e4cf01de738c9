import SyncML
import Testing
import WBXML

/// Commands that are read and written whole, past the events, beside the same ones as events.
@Suite("Whole commands")
struct WholeCommandTests {
  /// What a reader makes of a document that comes in chunks; bytes one by one hold no command whole.
  private struct Outcome: Equatable {
    var parts: [MessageReader.Part] = []
    var notes: [Note] = []
    var error: CodingError?

    init(
      _ bytes: [UInt8], chunk: Int, limits: Limits = .default, streamsGroups: Bool = false, isStrict: Bool = false
    ) {
      let options = WBXMLDecoder.Options(isStrict: isStrict, limits: limits)
      var decoder = WBXMLDecoder(options: options)
      let reader = MessageReader(limits: limits, streamsGroups: streamsGroups, isStrict: isStrict)
      var sink = EmbeddedDocuments(reader, options: options)
      do throws(CodingError) {
        for start in stride(from: 0, to: bytes.count, by: chunk) {
          try decoder.feed(bytes.span.extracting(start..<start + min(chunk, bytes.count - start)), into: &sink)
        }
        try decoder.finish(into: &sink)
      } catch {
        self.error = error
      }
      while let part = sink.sink.next() { parts.append(part) }
      notes = sink.sink.notes
    }
  }

  private typealias ElementTag = WBXML.Tag

  private static let longText = String(repeating: "a long text of a contact, ", count: 20)

  /// Everything, and once more in other forms.
  private static let message: Message = {
    var message = MessageRoundTripTests.everything
    message.commands += [
      .replace(
        ItemCommand(
          cmdID: "20", meta: Meta(type: "text/x-vcard"),
          items: [
            Item(source: Location("10001"), data: .text(longText)),
            Item(target: Location("./ä", locName: "a name"), meta: Meta(size: "12"), data: .text("umläute")),
          ])),
      .results(
        Results(cmdID: "21", msgRef: "1", cmdRef: "2", items: [Item(source: Location("./x"), data: .text(longText))])),
      .status(Status(cmdID: "22", msgRef: "1", cmdRef: "3", cmd: "Get", code: StatusCode(rawValue: 1234))),
      .exec(Exec(cmdID: "23", correlator: "c", item: Item(target: Location("./F")))),
      .add(ItemCommand(cmdID: "24", items: [Item(target: Location("./b"), data: .bytes([0x80, 0, 0xFF]))])),
      .sync(
        Sync(
          cmdID: "25", target: Location("./contacts"), source: Location("./c"),
          commands: [
            .add(ItemCommand(cmdID: "26", items: [Item(source: Location("1"), data: .text(longText))])),
            .delete(ItemCommand(cmdID: "27", archive: true, items: [Item(source: Location("2"))])),
          ])),
    ]
    return message
  }()

  @Test("a command that is read whole is what its events make", arguments: [false, true])
  func sameAsEvents(streamsGroups: Bool) throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    let whole = Outcome(bytes, chunk: .max, streamsGroups: streamsGroups)
    #expect(whole.error == nil)
    #expect(whole.parts.count > Self.message.commands.count)
    #expect(whole == Outcome(bytes, chunk: 1, streamsGroups: streamsGroups))
  }

  @Test("whatever is wrong with a document, reading commands whole says the same of it", arguments: [false, true])
  func sameFaults(isStrict: Bool) throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    let values: [UInt8] = [0x00, 0x01, 0x03, 0x20, 0x0A, 0x45, 0x4F, 0x5A, 0x80, 0xC3, 0xFF, 0x1D, 0x31]
    for place in bytes.indices.dropFirst(5) {
      var changed = bytes
      changed[place] = values[place * 7 % values.count]
      let streams = place % 2 == 0
      let whole = Outcome(changed, chunk: .max, streamsGroups: streams, isStrict: isStrict)
      let events = Outcome(changed, chunk: 1, streamsGroups: streams, isStrict: isStrict)
      #expect(whole == events, "byte \(place) is \(changed[place])")
    }
  }

  @Test("what a streamed group has behind its members is not the next command's", arguments: [1, .max])
  func lateChildren(chunk: Int) throws {
    let member = Command.get(ItemCommand(cmdID: "2", items: [Item(target: Location("./a"))]))
    let next = Command.get(ItemCommand(cmdID: "3", items: [Item(target: Location("./b"))]))
    var encoder = WBXMLEncoder()
    let writer = MessageWriter(encoding: .wbxml)
    try writer.start(MessageRoundTripTests.everything.header, into: &encoder)
    try encoder.startElement(SyncMLTag.sequence)
    try encoder.textElement(SyncMLTag.cmdID, Array("1".utf8).span, .characters)
    try writer.write(member, into: &encoder)
    try encoder.startElement(SyncMLTag.noResp)
    try encoder.endElement()
    try encoder.endElement()
    try writer.write(next, into: &encoder)
    try writer.finish(isFinal: true, into: &encoder)
    let outcome = Outcome(try encoder.takeDocument(), chunk: chunk, streamsGroups: true)
    let group = Command.sequence(CommandGroup(cmdID: "1", commands: []))
    #expect(outcome.error == nil)
    #expect(
      outcome.parts == [
        .header(MessageRoundTripTests.everything.header), .groupStart(group), .command(member), .groupEnd,
        .command(next), .final, .end,
      ])
  }

  @Test("a document that ends anywhere is read as far as its events are")
  func sameCuts() throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    for count in stride(from: 1, to: bytes.count, by: 3) {
      let cut = Array(bytes[..<count])
      #expect(Outcome(cut, chunk: .max) == Outcome(cut, chunk: 1), "\(count) bytes")
    }
  }

  @Test("the limits are those of the events", arguments: [16, 64, 160, 400, 700, 1600, 5000, 12_000])
  func sameLimits(tokenBytes: Int) throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    for depth in [4, 5, 6, 7, 128] {
      let limits = Limits(depth: depth, tokenBytes: tokenBytes)
      let events = Outcome(bytes, chunk: 1, limits: limits)
      #expect(Outcome(bytes, chunk: .max, limits: limits) == events, "depth \(depth)")
    }
  }

  @Test("a document in US-ASCII with other bytes is read as its events are")
  func otherCharset() throws {
    var bytes = try Self.message.encoded(as: .wbxml)
    for charset in [0x00, 0x03, 0x04] as [UInt8] {
      bytes[3] = charset
      #expect(Outcome(bytes, chunk: .max) == Outcome(bytes, chunk: 1), "\(charset)")
    }
  }

  // MARK: Writing

  /// Passes on events, and takes nothing whole.
  private struct Events: EventSink, ~Copyable {
    var encoder: WBXMLEncoder

    mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
      try encoder.startDocument(header, stringTable: stringTable)
    }
    mutating func endDocument() throws(CodingError) { try encoder.endDocument() }
    mutating func startElement(_ tag: ElementTag) throws(CodingError) { try encoder.startElement(tag) }
    mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
      try encoder.startElement(literal: name)
    }
    mutating func endElement() throws(CodingError) { try encoder.endElement() }
    mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { try encoder.text(text, origin) }
    mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
      try encoder.opaque(bytes, isLast: isLast)
    }
  }

  private typealias Written = (bytes: [UInt8]?, error: CodingError?)

  private static func written(_ message: Message, _ options: WBXMLEncoder.Options, asEvents: Bool) -> Written {
    let writer = MessageWriter(encoding: .wbxml)
    do throws(CodingError) {
      if asEvents {
        var sink = Events(encoder: WBXMLEncoder(options: options))
        try writer.write(message, into: &sink)
        return (try sink.encoder.takeDocument(), nil)
      }
      var encoder = WBXMLEncoder(options: options)
      try writer.write(message, into: &encoder)
      return (try encoder.takeDocument(), nil)
    } catch {
      return (nil, error)
    }
  }

  @Test("a command that is written whole has the bytes of its events, in every form of document")
  func sameBytes() {
    for options in [
      WBXMLEncoder.Options(), .init(stringTable: .smallest), .init(publicIdentifierForm: .text),
      .init(charset: .latin1),
      .init(charset: .utf16LE), .init(version: .v13, publicIdentifierForm: .omitted), .preserving,
      .init(literalNames: ["x"]), .init(limits: Limits(depth: 6)),
    ] {
      let whole = Self.written(Self.message, options, asEvents: false)
      let events = Self.written(Self.message, options, asEvents: true)
      #expect(whole.bytes == events.bytes && whole.error == events.error)
      #expect((whole.bytes == nil) != (whole.error == nil))
    }
  }

  @Test("a message in another charset is read again as it was", arguments: [Charset.latin1, .utf16LE])
  func charsets(charset: Charset) throws {
    var message = Self.message
    message.commands.removeAll { $0.cmdID == "4" || $0.cmdID == "24" }
    let bytes = try #require(Self.written(message, .init(charset: charset), asEvents: false).bytes)
    #expect(try Message(decoding: bytes.span) == message)
  }

  @Test("what cannot be written is the same error as in events")
  func sameRefusals() {
    var message = Message(header: Self.message.header)
    for text in ["a\0b", String(repeating: "x", count: 200) + "\0", ""] {
      message.commands = [.replace(ItemCommand(cmdID: "1", items: [Item(target: Location(text), data: .text(text))]))]
      let whole = Self.written(message, .init(), asEvents: false)
      let events = Self.written(message, .init(), asEvents: true)
      #expect(whole.bytes == events.bytes && whole.error == events.error)
      #expect((whole.error == nil) == text.isEmpty)
    }
    for bytes in 0..<400 {
      message.commands = [.replace(ItemCommand(cmdID: "1", items: [Item(target: Location("./a"))]))]
      let options = WBXMLEncoder.Options(limits: Limits(documentBytes: bytes))
      let whole = Self.written(message, options, asEvents: false)
      let events = Self.written(message, options, asEvents: true)
      #expect(whole.bytes == events.bytes && whole.error == events.error, "\(bytes) bytes")
    }
  }

  @Test("items, meta-information and references that are empty are written as their events are")
  func emptyOnes() {
    var message = Message(header: Self.message.header)
    message.commands = [
      .add(ItemCommand(cmdID: "", items: [Item()])), .add(ItemCommand(cmdID: "1", meta: Meta(), items: [])),
      .get(ItemCommand(cmdID: "2", items: [Item(meta: Meta()), Item(moreData: true)])),
      .status(Status(cmdID: "3", msgRef: "", cmdRef: "", cmd: "", targetRefs: [""], code: StatusCode(rawValue: -7))),
      .status(Status(msgRef: "1", cmdRef: "2", cmd: "Add", sourceRefs: ["a", "b"], code: nil)),
      .results(Results(msgRef: nil, cmdRef: "", items: [])), .alert(Alert(code: nil, correlator: "")),
    ]
    let whole = Self.written(message, .init(), asEvents: false)
    #expect(whole.bytes != nil)
    #expect(whole.bytes == Self.written(message, .init(), asEvents: true).bytes)
  }
}
