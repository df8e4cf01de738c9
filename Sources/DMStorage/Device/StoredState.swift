internal import DeviceManagement
internal import GRDB
internal import SyncML

/// A device's state besides its tree as the file holds it, so that only what is different is written.
struct StoredState: Sendable {
  /// The state that the rows make.
  private(set) var state: DeviceState
  private var accounts: StoredList<Account>
  private var notifications: StoredList<SeenNotification>
  private var alerts: StoredList<WaitingAlert>

  /// Reads the state.
  init(in database: Database) throws {
    accounts = StoredList(
      try database.integers("SELECT id FROM account ORDER BY id").map { id in
        guard let account = try AccountTable.fetch(id, in: database) else {
          throw Damage(reason: "table account")
        }
        return (id, account)
      })
    var seen: [(position: Int64, element: SeenNotification)] = []
    try database.each(
      "SELECT position, server_id, session_id FROM notification ORDER BY position", of: "notification"
    ) { fields in
      seen.append(
        (try fields.int64(0), SeenNotification(serverID: try fields.text(1), sessionID: try fields.integer(2))))
    }
    notifications = StoredList(seen)
    var waiting: [(position: Int64, element: WaitingAlert)] = []
    try database.each("SELECT position, id, server_id, body FROM alert ORDER BY position", of: "alert") { fields in
      let commands = try StoredCommands.commands(try fields.bytes(3), of: "alert")
      guard commands.count == 1, case .alert(let alert) = commands[0] else {
        throw Damage(reason: "table alert: a body that is no Alert")
      }
      waiting.append(
        (
          try fields.int64(0),
          WaitingAlert(id: try fields.integer(1), serverID: try fields.text(2), alert: alert)
        ))
    }
    alerts = StoredList(waiting)
    var records: [String: [String: [UInt8]]] = [:]
    try database.each("SELECT object, name, content FROM record", of: "record") { fields in
      records[try fields.text(0), default: [:]][try fields.text(1)] = try fields.bytes(2)
    }
    state = DeviceState(
      accounts: accounts.elements, notifications: notifications.elements, alerts: alerts.elements, records: records)
  }

  /// Writes what is different.
  mutating func update(to new: DeviceState, in database: Database) throws {
    if new.accounts != state.accounts {
      try accounts.update(to: new.accounts) {
        try AccountTable.delete($0, in: database)
      } insert: {
        try AccountTable.insert($1, as: $0, in: database)
      }
    }
    if new.notifications != state.notifications {
      try notifications.update(to: new.notifications) {
        try database.run("DELETE FROM notification WHERE position = ?", $0.databaseValue)
      } insert: {
        try database.run(
          "INSERT INTO notification VALUES (?, ?, ?)", $0.databaseValue, Stored.text($1.serverID),
          $1.sessionID.databaseValue)
      }
    }
    if new.alerts != state.alerts {
      try alerts.update(to: new.alerts) {
        try database.run("DELETE FROM alert WHERE position = ?", $0.databaseValue)
      } insert: {
        try database.run(
          "INSERT INTO alert VALUES (?, ?, ?, ?)", $0.databaseValue, $1.id.databaseValue,
          Stored.text($1.serverID), Stored.bytes(try StoredCommands.bytes([.alert($1.alert)])))
      }
    }
    if new.records != state.records { try updateRecords(to: new.records, in: database) }
    state = new
  }

  private func updateRecords(to new: [String: [String: [UInt8]]], in database: Database) throws {
    // Deleted by the names that the file has: names that mean the same may be spelt in other code points now.
    for (object, records) in state.records {
      let others = new[object] ?? [:]
      for (name, content) in records where others[name] != content {
        try database.run(
          "DELETE FROM record WHERE object = ? AND name = ?", Stored.text(object), Stored.text(name))
      }
    }
    for (object, records) in new {
      let others = state.records[object] ?? [:]
      for (name, content) in records where others[name] != content {
        try database.run(
          "INSERT INTO record VALUES (?, ?, ?)", Stored.text(object), Stored.text(name),
          Stored.bytes(content))
      }
    }
  }
}
