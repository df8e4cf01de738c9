internal import DeviceManagement
internal import Foundation

/// How long a server remembers batches that are done: answered, cancelled or abandoned. What waits for a device, or for
/// its answer, is never forgotten.
///
/// A device's batches are looked through whenever one of them is done, those of all devices by
/// ``ServerDatabase/pruneBatches(at:history:)``.
public struct BatchHistory: Hashable, Sendable {
  /// How many batches of a device are remembered, the latest.
  public var count: Int
  /// How long a batch is remembered, from its answer on; from when it was sent or queued where there was none.
  public var age: Duration

  /// A history; the defaults remember the latest 100 of each device, and none for longer than 90 days.
  public init(count: Int = 100, age: Duration = .seconds(90 * 86_400)) {
    self.count = max(0, count)
    self.age = max(.zero, age)
  }

  /// Whatever was done before is forgotten; nil where that is before the calendar begins, or the time is not known.
  func limit(at now: Timestamp?) -> Timestamp? {
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
    guard let now, let date = try? Date(now.description, strategy: style) else { return nil }
    return Timestamp(date.addingTimeInterval(-(age / .seconds(1))).formatted(style))
  }
}
