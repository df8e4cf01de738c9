import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite("Batches that are done, and queues of many devices")
struct BatchHistoryTests {
  private static let get: [Command] = [.get(ItemCommand(cmdID: "1", items: [Item(target: Location("./DevInfo/Man"))]))]
  private static let delete: [Command] = [.delete(ItemCommand(cmdID: "1", items: [Item(target: Location("./A"))]))]
  private static let done: Set<CommandBatch.State> = [.answered, .cancelled, .abandoned]
  private static let all = Set(CommandBatch.State.allCases)

  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func open(_ history: BatchHistory = BatchHistory()) throws -> ServerDatabase {
    try ServerDatabase(path: folder.server, batchHistory: history)
  }

  /// Queues a batch and brings it to a state at a time.
  @discardableResult
  private func make(
    _ state: CommandBatch.State, of uri: String = "d1", at time: String = "20260131T120000Z", in store: ServerDatabase
  ) throws -> Int64 {
    let now = Timestamp(time)
    let id = try store.enqueue(Self.get, for: uri, at: now)
    if state == .queued { return id }
    var batch = try #require(try store.batch(id))
    batch.state = state
    batch.attempts = 1
    batch.sentAt = state == .cancelled ? nil : now
    if state == .answered {
      batch.answeredAt = now
      batch.answers = [.status(Status(cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Get", code: .ok))]
    }
    try store.commit(ServerChanges(session: nil, batches: [batch]))
    return id
  }

  @Test("of a device's batches that are done the latest stay; what waits is never forgotten, nor another device's")
  func count() throws {
    let store = try open(BatchHistory(count: 3))
    let other = try make(.answered, of: "d2", in: store)
    let waiting = [try make(.queued, in: store), try make(.sent, in: store)]
    var ids: [Int64] = []
    for index in 0..<9 { ids.append(try make(index % 3 == 2 ? .abandoned : .answered, in: store)) }
    #expect(try store.batches(for: "d1", in: Self.done, limit: 99).map(\.id) == ids.suffix(3))
    #expect(try store.batches(for: "d1", in: [.queued, .sent], limit: 99).map(\.id) == waiting)
    #expect(try store.batches(for: "d2", in: Self.all, limit: 99).map(\.id) == [other])
  }

  @Test("a batch is forgotten when it has been done for too long, as another one is")
  func age() throws {
    let store = try open(BatchHistory(age: .seconds(10 * 86_400)))
    try make(.answered, at: "20260101T000000Z", in: store)
    try make(.abandoned, at: "20260102T000000Z", in: store)
    let kept = try make(.answered, at: "20260110T000000Z", in: store)
    let waiting = try make(.queued, at: "20200101T000000Z", in: store)
    #expect(try store.batches(for: "d1", in: Self.all, limit: 99).count == 4)
    let last = try make(.answered, at: "20260112T000001Z", in: store)
    #expect(try store.batches(for: "d1", in: Self.all, limit: 99).map(\.id) == [kept, waiting, last])
  }

  @Test("without a time nothing is forgotten for its age; before the calendar begins neither")
  func noTime() throws {
    let store = try open()
    try make(.answered, at: "20000101T000000Z", in: store)
    #expect(try store.pruneBatches(at: nil) == 0)
    #expect(try store.pruneBatches(at: Timestamp("00000101T000000Z")) == 0)
    #expect(try store.pruneBatches(at: Timestamp("20260101T000000Z")) == 1)
  }

  @Test("all devices' batches are looked through at once, by the store's history or another one")
  func prune() throws {
    let store = try open(BatchHistory(count: 100))
    for uri in ["d1", "d2", "d3"] {
      for day in 1...4 { try make(.answered, of: uri, at: "2026010\(day)T000000Z", in: store) }
      try make(.queued, of: uri, in: store)
    }
    let now = Timestamp("20260105T000000Z")
    #expect(try store.pruneBatches(at: now) == 0)
    #expect(try store.pruneBatches(at: now, history: BatchHistory(count: 100, age: .seconds(3 * 86_400))) == 3)
    #expect(try store.pruneBatches(at: now, history: BatchHistory(count: 2)) == 3)
    let kept = try store.batches(in: Self.done, limit: 99).map { $0.answeredAt?.description.prefix(8) }
    #expect(kept == ["20260103", "20260104", "20260103", "20260104", "20260103", "20260104"])
    #expect(try store.pruneBatches(at: now, history: BatchHistory(count: 0)) == 6)
    #expect(try store.batches(in: Self.all, limit: 99).map(\.state) == [.queued, .queued, .queued])
  }

  @Test("batches for several devices are queued together, or not at all")
  func enqueueMany() throws {
    let store = try open()
    let ids = try store.enqueue([Self.get, Self.delete], for: ["d1", "d2"], at: nil)
    #expect(ids == [1, 2, 3, 4])
    #expect(try store.batches(for: "d1", in: [.queued], limit: 9).map(\.id) == [1, 2])
    #expect(try store.batches(for: "d2", in: [.queued], limit: 9).map(\.commands) == [Self.get, Self.delete])
    #expect(throws: StorageError.unstorable(reason: "a batch without commands")) {
      try store.enqueue([Self.get, []], for: ["d3"], at: nil)
    }
    #expect(try store.deviceURIs(after: nil, limit: 9) == ["d1", "d2"])
    #expect(try store.enqueue([], for: ["d3"], at: nil) == [])
    #expect(try store.enqueue([Self.get], for: [], at: nil) == [])
  }

  @Test("the batches of all devices are listed in pages, by state")
  func pages() throws {
    let store = try open()
    for index in 1...5 { try make(index == 3 ? .answered : .queued, of: "d\(index % 2)", in: store) }
    #expect(try store.batches(in: [.queued], limit: 2).map(\.id) == [1, 2])
    #expect(try store.batches(in: [.queued], after: 2, limit: 9).map(\.id) == [4, 5])
    #expect(try store.batches(in: [.answered], limit: 9).map(\.answers.count) == [1])
    #expect(try store.batches(in: [], limit: 9) == [])
    #expect(try store.batches(in: Self.all, limit: -1) == [])
  }

  @Test("a batch that is removed takes its answers along; that it was there is said")
  func remove() throws {
    let store = try open()
    let id = try make(.answered, in: store)
    #expect(try store.removeBatch(id))
    #expect(try !store.removeBatch(id))
    #expect(try store.batch(id) == nil)
  }

  @Test("work on the store's own thread comes in its order, and gives back what it throws")
  func perform() async throws {
    let store = try open()
    await withTaskGroup(of: Void.self) { group in
      for index in 1...20 {
        group.addTask {
          _ = try? await store.perform { try $0.enqueue(Self.get, for: "d\(index)", at: nil) }
        }
      }
    }
    #expect(try await store.perform { try $0.batches(in: [.queued], limit: 99).count } == 20)
    await #expect(throws: StorageError.unstorable(reason: "a batch without commands")) {
      try await store.perform { try $0.enqueue([], for: "d", at: nil) }
    }
    try store.close()
    await #expect(throws: StorageError.self) { try await store.perform { try $0.device("d1") } }
  }

  @Test("of work that throws nothing is stored; what others do in the same transaction is")
  func performThrows() async throws {
    struct Refusal: Error {}
    let store = try open()
    await withTaskGroup(of: Void.self) { group in
      for index in 1...40 {
        group.addTask {
          do {
            _ = try await store.perform { store in
              let id = try store.enqueue(Self.get, for: "d\(index)", at: nil)
              if index.isMultiple(of: 2) { throw Refusal() }
              return id
            }
            #expect(!index.isMultiple(of: 2))
          } catch {
            #expect(error is Refusal)
            #expect(index.isMultiple(of: 2))
          }
        }
      }
    }
    // Another connection sees what was committed.
    let other = try open()
    #expect(try other.batches(in: [.queued], limit: 99).count == 20)
    #expect(try other.deviceURIs(after: nil, limit: 99).count == 20)
    // An error that is caught inside undoes what it concerns alone.
    try await store.perform { store in
      _ = try store.enqueue(Self.get, for: "x", at: nil)
      #expect(throws: StorageError.self) { try store.enqueue([Self.get, []], for: ["y"], at: nil) }
    }
    #expect(try other.deviceURIs(after: "d9", limit: 9) == ["x"])
  }

  @Test("two connections that write at the same time wait for each other")
  func performBusy() async throws {
    let store = try open()
    let other = try open()
    async let mine = store.perform { try $0.enqueue(Self.get, for: "d1", at: nil) }
    async let theirs = other.perform { try $0.enqueue(Self.get, for: "d2", at: nil) }
    #expect(try await Set([mine, theirs]) == [1, 2])
  }
}
