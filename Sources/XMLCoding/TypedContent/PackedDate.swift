internal import WBXML

/// A date of WV-CSP in six bytes: two bits unused, year (12 bits), month (4), day (5), hour (5), minute (6), second (6),
/// and the time zone's letter or 0; `20011019T125031Z` as text (OMA-IMPS-WV-CSP-WBXML section 6.3).
enum PackedDate {
  static func text(of bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count == 6, bytes[0] & 0xC0 == 0 else { return nil }
    var bits = 0
    for byte in bytes[..<5] { bits = bits << 8 | Int(byte) }
    var digits: [UInt8] = []
    TypedValue.append(bits >> 26, digits: 4, to: &digits)
    TypedValue.append(bits >> 22 & 0x0F, digits: 2, to: &digits)
    TypedValue.append(bits >> 17 & 0x1F, digits: 2, to: &digits)
    TypedValue.append(bits >> 12 & 0x1F, digits: 2, to: &digits)
    TypedValue.append(bits >> 6 & 0x3F, digits: 2, to: &digits)
    TypedValue.append(bits & 0x3F, digits: 2, to: &digits)
    guard DecimalDate.isDate(digits[...]) else { return nil }
    digits.insert(UInt8(ascii: "T"), at: 8)
    switch bytes[5] {
    case 0: return digits
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return digits + [bytes[5]]
    default: return nil
    }
  }

  static func bytes(of text: [UInt8]) -> [UInt8]? {
    guard text.count == 15 || text.count == 16, text[8] == UInt8(ascii: "T") else { return nil }
    let digits = Array(text[..<8] + text[9..<15])
    guard DecimalDate.isDate(digits[...]), let year = TypedValue.decimal(digits[..<4]), year < 1 << 12 else {
      return nil
    }
    var bits = year
    for (start, width) in [(4, 4), (6, 5), (8, 5), (10, 6), (12, 6)] {
      guard let value = TypedValue.decimal(digits[start..<start + 2]) else { return nil }
      bits = bits << width | value
    }
    var bytes: [UInt8] = []
    for shift in stride(from: 32, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    bytes.append(text.count == 16 ? text[15] : 0)
    return bytes
  }
}
