import SyncML

/// Accounts in a device's tree: the DMAcc object in the layout of DM 1.2.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.1.
extension Account {
  /// The place where devices keep their accounts.
  public static let defaultRoot = NodeURI(segments: ["DMAcc"])

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
        .interior(root.name, type: Self.objectIdentifier, access: [.add, .get], isPermanent: true), under: parent)
    }
    try tree.add(
      .interior(
        node, access: [.add, .delete, .get],
        acl: AccessControlList([.delete: [serverID], .get: [serverID], .replace: [serverID]])), under: root)
    for node in nodes {
      guard let name = node.path.last else { continue }
      let parent = NodeURI(segments: account.segments + node.path.dropLast())
      switch node.format {
      case .node: try tree.add(.interior(name, access: node.access), under: parent)
      case .bin:
        try tree.add(
          .leaf(name, node.value, format: .bin, type: "application/octet-stream", access: node.access), under: parent)
      default: try tree.add(.leaf(name, node.value, format: node.format, access: node.access), under: parent)
      }
    }
  }

  /// Whether a leaf of an account proves an identity: nobody reads it, whoever has added it and wherever the account is,
  /// in its place or in the Inbox.
  ///
  /// Source: OMA-TS-DM_StdObj-V1_2 5.3.1 (AAuthSecret, AAuthData: no Get).
  static func isSecret(_ name: String, under parent: NodeURI, in tree: ManagementTree) -> Bool {
    guard name == "AAuthSecret" || name == "AAuthData", parent.segments.count >= 3,
      parent.segments[parent.segments.count - 2] == "AppAuth"
    else { return false }
    let account = NodeURI(segments: Array(parent.segments.dropLast(2)))
    guard let root = account.parent else { return false }
    return root == defaultRoot || tree[account]?.type == objectIdentifier || tree[root]?.type == objectIdentifier
  }

  /// Reads the account at a place of a tree.
  ///
  /// - Throws: ``AccountError`` where there is none, or one that no session could use.
  public init(at account: NodeURI, in tree: ManagementTree) throws(AccountError) {
    var nodes: [AccountNode] = []
    var pending: [[String]] = [[]]
    while let path = pending.popLast() {
      let place = NodeURI(segments: account.segments + path)
      guard let node = tree[place] else { continue }
      if !path.isEmpty {
        nodes.append(AccountNode(path: path, format: node.format, value: node.value, access: node.access))
      }
      for child in tree.children(of: place).reversed() { pending.append(path + [child]) }
    }
    try self.init(nodes: nodes)
  }

  /// The accounts of a device that sessions can use, by their names in the object.
  public static func accounts(
    in tree: ManagementTree, at root: NodeURI = defaultRoot
  ) -> [(name: String, account: Account)] {
    tree.children(of: root).compactMap { name in
      (try? Account(at: root.appending(name), in: tree)).map { (name, $0) }
    }
  }
}
