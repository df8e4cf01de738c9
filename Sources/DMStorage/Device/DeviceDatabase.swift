public import DeviceManagement
internal import GRDB
internal import Synchronization

/// A device's store in an SQLite file: the tree with all properties, accounts and nonces, notifications, waiting alerts
/// and the records of objects in code.
///
///     let store = try DeviceDatabase(path: "device.db")
///     var device = PlainDevice(tree: try store.load()?.tree ?? factoryTree)
///
/// What `commit` has returned for survives the end of the process at any instant, and, as far as the disk keeps
/// what it was told to sync, a power cut. The file and its log can be read by their owner alone (0600). It is open to
/// one process at a time; the log (`-wal`) belongs to the file.
public final class DeviceDatabase: DeviceStore, Sendable {
  private let file: StoreFile
  /// What the file holds besides the tree; nil until it has been read.
  private let stored = Mutex<StoredState?>(nil)

  /// Opens a device's file, or makes one.
  ///
  /// - Throws: ``StorageError`` where it cannot be opened, is another program's, of a later version, damaged, or in use.
  public init(path: String) throws(StorageError) {
    file = try StoreFile(path: path, kind: .device, isExclusive: true, migrator: DeviceSchema.migrator)
  }

  /// The file.
  public var path: String { file.path }

  /// The device that was stored, in time linear in the size of its tree; nil where nothing was yet.
  ///
  /// - Throws: ``StorageError/corrupt(path:reason:)`` where the file holds no device, and what reading can meet.
  public func load() throws(StorageError) -> StoredDevice? {
    let (tree, state) = try file.read { (try NodeTable.read(in: $0), try StoredState(in: $0)) }
    stored.withLock { $0 = state }
    guard let tree else { return nil }
    return StoredDevice(tree: tree, state: state.state)
  }

  /// Makes changes of the tree, and the rest of the state, durable in one transaction: all of it or nothing.
  ///
  /// - Throws: ``StorageError``; nothing is stored then.
  public func commit(_ changes: TreeChanges, _ state: DeviceState) throws(StorageError) -> TreeVersion {
    let known = stored.withLock { $0 }
    if let known, let base = changes.base, changes.isEmpty, known.state == state { return base }
    let (version, new) = try file.write { database in
      var new = try known ?? StoredState(in: database)
      try new.update(to: state, in: database)
      return (try NodeTable.write(changes, in: database, path: file.path), new)
    }
    stored.withLock { $0 = new }
    return version
  }

  /// Closes the file: another process can open it now. Whatever is asked of the store afterwards fails.
  public func close() throws(StorageError) { try file.close() }
}
