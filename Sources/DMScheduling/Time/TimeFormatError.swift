/// Why a text is no date or time of ISO 8601 basic form (SCHEDULING.md section 4).
public struct TimeFormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; open, so that an unknown value survives.
  public struct Code: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The text is empty.
    public static let empty = Code(rawValue: "empty")
    /// A character that the form does not have there, or an end too early.
    public static let malformed = Code(rawValue: "malformed")
    /// Well formed, but no such date or time, such as 30 February.
    public static let outOfRange = Code(rawValue: "outOfRange")
    /// A time with `Z` where a local one is needed, or the other way round.
    public static let wrongKind = Code(rawValue: "wrongKind")
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
