import DeviceManagement
import SyncML
import Testing

/// What a server makes of alerts and of answers that are missing.
@Suite struct ServerEventTests {
  private func device(_ msgID: String, _ commands: [Command], isFinal: Bool = true) -> Message {
    Message(
      header: SyncHdr(
        sessionID: "A1", msgID: msgID, target: Location("https://server.example.com/dm"), source: Location("IMEI:1")),
      commands: commands, isFinal: isFinal)
  }

  private func server(
    alertTypes: Set<String>? = nil, clientEventTypes: Set<String>? = nil, maxObjSize: Int? = nil
  ) -> ServerSession {
    ServerSession(
      .init(
        serverURI: "https://server.example.com/dm", maxObjSize: maxObjSize, alertTypes: alertTypes,
        clientEventTypes: clientEventTypes))
  }

  private func code(_ message: Message, _ cmdRef: String) -> Int? {
    for case .status(let status) in message.commands where status.cmdRef == cmdRef { return status.code?.rawValue }
    return nil
  }

  private func answer(_ alert: Alert, _ server: ServerSession) -> (Int?, [ServerSession.Event]) {
    var server = server
    let answer = server.handle(device("1", [.alert(alert)]))
    return (code(answer, "7"), server.takeEvents())
  }

  private func item(_ format: String? = "chr", _ type: String? = "urn:t", mark: String? = nil) -> Item {
    Item(meta: Meta(format: format, type: type, mark: mark), data: .text("1"))
  }

  @Test(
    "a generic alert is 200, 412 without items, Type or Format or with an unknown Mark, and 415 where nobody knows its Type or Format"
  )
  func genericAlert() {
    func code(_ items: [Item], types: Set<String>? = nil) -> Int? {
      answer(Alert(cmdID: "7", code: .genericAlert, items: items), server(alertTypes: types)).0
    }
    #expect(code([item()]) == 200)
    #expect(code([item(), item("int")]) == 200)
    #expect(code([]) == 412)
    #expect(code([item(nil)]) == 412)
    #expect(code([item("chr", nil)]) == 412)
    #expect(code([item("chr", "")]) == 412)
    #expect(code([item(), item("chr", nil)]) == 412)
    #expect(code([item("chr", "urn:t", mark: "urgent")]) == 412)
    for mark in AlertMark.allCases { #expect(code([item("chr", "urn:t", mark: mark.rawValue)]) == 200) }
    #expect(code([item("picture")]) == 415)
    #expect(code([item()], types: ["urn:t"]) == 200)
    #expect(code([item()], types: ["urn:u"]) == 415)
    #expect(code([item(), item("chr", "urn:u")], types: ["urn:t"]) == 415)
  }

  @Test("a client event is 200, 412 without Type or Format, and 406 where nobody knows its Type")
  func clientEvent() {
    func code(_ items: [Item], types: Set<String>? = nil) -> Int? {
      answer(Alert(cmdID: "7", code: .clientEvent, items: items), server(clientEventTypes: types)).0
    }
    #expect(code([item()]) == 200)
    #expect(code([]) == 412)
    #expect(code([item(nil)]) == 412)
    #expect(code([item()], types: ["urn:u"]) == 406)
    let (_, events) = answer(Alert(cmdID: "7", code: .clientEvent, items: [item()]), server())
    #expect(events.contains { if case .alert(let alert) = $0 { alert.code == .clientEvent } else { false } })
  }

  @Test("an alert that is refused is no event", arguments: [1100, 1104, 1105, 9999])
  func refusedAlert(code: Int) {
    let (status, events) = answer(Alert(cmdID: "7", code: AlertCode(rawValue: code), items: [item()]), server())
    #expect(status == 406)
    #expect(!events.contains { if case .alert = $0 { true } else { false } })
  }

  @Test("commands that the device does not answer are told when it closes its package")
  func unanswered() throws {
    var server = server()
    let get = Make.get("./A")
    let group = Command.sequence(CommandGroup(cmdID: "g", commands: [Make.delete("./B", cmdID: "m")]))
    server.enqueue([get, group])
    let package = server.handle(device("1", []))
    let numbers = package.commands.filter { $0.name != "Status" }.map(\.cmdID)
    _ = server.takeEvents()
    let status = Status(
      cmdID: "2", msgRef: package.header.msgID, cmdRef: numbers[1], cmd: "Sequence", code: .ok)
    _ = server.handle(device("2", [.status(status)], isFinal: false))
    #expect(!server.takeEvents().contains { if case .unanswered = $0 { true } else { false } })
    _ = server.handle(device("3", []))
    #expect(server.takeEvents().contains(.unanswered([get, Make.delete("./B", cmdID: "m")])))
    #expect(server.command(answeredBy: status) == group)
  }

  @Test("the server sends no command before the device has closed its package")
  func waits() {
    var server = server()
    server.enqueue([Make.get("./A")])
    server.enqueue([Make.get("./B")])
    _ = server.handle(device("1", []))
    let more = server.handle(device("2", [.alert(Alert(cmdID: "1", code: .nextMessage))], isFinal: false))
    #expect(more.commands.map(\.name) == ["Status", "Status", "Alert"])
    #expect(!more.isFinal)
    #expect(server.handle(device("3", [])).commands.map(\.name) == ["Status", "Get"])
  }

  @Test("the result of an Exec finds it by the Correlator, in the same session and in a later one")
  func asynchronousResult() throws {
    let exec = Exec(cmdID: "run", correlator: "c1", item: Item(target: Location("./T")))
    var device = QueueDevice(tree: try PlainDevice.make().tree)
    var talk = Talk(device, encoding: .wbxml)
    talk.server.enqueue([.exec(exec)])
    try talk.run()
    #expect(talk.server.awaitedResults == ["c1": exec])
    #expect(talk.codes().map(\.1) == [202])
    device = talk.device
    #expect(device.results.waiting.count == 1)

    var later = Talk(device, encoding: .xml, awaited: talk.server.awaitedResults)
    try later.run()
    let found = later.events.compactMap {
      if case .asynchronousResult(let exec, let alert) = $0 { (exec, alert) } else { nil }
    }
    #expect(found.map(\.0) == [exec])
    #expect(found.first?.1.items.first?.meta?.mark == "warning")
    #expect(later.server.awaitedResults == [:])
    #expect(later.device.results.waiting == [])

    var together = Talk(QueueDevice(tree: try PlainDevice.make().tree), encoding: .xml, sendsNewAlerts: true)
    together.server.enqueue([.exec(exec)])
    together.server.enqueue([Make.get("./T")])
    try together.run()
    #expect(together.events.contains { if case .asynchronousResult(exec, _) = $0 { true } else { false } })
    #expect(together.device.answered == [200])
  }

  @Test("a result larger than the server's MaxObjSize is refused with 413; one without fault gets no Status")
  func resultsSize() {
    func answer(_ text: String) -> Message {
      var server = server(maxObjSize: 3)
      return server.handle(
        device(
          "1",
          [
            .results(
              Results(cmdID: "5", msgRef: "1", cmdRef: "1", items: [Item(source: Location("./A"), data: .text(text))]))
          ]))
    }
    #expect(code(answer("abcd"), "5") == 413)
    #expect(code(answer("abc"), "5") == nil)
  }

  @Test("chunks of a result are 213, and one of another size than said is 424 and no event")
  func resultChunks() {
    func chunk(_ cmdID: String, _ text: String, size: Int? = nil, more: Bool) -> Command {
      .results(
        Results(
          cmdID: cmdID, msgRef: "1", cmdRef: "1",
          items: [
            Item(
              source: Location("./A"), meta: size.map { Meta(size: String($0)) }, data: .text(text), moreData: more)
          ]))
    }
    var server = server()
    let first = server.handle(device("1", [chunk("5", "abc", size: 6, more: true)], isFinal: false))
    #expect(code(first, "5") == 213)
    #expect(first.commands.last?.name == "Alert")
    let last = server.handle(device("2", [chunk("6", "def", more: false)]))
    #expect(code(last, "6") == nil)
    let items = server.takeEvents().flatMap { event -> [Item] in
      if case .results(let results) = event { results.items } else { [] }
    }
    #expect(items.map(\.data) == [.text("abcdef")])

    var other = self.server()
    _ = other.handle(device("1", [chunk("5", "abc", size: 9, more: true)], isFinal: false))
    #expect(code(other.handle(device("2", [chunk("6", "def", more: false)])), "6") == 424)
    #expect(!other.takeEvents().contains { if case .results = $0 { true } else { false } })

    var third = self.server()
    _ = third.handle(device("1", [chunk("5", "abc", size: 9, more: true)], isFinal: false))
    let lost = third.handle(device("2", [.alert(Alert(cmdID: "1", code: .genericAlert, items: [item()]))]))
    let alerts = lost.commands.compactMap { if case .alert(let alert) = $0 { alert } else { nil } }
    #expect(alerts.map(\.code) == [.noEndOfData])
    #expect(alerts.first?.items.first?.source?.locURI == "./A")
  }

  @Test("a device that does not want the rest of an object gets no more of it")
  func chunkRefused() throws {
    var session = ServerSession(.init(serverURI: "https://server.example.com/dm"))
    session.enqueue([Make.replace("./A", String(repeating: "x", count: 5000), cmdID: "a"), Make.get("./B")])
    var first = device("1", [])
    first.header.meta = Meta(maxMsgSize: "1500")
    let chunk = session.handle(first)
    #expect(!chunk.isFinal)
    let number = try #require(chunk.commands.last { $0.name == "Replace" }?.cmdID)
    let refusal = Status(cmdID: "1", msgRef: chunk.header.msgID, cmdRef: number, cmd: "Replace", code: .deviceFull)
    let next = session.handle(device("2", [.status(refusal)], isFinal: false))
    #expect(next.commands.map(\.name) == ["Status", "Get"])
    #expect(next.isFinal)
    #expect(session.command(answeredBy: refusal)?.cmdID == "a")
  }
}
