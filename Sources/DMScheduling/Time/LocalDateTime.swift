/// A date and time of day as a clock on the wall shows it, without a zone; years 1 to 9999.
///
/// Text form: ISO 8601 basic form without `Z`, `20260131T020000` (SCHEDULING.md section 4; RFC 5545 section 3.3.5,
/// form 1).
public struct LocalDateTime: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The day on which the time is.
  public let date: CivilDate
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59; there is no leap second.
  public let second: Int

  /// A local time from a date and a time of day; `nil` when there is no such time of day.
  public init?(date: CivilDate, hour: Int, minute: Int, second: Int) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
    self.date = date
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// A local time from its parts; `nil` when there is no such date or time of day.
  public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
    self.init(date: date, hour: hour, minute: minute, second: second)
  }

  /// A local time from a day counted from 1970-01-01 and the second of that day; `nil` when out of range.
  public init?(dayNumber: Int, secondOfDay: Int) {
    guard let date = CivilDate(dayNumber: dayNumber), (0..<86_400).contains(secondOfDay) else { return nil }
    self.init(unchecked: Int64(date.dayNumber) * CivilCalendar.secondsPerDay + Int64(secondOfDay))
  }

  /// A local time from civil seconds, clamped to the years 1 to 9999.
  init(unchecked civilSeconds: Int64) {
    let range = CivilCalendar.seconds
    let clamped = min(max(civilSeconds, range.lowerBound), range.upperBound)
    let day = CivilCalendar.floorDivide(clamped, CivilCalendar.secondsPerDay)
    let rest = Int(clamped - day * CivilCalendar.secondsPerDay)
    date = CivilDate(unchecked: Int(day))
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
  }

  /// Reads `20260131T020000` (SCHEDULING.md section 4).
  ///
  /// - Throws: `TimeFormatError`, with code `wrongKind` for a date alone or a time with `Z`.
  public init(parsing text: String) throws(TimeFormatError) {
    guard case .local(let local) = try TimeText.parse(text.utf8) else {
      throw TimeFormatError(code: .wrongKind, position: 0, detail: "a local time without Z expected")
    }
    self = local
  }

  /// The date's year, 1 to 9999.
  public var year: Int { date.year }
  /// The date's month, 1 to 12.
  public var month: Int { date.month }
  /// The date's day of the month, 1 to 31.
  public var day: Int { date.day }
  /// The date's day of the week.
  public var weekday: Weekday { date.weekday }

  /// The day within its year, 1 to 366.
  public var dayOfYear: Int { date.dayOfYear }

  /// The number of days from 1970-01-01, negative before it.
  public var dayNumber: Int { date.dayNumber }

  /// The second within its day, 0 to 86399.
  public var secondOfDay: Int { hour * 3600 + minute * 60 + second }

  /// The number of this time's week and the year that week is counted in (RFC 5545 section 3.3.10, BYWEEKNO).
  public func week(weekStart: Weekday = .monday) -> (year: Int, week: Int) {
    date.week(weekStart: weekStart)
  }

  /// Seconds since 1970-01-01T00:00:00 on the same clock.
  var civilSeconds: Int64 {
    Int64(dayNumber) * CivilCalendar.secondsPerDay + Int64(secondOfDay)
  }

  public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
    (left.date, left.secondOfDay) < (right.date, right.secondOfDay)
  }

  public var description: String {
    "\(date)T" + TimeText.digits(hour, 2) + TimeText.digits(minute, 2) + TimeText.digits(second, 2)
  }
}
