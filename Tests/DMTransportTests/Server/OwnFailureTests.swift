import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

/// What devices see of a server whose own work fails, and comes right again.
@Suite("A server's own failures")
struct OwnFailureTests {
  private struct Broken: Error {}

  private struct Busy: TemporaryError {
    var isTemporary = true
  }

  /// Fails at the calls with these numbers, and sends one Get to each device.
  private actor Failing: DeviceManager {
    private let numbers: Set<Int>
    private let error: any Error
    private var count = 0
    private(set) var events: [ServerSession.Event] = []
    private(set) var outcomes: [SessionOutcome] = []

    init(at numbers: Set<Int>, with error: any Error) {
      self.numbers = numbers
      self.error = error
    }

    func packages(after events: [ServerSession.Event], from device: DeviceSession) throws -> [[Command]] {
      count += 1
      if numbers.contains(count) { throw error }
      self.events += events
      return events.contains { if case .started = $0 { true } else { false } } ? [[.get("./A")]] : []
    }

    func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) { outcomes.append(outcome) }
  }

  @Test(
    "after a failure the same first message begins the session anew",
    arguments: [Broken(), Busy(isTemporary: false)] as [any Error])
  func beginsAnew(error: any Error) async throws {
    let manager = Failing(at: [1], with: error)
    try await withServer(manager: manager) { server, url in
      let first = DeviceMessages.message(1, DeviceMessages.start)
      #expect(try await DeviceMessages.post(first, to: url).head.hasPrefix("HTTP/1.1 500 "))
      #expect(server.openSessionCount == 0)
      let answer = try await DeviceMessages.exchange(first, with: url)
      #expect(answer.commands.contains { $0.name == "Get" })
      #expect(server.openSessionCount == 1)
    }
    #expect(await manager.outcomes.count == 2)
  }

  @Test("while the application is busy each message is 503 with Retry-After, and taken when it comes again")
  func busy() async throws {
    let manager = Failing(at: [1, 3], with: Busy())
    let observer = RecordingObserver()
    let limits = ServerLimits(retryAfter: .seconds(7))
    try await withServer(.init(limits: limits), manager: manager, observer: observer) { server, url in
      let first = DeviceMessages.message(1, DeviceMessages.start)
      let refused = try await DeviceMessages.post(first, to: url)
      #expect(refused.head.hasPrefix("HTTP/1.1 503 "))
      #expect(refused.head.lowercased().contains("\r\nretry-after: 7"))
      let answer = try await DeviceMessages.exchange(first, with: url)
      let address = try #require(answer.header.respURI)
      let second = DeviceMessages.message(2, DeviceMessages.statuses(of: answer, 1, of: "Get"))
      #expect(try await DeviceMessages.post(second, to: address).head.hasPrefix("HTTP/1.1 503 "))
      let last = try await DeviceMessages.exchange(second, with: address)
      #expect(last.isFinal)
      #expect(server.openSessionCount == 0)
    }
    #expect(await manager.events.count { if case .status(let status) = $0 { status.cmd == "Get" } else { false } } == 1)
    #expect(await manager.outcomes == [.completed])
    let started = await observer.events.count { if case .sessionStarted = $0 { true } else { false } }
    #expect(started == 1)
    #expect(await observer.refusals == [.busy, .busy])
  }

  @Test(
    "a device that proves who it is gets through to an application that was busy",
    arguments: [
      AuthenticationScheme.basic, .digest, .hmac,
    ])
  func busyWithAccounts(scheme: AuthenticationScheme) async throws {
    let manager = Failing(at: [1], with: Busy())
    let account = makeAccount(scheme)
    let limits = ServerLimits(retryAfter: .milliseconds(10))
    try await withServer(.init(limits: limits), accounts: MemoryAccounts([account]), manager: manager) { _, url in
      var device = try makeDevice()
      let outcome = try await makeClient(attempts: 3).run(makeSession(url, account: account), on: &device)
      #expect(outcome.state == .finished)
    }
    #expect(await manager.outcomes == [.completed])
  }

  /// An account that cannot be read at first.
  private actor BusyAccounts: AccountDirectory {
    nonisolated let challengeType = AuthenticationType.basic
    private let known = MemoryAccounts([makeAccount(.basic)])
    private var isBusy = true

    func account(for identity: ClaimedIdentity) async throws -> Account? {
      defer { isBusy = false }
      if isBusy { throw Busy() }
      return await known.account(for: identity)
    }

    func keep(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) {}
    func use(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) -> Bool { true }
  }

  @Test("accounts that cannot be read for a while are 503, and the same message begins the session later")
  func busyAccounts() async throws {
    try await withServer(accounts: BusyAccounts()) { server, url in
      let first = DeviceMessages.message(1, DeviceMessages.start)
      let refused = try await DeviceMessages.post(first, to: url)
      #expect(refused.head.hasPrefix("HTTP/1.1 503 "))
      #expect(server.openSessionCount == 0)
      let answer = try await DeviceMessages.exchange(first, with: url)
      #expect(answer.headerCode == .authenticationRequired)
    }
  }
}
