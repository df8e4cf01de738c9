import DMTransport
import DeviceManagement
import Foundation
import Logging
import ServiceLifecycle
import SyncML
import Testing

@Suite("A server under load, and its end")
struct LoadAndStopTests {
  @Test("200 devices at a time are all managed, in either encoding", arguments: Encoding.allCases)
  func many(encoding: SyncML.Encoding) async throws {
    let manager = RecordingManager([[.get("./DevInfo/DevId")], [.replace("./Example/Value", "new")]])
    try await withServer(accounts: MemoryAccounts([makeAccount(.digest)]), manager: manager) { server, url in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...200 {
          group.addTask {
            let uri = "IMEI:\(number)"
            var device = try makeDevice(id: uri)
            let outcome = try await makeClient(encoding, attempts: 3).run(
              makeSession(url, device: uri, account: makeAccount(.digest)), on: &device)
            #expect(outcome.state == .finished)
            #expect(device.value == "new")
          }
        }
        try await group.waitForAll()
      }
      #expect(server.openSessionCount == 0)
    }
    let outcomes = await manager.outcomes
    #expect(outcomes.count == 200)
    #expect(outcomes.allSatisfy { $0 == .completed })
  }

  /// Begins a session and leaves it open.
  private func open(
    _ url: String, device uri: String, account: Account? = nil
  ) async throws -> (ClientSession, Message) {
    var device = try makeDevice(id: uri)
    var session = ClientSession(makeSession(url, device: uri, account: account))
    let bytes = try session.start(on: &device).encoded(as: .xml)
    let answer = try await RawConnection.exchange(
      url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)])
    let body = try #require(answer.components(separatedBy: "\r\n\r\n").last)
    return (session, try Message(decoding: Array(body.utf8).span))
  }

  @Test("one session too many is 503 with Retry-After, and what is over gives way")
  func full() async throws {
    let limits = ServerLimits(sessions: 2, retryAfter: .seconds(7))
    let manager = RecordingManager()
    try await withServer(.init(limits: limits), manager: manager) { server, url in
      var device = try makeDevice()
      // Sessions that are over count for nothing.
      for number in 1...3 {
        #expect(try await makeClient().run(makeSession(url, id: "\(number)"), on: &device).state == .finished)
      }
      _ = try await open(url, device: "IMEI:1")
      _ = try await open(url, device: "IMEI:2")
      #expect(server.openSessionCount == 2)
      let body = try device.firstMessage(to: url)
      let answer = try await RawConnection.exchange(
        url, [.init(RawConnection.head(url, length: body.count)), .init(body)])
      #expect(answer.hasPrefix("HTTP/1.1 503 "))
      #expect(answer.lowercased().contains("\r\nretry-after: 7\r\n"))
      #expect(answer.hasSuffix("too many sessions at a time: try again later\n"))
    }
    #expect(await manager.outcomes == [.completed, .completed, .completed, .stopped, .stopped])
  }

  @Test("sessions that are over give way to many that begin at the same time: none is refused")
  func manyAfterMany() async throws {
    let manager = RecordingManager()
    try await withServer(.init(limits: ServerLimits(sessions: 12)), manager: manager) { _, url in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for first in 1...8 {
          group.addTask {
            for number in 0..<8 {
              let uri = "IMEI:\(first)-\(number)"
              var device = try makeDevice(id: uri)
              #expect(try await makeClient().run(makeSession(url, device: uri), on: &device).state == .finished)
            }
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(await manager.outcomes == Array(repeating: .completed, count: 64))
  }

  @Test(
    "a flood of strangers displaces its own sessions: devices are managed all the same",
    arguments: [.digest, .hmac] as [AuthenticationScheme])
  func flood(scheme: AuthenticationScheme) async throws {
    let manager = RecordingManager([[.get("./DevInfo/Man")], [.replace("./Example/Value", "new")]])
    let limits = ServerLimits(sessions: 4)
    let account = makeAccount(scheme)
    try await withServer(.init(limits: limits), accounts: MemoryAccounts([account]), manager: manager) { server, url in
      for number in 1...12 {
        _ = try await open(url, device: "IMEI:stranger\(number)")
        #expect(server.openSessionCount == min(number, 4))
      }
      for number in 1...3 {
        var device = try makeDevice(id: "IMEI:\(number)")
        let outcome = try await makeClient().run(
          makeSession(url, device: "IMEI:\(number)", account: account), on: &device)
        #expect(outcome.state == .finished)
        #expect(device.value == "new")
      }
      // The oldest strangers went first; devices that are done are remembered in the room that is left.
      #expect(server.openSessionCount <= 4)
    }
    let outcomes = await manager.outcomes
    #expect(outcomes.filter { $0 == .completed }.count == 3)
    #expect(outcomes.filter { $0 == .displaced }.count >= 9)
    let displaced = await zip(manager.devices, outcomes).filter { $0.1 == .displaced }.map(\.0.deviceURI)
    #expect(displaced.allSatisfy { $0.hasPrefix("IMEI:stranger") })
    #expect(displaced.first == "IMEI:stranger1")
  }

  @Test("a session whose device has proved who it is never gives way: one more is refused with 503")
  func provedStays() async throws {
    let account = makeAccount(.basic)
    let manager = RecordingManager()
    let limits = ServerLimits(sessions: 2)
    try await withServer(.init(limits: limits), accounts: MemoryAccounts([account]), manager: manager) { server, url in
      for number in 1...2 {
        let answer = try await open(url, device: "IMEI:\(number)", account: account).1
        #expect(answer.commands.contains { if case .get = $0 { true } else { false } })
      }
      var device = try makeDevice(id: "IMEI:3")
      await #expect(
        throws: DMClientError.httpStatus(503, url: url, text: "too many sessions at a time: try again later")
      ) {
        _ = try await makeClient().run(makeSession(url, device: "IMEI:3", account: account), on: &device)
      }
      #expect(server.openSessionCount == 2)
    }
    #expect(await manager.outcomes == [.stopped, .stopped])
  }

  @Test("a session whose device is silent for too long expires, and makes room")
  func expiry() async throws {
    let manager = RecordingManager()
    let limits = ServerLimits(sessions: 1, sessionTimeout: .seconds(2))
    try await withServer(.init(limits: limits), manager: manager) { server, url in
      let (_, answer) = try await open(url, device: "IMEI:1")
      try await eventually { server.openSessionCount == 0 }
      var device = try makeDevice()
      #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
      let address = try #require(answer.header.respURI)
      let late = try await RawConnection.exchange(
        address, [.init(RawConnection.head(address, length: 1)), .init([0x20])])
      #expect(late.hasPrefix("HTTP/1.1 4"))
    }
    #expect(await manager.outcomes == [.expired, .completed])
  }

  @Test("requests beyond those that may be answered at a time are 503, and the connection ends")
  func busy() async throws {
    let manager = RecordingManager(delay: .milliseconds(700))
    try await withServer(.init(limits: ServerLimits(requests: 1)), manager: manager) { _, url in
      async let first = open(url, device: "IMEI:1")
      try await eventually { await !manager.events.isEmpty }
      var device = try makeDevice()
      await #expect(
        throws: DMClientError.httpStatus(503, url: url, text: "too many requests at a time: try again later")
      ) {
        _ = try await makeClient().run(makeSession(url), on: &device)
      }
      _ = try await first
    }
  }

  @Test("a session with more messages than may be ends")
  func endless() async throws {
    actor Endless: DeviceManager {
      var outcomes: [SessionOutcome] = []
      func packages(after events: [ServerSession.Event], from device: DeviceSession) -> [[Command]] {
        [[.get("./DevInfo/Man")]]
      }
      func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) { outcomes.append(outcome) }
    }
    let manager = Endless()
    try await withServer(.init(limits: ServerLimits(messages: 10)), manager: manager) { _, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.self) { _ = try await makeClient().run(makeSession(url), on: &device) }
    }
    #expect(await manager.outcomes == [.failed("more than 10 messages")])
  }

  @Test("a server that is asked to stop lets open sessions end, and begins none")
  func gracefulStop() async throws {
    let manager = RecordingManager([[.get("./DevInfo/Man")]])
    let observer = RecordingObserver()
    try await withServer(manager: manager, observer: observer, stopTime: .seconds(10)) { server, url in
      var (session, answer) = try await open(url, device: "IMEI:1")
      server.stop()
      try await eventually { await observer.events.contains { if case .stopping(1) = $0 { true } else { false } } }
      var other = try makeDevice()
      await #expect(
        throws: DMClientError.httpStatus(503, url: url, text: "the server is about to stop: try again later")
      ) {
        _ = try await makeClient().run(makeSession(url), on: &other)
      }
      var device = try makeDevice(id: "IMEI:1")
      let next = try #require(session.handle(answer, on: &device)).encoded(as: .xml)
      let address = try #require(answer.header.respURI)
      let last = try await RawConnection.exchange(
        address, [.init(RawConnection.head(address, length: next.count)), .init(next)])
      #expect(last.hasPrefix("HTTP/1.1 200 "))
      answer = try Message(decoding: Array(last.components(separatedBy: "\r\n\r\n")[1].utf8).span)
      #expect(session.handle(answer, on: &device) == nil)
      #expect(session.state == .finished)
    }
    #expect(await manager.outcomes == [.completed])
  }

  @Test("a server does not wait for ever for sessions to end")
  func stopTime() async throws {
    let manager = RecordingManager()
    try await withServer(manager: manager, stopTime: .milliseconds(200)) { _, url in
      _ = try await open(url, device: "IMEI:1")
    }
    // Without the limit it would wait until the session expires.
    #expect(await manager.outcomes == [.stopped])
  }

  @Test("a server ends with the group of services that it runs in")
  func serviceGroup() async throws {
    let server = DMServer(.init(port: 0), accounts: nil, manager: RecordingManager())
    let group = ServiceGroup(
      services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let task = Task { try await group.run() }
    let url = try await server.url
    var device = try makeDevice()
    #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
    await group.triggerGracefulShutdown()
    try await task.value
    await #expect(throws: DMClientError.self) { _ = try await makeClient().run(makeSession(url), on: &device) }
  }

  @Test("a server whose task is cancelled ends at once")
  func cancellation() async throws {
    let server = DMServer(.init(port: 0), accounts: nil, manager: RecordingManager())
    let task = Task { try await server.run() }
    _ = try await server.url
    task.cancel()
    _ = await task.result
  }

  @Test("a port that is taken is said to be")
  func portInUse() async throws {
    try await withServer { _, url in
      let port = try #require(URLComponents(string: url)?.port)
      let second = DMServer(.init(port: port), accounts: nil, manager: RecordingManager())
      await #expect(throws: DMServerError.addressInUse(host: "127.0.0.1", port: port)) { try await second.run() }
      await #expect(throws: DMServerError.self) { _ = try await second.url }
    }
  }

  @Test("an address of another machine is said to be none")
  func foreignAddress() async throws {
    for host in ["192.0.2.1", "no-such-host.invalid"] {
      let server = DMServer(.init(host: host, port: 0), accounts: nil, manager: RecordingManager())
      await #expect(throws: DMServerError.noSuchAddress(host)) { try await server.run() }
    }
  }

  @Test("a session goes on where the answer before was lost with the connection")
  func lostAnswer() async throws {
    let manager = RecordingManager(
      [[.get("./DevInfo/Man")], [.replace("./Example/Value", "new")]], delay: .milliseconds(150))
    try await withServer(manager: manager) { _, url in
      var session = ClientSession(makeSession(url))
      var device = try makeDevice()
      let bytes = try session.start(on: &device).encoded(as: .xml)
      // The client goes before the answer is there.
      let cut = Task {
        try await RawConnection.exchange(url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)])
      }
      try await Task.sleep(for: .milliseconds(60))
      cut.cancel()
      _ = await cut.result
      let again = try await RawConnection.exchange(
        url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)])
      let answer = try Message(decoding: Array(again.components(separatedBy: "\r\n\r\n")[1].utf8).span)
      #expect(session.handle(answer, on: &device) != nil)
    }
    #expect(await manager.events.count { if case .started = $0 { true } else { false } } == 1)
  }
}

extension PlainDevice {
  /// The first message of a session, as XML.
  func firstMessage(to url: String) throws -> [UInt8] {
    var device = self
    var session = ClientSession(makeSession(url))
    return try session.start(on: &device).encoded(as: .xml)
  }
}
