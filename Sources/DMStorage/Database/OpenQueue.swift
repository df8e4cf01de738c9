internal import GRDB
internal import Synchronization

/// The queue that works with an open file; nothing reaches it once the file is closed.
///
/// The database underneath must not be asked anything after that: its connection is gone, and so would be the process.
/// The lock costs nothing, because the queue does one thing at a time anyway.
final class OpenQueue: Sendable {
  private let queue: Mutex<DatabaseQueue?>
  private let path: String

  init(_ queue: DatabaseQueue, path: String) {
    self.queue = Mutex(queue)
    self.path = path
  }

  /// Uses the queue.
  ///
  /// - Throws: `StorageError.failed` where the file is closed, else what the body throws.
  func use<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
    try queue.withLock { queue in
      guard let queue else { throw StorageError.failed(path: path, reason: "the store is closed") }
      return try body(queue)
    }
  }

  /// Closes the file; a second time does nothing.
  func close() throws {
    try queue.withLock { queue in
      try queue?.close()
      queue = nil
    }
  }
}
