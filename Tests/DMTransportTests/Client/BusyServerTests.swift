import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Synchronization
import Testing

@Suite("A client and a server that is busy")
struct BusyServerTests {
  /// Says so many times that it is busy, and answers then.
  private final class BusyAnswerer: Sendable {
    private struct State {
      var session: ServerSession
      var left: Int
      /// The message on which the server is at work (101).
      var work: Message?
    }

    private let state: Mutex<State>
    private let status: StatusCode

    init(_ packages: [[Command]], _ status: StatusCode, times: Int) {
      var session = ServerSession(.init(serverURI: "http://dm.example"))
      for package in packages { session.enqueue(package) }
      state = Mutex(State(session: session, left: times))
      self.status = status
    }

    func answer(_ request: FakeServer.Request) -> FakeServer.Reply {
      guard let message = try? Message(decoding: request.body.span) else { return .http(400) }
      let answer = state.withLock { state in
        if state.left > 0 {
          state.left -= 1
          if status == .inProgress, state.work == nil { state.work = message }
          return state.session.refuseBusily(message, status: status)
        }
        // What the client asks for by alert 1222 is the answer to the message before.
        defer { state.work = nil }
        return state.session.handle(state.work ?? message)
      }
      return (try? answer.encoded(as: .wbxml)).map { .message($0) } ?? .http(500)
    }
  }

  private func client(_ clock: any Clock<Duration>, longest: Duration = .seconds(4)) -> DMClient {
    DMClient(
      .init(
        connectTimeout: patience, readTimeout: patience, attempts: 1, retryDelay: .seconds(1),
        maximumRetryDelay: longest, clock: clock))
  }

  private func session(_ url: String, retries: Int = 8) -> ClientSession.Configuration {
    ClientSession.Configuration(
      sessionID: "1F", deviceURI: "IMEI:004401013456782", serverURI: url, serverID: "example",
      limits: SessionLimits(maximumRetries: retries))
  }

  @Test(
    "a server that is busy once, twice or more is asked again after waits that double, and manages the device then",
    arguments: [StatusCode.retryLater, .serviceUnavailable, .inProgress], [1, 2, 5])
  func goesOn(status: StatusCode, times: Int) async throws {
    let answerer = BusyAnswerer([[.replace("./Example/Value", "new")]], status, times: times)
    let clock = SkippingClock()
    try await FakeServer.run { _, request in
      answerer.answer(request)
    } _: { server, url in
      var device = try makeDevice()
      var told: [Duration] = []
      let outcome = try await client(clock).run(session(url), on: &device) {
        if case .busy(let code, let delay) = $0 {
          #expect(code == status)
          told.append(delay)
        }
      }
      #expect(outcome.state == .finished)
      #expect(outcome.busyStatus == nil)
      #expect(outcome.busyCount == times)
      #expect(device.value == "new")
      let waits = [1, 2, 4, 4, 4].prefix(times).map { Duration.seconds($0) }
      #expect(told == waits)
      #expect(clock.waits == waits)
      #expect(server.requests.count == 2 + times)
    }
  }

  @Test("a server that is always busy is given up after the retries, without a wait at the end", arguments: [0, 1, 3])
  func givesUp(retries: Int) async throws {
    let answerer = BusyAnswerer([], .retryLater, times: .max)
    let clock = SkippingClock()
    try await FakeServer.run { _, request in
      answerer.answer(request)
    } _: { server, url in
      var device = try makeDevice()
      let outcome = try await client(clock).run(session(url, retries: retries), on: &device)
      #expect(outcome.state == .failed(.limit(.retries)))
      #expect(outcome.busyStatus == .retryLater)
      #expect(outcome.busyCount == retries + 1)
      #expect(clock.waits == [1, 2, 4].prefix(retries).map { Duration.seconds($0) })
      #expect(server.requests.count == retries + 1)
      // Each time under a number of its own.
      let numbers = try server.requests.map { try Message(decoding: $0.body.span).header.msgID }
      #expect(numbers == (1...retries + 1).map { "\($0)" })
    }
  }

  @Test("no wait is longer than may be, from the first one on")
  func longestWait() async throws {
    let answerer = BusyAnswerer([], .serviceUnavailable, times: 2)
    let clock = SkippingClock()
    try await FakeServer.run { _, request in
      answerer.answer(request)
    } _: { _, url in
      var device = try makeDevice()
      let outcome = try await client(clock, longest: .milliseconds(300)).run(session(url), on: &device)
      #expect(outcome.state == .finished)
      #expect(clock.waits == [.milliseconds(300), .milliseconds(300)])
    }
  }

  @Test("the wait begins small again when the server has been free in between")
  func freeInBetween() async throws {
    let first = BusyAnswerer([[.get("./DevInfo/Man")]], .retryLater, times: 2)
    let clock = SkippingClock()
    try await FakeServer.run { number, request in
      // The third request is answered; the fourth is refused once more.
      guard number == 4, let message = try? Message(decoding: request.body.span) else { return first.answer(request) }
      let header = SyncHdr(
        sessionID: message.header.sessionID, msgID: "3b", target: message.header.source, source: message.header.target)
      let busy = Status(cmdID: "1", msgRef: message.header.msgID, cmdRef: "0", cmd: "SyncHdr", code: .retryLater)
      return (try? Message(header: header, commands: [.status(busy)]).encoded(as: .wbxml)).map { .message($0) }
        ?? .http(500)
    } _: { _, url in
      var device = try makeDevice()
      let outcome = try await client(clock).run(session(url), on: &device)
      #expect(outcome.state == .finished)
      #expect(clock.waits == [.seconds(1), .seconds(2), .seconds(1)])
    }
  }

  @Test("a client that waits for a busy server is cancelled at once", .timeLimit(.minutes(10)))
  func cancelled() async throws {
    let answerer = BusyAnswerer([], .retryLater, times: .max)
    try await FakeServer.run { _, request in
      answerer.answer(request)
    } _: { server, url in
      let (waiting, isWaiting) = AsyncStream.makeStream(of: Void.self)
      let configuration = session(url)
      let client = client(StandingClock())
      let task = Task {
        var device = try makeDevice()
        return try await client.run(configuration, on: &device) { if case .busy = $0 { isWaiting.yield() } }
      }
      for await _ in waiting { break }
      task.cancel()
      let result = await task.result
      #expect(throws: DMClientError.cancelled) { try result.get() }
      #expect(server.requests.count == 1)
    }
  }

  @Test("waits for HTTP's 503 take the same clock")
  func httpWaits() async throws {
    let answerer = BusyAnswerer([], .retryLater, times: 0)
    let clock = SkippingClock()
    try await FakeServer.run { number, request in
      number < 3 ? .http(503, ["Retry-After: 3"]) : answerer.answer(request)
    } _: { _, url in
      var device = try makeDevice()
      let client = DMClient(
        .init(
          connectTimeout: patience, readTimeout: patience, attempts: 3, retryDelay: .seconds(1),
          maximumRetryDelay: .seconds(4), clock: clock))
      #expect(try await client.run(session(url), on: &device).state == .finished)
      #expect(clock.waits == [.seconds(3), .seconds(3)])
    }
  }
}
