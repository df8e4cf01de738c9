public import Foundation

/// Maps between the clock on the wall of one zone and instants.
///
/// The rule is that of SCHEDULING.md section 4: a local time maps to *the first instant at which the zone's
/// clock shows that time or a later one*. In a gap that is the first instant after it; of a time that occurs twice it
/// is the first. The mapping never decreases, also where a zone skips a whole day (Pacific/Apia, 2011-12-30).
///
/// Keeps the transitions around the last time asked for, so that a run of nearby times asks the zone seldom.
public struct LocalTimeMapper: Sendable {
  /// A stretch of time with one offset, `start ..< end`.
  private struct Span {
    var start: Int64
    var end: Int64
    var offset: Int64
  }

  /// Farther than any zone ever was from UTC, and than any change of its offset.
  private static let reach: Int64 = 50 * 3600
  /// More transitions than any zone has within two reaches; a bound, should the zone data be broken.
  private static let maximumSpans = 64

  /// The zone whose clock is read.
  public let zone: TimeZone
  private var spans: [Span] = []

  /// A mapper for a zone; it asks for the zone's transitions when it first maps.
  public init(zone: TimeZone) {
    self.zone = zone
  }

  /// The first instant at which the clock shows `local` or a later time.
  public mutating func instant(for local: LocalDateTime) -> Instant {
    Instant(secondsSince1970: seconds(forCivil: local.civilSeconds))
  }

  /// What the clock shows at an instant.
  public mutating func localDateTime(at instant: Instant) -> LocalDateTime {
    LocalDateTime(unchecked: civil(at: instant.secondsSince1970))
  }

  /// `instant(for:)` on plain seconds, which may leave the years 1 to 9999 by an offset.
  mutating func seconds(forCivil civil: Int64) -> Int64 {
    load(around: civil)
    for span in spans {
      let candidate = max(span.start, civil - span.offset)
      if candidate < span.end { return candidate }
    }
    return civil - (spans.last?.offset ?? 0)
  }

  /// `localDateTime(at:)` on plain seconds.
  mutating func civil(at seconds: Int64) -> Int64 {
    load(around: seconds)
    let span = spans.last { $0.start <= seconds }
    return seconds + (span?.offset ?? 0)
  }

  /// The latest civil time that the clock has shown at an instant or before it.
  ///
  /// Exactly the civil times up to it map to that instant or an earlier one.
  mutating func latestCivil(through seconds: Int64) -> Int64 {
    load(around: seconds)
    var latest = Int64.min
    for span in spans where span.start <= seconds {
      latest = max(latest, min(seconds, span.end - 1) + span.offset)
    }
    return latest == .min ? seconds : latest
  }

  /// Makes `spans` cover a reach to both sides.
  private mutating func load(around seconds: Int64) {
    if let first = spans.first, let last = spans.last, first.start <= seconds - Self.reach,
      last.end > seconds + Self.reach
    {
      return
    }
    spans.removeAll(keepingCapacity: true)
    var start = seconds - 2 * Self.reach
    while spans.count < Self.maximumSpans {
      let date = Date(timeIntervalSince1970: Double(start))
      let transition = zone.nextDaylightSavingTimeTransition(after: date).map { $0.timeIntervalSince1970 }
      let end = transition.flatMap { Int64(exactly: $0.rounded()) } ?? .max
      spans.append(Span(start: start, end: max(end, start + 1), offset: Int64(zone.secondsFromGMT(for: date))))
      guard end <= seconds + Self.reach else { return }
      start = max(end, start + 1)
    }
  }
}
