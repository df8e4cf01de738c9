/// An instant in UTC as the TStamp property writes it: `20010711T163817Z`.
///
/// The management tree has no clock. Whoever has one tells it the time (``ManagementTree/now``).
///
/// Source: OMA-TS-DM_TND-V1_2 7.7.6 (TStamp): ISO 8601 basic format, complete representation.
public struct Timestamp: Hashable, Sendable {
  /// The digits as one number, the year's first, so that an earlier time is a smaller one. It is no text because a tree
  /// notes it on every node that changes.
  private let digits: UInt64

  /// Reads a time; nil where it is not a date of the calendar and a time of the day in this form.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
    guard let year = DateAndTime.number(bytes[0..<4]), let month = DateAndTime.number(bytes[4..<6]),
      let day = DateAndTime.number(bytes[6..<8]), let hour = DateAndTime.number(bytes[9..<11]),
      let minute = DateAndTime.number(bytes[11..<13]), let second = DateAndTime.number(bytes[13..<15]),
      DateAndTime.isDay(year, month, day), DateAndTime.isSecond(hour, minute, second)
    else { return nil }
    // Four digits and five times two: 14 of the 19 that fit.
    digits = [month, day, hour, minute, second].reduce(UInt64(year)) { $0 * 100 + UInt64($1) }
  }
}

extension Timestamp: Comparable {
  /// Earlier comes before later.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.digits < b.digits }
}

extension Timestamp: CustomStringConvertible {
  /// The time as the property writes it.
  public var description: String {
    let all = String(digits)
    let padded = String(repeating: "0", count: 14 - all.utf8.count) + all
    return "\(padded.prefix(8))T\(padded.suffix(6))Z"
  }
}
