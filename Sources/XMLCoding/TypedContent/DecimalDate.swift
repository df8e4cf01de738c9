internal import WBXML

/// `%Datetime` of SI and EMN: the digits of year, month, day, hour, minute and second, two a byte, without zero bytes at
/// the end (WAP-167-ServiceInd-20010731-a 8.2.2, WAP-206-EMN); `2001-07-31T10:00:00Z` as text.
enum DecimalDate {
  static func text(of bytes: [UInt8]) -> [UInt8]? {
    guard (4...7).contains(bytes.count), bytes.count == 4 || bytes.last != 0 else { return nil }
    var digits: [UInt8] = []
    for byte in bytes + [UInt8](repeating: 0, count: 7 - bytes.count) {
      guard byte >> 4 <= 9, byte & 0x0F <= 9 else { return nil }
      digits.append(UInt8(ascii: "0") + (byte >> 4))
      digits.append(UInt8(ascii: "0") + (byte & 0x0F))
    }
    guard isDate(digits[...]) else { return nil }
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      switch index {
      case 4, 6: text.append(UInt8(ascii: "-"))
      case 8: text.append(UInt8(ascii: "T"))
      case 10, 12: text.append(UInt8(ascii: ":"))
      default: break
      }
      text.append(digit)
    }
    return text + [UInt8(ascii: "Z")]
  }

  static func bytes(of text: [UInt8]) -> [UInt8]? {
    guard text.count == 20 else { return nil }
    let digits = text.filter { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard digits.count == 14, isDate(digits[...]) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 14, by: 2) {
      bytes.append((digits[index] & 0x0F) << 4 | (digits[index + 1] & 0x0F))
    }
    while bytes.last == 0 { bytes.removeLast() }
    return bytes
  }

  /// Whether fourteen digits are a date and a time of day.
  static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
    guard digits.count == 14 else { return false }
    let bounds: [ClosedRange<Int>] = [1...12, 1...31, 0...23, 0...59, 0...60]
    var start = digits.startIndex + 4
    for bound in bounds {
      guard let value = TypedValue.decimal(digits[start..<start + 2]), bound.contains(value) else { return false }
      start += 2
    }
    return true
  }
}
