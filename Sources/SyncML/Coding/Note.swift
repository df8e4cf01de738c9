public import WBXML

/// Something in a message that its reader passed over: the message is usable without it.
public struct Note: Hashable, Sendable {
  /// What kind of thing was passed over.
  public enum Kind: Hashable, Sendable {
    /// An element that the model has no place for; it was skipped.
    case unknownElement
    /// An element that has to be there is not; its value is empty.
    case missingElement
    /// A text that is not of its element's type; the value is nil.
    case invalidValue
    /// The encoding was out of line (see `Diagnostic`).
    case encoding
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// The element's name, or the deviation in words.
  public var text: String
  /// Where it stands in the input.
  public var position: SourcePosition

  /// A note on an element, or on a deviation in words.
  public init(_ kind: Kind, _ text: String, at position: SourcePosition) {
    self.kind = kind
    self.text = text
    self.position = position
  }
}
