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
  /// What the notification says, where it is accepted.
  public var fields: Fields?
  /// Whether the nonce was 0x00000000; false where nothing is said.
  public var resynchronizes: Bool?
  /// Why it is refused.
  public var error: String?

  /// The account of a server.
  public struct ServerSetup: Decodable, Sendable, Hashable {
    /// The server's identifier.
    public var serverID: String
    /// The server's password.
    public var password: String
    /// The server's next nonce, in hexadecimal.
    public var nonce: String?
  }

  /// What a notification says.
  public struct Fields: Decodable, Sendable, Hashable {
    /// Ten times the version.
    public var version: UInt16
    /// 0 not specified, 1 background, 2 informative, 3 user interaction.
    public var uiMode: UInt8
    /// 0 the user, 1 the server.
    public var initiator: UInt8
    /// The bits for future use; 0 where nothing is said.
    public var futureUse: UInt32?
    /// As messages carry it.
    public var sessionID: String
    /// The server's identifier.
    public var serverID: String
    /// What follows it, in hexadecimal.
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
  /// What the device knows.
  public var secrets: Secrets?
  /// Whether a message without a MAC is refused; true where nothing is said.
  public var requiresMAC: Bool?
  /// The accounts that it brings: exactly these.
  public var accounts: [ExpectedAccount]?
  /// What is passed over, as `kind text`; nil does not look.
  public var notes: [String]?
  /// Why it is refused.
  public var error: String?

  /// The secrets of a device.
  public struct Secrets: Decodable, Sendable, Hashable {
    /// The IMSI's digits.
    public var imsi: String?
    /// Another secret of the network.
    public var network: String?
    /// What the user types.
    public var pin: String?
  }

  /// An account that a message brings.
  public struct ExpectedAccount: Decodable, Sendable, Hashable {
    /// ServerID.
    public var serverID: String
    /// Name.
    public var name: String?
    /// The addresses, in order.
    public var addresses: [Address]?
    /// The connections, in order.
    public var connections: [String]?
    /// The credentials of both sides, in order.
    public var credentials: [Entry]?
    /// Whether a session is to begin at once; false where nothing is said.
    public var startsSession: Bool?
  }

  /// An address of a server.
  public struct Address: Decodable, Sendable, Hashable {
    /// Addr.
    public var address: String
    /// AddrType; URI where nothing is said.
    public var type: String?
    /// The ports, in order.
    public var ports: [UInt16]?
  }

  /// One side's credentials.
  public struct Entry: Decodable, Sendable, Hashable {
    /// AAuthLevel.
    public var level: String
    /// AAuthType.
    public var type: String?
    /// AAuthName.
    public var name: String?
    /// AAuthSecret.
    public var secret: String?
    /// In hexadecimal.
    public var data: String?
  }
}
