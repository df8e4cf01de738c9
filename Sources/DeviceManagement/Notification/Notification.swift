/// Package 0: a server's wish that the device begin a session.
///
///     digest 128 | version 10 | ui-mode 2 | initiator 1 | future-use 27 | sessionid 16 | length 8 | server-identifier
///
/// and perhaps vendor-specific octets after it; big-endian.
///
/// Source: OMA-TS-DM_Notification-V1_2 6.2 (General Package #0).
public struct Notification: Hashable, Sendable {
  /// How far the user is to notice the session.
  public enum UIMode: UInt8, Hashable, Sendable, CaseIterable {
    /// The server leaves it to the device.
    case notSpecified = 0
    /// The user need not notice.
    case background = 1
    /// The user is told.
    case informative = 2
    /// The user is asked before the session begins.
    case userInteraction = 3
  }

  /// Who brought about the session.
  public enum Initiator: UInt8, Hashable, Sendable, CaseIterable {
    /// The user asked for it.
    case client = 0
    /// The server has something to do.
    case server = 1
  }

  /// Ten times the version of the notification's format; DM 1.2 prescribes 11, which is version 1.1.
  public var version: UInt16
  /// How far the user is to notice.
  public var uiMode: UIMode
  /// Who brought it about.
  public var initiator: Initiator
  /// 27 bits, which senders leave 0; what others put there is kept.
  public var futureUse: UInt32
  /// The session's number, 1 to 65535.
  public var sessionID: UInt16
  /// The server's identifier, at most 255 octets in UTF-8.
  public var serverID: String
  /// What follows the server's identifier.
  public var vendorSpecific: [UInt8]

  /// Makes a notification of DM 1.2; nothing is checked before it is written.
  public init(
    version: UInt16 = Notification.version12, uiMode: UIMode = .notSpecified, initiator: Initiator = .server,
    futureUse: UInt32 = 0, sessionID: UInt16, serverID: String, vendorSpecific: [UInt8] = []
  ) {
    self.version = version
    self.uiMode = uiMode
    self.initiator = initiator
    self.futureUse = futureUse
    self.sessionID = sessionID
    self.serverID = serverID
    self.vendorSpecific = vendorSpecific
  }

  /// The version field of DM 1.2 and 1.2.1: `0000001011` (Notification 6.2.2.6).
  public static let version12: UInt16 = 11

  /// The session's identifier as messages carry it: upper-case hexadecimal without leading zeros (6.2.2.10).
  public var messageSessionID: String { String(sessionID, radix: 16, uppercase: true) }
}

/// Why octets are no notification that can be used, or why one cannot be written.
public enum NotificationError: Error, Hashable, Sendable {
  /// The octets end inside the digest, the header or the server's identifier.
  case tooShort
  /// A version that is not spoken; ten times the version.
  case unsupportedVersion(UInt16)
  /// The session's number is 0.
  case invalidSessionID
  /// The server's identifier is empty, or not UTF-8.
  case invalidServerID
  /// The server's identifier is longer than 255 octets.
  case serverIDTooLong
  /// A version above 1023 or future-use bits above 27.
  case fieldOverflow
  /// More than 1024 octets: no bearer of notifications carries that much.
  case tooLong
  /// The digest is not the one of the account's password and nonce.
  case wrongDigest
  /// No account has the server's identifier.
  case unknownServer(String)
  /// The same session has been asked for before: one is enough (6.2.2.10). Its number.
  case repeated(UInt16)
}
