import DMTransport
import DeviceManagement
import Testing

@Suite struct TransportExampleTests {
  @Test("the tutorial's device is managed by the tutorial's server, twice, the second time without a challenge")
  func together() async throws {
    var account = Account(
      serverID: "example",
      credentials: [AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("geheim"))])
    let manager = Naming()
    let server = makeServer(manager, account: account)
    let running = Task { try await server.run() }
    let url = try await server.url
    var device = try makeDevice(serverID: "example")
    #expect(try await report(to: url, &account, &device))
    #expect(device.tree.text(NodeURI(segments: ["Example", "Name"])) == "Example's device")
    #expect(account.clientCredentials?.nonce != nil)
    #expect(try await report(to: url, &account, &device))
    server.stop()
    try await running.value
    #expect(await manager.outcomes == [.completed, .completed])
  }

  @Test("the tutorial's server does not let in a device with another password")
  func wrongPassword() async throws {
    let account = Account(
      serverID: "example",
      credentials: [AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("geheim"))])
    var wrong = account
    wrong.credentials[0].secret = Secret("falsch")
    let server = makeServer(Naming(), account: account)
    let running = Task { try await server.run() }
    var device = try makeDevice(serverID: "example")
    #expect(try await !report(to: try await server.url, &wrong, &device))
    #expect(device.tree.text(NodeURI(segments: ["Example", "Name"])) == "nameless")
    server.stop()
    try await running.value
  }
}
