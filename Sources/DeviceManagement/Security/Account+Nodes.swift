/// A node of an account's object: its place below the account's own node, and what it holds.
public struct AccountNode: Hashable, Sendable {
  /// The names from the account's node down, such as `AppAuth`, `1`, `AAuthName`.
  public var path: [String]
  /// The node's format; `node` where it has nodes below.
  public var format: NodeFormat
  /// What a leaf holds.
  public var value: NodeValue
  /// The commands that servers may use on it: what proves an identity has no Get (OMA-TS-DM_StdObj-V1_2 5.3.1).
  public var access: AccessTypes

  /// Makes a node; a leaf that can be read and replaced unless the access says otherwise.
  public init(path: [String], format: NodeFormat, value: NodeValue, access: AccessTypes = [.get, .replace]) {
    self.path = path
    self.format = format
    self.value = value
    self.access = access
  }
}

/// Why nodes make no account.
public enum AccountError: Error, Hashable, Sendable {
  /// A node that must be there is not; its path.
  case missingNode(String)
  /// AppID is not `w7`.
  case notADeviceManagementAccount(String)
  /// A value that is not of its node's kind; the node's path.
  case invalidValue(String)
}

extension Account {
  /// The management object identifier of an account (OMA-TS-DM_StdObj-V1_2 5.3.1).
  public static let objectIdentifier = "urn:oma:mo:oma-dm-dmacc:1.0"

  /// The account as the nodes of a DMAcc object, parents before children. Nodes without a name of their own are `1`,
  /// `2` and so on.
  public var nodes: [AccountNode] {
    var nodes = NodeList()
    nodes.leaf(["AppID"], "w7")
    nodes.leaf(["ServerID"], serverID)
    nodes.leaf(["Name"], name)
    nodes.leaf(["PrefConRef"], preferredConnection)
    nodes.list("ToConRef", connections) { nodes, path, connection in nodes.leaf(path + ["ConRef"], connection) }
    nodes.list("AppAddr", addresses) { nodes, path, address in
      nodes.leaf(path + ["Addr"], address.address)
      nodes.leaf(path + ["AddrType"], address.kind.rawValue)
      nodes.list(path + ["Port"], address.ports) { nodes, path, port in nodes.leaf(path + ["PortNbr"], String(port)) }
    }
    nodes.leaf(["AAuthPref"], preferredScheme?.rawValue)
    nodes.list("AppAuth", credentials) { nodes, path, entry in
      nodes.leaf(path + ["AAuthLevel"], entry.level.rawValue)
      nodes.leaf(path + ["AAuthType"], entry.scheme?.rawValue)
      nodes.leaf(path + ["AAuthName"], entry.name)
      if let secret = entry.secret { nodes.secret(path + ["AAuthSecret"], .chr, secret.exposedBytes) }
      if let data = entry.data { nodes.secret(path + ["AAuthData"], .bin, data) }
    }
    return nodes.nodes
  }

  private struct NodeList {
    var nodes: [AccountNode] = []

    mutating func leaf(_ path: [String], _ value: String?) {
      guard let value else { return }
      nodes.append(AccountNode(path: path, format: .chr, value: .text(value)))
    }

    mutating func secret(_ path: [String], _ format: NodeFormat, _ bytes: [UInt8]) {
      let value: NodeValue
      if format == .chr, let text = String(validating: bytes, as: UTF8.self) {
        value = .text(text)
      } else {
        value = .bytes(bytes)
      }
      nodes.append(AccountNode(path: path, format: format, value: value, access: .replace))
    }

    mutating func list<Value>(
      _ name: String, _ values: [Value], _ add: (inout NodeList, [String], Value) -> Void
    ) {
      list([name], values, add)
    }

    mutating func list<Value>(
      _ path: [String], _ values: [Value], _ add: (inout NodeList, [String], Value) -> Void
    ) {
      guard !values.isEmpty else { return }
      nodes.append(AccountNode(path: path, format: .node, value: .null, access: [.add, .get]))
      for (index, value) in values.enumerated() {
        let child = path + [String(index + 1)]
        nodes.append(AccountNode(path: child, format: .node, value: .null, access: [.add, .delete, .get]))
        add(&self, child, value)
      }
    }
  }

  /// Reads an account from the nodes of a DMAcc object, in any order; nodes it does not know (Ext) are passed over.
  ///
  /// - Throws: ``AccountError`` where AppID or ServerID is missing, AppID is not `w7`, an address has no Addr, an
  ///   authentication no AAuthLevel, or a port is no 16-bit number.
  public init(nodes: [AccountNode]) throws(AccountError) {
    var values: [[String]: NodeValue] = [:]
    var children: [[String]: [String]] = [:]
    var known: Set<[String]> = []
    for node in nodes {
      if node.format != .node { values[node.path] = node.value }
      // A leaf may come without its parents: what lies below a name tells that the name is there.
      for length in node.path.indices {
        let parent = Array(node.path[..<length])
        let name = node.path[length]
        if known.insert(parent + [name]).inserted { children[parent, default: []].append(name) }
      }
    }
    func text(_ path: [String]) throws(AccountError) -> String? {
      guard let value = values[path] else { return nil }
      guard let text = value.string else { throw .invalidValue(path.joined(separator: "/")) }
      return text
    }
    func required(_ path: [String]) throws(AccountError) -> String {
      guard let text = try text(path) else { throw .missingNode(path.joined(separator: "/")) }
      return text
    }
    let appID = try required(["AppID"])
    guard appID == "w7" else { throw .notADeviceManagementAccount(appID) }
    self.init(serverID: try required(["ServerID"]))
    guard !serverID.isEmpty else { throw .invalidValue("ServerID") }
    name = try text(["Name"])
    preferredConnection = try text(["PrefConRef"])
    for child in children[["ToConRef"]] ?? [] {
      if let connection = try text(["ToConRef", child, "ConRef"]) { connections.append(connection) }
    }
    for child in children[["AppAddr"]] ?? [] {
      let path = ["AppAddr", child]
      var address = Address(try required(path + ["Addr"]))
      if let kind = try text(path + ["AddrType"]), !kind.isEmpty { address.kind = Address.Kind(rawValue: kind) }
      for port in children[path + ["Port"]] ?? [] {
        let place = path + ["Port", port, "PortNbr"]
        guard let number = UInt16(try required(place)) else { throw .invalidValue(place.joined(separator: "/")) }
        address.ports.append(number)
      }
      addresses.append(address)
    }
    preferredScheme = try text(["AAuthPref"]).map(AuthenticationScheme.init(rawValue:))
    for child in children[["AppAuth"]] ?? [] {
      let path = ["AppAuth", child]
      credentials.append(
        AccountCredentials(
          level: .init(rawValue: try required(path + ["AAuthLevel"])),
          scheme: try text(path + ["AAuthType"]).map(AuthenticationScheme.init(rawValue:)),
          name: try text(path + ["AAuthName"]), secret: (values[path + ["AAuthSecret"]]?.bytes).map { Secret($0) },
          data: values[path + ["AAuthData"]]?.bytes))
    }
  }
}
