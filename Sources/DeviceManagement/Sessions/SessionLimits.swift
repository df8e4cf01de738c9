/// What a session takes from the other side before it gives up: no peer can make it endless, or its memory.
public struct SessionLimits: Hashable, Sendable {
  /// The other side's messages in one session. A large object takes one for each of its chunks.
  public var maximumMessages: Int
  /// Messages in a row that bring nothing new: alert 1222 alone, a repeated message, an empty chunk.
  public var maximumIdleMessages: Int
  /// Bytes of a large object that are kept while it comes in, where MaxObjSize says nothing smaller.
  public var maximumObjectBytes: Int
  /// How often a message is sent again to a side that is busy.
  public var maximumRetries: Int

  /// Limits; the defaults let 65,536 messages pass, 16 idle ones in a row, objects of 16 MiB and 8 retries.
  public init(
    maximumMessages: Int = 65_536, maximumIdleMessages: Int = 16, maximumObjectBytes: Int = 16 << 20,
    maximumRetries: Int = 8
  ) {
    self.maximumMessages = maximumMessages
    self.maximumIdleMessages = maximumIdleMessages
    self.maximumObjectBytes = maximumObjectBytes
    self.maximumRetries = maximumRetries
  }

  /// A limit that ended a session.
  public enum Reached: Hashable, Sendable {
    /// ``SessionLimits/maximumMessages``.
    case messages
    /// ``SessionLimits/maximumIdleMessages``.
    case idleMessages
    /// ``SessionLimits/maximumRetries``.
    case retries
  }
}

/// Counts the other side's messages against the limits.
struct MessageCounter: Hashable, Sendable {
  let limits: SessionLimits
  private var messages = 0
  private var idle = 0

  init(_ limits: SessionLimits) { self.limits = limits }

  /// Counts a message; the limit that it exceeds, or nil.
  mutating func count(isIdle: Bool) -> SessionLimits.Reached? {
    messages += 1
    idle = isIdle ? idle + 1 : 0
    if messages > limits.maximumMessages { return .messages }
    return idle > limits.maximumIdleMessages ? .idleMessages : nil
  }
}
