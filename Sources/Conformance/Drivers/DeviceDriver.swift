/// A device under test, as the runner sees it: messages in and out, and a clock that the runner moves.
///
/// Everything else about it is its own business, so that an implementation in any language can stand behind a driver.
public protocol DeviceDriver {
  /// Makes a fresh device.
  mutating func prepare(_ setup: FlowVector.DeviceSetup) throws
  /// Moves the device's clock; what is due by then happens without any session.
  mutating func advance(to instant: String) throws
  /// Whether the device wants a session of its own accord.
  var wantsSession: Bool { get }
  /// Gives a leaf another value, as the device itself or its user does.
  mutating func set(_ uri: String, to value: String) throws
  /// Begins a session; the device's first message.
  mutating func startSession(serverID: String, isServerInitiated: Bool) throws -> [UInt8]
  /// Gives the device the server's message; its answer, or nil where it has nothing more to say.
  mutating func exchange(_ message: [UInt8]) throws -> [UInt8]?
  /// The same with the value of `x-syncml-hmac` that comes with the message; nil where there is none.
  mutating func exchange(_ message: [UInt8], hmacHeader: String?) throws -> [UInt8]?
  /// The device's last message, sent again because its answer was lost; nil where it does not send it again.
  mutating func resend() throws -> [UInt8]?
  /// The device's message after a while, where the server had no time for the last one; nil where it does not try again.
  mutating func retry() throws -> [UInt8]?
  /// The message by which the device ends the session early; nil where it ends it without one.
  mutating func abort() throws -> [UInt8]?
  /// Says what the user will answer, in order: `accept`, `reject`, `text:…`, `choose:1,3`, `cancel`, `timeout`,
  /// `notDisplayable`.
  mutating func answer(_ answers: [String]) throws
  /// The value of `x-syncml-hmac` for the message given out last; nil where it has none.
  var hmacHeader: String? { get }
}

extension DeviceDriver {
  /// Nil: the device sends nothing again.
  public mutating func resend() throws -> [UInt8]? { nil }
  /// Nil: the device does not try again.
  public mutating func retry() throws -> [UInt8]? { nil }
  /// A device without a way to end a session.
  public mutating func abort() throws -> [UInt8]? {
    throw DriverError("this driver cannot make the device end a session")
  }
  /// A device without a user.
  public mutating func answer(_ answers: [String]) throws { throw DriverError("this driver has no user who answers") }
}

extension DeviceDriver {
  /// A device that knows no `x-syncml-hmac` does not look at it.
  public mutating func exchange(_ message: [UInt8], hmacHeader: String?) throws -> [UInt8]? { try exchange(message) }
  /// Nil: there is no such header.
  public var hmacHeader: String? { nil }
}

extension DeviceDriver {
  public mutating func set(_ uri: String, to value: String) throws {
    throw DriverError("this driver cannot change nodes of the device: \(uri)")
  }
}

/// Why a driver could not do what the runner asked.
public struct DriverError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  /// An error with its text, for people: what was asked and why it cannot be.
  public init(_ description: String) { self.description = description }
}
