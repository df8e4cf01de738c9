public import DeviceManagement
public import SyncML

/// What a server wants of the devices that come: the part that an application writes.
///
/// One session calls it for one message at a time; sessions call it at the same time.
public protocol DeviceManager: Sendable {
  /// Takes what a message has told, and gives the packages to send: commands that go together, one package after
  /// another. Those of earlier calls that wait come first. A session without any more to send ends.
  ///
  /// It is called for messages whose sender has proved who it is, or need not, and before each is answered: also for the
  /// one that ends the session, such as an alert 1223 that comes together with Statuses. Where
  /// ``DeviceSession/isEnding`` says so, what it gives is not sent.
  ///
  /// - Parameters:
  ///   - events: what the message has told, in its order; perhaps nothing.
  ///   - device: who it came from.
  /// - Throws: whatever keeps the server from going on; the device gets HTTP's 500 and the session ends: the same message
  ///   begins it anew where it is the first one. After a ``TemporaryError`` the device gets 503 with Retry-After and the
  ///   session goes on with the same message: it is told once more.
  func packages(after events: [ServerSession.Event], from device: DeviceSession) async throws -> [[Command]]

  /// A session has ended, well or not.
  func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) async
}

extension DeviceManager {
  public func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) async {}
}

/// An error that may be gone when the device comes again: that of a store that is busy, for one.
public protocol TemporaryError: Error {
  /// Whether it may be gone; an error that stays is like any other.
  var isTemporary: Bool { get }
}

/// A session as an application sees it.
public struct DeviceSession: Hashable, Sendable, Identifiable {
  /// The session's number at this server, from 1.
  public var id: Int
  /// The device's address: the Source of its messages.
  public var deviceURI: String
  /// The SessionID, which the device or a notification chose.
  public var sessionID: String
  /// The user that the device claims to be; proved where ``isAuthenticated`` says so.
  public var userName: String?
  /// The ServerID of the account with the device; nil where the server has none.
  public var serverID: String?
  /// Whether the device has proved who it is.
  public var isAuthenticated: Bool
  /// The encoding of its messages.
  public var encoding: Encoding
  /// The messages that the device has sent, those that came twice counted once.
  public var messageCount: Int
  /// Whether the device has answered all that was sent to it: the session ends unless there is more to send.
  public var awaitsCommands = false
  /// Whether the session ends with this message, whatever there is to send: the device ends it early, is busy, or refuses
  /// to go on.
  public var isEnding = false
}

/// How a session ended.
public enum SessionOutcome: Hashable, Sendable {
  /// All is said.
  case completed
  /// The device ended it early (alert 1223).
  case aborted
  /// One side did not prove who it is.
  case authenticationFailed(AuthenticationFailure)
  /// The device was busy, with this status: what was not done is to be sent in another session.
  case busy(StatusCode)
  /// The server refused the device's message as a whole, with this status.
  case refused(StatusCode)
  /// The session broke a rule that leaves no way on; the reason for people.
  case failed(String)
  /// The device sent nothing more within the time for it.
  case expired
  /// The server stopped before the session could end.
  case stopped
  /// The server was full, and the device had not proved who it is: the session gave way to another one.
  case displaced
}
