/// The forms of ISO 8601 that values of the formats `date` and `time` have.
///
/// Source: OMA-TS-DM_TND-V1_2 9.4.2.17 and 9.4.2.18.
enum DateAndTime {
  /// Whether a text is a date with its century: `20260131` or `2026-01-31`.
  static func isDate(_ text: String) -> Bool {
    var bytes = Array(text.utf8)
    if bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") {
      bytes.remove(at: 7)
      bytes.remove(at: 4)
    }
    guard bytes.count == 8, let year = number(bytes[0..<4]), let month = number(bytes[4..<6]),
      let day = number(bytes[6..<8])
    else { return false }
    return isDay(year, month, day)
  }

  /// Whether a text is a time of the day: `163817`, `16:38:17`, perhaps with a fraction, and with `Z` or an offset.
  static func isTime(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    if bytes.last == UInt8(ascii: "Z") {
      bytes.removeLast()
    } else if let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
      let offset = bytes[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }[...]
      guard offset.count == 2 || offset.count == 4, let hour = number(offset.prefix(2)), hour < 24,
        number(offset.suffix(2)).map({ $0 < 60 }) == true
      else { return false }
      bytes = bytes[..<sign]
    }
    if let point = bytes.firstIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }) {
      guard point + 1 < bytes.endIndex, bytes[(point + 1)...].allSatisfy(isDigit) else { return false }
      bytes = bytes[..<point]
    }
    var digits = Array(bytes)
    if digits.count == 8, digits[2] == UInt8(ascii: ":"), digits[5] == UInt8(ascii: ":") {
      digits.remove(at: 5)
      digits.remove(at: 2)
    }
    guard digits.count == 6, let hour = number(digits[0..<2]), let minute = number(digits[2..<4]),
      let second = number(digits[4..<6])
    else { return false }
    return isSecond(hour, minute, second)
  }

  /// Whether the calendar has a day.
  static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
  }

  /// Whether the day has a second; 60 is a leap second.
  static func isSecond(_ hour: Int, _ minute: Int, _ second: Int) -> Bool { hour < 24 && minute < 60 && second <= 60 }

  /// The number that some digits are; nil where one is no digit. The digits are four at most.
  static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
