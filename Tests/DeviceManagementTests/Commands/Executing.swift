import DeviceManagement
import Foundation
import SyncML
import Testing

/// The files of this package that tests read.
enum Files {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: path)))
  }
}

/// Short forms of commands.
enum Make {
  static func add(
    _ uri: String, _ value: String? = nil, format: String? = nil, type: String? = nil, cmdID: String = "1"
  ) -> Command {
    .add(ItemCommand(cmdID: cmdID, items: [item(uri, value, format, type)]))
  }
  static func replace(
    _ uri: String, _ value: String? = nil, format: String? = nil, type: String? = nil, cmdID: String = "1"
  ) -> Command {
    .replace(ItemCommand(cmdID: cmdID, items: [item(uri, value, format, type)]))
  }
  static func delete(_ uri: String, cmdID: String = "1") -> Command {
    .delete(ItemCommand(cmdID: cmdID, items: [Item(target: Location(uri))]))
  }
  static func get(_ uri: String) -> Command {
    .get(ItemCommand(cmdID: "1", items: [Item(target: Location(uri))]))
  }
  static func copy(_ source: String, to target: String) -> Command {
    .copy(ItemCommand(cmdID: "1", items: [Item(target: Location(target), source: Location(source))]))
  }
  static func exec(_ uri: String) -> Command { .exec(Exec(cmdID: "1", item: Item(target: Location(uri)))) }
  static func atomic(_ commands: [Command]) -> Command { .atomic(CommandGroup(cmdID: "0", commands: commands)) }

  private static func item(_ uri: String, _ value: String?, _ format: String?, _ type: String?) -> Item {
    let meta = format == nil && type == nil ? nil : Meta(format: format, type: type)
    return Item(target: Location(uri), meta: meta, data: value.map(ItemData.text))
  }
}

extension ManagedDevice {
  /// Carries out commands for a server; the statuses and the items of the results.
  mutating func run(_ commands: [Command], for server: String = "s") -> (codes: [Int], results: [Item]) {
    var executor = CommandExecutor(actor: Actor(serverID: server), msgRef: "1")
    executor.execute(commands, on: &self)
    var codes: [Int] = []
    var results: [Item] = []
    for answer in executor.answers {
      switch answer {
      case .status(let status): codes.append(status.code?.rawValue ?? 0)
      case .results(let result): results += result.items
      }
    }
    return (codes, results)
  }

  mutating func code(_ command: Command, for server: String = "s") -> Int { run([command], for: server).codes[0] }
}
