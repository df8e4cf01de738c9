internal import DeviceManagement
internal import Logging
internal import SyncML
internal import Synchronization

/// What a server does with messages, whatever brings them.
final class ServerCore: Sendable {
  let configuration: DMServer.Configuration
  let accounts: (any AccountDirectory)?
  let manager: any DeviceManager
  let observer: (any ServerObserver)?
  let logger: Logger
  let sessions: SessionTable
  let gate: LoadGate
  private let listening = Mutex<String?>(nil)

  init(
    _ configuration: DMServer.Configuration, accounts: (any AccountDirectory)?, manager: any DeviceManager,
    observer: (any ServerObserver)?, logger: Logger
  ) {
    self.configuration = configuration
    self.accounts = accounts
    self.manager = manager
    self.observer = observer
    self.logger = logger
    sessions = SessionTable(configuration.limits, asksForProof: accounts != nil)
    gate = LoadGate(configuration.limits)
  }

  func observe(_ event: ServerEvent) async { await observer?.observe(event) }

  /// Notes the address that the server listens at.
  func didListen(at url: String) { listening.withLock { $0 = url } }

  /// The address that the server listens at, for requests that do not say by which one they came; nil before it does.
  var ownURL: String? { listening.withLock { $0 } }

  /// The answer to a message.
  ///
  /// - Parameters:
  ///   - incoming: the message.
  ///   - token: what the request's address names a session by; nil for the server's own address.
  func answer(_ incoming: IncomingMessage, token: String?) async throws(BindingRefusal) -> EncodedAnswer {
    let header = incoming.transported.message.header
    guard header.hasShortIdentifiers else { throw .identifierTooLong(limit: SyncHdr.longestIdentifier) }
    let owner = SessionTable.Owner(deviceURI: header.source.locURI, sessionID: header.sessionID)
    let session: ManagedSession
    if let token {
      guard let known = sessions.session(token, of: owner, incoming.key) else { throw .noSuchSession }
      session = known
    } else {
      // A device that begins anew says so by MsgID 1; with another number it goes on with what it has begun. Where
      // nobody proves anything, an address that cannot be guessed protects nothing either: a device need not follow it.
      let goesOn = (configuration.continuation == .identity || accounts == nil) && header.msgID != "1"
      if let known = sessions.session(of: owner, incoming.key, goesOn: goesOn) {
        session = known
      } else if header.msgID != "1", !incoming.transported.message.beginsSession, sessions.hasOpen(of: owner) {
        // In a session of its own it would be told to do the same things once more.
        throw .goesOnElsewhere
      } else {
        session = try await begin(incoming, owner)
      }
    }
    return try await session.answer(incoming).get()
  }

  private func begin(
    _ incoming: IncomingMessage, _ owner: SessionTable.Owner
  ) async throws(BindingRefusal) -> ManagedSession {
    let number = try sessions.reserve()
    let transported = incoming.transported
    let identity = ClaimedIdentity(
      of: transported.message.header,
      integrity: transported.hmacHeader.map { MessageIntegrity(headerValue: $0, body: transported.bytes.span) })
    let account: Account?
    do {
      account = try await accounts?.account(for: identity)
    } catch {
      throw refusal(after: error, "accounts cannot be read")
    }
    let session = ManagedSession(
      token: Self.makeToken(), number: number, core: self, first: incoming, account: account, identity: identity)
    let added = try sessions.add(session, of: owner, incoming.key)
    await added.displaced?.abandon(.displaced)
    return added.session
  }

  /// Logs what the server's own work failed of.
  ///
  /// - Returns: how the request is refused.
  func refusal(
    after error: any Error, _ message: Logger.Message, _ metadata: Logger.Metadata = [:]
  ) -> BindingRefusal {
    let more: Logger.Metadata = ["error": "\(String(describing: error).prefix(500))"]
    logger.error(message, metadata: metadata.merging(more) { $1 })
    return (error as? any TemporaryError)?.isTemporary == true ? .busy : .failed
  }

  /// 128 bits of the system's randomness, as text for an address.
  private static func makeToken() -> String {
    var random = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// How a session authenticates; nil where the server has no accounts at all.
  ///
  /// A stranger is asked for credentials like anybody else, and has none that could be right.
  func authentication(_ account: Account?, for identity: ClaimedIdentity) -> SessionAuthentication? {
    guard let accounts else { return nil }
    var random = SystemRandomNumberGenerator()
    let nonces = NonceGenerator(using: &random)
    var authentication: SessionAuthentication
    if let account, account.clientCredentials != nil {
      authentication = SessionAuthentication(server: account, nonces: nonces)
    } else {
      let unknown = Secret((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
      authentication = SessionAuthentication(
        own: nil,
        peer: Credentials(name: identity.userName ?? "", userDigest: unknown, type: accounts.challengeType),
        nonces: nonces)
    }
    authentication.checksEveryMessage = configuration.continuation == .identity
    return authentication
  }

  /// Ends the sessions whose devices have gone, again and again.
  func sweep() async {
    let limits = configuration.limits
    let interval = min(limits.sessionTimeout, limits.resendTime, .seconds(20)) / 4
    while !Task.isCancelled {
      for session in sessions.sweep() { await session.abandon(.expired) }
      do { try await Task.sleep(for: max(interval, .milliseconds(20))) } catch { return }
    }
  }

  /// Waits until every session is over, at most as long as it may.
  ///
  /// - Parameter deadline: when those that are still open are ended.
  func drain(until deadline: ContinuousClock.Instant) async {
    sessions.stop()
    let open = sessions.openCount
    await observe(.stopping(openSessions: open))
    if open > 0 { logger.info("stopping", metadata: ["sessions": "\(open)"]) }
    while sessions.openCount > 0, ContinuousClock.now < deadline, !Task.isCancelled {
      do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
    }
    for session in sessions.open { await session.abandon(.stopped) }
  }
}

extension SyncHdr {
  /// The bytes of the longest identifier that is taken. The answer repeats identifiers, and a session keeps them, before
  /// anybody has proved anything; those of devices have no more than some dozens of bytes.
  fileprivate static let longestIdentifier = 4096

  /// Whether nothing that a session would keep is longer than it may be.
  fileprivate var hasShortIdentifiers: Bool {
    [
      verDTD, verProto, sessionID, msgID, source.locURI, source.locName, target.locURI, target.locName, cred?.data,
      cred?.meta?.type,
    ].allSatisfy { ($0?.utf8.count ?? 0) <= Self.longestIdentifier }
  }
}

extension Message {
  /// Whether it has the alert by which a device begins a session.
  fileprivate var beginsSession: Bool {
    commands.contains { command in
      guard case .alert(let alert) = command else { return false }
      return alert.code == .serverInitiatedManagement || alert.code == .clientInitiatedManagement
    }
  }
}
