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
  /// Begins a session; the device's first message.
  mutating func startSession(serverID: String, isServerInitiated: Bool) throws -> [UInt8]
  /// Gives the device the server's message; its answer, or nil where it has nothing more to say.
  mutating func exchange(_ message: [UInt8]) throws -> [UInt8]?
}

/// Why a driver could not do what the runner asked.
public struct DriverError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  /// An error with its text, for people: what was asked and why it cannot be.
  public init(_ description: String) { self.description = description }
}
