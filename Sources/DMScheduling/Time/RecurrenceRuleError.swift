/// Why a text is no recurrence rule (RFC 5545 section 3.3.10; vCalendar 1.0, recurrence rule grammar).
public struct RecurrenceRuleError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; open, so that an unknown value survives.
  public struct Code: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The text is empty.
    public static let empty = Code(rawValue: "empty")
    /// A character that the grammar does not have there, or an end too early.
    public static let malformed = Code(rawValue: "malformed")
    /// A rule part that RFC 5545 does not define.
    public static let unknownPart = Code(rawValue: "unknownPart")
    /// A rule part that is there twice.
    public static let duplicatePart = Code(rawValue: "duplicatePart")
    /// There is no `FREQ`.
    public static let missingFrequency = Code(rawValue: "missingFrequency")
    /// Well formed, but not in the range that the grammar gives.
    public static let outOfRange = Code(rawValue: "outOfRange")
    /// Two parts that must not be together, such as `COUNT` and `UNTIL`.
    public static let contradiction = Code(rawValue: "contradiction")
    /// More than this implementation allows (SCHEDULING.md section 9).
    public static let limit = Code(rawValue: "limit")
    /// A vCalendar 1.0 rule that no RFC 5545 rule means the same as.
    public static let unsupported = Code(rawValue: "unsupported")
  }

  /// What is wrong.
  public let code: Code
  /// Where, in UTF-8 bytes from the start of the text.
  public let position: Int
  /// What was expected, for people.
  public let detail: String

  /// An error at a place in the text, counted in UTF-8 bytes from its start.
  public init(code: Code, position: Int, detail: String) {
    self.code = code
    self.position = position
    self.detail = detail
  }

  public var description: String {
    "\(code.rawValue) at \(position): \(detail)"
  }
}
