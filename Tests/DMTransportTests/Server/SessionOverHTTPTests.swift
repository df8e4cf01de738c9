import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite("Sessions over HTTP")
struct SessionOverHTTPTests {
  static let schemes: [AuthenticationScheme] = [.basic, .digest, .hmac]

  @Test("a device without an account is managed in either encoding", arguments: Encoding.allCases)
  func open(encoding: SyncML.Encoding) async throws {
    let manager = RecordingManager([[.get("./DevInfo/Man")], [.replace("./Example/Value", "new ü")]])
    let observer = RecordingObserver()
    try await withServer(manager: manager, observer: observer) { _, url in
      var device = try makeDevice()
      let outcome = try await makeClient(encoding).run(makeSession(url), on: &device)
      #expect(outcome.state == .finished)
      #expect(outcome.messageCount == 3)
      #expect(device.value == "new ü")
    }
    #expect(await manager.results == ["./DevInfo/Man": "Example"])
    #expect(await manager.statuses == [.ok, .ok])
    #expect(await manager.outcomes == [.completed])
    for message in await observer.messages(received: false) {
      #expect(Encoding(detecting: message.bytes.span) == encoding)
    }
  }

  @Test("every authentication lets the right password in", arguments: Encoding.allCases, schemes)
  func right(encoding: SyncML.Encoding, scheme: AuthenticationScheme) async throws {
    let manager = RecordingManager([[.replace("./Example/Value", "new")]])
    try await withServer(accounts: MemoryAccounts([makeAccount(scheme)]), manager: manager) { _, url in
      var device = try makeDevice()
      let outcome = try await makeClient(encoding).run(makeSession(url, account: makeAccount(scheme)), on: &device)
      #expect(outcome.state == .finished)
      #expect(device.value == "new")
    }
    #expect(await manager.outcomes == [.completed])
    #expect(await manager.devices.map(\.isAuthenticated) == [true])
    #expect(await manager.devices.map(\.userName) == ["device"])
  }

  @Test(
    "a wrong password ends with HTTP's 200 and a Status of 401, and nothing is done",
    arguments: Encoding.allCases, schemes)
  func wrong(encoding: SyncML.Encoding, scheme: AuthenticationScheme) async throws {
    let manager = RecordingManager([[.replace("./Example/Value", "new")]])
    let observer = RecordingObserver()
    try await withServer(accounts: MemoryAccounts([makeAccount(scheme)]), manager: manager, observer: observer) {
      _, url in
      var device = try makeDevice()
      let outcome = try await makeClient(encoding).run(
        makeSession(url, account: makeAccount(scheme, password: "guess")), on: &device)
      #expect(outcome.state == .failed(.authentication(.refused)))
      #expect(device.value == "old")
    }
    #expect(await manager.events.isEmpty)
    #expect(await manager.outcomes == [.authenticationFailed(.peerRefused)])
    #expect(await observer.refusals.isEmpty)
    let codes = await observer.messages(received: false).map(\.message.headerCode)
    #expect(codes.allSatisfy { $0 == .invalidCredentials || $0 == .authenticationRequired })
    #expect(codes.last == .invalidCredentials)
  }

  @Test("a stranger is asked for credentials as if the account were there", arguments: schemes)
  func stranger(scheme: AuthenticationScheme) async throws {
    let observer = RecordingObserver()
    try await withServer(accounts: MemoryAccounts([makeAccount(scheme)]), observer: observer) { _, url in
      var device = try makeDevice()
      let outcome = try await makeClient().run(
        makeSession(url, account: makeAccount(scheme, user: "nobody")), on: &device)
      #expect(outcome.state == .failed(.authentication(.refused)))
    }
    let types = await observer.messages(received: false).compactMap(\.message.challengeType)
    #expect(Set(types) == [try #require(scheme.messageType?.rawValue)])
  }

  @Test("a device that names its user only after the challenge is found by that name")
  func lateName() async throws {
    let accounts = MemoryAccounts([makeAccount(.digest, user: "first"), makeAccount(.digest, user: "second")])
    let manager = RecordingManager()
    try await withServer(accounts: accounts, manager: manager) { _, url in
      var device = try makeDevice()
      var session = makeSession(url, account: makeAccount(.digest, user: "second"))
      session.authentication?.showsFirst = false
      #expect(try await makeClient().run(session, on: &device).state == .finished)
    }
    #expect(await manager.outcomes == [.completed])
    #expect(await manager.devices.map(\.userName) == ["second"])
  }

  @Test("both sides prove who they are", arguments: schemes)
  func mutual(scheme: AuthenticationScheme) async throws {
    let manager = RecordingManager([[.replace("./Example/Value", "new")]])
    let account = makeAccount(scheme, serverPassword: "server's own")
    try await withServer(accounts: MemoryAccounts([account]), manager: manager) { _, url in
      var device = try makeDevice()
      #expect(try await makeClient().run(makeSession(url, account: account), on: &device).state == .finished)
      #expect(device.value == "new")
    }
    #expect(await manager.outcomes == [.completed])
  }

  @Test("a server that cannot prove who it is changes nothing", arguments: schemes)
  func falseServer(scheme: AuthenticationScheme) async throws {
    let manager = RecordingManager([[.replace("./Example/Value", "new")]])
    let accounts = MemoryAccounts([makeAccount(scheme, serverPassword: "guess")])
    try await withServer(accounts: accounts, manager: manager) { _, url in
      var device = try makeDevice()
      let account = makeAccount(scheme, serverPassword: "server's own")
      let outcome = try await makeClient().run(makeSession(url, account: account), on: &device)
      guard case .failed(.authentication) = outcome.state else {
        Issue.record("\(outcome.state)")
        return
      }
      #expect(device.value == "old")
    }
  }

  @Test(
    "nonces that a session agreed spare the next session the challenge",
    arguments: [AuthenticationScheme.digest, .hmac])
  func nonces(scheme: AuthenticationScheme) async throws {
    try await withServer(accounts: MemoryAccounts([makeAccount(scheme)])) { _, url in
      var account = makeAccount(scheme)
      var device = try makeDevice()
      var counts: [Int] = []
      for number in 1...3 {
        var updates: [NonceUpdate] = []
        let outcome = try await makeClient().run(makeSession(url, id: "\(number)", account: account), on: &device) {
          if case .nonces(let more) = $0 { updates += more }
        }
        #expect(outcome.state == .finished)
        #expect(!updates.isEmpty)
        for update in updates { account.update(update) }
        counts.append(outcome.messageCount)
      }
      #expect(counts == [3, 2, 2])
    }
  }

  @Test("a client that passes over RespURI is known by device and SessionID, and proves itself in every message")
  func identity() async throws {
    let manager = RecordingManager([[.get("./DevInfo/Man")], [.get("./DevInfo/Mod")]])
    let observer = RecordingObserver()
    try await withServer(
      .init(continuation: .identity), accounts: MemoryAccounts([makeAccount(.basic)]), manager: manager,
      observer: observer
    ) { _, url in
      var device = try makeDevice()
      let outcome = try await makeClient().run(makeSession(url, account: makeAccount(.basic)), on: &device)
      #expect(outcome.state == .finished)
    }
    #expect(await manager.results == ["./DevInfo/Man": "Example", "./DevInfo/Mod": "One"])
    #expect(await observer.messages(received: false).allSatisfy { $0.message.header.respURI == nil })
    #expect(await observer.messages(received: true).allSatisfy { $0.message.header.cred != nil })
  }

  /// The device's messages of a session with two packages of a Get each, all to one address.
  private static func messagesToOneAddress() -> [String] {
    func message(_ number: Int, _ body: String) -> String {
      """
      <SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
      <SessionID>1</SessionID><MsgID>\(number)</MsgID><Target><LocURI>http://dm.example</LocURI></Target>\
      <Source><LocURI>IMEI:1</LocURI></Source></SyncHdr><SyncBody>\(body)<Final/></SyncBody></SyncML>
      """
    }
    func statuses(_ message: Int, get: Int) -> String {
      "<Status><CmdID>1</CmdID><MsgRef>\(message)</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>"
        + "<Status><CmdID>2</CmdID><MsgRef>\(message)</MsgRef><CmdRef>\(get)</CmdRef><Cmd>Get</Cmd><Data>404</Data></Status>"
    }
    return [
      message(1, "<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>"), message(2, statuses(1, get: 3)),
      message(3, statuses(2, get: 2)),
    ]
  }

  @Test("where nobody proves anything, a client may pass over RespURI, and is told each thing once")
  func passesOverRespURI() async throws {
    let manager = RecordingManager([[.get("./A")], [.get("./B")]])
    try await withServer(manager: manager) { server, url in
      var answers: [String] = []
      for message in Self.messagesToOneAddress() {
        let bytes = Array(message.utf8)
        answers.append(
          try await RawConnection.exchange(
            url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)]))
      }
      #expect(answers[0].contains("<LocURI>./A</LocURI>"))
      #expect(answers[1].contains("<LocURI>./B</LocURI>"))
      #expect(answers[2].contains("<Final/>") && !answers[2].contains("<Get>"))
      #expect(server.openSessionCount == 0)
    }
  }

  @Test("a client that passes over a RespURI that protects its session is not told the same things again")
  func doesNotBeginAgain() async throws {
    let manager = RecordingManager([[.get("./A")], [.get("./B")]])
    try await withServer(accounts: MemoryAccounts([makeAccount(.basic)]), manager: manager) { server, url in
      let messages = Self.messagesToOneAddress().map { Array($0.utf8) }
      for (bytes, status) in zip(messages, [200, 404]) {
        let answer = try await RawConnection.exchange(
          url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)])
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
      }
      #expect(server.openSessionCount == 1)
    }
  }

  @Test("the address of a session cannot be guessed from another one")
  func tokens() async throws {
    let observer = RecordingObserver()
    try await withServer(observer: observer) { _, url in
      for number in 1...3 {
        var device = try makeDevice()
        _ = try await makeClient().run(makeSession(url, id: "\(number)"), on: &device)
      }
      let addresses = Set(await observer.messages(received: false).compactMap(\.message.header.respURI))
      #expect(addresses.count == 3)
      for address in addresses {
        #expect(address.hasPrefix(url + "?session="))
        #expect(address.dropFirst((url + "?session=").count).count == 32)
      }
    }
  }

  @Test("a manager that fails gives HTTP's 500 and ends the session")
  func failingManager() async throws {
    struct Failing: DeviceManager {
      func packages(after events: [ServerSession.Event], from device: DeviceSession) async throws -> [[Command]] {
        throw CocoaError(.fileReadUnknown)
      }
    }
    try await withServer(manager: Failing()) { server, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.httpStatus(500, url: url, text: "the server failed")) {
        _ = try await makeClient().run(makeSession(url), on: &device)
      }
      #expect(server.openSessionCount == 0)
    }
  }

  @Test("a manager may go on with what a device has answered")
  func dialogue() async throws {
    actor Asking: DeviceManager {
      var asked: [String] = []
      func packages(after events: [ServerSession.Event], from device: DeviceSession) -> [[Command]] {
        for case .results(let results) in events { asked += results.items.compactMap { $0.data?.string } }
        return asked.count < 3 ? [[.get("./DevInfo/Man")]] : []
      }
    }
    let manager = Asking()
    try await withServer(manager: manager) { _, url in
      var device = try makeDevice()
      #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
    }
    #expect(await manager.asked == ["Example", "Example", "Example"])
  }
}

extension Message {
  /// The Status of the other side's SyncHdr.
  var headerCode: StatusCode? {
    for case .status(let status) in commands where status.cmd == "SyncHdr" { return status.code }
    return nil
  }

  /// The type that is asked for.
  var challengeType: String? {
    for case .status(let status) in commands where status.chal != nil { return status.chal?.meta.type }
    return nil
  }
}

@Suite("Sizes over HTTP")
struct SizeOverHTTPTests {
  @Test("a large value goes to a device of small messages in pieces, and back", arguments: Encoding.allCases)
  func largeObject(encoding: SyncML.Encoding) async throws {
    let value = String(repeating: "a large value, größer als eine Nachricht. ", count: 500)
    let manager = RecordingManager([[.replace("./Example/Value", value)], [.get("./Example/Value")]])
    let observer = RecordingObserver()
    let limit = 1500
    try await withServer(manager: manager, observer: observer) { _, url in
      var device = try makeDevice()
      var session = makeSession(url)
      session.maxMsgSize = limit
      let outcome = try await makeClient(encoding).run(session, on: &device)
      #expect(outcome.state == .finished)
      #expect(device.value == value)
      #expect(outcome.messageCount > 10)
    }
    #expect(await manager.results == ["./Example/Value": value])
    for message in await observer.messages(received: false) { #expect(message.bytes.count <= limit) }
  }

  @Test("a device sends no message that is longer than the server takes", arguments: Encoding.allCases)
  func serverLimit(encoding: SyncML.Encoding) async throws {
    let value = String(repeating: "0123456789", count: 2000)
    let manager = RecordingManager([[.get("./Example/Value")]])
    let observer = RecordingObserver()
    try await withServer(.init(limits: ServerLimits(bodyBytes: 2500)), manager: manager, observer: observer) { _, url in
      var device = try makeDevice(value: value)
      #expect(try await makeClient(encoding).run(makeSession(url), on: &device).state == .finished)
    }
    #expect(await manager.results == ["./Example/Value": value])
    #expect(await observer.refusals.isEmpty)
    for message in await observer.messages(received: true) { #expect(message.bytes.count <= 2500) }
  }
}
