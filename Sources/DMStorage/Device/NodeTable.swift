internal import DeviceManagement
internal import Foundation
internal import GRDB

/// The tree in the tables `tree`, `node` and `value`: a row for each node, and one for each value.
enum NodeTable {
  // MARK: Writing

  /// Writes changes, and gives the version that the tree has now.
  ///
  /// - Throws: ``StorageError/outOfStep(path:)`` where the changes are not for what is stored.
  static func write(_ changes: TreeChanges, in database: Database, path: String) throws -> TreeVersion {
    let stored = try version(in: database)
    if let base = changes.base {
      guard base == stored else { throw StorageError.outOfStep(path: path) }
      if changes.isEmpty { return base }
      for key in changes.removed { try database.run("DELETE FROM node WHERE key = ?", key.databaseValue) }
    } else {
      guard !changes.isEmpty else { throw StorageError.outOfStep(path: path) }
      try database.execute(sql: "DELETE FROM value; DELETE FROM node")
    }
    for change in changes.changed { try write(change, in: database) }
    // Versions never come again in a file; the first is a number that no other file has, as far as chance can tell.
    let version = TreeVersion(rawValue: stored.map { $0.rawValue &+ 1 } ?? Int64.random(in: 1..<(1 << 62)))
    try database.run("INSERT OR REPLACE INTO tree (id, version) VALUES (1, ?)", version.rawValue.databaseValue)
    return version
  }

  private static func write(_ change: TreeChanges.Change, in database: Database) throws {
    let stored = change.stored
    let node = stored.node
    try database.run(
      """
      INSERT INTO node (key, parent, position, name, format, type, access, is_permanent, acl, title, tstamp, ver_no)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET parent = excluded.parent, position = excluded.position, name = excluded.name,
      format = excluded.format, type = excluded.type, access = excluded.access, is_permanent = excluded.is_permanent,
      acl = excluded.acl, title = excluded.title, tstamp = excluded.tstamp, ver_no = excluded.ver_no
      """,
      stored.key.databaseValue, stored.parent.databaseValue, stored.order.databaseValue, Stored.text(node.name),
      node.format.rawValue.databaseValue, Stored.text(node.type), node.access.rawValue.databaseValue,
      node.isPermanent.databaseValue, try text(of: node.acl).databaseValue, Stored.text(node.title),
      Stored.time(node.timestamp), node.versionNumber.databaseValue)
    guard change.isValueChanged else { return }
    switch node.value {
    case .null:
      try database.run("DELETE FROM value WHERE node = ?", stored.key.databaseValue)
    case .text(let text):
      try writeValue(stored.key, isText: true, Array(text.utf8), in: database)
    case .bytes(let bytes):
      try writeValue(stored.key, isText: false, bytes, in: database)
    }
  }

  private static func writeValue(_ key: Int64, isText: Bool, _ content: [UInt8], in database: Database) throws {
    try database.run(
      """
      INSERT INTO value (node, is_text, content) VALUES (?, ?, ?)
      ON CONFLICT (node) DO UPDATE SET is_text = excluded.is_text, content = excluded.content
      """, key.databaseValue, isText.databaseValue, Stored.bytes(content))
  }

  /// A list as the property's text; nil for none.
  private static func text(of acl: AccessControlList) throws -> String? {
    if acl.isEmpty { return nil }
    let text = acl.description
    guard (try? AccessControlList(parsing: text)) == acl else {
      throw StorageError.unstorable(reason: "an ACL names a server by an identifier that ACLs cannot have")
    }
    return text
  }

  // MARK: Reading

  /// The version of the tree that is stored; nil where none is.
  static func version(in database: Database) throws -> TreeVersion? {
    try database.integers("SELECT version FROM tree WHERE id = 1").first.map(TreeVersion.init(rawValue:))
  }

  /// The tree that is stored, in time linear in its size: both tables are read once, in the order of their keys.
  static func read(in database: Database) throws -> ManagementTree? {
    guard let version = try version(in: database) else { return nil }
    let count = try database.integers("SELECT count(*) FROM node").first ?? 0
    var restorer = TreeRestorer(capacity: Int(clamping: count) &+ 1)
    var reader = NodeReader()
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT key, parent, position, name, format, type, access, is_permanent, acl, title, tstamp, ver_no, is_text,
          content FROM node LEFT JOIN value ON value.node = node.key ORDER BY key
          """))
    while let row = try rows.next() { try restorer.add(reader.node(in: Fields(row, of: "node"))) }
    return try restorer.finish(version: version)
  }
}

/// Reads rows into nodes; texts that come again and again are read once.
private struct NodeReader {
  private var lists: [String: AccessControlList] = [:]
  private var times: [String: Timestamp] = [:]

  mutating func node(in fields: Fields) throws -> StoredNode {
    let format: NodeFormat = try fields.named(4)
    let node = Node(
      name: try fields.text(3), format: format, type: try fields.text(5), value: try value(in: fields),
      access: AccessTypes(rawValue: try fields.integer(6)), isPermanent: try fields.flag(7), acl: try acl(in: fields),
      title: try fields.text(9))
    return StoredNode(
      key: try fields.int64(0), parent: try fields.isNull(1) ? nil : fields.int64(1), order: try fields.int64(2),
      node: Node(node, timestamp: try time(in: fields), versionNumber: try fields.integer(11)))
  }

  private func value(in fields: Fields) throws -> NodeValue {
    if try fields.isNull(12) { return .null }
    return try fields.flag(12) ? .text(fields.text(13)) : .bytes(fields.bytes(13))
  }

  private mutating func acl(in fields: Fields) throws -> AccessControlList {
    guard let text = try fields.optionalText(8) else { return AccessControlList() }
    if let list = lists[text] { return list }
    guard let list = try? AccessControlList(parsing: text), !list.isEmpty else {
      throw Damage(reason: "table node: an ACL that is none")
    }
    // Most trees have few different lists; one with many must not be kept twice.
    if lists.count < 1024 { lists[text] = list }
    return list
  }

  private mutating func time(in fields: Fields) throws -> Timestamp? {
    guard let text = try fields.optionalText(10) else { return nil }
    if let time = times[text] { return time }
    guard let time = Timestamp(text) else { throw Damage(reason: "table node: a TStamp that is none") }
    if times.count < 1024 { times[text] = time }
    return time
  }
}
