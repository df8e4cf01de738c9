internal import DeviceManagement
internal import Logging
internal import SyncML

/// A device's request, once it is read.
struct IncomingMessage: Sendable {
  var transported: TransportedMessage
  /// The media type for the answer.
  var answerType: MessageMediaType
  /// Tells whether two requests are the same: the digest of the bytes, of their type and their MAC.
  var key: RequestKey
  /// The server's URL, as the device reaches it.
  var serverURL: String
}

/// What it takes to send an answer, perhaps again: a session keeps this much of it. The message itself, which may be many
/// times as large as its bytes, is for observers, and is gone once they have seen it.
struct EncodedAnswer: Sendable {
  var bytes: [UInt8]
  var mediaType: MessageMediaType
  var hmacHeader: String?

  init(_ answer: TransportedMessage) {
    bytes = answer.bytes
    mediaType = answer.mediaType
    hmacHeader = answer.hmacHeader
  }
}

/// One session with a device: its messages are answered one after the other.
actor ManagedSession {
  nonisolated let token: String
  nonisolated let number: Int
  private let core: ServerCore
  private var session: ServerSession
  private var identity: ClaimedIdentity
  private var account: Account?
  private var info: DeviceSession
  /// The last request and its answer, for a device that sends it again.
  private var last: (key: RequestKey, answer: EncodedAnswer)?
  private var outcome: SessionOutcome?
  private var hasStarted = false
  /// Whether the manager has been told of the message that is being answered: it cannot come again then.
  private var isTold = false
  private var tail: Task<Void, Never>?
  private var waiting = 0

  /// The messages of one session that may wait for each other: a client sends one at a time, or again.
  private static let maximumWaiting = 4

  init(
    token: String, number: Int, core: ServerCore, first: IncomingMessage, account: Account?, identity: ClaimedIdentity
  ) {
    self.token = token
    self.number = number
    self.core = core
    self.account = account
    self.identity = identity
    let header = first.transported.message.header
    info = DeviceSession(
      id: number, deviceURI: header.source.locURI, sessionID: header.sessionID, userName: identity.userName,
      serverID: account?.serverID, isAuthenticated: false, encoding: first.transported.mediaType.encoding,
      messageCount: 0)
    let limits = core.configuration.limits
    session = ServerSession(
      .init(
        serverURI: first.serverURL,
        respURI: core.configuration.continuation == .respURI ? "\(first.serverURL)?session=\(token)" : nil,
        maxMsgSize: limits.bodyBytes, encoding: first.answerType.encoding,
        limits: SessionLimits(maximumMessages: limits.messages, maximumObjectBytes: limits.objectBytes),
        authentication: core.authentication(account, for: identity)))
  }

  /// The answer to a message, when those before it are answered.
  func answer(_ incoming: IncomingMessage) async -> Result<EncodedAnswer, BindingRefusal> {
    guard waiting < Self.maximumWaiting else { return .failure(.tooManyRequests) }
    waiting += 1
    defer { waiting -= 1 }
    let before = tail
    // Not a child: an answer that has begun is finished, even if its connection is lost, so that it can be sent again.
    let task = Task {
      await before?.value
      return await self.process(incoming)
    }
    tail = Task { _ = await task.value }
    return await task.value
  }

  private func process(_ incoming: IncomingMessage) async -> Result<EncodedAnswer, BindingRefusal> {
    if let last, last.key == incoming.key {
      await core.observe(.resent(info))
      return .success(last.answer)
    }
    guard outcome == nil else { return .failure(.noSuchSession) }
    guard info.messageCount < core.configuration.limits.messages else {
      await end(.failed("more than \(core.configuration.limits.messages) messages"))
      return .failure(.noSuchSession)
    }
    info.messageCount += 1
    if !hasStarted {
      hasStarted = true
      await core.observe(.sessionStarted(info))
    }
    await core.observe(.received(incoming.transported, info))
    do {
      let answer = try await makeAnswer(incoming)
      let encoded = EncodedAnswer(answer)
      last = (incoming.key, encoded)
      await core.observe(.answered(answer, info))
      if let ending { await end(ending) }
      return .success(encoded)
    } catch let refusal as BindingRefusal {
      await end(.failed(refusal.description))
      return .failure(refusal)
    } catch {
      return .failure(await fail(error))
    }
  }

  /// Takes it that the server's own work failed; how the request is refused.
  private func fail(_ error: any Error) async -> BindingRefusal {
    let refusal = core.refusal(after: error, "a session failed", ["session": "\(number)"])
    if refusal == .busy, !isTold {
      // The session is as it was before the message, which is to come again.
      info.messageCount -= 1
      return refusal
    }
    // It is not the device's fault: what it sends again is not to be told that there is no such session.
    core.sessions.forget(token)
    await end(.failed(String(describing: error)))
    return refusal
  }

  /// What came of the packages that the manager gave last, such as commands that the device has no room for.
  private var untold: [ServerSession.Event] = []
  /// How the session ends with the answer just made; nil where it goes on.
  private var ending: SessionOutcome?

  private func makeAnswer(_ incoming: IncomingMessage) async throws -> TransportedMessage {
    isTold = false
    let transported = incoming.transported
    let integrity =
      core.accounts == nil
      ? nil : MessageIntegrity(headerValue: transported.hmacHeader, body: transported.bytes.span)
    try await identify(transported.message.header, integrity)
    let message = transported.message

    // The session is a value: what the message tells is seen on a copy, so that what is to be sent next can be decided
    // before the answer is made.
    session.encoding = incoming.answerType.encoding
    var attempt = session
    var answer = attempt.handle(message, integrity: integrity)
    let used = try await useNonce(of: answer, attempt)
    if used == nil {
      // Another message has used it: this one has proved nothing.
      attempt = session
      answer = attempt.handle(message, integrity: integrity)
    }
    var events = attempt.takeEvents()
    note(answer)
    // That all is said is not so yet: the manager may go on.
    let told = events.filter { $0 != .finished }
    if !told.isEmpty { await core.observe(.told(told, info)) }
    info.isEnding = told.contains { SessionOutcome(ending: $0, answer) != nil }
    let news = untold + told
    if !news.isEmpty, (answer.headerStatus?.code?.rawValue ?? 200) < 300 {
      info.awaitsCommands = events.contains(.finished) && !info.isEnding
      let packages = try await core.manager.packages(after: news, from: info).filter { !$0.isEmpty }
      isTold = true
      untold = []
      if !packages.isEmpty, !info.isEnding {
        for package in packages { session.enqueue(package) }
        attempt = session
        answer = attempt.handle(message, integrity: integrity)
        let more = attempt.takeEvents().filter { !told.contains($0) }
        untold = more.filter { $0 != .finished }
        if !untold.isEmpty { await core.observe(.told(untold, info)) }
        events = told + more
      }
    }
    session = attempt
    if session.isFinished, !untold.isEmpty {
      // No other message comes with which the manager could be told.
      info.isEnding = true
      _ = try await core.manager.packages(after: untold, from: info)
      untold = []
    }
    ending = events.lazy.compactMap { SessionOutcome(ending: $0, answer) }.first
    if ending == nil, session.isFinished { ending = .failed("the session ended") }

    let updates = session.takeNonceUpdates()
    if let account, let accounts = core.accounts, !updates.isEmpty, updates != used {
      try await accounts.keep(updates, for: identity, account: account)
    }
    let bytes = try Self.encoded(answer, as: incoming.answerType.encoding)
    return TransportedMessage(
      bytes: bytes, message: answer, mediaType: incoming.answerType, hmacHeader: session.hmacHeader(for: bytes.span))
  }

  /// Uses up the nonce with which a message has proved at the beginning of a session who it is from.
  ///
  /// - Returns: the nonces that are kept now; nil where another message has used it meanwhile: the session expects the
  ///   next one then.
  private func useNonce(of answer: Message, _ attempt: ServerSession) async throws -> [NonceUpdate]? {
    var attempt = attempt
    let updates = attempt.takeNonceUpdates()
    guard let account, let accounts = core.accounts, !info.isAuthenticated,
      answer.headerStatus?.code?.isSuccess == true, updates.contains(where: { $0.side == .client })
    else { return [] }
    if try await accounts.use(updates, for: identity, account: account) { return updates }
    self.account = try await accounts.account(for: identity)
    if let authentication = core.authentication(self.account, for: identity) {
      session.identify(as: authentication)
    }
    return nil
  }

  private static func encoded(_ answer: Message, as encoding: Encoding) throws -> [UInt8] {
    do {
      return try answer.encoded(as: encoding)
    } catch {
      // Where not even what it repeats of the device's message can be written, that message is at fault.
      var statuses = answer
      statuses.commands.removeAll { if case .status = $0 { false } else { true } }
      if (try? statuses.encoded(as: encoding)) == nil { throw BindingRefusal.undecodable(error) }
      throw error
    }
  }

  /// Finds the account of a device that names its user only when it is asked to.
  private func identify(_ header: SyncHdr, _ integrity: MessageIntegrity?) async throws {
    guard let accounts = core.accounts, !info.isAuthenticated else { return }
    let claimed = ClaimedIdentity(of: header, integrity: integrity)
    guard claimed != identity, claimed.userName != nil else { return }
    identity = claimed
    info.userName = claimed.userName
    account = try await accounts.account(for: claimed)
    info.serverID = account?.serverID
    if let authentication = core.authentication(account, for: claimed) { session.identify(as: authentication) }
  }

  /// Notes what the answer says of the device's credentials.
  private func note(_ answer: Message) {
    guard core.accounts != nil, let code = answer.headerStatus?.code else { return }
    if code.isSuccess, !info.isAuthenticated { core.sessions.didProve(token) }
    info.isAuthenticated = code.isSuccess
  }

  private func end(_ outcome: SessionOutcome) async {
    guard self.outcome == nil else { return }
    self.outcome = outcome
    core.sessions.didEnd(token)
    await core.observe(.sessionEnded(info, outcome))
    await core.manager.sessionEnded(info, outcome)
  }

  /// Ends a session of which nothing more is to be expected.
  func abandon(_ outcome: SessionOutcome) async { await end(outcome) }
}

extension SessionOutcome {
  /// How an event ends a session; nil for one that does not.
  init?(ending event: ServerSession.Event, _ answer: Message) {
    switch event {
    case .aborted: self = .aborted
    case .busy(let code, _): self = .busy(code)
    case .cancelled: self = .stopped
    case .failed(.refused(let code)): self = .failed("the device refused the server's message, \(code)")
    case .failed(.messageSizeTooSmall(let size)): self = .failed("the device's MaxMsgSize, \(size), is too small")
    case .failed(.limit): self = .failed("the device went on for too long")
    case .authenticationFailed(let failure): self = .authenticationFailed(failure)
    case .finished:
      if let code = answer.headerStatus?.code, code.rawValue >= 400 {
        self = .refused(code)
      } else {
        self = .completed
      }
    default: return nil
    }
  }
}
