import DeviceManagement
import SyncML

/// The standard objects of a simulated device, and the code behind them.
struct StandardObjects: Sendable {
  private var inbox: Inbox?
  private var accounts: AccountKeeper?

  init() {}

  /// Puts the objects that a vector asks for into a tree.
  init(_ setup: FlowVector.DeviceSetup, in tree: inout ManagementTree) throws {
    for name in setup.objects ?? [] {
      switch name {
      case "DevDetail":
        try DevDetail(
          deviceType: "sensor", oem: "Example", firmwareVersion: "1.0", softwareVersion: "2.1", hardwareVersion: "A",
          supportsLargeObjects: true
        ).install(in: &tree)
      case "DMAcc":
        for (index, account) in (setup.accounts ?? []).enumerated() {
          try Self.account(account).install(in: &tree, named: String(index + 1))
        }
      case "Inbox":
        try Inbox.install(in: &tree)
        inbox = Inbox()
      default: throw DriverError("there is no standard object '\(name)'")
      }
    }
    if setup.objects?.contains("DMAcc") ?? false { accounts = AccountKeeper(of: tree) }
  }

  private static func account(_ setup: FlowVector.AccountSetup) -> Account {
    var credentials = (setup.client ?? []).map { AccountCredentials(.client, $0) }
    if let server = setup.server { credentials.append(AccountCredentials(.server, server)) }
    return Account(
      serverID: setup.serverID, name: "Management", addresses: [.init("https://\(setup.serverID)/dm", ports: [443])],
      preferredScheme: setup.client?.first.map { AuthenticationScheme(rawValue: $0.type) }, credentials: credentials)
  }

  mutating func check(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> ChangeDecision {
    guard var inbox else { return .allow() }
    defer { self.inbox = inbox }
    return inbox.check(change, in: tree, by: actor)
  }

  mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {
    inbox?.didChange(uris, in: &tree, by: actor)
    accounts?.didChange(uris, in: &tree, by: actor)
  }
}

extension AccountCredentials {
  fileprivate init(_ level: Level, _ setup: FlowVector.CredentialSetup) {
    self.init(
      level: level, scheme: AuthenticationScheme(rawValue: setup.type), name: setup.name,
      secret: Secret(setup.password),
      data: setup.nonce.flatMap(Hexadecimal.decode))
  }
}
