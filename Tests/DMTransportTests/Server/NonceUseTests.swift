import DMTransport
import DeviceManagement
import SyncML
import Testing

/// A nonce proves who one message is from, and no other.
@Suite struct NonceUseTests {
  @Test("of two messages with the same nonce that come at the same time one is believed")
  func once() async throws {
    let accounts = MemoryAccounts([
      Account(
        serverID: "s",
        credentials: [
          AccountCredentials(
            level: .client, scheme: .digest, name: "device", secret: Secret("pw"), data: Array("1".utf8))
        ])
    ])
    var identity = ClaimedIdentity(of: .init(sessionID: "1", msgID: "1", target: .init("s"), source: .init("d")))
    identity.userName = "device"
    let first = try #require(await accounts.account(for: identity))
    let second = try #require(await accounts.account(for: identity))
    let next = NonceUpdate(.client, Nonce(Array("2".utf8)))
    #expect(await accounts.use([next], for: identity, account: first))
    #expect(await !accounts.use([next], for: identity, account: second))
    let third = try #require(await accounts.account(for: identity))
    #expect(third.clientCredentials?.nonce == next.nonce)
    #expect(await accounts.use([NonceUpdate(.client, Nonce(Array("3".utf8)))], for: identity, account: third))
    // Another device of the same account has nonces of its own.
    identity.deviceURI = "e"
    let other = try #require(await accounts.account(for: identity))
    #expect(other.clientCredentials?.nonce == first.clientCredentials?.nonce)
  }

  @Test("a device that names nobody has the account that asks for no name")
  func anonymous() async throws {
    let named = Account(
      serverID: "s",
      credentials: [AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("pw"))])
    let accounts = MemoryAccounts([named, Account(serverID: "open")])
    let identity = ClaimedIdentity(of: .init(sessionID: "1", msgID: "1", target: .init("s"), source: .init("d")))
    #expect(await accounts.account(for: identity)?.serverID == "open")
  }
}
