internal import DeviceManagement
internal import SyncML
internal import WBXML

/// Commands as bytes: a WBXML SyncBody, the encoding that keeps binary data as it is.
enum StoredCommands {
  static func bytes(_ commands: [Command]) throws -> [UInt8] {
    do {
      return try Command.encodeBody(commands, as: .wbxml)
    } catch {
      throw StorageError.unstorable(reason: "a command cannot be encoded: \(error)")
    }
  }

  static func commands(_ bytes: [UInt8], of table: String) throws -> [Command] {
    do {
      return try Command.decodeBody(bytes.span, encoding: .wbxml, limits: limits)
    } catch {
      throw Damage(reason: "table \(table): \(error)")
    }
  }

  /// What was taken when it came is taken again: the limits are for strangers.
  private static let limits = Limits(tokenBytes: .max, amplificationFloor: .max)
}
