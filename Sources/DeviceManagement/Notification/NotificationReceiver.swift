/// A device's ear for notifications: checks them against its accounts, and lets each begin one session only.
///
/// Source: OMA-TS-DM_Notification-V1_2 6.1 (nonce resynchronisation), 6.2.
public struct NotificationReceiver: Hashable, Sendable {
  /// A notification that was found genuine.
  public struct Accepted: Hashable, Sendable {
    /// Its fields.
    public var notification: Notification
    /// The index of the account.
    public var account: Int
    /// Whether it was made with the nonce 0x00000000, so that the session must begin with it on both sides.
    public var resynchronizes: Bool
  }

  /// Whether a notification made with the nonce 0x00000000 counts when the account's own nonce fails (6.1). Whoever
  /// has heard one can send it again, so a server should change its password after such a session.
  public var allowsResynchronization: Bool
  /// The versions that are understood.
  public var versions: ClosedRange<UInt16>
  /// The sessions asked for of late: a bounded memory, the oldest first and forgotten first. Whoever stores it keeps a
  /// notification from beginning a session again after a restart.
  public private(set) var seen: [SeenNotification]

  static let memory = 64

  /// Makes a receiver that has heard of the sessions given, of the last 64 of them if they are more.
  public init(
    allowsResynchronization: Bool = true,
    versions: ClosedRange<UInt16> = Notification.version12...Notification.version12, seen: [SeenNotification] = []
  ) {
    self.allowsResynchronization = allowsResynchronization
    self.versions = versions
    self.seen = Array(seen.suffix(Self.memory))
  }

  /// Takes a notification's octets.
  ///
  /// - Throws: ``NotificationError``; nothing is remembered of a notification that is not genuine.
  public mutating func receive(_ bytes: [UInt8], for accounts: [Account]) throws(NotificationError) -> Accepted {
    let received = try ReceivedNotification(parsing: bytes, versions: versions)
    let serverID = received.notification.serverID
    guard let index = accounts.firstIndex(where: { $0.serverID == serverID }) else { throw .unknownServer(serverID) }
    guard let credentials = accounts[index].serverCredentials, let password = credentials.password else {
      throw .wrongDigest
    }
    // The digest is made of the server's identifier, whatever name its credentials in messages have (6.2.2.2).
    let user = Digest.user(name: serverID, password: password)
    let resynchronizes: Bool
    if let nonce = credentials.nonce, received.isGenuine(user: user, nonce: nonce) {
      resynchronizes = nonce == .resynchronization
    } else {
      guard allowsResynchronization,
        received.isGenuine(user: user, nonce: .resynchronization)
          || received.isGenuine(user: user, nonce: .resynchronizationText)
      else { throw .wrongDigest }
      resynchronizes = true
    }
    let session = SeenNotification(serverID: serverID, sessionID: received.notification.sessionID)
    guard !seen.contains(session) else { throw .repeated(session.sessionID) }
    if seen.count == Self.memory { seen.removeFirst() }
    seen.append(session)
    return Accepted(notification: received.notification, account: index, resynchronizes: resynchronizes)
  }

  /// Lets a session be asked for again: the one that a notification began did not take place.
  public mutating func forget(_ notification: Notification) {
    seen.removeAll { $0.serverID == notification.serverID && $0.sessionID == notification.sessionID }
  }
}

/// A session that a notification has asked for.
public struct SeenNotification: Hashable, Sendable {
  /// The server that asked.
  public var serverID: String
  /// The session's identifier.
  public var sessionID: UInt16

  /// A session of a server.
  public init(serverID: String, sessionID: UInt16) {
    self.serverID = serverID
    self.sessionID = sessionID
  }
}
