import DMTransport
import DeviceManagement
import SyncML

/// A device with one node that its server may change.
func makeDevice(serverID: String) throws -> PlainDevice {
  var tree = ManagementTree()
  try DevInfo(devID: "IMEI:004401013456782", manufacturer: "Example", model: "One").install(in: &tree)
  try DevDetail().install(in: &tree)
  let rights = AccessControlList([.get: ["*"], .replace: [serverID]])
  try tree.add(.interior("Example", acl: rights), under: .root)
  try tree.add(.leaf("Name", .text("nameless")), under: NodeURI(segments: ["Example"]))
  return PlainDevice(tree: tree)
}

/// Lets the server of an account manage the device once. The nonces that both agree are kept in the account.
func report(to url: String, _ account: inout Account, _ device: inout PlainDevice) async throws -> Bool {
  var random = SystemRandomNumberGenerator()
  let session = ClientSession.Configuration(
    sessionID: "1", deviceURI: "IMEI:004401013456782", serverURI: url, serverID: account.serverID,
    authentication: SessionAuthentication(client: account, nonces: NonceGenerator(using: &random)))
  var updates: [NonceUpdate] = []
  let outcome = try await DMClient().run(session, on: &device) { event in
    if case .nonces(let nonces) = event { updates += nonces }
  }
  for update in updates { account.update(update) }
  return outcome.state == .finished
}
// example end
