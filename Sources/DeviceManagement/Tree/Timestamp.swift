/// An instant in UTC as the TStamp property writes it: `20010711T163817Z`.
///
/// The management tree has no clock. Whoever has one tells it the time (``ManagementTree/now``).
///
/// Source: OMA-TS-DM_TND-V1_2 7.7.6 (TStamp): ISO 8601 basic format, complete representation.
public struct Timestamp: Hashable, Sendable {
  private let text: String

  /// Reads a time; nil where it is not a date of the calendar and a time of the day in this form.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
      let minute = number(11..<13), let second = number(13..<15)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    // 60 is a leap second.
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day), hour < 24, minute < 60, second <= 60 else {
      return nil
    }
    self.text = text
  }
}

extension Timestamp: Comparable {
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.text < b.text }
}

extension Timestamp: CustomStringConvertible {
  public var description: String { text }
}
