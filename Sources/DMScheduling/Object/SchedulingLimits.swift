import DeviceManagement

/// What a device supports: the values of the object's `Limits` nodes (SCHEDULING.md R-14).
public struct SchedulingLimits: Hashable, Sendable {
  /// How many contexts the device takes; another one is refused with 420.
  public var maxContexts: Int
  /// How many components a context may have; another one is refused with 420.
  public var maxComponents: Int
  /// How long a task may be, in bytes; a longer one is refused with 413.
  public var maxTaskSize: Int

  /// Limits on contexts, as a count, and on tasks, in bytes; a context has one component.
  public init(maxContexts: Int = 64, maxTaskSize: Int = 65_536) {
    self.maxContexts = maxContexts
    maxComponents = 1
    self.maxTaskSize = maxTaskSize
  }

  /// The leaves under `Limits`.
  var leaves: [Node] {
    [
      .leaf("MaxContexts", .text(String(maxContexts)), format: .int, access: .get, isPermanent: true),
      .leaf("MaxComponents", .text(String(maxComponents)), format: .int, access: .get, isPermanent: true),
      .leaf("MaxTaskSize", .text(String(maxTaskSize)), format: .int, access: .get, isPermanent: true),
      .leaf("Conditions", .text("time"), access: .get, isPermanent: true),
      .leaf("Encodings", .text("xml,wbxml"), access: .get, isPermanent: true),
    ]
  }
}
