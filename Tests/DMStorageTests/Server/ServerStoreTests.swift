import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite struct ServerStoreTests {
  private static let uri = "IMEI:1"
  private static let get: [Command] = [.get(ItemCommand(cmdID: "1", items: [Item(target: Location("./DevInfo/Man"))]))]
  private static let time = Timestamp("20260131T120000Z")
  private static let later = Timestamp("20260131T120100Z")

  private func withServer<Value>(
    _ folder: TemporaryFolder, history: Int = 100, _ body: (ServerDatabase) throws -> Value
  ) throws -> Value {
    let store = try ServerDatabase(path: folder.server, sessionHistory: history)
    defer { try? store.close() }
    return try body(store)
  }

  @Test("one alone runs sessions, until it closes its store; others can work with the store meanwhile")
  func claim() throws {
    let folder = try TemporaryFolder()
    let first = try ServerDatabase(path: folder.server)
    try first.claimSessions()
    // Asking twice is asking once.
    try first.claimSessions()
    let link = folder.path + "/link.db"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.server)
    for path in [folder.server, link] {
      let second = try ServerDatabase(path: path)
      #expect(throws: StorageError.locked(path: path)) { try second.claimSessions() }
      #expect(try second.enqueue(Self.get, for: Self.uri, at: Self.time) > 0)
      try second.close()
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.server + "-server")
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    try first.close()
    try withServer(folder) { try $0.claimSessions() }
    // One that is let go without being closed lets go of the claim.
    do { try ServerDatabase(path: folder.server).claimSessions() }
    try withServer(folder) { try $0.claimSessions() }
  }

  @Test("a device comes back as it was: DevInfo, account, nonces, times")
  func device() throws {
    let folder = try TemporaryFolder()
    var record = DeviceRecord(
      deviceURI: "Ünï\u{0}🗝️", account: DeviceRoundTripTests.state.accounts[0],
      devInfo: ["./DevInfo/Man": "É\u{0}", "./DevInfo/Mod": ""], firstSeen: Self.time, lastSeen: Self.later)
    try withServer(folder) { store in
      #expect(try store.device(record.deviceURI) == nil)
      try store.save(record)
    }
    try withServer(folder) { store in
      #expect(try store.device(record.deviceURI) == record)
      record.account?.update(NonceUpdate(.server, Nonce([1, 2, 3])))
      record.devInfo = ["./DevInfo/Lang": "en"]
      record.lastSeen = nil
      try store.save(record)
    }
    try withServer(folder) { store in
      #expect(try store.device(record.deviceURI) == record)
      record.account = nil
      try store.save(record)
      #expect(try store.device(record.deviceURI)?.account == nil)
    }
  }

  @Test("devices are listed in pages")
  func pages() throws {
    let folder = try TemporaryFolder()
    try withServer(folder) { store in
      for index in [3, 1, 2, 5, 4] { try store.save(DeviceRecord(deviceURI: "d\(index)")) }
      #expect(try store.deviceURIs(after: nil, limit: 2) == ["d1", "d2"])
      #expect(try store.deviceURIs(after: "d2", limit: 9) == ["d3", "d4", "d5"])
      #expect(try store.deviceURIs(after: "d5", limit: 9) == [])
      #expect(try store.deviceURIs(after: nil, limit: -1) == [])
    }
  }

  @Test("a batch keeps its commands, its place in the queue and its answers")
  func batches() throws {
    let folder = try TemporaryFolder()
    let commands: [Command] = [
      .atomic(
        CommandGroup(
          cmdID: "1",
          commands: [
            .add(
              ItemCommand(
                cmdID: "2",
                items: [
                  Item(target: Location("./A"), meta: Meta(format: "bin"), data: .bytes([0, 1, 255]))
                ]))
          ])), .exec(Exec(cmdID: "3", correlator: "c", item: Item(target: Location("./B"), data: .text("Ünï")))),
      .alert(
        Alert(cmdID: "4", code: .init(rawValue: 1100), items: [Item(data: .text("MINDT=10")), Item(data: .text("Hi"))])),
    ]
    try withServer(folder) { store in
      let first = try store.enqueue(commands, for: Self.uri, at: Self.time)
      let second = try store.enqueue(Self.get, for: Self.uri, at: nil)
      #expect([first, second] == [1, 2])
      #expect(throws: StorageError.unstorable(reason: "a batch without commands")) {
        try store.enqueue([], for: Self.uri, at: nil)
      }
    }
    try withServer(folder) { store in
      var batch = try #require(try store.batch(1))
      #expect(batch.commands == commands)
      #expect(batch.state == .queued)
      #expect(batch.queuedAt == Self.time)
      batch.state = .sent
      batch.attempts = 1
      batch.sentAt = Self.later
      batch.answers = [
        .status(Status(cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Atomic", code: .ok)),
        .results(
          Results(cmdID: "2", msgRef: "1", cmdRef: "2", items: [Item(source: Location("./A"), data: .text("x"))])),
      ]
      try store.commit(ServerChanges(batches: [batch]))
      #expect(try store.batch(1) == batch)
      batch.answers.append(
        .status(Status(cmdID: "3", msgRef: "1", cmdRef: "3", cmd: "Exec", code: .acceptedForProcessing)))
      batch.state = .answered
      batch.answeredAt = Self.later
      try store.commit(ServerChanges(batches: [batch]))
      #expect(try store.batch(1) == batch)
      #expect(try store.batch(1)?.statuses.map(\.code) == [.ok, .acceptedForProcessing])
      #expect(try store.batch(1)?.results.count == 1)
      #expect(try store.batches(for: Self.uri, in: [.queued, .sent], limit: 5).map(\.id) == [2])
      #expect(try store.batches(for: Self.uri, in: Set(CommandBatch.State.allCases), limit: 5).map(\.id) == [1, 2])
      #expect(try store.batches(for: "unknown", in: [.queued], limit: 5) == [])
      #expect(try store.batchCount(for: Self.uri, in: [.queued, .sent]) == 1)
      #expect(try store.batchCount(for: Self.uri, in: Set(CommandBatch.State.allCases)) == 2)
      #expect(try store.batchCount(for: Self.uri, in: []) == 0)
      #expect(try store.batchCount(for: "unknown", in: [.queued]) == 0)
      try store.removeBatch(1)
      #expect(try store.batch(1) == nil)
    }
  }

  @Test("a batch that was taken back is never sent")
  func cancelled() throws {
    let folder = try TemporaryFolder()
    try withServer(folder) { store in
      let id = try store.enqueue(Self.get, for: Self.uri, at: nil)
      var batch = try #require(try store.batch(id))
      #expect(try store.cancel(id))
      let again = try store.cancel(id)
      let other = try store.cancel(99)
      #expect(!again && !other)
      batch.state = .sent
      batch.attempts = 1
      #expect(throws: StorageError.outOfStep(path: folder.server)) {
        try store.commit(ServerChanges(batches: [batch]))
      }
      #expect(try store.batch(id)?.state == .cancelled)
    }
  }

  @Test("a commit that fails half way leaves nothing of itself")
  func atomic() throws {
    let folder = try TemporaryFolder()
    try withServer(folder) { store in
      let id = try store.enqueue(Self.get, for: Self.uri, at: nil)
      _ = try store.cancel(id)
      var batch = try #require(try store.batch(id))
      batch.state = .sent
      let session = try store.beginSession(with: Self.uri, sessionID: "1", at: nil)
      var changed = session
      changed.messageCount = 4
      #expect(throws: StorageError.self) {
        try store.commit(
          ServerChanges(
            device: DeviceRecord(deviceURI: Self.uri, devInfo: ["a": "b"]), session: changed, batches: [batch]))
      }
      #expect(try store.device(Self.uri)?.devInfo == [:])
      #expect(try store.sessions(of: Self.uri, limit: 1).map(\.messageCount) == [0])
    }
  }

  @Test("sessions are recorded, the latest first; a new one interrupts one that was left open; old ones are forgotten")
  func sessions() throws {
    let folder = try TemporaryFolder()
    try withServer(folder, history: 3) { store in
      for index in 1...5 {
        var session = try store.beginSession(with: Self.uri, sessionID: String(index), at: Self.time)
        session.messageCount = index
        session.lastMessageAt = Self.later
        if index == 4 { session.state = .finished }
        try store.commit(ServerChanges(session: session))
      }
      let sessions = try store.sessions(of: Self.uri, limit: 10)
      #expect(sessions.map(\.sessionID) == ["5", "4", "3"])
      #expect(sessions.map(\.state) == [.open, .finished, .interrupted])
      #expect(sessions.map(\.messageCount) == [5, 4, 3])
      #expect(sessions[0].startedAt == Self.time && sessions[0].lastMessageAt == Self.later)
      #expect(try store.interruptOpenSessions() == 1)
      #expect(try store.interruptOpenSessions() == 0)
      #expect(try store.sessions(of: "unknown", limit: 3) == [])
    }
  }

  @Test("a device that is removed takes all that belongs to it along")
  func removal() throws {
    let folder = try TemporaryFolder()
    try withServer(folder) { store in
      try store.save(
        DeviceRecord(deviceURI: Self.uri, account: DeviceRoundTripTests.state.accounts[0], devInfo: ["a": "b"]))
      let id = try store.enqueue(Self.get, for: Self.uri, at: nil)
      _ = try store.beginSession(with: Self.uri, sessionID: "1", at: nil)
      try store.removeDevice(Self.uri)
      try store.removeDevice(Self.uri)
      #expect(try store.batch(id) == nil)
      #expect(try store.device(Self.uri) == nil)
      #expect(try store.sessions(of: Self.uri, limit: 1) == [])
      // Nothing of the old one shows in a device of the same address.
      try store.save(DeviceRecord(deviceURI: Self.uri))
      #expect(try store.device(Self.uri) == DeviceRecord(deviceURI: Self.uri))
    }
  }

  @Test("an operator's tool can queue work while the server has the file open")
  func twoConnections() throws {
    let folder = try TemporaryFolder()
    try withServer(folder) { server in
      try withServer(folder) { tool in
        let id = try tool.enqueue(Self.get, for: Self.uri, at: nil)
        #expect(try server.batches(for: Self.uri, in: [.queued], limit: 1).map(\.id) == [id])
      }
    }
  }
}
