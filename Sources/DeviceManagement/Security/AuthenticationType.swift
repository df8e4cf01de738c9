/// How a side proves who it is, as the Type of Cred and Chal names it. Unknown types are values like any other.
///
/// Source: OMA-TS-DM_Security-V1_2 5.3 and 5.4.
public struct AuthenticationType: RawRepresentable, Hashable, Sendable {
  public var rawValue: String

  /// A type by its name; known names are recognized in any letter case.
  public init(rawValue: String) {
    // Nearly everybody writes the names as the standard does.
    if Self.knownNames.contains(rawValue) {
      self.rawValue = rawValue
      return
    }
    let name = rawValue.filter { !$0.isWhitespace }
    self.rawValue = Self.knownNames.first { $0.lowercased() == name.lowercased() } ?? name
  }

  private static let knownNames = ["syncml:auth-basic", "syncml:auth-md5", "syncml:auth-MAC"]

  /// Name and password, in base64 and as good as in clear.
  public static let basic = AuthenticationType(rawValue: "syncml:auth-basic")
  /// A digest of name, password and nonce.
  public static let md5 = AuthenticationType(rawValue: "syncml:auth-md5")
  /// A digest of name, password, nonce and message, in the transport's header `x-syncml-hmac`.
  public static let mac = AuthenticationType(rawValue: "syncml:auth-MAC")

  /// Whether this implementation can give and check it.
  public var isSupported: Bool { self == .basic || self == .md5 || self == .mac }
}

/// How a side proves who it is, as an account's AAuthType names it. Unknown ones are values like any other.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.1 (AAuthType).
public struct AuthenticationScheme: RawRepresentable, Hashable, Sendable {
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// HTTP basic authentication (RFC 2617).
  public static let httpBasic = AuthenticationScheme(rawValue: "HTTP-BASIC")
  /// HTTP digest authentication (RFC 2617).
  public static let httpDigest = AuthenticationScheme(rawValue: "HTTP-DIGEST")
  /// `syncml:auth-basic`.
  public static let basic = AuthenticationScheme(rawValue: "BASIC")
  /// `syncml:auth-md5`.
  public static let digest = AuthenticationScheme(rawValue: "DIGEST")
  /// `syncml:auth-MAC`.
  public static let hmac = AuthenticationScheme(rawValue: "HMAC")
  /// `syncml:auth-X509`.
  public static let x509 = AuthenticationScheme(rawValue: "X509")
  /// `syncml:auth-securid`.
  public static let securID = AuthenticationScheme(rawValue: "SECURID")
  /// `syncml:auth-safeword`.
  public static let safeWord = AuthenticationScheme(rawValue: "SAFEWORD")
  /// `syncml:auth-digipass`.
  public static let digiPass = AuthenticationScheme(rawValue: "DIGIPASS")
  /// What the transport does by itself.
  public static let transport = AuthenticationScheme(rawValue: "TRANSPORT")

  /// What Cred and Chal call it; nil where it is no authentication inside messages, or not a supported one.
  public var messageType: AuthenticationType? {
    switch self {
    case .basic: .basic
    case .digest: .md5
    case .hmac: .mac
    default: nil
    }
  }
}
