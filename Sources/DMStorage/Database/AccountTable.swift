internal import DeviceManagement
internal import GRDB

/// Accounts, in rows that go by a number of their owner's choosing: a device's by their position, a server's by the
/// device.
enum AccountTable {
  /// Makes the tables.
  ///
  /// - Parameter owner: what an account's number refers to and goes with; nil for nothing.
  static func create(in database: Database, owner: String?) throws {
    let reference = owner.map { " REFERENCES \($0) ON DELETE CASCADE" } ?? ""
    try database.execute(
      sql: """
        CREATE TABLE account (
          id INTEGER PRIMARY KEY\(reference),
          server_id ANY NOT NULL,
          name ANY,
          preferred_connection ANY,
          preferred_scheme ANY
        ) STRICT;

        CREATE TABLE account_connection (
          account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          connection ANY NOT NULL,
          PRIMARY KEY (account, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE account_address (
          account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          address ANY NOT NULL,
          kind ANY NOT NULL,
          ports TEXT NOT NULL,
          PRIMARY KEY (account, position)
        ) STRICT, WITHOUT ROWID;

        -- data is the nonce in force.
        CREATE TABLE account_credentials (
          account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          level ANY NOT NULL,
          scheme ANY,
          name ANY,
          secret ANY,
          data ANY,
          PRIMARY KEY (account, position)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  static func insert(_ account: Account, as id: Int64, in database: Database) throws {
    try database.run(
      "INSERT INTO account (id, server_id, name, preferred_connection, preferred_scheme) VALUES (?, ?, ?, ?, ?)",
      id.databaseValue, Stored.text(account.serverID), Stored.text(account.name),
      Stored.text(account.preferredConnection), Stored.text(account.preferredScheme?.rawValue))
    for (position, connection) in account.connections.enumerated() {
      try database.run(
        "INSERT INTO account_connection VALUES (?, ?, ?)", id.databaseValue, position.databaseValue,
        Stored.text(connection))
    }
    for (position, address) in account.addresses.enumerated() {
      try database.run(
        "INSERT INTO account_address VALUES (?, ?, ?, ?, ?)", id.databaseValue, position.databaseValue,
        Stored.text(address.address), Stored.text(address.kind.rawValue),
        address.ports.map { String($0) }.joined(separator: " ").databaseValue)
    }
    for (position, entry) in account.credentials.enumerated() {
      try database.run(
        "INSERT INTO account_credentials VALUES (?, ?, ?, ?, ?, ?, ?)", id.databaseValue, position.databaseValue,
        Stored.text(entry.level.rawValue), Stored.text(entry.scheme?.rawValue), Stored.text(entry.name),
        Stored.bytes(entry.secret?.exposedBytes), Stored.bytes(entry.data))
    }
  }

  static func delete(_ id: Int64, in database: Database) throws {
    try database.run("DELETE FROM account WHERE id = ?", id.databaseValue)
  }

  /// The account of a number; nil where there is none.
  static func fetch(_ id: Int64, in database: Database) throws -> Account? {
    guard
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT server_id, name, preferred_connection, preferred_scheme FROM account WHERE id = ?"),
        arguments: [id])
    else { return nil }
    let fields = Fields(row, of: "account")
    var account = Account(
      serverID: try fields.text(0), name: try fields.optionalText(1), preferredConnection: try fields.optionalText(2),
      preferredScheme: try fields.optionalText(3).map(AuthenticationScheme.init(rawValue:)))
    try database.each(
      "SELECT connection FROM account_connection WHERE account = ? ORDER BY position", [id],
      of: "account_connection"
    ) { account.connections.append(try $0.text(0)) }
    try database.each(
      "SELECT address, kind, ports FROM account_address WHERE account = ? ORDER BY position", [id],
      of: "account_address"
    ) { fields in
      let ports = try fields.text(2).split(separator: " ").map { text in
        guard let port = UInt16(text) else { throw Damage(reason: "table account_address, column 2") }
        return port
      }
      account.addresses.append(
        Account.Address(try fields.text(0), kind: .init(rawValue: try fields.text(1)), ports: ports))
    }
    try database.each(
      "SELECT level, scheme, name, secret, data FROM account_credentials WHERE account = ? ORDER BY position", [id],
      of: "account_credentials"
    ) { fields in
      account.credentials.append(
        AccountCredentials(
          level: .init(rawValue: try fields.text(0)),
          scheme: try fields.optionalText(1).map(AuthenticationScheme.init(rawValue:)),
          name: try fields.optionalText(2), secret: try fields.optionalBytes(3).map { Secret($0) },
          data: try fields.optionalBytes(4)))
    }
    return account
  }
}
