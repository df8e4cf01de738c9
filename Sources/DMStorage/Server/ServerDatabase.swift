public import DeviceManagement
internal import GRDB
public import SyncML
internal import Synchronization

/// A server's store in an SQLite file: the devices it knows with their accounts and nonces, its sessions, and the
/// batches of commands that operators have queued.
///
///     let store = try ServerDatabase(path: "server.db")
///     let job = try store.enqueue(commands, for: "IMEI:490154203237518", at: now)
///
/// What a method has returned for survives the end of the process at any instant, and, as far as the disk keeps what it
/// was told to sync, a power cut. The file and its log can be read by their owner alone (0600). Several processes can
/// work with it, so that an operator's tool can queue work while the server runs; one of them alone must run sessions,
/// the one that has asked for it with ``claimSessions()``.
public final class ServerDatabase: ServerStore, Sendable {
  private let file: StoreFile
  /// Where ``perform(_:)`` waits for the disk.
  private let groups: CommitGroups
  /// Held by the one that runs sessions.
  private let claim = Mutex<FileLock?>(nil)
  /// How many sessions of a device are recorded; older ones are forgotten.
  public let sessionHistory: Int
  /// How long batches that are done are remembered.
  public let batchHistory: BatchHistory

  /// Opens a server's file, or makes one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - sessionHistory: how many sessions of a device are recorded; at least 1.
  ///   - batchHistory: how long batches that are done are remembered: 100 of each device, for 90 days.
  /// - Throws: ``StorageError`` where it cannot be opened, is another program's, of a later version, damaged, or in use.
  public init(
    path: String, sessionHistory: Int = 100, batchHistory: BatchHistory = BatchHistory()
  ) throws(StorageError) {
    self.sessionHistory = max(1, sessionHistory)
    self.batchHistory = batchHistory
    file = try StoreFile(path: path, kind: .server, isExclusive: false, migrator: ServerSchema.migrator)
    groups = CommitGroups(file)
  }

  /// The file.
  public var path: String { file.path }

  /// Closes the file. Whatever is asked of the store afterwards fails.
  public func close() throws(StorageError) {
    claim.withLock { $0 = nil }
    try file.close()
  }

  /// Makes this the one that runs sessions, until the store is closed or the process ends, however it does. To be asked
  /// for before sessions are interrupted or begun; others that only queue work need not.
  ///
  /// The claim is a lock on a file beside the store, of the store's name with `-server` at its end, which stays there.
  ///
  /// - Throws: ``StorageError/locked(path:)`` where another one runs sessions; ``StorageError`` where the file beside the
  ///   store cannot be made.
  public func claimSessions() throws(StorageError) {
    // A store may have several names, and one lock.
    let place = OwnerOnlyFile.resolved(path)
    try claim.withLock { claim throws(StorageError) in
      if claim == nil { claim = try FileLock(beside: place, named: path) }
    }
  }

  /// Works with the store on a thread of its own, and waits for it without holding one: every other method waits for
  /// the disk where it is called, which must not be where messages are answered.
  ///
  /// What is asked for like this is done one after the other, in the order in which it was asked for. All that a body
  /// changes is one transaction, which bodies that have waited for the disk at the same time share: it is durable when this
  /// returns, and nothing of it is stored where this throws.
  ///
  /// - Throws: what the body throws; ``StorageError`` where the transaction fails.
  public func perform<Value: Sendable>(
    _ body: @escaping @Sendable (ServerDatabase) throws -> Value
  ) async throws -> Value {
    try await groups.perform { try body(self) }
  }

  // MARK: Devices

  /// What is known of a device; nil where it is not known.
  public func device(_ deviceURI: String) throws(StorageError) -> DeviceRecord? {
    try file.read { try DeviceTable.fetch(deviceURI, in: $0) }
  }

  /// The addresses of known devices in the order of their bytes, those after one, as many as the limit says.
  public func deviceURIs(after: String?, limit: Int) throws(StorageError) -> [String] {
    try file.read { database in
      var uris: [String] = []
      // Without a bound below, every address comes after the empty text.
      try database.each(
        "SELECT uri FROM device WHERE ?1 IS NULL OR uri > ?1 ORDER BY uri LIMIT ?2",
        [Stored.text(after), max(0, limit).databaseValue], of: "device"
      ) { uris.append(try $0.text(0)) }
      return uris
    }
  }

  /// Records what is known of a device.
  public func save(_ device: DeviceRecord) throws(StorageError) {
    try file.write { try DeviceTable.save(device, in: $0) }
  }

  /// Forgets a device, with its account, sessions and batches; nothing where it is not known.
  public func removeDevice(_ deviceURI: String) throws(StorageError) {
    try file.write { try $0.run("DELETE FROM device WHERE uri = ?", Stored.text(deviceURI)) }
  }

  // MARK: Batches

  /// Queues commands for a device, which becomes known if it was not; the batch's number.
  ///
  /// - Throws: ``StorageError/unstorable(reason:)`` where there is no command, or one that cannot be encoded.
  public func enqueue(
    _ commands: [Command], for deviceURI: String, at now: Timestamp?
  ) throws(StorageError) -> Int64 {
    let ids = try enqueue([commands], for: [deviceURI], at: now)
    // One batch for one device.
    return ids.first ?? 0
  }

  /// Queues batches for several devices, which become known if they were not, in one transaction.
  ///
  /// - Parameters:
  ///   - batches: the commands of each batch.
  ///   - deviceURIs: the devices, each of which gets them all.
  ///   - now: the present time; nil where nobody knows it.
  /// - Returns: the batches' numbers, those of the first device first.
  /// - Throws: ``StorageError/unstorable(reason:)`` where one has no command, or one that cannot be encoded; nothing is
  ///   queued then.
  public func enqueue(
    _ batches: [[Command]], for deviceURIs: [String], at now: Timestamp?
  ) throws(StorageError) -> [Int64] {
    if batches.contains(where: \.isEmpty) { throw .unstorable(reason: "a batch without commands") }
    return try file.write { database in
      let bodies = try batches.map { try StoredCommands.bytes($0) }
      var ids: [Int64] = []
      for uri in deviceURIs {
        for body in bodies { ids.append(try BatchTable.insert(body, for: uri, at: now, in: database)) }
      }
      return ids
    }
  }

  /// Takes back a batch that has not been sent yet; false where there is none that could be.
  public func cancel(_ batch: Int64) throws(StorageError) -> Bool {
    try file.write { database in
      try database.run(
        "UPDATE batch SET state = 'cancelled' WHERE id = ? AND state = 'queued'", batch.databaseValue)
      return database.changesCount > 0
    }
  }

  /// A batch with its answers; nil where there is none of that number.
  public func batch(_ id: Int64) throws(StorageError) -> CommandBatch? {
    try file.read { try BatchTable.fetch(id, in: $0) }
  }

  /// The first batches of a device, those in some states only.
  public func batches(
    for deviceURI: String, in states: Set<CommandBatch.State>, limit: Int
  ) throws(StorageError) -> [CommandBatch] {
    try file.read { try BatchTable.fetch(for: deviceURI, in: states, limit: limit, in: $0) }
  }

  /// How many batches of a device are in some states; 0 for a device that is not known.
  public func batchCount(for deviceURI: String, in states: Set<CommandBatch.State>) throws(StorageError) -> Int {
    try file.read { try BatchTable.count(for: deviceURI, in: states, in: $0) }
  }

  /// The first batches of all devices in the order of their numbers: those after one, and in some states only.
  public func batches(
    in states: Set<CommandBatch.State>, after id: Int64 = 0, limit: Int
  ) throws(StorageError) -> [CommandBatch] {
    try file.read { try BatchTable.fetch(in: states, after: id, limit: limit, in: $0) }
  }

  /// Forgets a batch and what the device answered to it, whatever has become of it.
  ///
  /// - Returns: false where there is none of that number.
  @discardableResult
  public func removeBatch(_ id: Int64) throws(StorageError) -> Bool {
    try file.write { database in
      try database.run("DELETE FROM batch WHERE id = ?", id.databaseValue)
      return database.changesCount > 0
    }
  }

  /// Forgets batches that are done and that a history does not hold, those of all devices.
  ///
  /// - Parameters:
  ///   - now: the present time; nil where nobody knows it, which forgets none for its age.
  ///   - history: what is kept; nil for the store's own.
  /// - Returns: how many were forgotten.
  @discardableResult
  public func pruneBatches(at now: Timestamp?, history: BatchHistory? = nil) throws(StorageError) -> Int {
    try file.write { try BatchTable.prune(history ?? batchHistory, at: now, in: $0) }
  }

  // MARK: Sessions

  /// Records that a session has begun; others of the device that are open are interrupted, and the oldest forgotten.
  public func beginSession(
    with deviceURI: String, sessionID: String, at now: Timestamp?
  ) throws(StorageError) -> SessionRecord {
    try file.write {
      try SessionTable.begin(with: deviceURI, sessionID: sessionID, at: now, history: sessionHistory, in: $0)
    }
  }

  /// The sessions of a device, the latest first.
  public func sessions(of deviceURI: String, limit: Int) throws(StorageError) -> [SessionRecord] {
    try file.read { try SessionTable.fetch(of: deviceURI, limit: limit, in: $0) }
  }

  /// Makes what a message has changed durable in one transaction: all of it or nothing.
  ///
  /// - Throws: ``StorageError``; nothing is stored then.
  public func commit(_ changes: ServerChanges) throws(StorageError) {
    try file.write { database in
      if let device = changes.device { try DeviceTable.save(device, in: database) }
      if let session = changes.session { try SessionTable.update(session, in: database) }
      for batch in changes.batches { try BatchTable.update(batch, in: database, path: file.path) }
      for batch in changes.batches where batch.state.isDone {
        let now = batch.answeredAt ?? changes.device?.lastSeen ?? changes.session?.lastMessageAt
        try BatchTable.prune(of: batch.deviceURI, batchHistory, at: now, in: database)
      }
    }
  }

  /// Marks sessions that a former run of the server left open as interrupted; how many they were.
  public func interruptOpenSessions() throws(StorageError) -> Int {
    try file.write { database in
      try database.run("UPDATE session SET state = 'interrupted' WHERE state = 'open'")
      return database.changesCount
    }
  }
}
