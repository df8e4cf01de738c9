import DeviceManagement
import SyncML
import Testing

/// Answers that are lost, repeated or put off, sessions that end early, and peers that go on for ever.
@Suite struct BusyAndLostTests {
  private func talk(limits: SessionLimits = SessionLimits()) throws -> Talk<PlainDevice> {
    Talk(try PlainDevice.make(), encoding: .xml, limits: limits)
  }

  private func message(_ msgID: String, _ commands: [Command] = [], isFinal: Bool = true) -> Message {
    Message(
      header: SyncHdr(
        sessionID: "A1", msgID: msgID, target: Location(Talk<PlainDevice>.deviceURI),
        source: Location(Talk<PlainDevice>.serverURI)),
      commands: commands, isFinal: isFinal)
  }

  private func device(_ msgID: String, _ commands: [Command] = [], isFinal: Bool = true) -> Message {
    Message(
      header: SyncHdr(
        sessionID: "A1", msgID: msgID, target: Location(Talk<PlainDevice>.serverURI),
        source: Location(Talk<PlainDevice>.deviceURI)),
      commands: commands, isFinal: isFinal)
  }

  private func code(_ message: Message, _ cmd: String) -> Int? {
    for case .status(let status) in message.commands where status.cmd == cmd { return status.code?.rawValue }
    return nil
  }

  private func retry(_ talk: inout Talk<some ManagedDevice>) -> Message? { talk.client.retry() }
  private func abort(_ talk: inout Talk<PlainDevice>) -> Message? { talk.client.abort() }
  private func refuse(_ message: Message, _ talk: inout Talk<PlainDevice>) -> Message? {
    talk.client.refuseBusily(message)
  }

  private func respond(to message: Message, _ talk: inout Talk<some ManagedDevice>) -> Message? { talk.answer(message) }
  private func step(_ message: Message, _ talk: inout Talk<some ManagedDevice>) -> Message? {
    let answer = talk.server.handle(message)
    return talk.answer(answer)
  }
  private func putOff(_ message: Message, _ talk: inout Talk<some ManagedDevice>) -> Message? {
    let answer = talk.server.refuseBusily(message)
    return talk.answer(answer)
  }
  private func ends(with message: Message, _ talk: inout Talk<some ManagedDevice>) -> Bool {
    talk.ends(with: message)
  }

  private let next = Command.alert(Alert(cmdID: "9", code: .nextMessage))

  @Test("a lost answer is got by sending the last message again; nothing runs twice")
  func resend() throws {
    var talk = try talk()
    talk.server.enqueue([Make.add("./T/A", "1", cmdID: "a")])
    let first = talk.client.start(on: &talk.device)
    let lost = talk.server.handle(first)
    let again = try #require(talk.client.resend())
    #expect(again == first)
    let answer = talk.server.handle(again)
    #expect(answer == lost)
    let reply = try #require(respond(to: answer, &talk))
    // This time the device's message is lost on its way back, and the server's comes again.
    #expect(respond(to: answer, &talk) == reply)
    #expect(talk.device.tree.children(of: NodeURI(segments: ["T"])) == ["A"])
    #expect(ends(with: reply, &talk))
    #expect(talk.client.state == .finished)
    #expect(talk.client.resend() == nil)
  }

  @Test("a server refuses a number that was used by another message, and goes on with the next one")
  func staleAtServer() throws {
    var talk = try talk()
    _ = talk.server.handle(talk.client.start(on: &talk.device))
    _ = talk.server.handle(device("2", [next], isFinal: false))
    _ = talk.server.takeEvents()
    let refused = talk.server.handle(
      device("1", [.alert(Alert(cmdID: "1", code: .genericAlert, items: [Item(meta: Meta(format: "chr", type: "t"))]))])
    )
    #expect(code(refused, "SyncHdr") == 400)
    #expect(code(refused, "Alert") == 400)
    #expect(talk.server.takeEvents() == [.wrongMessage("1")])
    #expect(code(talk.server.handle(device("3", [next], isFinal: false)), "SyncHdr") == 200)
  }

  @Test("a message of another session is refused with 400 and ends the server's")
  func otherSessionAtServer() throws {
    var talk = try talk()
    _ = talk.server.handle(talk.client.start(on: &talk.device))
    var other = device("2", [next])
    other.header.sessionID = "B2"
    #expect(code(talk.server.handle(other), "SyncHdr") == 400)
    #expect(talk.server.isFinished)
  }

  @Test("a busy server puts a client off, which repeats its message under another number", arguments: [417, 503])
  func busyServer(status: Int) throws {
    var talk = try talk()
    talk.server.enqueue([Make.add("./T/A", "1", cmdID: "a")])
    let first = talk.client.start(on: &talk.device)
    let busy = talk.server.refuseBusily(
      first, status: StatusCode(rawValue: status), respURI: "https://server.example.com/later")
    #expect(respond(to: busy, &talk) == nil)
    #expect(
      talk.client.state
        == .retry(
          .init(
            status: StatusCode(rawValue: status), uri: "https://server.example.com/later", action: .repeatsMessage)))
    let second = try #require(retry(&talk))
    #expect(second.header.msgID == "2")
    #expect(second.header.target.locURI == "https://server.example.com/later")
    #expect(second.commands == first.commands)
    let reply = try #require(step(second, &talk))
    #expect(ends(with: reply, &talk))
    #expect(talk.client.state == .finished)
    #expect(talk.device.tree.contains(NodeURI(segments: ["T", "A"])))
  }

  @Test("a server that is always busy is given up after as many tries as the limits say")
  func alwaysBusy() throws {
    var talk = try talk(limits: SessionLimits(maximumRetries: 3))
    var message: Message? = talk.client.start(on: &talk.device)
    var tries = 0
    while let current = message, tries < 10 {
      tries += 1
      #expect(putOff(current, &talk) == nil)
      message = talk.client.retry()
    }
    #expect(tries == 4)
    #expect(talk.client.state == .failed(.limit(.retries)))
  }

  @Test("the alerts of a message that was put off are still known when it is answered")
  func busyWithAlerts() throws {
    var device = QueueDevice(tree: try PlainDevice.make().tree)
    device.results.add(
      AsynchronousResult(
        serverID: "s", correlator: "c", source: NodeURI(segments: ["T"]), type: "urn:t", format: .int, data: .text("1"))
    )
    var talk = Talk(device, encoding: .xml)
    let first = talk.client.start(on: &talk.device)
    #expect(putOff(first, &talk) == nil)
    let second = try #require(retry(&talk))
    #expect(ends(with: second, &talk))
    #expect(talk.device.results.waiting == [])
  }

  @Test("a busy device ends the server's session, which says what it could not do")
  func busyDevice() throws {
    var talk = try talk()
    talk.server.enqueue([Make.add("./T/A", "1", cmdID: "a")])
    talk.server.enqueue([Make.add("./T/B", "1", cmdID: "b")])
    let package = talk.server.handle(talk.client.start(on: &talk.device))
    _ = talk.server.takeEvents()
    let busy = try #require(refuse(package, &talk))
    #expect(code(busy, "Add") == 417)
    _ = talk.server.handle(busy)
    #expect(
      talk.server.takeEvents().contains { event in
        if case .busy(.retryLater, let commands) = event { commands.map(\.cmdID).contains("b") } else { false }
      })
    #expect(talk.server.isFinished)
    #expect(!talk.device.tree.contains(NodeURI(segments: ["T", "A"])))
  }

  // MARK: Early ends

  @Test("a client that ends a session sends 1223 with Final and ignores the answer, which has no new command")
  func clientAborts() throws {
    var talk = try talk()
    talk.server.enqueue([Make.add("./T/A", "1", cmdID: "a")])
    talk.server.enqueue([Make.add("./T/B", "1", cmdID: "b")])
    _ = talk.client.handle(talk.server.handle(talk.client.start(on: &talk.device)), on: &talk.device)
    let last = try #require(abort(&talk))
    #expect(last.isFinal)
    #expect(last.commands.map(\.name) == ["Alert"])
    #expect(talk.client.state == .failed(.cancelled))
    _ = talk.server.takeEvents()
    let answer = talk.server.handle(last)
    #expect(answer.commands.map(\.name) == ["Status", "Status"])
    #expect(answer.isFinal)
    #expect(talk.server.takeEvents() == [.aborted])
    #expect(respond(to: answer, &talk) == nil)
    #expect(talk.client.state == .failed(.cancelled))
    #expect(abort(&talk) == nil)
  }

  @Test("a server that ends a session sends 1223 with Final and says what was not sent")
  func serverAborts() throws {
    var talk = try talk()
    let add = Make.add("./T/A", "1", cmdID: "a")
    talk.server.enqueue([add])
    talk.server.abort()
    let answer = talk.server.handle(talk.client.start(on: &talk.device))
    #expect(answer.commands.map(\.name) == ["Status", "Alert", "Status", "Status"])
    #expect(answer.isFinal)
    #expect(talk.server.takeEvents().contains(.cancelled([add])))
    #expect(respond(to: answer, &talk) == nil)
    #expect(talk.client.state == .failed(.aborted))
  }

  // MARK: Hostile peers

  @Test("a server that asks for the next message for ever is left with 1223")
  func endlessNextMessage() throws {
    var talk = try talk(limits: SessionLimits(maximumIdleMessages: 5))
    _ = talk.client.start(on: &talk.device)
    var count = 0
    var answer: Message?
    repeat {
      count += 1
      answer = talk.client.handle(message(String(count), [next], isFinal: false), on: &talk.device)
    } while answer != nil && talk.client.state == .waiting && count < 100
    #expect(count == 6)
    #expect(talk.client.state == .failed(.limit(.idleMessages)))
    #expect(answer?.commands.last?.name == "Alert")
    #expect(answer?.isFinal == true)
  }

  @Test("a server that sends commands for ever is left after as many messages as the limits say")
  func endlessMessages() throws {
    var talk = try talk(limits: SessionLimits(maximumMessages: 20))
    _ = talk.client.start(on: &talk.device)
    var count = 0
    while talk.client.state == .waiting, count < 100 {
      count += 1
      _ = talk.client.handle(message(String(count), [Make.get("./T")]), on: &talk.device)
    }
    #expect(count == 21)
    #expect(talk.client.state == .failed(.limit(.messages)))
  }

  @Test("a client that never closes its package is left by the server")
  func endlessPackage() throws {
    var talk = try talk(limits: SessionLimits(maximumIdleMessages: 5))
    var count = 0
    while !talk.server.isFinished, count < 100 {
      count += 1
      _ = talk.server.handle(device(String(count), [next], isFinal: false))
    }
    #expect(count == 6)
    #expect(talk.server.takeEvents().contains(.failed(.limit(.idleMessages))))
  }

  @Test("a message that is repeated for ever is left by the client")
  func endlessRepetition() throws {
    var talk = try talk(limits: SessionLimits(maximumIdleMessages: 5))
    _ = talk.client.start(on: &talk.device)
    var count = 0
    while talk.client.state == .waiting, count < 100 {
      count += 1
      _ = talk.client.handle(message("1", [Make.get("./T")]), on: &talk.device)
    }
    #expect(count == 7)
    #expect(talk.client.state == .failed(.limit(.idleMessages)))
  }

  @Test("what is kept of a large object is bounded by its Size, and Size by the limits")
  func boundedObject() throws {
    var talk = try talk(limits: SessionLimits(maximumObjectBytes: 1000))
    _ = talk.client.start(on: &talk.device)
    func chunk(_ size: Int?, _ count: Int) -> Command {
      .add(
        ItemCommand(
          cmdID: "1",
          items: [
            Item(
              target: Location("./T/A"), meta: Meta(format: "chr", size: size.map(String.init)),
              data: .text(String(repeating: "x", count: count)), moreData: true)
          ]))
    }
    let refused = try #require(respond(to: message("1", [chunk(1001, 1)], isFinal: false), &talk))
    #expect(code(refused, "Add") == 416)
    _ = talk.client.handle(message("2", [Make.get("./T")]), on: &talk.device)
    let taken = try #require(respond(to: message("3", [chunk(1000, 900)], isFinal: false), &talk))
    #expect(code(taken, "Add") == 213)
    let surplus = try #require(respond(to: message("4", [chunk(nil, 101)], isFinal: false), &talk))
    #expect(code(surplus, "Add") == 424)
  }
}

/// A device whose processes go on after their Execs.
struct QueueDevice: ManagedDevice {
  var tree: ManagementTree
  var results = AsynchronousResultQueue()
  var answered: [Int] = []

  init(tree: ManagementTree) { self.tree = tree }

  mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome {
    results.add(
      AsynchronousResult(
        serverID: actor.serverID, correlator: request.correlator, source: request.uri, type: "urn:example:done",
        format: .int, data: .text("200"), mark: .warning))
    return ExecOutcome(.acceptedForProcessing)
  }
  func outgoingAlerts(to serverID: String) -> [OutgoingAlert] { results.alerts(to: serverID) }
  mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) {
    answered.append(status.rawValue)
    results.didSend(id, status: status)
  }
}
