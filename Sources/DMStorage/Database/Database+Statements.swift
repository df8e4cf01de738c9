internal import GRDB

extension Database {
  /// Runs a statement, which is compiled once.
  func run(_ sql: String, _ arguments: DatabaseValue...) throws {
    try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
  }

  /// Visits the rows that a statement finds.
  func each(
    _ sql: String, _ arguments: StatementArguments = StatementArguments(), of table: String,
    _ visit: (Fields) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() { try visit(Fields(row, of: table)) }
  }

  /// The whole numbers that a statement finds, its first column.
  func integers(_ sql: String, _ arguments: DatabaseValue...) throws -> [Int64] {
    var numbers: [Int64] = []
    try each(sql, StatementArguments(arguments), of: "") { numbers.append(try $0.int64(0)) }
    return numbers
  }
}
