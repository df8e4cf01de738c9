import SyncML
import Testing
import WBXML

/// Messages that are read whole, past the decoder and its events, beside the same ones as events.
@Suite("Whole messages")
struct WholeMessageTests {
  /// What becomes of a document.
  private struct Outcome: Equatable {
    var message: Message?
    var notes: [Note] = []
    var error: CodingError?

    /// Reads a document as everybody does.
    init(_ bytes: [UInt8], limits: Limits = .default, isStrict: Bool = false) {
      do throws(CodingError) {
        message = try Message(decoding: bytes.span, encoding: .wbxml, limits: limits, isStrict: isStrict, notes: &notes)
      } catch {
        self.error = error
        notes = []
      }
    }

    /// Reads a document byte by byte, so that nothing but events can be made of it.
    init(events bytes: [UInt8], limits: Limits = .default, isStrict: Bool = false) {
      let options = WBXMLDecoder.Options(isStrict: isStrict, limits: limits)
      var decoder = WBXMLDecoder(options: options)
      var sink = EmbeddedDocuments(MessageReader(limits: limits, isStrict: isStrict), options: options)
      do throws(CodingError) {
        if bytes.count > limits.documentBytes {
          throw CodingError(.documentLimit, offset: 0, value: UInt32(limits.documentBytes))
        }
        for index in bytes.indices { try decoder.feed(bytes.span.extracting(index..<index + 1), into: &sink) }
        try decoder.finish(into: &sink)
        while let part = sink.sink.next() {
          switch part {
          case .header(let header): message = Message(header: header, isFinal: false)
          case .command(let command): message?.commands.append(command)
          case .final: message?.isFinal = true
          default: break
          }
        }
        notes = sink.sink.notes
      } catch {
        self.error = error
      }
    }
  }

  private static func item(_ uri: String, _ meta: Meta? = nil, _ data: ItemData? = nil) -> Item {
    Item(target: Location(uri), meta: meta, data: data)
  }

  /// A message of nothing but what as good as all have.
  private static let common: Message = {
    let members: [Command] = [
      .replace(ItemCommand(cmdID: "9", items: [item("./a/b", Meta(format: "chr", type: "text/plain"), .text("ä"))])),
      .sequence(
        CommandGroup(
          cmdID: "10", noResp: true,
          commands: [.delete(ItemCommand(cmdID: "11", noResp: true, items: [item("./a/a long name of a node")]))])),
      .add(ItemCommand(cmdID: "12", meta: Meta(format: "bin"), items: [item("./c", nil, .bytes([0x80, 0xFF]))])),
    ]
    return Message(
      header: SyncHdr(
        sessionID: "47", msgID: "3", target: Location("https://dm.example.com/dm"),
        source: Location("IMEI:004401013456782", locName: "device"), respURI: "https://dm.example.com/dm?x",
        noResp: true, cred: Cred(meta: Meta(format: "b64", type: "syncml:auth-md5"), data: "xV9v2Bn4g2k0m0sM2j7WvA=="),
        meta: Meta(maxMsgSize: "1048576", maxObjSize: "65536")),
      commands: [
        .status(
          Status(
            cmdID: "1", msgRef: "2", cmdRef: "0", cmd: "SyncHdr", targetRefs: ["https://dm.example.com/dm"],
            sourceRefs: ["IMEI:004401013456782"],
            chal: Chal(meta: Meta(format: "b64", type: "syncml:auth-md5", nextNonce: "AAECAwQFBgc=")), code: .ok)),
        .alert(
          Alert(
            cmdID: "2", code: AlertCode(rawValue: 201),
            items: [
              Item(
                target: Location("./contacts"), source: Location("./c"),
                meta: Meta(anchor: Meta.Anchor(last: "20240101T000000Z", next: "20240607T101010Z")))
            ])),
        .get(ItemCommand(cmdID: "3", items: [item("./DevInfo/DevId"), item("./DevDetail?list=StructData")])),
        .results(
          Results(
            cmdID: "4", msgRef: "1", cmdRef: "2", targetRef: "./x", sourceRef: "./y",
            items: [Item(source: Location("./DevInfo/Man"), data: .text("Example"), moreData: true)])),
        .exec(Exec(cmdID: "5", correlator: "fw-1", item: item("./Fw/Update"))),
        .atomic(CommandGroup(cmdID: "8", meta: Meta(type: "text/plain"), commands: members)),
        .sync(
          Sync(
            cmdID: "13", noResp: true, target: Location("./contacts"), source: Location("./c"),
            meta: Meta(maxMsgSize: "100"), numberOfChanges: "1",
            commands: [.put(ItemCommand(cmdID: "14", meta: Meta(mark: "draft", size: "1"), items: [item("./z")]))])),
      ])
  }()

  private static func bytes(_ options: WBXMLEncoder.Options = .init()) throws(CodingError) -> [UInt8] {
    var encoder = WBXMLEncoder(options: options)
    try MessageWriter(encoding: .wbxml).write(common, into: &encoder)
    return try encoder.takeDocument()
  }

  private static func isReadWhole(_ bytes: [UInt8], limits: Limits = .default, isStrict: Bool = false) -> Bool {
    var notes: [Note] = []
    return Message.read(ofTokens: bytes.span, limits: limits, isStrict: isStrict, notes: &notes) != nil
  }

  /// Whether both ways come to the same.
  private static func agree(_ bytes: [UInt8], limits: Limits = .default, isStrict: Bool = false) -> Bool {
    Outcome(bytes, limits: limits, isStrict: isStrict) == Outcome(events: bytes, limits: limits, isStrict: isStrict)
  }

  @Test(
    "what as good as all messages have is read without events, and is what the events make", arguments: [false, true])
  func common(isStrict: Bool) throws {
    let bytes = try Self.bytes()
    #expect(Self.isReadWhole(bytes, isStrict: isStrict))
    #expect(Outcome(bytes, isStrict: isStrict).message == Self.common)
    #expect(Self.agree(bytes, isStrict: isStrict))
    var open = Self.common
    open.isFinal = false
    let notFinal = try open.encoded(as: .wbxml)
    #expect(Self.isReadWhole(notFinal))
    #expect(Outcome(notFinal).message == open)
  }

  @Test("whatever is wrong with a message, reading it whole says the same of it", arguments: [false, true])
  func sameFaults(isStrict: Bool) throws {
    let bytes = try Self.bytes()
    let values: [UInt8] = [
      0x00, 0x01, 0x03, 0x20, 0x0A, 0x45, 0x4F, 0x5A, 0x80, 0xC3, 0xFF, 0x1D, 0x31, 0x6B, 0x12, 0x47, 0x53,
    ]
    for place in bytes.indices {
      for step in 0..<3 {
        var changed = bytes
        changed[place] = values[(place * 7 + step * 5) % values.count]
        #expect(Self.agree(changed, isStrict: isStrict), "byte \(place) is \(changed[place])")
      }
      var shorter = bytes
      shorter.remove(at: place)
      #expect(Self.agree(shorter, isStrict: isStrict), "without byte \(place)")
    }
  }

  @Test("a message that ends anywhere, or goes on after its end, is the same error or the same message")
  func ends() throws {
    let bytes = try Self.bytes()
    for count in bytes.indices { #expect(Self.agree(Array(bytes[..<count])), "\(count) bytes") }
    for more in [[0x00], [0x01, 0x01], [0x43, 0x05, 0x01]] as [[UInt8]] {
      #expect(!Self.isReadWhole(bytes + more))
      #expect(Self.agree(bytes + more))
      #expect(Self.agree(bytes + more, isStrict: true))
    }
  }

  @Test("the limits are those of the events")
  func limits() throws {
    let bytes = try Self.bytes()
    for tokenBytes in Array(1..<70) + [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1200, 1600] {
      for depth in [5, 6, 7, 8, 9, 128] {
        let limits = Limits(depth: depth, tokenBytes: tokenBytes)
        #expect(Self.agree(bytes, limits: limits), "\(tokenBytes) bytes, depth \(depth)")
      }
    }
    let tabled = try Self.bytes(.init(publicIdentifierForm: .text))
    for count in [10, 27, 28, 29, 30, 31, 100] {
      #expect(Self.agree(tabled, limits: Limits(stringTableBytes: count)), "\(count) bytes of table")
    }
    #expect(Self.isReadWhole(bytes, limits: Limits(documentBytes: bytes.count)))
    #expect(!Self.isReadWhole(bytes, limits: Limits(documentBytes: bytes.count - 1)))
    #expect(Outcome(bytes, limits: Limits(documentBytes: bytes.count - 1)).error?.code == .documentLimit)
  }

  @Test("headers of all kinds are read as by events", arguments: [false, true])
  func headers(isStrict: Bool) throws {
    let number = try Self.bytes()
    let text = try Self.bytes(.init(publicIdentifierForm: .text))
    let (tableCount, tableStart) = (Int(text[4]), 5)
    // The table of many devices lacks the NUL.
    var bare = text
    bare.remove(at: tableStart + tableCount - 1)
    bare[4] -= 1
    var otherCase = text
    otherCase[tableStart + 3] |= 0x20
    var documents = [number, text, bare, otherCase]
    for charset in [0x00, 0x03, 0x04] as [UInt8] {
      for var document in [number, text] {
        document[3] = charset
        documents.append(document)
      }
    }
    for version in [0x00, 0x01, 0x03, 0x04] as [UInt8] {
      var document = number
      document[0] = version
      documents.append(document)
    }
    documents.append(try Self.bytes(.init(publicIdentifierForm: .omitted)))
    documents.append(try Self.bytes(.init(language: .syncML11)))
    documents.append(try Self.bytes(.init(language: .devInf12)))
    documents.append(try Self.bytes(.init(stringTable: .smallest)))
    documents.append(try Self.bytes(.init(charset: .utf16LE)))
    for (index, document) in documents.enumerated() {
      #expect(Self.agree(document, isStrict: isStrict), "document \(index)")
    }
    #expect(Self.isReadWhole(text, isStrict: isStrict))
    #expect(Self.isReadWhole(bare) && !Self.isReadWhole(bare, isStrict: true))
    #expect(Outcome(bare).notes.map(\.kind) == [.encoding])
  }

  @Test("groups are read to the depth that is allowed, and not a level further")
  func depth() throws {
    for levels in 1...12 {
      var command = Command.get(ItemCommand(cmdID: "1", items: [Self.item("./a")]))
      for level in 0..<levels { command = .sequence(CommandGroup(cmdID: "\(level + 2)", commands: [command])) }
      let bytes = try Message(header: Self.common.header, commands: [command]).encoded(as: .wbxml)
      for depth in 4...20 { #expect(Self.agree(bytes, limits: Limits(depth: depth)), "\(levels) in \(depth)") }
      #expect(Self.isReadWhole(bytes))
    }
    // Deeper ones have to go the long way, whatever the limits allow.
    var command = Command.get(ItemCommand(cmdID: "1", items: [Self.item("./a")]))
    for level in 0..<100 { command = .atomic(CommandGroup(cmdID: "\(level + 2)", commands: [command])) }
    let message = Message(header: Self.common.header, commands: [command])
    let bytes = try message.encoded(as: .wbxml)
    #expect(!Self.isReadWhole(bytes))
    #expect(Outcome(bytes).message == message)
  }

  @Test("elements in another order than the DTD's are read all the same")
  func otherOrder() throws {
    var encoder = WBXMLEncoder()
    let writer = MessageWriter(encoding: .wbxml)
    try writer.start(Self.common.header, into: &encoder)
    try encoder.startElement(SyncMLTag.replace)
    try encoder.startElement(SyncMLTag.item)
    try encoder.textElement(SyncMLTag.data, Array("x".utf8).span, .characters)
    try encoder.startElement(SyncMLTag.meta)
    try encoder.textElement(MetInfTag.type, Array("text/plain".utf8).span, .characters)
    try encoder.textElement(MetInfTag.format, Array("chr".utf8).span, .characters)
    try encoder.endElement()
    try encoder.startElement(SyncMLTag.target)
    try encoder.textElement(SyncMLTag.locURI, Array("./a".utf8).span, .characters)
    try encoder.endElement()
    try encoder.endElement()
    try encoder.textElement(SyncMLTag.cmdID, Array("1".utf8).span, .characters)
    try encoder.endElement()
    try writer.finish(isFinal: true, into: &encoder)
    let bytes = try encoder.takeDocument()
    #expect(!Self.isReadWhole(bytes))
    #expect(Self.agree(bytes))
    let item = Self.item("./a", Meta(format: "chr", type: "text/plain"), .text("x"))
    #expect(Outcome(bytes).message?.commands == [.replace(ItemCommand(cmdID: "1", items: [item]))])
  }
}
