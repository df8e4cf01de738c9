/// A date of the proleptic Gregorian calendar, years 1 to 9999, without a time or a zone.
///
/// Text form: RFC 5545 section 3.3.4, `20260131`.
public struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 1 to 9999.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int

  /// A date from its parts; `nil` when there is no such date.
  public init?(year: Int, month: Int, day: Int) {
    guard CivilCalendar.years.contains(year), (1...12).contains(month), day >= 1,
      day <= CivilCalendar.daysInMonth(month, ofYear: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date of a day counted from 1970-01-01; `nil` outside the years 1 to 9999.
  public init?(dayNumber: Int) {
    guard (-719_162...2_932_896).contains(dayNumber) else { return nil }
    self.init(unchecked: dayNumber)
  }

  /// The date of a day that is known to be in the years 1 to 9999.
  init(unchecked dayNumber: Int) {
    (year, month, day) = CivilCalendar.date(dayNumber: dayNumber)
  }

  /// The number of days from 1970-01-01, negative before it.
  public var dayNumber: Int {
    CivilCalendar.dayNumber(year: year, month: month, day: day)
  }

  /// The day of the week, computed by the Gregorian calendar.
  public var weekday: Weekday {
    Weekday(dayNumber: dayNumber)
  }

  /// The day within its year, 1 to 366.
  public var dayOfYear: Int {
    dayNumber - CivilCalendar.dayNumber(year: year, month: 1, day: 1) + 1
  }

  /// The number of this date's week and the year that week is counted in (RFC 5545 section 3.3.10, BYWEEKNO).
  ///
  /// Week 1 is the first with at least four days in the year. With Monday as `weekStart` these are the weeks of
  /// ISO 8601. The year can be 0 or 10000 for a few days at either end of the calendar.
  public func week(weekStart: Weekday = .monday) -> (year: Int, week: Int) {
    CivilCalendar.week(dayNumber: dayNumber, weekStart: weekStart)
  }

  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  public var description: String {
    TimeText.digits(year, 4) + TimeText.digits(month, 2) + TimeText.digits(day, 2)
  }
}
