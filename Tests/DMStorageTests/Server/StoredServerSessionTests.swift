import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

/// Sessions whose steps are stored.
@Suite struct StoredServerSessionTests {
  private static let uri = "IMEI:004401013456782"
  private static let serverURI = "https://dm.example.com/dm"
  private static let account = Account(
    serverID: "dm.example.com",
    credentials: [
      AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("pw"), data: [1]),
      AccountCredentials(level: .server, scheme: .digest, name: "server", secret: Secret("spw"), data: [2]),
    ])

  private static func add(_ name: String) -> [Command] {
    [.add(ItemCommand(cmdID: "1", items: [Item(target: Location("./\(name)"), data: .text("x"))]))]
  }

  private func device() throws -> PlainDevice {
    var tree = ManagementTree(rootACL: .unrestricted)
    try DevInfo(devID: Self.uri, manufacturer: "Example", model: "One").install(in: &tree)
    return PlainDevice(tree: tree)
  }

  private func client(_ sessionID: String = "1", _ account: Account? = nil) -> ClientSession {
    ClientSession(
      .init(
        sessionID: sessionID, deviceURI: Self.uri, serverURI: Self.serverURI, serverID: "dm.example.com",
        authentication: account.map {
          SessionAuthentication(client: $0, nonces: NonceGenerator(seed: Secret("client\(sessionID)")))
        }))
  }

  private func server(
    _ store: ServerDatabase, _ account: Account? = nil, attempts: Int = 5
  ) -> StoredServerSession<ServerDatabase> {
    let seed = Secret("server \(UInt64.random(in: 0 ... .max))")
    return StoredServerSession(
      .init(
        serverURI: Self.serverURI,
        authentication: account.map { SessionAuthentication(server: $0, nonces: NonceGenerator(seed: seed)) }),
      store: store, account: account, maximumAttempts: attempts)
  }

  private func run(
    _ client: inout ClientSession, _ server: inout StoredServerSession<ServerDatabase>, on device: inout PlainDevice,
    messages: Int = 20
  ) throws {
    var outgoing: Message? = client.start(on: &device)
    var count = 0
    while let message = outgoing, count < messages {
      outgoing = client.handle(try server.handle(message, at: Timestamp("20260131T120000Z")), on: &device)
      count += 1
    }
  }

  @Test("what waits for a device is sent batch by batch, and what became of it is recorded")
  func batches() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    let first = try store.enqueue(Self.add("A"), for: Self.uri, at: nil)
    let second = try store.enqueue(Self.add("A"), for: Self.uri, at: nil)
    _ = try store.enqueue(Self.add("Other"), for: "IMEI:2", at: nil)
    var device = try device()
    var client = client()
    var server = server(store)
    try run(&client, &server, on: &device)
    #expect(client.state == .finished)
    #expect(server.isFinished)
    let batches = try store.batches(for: Self.uri, in: [.answered], limit: 9)
    #expect(batches.map(\.id) == [first, second])
    #expect(batches.map { $0.statuses.map(\.code) } == [[.ok], [.alreadyExists]])
    #expect(batches.map(\.attempts) == [1, 1])
    #expect(batches[0].answeredAt == Timestamp("20260131T120000Z"))
    #expect(device.tree.children(of: .root) == ["DevInfo", "A"])
    let session = try #require(try store.sessions(of: Self.uri, limit: 1).first)
    #expect(session.state == .finished)
    #expect(session.messageCount == 3)
    #expect(try store.device(Self.uri)?.devInfo["./DevInfo/Man"] == "Example")
    let events = server.takeEvents()
    #expect(events.contains(.finished))
  }

  @Test("what could not be sent, and what the device has not answered, is among a batch's answers")
  func notSent() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    let large = Command.add(
      ItemCommand(
        cmdID: "1", items: [Item(target: Location("./Large"), data: .text(String(repeating: "x", count: 200)))]))
    let id = try store.enqueue([large] + Self.add("A"), for: Self.uri, at: nil)
    var device = try device()
    var client = ClientSession(
      .init(
        sessionID: "1", deviceURI: Self.uri, serverURI: Self.serverURI, serverID: "dm.example.com", maxObjSize: 100))
    var server = server(store)
    try run(&client, &server, on: &device)
    let batch = try #require(try store.batch(id))
    #expect(batch.state == .answered)
    #expect(
      batch.statuses.map { "\($0.cmd) \($0.targetRefs) \($0.code?.rawValue ?? 0)" } == [
        "Add [\"./Large\"] 413", "Add [\"./A\"] 200",
      ])
    #expect(device.tree.children(of: .root) == ["DevInfo", "A"])
  }

  @Test("a session that breaks off leaves its batch to the next one, until it has been sent as often as may be")
  func brokenOff() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    let id = try store.enqueue(Self.add("A"), for: Self.uri, at: nil)
    let last = try store.enqueue(Self.add("B"), for: Self.uri, at: nil)
    for attempt in 1...2 {
      var device = try device()
      var client = client(String(attempt))
      var server = server(store, attempts: 2)
      try run(&client, &server, on: &device, messages: 1)
      try server.interrupt()
      #expect(try store.batch(id)?.state == .sent)
      #expect(try store.batch(id)?.attempts == attempt)
      #expect(try store.sessions(of: Self.uri, limit: 1).map(\.state) == [.interrupted])
    }
    var device = try device()
    var client = client("3")
    var server = server(store, attempts: 2)
    try run(&client, &server, on: &device)
    #expect(try store.batch(id)?.state == .abandoned)
    #expect(try store.batch(last)?.state == .answered)
    #expect(device.tree.children(of: .root) == ["DevInfo", "B"])
  }

  @Test("both sides' nonces are kept, so that the next session needs no challenge")
  func nonces() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    var device = try device()
    var state = DeviceState(accounts: [Self.account])
    for session in 1...3 {
      _ = try store.enqueue(Self.add("n\(session)"), for: Self.uri, at: nil)
      let known = try store.device(Self.uri)?.account ?? Self.account
      var client = client(String(session), state.accounts[0])
      var server = server(store, known)
      try run(&client, &server, on: &device)
      for update in client.takeNonceUpdates() { state.update(update, of: "dm.example.com") }
      #expect(client.state == .finished)
      let events = server.takeEvents()
      #expect(!events.contains(.challenged))
      let kept = try #require(try store.device(Self.uri)?.account)
      #expect(kept.clientCredentials?.nonce == state.accounts[0].clientCredentials?.nonce)
      #expect(kept.serverCredentials?.nonce == state.accounts[0].serverCredentials?.nonce)
      #expect(kept.clientCredentials?.nonce != known.clientCredentials?.nonce)
    }
    #expect(device.tree.children(of: .root) == ["DevInfo", "n1", "n2", "n3"])
  }

  @Test("nothing is recorded of a stranger who bears a device's name, and nothing that waits for it is sent")
  func stranger() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    let id = try store.enqueue(Self.add("A"), for: Self.uri, at: nil)
    var wrong = Self.account
    wrong.credentials[0].secret = Secret("guess")
    var device = try device()
    var client = client("1", wrong)
    var server = server(store, Self.account)
    try run(&client, &server, on: &device)
    #expect(client.state != .finished)
    #expect(server.record == nil && server.device == nil)
    #expect(try store.sessions(of: Self.uri, limit: 9) == [])
    #expect(try store.batch(id)?.state == .queued)
    #expect(try store.batch(id)?.attempts == 0)
  }

  @Test("work that is queued while a session goes on is sent in it, and work that is taken back is not")
  func queuedMeanwhile() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    _ = try store.enqueue(Self.add("A"), for: Self.uri, at: nil)
    let cancelled = try store.enqueue(Self.add("B"), for: Self.uri, at: nil)
    var device = try device()
    var client = client()
    var server = server(store)
    let first = client.start(on: &device)
    let second = try #require(client.handle(try server.handle(first), on: &device))
    #expect(try store.cancel(cancelled))
    _ = try store.enqueue(Self.add("C"), for: Self.uri, at: nil)
    let third = try #require(client.handle(try server.handle(second), on: &device))
    let end = client.handle(try server.handle(third), on: &device)
    #expect(end == nil)
    #expect(device.tree.children(of: .root) == ["DevInfo", "A", "C"])
    #expect(try store.batch(cancelled)?.attempts == 0)
  }

  @Test("a message that comes twice is answered twice alike, and recorded once")
  func repeated() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    let id = try store.enqueue(Self.add("A"), for: Self.uri, at: nil)
    var device = try device()
    var client = client()
    var server = server(store)
    let message = client.start(on: &device)
    let answer = try server.handle(message)
    let again = try server.handle(message)
    #expect(again == answer)
    #expect(try store.batch(id)?.attempts == 1)
    #expect(try store.sessions(of: Self.uri, limit: 9).map(\.messageCount) == [1])
  }

  @Test("where the store fails the session is as before, and the same message can come again")
  func failure() throws {
    let folder = try TemporaryFolder()
    let store = try ServerDatabase(path: folder.server)
    var device = try device()
    var client = client()
    var server = server(store)
    let message = client.start(on: &device)
    try store.close()
    #expect(throws: StorageError.failed(path: folder.server, reason: "the store is closed")) {
      try server.handle(message)
    }
    #expect(server.record == nil)
    #expect(!server.isFinished)
  }
}
