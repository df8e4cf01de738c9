/// A recurrence rule, the value of a `Rule` node: how a time repeats.
///
/// RFC 5545 section 3.3.10; SCHEDULING.md sections 3 (`…/Time/<t>/Rule`) and 4; R-03. Lists are sorted and without
/// duplicates, so that rules that say the same are equal. An empty list means that the rule does not have the part.
/// Every value has passed the checks of `init(parsing:)`.
public struct RecurrenceRule: Sendable, Hashable {
  /// The length of the periods, `FREQ`; shorter ones are less (RFC 5545 section 3.3.10).
  public enum Frequency: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// `SECONDLY`.
    case secondly
    /// `MINUTELY`.
    case minutely
    /// `HOURLY`.
    case hourly
    /// `DAILY`.
    case daily
    /// `WEEKLY`; ``RecurrenceRule/weekStart`` says where a week begins.
    case weekly
    /// `MONTHLY`.
    case monthly
    /// `YEARLY`.
    case yearly

    public static func < (left: Frequency, right: Frequency) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// Where the rule ends: nowhere, `COUNT` or `UNTIL` (RFC 5545 section 3.3.10).
  public enum End: Sendable, Hashable {
    /// It repeats for as long as the calendar goes, to the year 9999.
    case never
    /// After this many occurrences, 1 to `RecurrenceRule.maximumCount`.
    case count(Int)
    /// After the last occurrence that is not later than this, `UNTIL`.
    case until(Until)
  }

  /// The last time that may be an occurrence, `UNTIL` (RFC 5545 section 3.3.10).
  public enum Until: Sendable, Hashable {
    /// The whole of this day, in the rule's zone.
    case date(CivilDate)
    /// A time on the clock of the rule's zone.
    case local(LocalDateTime)
    /// A time in UTC, wherever the rule's zone is.
    case instant(Instant)
  }

  /// One element of `BYDAY`: a weekday, alone or the nth of its month or year (RFC 5545 section 3.3.10).
  public struct WeekdayRule: Sendable, Hashable, Comparable {
    /// 1 for the first, -1 for the last, and so on, to 53 and -53; 0 for every one.
    public let ordinal: Int
    /// Which day of the week.
    public let weekday: Weekday

    public static func < (left: WeekdayRule, right: WeekdayRule) -> Bool {
      (left.ordinal, left.weekday.rawValue) < (right.ordinal, right.weekday.rawValue)
    }
  }

  /// The largest `COUNT`; counting is linear in it (SCHEDULING.md section 9).
  public static let maximumCount = 100_000
  /// The longest text, in UTF-8 bytes (SCHEDULING.md section 9).
  public static let maximumTextLength = 4096

  /// The length of the periods, `FREQ`, the one part that every rule has.
  public internal(set) var frequency: Frequency
  /// Every how many periods, `INTERVAL`; at least 1.
  public internal(set) var interval = 1
  /// Where the rule ends, `COUNT` or `UNTIL`; never where it has neither.
  public internal(set) var end = End.never
  /// 1 to 12, `BYMONTH`.
  public internal(set) var months: [Int] = []
  /// 1 to 53, or -1 to -53 from the end of the year, `BYWEEKNO`.
  public internal(set) var weekNumbers: [Int] = []
  /// 1 to 366, or -1 to -366 from the end of the year, `BYYEARDAY`.
  public internal(set) var yearDays: [Int] = []
  /// 1 to 31, or -1 to -31 from the end of the month, `BYMONTHDAY`.
  public internal(set) var monthDays: [Int] = []
  /// `BYDAY`.
  public internal(set) var weekdays: [WeekdayRule] = []
  /// 0 to 23, `BYHOUR`.
  public internal(set) var hours: [Int] = []
  /// 0 to 59, `BYMINUTE`.
  public internal(set) var minutes: [Int] = []
  /// 0 to 60, `BYSECOND`; 60 happens at 59, there being no leap second here (RFC 5545 section 3.3.12).
  public internal(set) var seconds: [Int] = []
  /// Which of a period's occurrences, 1 to 366, or -1 to -366 from the last one, `BYSETPOS`.
  public internal(set) var setPositions: [Int] = []
  /// The day weeks begin with, `WKST`.
  public internal(set) var weekStart = Weekday.monday

  init(frequency: Frequency) {
    self.frequency = frequency
  }

  /// Reads a rule of either grammar (SCHEDULING.md section 4).
  ///
  /// A text with `=` is an RFC 5545 rule, any other a vCalendar 1.0 rule.
  ///
  /// - Throws: `RecurrenceRuleError`, with the position of what is wrong.
  /// - Complexity: Linear in the text, which has at most `maximumTextLength` bytes.
  public init(parsing text: String) throws(RecurrenceRuleError) {
    if text.utf8.contains(UInt8(ascii: "=")) {
      try self.init(iCalendar: text)
    } else {
      try self.init(vCalendar: text)
    }
  }
}
