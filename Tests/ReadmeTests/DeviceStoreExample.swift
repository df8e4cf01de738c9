import DMStorage
import DMTransport
import DeviceManagement

/// A device that goes on where it was, whatever ended the process before.
func runStoredDevice(path: String, factory: StoredDevice, url: String) async throws -> Bool {
  let store = try DeviceDatabase(path: path)
  let stored = try store.load() ?? factory
  var device = PlainDevice(tree: stored.tree)
  var state = stored.state
  let account = state.accounts[0]
  var random = SystemRandomNumberGenerator()
  let session = ClientSession.Configuration(
    sessionID: "1", deviceURI: "IMEI:004401013456782", serverURI: url, serverID: account.serverID,
    authentication: SessionAuthentication(client: account, nonces: NonceGenerator(using: &random)))
  let client = DMClient()
  let outcome = try await client.run(
    session, on: &device,
    commit: { device, nonces in
      for nonce in nonces { state.update(nonce, of: account.serverID) }
      try store.commit(&device, state)
    })
  try store.close()
  return outcome.state == .finished
}
// example end
