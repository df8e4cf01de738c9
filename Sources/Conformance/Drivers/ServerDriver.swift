public import SyncML

/// A server under test, as the runner sees it: the device's messages in, the answers out.
///
/// Everything else about it is its own business, so that an implementation in any language can stand behind a driver.
public protocol ServerDriver {
  /// Makes a server that knows the device, and begins to wait for its first message.
  mutating func prepare(_ setup: ServerVector.ServerSetup) throws
  /// Forgets the session, keeps what belongs to the device, and waits for another one.
  mutating func startSession(packages: [[Command]]) throws
  /// Gives the server the device's message, with the value of `x-syncml-hmac` where it comes with one; the answer.
  mutating func exchange(_ message: [UInt8], hmacHeader: String?) throws -> [UInt8]
  /// The value of `x-syncml-hmac` for the answer given out last; nil where it has none.
  var hmacHeader: String? { get }
  /// Whether the session is over for the server; nil where it does not tell.
  var isFinished: Bool? { get }
  /// What the server has learned since the last call; nil where it does not tell.
  mutating func takeReports() throws -> [ServerReport]?
}

/// Something that a server has learned of a device.
public enum ServerReport: Sendable, Hashable {
  /// The leaves of DevInfo, by their addresses.
  case devInfo([String: String])
  /// What a Get brought.
  case results(Results)
  /// A generic alert or a client event.
  case alert(Alert)
  /// The device has ended the session early.
  case aborted
  /// One side did not prove who it is.
  case authenticationFailed
}
