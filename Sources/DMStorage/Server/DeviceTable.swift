internal import DeviceManagement
internal import GRDB

/// Devices that a server knows, with their accounts and DevInfo.
enum DeviceTable {
  /// The number of a device's row; nil where the device is not known.
  static func id(of uri: String, in database: Database) throws -> Int64? {
    try database.integers("SELECT id FROM device WHERE uri = ?", Stored.text(uri)).first
  }

  /// The number of a device's row, which is made where there is none.
  static func knownID(of uri: String, at now: Timestamp?, in database: Database) throws -> Int64 {
    if let id = try id(of: uri, in: database) { return id }
    try database.run("INSERT INTO device (uri, first_seen) VALUES (?, ?)", Stored.text(uri), Stored.time(now))
    return database.lastInsertedRowID
  }

  static func fetch(_ uri: String, in database: Database) throws -> DeviceRecord? {
    guard let id = try id(of: uri, in: database) else { return nil }
    var record = DeviceRecord(deviceURI: uri, account: try AccountTable.fetch(id, in: database))
    try database.each("SELECT first_seen, last_seen FROM device WHERE id = ?", [id], of: "device") { fields in
      record.firstSeen = try fields.timestamp(0)
      record.lastSeen = try fields.timestamp(1)
    }
    record.devInfo = try devInfo(of: id, in: database)
    return record
  }

  private static func devInfo(of id: Int64, in database: Database) throws -> [String: String] {
    var devInfo: [String: String] = [:]
    try database.each("SELECT uri, value FROM dev_info WHERE device = ?", [id], of: "dev_info") { fields in
      devInfo[try fields.text(0)] = try fields.text(1)
    }
    return devInfo
  }

  /// Writes what is different in a record; the device's row is made where there is none.
  static func save(_ record: DeviceRecord, in database: Database) throws {
    let id = try knownID(of: record.deviceURI, at: record.firstSeen, in: database)
    try database.run(
      "UPDATE device SET first_seen = ?, last_seen = ? WHERE id = ?", Stored.time(record.firstSeen),
      Stored.time(record.lastSeen), id.databaseValue)
    let account = try AccountTable.fetch(id, in: database)
    if record.account != account {
      if account != nil { try AccountTable.delete(id, in: database) }
      if let new = record.account { try AccountTable.insert(new, as: id, in: database) }
    }
    if record.devInfo != (try devInfo(of: id, in: database)) {
      try database.run("DELETE FROM dev_info WHERE device = ?", id.databaseValue)
      for (uri, value) in record.devInfo {
        try database.run(
          "INSERT INTO dev_info VALUES (?, ?, ?)", id.databaseValue, Stored.text(uri), Stored.text(value))
      }
    }
  }
}
