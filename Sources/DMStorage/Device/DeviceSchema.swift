internal import GRDB

/// The layout of a device's store. What is released is never changed: a new layout is a new migration.
enum DeviceSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("device-1") { database in
      // Columns of type ANY take texts as text, and as bytes where they hold a NUL.
      try database.execute(
        sql: """
          CREATE TABLE tree (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            version INTEGER NOT NULL
          ) STRICT;

          CREATE TABLE node (
            key INTEGER PRIMARY KEY,
            parent INTEGER REFERENCES node (key) DEFERRABLE INITIALLY DEFERRED,
            position INTEGER NOT NULL,
            name ANY NOT NULL,
            format TEXT NOT NULL,
            type ANY NOT NULL,
            access INTEGER NOT NULL,
            is_permanent INTEGER NOT NULL,
            acl TEXT,
            title ANY NOT NULL,
            tstamp TEXT,
            ver_no INTEGER NOT NULL,
            CHECK ((key = 0) = (parent IS NULL))
          ) STRICT;
          CREATE INDEX node_parent ON node (parent);

          -- Values apart from the nodes: a property that changes does not write a large value again.
          CREATE TABLE value (
            node INTEGER PRIMARY KEY REFERENCES node (key) ON DELETE CASCADE,
            is_text INTEGER NOT NULL,
            content ANY NOT NULL
          ) STRICT;

          CREATE TABLE notification (
            position INTEGER PRIMARY KEY,
            server_id ANY NOT NULL,
            session_id INTEGER NOT NULL
          ) STRICT;

          -- The body is the Alert as a WBXML SyncBody.
          CREATE TABLE alert (
            position INTEGER PRIMARY KEY,
            id INTEGER NOT NULL,
            server_id ANY NOT NULL,
            body ANY NOT NULL
          ) STRICT;

          CREATE TABLE record (
            object ANY NOT NULL,
            name ANY NOT NULL,
            content ANY NOT NULL,
            PRIMARY KEY (object, name)
          ) STRICT, WITHOUT ROWID;
          """)
      try AccountTable.create(in: database, owner: nil)
    }
    return migrator
  }
}
