import DMStorage
import DeviceManagement
import Foundation
import GRDB
import SyncML
import Testing

/// What a store does with files that are not as they should be.
@Suite struct StoreFileTests {
  /// A device's file with a tree of some nodes and an account.
  private func makeDevice(in folder: TemporaryFolder) throws {
    var device = PlainDevice(tree: try DeviceRoundTripTests.fullTree())
    for index in 0..<200 {
      try device.tree.add(.leaf("n\(index)", .text("value \(index)")), under: .root)
    }
    try withStore(folder.device) { try $0.commit(&device, DeviceRoundTripTests.state) }
  }

  private func failure(_ path: String) -> StorageError? {
    do throws(StorageError) {
      let store = try DeviceDatabase(path: path)
      defer { try? store.close() }
      _ = try store.load()
      return nil
    } catch {
      return error
    }
  }

  @Test("the file and its log can be read by their owner alone, also where the file was there before")
  func mode() throws {
    let folder = try TemporaryFolder()
    #expect(
      FileManager.default.createFile(
        atPath: folder.device, contents: nil, attributes: [.posixPermissions: 0o644]))
    let store = try DeviceDatabase(path: folder.device)
    var device = PlainDevice(tree: ManagementTree())
    try store.commit(&device, DeviceState())
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files == ["device.db", "device.db-wal"])
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(file)")
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
    }
  }

  @Test("a folder that is missing, or a folder in the place of the file, is said")
  func places() throws {
    let folder = try TemporaryFolder()
    #expect(
      failure("\(folder.path)/missing/device.db")
        == .cannotOpen(path: "\(folder.path)/missing/device.db", reason: "no such folder"))
    #expect(failure(folder.path) == .cannotOpen(path: folder.path, reason: "not a file"))
    #expect(failure("") == .cannotOpen(path: "", reason: "no file name"))
    #expect(failure("a\u{0}b") == .cannotOpen(path: "a\u{0}b", reason: "no file name"))
  }

  @Test("a file that is no database is damaged, and is left as it is")
  func noDatabase() throws {
    let folder = try TemporaryFolder()
    let text = Data(String(repeating: "this is no database at all\n", count: 100).utf8)
    try text.write(to: URL(filePath: folder.device))
    #expect(failure(folder.device) == .corrupt(path: folder.device, reason: "not a database"))
    #expect(try Data(contentsOf: URL(filePath: folder.device)) == text)
  }

  @Test("a server's store is no device's, nor is another program's database")
  func foreign() throws {
    let folder = try TemporaryFolder()
    try ServerDatabase(path: folder.server).close()
    #expect(failure(folder.server) == .foreign(path: folder.server))
    let other = "\(folder.path)/other.db"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE notes (text)") }
    #expect(failure(other) == .foreign(path: other))
    #expect(throws: StorageError.foreign(path: other)) { try ServerDatabase(path: other) }
  }

  @Test("a later version's file is not touched")
  func newer() throws {
    let folder = try TemporaryFolder()
    try makeDevice(in: folder)
    try DatabaseQueue(path: folder.device).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('device-99')")
    }
    #expect(failure(folder.device) == .newerSchema(path: folder.device))
  }

  @Test(
    "rows that cannot be what was stored are damage, and the reason says where without saying what",
    arguments: [
      ("UPDATE node SET parent = 424242 WHERE name = 'n7'", "missingParent"),
      ("UPDATE node SET name = 'n8' WHERE name = 'n7'", "duplicateName"),
      ("UPDATE node SET format = 'secret!' WHERE name = 'n7'", "table node, column 4"),
      ("UPDATE node SET access = 999 WHERE name = 'n7'", "table node, column 6"),
      ("UPDATE node SET acl = 'secret!' WHERE name = 'n7'", "an ACL that is none"),
      ("UPDATE node SET tstamp = 'secret!' WHERE name = 'n7'", "a TStamp that is none"),
      ("UPDATE node SET ver_no = 65536 WHERE name = 'n7'", "table node, column 11"),
      ("UPDATE node SET name = x'FF' WHERE name = 'n7'", "table node, column 3"),
      ("UPDATE node SET name = 12 WHERE name = 'n7'", "table node, column 3"),
      ("UPDATE value SET content = 1.5", "table node, column 13"),
      ("DELETE FROM value; DELETE FROM node", "noRoot"),
      ("UPDATE account_address SET ports = '70000'", "table account_address, column 2"),
      ("UPDATE account_credentials SET secret = 3", "table account_credentials, column 3"),
      ("UPDATE notification SET session_id = -1", "table notification, column 2"),
      ("UPDATE alert SET body = x'00'", "table alert"), ("UPDATE record SET content = 'secret!'", "table record"),
      ("DROP TABLE alert", "no such table"),
    ])
  func damage(sql: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try makeDevice(in: folder)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: folder.device, configuration: configuration).write { try $0.execute(sql: sql) }
    guard case .corrupt(let path, let found) = failure(folder.device) else {
      Issue.record("\(String(describing: failure(folder.device)))")
      return
    }
    #expect(path == folder.device)
    #expect(found.contains(reason), "\(found)")
    #expect(!found.contains("secret!"))
  }

  @Test("a file with bytes that somebody changed is read or refused, and never ends the process", arguments: 1...40)
  func flipped(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    try makeDevice(in: folder)
    var generator = SplitMix(state: seed)
    var data = try Data(contentsOf: URL(filePath: folder.device))
    for _ in 0..<Int.random(in: 1...200, using: &generator) {
      data[Int.random(in: 100..<data.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    if seed % 4 == 0 { data = data.prefix(Int.random(in: 100..<data.count, using: &generator)) }
    try data.write(to: URL(filePath: folder.device))
    if let found = failure(folder.device) {
      switch found {
      // The name of a migration can be among what was changed.
      case .corrupt, .newerSchema: break
      default: Issue.record("\(found)")
      }
    } else {
      #expect(try reloaded(folder.device).tree.count > 0)
    }
  }

  @Test("a log that was cut off anywhere ends with the last whole commit in it", arguments: 1...20)
  func cutLog(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var device = PlainDevice(tree: ManagementTree())
    try device.tree.add(.leaf("n", .text("0")), under: .root)
    let copy = try TemporaryFolder()
    do {
      let store = try DeviceDatabase(path: folder.device)
      defer { try? store.close() }
      for number in 1...20 {
        try device.tree.update(NodeURI(segments: ["n"])) { $0.value = .text(String(number)) }
        try store.commit(&device, DeviceState())
      }
      // As a cut of power leaves it: the file, and a part of its log.
      try FileManager.default.copyItem(atPath: folder.device, toPath: copy.device)
      var generator = SplitMix(state: seed)
      let log = try Data(contentsOf: URL(filePath: folder.device + "-wal"))
      try log.prefix(Int.random(in: 0...log.count, using: &generator)).write(to: URL(filePath: copy.device + "-wal"))
    }
    let tree = try withStore(copy.device) { try $0.load()?.tree }
    guard let tree else { return }
    let number = try #require(tree.text(NodeURI(segments: ["n"])).flatMap { Int($0) })
    #expect((1...20).contains(number))
    #expect(tree[NodeURI(segments: ["n"])]?.versionNumber == UInt16(number))
  }

  @Test("a store that another process works with is refused, and opens when that has ended, however it did")
  func twoProcesses() throws {
    let folder = try TemporaryFolder()
    try makeDevice(in: folder)
    let holder = try StoreProcess(["hold", folder.device])
    #expect(holder.nextLine() == "held")
    #expect(failure(folder.device) == .locked(path: folder.device))
    holder.endInput()
    #expect(holder.wait().code == 0)
    #expect(failure(folder.device) == nil)

    let killed = try StoreProcess(["hold", folder.device])
    #expect(killed.nextLine() == "held")
    killed.kill()
    #expect(killed.wait().isSignalled)
    #expect(failure(folder.device) == nil)
  }

  @Test("the changes of another tree, or of an older state, are not laid over what is stored")
  func outOfStep() throws {
    let folder = try TemporaryFolder()
    var first = PlainDevice(tree: ManagementTree())
    try withStore(folder.device) { store in
      try store.commit(&first, DeviceState())
      var stale = first
      try first.tree.add(.leaf("a", .text("")), under: .root)
      try store.commit(&first, DeviceState())
      try stale.tree.add(.leaf("b", .text("")), under: .root)
      #expect(throws: StorageError.outOfStep(path: folder.device)) { try store.commit(&stale, DeviceState()) }
      // A whole tree takes the place of the one before, and what was noted for that one is refused from then on.
      var other = PlainDevice(tree: ManagementTree())
      try other.tree.add(.leaf("c", .text("")), under: .root)
      try store.commit(&other, DeviceState())
      try first.tree.add(.leaf("d", .text("")), under: .root)
      #expect(throws: StorageError.outOfStep(path: folder.device)) { try store.commit(&first, DeviceState()) }
      #expect(!first.tree.changes.isEmpty)
    }
    #expect(try reloaded(folder.device).tree.children(of: .root) == ["c"])
  }

  @Test("an ACL that could not be read again is refused, and nothing of its commit is stored")
  func unstorable() throws {
    let folder = try TemporaryFolder()
    var device = PlainDevice(tree: ManagementTree())
    try withStore(folder.device) { store in
      try store.commit(&device, DeviceState())
      try device.tree.add(.leaf("a", .text("")), under: .root)
      try device.tree.add(.leaf("b", .text(""), acl: AccessControlList([.get: ["no name"]])), under: .root)
      #expect(throws: StorageError.self) { try store.commit(&device, DeviceState(records: ["o": ["n": [1]]])) }
      #expect(try store.load()?.tree.children(of: .root) == [])
      #expect(try store.load()?.state == DeviceState())
      try device.tree.update(NodeURI(segments: ["b"])) { $0.acl = AccessControlList() }
      try store.commit(&device, DeviceState())
      #expect(try store.load()?.tree.children(of: .root) == ["a", "b"])
    }
  }

  @Test("errors and descriptions hold nothing that is secret")
  func secrets() throws {
    let folder = try TemporaryFolder()
    let path = folder.device
    let errors: [StorageError] = [
      .cannotOpen(path: path, reason: "r"), .readOnly(path: path), .foreign(path: path), .newerSchema(path: path),
      .locked(path: path), .full(path: path), .corrupt(path: path, reason: "r"), .outOfStep(path: path),
      .failed(path: path, reason: "r"),
    ]
    for error in errors { #expect("\(error)".contains(path)) }
    let account = Account(
      serverID: "s", credentials: [AccountCredentials(level: .client, name: "d", secret: Secret("geheim"))])
    #expect(!"\(DeviceState(accounts: [account]))".contains("geheim"))
    #expect(!"\(DeviceRecord(deviceURI: "d", account: account))".contains("geheim"))
  }
}

/// What needs rights or a disk of its own.
@Suite struct StoreDiskTests {
  @Test("a folder that cannot be written is said")
  func readOnly() throws {
    let folder = try TemporaryFolder()
    try withStore(folder.device) { store in
      var device = PlainDevice(tree: ManagementTree())
      try store.commit(&device, DeviceState())
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.device)
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
    // Nothing is forbidden to root: the process drops its rights first.
    let prefix =
      getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    if let tool = prefix.first, !FileManager.default.isExecutableFile(atPath: tool) {
      print("skipped: root without setpriv cannot be kept from writing")
      return
    }
    let process = try StoreProcess(["open", folder.device], prefix: prefix)
    let line = process.nextLine()
    #expect(process.wait().code == 3)
    #expect(line == "error \(StorageError.readOnly(path: folder.device))")
    let fresh = try StoreProcess(["open", "\(folder.path)/new.db"], prefix: prefix)
    #expect(fresh.nextLine() == "error \(StorageError.readOnly(path: "\(folder.path)/new.db"))")
    fresh.wait()
  }

  @Test("a full disk fails the commit, and all that was acknowledged before is there")
  func fullDisk() throws {
    let folder = try TemporaryFolder()
    func mount(_ command: String, _ arguments: [String]) -> Bool {
      let process = Process()
      process.executableURL = URL(filePath: command)
      process.arguments = arguments
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
    guard mount("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.path]) else {
      print("skipped: no small file system can be mounted here")
      return
    }
    defer { #expect(mount("/bin/umount", [folder.path])) }
    let process = try StoreProcess(["fill", folder.device])
    let lines = process.restOfLines()
    #expect(process.wait().code == 0)
    #expect(lines.last == "full")
    let stored = try #require(lines.dropLast().last?.split(separator: " ").last.flatMap { Int($0) })
    let tree = try reloaded(folder.device).tree
    #expect(tree.children(of: .root) == (0..<stored).map { "n\($0)" })
    for index in 0..<stored {
      let bytes = tree[NodeURI(segments: ["n\(index)"])]?.value.bytes
      #expect(bytes == [UInt8](repeating: UInt8(index), count: 50_000))
    }
  }
}
