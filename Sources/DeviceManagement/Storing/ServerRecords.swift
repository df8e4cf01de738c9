/// What a server knows of a device.
public struct DeviceRecord: Hashable, Sendable {
  /// The device's address, which names it.
  public var deviceURI: String
  /// The account as the server keeps a copy of it: both sides' credentials and the nonces in force. Nil where the
  /// transport vouches for the device.
  public var account: Account?
  /// The leaves of DevInfo as the device sent them last, by their addresses.
  public var devInfo: [String: String]
  /// When it was heard of first; nil where nobody knew the time.
  public var firstSeen: Timestamp?
  /// When it sent a message last.
  public var lastSeen: Timestamp?

  /// What is known of a device; what is left out is not.
  public init(
    deviceURI: String, account: Account? = nil, devInfo: [String: String] = [:], firstSeen: Timestamp? = nil,
    lastSeen: Timestamp? = nil
  ) {
    self.deviceURI = deviceURI
    self.account = account
    self.devInfo = devInfo
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
  }
}

/// A session as a server records it.
public struct SessionRecord: Hashable, Sendable, Identifiable {
  /// How a session stands, or how it ended.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// It goes on.
    case open
    /// All was said.
    case finished
    /// One side ended it early (alert 1223).
    case aborted
    /// One side did not prove who it is.
    case unauthenticated
    /// A rule was broken that leaves no way on.
    case failed
    /// The device was not heard of any more, or the server stopped in the midst of it.
    case interrupted
  }

  /// The number by which the store knows it: device and SessionID may come again.
  public var id: Int64
  /// The device's address.
  public var deviceURI: String
  /// The session's identifier in its messages.
  public var sessionID: String
  /// How it stands.
  public var state: State
  /// How many messages of the device have been answered.
  public var messageCount: Int
  /// When the first one came; nil where nobody knew the time.
  public var startedAt: Timestamp?
  /// When the last one came.
  public var lastMessageAt: Timestamp?

  /// A session that has just begun, without an answer yet.
  public init(id: Int64, deviceURI: String, sessionID: String, startedAt: Timestamp? = nil) {
    self.id = id
    self.deviceURI = deviceURI
    self.sessionID = sessionID
    self.startedAt = startedAt
    lastMessageAt = startedAt
    state = .open
    messageCount = 0
  }
}
