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
    guard let account = await accounts.account(for: identity) else { return nil }
    return try await store.perform { try Self.account(account, of: identity, in: $0) }
  }

  /// The account with the nonces that are kept for a device.
  private static func account(
    _ account: Account, of identity: ClaimedIdentity, in store: ServerDatabase
  ) throws -> Account {
    guard let stored = try store.device(identity.deviceURI)?.account, stored.serverID == account.serverID,
      stored.clientCredentials?.name == account.clientCredentials?.name
    else { return account }
    var account = account
    if let nonce = stored.clientCredentials?.nonce { account.update(NonceUpdate(.client, nonce)) }
    if let nonce = stored.serverCredentials?.nonce { account.update(NonceUpdate(.server, nonce)) }
    return account
  }

  func use(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) async throws -> Bool {
    guard let own = await accounts.account(for: identity) else { return false }
    return try await store.perform { store in
      let known = try Self.account(own, of: identity, in: store)
      guard known.clientCredentials?.nonce == account.clientCredentials?.nonce else { return false }
      try Self.keep(updates, for: identity, account: account, in: store)
      return true
    }
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
