public import SyncML

/// The device's side of a DM session: a state machine that takes the server's messages and gives the answers.
///
/// It does no I/O and knows no time. The caller carries messages to and fro until `handle` returns nil:
///
///     var session = ClientSession(configuration)
///     var answer = transport(session.start(on: &device))
///     while let next = session.handle(answer, on: &device) { answer = transport(next) }
///
/// Source: OMA-TS-DM_Protocol-V1_2 section 8 (packages 1 to 4).
public struct ClientSession: Sendable {
  /// What is settled before the session begins.
  public struct Configuration: Hashable, Sendable {
    /// The session's identifier: the server's choice where it asked for the session, else the client's.
    public var sessionID: String
    /// The device's address, `./DevInfo/DevId` in most devices.
    public var deviceURI: String
    /// The server's address.
    public var serverURI: String
    /// The ServerID of the account: on its behalf commands are carried out.
    public var serverID: String
    /// Who wanted the session: decides between alerts 1200 and 1201.
    public var isServerInitiated: Bool
    /// The bytes of a message that the device can take; nil says nothing to the server.
    public var maxMsgSize: Int?
    /// How client and server prove who they are; nil leaves that to the transport.
    public var authentication: SessionAuthentication?

    /// Makes a configuration.
    public init(
      sessionID: String, deviceURI: String, serverURI: String, serverID: String, isServerInitiated: Bool = false,
      maxMsgSize: Int? = nil, authentication: SessionAuthentication? = nil
    ) {
      self.sessionID = sessionID
      self.deviceURI = deviceURI
      self.serverURI = serverURI
      self.serverID = serverID
      self.isServerInitiated = isServerInitiated
      self.maxMsgSize = maxMsgSize
      self.authentication = authentication
    }
  }

  /// How far the session has come.
  public enum State: Hashable, Sendable {
    /// Nothing has been sent yet.
    case notStarted
    /// A message has been sent, the server's answer is awaited.
    case waiting
    /// The server had nothing more to say.
    case finished
    /// One side ended the session early, or the messages broke a rule that leaves no way on.
    case failed(Failure)
  }

  /// Why a session ended before its time.
  public enum Failure: Hashable, Sendable {
    /// The server sent alert 1223.
    case aborted
    /// The message is of another session.
    case wrongSession(String)
    /// The server refused the message: the Status of its SyncHdr.
    case refused(StatusCode)
    /// A version the client does not speak.
    case unsupportedVersion(String)
    /// One side did not prove who it is.
    case authentication(AuthenticationFailure)
  }

  /// What was settled before the session began.
  public let configuration: Configuration
  /// How far the session has come.
  public private(set) var state = State.notStarted
  /// Where the next message goes: the server's RespURI, where it gave one.
  public private(set) var nextURI: String

  private var msgID = 0
  /// The alerts of the last message sent, by their CmdID.
  private var sentAlerts: [String: OutgoingAlert.ID] = [:]
  /// The messages of the server that have been answered.
  private var answeredMsgIDs: Set<String> = []
  private var authenticator: SessionAuthenticator?
  /// The answers of the last message and whether it had Final, for a server that asks for credentials first; nil where
  /// that was package 1, which is made anew.
  private var sentAnswers: (commands: [Command], isFinal: Bool)?

  /// A session that has not begun; its first message goes to the configuration's `serverURI`.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    authenticator = configuration.authentication.map { SessionAuthenticator($0, as: .client) }
    nextURI = configuration.serverURI
  }

  /// The first message: package 1, with the alert that says who wanted the session, DevInfo, and waiting alerts.
  public mutating func start(on device: inout some ManagedDevice) -> Message {
    state = .waiting
    var builder = MessageBuilder(header())
    appendPackageOne(to: &builder, device: &device)
    return builder.message(isFinal: true)
  }

  private mutating func appendPackageOne(to builder: inout MessageBuilder, device: inout some ManagedDevice) {
    let code: AlertCode = configuration.isServerInitiated ? .serverInitiatedManagement : .clientInitiatedManagement
    builder.append(.alert(Alert(code: code)))
    let devInfo = DevInfo.items(of: device.tree)
    if !devInfo.isEmpty { builder.append(.replace(ItemCommand(items: devInfo))) }
    sentAlerts = [:]
    for waiting in device.outgoingAlerts(to: configuration.serverID) {
      sentAlerts[builder.append(.alert(waiting.alert))] = waiting.id
    }
  }

  /// Takes the server's message. The answer is to be sent; nil means the session is over.
  ///
  /// - Parameters:
  ///   - message: the server's message.
  ///   - integrity: what the transport says of it; needed where the server uses `syncml:auth-MAC`.
  ///   - device: what its commands work on.
  public mutating func handle(
    _ message: Message, integrity: MessageIntegrity? = nil, on device: inout some ManagedDevice
  ) -> Message? {
    guard state == .waiting else { return nil }
    guard message.header.sessionID == configuration.sessionID else {
      state = .failed(.wrongSession(message.header.sessionID))
      return nil
    }
    if let respURI = message.header.respURI { nextURI = respURI }
    // A message that comes twice is a transport's doing: it must not run its commands again.
    guard answeredMsgIDs.insert(message.header.msgID).inserted else { return nil }

    if let code = ProtocolVersion.refusal(of: message.header) {
      var builder = MessageBuilder(header())
      builder.append(headerStatus(for: message, code))
      state = .failed(.unsupportedVersion("\(message.header.verDTD) \(message.header.verProto)"))
      return builder.message(isFinal: true)
    }
    switch authenticator?.takeHeaderStatus(of: message) ?? .goesOn {
    case .goesOn: break
    case .repeats: return messageAgain(after: message, integrity, device: &device)
    case .fails(let failure):
      state = .failed(.authentication(failure))
      return nil
    }
    let verdict = authenticator?.verify(message.header, integrity)
    if let verdict, !verdict.isAccepted { return refusal(of: message, verdict) }
    if let failure = takeStatuses(of: message, device: &device) {
      state = .failed(failure)
      return nil
    }

    let commands = message.commands.filter { !$0.isAnswer }
    if commands.contains(where: { $0.alertCode == .sessionAbort }) {
      state = .failed(.aborted)
      return nil
    }
    if commands.isEmpty, message.isFinal {
      state = .finished
      return nil
    }

    let asksForMore = commands.allSatisfy { $0.alertCode == .nextMessage }
    var builder = MessageBuilder(header())
    if !message.header.noResp || verdict?.chal != nil {
      builder.append(headerStatus(for: message, verdict?.code ?? .ok, verdict?.chal))
    }
    var executor = CommandExecutor(
      actor: Actor(serverID: configuration.serverID), msgRef: message.header.msgID,
      suppressesStatus: message.header.noResp)
    for command in commands {
      if command.alertCode == .nextMessage {
        executor.append(command, .ok)
      } else {
        executor.execute([command], on: &device)
      }
    }
    var answers = executor.answers.map(Command.init)
    if !message.isFinal, asksForMore || answers.isEmpty { answers.append(.alert(Alert(code: .nextMessage))) }
    for answer in answers { builder.append(answer) }
    if authenticator != nil { sentAnswers = (answers, message.isFinal) }
    return builder.message(isFinal: message.isFinal)
  }

  // MARK: Authentication

  /// The value of `x-syncml-hmac` for the message given out last, once it is encoded; nil where it needs none.
  public func hmacHeader(for body: Span<UInt8>) -> String? { authenticator?.hmacHeader(for: body) }

  /// The nonces to store for the next session with the server; each is given once.
  public mutating func takeNonceUpdates() -> [NonceUpdate] { authenticator?.takeUpdates() ?? [] }

  /// The last message with the credentials that the server asks for. Where that was package 1 it is made anew
  /// (DM Protocol 9: the client reverts to package 1).
  private mutating func messageAgain(
    after message: Message, _ integrity: MessageIntegrity?, device: inout some ManagedDevice
  ) -> Message {
    let verdict = authenticator?.verifyLeniently(message.header, integrity)
    var builder = MessageBuilder(header())
    builder.append(headerStatus(for: message, verdict?.code ?? .ok, verdict?.chal))
    // A message that refuses another holds statuses alone; whatever else stands in it is not done.
    for command in message.commands where !command.isAnswer {
      builder.append(status(of: command, in: message, .notExecuted))
    }
    guard let sentAnswers else {
      appendPackageOne(to: &builder, device: &device)
      return builder.message(isFinal: true)
    }
    for command in sentAnswers.commands { builder.append(command) }
    return builder.message(isFinal: sentAnswers.isFinal)
  }

  /// The answer to a message whose sender has not proved to be the server: statuses alone, nothing in it is done.
  private mutating func refusal(of message: Message, _ verdict: CredentialVerifier.Verdict) -> Message? {
    let commands = message.commands.filter { !$0.isAnswer }
    if commands.isEmpty, message.isFinal {
      // A server that wants nothing must not be challenged (DM Protocol 9).
      state = verdict.failure.map { .failed(.authentication($0)) } ?? .finished
      return nil
    }
    var builder = MessageBuilder(header())
    builder.append(headerStatus(for: message, verdict.code, verdict.chal))
    let statuses = commands.map { status(of: $0, in: message, verdict.code) }
    for status in statuses { builder.append(status) }
    if authenticator != nil { sentAnswers = (statuses, true) }
    if let failure = verdict.failure { state = .failed(.authentication(failure)) }
    return builder.message(isFinal: true)
  }

  // MARK: Parts

  private mutating func header() -> SyncHdr {
    msgID += 1
    var header = SyncHdr(
      sessionID: configuration.sessionID, msgID: String(msgID), target: Location(nextURI),
      source: Location(configuration.deviceURI),
      meta: configuration.maxMsgSize.map { Meta(maxMsgSize: String($0)) })
    authenticator?.sign(&header)
    return header
  }

  private func headerStatus(for message: Message, _ code: StatusCode, _ chal: Chal? = nil) -> Command {
    .status(
      Status(
        msgRef: message.header.msgID, cmdRef: "0", cmd: "SyncHdr", targetRefs: [message.header.target.locURI],
        sourceRefs: [message.header.source.locURI], chal: chal, code: code))
  }

  private func status(of command: Command, in message: Message, _ code: StatusCode) -> Command {
    .status(Status(msgRef: message.header.msgID, cmdRef: command.cmdID, cmd: command.name, code: code))
  }

  /// Takes the server's answers to what was sent: a refused header ends the session, answered alerts are done with.
  private mutating func takeStatuses(of message: Message, device: inout some ManagedDevice) -> Failure? {
    for case .status(let status) in message.commands {
      guard let code = status.code else { continue }
      if status.cmdRef == "0" || status.cmd == "SyncHdr" {
        if code.rawValue >= 400 { return .refused(code) }
      } else if let id = sentAlerts.removeValue(forKey: status.cmdRef) {
        device.didSend(id, status: code)
      }
    }
    return nil
  }
}

/// The protocol versions that are spoken: DM 1.2, and 1.1 and 1.3, which differ in nothing used here.
enum ProtocolVersion {
  /// The status that refuses a header's versions; nil where they are spoken.
  static func refusal(of header: SyncHdr) -> StatusCode? {
    guard ["1.1", "1.2"].contains(header.verDTD) else { return .dtdVersionNotSupported }
    guard ["DM/1.1", "DM/1.2", "DM/1.3"].contains(header.verProto) else { return .protocolVersionNotSupported }
    return nil
  }
}

extension Command {
  /// Whether it answers a command of the other side.
  var isAnswer: Bool {
    switch self {
    case .status, .results: true
    default: false
    }
  }

  /// The code of an Alert; nil for other commands.
  var alertCode: AlertCode? {
    if case .alert(let alert) = self { alert.code } else { nil }
  }
}
