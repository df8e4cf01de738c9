/// Credentials, a header or a MAC, and whether they prove what they should.
public struct DigestVector: Decodable, Sendable {
  /// `syncml:auth-basic`, `syncml:auth-md5`, `syncml:auth-MAC`, or `userPINMAC` for the PIN of a bootstrap message.
  public var type: String
  /// The user's name; unused with `userPINMAC`.
  public var name: String?
  /// The password, or the PIN's first half with `userPINMAC`.
  public var password: String
  /// The nonce in hexadecimal; nil where none was agreed.
  public var nonce: String?
  /// The message in hexadecimal, for MACs.
  public var body: String?
  /// The Data of Cred, the value of `x-syncml-hmac`, or the digits that a user types.
  public var value: String
  /// Whether the value proves the password.
  public var matches: Bool
  /// Whether an implementation must write exactly this value; true where nothing is said.
  public var canonical: Bool?
}

/// A notification (package 0), and what a device makes of it.
public struct NotificationVector: Decodable, Sendable {
  /// Its octets in hexadecimal.
  public var bytes: String
  /// What the device got before, in order.
  public var before: [String]?
  /// The server that the device knows.
  public var account: ServerSetup
  /// Whether the device accepts the nonce 0x00000000; true where nothing is said.
  public var allowsResynchronization: Bool?
  public var fields: Fields?
  /// Whether the nonce was 0x00000000; false where nothing is said.
  public var resynchronizes: Bool?
  /// Why it is refused.
  public var error: String?

  public struct ServerSetup: Decodable, Sendable, Hashable {
    public var serverID: String
    public var password: String
    /// The server's next nonce, in hexadecimal.
    public var nonce: String?
  }

  public struct Fields: Decodable, Sendable, Hashable {
    public var version: UInt16
    public var uiMode: UInt8
    public var initiator: UInt8
    public var futureUse: UInt32?
    /// As messages carry it.
    public var sessionID: String
    public var serverID: String
    public var vendorSpecific: String?
  }
}

/// A bootstrap message, and the accounts that it brings.
public struct BootstrapVector: Decodable, Sendable {
  /// The Content-Type with SEC and MAC.
  public var mediaType: String
  /// The document in hexadecimal.
  public var wbxml: String
  /// The same document as XML text, in lines, for people and for comparison.
  public var xml: [String]?
  public var secrets: Secrets?
  /// Whether a message without a MAC is refused; true where nothing is said.
  public var requiresMAC: Bool?
  public var accounts: [ExpectedAccount]?
  /// What is passed over, as `kind text`; nil does not look.
  public var notes: [String]?
  /// Why it is refused.
  public var error: String?

  public struct Secrets: Decodable, Sendable, Hashable {
    public var imsi: String?
    public var network: String?
    public var pin: String?
  }

  public struct ExpectedAccount: Decodable, Sendable, Hashable {
    public var serverID: String
    public var name: String?
    public var addresses: [Address]?
    public var connections: [String]?
    public var credentials: [Entry]?
    public var startsSession: Bool?
  }

  public struct Address: Decodable, Sendable, Hashable {
    public var address: String
    public var type: String?
    public var ports: [UInt16]?
  }

  public struct Entry: Decodable, Sendable, Hashable {
    public var level: String
    public var type: String?
    public var name: String?
    public var secret: String?
    /// In hexadecimal.
    public var data: String?
  }
}
