import DMStorage
import DeviceManagement
import SyncML

/// The store of a simulated device (`--store`): its tree, its account with the nonces, and the alerts that wait.
struct DeviceFile {
  private let store: DeviceDatabase
  private(set) var state = DeviceState()
  /// The tree that was stored; nil where the file is new.
  private(set) var tree: ManagementTree?

  /// - Throws: ``ToolFailure`` where the file cannot be used.
  init(_ path: String) throws {
    do {
      store = try DeviceDatabase(path: path)
      if let stored = try store.load() {
        tree = stored.tree
        state = stored.state
      }
    } catch {
      throw ToolFailure(nil, "\(error)", .inputOutput)
    }
  }

  /// The account to use: one that is given, with the nonces that are stored of it; else the one that is stored.
  mutating func account(given: Account?) -> Account? {
    guard var account = given else { return state.accounts.first }
    let stored = state.accounts.first { $0.serverID == account.serverID }
    if let stored {
      // The nonces are the user's: another user begins without any.
      if stored.clientCredentials?.name == account.clientCredentials?.name {
        if let nonce = stored.clientCredentials?.nonce { account.update(NonceUpdate(.client, nonce)) }
        if let nonce = stored.serverCredentials?.nonce { account.update(NonceUpdate(.server, nonce)) }
      }
    }
    state.accounts.removeAll { $0.serverID == account.serverID }
    state.accounts.insert(account, at: 0)
    return account
  }

  /// Remembers where the account's server is, for the time when nobody says it.
  mutating func keepAddress(_ url: String) {
    guard !state.accounts.isEmpty else { return }
    state.accounts[0].addresses = [Account.Address(url)]
  }

  /// Queues alerts after those that wait already; all that wait for a server.
  mutating func queue(_ alerts: [Alert], for serverID: String) -> [OutgoingAlert] {
    var queue = AlertQueue(state.alerts)
    for alert in alerts { queue.add(alert, for: serverID) }
    state.alerts = queue.waiting
    return queue.alerts(for: serverID)
  }

  /// Makes durable what the device is now.
  mutating func commit(_ device: inout SimulatedDevice, _ nonces: [NonceUpdate], serverID: String) throws(StorageError)
  {
    for update in nonces { state.update(update, of: serverID) }
    let left = Set(device.alerts.map(\.id))
    state.alerts.removeAll { $0.serverID == serverID && !left.contains($0.id) }
    try store.commit(&device, state)
  }
}
