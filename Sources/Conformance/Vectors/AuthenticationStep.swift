extension FlowVector {
  /// An account of the device under test, as it was bootstrapped.
  public struct AccountSetup: Decodable, Sendable, Hashable {
    /// The server's identifier.
    public var serverID: String
    /// What the device shows, its first entry before it is asked.
    public var client: [CredentialSetup]?
    /// What the device expects of the server.
    public var server: CredentialSetup?
  }

  /// One side's credentials.
  public struct CredentialSetup: Decodable, Sendable, Hashable {
    /// `BASIC`, `DIGEST` or `HMAC`.
    public var type: String
    /// The user's or the server's name.
    public var name: String
    /// The password.
    public var password: String
    /// In hexadecimal; nil where none was agreed.
    public var nonce: String?
  }

  /// How the suite's server authenticates in a session, and what the device must do.
  public struct AuthenticationStep: Decodable, Sendable {
    /// What the server demands; nil demands nothing. A nonce that is not given is the one kept from the session before.
    public var client: CredentialSetup?
    /// What the server shows; nil shows nothing.
    public var server: CredentialSetup?
    /// Whether the server shows its credentials before it is asked; true where nothing is said.
    public var showsFirst: Bool?
    /// Whether the server checks every message.
    public var everyMessage: Bool?
    /// A fault of the server's in its first message.
    public var fault: Fault?
    /// The credentials of each of the device's messages: `none` or a type's name.
    public var shown: [String]?
    /// The device's codes for the server's SyncHdrs, in order.
    public var deviceCodes: [Int]?
    /// The server's codes for the device's SyncHdrs, in order.
    public var serverCodes: [Int]?
    /// How the session ends.
    public var ends: Ending?

    /// What the server does wrong.
    public enum Fault: String, Decodable, Sendable {
      /// The MAC is another message's.
      case wrongMAC
      /// The header is missing.
      case noMAC
      /// The Status of SyncHdr has no Chal.
      case noChal
      /// The Status of SyncHdr is 212.
      case status212
    }

    /// How a session goes out.
    public enum Ending: String, Decodable, Sendable {
      /// As sessions end.
      case finished
      /// The server refused the device for the last time.
      case deviceRefused
      /// The device refused the server for the last time.
      case serverRefused
      /// The device sends nothing more although the server would go on.
      case left
    }
  }
}
