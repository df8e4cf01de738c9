/// A day of the week, numbered from Monday.
///
/// The two-letter codes are those of RFC 5545 section 3.3.10 (`weekday`), which vCalendar 1.0 uses too.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
  /// `MO`.
  case monday = 0
  /// `TU`.
  case tuesday
  /// `WE`.
  case wednesday
  /// `TH`.
  case thursday
  /// `FR`.
  case friday
  /// `SA`.
  case saturday
  /// `SU`.
  case sunday

  /// The weekday of a day counted from 1970-01-01, which was a Thursday.
  public init(dayNumber: Int) {
    self = Self.allCases[CivilCalendar.modulo(dayNumber &+ 3, 7)]
  }

  /// The weekday with an RFC 5545 section 3.3.10 code, in upper case; `nil` for any other text.
  public init?(code: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = found
  }

  /// The two-letter code of RFC 5545 section 3.3.10, `MO` to `SU`.
  public var code: String {
    switch self {
    case .monday: "MO"
    case .tuesday: "TU"
    case .wednesday: "WE"
    case .thursday: "TH"
    case .friday: "FR"
    case .saturday: "SA"
    case .sunday: "SU"
    }
  }

  /// The number of days from `start` forward to this weekday, 0 to 6.
  public func days(since start: Weekday) -> Int {
    CivilCalendar.modulo(rawValue - start.rawValue, 7)
  }
}
