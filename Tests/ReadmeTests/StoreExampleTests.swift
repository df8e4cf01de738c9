import DMStorage
import DMTransport
import DeviceManagement
import Foundation
import Testing

@Suite struct StoreExampleTests {
  @Test("the example's device is managed, and goes on with its tree and its nonces the next time")
  func goesOn() async throws {
    let account = Account(
      serverID: "example",
      credentials: [AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("geheim"))])
    let folder = FileManager.default.temporaryDirectory.appending(path: "syncml-example-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "device.db").path
    let server = makeServer(Naming(), account: account)
    let running = Task { try await server.run() }
    let factory = StoredDevice(
      tree: try makeDevice(serverID: "example").tree, state: DeviceState(accounts: [account]))
    for _ in 0..<2 {
      #expect(try await runStoredDevice(path: path, factory: factory, url: try await server.url))
      let store = try DeviceDatabase(path: path)
      let stored = try #require(try store.load())
      try store.close()
      #expect(stored.tree.text(NodeURI(segments: ["Example", "Name"])) == "Example's device")
      #expect(stored.state.accounts[0].clientCredentials?.nonce != nil)
    }
    server.stop()
    try await running.value
  }
}
