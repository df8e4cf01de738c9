/// How a side proves who it is, as the Type of Cred and Chal names it. Unknown types are values like any other.
///
/// Source: OMA-TS-DM_Security-V1_2 5.3 and 5.4.
public struct AuthenticationType: RawRepresentable, Hashable, Sendable {
  private enum Kind: Hashable, Sendable {
    case basic, md5, mac
    case other(String)
  }

  private let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  /// A type by its name; known names are recognized in any letter case.
  public init(rawValue: String) {
    // Nearly everybody writes the names as the standard does.
    switch rawValue {
    case "syncml:auth-md5": kind = .md5
    case "syncml:auth-basic": kind = .basic
    case "syncml:auth-MAC": kind = .mac
    default:
      let name = rawValue.filter { !$0.isWhitespace }
      switch name.lowercased() {
      case "syncml:auth-md5": kind = .md5
      case "syncml:auth-basic": kind = .basic
      case "syncml:auth-mac": kind = .mac
      default: kind = .other(name)
      }
    }
  }

  /// The name; of a known type as the standard writes it.
  public var rawValue: String {
    switch kind {
    case .basic: "syncml:auth-basic"
    case .md5: "syncml:auth-md5"
    case .mac: "syncml:auth-MAC"
    case .other(let name): name
    }
  }

  /// Name and password, in base64 and as good as in clear.
  public static let basic = AuthenticationType(Kind.basic)
  /// A digest of name, password and nonce.
  public static let md5 = AuthenticationType(Kind.md5)
  /// A digest of name, password, nonce and message, in the transport's header `x-syncml-hmac`.
  public static let mac = AuthenticationType(Kind.mac)

  /// Whether this implementation can give and check it.
  public var isSupported: Bool { if case .other = kind { false } else { true } }
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
