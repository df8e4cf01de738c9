import DeviceManagement
import SyncML
import Testing

@Suite struct MessageIntegrityTests {
  typealias Talk = Conversation

  private func talk(commands: [Command] = Conversation.add) throws -> Talk {
    try Talk(
      client: Talk.side(own: Talk.device(.mac), peer: Talk.server(.mac), seed: "c"),
      server: Talk.side(own: Talk.server(.mac), peer: Talk.device(.mac), seed: "s"), commands: commands)
  }

  @Test("a message changed on its way is refused and sent again, whoever sent it", arguments: [1, 2, 3])
  func changedBody(number: Int) throws {
    var talk = try talk(commands: Conversation.get)
    talk.tamper = { index, _, bytes in
      // A blank after the root changes the message's bytes and nothing of its meaning.
      if index == number { bytes.append(0x20) }
    }
    try talk.run(.xml)
    #expect(talk.codes.contains { $0.contains("401+") })
    #expect(talk.client.state == .finished)
    #expect(talk.results == ["Example"])
  }

  @Test("a package of the server that was changed is not carried out before it is sent again whole")
  func changedCommands() throws {
    var talk = try talk()
    talk.tamper = { index, _, bytes in
      guard index == 2, let text = String(validating: bytes, as: UTF8.self) else { return }
      bytes = Array(text.replacing("./New", with: "./Bad").utf8)
    }
    try talk.run(.xml)
    #expect(talk.device.tree.children(of: .root) == ["DevInfo", "New"])
    #expect(talk.client.state == .finished)
  }

  @Test("whatever bit of a message is changed, nothing in it is done and nobody is let in")
  func everyBit() throws {
    var talk = try talk()
    let first = talk.client.start(on: &talk.device)
    let request = try first.encoded(as: .wbxml)
    let requestHeader = talk.client.hmacHeader(for: request.span)
    let fresh = talk.server
    let requestIntegrity = MessageIntegrity(headerValue: requestHeader, body: request.span)
    let package = talk.server.handle(first, integrity: requestIntegrity)
    let answer = try package.encoded(as: .wbxml)
    let answerHeader = talk.server.hmacHeader(for: answer.span)
    var readable = 0
    for index in request.indices {
      for bit in 0..<8 {
        var changed = request
        changed[index] ^= 1 << bit
        guard let message = try? Message(decoding: changed.span) else { continue }
        readable += 1
        var server = fresh
        let reply = server.handle(message, integrity: MessageIntegrity(headerValue: requestHeader, body: changed.span))
        #expect(!reply.commands.contains { $0.name == "Add" })
        #expect(server.takeNonceUpdates() == [])
      }
    }
    for index in answer.indices {
      for bit in 0..<8 {
        var changed = answer
        changed[index] ^= 1 << bit
        guard let message = try? Message(decoding: changed.span) else { continue }
        readable += 1
        var client = talk.client
        var device = talk.device
        _ = client.handle(
          message, integrity: MessageIntegrity(headerValue: answerHeader, body: changed.span), on: &device)
        #expect(device.tree.children(of: .root) == ["DevInfo"])
        #expect(client.takeNonceUpdates() == [])
      }
    }
    // The last message: what it says of the server's nonce must not be kept before it is proved.
    _ = talk.server.takeNonceUpdates()
    let integrity = MessageIntegrity(headerValue: answerHeader, body: answer.span)
    let last = try #require(talk.client.handle(package, integrity: integrity, on: &talk.device)).encoded(as: .wbxml)
    let lastHeader = talk.client.hmacHeader(for: last.span)
    for index in last.indices {
      for bit in 0..<8 {
        var changed = last
        changed[index] ^= 1 << bit
        guard let message = try? Message(decoding: changed.span) else { continue }
        readable += 1
        var server = talk.server
        _ = server.handle(message, integrity: MessageIntegrity(headerValue: lastHeader, body: changed.span))
        #expect(server.takeNonceUpdates() == [])
      }
    }
    let whole = try Message(decoding: last.span)
    _ = talk.server.handle(whole, integrity: MessageIntegrity(headerValue: lastHeader, body: last.span))
    #expect(Set(talk.server.takeNonceUpdates().map(\.side)) == [.client, .server])
    #expect(readable > 1000)
  }

  @Test("a voluntary MAC that fails later is asked for again as a MAC")
  func voluntaryMACFails() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.mac), peer: nil, types: [.md5, .mac], seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(.md5), seed: "s"), commands: Talk.get)
    talk.tamper = { index, _, bytes in if index == 3 { bytes.append(0x20) } }
    try talk.run(.xml)
    #expect(talk.shown.filter { $0.hasPrefix("client") } == ["client MAC", "client MAC", "client MAC"])
    #expect(talk.client.state == .finished)
    #expect(talk.results == ["Example"])
  }

  @Test("a message without its MAC ends the session once MACs are in use")
  func missingHeader() throws {
    var talk = try talk()
    talk.tamper = { index, header, _ in if index == 3 { header = nil } }
    try talk.run()
    #expect(talk.server.takeEvents().contains(.authenticationFailed(.peerChangedType)))
  }

  @Test("a header of an earlier message proves nothing later")
  func replayedHeader() throws {
    var talk = try talk()
    var first: String?
    talk.tamper = { index, header, _ in
      if index == 1 { first = header }
      if index == 3 { header = first }
    }
    try talk.run()
    #expect(talk.codes.contains("server 401+"))
  }

  @Test("an answer to a MAC without a new nonce ends the session")
  func missingNonce() throws {
    for code in [StatusCode.ok, .authenticationAccepted] {
      var talk = try talk()
      let first = talk.client.start(on: &talk.device)
      var answer = talk.server.handle(first)
      answer.commands = [
        .status(Status(cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", code: code))
      ]
      #expect(talk.client.handle(answer, on: &talk.device) == nil)
      #expect(talk.client.state == .failed(.authentication(.missingNonce)))
    }
  }

  @Test("a message that comes twice is answered as before; one with the same number and no proof is not")
  func sameNumber() throws {
    var talk = try talk(commands: Conversation.get)
    let first = talk.client.start(on: &talk.device)
    let bytes = try first.encoded(as: .wbxml)
    let integrity = MessageIntegrity(headerValue: talk.client.hmacHeader(for: bytes.span), body: bytes.span)
    let answer = talk.server.handle(first, integrity: integrity)
    #expect(answer.commands.contains { $0.name == "Get" })
    #expect(talk.server.handle(first, integrity: integrity) == answer)
    #expect(!talk.server.handle(first).commands.contains { $0.name == "Get" })
  }

  @Test("a server can tell whom to look up before anything is proved")
  func claimedIdentity() {
    var header = SyncHdr(
      sessionID: "1", msgID: "1", target: Location("s"), source: Location("IMEI:1", locName: "name"))
    #expect(ClaimedIdentity(of: header).userName == "name")
    header.cred = Talk.device(.basic).cred(.basic, nonce: nil)
    #expect(ClaimedIdentity(of: header).userName == "device")
    let value = HMACHeader(userName: "mac-user", mac: [UInt8](repeating: 0, count: 16)).value
    let integrity = MessageIntegrity(headerValue: value, body: Array("x".utf8).span)
    let identity = ClaimedIdentity(of: header, integrity: integrity)
    #expect(identity.userName == "mac-user")
    #expect(identity.deviceURI == "IMEI:1")
  }
}

@Suite struct NonceBookkeepingTests {
  typealias Talk = Conversation

  private static func account(_ scheme: AuthenticationScheme) -> Account {
    Account(
      serverID: "s", addresses: [Account.Address(Talk.serverURI)],
      credentials: [
        AccountCredentials(level: .client, scheme: scheme, name: "device", secret: Secret("a"), data: [1]),
        AccountCredentials(level: .server, scheme: scheme, name: "server", secret: Secret("b"), data: [2]),
      ])
  }

  @Test(
    "the nonces that both sides keep fit together, session after session",
    arguments: [
      AuthenticationScheme.digest, .hmac,
    ])
  func sessionAfterSession(scheme: AuthenticationScheme) throws {
    var onDevice = Self.account(scheme)
    var onServer = onDevice
    var used: Set<[UInt8]> = []
    for round in 0..<5 {
      var talk = try Talk(
        client: SessionAuthentication(client: onDevice, nonces: NonceGenerator(seed: Secret("c\(round)"))),
        server: SessionAuthentication(server: onServer, nonces: NonceGenerator(seed: Secret("s\(round)"))))
      try talk.run()
      #expect(talk.client.state == .finished)
      // No round is lost on a challenge.
      #expect(talk.messages == 4)
      for update in talk.client.takeNonceUpdates() { onDevice.update(update) }
      for update in talk.server.takeNonceUpdates() { onServer.update(update) }
      #expect(onDevice == onServer)
      let nonce = try #require(onDevice.clientCredentials?.nonce)
      #expect(used.insert(nonce.bytes).inserted)
      #expect(talk.client.takeNonceUpdates() == [])
    }
  }

  @Test("a server that lost its nonces is found again by 0x00000000, as DM Notification 6.2 describes")
  func resynchronization() throws {
    var onDevice = Self.account(.digest)
    var onServer = Self.account(.digest)
    onServer.update(NonceUpdate(.client, .resynchronization))
    onServer.update(NonceUpdate(.server, .resynchronization))
    var talk = try Talk(
      client: SessionAuthentication(
        client: onDevice, nonces: NonceGenerator(seed: Secret("c")), resynchronizes: true),
      server: SessionAuthentication(server: onServer, nonces: NonceGenerator(seed: Secret("s"))))
    try talk.run()
    #expect(talk.codes == ["server 212+", "client 212+", "server 200"])
    for update in talk.client.takeNonceUpdates() { onDevice.update(update) }
    for update in talk.server.takeNonceUpdates() { onServer.update(update) }
    #expect(onDevice == onServer)
    #expect(onDevice.clientCredentials?.nonce != .resynchronization)
  }

  @Test("a nonce is good once: the same digest a second time is refused")
  func oneUse() throws {
    let server = SessionAuthentication(
      own: nil, peer: Talk.device(.md5), checksEveryMessage: true, nonces: NonceGenerator(seed: Secret("s")))
    var session = ServerSession(.init(serverURI: Talk.serverURI, authentication: server))
    session.enqueue(Talk.get)
    session.enqueue(Talk.get)
    func message(_ msgID: String) -> Message {
      Message(
        header: SyncHdr(
          sessionID: "1", msgID: msgID, target: Location(Talk.serverURI), source: Location("d"),
          cred: Talk.device(.md5).cred(.md5, nonce: Nonce(Array("N1".utf8)))),
        commands: [.alert(Alert(cmdID: "1", code: .clientInitiatedManagement))])
    }
    func code(_ message: Message) -> Int? {
      if case .status(let status) = message.commands.first { status.code?.rawValue } else { nil }
    }
    #expect(code(session.handle(message("1"))) == 200)
    #expect(code(session.handle(message("2"))) == 401)
  }
}
