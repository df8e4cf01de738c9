import SyncML

/// A DM account: a server that manages the device, its addresses, and what both prove themselves with.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.1 (DMAcc), in the layout of DM 1.2.
public struct DMAccount: Hashable, Sendable {
  /// An address of the server.
  public struct Address: Hashable, Sendable {
    /// What an address is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// An absolute URI.
      case uri = "URI"
      /// Four numbers with dots.
      case ipv4 = "IPv4"
      /// Groups of hexadecimal digits with colons.
      case ipv6 = "IPv6"
    }

    /// The address itself.
    public var address: String
    /// Its kind.
    public var kind: Kind
    /// The ports to try; none where the address says it.
    public var ports: [UInt16]

    /// An address.
    public init(_ address: String, kind: Kind = .uri, ports: [UInt16] = []) {
      self.address = address
      self.kind = kind
      self.ports = ports
    }
  }

  /// What one side proves itself with.
  public struct Credentials: Hashable, Sendable {
    /// Who proves what to whom.
    public enum Level: String, Hashable, Sendable, CaseIterable {
      /// The client to the server.
      case client = "CLCRED"
      /// The server to the client.
      case server = "SRVCRED"
      /// Over OBEX.
      case obex = "OBEX"
      /// HTTP's own.
      case http = "HTTP"
    }

    /// Who proves what to whom.
    public var level: Level
    /// How, such as `DIGEST` or `HMAC`.
    public var type: String
    /// The name to prove.
    public var name: String?
    /// What is known to both sides; nobody can get it.
    public var secret: String?
    /// What belongs to the type: the next nonce.
    public var data: [UInt8]?

    /// Credentials.
    public init(
      _ level: Level, type: String, name: String? = nil, secret: String? = nil, data: [UInt8]? = nil
    ) {
      self.level = level
      self.type = type
      self.name = name
      self.secret = secret
      self.data = data
    }
  }

  /// The place where devices keep their accounts.
  public static let defaultRoot = NodeURI(segments: ["DMAcc"])
  /// The object's identifier.
  public static let identifier = "urn:oma:mo:oma-dm-dmacc:1.0"

  /// The identifier to which ACLs give rights.
  public var serverID: String
  /// The name that people see.
  public var name: String?
  /// The connection that the client prefers: a node's address or another identifier.
  public var prefConRef: String?
  /// The connections that may be used.
  public var conRefs: [String]
  /// Where the server is, the first to be tried first.
  public var addresses: [Address]
  /// The type of authentication to begin with, so that the first message needs no challenge.
  public var authPref: String?
  /// What both sides prove themselves with.
  public var credentials: [Credentials]

  /// An account.
  public init(
    serverID: String, name: String? = nil, prefConRef: String? = nil, conRefs: [String] = [], addresses: [Address],
    authPref: String? = nil, credentials: [Credentials] = []
  ) {
    self.serverID = serverID
    self.name = name
    self.prefConRef = prefConRef
    self.conRefs = conRefs
    self.addresses = addresses
    self.authPref = authPref
    self.credentials = credentials
  }
}

// MARK: - In a tree

extension DMAccount {
  /// Puts the account into a tree, and the object around it where there is none.
  ///
  /// Its server gets the rights to get, replace and delete it; who else has any follows from the nodes above.
  ///
  /// - Parameters:
  ///   - tree: the device's tree.
  ///   - node: the account's own name in the object.
  ///   - root: the object's place.
  /// - Throws: 418 where there is an account of that name, 400 where the server's identifier cannot stand in an ACL.
  public func install(
    in tree: inout ManagementTree, named node: String, at root: NodeURI = defaultRoot
  ) throws(TreeError) {
    let account = root.appending(node)
    guard AccessControlList.isServerIdentifier(serverID) else { throw TreeError(.badRequest, at: account) }
    if !tree.contains(root) {
      guard let parent = root.parent else { throw TreeError(.alreadyExists, at: root) }
      try tree.add(
        .interior(root.name, type: Self.identifier, access: [.add, .get], isPermanent: true), under: parent)
    }
    try tree.add(
      .interior(
        node, access: [.add, .delete, .get],
        acl: AccessControlList([.delete: [serverID], .get: [serverID], .replace: [serverID]])), under: root)
    try add("AppID", "w7", to: account, in: &tree)
    try add("ServerID", serverID, to: account, in: &tree)
    try add("Name", name, to: account, in: &tree)
    try add("PrefConRef", prefConRef, to: account, in: &tree)
    try addList("ToConRef", conRefs, to: account, in: &tree) { conRef, place, tree throws(TreeError) in
      try add("ConRef", conRef, to: place, in: &tree)
    }
    try addList("AppAddr", addresses, to: account, in: &tree) { address, place, tree throws(TreeError) in
      try add("Addr", address.address, to: place, in: &tree)
      try add("AddrType", address.kind.rawValue, to: place, in: &tree)
      try addList("Port", address.ports, to: place, in: &tree) { port, place, tree throws(TreeError) in
        try add("PortNbr", String(port), to: place, in: &tree)
      }
    }
    try add("AAuthPref", authPref, to: account, in: &tree)
    try addList("AppAuth", credentials, to: account, in: &tree) { credentials, place, tree throws(TreeError) in
      try add("AAuthLevel", credentials.level.rawValue, to: place, in: &tree)
      try add("AAuthType", credentials.type, to: place, in: &tree)
      try add("AAuthName", credentials.name, to: place, in: &tree)
      // Nobody can read what proves an identity.
      try add("AAuthSecret", credentials.secret, to: place, in: &tree, access: .replace)
      if let data = credentials.data {
        try tree.add(
          .leaf("AAuthData", .bytes(data), format: .bin, type: "application/octet-stream", access: .replace),
          under: place)
      }
    }
  }

  private func add(
    _ name: String, _ value: String?, to place: NodeURI, in tree: inout ManagementTree,
    access: AccessTypes = [.get, .replace]
  ) throws(TreeError) {
    if let value { try tree.add(.leaf(name, .text(value), access: access), under: place) }
  }

  /// Adds an interior node with one child for each value, named by numbers from 1; nothing where there is no value.
  private func addList<Value>(
    _ name: String, _ values: [Value], to place: NodeURI, in tree: inout ManagementTree,
    _ fill: (Value, NodeURI, inout ManagementTree) throws(TreeError) -> Void
  ) throws(TreeError) {
    if values.isEmpty { return }
    let list = place.appending(name)
    try tree.add(.interior(name, access: [.add, .get]), under: place)
    for (index, value) in values.enumerated() {
      try tree.add(.interior(String(index + 1), access: [.add, .delete, .get]), under: list)
      try fill(value, list.appending(String(index + 1)), &tree)
    }
  }

  /// Reads the account at a place; nil where there is none with a ServerID.
  public init?(at account: NodeURI, in tree: ManagementTree) {
    guard let serverID = tree.text(account.appending("ServerID")) else { return nil }
    func list(_ name: String, of place: NodeURI) -> [NodeURI] {
      let list = place.appending(name)
      return tree.children(of: list).map { list.appending($0) }
    }
    self.init(
      serverID: serverID, name: tree.text(account.appending("Name")),
      prefConRef: tree.text(account.appending("PrefConRef")),
      conRefs: list("ToConRef", of: account).compactMap { tree.text($0.appending("ConRef")) },
      addresses: list("AppAddr", of: account).compactMap { place in
        guard let address = tree.text(place.appending("Addr")) else { return nil }
        // No type, or an empty one, is URI (5.3.1).
        let kind = tree.text(place.appending("AddrType")).flatMap(Address.Kind.init) ?? .uri
        let ports = list("Port", of: place).compactMap { tree.text($0.appending("PortNbr")).flatMap(UInt16.init) }
        return Address(address, kind: kind, ports: ports)
      }, authPref: tree.text(account.appending("AAuthPref")),
      credentials: list("AppAuth", of: account).compactMap { place in
        guard let level = tree.text(place.appending("AAuthLevel")).flatMap(Credentials.Level.init),
          let type = tree.text(place.appending("AAuthType"))
        else { return nil }
        return Credentials(
          level, type: type, name: tree.text(place.appending("AAuthName")),
          secret: tree.text(place.appending("AAuthSecret")), data: tree[place.appending("AAuthData")]?.value.bytes)
      })
  }

  /// The accounts of a device, by their names in the object.
  public static func accounts(
    in tree: ManagementTree, at root: NodeURI = defaultRoot
  ) -> [(name: String, account: DMAccount)] {
    tree.children(of: root).compactMap { name in
      DMAccount(at: root.appending(name), in: tree).map { (name, $0) }
    }
  }
}
