import DeviceManagement
import SyncML
import Testing

/// In which order commands are answered, and that no answer is lost or given to the wrong one.
@Suite struct AnswerOrderTests {
  private static let serverURI = Talk<PlainDevice>.serverURI
  private static let deviceURI = Talk<PlainDevice>.deviceURI

  private func fromServer(_ msgID: String, _ commands: [Command], isFinal: Bool = false) -> Message {
    Message(
      header: SyncHdr(
        sessionID: "A1", msgID: msgID, target: Location(Self.deviceURI), source: Location(Self.serverURI)),
      commands: commands, isFinal: isFinal)
  }

  private func fromDevice(_ msgID: String, _ commands: [Command], isFinal: Bool = true) -> Message {
    Message(
      header: SyncHdr(
        sessionID: "A1", msgID: msgID, target: Location(Self.serverURI), source: Location(Self.deviceURI)),
      commands: commands, isFinal: isFinal)
  }

  private func statuses(_ message: Message?) -> [String] {
    (message?.commands ?? []).compactMap { command in
      if case .status(let status) = command {
        "\(status.msgRef)/\(status.cmdRef) \(status.code?.rawValue ?? 0)"
      } else {
        nil
      }
    }
  }

  private func alert(_ code: AlertCode, _ cmdID: String, type: String? = nil) -> Command {
    let items = type.map { [Item(meta: Meta(format: "chr", type: $0), data: .text("1"))] } ?? []
    return .alert(Alert(cmdID: cmdID, code: code, items: items))
  }

  // MARK: Order

  @Test("a device answers an alert about messages in its place among the other commands")
  func deviceOrder() throws {
    var talk = Talk(try PlainDevice.make([("A", .text("a"), .chr)]), encoding: .xml)
    _ = talk.client.start(on: &talk.device)
    let get = Command.get(ItemCommand(cmdID: "2", items: [Item(target: Location("./T/A"))]))
    let answer = talk.answer(fromServer("1", [alert(.nextMessage, "1"), get, alert(.nextMessage, "3")]))
    #expect(statuses(answer) == ["1/0 200", "1/1 200", "1/2 200", "1/3 200"])
  }

  @Test("a server answers an alert about messages in its place among the other commands")
  func serverOrder() {
    var server = ServerSession(.init(serverURI: Self.serverURI))
    let answer = server.handle(
      fromDevice(
        "1",
        [
          alert(.nextMessage, "1"), alert(.genericAlert, "2", type: "urn:t"), alert(.nextMessage, "3"),
          alert(.genericAlert, "4", type: "urn:t"),
        ], isFinal: false))
    #expect(statuses(answer) == ["1/0 200", "1/1 200", "1/2 200", "1/3 200", "1/4 200"])
  }

  // MARK: Answers that must not be lost

  @Test("a server that sends its package again, with credentials, answers once more what the first one answered")
  func repeatedAnswers() throws {
    let own = Conversation.server(.md5, nonce: nil)
    var server = ServerSession(
      .init(
        serverURI: Self.serverURI,
        authentication: Conversation.side(own: own, peer: nil, showsFirst: false, seed: "s")))
    server.enqueue(Conversation.get)
    let first = server.handle(
      fromDevice("1", [alert(.clientInitiatedManagement, "1"), alert(.genericAlert, "2", type: "t")]))
    #expect(statuses(first) == ["1/0 200", "1/1 200", "1/2 200"])
    let challenge = Status(
      cmdID: "1", msgRef: first.header.msgID, cmdRef: "0", cmd: "SyncHdr",
      chal: Chal(.md5, nonce: Nonce(Array("n".utf8))), code: .authenticationRequired)
    let second = server.handle(fromDevice("2", [.status(challenge)]))
    #expect(statuses(second) == ["2/0 200", "1/1 200", "1/2 200"])
    #expect(second.commands.contains { $0.name == "Get" })
    #expect(second.header.cred != nil)
  }

  @Test("what is left of an object that another command has broken off is not taken for the whole")
  func tailOfLostObject() throws {
    var talk = Talk(try PlainDevice.make([("A", .text("high"), .chr)]), encoding: .xml)
    _ = talk.client.start(on: &talk.device)
    func chunk(_ cmdID: String, _ text: String, size: String?, more: Bool) -> Command {
      .replace(
        ItemCommand(
          cmdID: cmdID,
          items: [
            Item(target: Location("./T/A"), meta: size.map { Meta(size: $0) }, data: .text(text), moreData: more)
          ]))
    }
    let first = talk.answer(
      fromServer("1", [chunk("1", "abc", size: "6", more: true), Make.get("./T/A")]))
    #expect(first?.commands.contains { $0.name == "Alert" } == true)
    let second = talk.answer(fromServer("2", [chunk("1", "def", size: nil, more: false)], isFinal: true))
    #expect(statuses(second).contains("2/1 424"))
    #expect(talk.device.tree.text(try NodeURI(parsing: "./T/A")) == "high")
    let third = talk.answer(fromServer("3", [Make.replace("./T/A", "low")], isFinal: true))
    #expect(statuses(third).contains("3/1 200"))
    #expect(talk.device.tree.text(try NodeURI(parsing: "./T/A")) == "low")
  }

  // MARK: Credentials

  @Test("credentials that name no type are basic ones")
  func basicByDefault() {
    let credentials = Conversation.device(.basic)
    let shown = credentials.cred(.basic, nonce: nil)
    let bare = Cred(meta: nil, data: shown?.data ?? "")
    #expect(bare.authenticationType == .basic)
    #expect(bare.basicUserName == "device")
    #expect(credentials.isProved(by: bare, nonce: nil))
    #expect(!credentials.isProved(by: Cred(meta: Meta(type: "syncml:auth-md5"), data: bare.data), nonce: nil))
  }

  @Test("a nonce that a busy server gives is the next one that is used")
  func nonceOfBusyServer() throws {
    let device = Conversation.device(.md5)
    var client = ClientSession(
      .init(
        sessionID: "A1", deviceURI: Self.deviceURI, serverURI: Self.serverURI, serverID: "s",
        authentication: Conversation.side(own: device, peer: nil, seed: "c")))
    var plain = try PlainDevice.make()
    let first = try #require(client.start(on: &plain).header.cred)
    #expect(device.isProved(by: first, nonce: device.nonce))
    let next = Nonce(Array("next".utf8))
    let busy = Status(
      cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", chal: Chal(.md5, nonce: next), code: .serviceUnavailable)
    #expect(client.handle(fromServer("1", [.status(busy)], isFinal: true), on: &plain) == nil)
    let second = try #require(client.retry()?.header.cred)
    #expect(device.isProved(by: second, nonce: next))
    #expect(!device.isProved(by: second, nonce: device.nonce))
  }

  @Test("a refusal of a message has as many Statuses as the device's MaxMsgSize lets in")
  func sizeOfRefusal() throws {
    let side = Conversation.side(own: nil, peer: Conversation.device(.md5), seed: "s")
    for encoding in Encoding.allCases {
      var server = ServerSession(.init(serverURI: Self.serverURI, encoding: encoding, authentication: side))
      var message = fromDevice("1", (1...60).map { alert(.genericAlert, String($0), type: "urn:t") })
      message.header.meta = Meta(maxMsgSize: "2000")
      let answer = server.handle(message)
      #expect(try answer.encoded(as: encoding).count <= 2000)
      #expect(statuses(answer).first == "1/0 407")
      #expect(statuses(answer).count > 2)
    }
  }
}
