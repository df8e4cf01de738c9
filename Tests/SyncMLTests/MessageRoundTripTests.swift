import SyncML
import Testing
import WBXML

@Suite struct MessageRoundTripTests {
  /// One message with every command and element that device management uses.
  static let everything = Message(
    header: SyncHdr(
      sessionID: "4A", msgID: "2", target: Location("IMEI:004401013456782", locName: "device"),
      source: Location("https://server.example.com/dm"), respURI: "https://server.example.com/dm?s=1", noResp: false,
      cred: Cred(meta: Meta(format: "b64", type: "syncml:auth-md5"), data: "Zz6EivR3yeaaENcRN6lpAQ=="),
      meta: Meta(maxMsgSize: "16384", maxObjSize: "1048576")),
    commands: [
      .status(
        Status(
          cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", targetRefs: ["https://server.example.com/dm"],
          sourceRefs: ["IMEI:004401013456782"],
          chal: Chal(meta: Meta(format: "b64", type: "syncml:auth-md5", nextNonce: "Tm9uY2U=")),
          code: .authenticationRequired)),
      .alert(
        Alert(
          cmdID: "2", code: .genericAlert, correlator: "abc",
          items: [
            Item(
              source: Location("./Scheduling/Context/a/Component/1"),
              meta: Meta(format: "int", type: "urn:x-dm-scheduling:at:1.0:result", mark: "informational"),
              data: .text("200"))
          ])),
      .get(ItemCommand(cmdID: "3", items: [Item(target: Location("./DevInfo")), Item(target: Location("."))])),
      .add(
        ItemCommand(
          cmdID: "4", noResp: true, meta: Meta(format: "chr", type: "text/plain"),
          items: [Item(target: Location("./A"), data: .text("<&>\r\n\"ü\" 漢字 😀 ]]>"))])),
      .replace(
        ItemCommand(
          cmdID: "5",
          items: [
            Item(
              target: Location("./B"), meta: Meta(size: "3000000"), data: .bytes(Array("chunk ]]> one".utf8)),
              moreData: true)
          ])),
      .delete(ItemCommand(cmdID: "6", items: [Item(target: Location("./C"))])),
      .copy(ItemCommand(cmdID: "7", items: [Item(target: Location("./D"), source: Location("./E"))])),
      .exec(
        Exec(
          cmdID: "8", meta: Meta(type: "text/plain"), correlator: "xyz",
          item: Item(target: Location("./F"), data: .text("go")))),
      .sequence(
        CommandGroup(
          cmdID: "9",
          commands: [
            .atomic(
              CommandGroup(
                cmdID: "10", noResp: true,
                commands: [.delete(ItemCommand(cmdID: "11", items: [Item(target: Location("./G"))]))]))
          ])),
      .results(
        Results(
          cmdID: "12", msgRef: "1", cmdRef: "3", meta: Meta(anchor: .init(last: "1", next: "2"), emi: ["x", "y"]),
          targetRef: "./T", sourceRef: "./S", items: [Item(source: Location("./DevInfo"), data: .text("DevId/Man"))])),
    ])

  @Test("every command and element survives each encoding", arguments: Encoding.allCases)
  func everyElementSurvives(encoding: Encoding) throws {
    let bytes = try Self.everything.encoded(as: encoding)
    var notes: [Note] = []
    #expect(try Message(decoding: bytes.span, notes: &notes) == Self.everything)
    #expect(notes == [])
  }

  @Test("WBXML is recognized by its first byte, and XML by its own")
  func encodingIsDetected() throws {
    for encoding in Encoding.allCases {
      let bytes = try Self.everything.encoded(as: encoding)
      #expect(Encoding(detecting: bytes.span) == encoding)
    }
  }

  @Test(
    "binary data travels through XML in base64 with a Format that says so",
    arguments: [([0, 255, 1], "AP8B"), ([65, 66, 67], "QUJD"), ([], "")] as [([UInt8], String)])
  func binaryBecomesBase64(data: [UInt8], base64: String) throws {
    let message = Message(
      header: SyncHdr(sessionID: "1", msgID: "1", target: Location("a"), source: Location("b")),
      commands: [
        .replace(
          ItemCommand(
            cmdID: "1",
            items: [Item(target: Location("./B"), meta: Meta(format: "bin"), data: .bytes(data))]))
      ])
    let bytes = try message.encoded(as: .xml)
    let item = try #require(try Message(decoding: bytes.span).commands.first?.items.first)
    #expect(item.data == .text(base64))
    #expect(item.meta?.format == "b64")
  }

  @Test("a message ends without Final where its package goes on", arguments: Encoding.allCases)
  func finalIsOptional(encoding: Encoding) throws {
    var message = Self.everything
    message.isFinal = false
    let bytes = try message.encoded(as: encoding)
    #expect(try Message(decoding: bytes.span).isFinal == false)
  }

  @Test("fed in any chunks, a reader hands over the same parts", arguments: [1, 2, 3, 7, 64])
  func chunksMakeNoDifference(size: Int) throws {
    let bytes = try Self.everything.encoded(as: .wbxml)
    var decoder = WBXMLDecoder()
    var reader = MessageReader()
    var parts: [MessageReader.Part] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      try decoder.feed(bytes.span.extracting(start..<min(start + size, bytes.count)), into: &reader)
      while let part = reader.next() { parts.append(part) }
    }
    try decoder.finish(into: &reader)
    while let part = reader.next() { parts.append(part) }
    let expected =
      [.header(Self.everything.header)] + Self.everything.commands.map(MessageReader.Part.command) + [.final, .end]
    #expect(parts == expected)
  }

  @Test("a command is handed over as soon as its end has been read")
  func commandsComeEarly() throws {
    let bytes = try Self.everything.encoded(as: .wbxml)
    var decoder = WBXMLDecoder()
    var reader = MessageReader()
    // All but the ends of SyncBody and SyncML and the Final between them.
    try decoder.feed(bytes.span.extracting(0..<bytes.count - 3), into: &reader)
    var count = 0
    while reader.next() != nil { count += 1 }
    #expect(count == 1 + Self.everything.commands.count)
  }
}
