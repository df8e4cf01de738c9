/// Looks after the accounts object: a server whose last account is deleted loses its rights everywhere.
///
/// Source: OMA-TS-DM_TND-V1_2 7.7.1.4 (deletion of a server identifier).
public struct AccountKeeper: NodeHandler {
  private let root: NodeURI
  /// The servers that had an account when it was looked last.
  private var servers: Set<String>

  /// A keeper of the accounts that a device's tree has now.
  public init(of tree: ManagementTree, at root: NodeURI = Account.defaultRoot) {
    self.root = root
    servers = Self.servers(in: tree, at: root)
  }

  /// The servers that an account names, be it whole or still being made.
  private static func servers(in tree: ManagementTree, at root: NodeURI) -> Set<String> {
    Set(tree.children(of: root).compactMap { tree.text(root.appending($0).appending("ServerID")) })
  }

  /// Takes the rights of servers that have lost their last account.
  public mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {
    let present = Self.servers(in: tree, at: root)
    for server in servers.subtracting(present).sorted() { tree.removeServer(server) }
    servers = present
  }
}
