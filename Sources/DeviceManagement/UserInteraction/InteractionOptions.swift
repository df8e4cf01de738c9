/// How a user interaction is to be shown: the parameters of an alert's first item.
///
/// Parameters that are unknown, or whose value is none, are passed over without an error, as they must be.
///
/// Source: OMA-TS-DM_Protocol-V1_2 10.3 (user interaction options).
public struct InteractionOptions: Hashable, Sendable {
  /// What kind of characters the user may type (IT).
  public enum InputType: String, Hashable, Sendable {
    /// Letters and digits, and any other character that the device lets the user type.
    case alphanumeric = "A"
    /// Digits, a decimal point and a sign.
    case numeric = "N"
    /// A date as DDMMYYYY.
    case date = "D"
    /// A time as hhmmss.
    case time = "T"
    /// A telephone number: digits, `p`, `w`, `s`, and a `+` at the beginning.
    case phoneNumber = "P"
    /// An IPv4 address as xxx.yyy.zzz.www.
    case ipAddress = "I"
  }

  /// Seconds for which the text is to be shown at least (MINDT); nil where nothing is said.
  public var minimumDisplayTime: Int?
  /// Seconds after which the user is taken to be absent (MAXDT); nil where nothing is said.
  public var maximumDisplayTime: Int?
  /// What is highlighted or typed at first, decoded (DR); its meaning depends on the interaction.
  public var defaultResponse: String?
  /// How many characters the user may type (MAXLEN); nil where nothing is said.
  public var maximumLength: Int?
  /// What the user may type (IT).
  public var inputType = InputType.alphanumeric
  /// Whether what the user types is hidden (ET=P).
  public var isHidden = false

  /// Options of which nothing is said.
  public init() {}

  /// Reads a parameter string such as `MAXDT=30&DR=1`.
  ///
  /// It is in the URL encoding of RFC 2396: `+` and `%20` are blanks. Where a parameter stands twice, the last counts.
  public init(parsing text: String) {
    for field in text.split(separator: "&") {
      guard let separator = field.firstIndex(of: "="), let value = Self.decoded(field[field.index(after: separator)...])
      else { continue }
      let name = field[..<separator].filter { !$0.isWhitespace }.uppercased()
      let word = value.filter { !$0.isWhitespace }
      switch name {
      case "MINDT": minimumDisplayTime = Self.positive(word) ?? minimumDisplayTime
      case "MAXDT": maximumDisplayTime = Self.positive(word) ?? maximumDisplayTime
      case "MAXLEN": maximumLength = Self.positive(word) ?? maximumLength
      case "DR": defaultResponse = value
      case "IT": inputType = InputType(rawValue: word.uppercased()) ?? inputType
      case "ET":
        if word.uppercased() == "P" { isHidden = true }
        if word.uppercased() == "T" { isHidden = false }
      default: break
      }
    }
  }

  private static func positive(_ text: String) -> Int? {
    guard let number = Int(text), number > 0 else { return nil }
    return number
  }

  /// Undoes URL encoding; nil where a percent sign is not followed by two digits, or the octets are no UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let high = HexadecimalDigits.value(of: rest[rest.startIndex]),
          let low = HexadecimalDigits.value(of: rest[rest.startIndex + 1])
        else { return nil }
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension InteractionOptions.InputType {
  /// Whether a text is one that the user may type.
  public func allows(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isDigits(_ bytes: some Collection<UInt8>) -> Bool {
      bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    switch self {
    case .alphanumeric: return true
    case .numeric:
      let unsigned =
        bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
      let parts = unsigned.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return parts.count <= 2 && parts.allSatisfy { isDigits($0) } && parts.contains { !$0.isEmpty }
    case .date:
      guard bytes.count == 8, isDigits(bytes) else { return false }
      return DateAndTime.isDate(String(decoding: bytes[4...] + bytes[2..<4] + bytes[..<2], as: UTF8.self))
    case .time: return bytes.count == 6 && isDigits(bytes) && DateAndTime.isTime(text)
    case .phoneNumber:
      let rest = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
      return !rest.isEmpty && isDigits(rest.filter { !"pws".utf8.contains($0) })
    case .ipAddress:
      let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return parts.count == 4
        && parts.allSatisfy { part in
          (1...3).contains(part.count) && isDigits(part)
            && (Int(String(decoding: part, as: UTF8.self)).map { $0 <= 255 } ?? false)
        }
    }
  }
}
