import DeviceManagement
import SyncML
import Testing

@Suite struct SessionTests {
  private static let deviceURI = "IMEI:004401013456782"

  private func device() throws -> PlainDevice {
    var tree = ManagementTree()
    try DevInfo(devID: Self.deviceURI, manufacturer: "Example", model: "One").install(in: &tree)
    return PlainDevice(tree: tree)
  }

  private func client() -> ClientSession {
    ClientSession(
      .init(
        sessionID: "A1", deviceURI: Self.deviceURI, serverURI: "https://server.example.com/dm",
        serverID: "server.example.com"))
  }

  private func server() -> ServerSession { ServerSession(.init(serverURI: "https://server.example.com/dm")) }

  private func answer(
    msgID: String = "1", sessionID: String = "A1", verDTD: String = "1.2", verProto: String = "DM/1.2",
    commands: [Command] = [], isFinal: Bool = true
  ) -> Message {
    Message(
      header: SyncHdr(
        verDTD: verDTD, verProto: verProto, sessionID: sessionID, msgID: msgID, target: Location(Self.deviceURI),
        source: Location("https://server.example.com/dm")),
      commands: commands, isFinal: isFinal)
  }

  @Test("package 1 says who wanted the session and carries DevInfo, with Final", arguments: [true, false])
  func packageOne(isServerInitiated: Bool) throws {
    var device = try device()
    var session = ClientSession(
      .init(
        sessionID: "A1", deviceURI: Self.deviceURI, serverURI: "https://server.example.com/dm", serverID: "s",
        isServerInitiated: isServerInitiated, maxMsgSize: 4096))
    let message = session.start(on: &device)
    #expect(message.isFinal)
    #expect(message.header.msgID == "1")
    #expect(message.header.meta?.maxMsgSize == "4096")
    guard case .alert(let alert) = message.commands[0], case .replace(let replace) = message.commands[1] else {
      Issue.record("an Alert and a Replace expected, \(message.commands.map(\.name)) came")
      return
    }
    #expect(alert.code?.rawValue == (isServerInitiated ? 1200 : 1201))
    #expect(
      replace.items.map { $0.source?.locURI } == [
        "./DevInfo/DevId", "./DevInfo/Man", "./DevInfo/Mod", "./DevInfo/DmV", "./DevInfo/Lang",
      ])
  }

  @Test("a server without commands ends the session after package 2")
  func shortestSession() throws {
    var device = try device()
    var client = client()
    var server = server()
    let answer = server.handle(client.start(on: &device))
    #expect(answer.commands.map(\.name) == ["Status", "Status", "Status"])
    #expect(client.handle(answer, on: &device) == nil)
    #expect(client.state == .finished)
    #expect(server.isFinished)
    #expect(
      server.takeEvents().contains(
        .devInfo([
          "./DevInfo/DevId": Self.deviceURI, "./DevInfo/Man": "Example", "./DevInfo/Mod": "One",
          "./DevInfo/DmV": "1.2", "./DevInfo/Lang": "en",
        ])))
  }

  @Test("every command is answered by a Status in order, and Results follow the Status of their Get")
  func statusesInOrder() throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    let reply = try #require(
      client.handle(
        answer(commands: [
          .get(ItemCommand(cmdID: "1", items: [Item(target: Location("./DevInfo/Man"))])),
          .delete(ItemCommand(cmdID: "2", items: [Item(target: Location("./None"))])),
        ]), on: &device))
    let names = reply.commands.map { command in
      if case .status(let status) = command { "\(status.cmd) \(status.code?.rawValue ?? 0)" } else { command.name }
    }
    #expect(names == ["SyncHdr 200", "Get 200", "Results", "Delete 404"])
    #expect(reply.commands.map(\.cmdID) == ["1", "2", "3", "4"])
  }

  @Test("NoResp on a command leaves out its Status; NoResp in the header leaves out all")
  func noResp() throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    let get = ItemCommand(cmdID: "1", noResp: true, items: [Item(target: Location("./DevInfo/Man"))])
    let first = try #require(client.handle(answer(commands: [.get(get)]), on: &device))
    #expect(first.commands.map(\.name) == ["Status", "Results"])
    var message = answer(msgID: "2", commands: [.get(get)])
    message.header.noResp = true
    let second = try #require(client.handle(message, on: &device))
    #expect(second.commands.map(\.name) == ["Results"])
  }

  @Test(
    "a version nobody speaks is refused: 505 for the DTD, 513 for the protocol",
    arguments: [("2.0", "DM/1.2", 505), ("1.2", "SyncML/1.2", 513), ("1.2", "DM/9.9", 513)])
  func versionRefused(verDTD: String, verProto: String, code: Int) throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    let reply = try #require(client.handle(answer(verDTD: verDTD, verProto: verProto), on: &device))
    guard case .status(let status) = reply.commands.first else {
      Issue.record("a Status expected")
      return
    }
    #expect(status.cmd == "SyncHdr")
    #expect(status.code?.rawValue == code)

    var server = server()
    var message = answer(
      verDTD: verDTD, verProto: verProto, commands: [.alert(Alert(cmdID: "1", code: .clientInitiatedManagement))])
    message.header.target = Location("https://server.example.com/dm")
    let refusal = server.handle(message)
    let codes = refusal.commands.map { command -> Int? in
      if case .status(let status) = command { status.code?.rawValue } else { nil }
    }
    #expect(codes == [code, code])
    #expect(server.isFinished)
  }

  @Test("a message of another session ends the client's")
  func wrongSession() throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    #expect(client.handle(answer(sessionID: "B2"), on: &device) == nil)
    #expect(client.state == .failed(.wrongSession("B2")))
  }

  @Test("a message that comes twice gets the same answer twice, and does not run its commands twice")
  func repeatedMessage() throws {
    var device = try device()
    var client = client()
    var server = server()
    let first = client.start(on: &device)
    let message = answer(commands: [
      .add(ItemCommand(cmdID: "1", items: [Item(target: Location("./A"), data: .text("x"))]))
    ])
    let reply = try #require(client.handle(message, on: &device))
    #expect(client.handle(message, on: &device) == reply)
    #expect(device.tree.children(of: .root) == ["DevInfo", "A"])
    #expect(server.handle(first) == server.handle(first))
  }

  @Test("alert 1223 ends the session on both sides")
  func abort() throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    let abort = Command.alert(Alert(cmdID: "1", code: .sessionAbort))
    #expect(client.handle(answer(commands: [abort]), on: &device) == nil)
    #expect(client.state == .failed(.aborted))
    var server = server()
    server.enqueue([.get(ItemCommand(items: [Item(target: Location("."))]))])
    let reply = server.handle(answer(commands: [abort]))
    #expect(reply.commands.map(\.name) == ["Status", "Status"])
    #expect(server.takeEvents().contains(.aborted))
  }

  @Test("a package that goes on is answered without Final and with a wish for the next message")
  func nextMessage() throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    let status = Status(cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Alert", code: .ok)
    let reply = try #require(client.handle(answer(commands: [.status(status)], isFinal: false), on: &device))
    #expect(!reply.isFinal)
    #expect(reply.commands.map(\.name) == ["Status", "Alert"])
  }

  @Test("a generic alert without Type or Format is incomplete; one with both is taken")
  func genericAlert() throws {
    func status(_ meta: Meta) -> StatusCode? {
      var server = server()
      let alert = Alert(cmdID: "7", code: .genericAlert, items: [Item(meta: meta, data: .text("1"))])
      for case .status(let status) in server.handle(answer(commands: [.alert(alert)])).commands
      where status.cmdRef == "7" { return status.code }
      return nil
    }
    #expect(status(Meta(format: "int", type: "urn:x:y")) == .ok)
    #expect(status(Meta(format: "int")) == .incompleteCommand)
    #expect(status(Meta(type: "urn:x:y")) == .incompleteCommand)
  }

  @Test("the next message goes to the RespURI that the server gave")
  func respURI() throws {
    var device = try device()
    var client = client()
    _ = client.start(on: &device)
    var message = answer(commands: [.get(ItemCommand(cmdID: "1", items: [Item(target: Location("."))]))])
    message.header.respURI = "https://server.example.com/dm?session=7"
    let reply = try #require(client.handle(message, on: &device))
    #expect(client.nextURI == "https://server.example.com/dm?session=7")
    #expect(reply.header.target.locURI == "https://server.example.com/dm?session=7")
  }

  @Test("a user's no ends a Sequence with 215 and fails an Atomic with 507")
  func userSaysNo() throws {
    struct Refusing: ManagedDevice {
      var tree = ManagementTree()
      mutating func interact(_ alert: Alert) -> InteractionOutcome { InteractionOutcome(.notModified) }
    }
    let question = Command.alert(
      Alert(cmdID: "2", code: .confirmOrReject, items: [Item(), Item(data: .text("Sure?"))]))
    let add = Command.add(ItemCommand(cmdID: "3", items: [Item(target: Location("./A"), data: .text("x"))]))
    func codes(_ group: Command) -> [Int] {
      var device = Refusing()
      var executor = CommandExecutor(actor: Actor(serverID: "s"), msgRef: "1")
      executor.execute([group], on: &device)
      #expect(device.tree.count == 1)
      return executor.answers.compactMap { if case .status(let status) = $0 { status.code?.rawValue } else { nil } }
    }
    #expect(codes(.sequence(CommandGroup(cmdID: "1", commands: [question, add]))) == [200, 304, 215])
    #expect(codes(.atomic(CommandGroup(cmdID: "1", commands: [question, add]))) == [507, 304, 215])
  }
}
