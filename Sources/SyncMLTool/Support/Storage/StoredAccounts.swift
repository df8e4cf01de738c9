import DMStorage
import DMTransport
import DeviceManagement

/// Accounts by the user's name, whose nonces are kept in a store, for each device its own (`--store`).
struct StoredAccounts: AccountDirectory {
  private let store: ServerDatabase
  private let accounts: MemoryAccounts
  let challengeType: AuthenticationType

  init(_ accounts: [Account], in store: ServerDatabase) {
    // Without memory of its own: what counts is stored.
    self.accounts = MemoryAccounts(accounts, maximumDevices: 1)
    challengeType = self.accounts.challengeType
    self.store = store
  }

  func account(for identity: ClaimedIdentity) async throws -> Account? {
    guard var account = await accounts.account(for: identity) else { return nil }
    let kept = try await store.perform { try $0.device(identity.deviceURI)?.account }
    guard let stored = kept, stored.serverID == account.serverID,
      stored.clientCredentials?.name == account.clientCredentials?.name
    else { return account }
    if let nonce = stored.clientCredentials?.nonce { account.update(NonceUpdate(.client, nonce)) }
    if let nonce = stored.serverCredentials?.nonce { account.update(NonceUpdate(.server, nonce)) }
    return account
  }

  func keep(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) async throws {
    try await store.perform { try Self.keep(updates, for: identity, account: account, in: $0) }
  }

  private static func keep(
    _ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account, in store: ServerDatabase
  ) throws {
    var record =
      try store.device(identity.deviceURI) ?? DeviceRecord(deviceURI: identity.deviceURI, firstSeen: StoredManager.now)
    var account = account
    // What was kept before of this account is still in force where nothing new has come.
    if let stored = record.account, stored.serverID == account.serverID,
      stored.clientCredentials?.name == account.clientCredentials?.name
    {
      account = stored
    }
    for update in updates { account.update(update) }
    record.account = account
    try store.save(record)
  }
}
