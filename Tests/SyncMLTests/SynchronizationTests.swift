import SyncML
import Testing
import WBXML

/// Data synchronization's commands, in the model that device management shares with it.
@Suite struct SynchronizationTests {
  private static let commands: [Command] = [
    .put(
      ItemCommand(
        cmdID: "1", lang: "fi", cred: Cred(meta: Meta(type: "syncml:auth-basic"), data: "YTpi"),
        meta: Meta(type: "application/vnd.syncml-devinf+xml"), items: [Item(data: .text("x"))])),
    .move(
      ItemCommand(
        cmdID: "2", items: [Item(target: Location("1"), source: Location("2"), sourceParent: "a", targetParent: "b")])),
    .sync(
      Sync(
        cmdID: "3", noResp: true, cred: Cred(meta: nil, data: "c"), target: Location("./contacts"),
        source: Location("./dev", locName: "phone"),
        meta: Meta(memory: Meta.Memory(isShared: true, free: "8100", freeID: "81")), numberOfChanges: "2",
        commands: [
          .add(
            ItemCommand(cmdID: "4", meta: Meta(fieldLevel: true), items: [Item(source: Location("7"), data: .text(""))])
          ),
          .delete(ItemCommand(cmdID: "5", archive: true, softDelete: true, items: [Item(target: Location("9"))])),
        ])),
    .map(
      Map(
        cmdID: "6", target: Location("t"), source: Location("s"), meta: Meta(type: "x"),
        items: [
          MapItem(target: Location("1"), source: Location("2")), MapItem(target: Location("3"), source: Location("4")),
        ])),
    .search(
      Search(
        cmdID: "7", noResp: true, noResults: true, target: Location("t"), sources: [Location("a"), Location("b")],
        lang: "en", meta: Meta(type: "text/x-query"), data: .text("name=x"))),
    .exec(Exec(cmdID: "8", cred: Cred(meta: nil, data: "c"), item: Item(target: Location("p")))),
  ]

  private static func message(_ commands: [Command]) -> Message {
    Message(
      header: SyncHdr(sessionID: "1", msgID: "1", target: Location("a"), source: Location("b")), commands: commands)
  }

  @Test("every command of data synchronization survives each encoding", arguments: Encoding.allCases)
  func everyCommandSurvives(encoding: Encoding) throws {
    let message = Self.message(Self.commands)
    let bytes = try message.encoded(as: encoding)
    var notes: [Note] = []
    #expect(try Message(decoding: bytes.span, notes: &notes) == message)
    #expect(notes == [])
    #expect(Self.commands.map(\.cmdID) == ["1", "2", "3", "6", "7", "8"])
  }

  @Test("a Filter is kept as the elements it was", arguments: Encoding.allCases)
  func filterIsKept(encoding: Encoding) throws {
    let text = """
      <SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto>\
      <SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source>\
      </SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>200</Data><Item><Target><LocURI>./c</LocURI>\
      <Filter><Meta><Type xmlns='syncml:metinf'>syncml:filtertype-cgi</Type></Meta>\
      <Record><Item><Data>a&amp;eq;b</Data></Item></Record></Filter></Target></Item></Alert></SyncBody></SyncML>
      """
    let message = try Message(decoding: Array(text.utf8).span, encoding: .xml)
    let filter = try #require(message.commands.first?.items.first?.target?.filter)
    #expect(filter.canonicalText.contains("(0.Record"))
    let bytes = try message.encoded(as: encoding)
    #expect(try Message(decoding: bytes.span) == message)
  }

  @Test("a command of no SyncML version is kept whole, and its CmdID is found")
  func unknownCommandIsKept() throws {
    // Field is an element of SyncML, and no command.
    let text = """
      <SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><SessionID>1</SessionID><MsgID>1</MsgID></SyncHdr><SyncBody>\
      <Field><CmdID>77</CmdID><Item/></Field></SyncBody></SyncML>
      """
    let message = try Message(decoding: Array(text.utf8).span, encoding: .xml)
    #expect(message.commands.map(\.name) == ["Field"])
    #expect(message.commands.map(\.cmdID) == ["77"])
  }

  @Test("a reader asked for it hands over a group's members one by one, in any chunks", arguments: [1, 7, 100_000])
  func groupsAreStreamed(size: Int) throws {
    let inner = Command.atomic(
      CommandGroup(cmdID: "4", commands: [.delete(ItemCommand(cmdID: "5", items: [Item(target: Location("./A"))]))]))
    let last = Command.get(ItemCommand(cmdID: "6", items: [Item(target: Location("./B"))]))
    let group = Command.sequence(CommandGroup(cmdID: "3", noResp: true, commands: [inner, last]))
    let bytes = try Self.message([group, last]).encoded(as: .wbxml)

    var decoder = WBXMLDecoder()
    var reader = MessageReader(streamsGroups: true)
    var parts: [MessageReader.Part] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      try decoder.feed(bytes.span.extracting(start..<min(start + size, bytes.count)), into: &reader)
      while let part = reader.next() { parts.append(part) }
    }
    try decoder.finish(into: &reader)
    while let part = reader.next() { parts.append(part) }
    #expect(
      Array(parts.dropFirst()) == [
        .groupStart(.sequence(CommandGroup(cmdID: "3", noResp: true, commands: []))), .command(inner), .command(last),
        .groupEnd, .command(last), .final, .end,
      ])
  }

  @Test("a group far larger than the limit passes when its members are handed over, and not otherwise")
  func streamedGroupIsUnbounded() throws {
    let members = (0..<200).map { index in
      Command.add(ItemCommand(cmdID: "\(index + 2)", items: [Item(data: .text(String(repeating: "x", count: 100)))]))
    }
    let bytes = try Self.message([.sync(Sync(cmdID: "1", commands: members))]).encoded(as: .wbxml)
    let limits = Limits(tokenBytes: 4000)
    var whole = MessageReader(limits: limits)
    let error = #expect(throws: CodingError.self) {
      try WBXMLDecoder.decode(bytes.span, into: &whole)
    }
    #expect(error?.code == .tokenLimit)

    var reader = MessageReader(limits: limits, streamsGroups: true)
    try WBXMLDecoder.decode(bytes.span, into: &reader)
    var commands: [Command] = []
    while let part = reader.next() {
      if case .command(let command) = part { commands.append(command) }
    }
    #expect(commands == members)
  }
}
