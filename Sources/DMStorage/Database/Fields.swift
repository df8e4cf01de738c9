internal import DeviceManagement
internal import Foundation
internal import GRDB

/// The columns of a row, by number: whatever a damaged file holds is an error, never a trap.
struct Fields {
  private let row: Row
  private let table: String

  init(_ row: Row, of table: String) {
    self.row = row
    self.table = table
  }

  private func damage(_ column: Int) -> Damage { Damage(reason: "table \(table), column \(column)") }

  private func storage(_ column: Int) throws -> DatabaseValue.Storage {
    guard column < row.count else { throw damage(column) }
    let value: DatabaseValue = row[column]
    return value.storage
  }

  func isNull(_ column: Int) throws -> Bool {
    if case .null = try storage(column) { true } else { false }
  }

  func int64(_ column: Int) throws -> Int64 {
    guard case .int64(let number) = try storage(column) else { throw damage(column) }
    return number
  }

  func integer<Value: FixedWidthInteger>(_ column: Int, as type: Value.Type = Value.self) throws -> Value {
    guard let number = Value(exactly: try int64(column)) else { throw damage(column) }
    return number
  }

  func flag(_ column: Int) throws -> Bool { try int64(column) != 0 }

  func text(_ column: Int) throws -> String {
    switch try storage(column) {
    case .string(let text): return text
    // What holds a NUL is kept as bytes, see Text.
    case .blob(let data):
      guard let text = String(validating: data, as: UTF8.self) else { throw damage(column) }
      return text
    default: throw damage(column)
    }
  }

  func optionalText(_ column: Int) throws -> String? { try isNull(column) ? nil : text(column) }

  func bytes(_ column: Int) throws -> [UInt8] {
    switch try storage(column) {
    case .blob(let data): return Array(data)
    case .string(let text) where text.isEmpty: return []
    default: throw damage(column)
    }
  }

  func optionalBytes(_ column: Int) throws -> [UInt8]? { try isNull(column) ? nil : bytes(column) }

  func timestamp(_ column: Int) throws -> Timestamp? {
    guard let text = try optionalText(column) else { return nil }
    guard let timestamp = Timestamp(text) else { throw damage(column) }
    return timestamp
  }

  /// A value that goes by a name.
  func named<Value: RawRepresentable<String>>(_ column: Int, as type: Value.Type = Value.self) throws -> Value {
    guard let value = Value(rawValue: try text(column)) else { throw damage(column) }
    return value
  }
}

/// Values as the database takes them.
enum Stored {
  /// A text as text, so that it can be read and compared in the file; one that holds a NUL as bytes, because the
  /// database's text ends there.
  static func text(_ text: String?) -> DatabaseValue {
    guard let text else { return .null }
    return text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
  }

  static func bytes(_ bytes: [UInt8]?) -> DatabaseValue {
    guard let bytes else { return .null }
    // Data without a byte has no address, which the database takes for NULL.
    return bytes.isEmpty ? "".databaseValue : Data(bytes).databaseValue
  }

  static func time(_ time: Timestamp?) -> DatabaseValue { time.map(\.description).databaseValue }
}
