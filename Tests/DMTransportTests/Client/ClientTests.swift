import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Synchronization
import Testing
import WBXML

@Suite("The client and servers of all kinds")
struct ClientTests {
  /// Answers a device's message as a server with nothing to do, or with these packages.
  final class Answerer: Sendable {
    private let session: Mutex<ServerSession>
    private let change: @Sendable (inout Message) -> Void

    init(_ packages: [[Command]] = [], change: @escaping @Sendable (inout Message) -> Void = { _ in }) {
      var session = ServerSession(.init(serverURI: "http://dm.example"))
      for package in packages { session.enqueue(package) }
      self.session = Mutex(session)
      self.change = change
    }

    func answer(_ request: FakeServer.Request) -> FakeServer.Reply {
      guard let message = try? Message(decoding: request.body.span) else { return .http(400) }
      var answer = session.withLock { $0.handle(message) }
      change(&answer)
      guard let bytes = try? answer.encoded(as: .wbxml) else { return .http(500) }
      return .message(bytes)
    }
  }

  @Test("a request has the fields of the HTTP binding", arguments: Encoding.allCases)
  func fields(encoding: SyncML.Encoding) async throws {
    let answerer = Answerer()
    try await FakeServer.run { _, request in
      answerer.answer(request)
    } _: { server, url in
      var device = try makeDevice()
      #expect(try await makeClient(encoding).run(makeSession(url), on: &device).state == .finished)
      let request = try #require(server.requests.first)
      #expect(request.head.hasPrefix("POST /dm HTTP/1.1\r\n"))
      #expect(request.field("Content-Type") == "application/vnd.syncml.dm+\(encoding.rawValue)")
      #expect(request.field("Accept") == "application/vnd.syncml.dm+\(encoding.rawValue)")
      #expect(request.field("Cache-Control") == "no-store")
      #expect(request.field("Content-Length") == "\(request.body.count)")
      #expect(Encoding(detecting: request.body.span) == encoding)
    }
  }

  @Test("where no answer comes, the same bytes are sent again", arguments: ["close", "503", "garbage", "partial"])
  func repeats(how: String) async throws {
    let answerer = Answerer([[.get("./DevInfo/Man")]])
    try await FakeServer.run { number, request in
      if number % 2 == 0 { return answerer.answer(request) }
      switch how {
      case "close": return .close
      case "503": return .http(503, ["Retry-After: 0"])
      case "garbage": return .last(Array("SSH-2.0\r\n".utf8))
      default:
        return .last(
          Array("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.syncml.dm+wbxml\r\nContent-Length: 9\r\n\r\nx".utf8))
      }
    } _: { server, url in
      var device = try makeDevice()
      var retries = 0
      let outcome = try await makeClient(attempts: 2).run(makeSession(url), on: &device) {
        if case .retrying = $0 { retries += 1 }
      }
      #expect(outcome.state == .finished)
      #expect(retries == 2)
      let bodies = server.requests.map(\.body)
      #expect(bodies.count == 4)
      #expect(bodies[0] == bodies[1])
      #expect(bodies[2] == bodies[3])
      #expect(bodies[0] != bodies[2])
    }
  }

  @Test("Retry-After is waited for, and no longer than may be", arguments: [(1, 1), (3600, 2), (0, 0)])
  func retryAfter(seconds: Int, waited: Int) async throws {
    let answerer = Answerer()
    try await FakeServer.run { number, request in
      number == 1 ? .http(503, ["Retry-After: \(seconds)"]) : answerer.answer(request)
    } _: { _, url in
      var device = try makeDevice()
      var waits: [Duration] = []
      let client = DMClient(
        .init(
          connectTimeout: patience, readTimeout: patience, retryDelay: .milliseconds(10),
          maximumRetryDelay: .seconds(2)))
      let outcome = try await client.run(makeSession(url), on: &device) {
        if case .retrying(_, let delay) = $0 { waits.append(delay) }
      }
      #expect(outcome.state == .finished)
      #expect(waits == [waited == 0 ? .milliseconds(10) : .seconds(waited)])
    }
  }

  @Test("a server that never answers is given up after the attempts")
  func silent() async throws {
    try await FakeServer.run { _, _ in
      .silence
    } _: { server, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.timeout(url: url)) {
        _ = try await makeClient(attempts: 2, readTimeout: .milliseconds(200)).run(makeSession(url), on: &device)
      }
      #expect(server.requests.count == 2)
    }
  }

  @Test("errors that come again are not tried again", arguments: [400, 401, 403, 404, 405, 413, 415, 303, 204])
  func permanent(status: Int) async throws {
    try await FakeServer.run { _, _ in
      .http(status, ["Content-Type: text/plain"], body: status == 204 ? [] : Array("why not\nmore".utf8))
    } _: { server, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.httpStatus(status, url: url, text: status == 204 ? "" : "why not")) {
        _ = try await makeClient(attempts: 5).run(makeSession(url), on: &device)
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test("an answer that is no message is said to be none")
  func noMessage() async throws {
    let cases: [(FakeServer.Reply, (DMClientError) -> Bool)] = [
      (
        .http(200, ["Content-Type: text/html"], body: [0x20]),
        { if case .notSyncML("text/html", _) = $0 { true } else { false } }
      ),
      (.http(200, [], body: [0x20]), { if case .notSyncML(nil, _) = $0 { true } else { false } }),
      (.message([]), { if case .undecodable(let error) = $0 { error.code == .emptyDocument } else { false } }),
      (.message([2, 0xA4, 1]), { if case .undecodable = $0 { true } else { false } }),
    ]
    for (reply, isRight) in cases {
      try await FakeServer.run { _, _ in
        reply
      } _: { _, url in
        var device = try makeDevice()
        let error = await #expect(throws: DMClientError.self) {
          _ = try await makeClient().run(makeSession(url), on: &device)
        }
        #expect(error.map(isRight) == true, "\(String(describing: error))")
      }
    }
  }

  @Test("an answer over the limit is not held")
  func tooLarge() async throws {
    try await FakeServer.run { _, _ in
      .message([UInt8](repeating: 0x20, count: 5000))
    } _: { _, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.answerTooLarge(limit: 4999)) {
        _ = try await makeClient(maximumAnswerBytes: 4999).run(makeSession(url), on: &device)
      }
    }
  }

  @Test("a redirect is followed with the message, and the session goes on there", arguments: [301, 302, 307, 308])
  func redirect(status: Int) async throws {
    let answerer = Answerer([[.get("./DevInfo/Man")]])
    try await FakeServer.run { number, request in
      number == 1 ? .http(status, ["Location: /other?x=1"]) : answerer.answer(request)
    } _: { server, url in
      var device = try makeDevice()
      #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
      #expect(server.requests.map(\.body)[0] == server.requests.map(\.body)[1])
      #expect(server.requests.map { $0.head.split(separator: " ")[1] } == ["/dm", "/other?x=1", "/other?x=1"])
    }
  }

  @Test("redirects in a circle end")
  func circle() async throws {
    try await FakeServer.run { _, _ in
      .http(307, ["Location: /dm"])
    } _: { server, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.tooManyRedirects(limit: 5)) {
        _ = try await makeClient(attempts: 3).run(makeSession(url), on: &device)
      }
      #expect(server.requests.count == 6)
    }
  }

  @Test(
    "a redirect elsewhere is refused",
    arguments: ["http://dm.example/dm", "ftp://127.0.0.1/", "", "https://dm.example/"])
  func redirectElsewhere(location: String) async throws {
    try await FakeServer.run { _, _ in
      .http(307, ["Location: \(location)"])
    } _: { server, url in
      var device = try makeDevice()
      let error = await #expect(throws: DMClientError.self) {
        _ = try await makeClient(attempts: 3).run(makeSession(url), on: &device)
      }
      #expect(error == .refusedAddress(location) || location.isEmpty)
      #expect(server.requests.count <= 6)
    }
  }

  @Test("RespURI is the next address, absolute or relative")
  func respURI() async throws {
    for relative in [true, false] {
      let base = Mutex("")
      let answerer = Answerer([[.get("./DevInfo/Man")]]) { answer in
        answer.header.respURI = (relative ? "" : base.withLock { $0 }) + "/next?token=a&b=c"
      }
      try await FakeServer.run { _, request in
        answerer.answer(request)
      } _: { server, url in
        base.withLock { $0 = String(url.dropLast(3)) }
        var device = try makeDevice()
        #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
        #expect(server.requests.map { $0.head.split(separator: " ")[1] } == ["/dm", "/next?token=a&b=c"])
      }
    }
  }

  @Test("RespURI to another host is refused unless the policy says otherwise")
  func respURIElsewhere() async throws {
    for (policy, isFollowed) in [(FollowPolicy.sameHost, false), (.anyHost, true), (.hosts(["localhost"]), true)] {
      let next = Mutex("")
      let answerer = Answerer([[.get("./DevInfo/Man")]]) { $0.header.respURI = next.withLock { $0 } }
      try await FakeServer.run { _, request in
        answerer.answer(request)
      } _: { server, url in
        let other = url.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        next.withLock { $0 = other }
        var device = try makeDevice()
        if isFollowed {
          #expect(try await makeClient(follows: policy).run(makeSession(url), on: &device).state == .finished)
        } else {
          await #expect(throws: DMClientError.refusedAddress(other)) {
            _ = try await makeClient(follows: policy).run(makeSession(url), on: &device)
          }
        }
        #expect(server.requests.count == (isFollowed ? 2 : 1))
      }
    }
  }

  @Test("a port where nobody listens, a host that is none and a URL that is none are told apart")
  func unreachable() async throws {
    var device = try makeDevice()
    let closed = "http://127.0.0.1:1/dm"
    let error = await #expect(throws: DMClientError.self) {
      _ = try await makeClient().run(makeSession(closed), on: &device)
    }
    #expect(error == .cannotConnect(url: closed, reason: "connection refused"))
    await #expect(throws: DMClientError.unknownHost("no-such-host.invalid")) {
      _ = try await makeClient().run(makeSession("http://no-such-host.invalid/dm"), on: &device)
    }
    await #expect(throws: DMClientError.invalidURL("dm.example")) {
      _ = try await makeClient().run(makeSession("dm.example"), on: &device)
    }
  }

  @Test("a server that goes on for ever is left")
  func endless() async throws {
    let answerer = Answerer(Array(repeating: [.get("./DevInfo/Man")], count: 50))
    try await FakeServer.run { _, request in
      answerer.answer(request)
    } _: { server, url in
      var device = try makeDevice()
      await #expect(throws: DMClientError.tooManyMessages(limit: 7)) {
        _ = try await DMClient(.init(connectTimeout: patience, readTimeout: patience, maximumMessages: 7)).run(
          makeSession(url), on: &device)
      }
      #expect(server.requests.count == 7)
    }
  }

  @Test("a session that is cancelled ends, though the server is silent", .timeLimit(.minutes(10)))
  func cancellation() async throws {
    try await FakeServer.run { _, _ in
      .silence
    } _: { _, url in
      let task = Task {
        var device = try makeDevice()
        return try await makeClient(attempts: 5, readTimeout: .seconds(3600)).run(makeSession(url), on: &device)
      }
      try await Task.sleep(for: .milliseconds(100))
      task.cancel()
      let result = await task.result
      #expect(throws: DMClientError.cancelled) { try result.get() }
    }
  }
}
