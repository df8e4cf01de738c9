public import WBXML

/// Why a bootstrap message is refused, or one cannot be written.
public enum BootstrapError: Error, Hashable, Sendable {
  /// A media type that is no bootstrap message's. XML is none: the MAC covers WBXML (DM Security 5.7.2.1).
  case unsupportedMediaType(String)
  /// The media type's parameters cannot be read.
  case malformedMediaType
  /// There is no SEC, or no MAC where the method needs one, and the message must have them.
  case missingSecurity
  /// A security method that is not known.
  case unsupportedMethod(String)
  /// MAC is not 40 hexadecimal digits.
  case malformedMAC
  /// The method needs the network's secret or the user's PIN, and the device does not have it.
  case missingSecret(BootstrapSecurity.Method)
  /// The user's PIN is not of the form that the method needs.
  case malformedPIN
  /// The message was not made with this secret, or it was changed on its way.
  case wrongMAC
  /// The document cannot be read or written.
  case unreadable(CodingError)
  /// The document is no provisioning document.
  case unexpectedRoot(String)
  /// A parameter that must be there is not; its path.
  case missingParameter(String)
  /// A parameter's value is not of its kind; its path.
  case invalidParameter(String)
  /// A management object in the message cannot be read; where it was to go.
  case malformedObject(String)
  /// An object's nodes make no account.
  case invalidAccount(AccountError)
}

/// Something in a bootstrap message that was passed over: the rest is usable without it.
public struct BootstrapNote: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// A characteristic that is no DM account (an access point, a proxy, another application).
    case otherCharacteristic
    /// A parameter that an account has no place for.
    case unknownParameter
    /// A value that was taken although it is not of its form.
    case invalidValue
    /// A command that adds nothing, or nodes that are no account.
    case otherCommand
    /// A management object that is no DM account (a connection, a proxy).
    case otherObject
  }

  /// What it is.
  public var kind: Kind
  /// The path of the characteristic or parameter, the command's name, or the object's place.
  public var text: String

  /// Makes a note.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
