internal import GRDB

/// The layout of a server's store. What is released is never changed: a new layout is a new migration.
enum ServerSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("server-1") { database in
      // Columns of type ANY take texts as text, and as bytes where they hold a NUL.
      try database.execute(
        sql: """
          CREATE TABLE device (
            id INTEGER PRIMARY KEY,
            uri ANY NOT NULL UNIQUE,
            first_seen TEXT,
            last_seen TEXT
          ) STRICT;

          CREATE TABLE dev_info (
            device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            uri ANY NOT NULL,
            value ANY NOT NULL,
            PRIMARY KEY (device, uri)
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE session (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            session_id ANY NOT NULL,
            state TEXT NOT NULL,
            message_count INTEGER NOT NULL,
            started_at TEXT,
            last_message_at TEXT
          ) STRICT;
          CREATE INDEX session_device ON session (device, id);
          CREATE INDEX session_open ON session (device) WHERE state = 'open';

          -- The commands are a WBXML SyncBody.
          CREATE TABLE batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
            commands ANY NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            queued_at TEXT,
            sent_at TEXT,
            answered_at TEXT
          ) STRICT;
          CREATE INDEX batch_device ON batch (device, state, id);

          -- A Status or Results, as a WBXML SyncBody.
          CREATE TABLE batch_answer (
            batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            body ANY NOT NULL,
            PRIMARY KEY (batch, position)
          ) STRICT;
          """)
      try AccountTable.create(in: database, owner: "device (id)")
    }
    return migrator
  }
}
