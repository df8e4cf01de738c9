/// Looks after the accounts object: a server whose last account is deleted loses its rights everywhere.
///
/// Source: OMA-TS-DM_TND-V1_2 7.7.1.4 (deletion of a server identifier).
public struct AccountKeeper: NodeHandler {
  private let root: NodeURI
  /// The servers that have had a whole account, and are named by one still.
  private var servers: Set<String>

  /// A keeper of the accounts that a device's tree has now.
  public init(of tree: ManagementTree, at root: NodeURI = Account.defaultRoot) {
    self.root = root
    servers = Self.withAccount(in: tree, at: root)
  }

  /// The servers with an account that sessions can use.
  private static func withAccount(in tree: ManagementTree, at root: NodeURI) -> Set<String> {
    Set(Account.accounts(in: tree, at: root).map(\.account.serverID))
  }

  /// The servers that an account names, be it whole or not: it may be in the middle of a change.
  private static func named(in tree: ManagementTree, at root: NodeURI) -> Set<String> {
    Set(tree.children(of: root).compactMap { tree.text(root.appending($0).appending("ServerID")) })
  }

  /// Takes the rights of servers that have lost their last account. An account that never was a whole one takes nothing
  /// with it: else anybody who may add one could take the rights of a server that has none.
  public mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {
    let named = Self.named(in: tree, at: root)
    for server in servers.subtracting(named).sorted() { tree.removeServer(server) }
    servers = servers.intersection(named).union(Self.withAccount(in: tree, at: root))
  }
}
