public import struct Foundation.TimeZone

/// A time that may repeat: a base, a rule and the zone both are read in.
///
/// The value of one `Time` subtree, SCHEDULING.md section 3 (`…/Component/<k>/Time/<t>`); R-03.
///
/// - Without a rule the base is the only occurrence.
/// - The base is the first occurrence when the rule matches it (RFC 5545 section 3.8.5.3). When it does not, only the
///   times that match are occurrences, the base is none, and `COUNT` counts those; RFC 5545 leaves this open, and this
///   is what python-dateutil does.
/// - A rule repeats on the clock of the zone, also by hours, minutes and seconds; each civil time then maps to an
///   instant as `LocalTimeMapper` says: after a gap, and to the first of an overlap. Civil times that map to the same
///   instant are one occurrence, and count once.
/// - `BYWEEKNO` selects the days of the calendar year that are in those weeks, all seven weekdays unless `BYDAY` says
///   which, as python-dateutil does.
/// - `BYSETPOS` counts in the whole period, also in the one that the base is in the middle of.
public struct Recurrence: Sendable, Hashable {
  /// How many periods without an occurrence one call looks at (SCHEDULING.md section 9).
  ///
  /// A period is one that `INTERVAL` selects; those that days or times of day rule out are jumped over and cost one
  /// for each jump. Enough for every monthly and yearly rule to the year 9999.
  public static let searchLimit = 100_000

  /// The value of `Base`: an instant, or a local time read in the zone.
  public let base: ScheduleTime
  /// The value of `Rule`; nil for a time that happens once.
  public let rule: RecurrenceRule?
  /// The zone on whose clock the rule repeats and a local base is read.
  public let zone: TimeZone

  /// A time from the values of its nodes, `Zone` resolved (``ZoneReference/resolve(device:)``).
  public init(base: ScheduleTime, rule: RecurrenceRule?, zone: TimeZone) {
    self.base = base
    self.rule = rule
    self.zone = zone
  }

  /// The occurrences in order and without duplicates.
  ///
  /// - Parameter after: Only those after this instant; `nil` for all.
  /// - Complexity: Constant for a rule without `COUNT`, however far `after` is. With it, the iterator's first step is
  ///   linear in `COUNT`.
  public func occurrences(after: Instant? = nil) -> OccurrenceIterator {
    OccurrenceIterator(self, after: after, validUntil: nil)
  }

  /// The first occurrence after an instant.
  ///
  /// - Parameters:
  ///   - after: The occurrence is after this instant, never at it.
  ///   - validUntil: The last instant at which it may be; `nil` for no bound.
  /// - Complexity: As `occurrences(after:)`, and at most `searchLimit` periods without an occurrence.
  public func next(after: Instant, validUntil: Instant? = nil) -> NextOccurrence {
    var iterator = OccurrenceIterator(self, after: after, validUntil: validUntil)
    return iterator.advance()
  }
}
