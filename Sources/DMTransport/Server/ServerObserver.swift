public import DeviceManagement
public import SyncML

/// Is told what a server does: for records, statistics and people. It decides nothing.
public protocol ServerObserver: Sendable {
  /// Something has happened. The server waits for the return, so that what is told of one session comes in its order.
  func observe(_ event: ServerEvent) async
}

/// What a server tells an observer.
public enum ServerEvent: Sendable {
  /// The server listens at this URL.
  case listening(url: String)
  /// A session has begun.
  case sessionStarted(DeviceSession)
  /// A device's message has been read, before anything is done with it.
  case received(TransportedMessage, DeviceSession)
  /// A message was sent again: the answer was given before, and is given again.
  case resent(DeviceSession)
  /// What a message has told.
  case told([ServerSession.Event], DeviceSession)
  /// The answer to a device's message.
  case answered(TransportedMessage, DeviceSession)
  /// A session has ended.
  case sessionEnded(DeviceSession, SessionOutcome)
  /// A request was answered with an error of HTTP.
  case refused(BindingRefusal, remoteAddress: String?)
  /// The server was asked to stop, and waits for so many sessions.
  case stopping(openSessions: Int)
}

/// A message as it travels. Its bytes hold the sender's credentials, if it has any: whoever keeps them keeps a secret.
public struct TransportedMessage: Hashable, Sendable {
  /// The message's bytes, in XML or WBXML.
  public var bytes: [UInt8]
  /// The message, read.
  public var message: Message
  /// Its media type.
  public var mediaType: MessageMediaType
  /// The value of `x-syncml-hmac`; nil where there is none.
  public var hmacHeader: String?

  /// A message with its bytes.
  public init(bytes: [UInt8], message: Message, mediaType: MessageMediaType, hmacHeader: String? = nil) {
    self.bytes = bytes
    self.message = message
    self.mediaType = mediaType
    self.hmacHeader = hmacHeader
  }
}
