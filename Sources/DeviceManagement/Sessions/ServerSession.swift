public import SyncML

/// The server's side of a DM session: a state machine that takes the device's messages and gives the answers.
///
/// Commands are queued in batches; a batch is one package, and the next is sent when the device has answered the one
/// before. What the device says is given out as events.
///
/// Source: OMA-TS-DM_Protocol-V1_2 section 8 (packages 2 and 4).
public struct ServerSession: Sendable {
  /// What is settled before the device's first message comes.
  public struct Configuration: Hashable, Sendable {
    /// The server's address.
    public var serverURI: String
    /// How server and client prove who they are; nil leaves that to the transport.
    public var authentication: SessionAuthentication?

    /// Makes a configuration.
    public init(serverURI: String, authentication: SessionAuthentication? = nil) {
      self.serverURI = serverURI
      self.authentication = authentication
    }
  }

  /// What a device's message told.
  public enum Event: Hashable, Sendable {
    /// The session has begun; the alert says who wanted it.
    case started(deviceURI: String, alert: AlertCode?)
    /// The device's DevInfo, leaf by leaf.
    case devInfo([String: String])
    /// A generic alert, which has been accepted.
    case alert(Alert)
    /// The device's answer to a command that was sent.
    case status(Status)
    /// What a Get brought.
    case results(Results)
    /// The device ended the session early (alert 1223).
    case aborted
    /// The device asked for the server's credentials: the last package is sent again.
    case challenged
    /// One side did not prove who it is; the session is over.
    case authenticationFailed(AuthenticationFailure)
    /// All is said.
    case finished
  }

  /// What was settled before the device's first message came.
  public let configuration: Configuration
  /// Whether the session is over: all is said, one side ended it early, or a message was refused.
  public private(set) var isFinished = false
  /// The device's address, once it has spoken.
  public private(set) var deviceURI = ""

  private var sessionID: String?
  private var msgID = 0
  private var batches: [[Command]] = []
  /// The package that was sent last, for a device that asks for credentials first.
  private var sentBatch: [Command] = []
  private var events: [Event] = []
  /// The last answer, for a message that comes twice.
  private var lastAnswer: LastAnswer?
  private var authenticator: SessionAuthenticator?

  private struct LastAnswer {
    var msgID: String
    /// What was answered, where that must be the same to get the same answer again.
    var request: (message: Message, integrity: MessageIntegrity?)?
    var message: Message

    /// Whether a message is the one that was answered. Where credentials are needed a number alone is no proof.
    func answers(_ other: Message, _ integrity: MessageIntegrity?) -> Bool {
      guard let request else { return msgID == other.header.msgID }
      return request.message == other && request.integrity == integrity
    }
  }

  /// A session that waits for the device's first message, in which the device names itself and the session.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    authenticator = configuration.authentication.map { SessionAuthenticator($0, as: .server) }
  }

  /// Queues commands to be sent together, after what is queued already.
  public mutating func enqueue(_ commands: [Command]) {
    if !commands.isEmpty { batches.append(commands) }
  }

  /// What the device's messages have told since the last call.
  public mutating func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  /// Takes the device's message; the answer is always to be sent.
  ///
  /// - Parameters:
  ///   - message: the device's message.
  ///   - integrity: what the transport says of it; needed where the device uses `syncml:auth-MAC`.
  public mutating func handle(_ message: Message, integrity: MessageIntegrity? = nil) -> Message {
    let header = message.header
    if let lastAnswer, header.sessionID == sessionID, lastAnswer.answers(message, integrity) {
      return lastAnswer.message
    }
    if sessionID == nil { sessionID = header.sessionID }

    var refusal = ProtocolVersion.refusal(of: header)
    if header.sessionID != sessionID { refusal = .badRequest }
    if let refusal {
      isFinished = true
      events.append(.finished)
      return finish(statuses(for: message, refusal), for: message, integrity, isFinal: true)
    }

    let own = authenticator?.takeHeaderStatus(of: message) ?? .goesOn
    if own == .repeats {
      // The device has done nothing of what it refused: the package is sent again, with credentials.
      events.append(.challenged)
      batches.insert(sentBatch, at: 0)
      sentBatch = []
    }
    let verdict = authenticator?.verify(header, integrity)
    if let verdict, !verdict.isAccepted {
      if let failure = verdict.failure { end(.authenticationFailed(failure)) }
      return finish(statuses(for: message, verdict.code, verdict.chal), for: message, integrity, isFinal: true)
    }
    if case .fails(let failure) = own {
      end(.authenticationFailed(failure))
      return finish(statuses(for: message, verdict?.code ?? .ok, verdict?.chal), for: message, integrity, isFinal: true)
    }
    if deviceURI.isEmpty { deviceURI = header.source.locURI }
    var builder = MessageBuilder(answerHeader(to: header))
    builder.append(status(of: message, nil, verdict?.code ?? .ok, verdict?.chal))
    var isAborted = false
    var asksForMore = false
    for command in message.commands {
      switch command {
      case .status(let status):
        // Those of a message that was refused say nothing of its commands.
        if own != .repeats { events.append(.status(status)) }
      case .results(let results): events.append(.results(results))
      default:
        let code = take(command)
        isAborted = isAborted || command.alertCode == .sessionAbort
        asksForMore = asksForMore || command.alertCode == .nextMessage
        if !command.noResp, !header.noResp { builder.append(status(of: message, command, code)) }
      }
    }
    if isAborted {
      isFinished = true
      events.append(.aborted)
      return finish(builder, for: message, integrity, isFinal: true)
    }
    if !message.isFinal {
      // The device's package goes on: ask for the rest of it.
      if !asksForMore { builder.append(.alert(Alert(code: .nextMessage))) }
      return finish(builder, for: message, integrity, isFinal: false)
    }
    sentBatch = batches.isEmpty ? [] : batches.removeFirst()
    for command in sentBatch { builder.append(command) }
    if sentBatch.isEmpty { end(.finished) }
    return finish(builder, for: message, integrity, isFinal: true)
  }

  private mutating func finish(
    _ builder: MessageBuilder, for message: Message, _ integrity: MessageIntegrity?, isFinal: Bool
  ) -> Message {
    let answer = builder.message(isFinal: isFinal)
    lastAnswer = LastAnswer(
      msgID: message.header.msgID, request: authenticator == nil ? nil : (message, integrity), message: answer)
    return answer
  }

  private mutating func end(_ event: Event) {
    isFinished = true
    events.append(event)
  }

  // MARK: Authentication

  /// Says whom the device claims to be, where the session began before that was known: a device may name its user only
  /// once it has been challenged. The nonce that was given out stays in force.
  ///
  /// It is passed over once the device has proved who it is, and where the session has no authentication.
  public mutating func identify(as authentication: SessionAuthentication) {
    authenticator?.identify(as: authentication)
  }

  /// The value of `x-syncml-hmac` for the message given out last, once it is encoded; nil where it needs none.
  public func hmacHeader(for body: Span<UInt8>) -> String? { authenticator?.hmacHeader(for: body) }

  /// The nonces to store for the next session with the device; each is given once.
  public mutating func takeNonceUpdates() -> [NonceUpdate] { authenticator?.takeUpdates() ?? [] }

  /// The answer to a message that is refused: statuses alone, nothing in it is looked at.
  private mutating func statuses(for message: Message, _ code: StatusCode, _ chal: Chal? = nil) -> MessageBuilder {
    var header = answerHeader(to: message.header)
    // A stranger is not shown the server's credentials.
    if code.rawValue >= 400 { header.cred = nil }
    var builder = MessageBuilder(header)
    builder.append(status(of: message, nil, code, chal))
    for command in message.commands where !command.isAnswer { builder.append(status(of: message, command, code)) }
    return builder
  }

  // MARK: What the device says

  /// Takes a command of the device: alerts, and the Replace of DevInfo; nothing else comes from a client.
  private mutating func take(_ command: Command) -> StatusCode {
    switch command {
    case .alert(let alert):
      switch alert.code {
      case .serverInitiatedManagement, .clientInitiatedManagement:
        events.append(.started(deviceURI: deviceURI, alert: alert.code))
        return .ok
      case .nextMessage, .sessionAbort, .noEndOfData: return .ok
      case .clientEvent:
        events.append(.alert(alert))
        return .ok
      case .genericAlert:
        // Type and Format are mandatory in every item (DM Protocol 8.7).
        guard !alert.items.isEmpty, alert.items.allSatisfy({ $0.meta?.type != nil && $0.meta?.format != nil }) else {
          return .incompleteCommand
        }
        events.append(.alert(alert))
        return .ok
      case nil: return .incompleteCommand
      default: return .optionalFeatureNotSupported
      }
    case .replace(let replace):
      var info: [String: String] = [:]
      for item in replace.items {
        guard let source = item.source?.locURI, let value = item.data?.string else { continue }
        info[source] = value
      }
      events.append(.devInfo(info))
      return .ok
    default: return .commandNotAllowed
    }
  }

  // MARK: Parts

  private mutating func answerHeader(to header: SyncHdr) -> SyncHdr {
    msgID += 1
    var answer = SyncHdr(
      verDTD: header.verDTD == "1.1" ? "1.1" : "1.2", verProto: header.verDTD == "1.1" ? "DM/1.1" : "DM/1.2",
      sessionID: header.sessionID, msgID: String(msgID), target: Location(header.source.locURI),
      source: Location(configuration.serverURI))
    authenticator?.sign(&answer)
    return answer
  }

  private func status(
    of message: Message, _ command: Command?, _ code: StatusCode, _ chal: Chal? = nil
  ) -> Command {
    .status(
      Status(
        msgRef: message.header.msgID, cmdRef: command?.cmdID ?? "0", cmd: command?.name ?? "SyncHdr",
        targetRefs: command == nil ? [message.header.target.locURI] : [],
        sourceRefs: command == nil ? [message.header.source.locURI] : [], chal: chal,
        code: code))
  }
}
