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

  /// Uses up the nonce with which a device has proved who it is at the beginning of a session, and keeps those that
  /// follow: before anything is done of what the message asks for. Messages that come at the same time with one nonce are
  /// copies of each other, of which one is believed.
  ///
  /// - Parameters:
  ///   - updates: the nonces that follow.
  ///   - identity: the device.
  ///   - account: the account as ``account(for:)`` gave it, with the nonce that was used.
  /// - Returns: false where another message has used the nonce meanwhile; nothing is kept then.
  func use(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) async throws -> Bool

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
    if let name = identity.userName { return byName[name] }
    // Whoever names nobody has the account that asks for no name, or is asked by the rules of the one that there is.
    return accounts.count == 1 ? 0 : accounts.firstIndex { $0.clientCredentials == nil }
  }

  public func account(for identity: ClaimedIdentity) -> Account? {
    guard let index = index(of: identity) else { return nil }
    var account = accounts[index]
    for (side, nonce) in nonces[Key(account: index, deviceURI: identity.deviceURI)] ?? [:] {
      account.update(NonceUpdate(side, nonce))
    }
    return account
  }

  public func use(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) -> Bool {
    let known = self.account(for: identity)
    guard known?.clientCredentials?.nonce == account.clientCredentials?.nonce else { return false }
    keep(updates, for: identity, account: account)
    return true
  }

  public func keep(_ updates: [NonceUpdate], for identity: ClaimedIdentity, account: Account) {
    guard let index = index(of: identity) else { return }
    let key = Key(account: index, deviceURI: identity.deviceURI)
    if nonces[key] == nil, nonces.count >= maximumDevices, let other = nonces.keys.first { nonces[other] = nil }
    for update in updates { nonces[key, default: [:]][update.side] = update.nonce }
  }
}
