import DeviceManagement
import SyncML
import Testing

@Suite struct SessionAuthenticationTests {
  typealias Talk = Conversation

  @Test(
    "both sides accept each other at once where both know the other's password and nonce",
    arguments: [
      (AuthenticationType.basic, ["server 212", "client 212", "server 200"]),
      (.md5, ["server 212+", "client 212+", "server 200"]),
      (.mac, ["server 200+", "client 200+", "server 200+"]),
    ])
  func mutual(type: AuthenticationType, codes: [String]) throws {
    for encoding in Encoding.allCases {
      var talk = try Talk(
        client: Talk.side(own: Talk.device(type), peer: Talk.server(type), seed: "c"),
        server: Talk.side(own: Talk.server(type), peer: Talk.device(type), seed: "s"))
      try talk.run(encoding)
      #expect(talk.codes == codes)
      #expect(talk.client.state == .finished)
      #expect(talk.results == ["Example"])
    }
  }

  @Test("credentials go into no message after 212, and a MAC goes into every one")
  func shownOnce() throws {
    for type in [AuthenticationType.basic, .md5, .mac] {
      var talk = try Talk(
        client: Talk.side(own: Talk.device(type), peer: Talk.server(type), seed: "c"),
        server: Talk.side(own: Talk.server(type), peer: Talk.device(type), seed: "s"))
      try talk.run()
      let name = String(type.rawValue.dropFirst(12))
      let later = type == .mac ? "MAC" : "-"
      #expect(talk.shown == ["client \(name)", "server \(name)", "client \(later)", "server \(later)"])
    }
  }

  @Test(
    "a client that shows nothing is asked with 407, sends package 1 again and is let in",
    arguments: [
      AuthenticationType.basic, .md5, .mac,
    ])
  func challenged(type: AuthenticationType) throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(type, nonce: nil), peer: nil, showsFirst: false, seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(type, nonce: nil), seed: "s"))
    try talk.run()
    #expect(talk.codes.first == "server 407+")
    #expect(talk.codes.contains(type == .mac ? "server 200+" : type == .md5 ? "server 212+" : "server 212"))
    #expect(talk.results == ["Example"])
    #expect(talk.client.state == .finished)
    #expect(talk.messages == 6)
  }

  @Test("a refusal is statuses alone, one for each command, and nothing of the server's package goes with it")
  func refusalIsStatusesAlone() throws {
    var server = ServerSession(
      .init(
        serverURI: Talk.serverURI,
        authentication: Talk.side(own: Talk.server(.basic), peer: Talk.device(.md5), seed: "s")))
    server.enqueue(Talk.get)
    var device = PlainDevice(tree: ManagementTree())
    try DevInfo(devID: "d", manufacturer: "m", model: "m").install(in: &device.tree)
    var client = ClientSession(
      .init(sessionID: "1", deviceURI: "d", serverURI: Talk.serverURI, serverID: "s"))
    let answer = server.handle(client.start(on: &device))
    #expect(answer.isFinal)
    #expect(answer.header.cred == nil)
    let codes = answer.commands.map { if case .status(let status) = $0 { status.code?.rawValue ?? 0 } else { 0 } }
    #expect(codes == [407, 407, 407])
    #expect(server.takeEvents() == [])
    // A client that has nothing to show gives up.
    #expect(client.handle(answer, on: &device) == nil)
    #expect(client.state == .failed(.refused(.authenticationRequired)))
  }

  @Test("a stale nonce costs one more round", arguments: [AuthenticationType.md5, .mac])
  func staleNonce(type: AuthenticationType) throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(type, nonce: "old"), peer: Talk.server(type, nonce: "N2"), seed: "c"),
      server: Talk.side(own: Talk.server(type, nonce: "older"), peer: Talk.device(type), seed: "s"))
    try talk.run()
    #expect(talk.codes.first == "server 401+")
    #expect(talk.client.state == .finished)
    #expect(talk.results == ["Example"])
  }

  @Test(
    "a wrong password ends the session after the second refusal, on both sides",
    arguments: [
      AuthenticationType.basic, .md5, .mac,
    ])
  func wrongPassword(type: AuthenticationType) throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(type, password: "guess"), peer: nil, seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(type), seed: "s"), commands: Talk.add)
    try talk.run()
    #expect(talk.codes.filter { $0.hasPrefix("server") } == ["server 401+", "server 401+"])
    #expect(talk.client.state == .failed(.authentication(.refused)))
    #expect(talk.server.isFinished)
    #expect(talk.server.takeEvents() == [.authenticationFailed(.peerRefused)])
    #expect(talk.device.tree.children(of: .root) == ["DevInfo"])
    #expect(talk.messages == 4)
  }

  @Test(
    "a server that cannot prove itself gets nothing done, and loses the session",
    arguments: [
      AuthenticationType.basic, .md5, .mac,
    ])
  func falseServer(type: AuthenticationType) throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.md5), peer: Talk.server(type), seed: "c"),
      server: Talk.side(own: Talk.server(type, password: "guess"), peer: Talk.device(.md5), seed: "s"),
      commands: Talk.add)
    try talk.run()
    #expect(talk.device.tree.children(of: .root) == ["DevInfo"])
    #expect(talk.client.state == .failed(.authentication(.peerRefused)))
    #expect(talk.server.takeEvents().contains(.challenged))
    #expect(talk.codes.filter { $0.hasPrefix("client") } == ["client 401+", "client 401+"])
  }

  @Test("a server without credentials is asked with 407 and its commands are not carried out")
  func silentServer() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.md5), peer: Talk.server(.md5), seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(.md5), seed: "s"), commands: Talk.add)
    try talk.run()
    #expect(talk.device.tree.children(of: .root) == ["DevInfo"])
    #expect(talk.codes == ["server 212+", "client 407+", "server 200"])
    #expect(talk.server.takeEvents().contains(.authenticationFailed(.noCredentials)))
  }

  @Test("a server that is asked for credentials sends its package again, and the device carries it out once")
  func serverChallenged() throws {
    var talk = try Talk(
      client: Talk.side(own: nil, peer: Talk.server(.md5), seed: "c"),
      server: Talk.side(own: Talk.server(.md5), peer: nil, showsFirst: false, seed: "s"), commands: Talk.add)
    try talk.run()
    #expect(talk.codes == ["server 200", "client 407+", "server 200", "client 212+", "server 200"])
    #expect(talk.device.tree.children(of: .root) == ["DevInfo", "New"])
    let statuses = talk.server.takeEvents().compactMap { event -> Int? in
      if case .status(let status) = event, status.cmd == "Add" { status.code?.rawValue } else { nil }
    }
    #expect(statuses == [200])
  }

  @Test("a server that wants nothing is not challenged, and none of its nonces is kept")
  func idleStranger() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.md5), peer: Talk.server(.md5), seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(.md5), seed: "s"), commands: [])
    try talk.run()
    #expect(talk.client.state == .finished)
    #expect(talk.messages == 2)
    #expect(talk.client.takeNonceUpdates() == [])
    #expect(talk.server.takeNonceUpdates().map(\.side) == [.client])
  }

  @Test("a client does not answer a challenge for a type that its account does not have")
  func downgrade() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.md5), peer: nil, types: [.md5, .mac], seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(.basic), seed: "s"))
    try talk.run()
    #expect(talk.client.state == .failed(.authentication(.unsupportedType("syncml:auth-basic"))))
    #expect(talk.shown == ["client md5", "server -"])
  }

  @Test("a client that may do both answers a challenge with the type that is demanded")
  func otherType() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.md5), peer: nil, types: [.md5, .mac], seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(.mac), seed: "s"))
    try talk.run()
    #expect(talk.shown == ["client md5", "server -", "client MAC", "server -", "client MAC", "server -"])
    #expect(talk.codes.filter { $0.hasPrefix("server") } == ["server 401+", "server 200+", "server 200+"])
    #expect(talk.client.state == .finished)
  }

  @Test("a MAC that comes before any challenge may stand in for a digest")
  func voluntaryMAC() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.mac), peer: nil, seed: "c"),
      server: Talk.side(own: nil, peer: Talk.device(.md5), seed: "s"))
    try talk.run()
    #expect(talk.codes.filter { $0.hasPrefix("server") } == ["server 200+", "server 200+"])
    #expect(talk.client.state == .finished)
  }

  @Test("where every message is checked, 200 and a new nonce answer each")
  func everyMessage() throws {
    var talk = try Talk(
      client: Talk.side(own: Talk.device(.md5), peer: Talk.server(.md5), everyMessage: true, seed: "c"),
      server: Talk.side(own: Talk.server(.md5), peer: Talk.device(.md5), everyMessage: true, seed: "s"))
    try talk.run()
    #expect(talk.codes == ["server 200+", "client 200+", "server 200+"])
    #expect(talk.shown == ["client md5", "server md5", "client md5", "server md5"])
    #expect(talk.client.state == .finished)
  }

  @Test("no authentication at all is a session as before")
  func none() throws {
    var talk = try Talk(client: nil, server: nil)
    try talk.run()
    #expect(talk.codes == ["server 200", "client 200", "server 200"])
    #expect(talk.shown.allSatisfy { $0.hasSuffix("-") })
    #expect(talk.client.takeNonceUpdates() == [] && talk.server.takeNonceUpdates() == [])
  }
}
