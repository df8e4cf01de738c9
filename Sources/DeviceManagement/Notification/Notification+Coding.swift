/// A notification as it was received: its fields, its digest, and the octets that the digest covers.
public struct ReceivedNotification: Hashable, Sendable {
  /// The fields.
  public var notification: Notification
  /// The digest, 16 octets.
  public var digest: [UInt8]
  /// What follows the digest.
  public var trigger: [UInt8]

  /// Reads a notification's fields; whether it is genuine is another question, see ``isGenuine(user:nonce:)``.
  ///
  /// - Parameters:
  ///   - bytes: the notification, digest first.
  ///   - versions: the values of the version field that are understood.
  /// - Throws: ``NotificationError``.
  public init(
    parsing bytes: [UInt8], versions: ClosedRange<UInt16> = Notification.version12...Notification.version12
  ) throws(NotificationError) {
    guard bytes.count <= 1024 else { throw .tooLong }
    // 16 octets of digest and 8 of header stand before the server's identifier.
    guard bytes.count >= 24 else { throw .tooShort }
    let header = bytes[16..<24].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let version = UInt16(truncatingIfNeeded: header >> 54)
    guard versions.contains(version) else { throw .unsupportedVersion(version) }
    guard let uiMode = Notification.UIMode(rawValue: UInt8(truncatingIfNeeded: header >> 52 & 0x3)),
      let initiator = Notification.Initiator(rawValue: UInt8(truncatingIfNeeded: header >> 51 & 0x1))
    else { throw .fieldOverflow }
    let sessionID = UInt16(truncatingIfNeeded: header >> 8)
    guard sessionID != 0 else { throw .invalidSessionID }
    let length = Int(header & 0xFF)
    guard length > 0 else { throw .invalidServerID }
    guard bytes.count >= 24 + length else { throw .tooShort }
    guard let serverID = String(validating: bytes[24..<24 + length], as: UTF8.self) else { throw .invalidServerID }
    notification = Notification(
      version: version, uiMode: uiMode, initiator: initiator,
      futureUse: UInt32(truncatingIfNeeded: header >> 24 & 0x7FF_FFFF), sessionID: sessionID, serverID: serverID,
      vendorSpecific: Array(bytes[(24 + length)...]))
    digest = Array(bytes[..<16])
    trigger = Array(bytes[16...])
  }

  /// Whether the digest is made with a password and a nonce. The comparison takes constant time.
  ///
  /// - Parameters:
  ///   - user: `H(server-identifier:password)`, see ``Digest/user(name:password:)``.
  ///   - nonce: the server's nonce.
  public func isGenuine(user: Secret, nonce: Nonce) -> Bool {
    ConstantTime.areEqual(
      digest, Digest.message(user: user, nonce: nonce, bodyDigest: Digest.body(trigger.span)))
  }
}

extension Notification {
  /// What the digest covers: the header and the body (6.2.2.3).
  ///
  /// - Throws: ``NotificationError`` where a field does not fit its place.
  public var trigger: [UInt8] {
    get throws(NotificationError) {
      let identifier = Array(serverID.utf8)
      guard !identifier.isEmpty else { throw .invalidServerID }
      guard identifier.count <= 255 else { throw .serverIDTooLong }
      guard version < 1 << 10, futureUse < 1 << 27 else { throw .fieldOverflow }
      guard sessionID != 0 else { throw .invalidSessionID }
      guard vendorSpecific.count <= 1024 - 24 - identifier.count else { throw .tooLong }
      let upper = UInt64(version) << 54 | UInt64(uiMode.rawValue) << 52 | UInt64(initiator.rawValue) << 51
      let header = upper | UInt64(futureUse) << 24 | UInt64(sessionID) << 8 | UInt64(identifier.count)
      let octets = (0..<8).map { UInt8(truncatingIfNeeded: header >> (56 - 8 * UInt64($0))) }
      return octets + identifier + vendorSpecific
    }
  }

  /// The notification's octets, its digest first.
  ///
  /// - Parameters:
  ///   - password: the server's password with the device (SRVCRED).
  ///   - nonce: the server's next nonce with the device.
  public func encoded(password: Secret, nonce: Nonce) throws(NotificationError) -> [UInt8] {
    let trigger = try trigger
    let user = Digest.user(name: serverID, password: password)
    return Digest.message(user: user, nonce: nonce, bodyDigest: Digest.body(trigger.span)) + trigger
  }
}
