public import SyncML

/// The device's side of a DM session: a state machine that takes the server's messages and gives the answers.
///
/// It does no I/O and knows no time. The caller carries messages to and fro until `handle` returns nil:
///
///     var session = ClientSession(configuration)
///     var answer = transport(session.start(on: &device))
///     while let next = session.handle(answer, on: &device) { answer = transport(next) }
///
/// ``state`` says then how the session went. Where it is `retry`, the server is busy: the caller waits, and goes on with
/// ``retry()``. Where an answer is lost on its way, ``resend()`` gives the last message again, as it was.
///
/// No message is longer than the server's MaxMsgSize: what does not fit goes into further messages, and a value that
/// does not fit alone goes in chunks (large objects).
///
/// Source: OMA-TS-DM_Protocol-V1_2 section 8 (packages 1 to 4), 6 (messages of a package), 7 (large objects).
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
    /// The bytes of an object that the device can take, announced to the server and kept to: 413 answers more. Nil says
    /// nothing to the server.
    public var maxObjSize: Int?
    /// How messages travel: in it the server's MaxMsgSize is counted. XML, the longer one, where nothing is said.
    public var encoding: Encoding
    /// Whether values are sent and taken in chunks, which `./DevDetail/LrgObj` announces. Without it a chunk gets 406,
    /// and a Get whose result does not fit into a message 413.
    public var supportsLargeObjects: Bool
    /// Whether the answers to an Atomic may go into several messages. True for a device whose transactions are real; else
    /// such an Atomic is rolled back with 517 (OMA-TS-DM_RepPro-V1_2 6.6.3).
    public var splitsAtomicAnswers: Bool
    /// Whether alerts that come up during the session are sent in it; else in the next one.
    public var sendsNewAlerts: Bool
    /// What the session takes from the server before it gives up.
    public var limits: SessionLimits
    /// How client and server prove who they are; nil leaves that to the transport.
    public var authentication: SessionAuthentication?

    /// Makes a configuration.
    public init(
      sessionID: String, deviceURI: String, serverURI: String, serverID: String, isServerInitiated: Bool = false,
      maxMsgSize: Int? = nil, maxObjSize: Int? = nil, encoding: Encoding = .xml, supportsLargeObjects: Bool = true,
      splitsAtomicAnswers: Bool = true, sendsNewAlerts: Bool = false, limits: SessionLimits = SessionLimits(),
      authentication: SessionAuthentication? = nil
    ) {
      self.sessionID = sessionID
      self.deviceURI = deviceURI
      self.serverURI = serverURI
      self.serverID = serverID
      self.isServerInitiated = isServerInitiated
      self.maxMsgSize = maxMsgSize
      self.maxObjSize = maxObjSize
      self.encoding = encoding
      self.supportsLargeObjects = supportsLargeObjects
      self.splitsAtomicAnswers = splitsAtomicAnswers
      self.sendsNewAlerts = sendsNewAlerts
      self.limits = limits
      self.authentication = authentication
    }
  }

  /// How far the session has come.
  public enum State: Hashable, Sendable {
    /// Nothing has been sent yet.
    case notStarted
    /// A message has been sent, the server's answer is awaited.
    case waiting
    /// The server is busy: the session goes on with ``ClientSession/retry()``, after a while.
    case retry(Retry)
    /// The server had nothing more to say.
    case finished
    /// One side ended the session early, or the messages broke a rule that leaves no way on.
    case failed(Failure)
  }

  /// What a busy server asks for.
  public struct Retry: Hashable, Sendable {
    /// The server's status: 101, 417 or 503.
    public var status: StatusCode
    /// Where the next message goes: the server's RespURI, where it gave one, in which some servers say the time too.
    public var uri: String
    /// What ``ClientSession/retry()`` sends.
    public var action: Action

    /// What a server asked for.
    public init(status: StatusCode, uri: String, action: Action) {
      self.status = status
      self.uri = uri
      self.action = action
    }

    /// What is sent to a server that was busy.
    public enum Action: Hashable, Sendable {
      /// The server is at work on the last message (101): its answer is asked for by alert 1222.
      case asksForAnswer
      /// The server has done nothing (417, 503): the last message is repeated under a new number.
      case repeatsMessage
    }
  }

  /// Why a session ended before its time.
  public enum Failure: Hashable, Sendable {
    /// The server sent alert 1223.
    case aborted
    /// This side ended the session with alert 1223.
    case cancelled
    /// The message is of another session.
    case wrongSession(String)
    /// The number of the message was used before, by a message that is not at hand or was another one.
    case wrongMessage(String)
    /// The server refused the message: the Status of its SyncHdr.
    case refused(StatusCode)
    /// A version the client does not speak.
    case unsupportedVersion(String)
    /// One side did not prove who it is.
    case authentication(AuthenticationFailure)
    /// The server's MaxMsgSize, in bytes, is too small for what must be sent.
    case messageSizeTooSmall(Int)
    /// The server went on for longer than the limits allow.
    case limit(SessionLimits.Reached)
  }

  /// What was settled before the session began.
  public let configuration: Configuration
  /// How far the session has come.
  public internal(set) var state = State.notStarted
  /// Where the next message goes: the server's RespURI, where it gave one.
  public internal(set) var nextURI: String

  var msgID = 0
  /// What is to be sent: package 1, then the answers to the server's commands.
  var queue = OutgoingQueue()
  /// What the last message was filled from, for a server that asks for credentials first.
  var filled = Filled()
  /// The alerts that have been sent and not been answered.
  var sent = SentAlerts()
  /// The alerts that have been queued in this session: each is sent once.
  var queuedAlerts: Set<OutgoingAlert.ID> = []
  /// Whether the server's package is closed, so that this side's may be (OMA-TS-DM_Protocol-V1_2 6.2).
  var mayClose = true
  var assembler: ObjectAssembler
  var memory = AnswerMemory()
  var counter: MessageCounter
  var retries = 0
  var authenticator: SessionAuthenticator?
  /// The server's MaxMsgSize and MaxObjSize.
  var peerMessageLimit: Int?
  var peerObjectLimit: Int?
  /// The message that was given out last.
  var lastMessage: Message?

  /// What a message was filled from.
  struct Filled: Sendable {
    var queue = OutgoingQueue()
    /// Whether that was the session's own queue, rather than a refusal.
    var isMain = true
    var mayClose = true
  }

  /// A session that has not begun; its first message goes to the configuration's `serverURI`.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    authenticator = configuration.authentication.map { SessionAuthenticator($0, as: .client) }
    nextURI = configuration.serverURI
    counter = MessageCounter(configuration.limits)
    assembler = ObjectAssembler(
      maxObjSize: configuration.maxObjSize, bufferLimit: configuration.limits.maximumObjectBytes,
      isSupported: configuration.supportsLargeObjects)
  }

  /// The first message: package 1, with the alert that says who wanted the session, DevInfo, and waiting alerts.
  public mutating func start(on device: inout some ManagedDevice) -> Message {
    state = .waiting
    let code: AlertCode = configuration.isServerInitiated ? .serverInitiatedManagement : .clientInitiatedManagement
    queue.append(.alert(Alert(code: code)), tag: .answer)
    let devInfo = DevInfo.items(of: device.tree)
    if !devInfo.isEmpty { queue.append(.replace(ItemCommand(items: devInfo)), tag: .answer) }
    queueAlerts(of: &device)
    var builder = makeBuilder()
    builder.markBase()
    // Without a limit there is always a message.
    return fill(builder, on: &device) ?? keep(Message(header: header()))
  }

  /// The last message once more, as it was, for a transport that has lost the answer; nil where none is awaited.
  ///
  /// The server knows it by its MsgID and gives the same answer again.
  public func resend() -> Message? { state == .waiting ? lastMessage : nil }

  // MARK: Authentication

  /// The value of `x-syncml-hmac` for the message given out last, once it is encoded; nil where it needs none.
  public func hmacHeader(for body: Span<UInt8>) -> String? { authenticator?.hmacHeader(for: body) }

  /// The nonces to store for the next session with the server; each is given once.
  public mutating func takeNonceUpdates() -> [NonceUpdate] { authenticator?.takeUpdates() ?? [] }
}
