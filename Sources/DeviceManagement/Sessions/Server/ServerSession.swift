public import SyncML

/// The server's side of a DM session: a state machine that takes the device's messages and gives the answers.
///
/// Commands are queued in batches. A batch is sent in as many packages as the device's MaxMsgSize makes it, each when the
/// device has answered the one before; a value that fits into no message goes in chunks (large objects). What the device
/// says is given out as events.
///
/// Source: OMA-TS-DM_Protocol-V1_2 section 8 (packages 2 and 4), 6 (messages of a package), 7 (large objects).
public struct ServerSession: Sendable {
  /// What is settled before the device's first message comes.
  public struct Configuration: Hashable, Sendable {
    /// The server's address.
    public var serverURI: String
    /// Where the device is to send its next message, if not to `serverURI`; nil says nothing.
    public var respURI: String?
    /// The bytes of a message that the server can take; nil says nothing to the device.
    public var maxMsgSize: Int?
    /// The bytes of an object that the server can take, announced to the device and kept to. Nil says nothing to the
    /// device.
    public var maxObjSize: Int?
    /// How messages travel, unless ``ServerSession/encoding`` is changed: in it the device's MaxMsgSize is counted. XML,
    /// the longer one, where nothing is said.
    public var encoding: Encoding
    /// Whether values are sent in chunks: false for a device whose `./DevDetail/LrgObj` is known to be false.
    public var sendsLargeObjects: Bool
    /// The types of generic alerts that are taken; others get 415. Nil takes all.
    public var alertTypes: Set<String>?
    /// The types of client events (alert 1224) that are taken; others get 406. Nil takes all.
    public var clientEventTypes: Set<String>?
    /// The Execs of earlier sessions whose results are awaited, by their Correlators.
    public var awaitedResults: [String: Exec]
    /// What the session takes from the device before it gives up.
    public var limits: SessionLimits
    /// How server and client prove who they are; nil leaves that to the transport.
    public var authentication: SessionAuthentication?

    /// Makes a configuration.
    public init(
      serverURI: String, respURI: String? = nil, maxMsgSize: Int? = nil, maxObjSize: Int? = nil,
      encoding: Encoding = .xml, sendsLargeObjects: Bool = true, alertTypes: Set<String>? = nil,
      clientEventTypes: Set<String>? = nil, awaitedResults: [String: Exec] = [:],
      limits: SessionLimits = SessionLimits(), authentication: SessionAuthentication? = nil
    ) {
      self.serverURI = serverURI
      self.respURI = respURI
      self.maxMsgSize = maxMsgSize
      self.maxObjSize = maxObjSize
      self.encoding = encoding
      self.sendsLargeObjects = sendsLargeObjects
      self.alertTypes = alertTypes
      self.clientEventTypes = clientEventTypes
      self.awaitedResults = awaitedResults
      self.limits = limits
      self.authentication = authentication
    }
  }

  /// What a device's message told. What is rare and large is on the heap: nearly all events are Statuses.
  public enum Event: Hashable, Sendable {
    /// The session has begun; the alert says who wanted it.
    case started(deviceURI: String, alert: AlertCode?)
    /// The device's DevInfo, leaf by leaf.
    case devInfo([String: String])
    /// A generic alert or a client event, which has been accepted.
    case alert(Alert)
    /// The result of an Exec that was answered with 202, in this session or an earlier one: the alert has its Correlator.
    /// It follows the `alert` event of the same alert.
    indirect case asynchronousResult(Exec, Alert)
    /// The device's answer to a command that was sent; ``ServerSession/command(answeredBy:)`` tells which. 213 for a chunk
    /// is no event.
    case status(Status)
    /// What a Get brought, large objects put together.
    case results(Results)
    /// Commands that the device has not answered, although it has closed its package.
    case unanswered([Command])
    /// A command that was not sent, because the device could not take it.
    indirect case notSent(Command, NotSentReason)
    /// A large object did not reach the device: its alert 1225 says which.
    case objectLost([Item])
    /// The device ended the session early (alert 1223).
    case aborted
    /// This side ended the session early (alert 1223); the commands were not sent.
    case cancelled([Command])
    /// The device is busy (101, 417 or 503); the session is over, and the commands are to be sent in another one.
    case busy(StatusCode, [Command])
    /// A message was refused because its number was used before, by one that is not at hand or was another one.
    case wrongMessage(String)
    /// The device asked for the server's credentials: the last package is sent again.
    case challenged
    /// One side did not prove who it is; the session is over.
    case authenticationFailed(AuthenticationFailure)
    /// The session is over because it could not go on.
    case failed(Failure)
    /// All is said.
    case finished
  }

  /// Why a command was not sent.
  public enum NotSentReason: Hashable, Sendable {
    /// It fits into no message of the device's MaxMsgSize, and cannot be sent in pieces: an Atomic, for one.
    case messageSize
    /// Its data is larger than the device's MaxObjSize.
    case objectSize
  }

  /// Why a session could not go on.
  public enum Failure: Hashable, Sendable {
    /// The device refused a message as a whole: its Status of the SyncHdr.
    case refused(StatusCode)
    /// The device's MaxMsgSize, in bytes, is too small for what must be sent.
    case messageSizeTooSmall(Int)
    /// The device went on for longer than the limits allow.
    case limit(SessionLimits.Reached)
  }

  /// What was settled before the device's first message came.
  public let configuration: Configuration
  /// How messages travel: the encoding of the device's last message, where the transport sets it.
  public var encoding: Encoding
  /// Whether the session is over: all is said, one side ended it early, or a message was refused.
  public internal(set) var isFinished = false
  /// The device's address, once it has spoken.
  public internal(set) var deviceURI = ""
  /// The Execs that were answered with 202 and whose results have not come, by their Correlators: for the next session's
  /// configuration.
  public internal(set) var awaitedResults: [String: Exec]

  var sessionID: String?
  var msgID = 0
  var batches: [[Command]] = []
  /// What of the batch begun has not been sent.
  var queue = OutgoingQueue()
  /// The queue before the last message, for a device that asks for credentials first.
  var queueBefore = OutgoingQueue()
  /// The answers to the device's commands that have not been sent.
  var answers = OutgoingQueue()
  /// The same before the last message.
  var answersBefore = OutgoingQueue()
  /// Whether the device's package is closed, so that this side's turn has come.
  var peerIsClosed = false
  /// The commands that were sent, by message and CmdID.
  var sent = SentCommands()
  /// The alert 1222 that was sent last: its Status tells nothing.
  var askedForMore: CommandReference?
  var isAborting = false
  var events: [Event] = []
  var memory = AnswerMemory()
  var assembler: ObjectAssembler
  var counter: MessageCounter
  var authenticator: SessionAuthenticator?
  /// The device's MaxMsgSize and MaxObjSize.
  var peerMessageLimit: Int?
  var peerObjectLimit: Int?

  /// A session that waits for the device's first message, in which the device names itself and the session.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    encoding = configuration.encoding
    awaitedResults = configuration.awaitedResults
    authenticator = configuration.authentication.map { SessionAuthenticator($0, as: .server) }
    counter = MessageCounter(configuration.limits)
    assembler = ObjectAssembler(
      maxObjSize: configuration.maxObjSize, bufferLimit: configuration.limits.maximumObjectBytes, isSupported: true)
  }

  /// Queues commands to be sent together, after what is queued already.
  public mutating func enqueue(_ commands: [Command]) {
    if !commands.isEmpty { batches.append(commands) }
  }

  /// Ends the session early: the next answer is alert 1223, whatever the device says.
  ///
  /// Source: OMA-TS-DM_Protocol-V1_2 8.1.
  public mutating func abort() { isAborting = !isFinished }

  /// What the device's messages have told since the last call.
  public mutating func takeEvents() -> [Event] {
    defer { events = [] }
    return events
  }

  /// The command, as it was queued, that a Status of the device answers; nil where it answers another message's, or the
  /// command was sent more than two packages ago.
  ///
  /// Of a command that was sent in pieces every piece's Status leads to the command.
  public func command(answeredBy status: Status) -> Command? {
    CommandReference(of: status).flatMap { sent.command(for: $0) }
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
}
