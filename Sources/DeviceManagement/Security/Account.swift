/// A device's account with a management server: where it is, and how both prove who they are.
///
/// It is what bootstrap gives, what the DMAcc object keeps (see ``nodes`` and ``init(nodes:)``), and what a session is
/// configured from.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.1; OMA-SUP-ac_w7_dm-V1_0 (the same in Client Provisioning).
public struct Account: Hashable, Sendable {
  /// The server's identifier (ServerID, PROVIDER-ID).
  public var serverID: String
  /// The server's name for people.
  public var name: String?
  /// The preferred connection (PrefConRef).
  public var preferredConnection: String?
  /// The connections that can be used (ToConRef), by the name of their nodes' order.
  public var connections: [String]
  /// Where the server is, the preferred address first.
  public var addresses: [Address]
  /// The scheme that the client should begin with (AAuthPref); empty means the one of the last session.
  public var preferredScheme: AuthenticationScheme?
  /// The credentials of both sides.
  public var credentials: [AccountCredentials]

  /// Makes an account; what is left out the account does not have.
  public init(
    serverID: String, name: String? = nil, preferredConnection: String? = nil, connections: [String] = [],
    addresses: [Address] = [], preferredScheme: AuthenticationScheme? = nil, credentials: [AccountCredentials] = []
  ) {
    self.serverID = serverID
    self.name = name
    self.preferredConnection = preferredConnection
    self.connections = connections
    self.addresses = addresses
    self.preferredScheme = preferredScheme
    self.credentials = credentials
  }

  /// A server's address (AppAddr).
  public struct Address: Hashable, Sendable {
    /// The address itself.
    public var address: String
    /// What kind of address it is.
    public var kind: Kind
    /// The ports, the preferred one first.
    public var ports: [UInt16]

    /// Makes an address; a URI where no kind is given.
    public init(_ address: String, kind: Kind = .uri, ports: [UInt16] = []) {
      self.address = address
      self.kind = kind
      self.ports = ports
    }

    /// What the address is (AddrType): a URI where nothing is said. Unknown kinds are values like any other.
    public struct Kind: RawRepresentable, Hashable, Sendable {
      public var rawValue: String
      public init(rawValue: String) { self.rawValue = rawValue }

      /// A URI.
      public static let uri = Kind(rawValue: "URI")
      /// An IPv4 address.
      public static let ipv4 = Kind(rawValue: "IPv4")
      /// An IPv6 address.
      public static let ipv6 = Kind(rawValue: "IPv6")
    }
  }
}

/// One side's credentials at one level (AppAuth).
public struct AccountCredentials: Hashable, Sendable {
  /// Who authenticates to whom, and in which layer (AAuthLevel). Unknown levels are values like any other.
  public struct Level: RawRepresentable, Hashable, Sendable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The client to the server, in messages.
    public static let client = Level(rawValue: "CLCRED")
    /// The server to the client, in messages and notifications.
    public static let server = Level(rawValue: "SRVCRED")
    /// Either side in OBEX.
    public static let obex = Level(rawValue: "OBEX")
    /// The client in HTTP.
    public static let http = Level(rawValue: "HTTP")
  }

  /// Who shows them to whom.
  public var level: Level
  /// AAuthType; nil where the account does not say.
  public var scheme: AuthenticationScheme?
  /// AAuthName; nil where the account has none.
  public var name: String?
  /// AAuthSecret.
  public var secret: Secret?
  /// AAuthData: the next nonce where the scheme uses one.
  public var data: [UInt8]?

  /// Makes credentials; what is left out the account does not have.
  public init(
    level: Level, scheme: AuthenticationScheme? = nil, name: String? = nil, secret: Secret? = nil, data: [UInt8]? = nil
  ) {
    self.level = level
    self.scheme = scheme
    self.name = name
    self.secret = secret
    self.data = data
  }
}

extension Account {
  /// What the client shows the server; nil where the account has no credentials for messages.
  public var clientCredentials: Credentials? { messageCredentials(.client, defaultName: nil) }

  /// What the client expects of the server. A server without a name of its own goes by its identifier.
  public var serverCredentials: Credentials? { messageCredentials(.server, defaultName: serverID) }

  /// The schemes by which the client may prove itself: a challenge for any other is not answered, so that nobody can
  /// talk a device into sending a password in clear.
  public var clientTypes: Set<AuthenticationType> {
    Set(credentials.filter { $0.level == .client }.map { $0.scheme ?? .digest }.compactMap(\.messageType))
  }

  /// The entry of a level that messages use: of the preferred scheme, else the first one.
  private func entry(_ level: AccountCredentials.Level) -> Int? {
    let usable = credentials.indices.filter { index in
      let entry = credentials[index]
      return entry.level == level && entry.secret != nil && (entry.scheme ?? .digest).messageType != nil
    }
    if level == .client, let preferredScheme,
      let preferred = usable.first(where: { (credentials[$0].scheme ?? .digest) == preferredScheme })
    {
      return preferred
    }
    return usable.first
  }

  private func messageCredentials(_ level: AccountCredentials.Level, defaultName: String?) -> Credentials? {
    guard let index = entry(level) else { return nil }
    let entry = credentials[index]
    guard let secret = entry.secret, let type = (entry.scheme ?? .digest).messageType else { return nil }
    return Credentials(
      name: entry.name ?? defaultName ?? "", password: secret, type: type,
      nonce: entry.data.flatMap { $0.isEmpty ? nil : Nonce($0) })
  }

  /// Keeps a nonce that a session or a notification has agreed for the next time.
  public mutating func update(_ update: NonceUpdate) {
    let level: AccountCredentials.Level = update.side == .client ? .client : .server
    guard let index = entry(level) else { return }
    credentials[index].data = update.nonce.bytes
  }
}

/// A nonce to keep for the next session: what a session asks its host to store.
public struct NonceUpdate: Hashable, Sendable {
  /// Whose digests are made with it.
  public enum Side: Hashable, Sendable {
    /// The client's credentials (CLCRED).
    case client
    /// The server's credentials and notifications (SRVCRED).
    case server
  }

  /// Whose nonce it is.
  public var side: Side
  /// The nonce to use next.
  public var nonce: Nonce

  /// Makes an update.
  public init(_ side: Side, _ nonce: Nonce) {
    self.side = side
    self.nonce = nonce
  }
}
