public import DeviceManagement

/// Where a server finds what its devices prove themselves with, and keeps their nonces.
///
/// It is the seam to a store: ``MemoryAccounts`` forgets with the process.
public protocol AccountDirectory: Sendable {
  /// The account that a message claims to be of, with the nonces that were kept for this device; nil where there is
  /// none. Nothing of the claim is proved.
  func account(for identity: ClaimedIdentity) async throws -> Account?

  /// Keeps the nonces that a session has agreed with a device, before they are needed: the answer that tells the
  /// device of them is sent afterwards.
  func keep(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) async throws

  /// The type of authentication that whoever has no account is asked for, so that a stranger cannot tell which
  /// accounts there are.
  var challengeType: AuthenticationType { get }
}

/// Accounts in memory, found by the user's name. Nonces are kept for each device, since devices may share an account.
public actor MemoryAccounts: AccountDirectory {
  public nonisolated let challengeType: AuthenticationType
  private let accounts: [Account]
  private let byName: [String: Int]
  private let maximumDevices: Int
  private var nonces: [Key: [NonceUpdate.Side: Nonce]] = [:]

  private struct Key: Hashable {
    var account: Int
    var deviceURI: String
  }

  /// A directory of these accounts. Of two with the same user the first one counts.
  ///
  /// - Parameters:
  ///   - accounts: the accounts; the client's credentials of each give the name by which it is found.
  ///   - challengeType: what strangers are asked for; the first account's type where nothing is said.
  ///   - maximumDevices: how many devices' nonces are kept. A device whose nonce was dropped is challenged once more.
  public init(_ accounts: [Account], challengeType: AuthenticationType? = nil, maximumDevices: Int = 100_000) {
    self.accounts = accounts
    self.maximumDevices = max(1, maximumDevices)
    self.challengeType = challengeType ?? accounts.lazy.compactMap { $0.clientCredentials?.type }.first ?? .md5
    var byName: [String: Int] = [:]
    for (index, account) in accounts.enumerated() {
      if let name = account.clientCredentials?.name, byName[name] == nil { byName[name] = index }
    }
    self.byName = byName
  }

  private func index(of identity: ClaimedIdentity) -> Int? {
    // Whoever names nobody is asked by the rules of the one account that there is.
    guard let name = identity.userName else { return accounts.count == 1 ? 0 : nil }
    return byName[name]
  }

  public func account(for identity: ClaimedIdentity) -> Account? {
    guard let index = index(of: identity) else { return nil }
    var account = accounts[index]
    for (side, nonce) in nonces[Key(account: index, deviceURI: identity.deviceURI)] ?? [:] {
      account.update(NonceUpdate(side, nonce))
    }
    return account
  }

  public func keep(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) {
    guard let index = index(of: identity) else { return }
    let key = Key(account: index, deviceURI: identity.deviceURI)
    if nonces[key] == nil, nonces.count >= maximumDevices, let other = nonces.keys.first { nonces[other] = nil }
    for update in updates { nonces[key, default: [:]][update.side] = update.nonce }
  }
}
