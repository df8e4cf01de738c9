import ArgumentParser
import DMStorage
import Foundation

/// `syncml queue`: the commands that wait for devices in a server's store. Each kind of work is a subcommand.
struct QueueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "Give a server commands for devices, see what became of them, take them back.",
    discussion: """
      A server that was started with --store sends each device the batches of commands that wait for it in the store, the \
      oldest first, and keeps the answers. This command works with the same file, also while the server runs: a batch is \
      sent in the device's next session, or in the one that is open.

      A batch is queued until it is sent, sent until the device has answered all of it, and then answered. Where a session \
      breaks off it is sent again in the next one, five times in all; then it is abandoned. One that was sent may have been \
      carried out, whatever becomes of it here.

      Of each device the store keeps the latest 100 batches that are done (answered, cancelled, abandoned), and none for \
      more than 90 days; what waits is kept. `prune` forgets more.

      The exit code is 0, 1 where a batch or a device is not there, 65 where the commands are none, 66 where there is no \
      such store, 74 where it cannot be used.

      EXAMPLES
        syncml queue add --store server.db --device IMEI:490154203237518 commands.xml
        syncml queue add --store server.db --all-devices - < commands.xml
        syncml queue list --store server.db
        syncml queue list --store server.db --state answered --format json
        syncml queue show --store server.db 17
        syncml queue remove --store server.db 17 18
        syncml queue devices --store server.db
        syncml queue prune --store server.db --older-than 30
      """,
    subcommands: [
      QueueAddCommand.self, QueueListCommand.self, QueueShowCommand.self, QueueRemoveCommand.self,
      QueueDevicesCommand.self, QueuePruneCommand.self,
    ], defaultSubcommand: QueueListCommand.self)
}

/// Which store the queue is in, and how it is told: shared by the subcommands.
struct QueueArguments: ParsableArguments {
  @Option(help: "The server's store: the file of `syncml server --store`.", completion: .file())
  var store: String

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  /// Works with the store, and says what fails.
  func work(_ name: String, makesStore: Bool = false, _ body: (ServerDatabase) throws -> Void) throws {
    try Complaints(command: "queue \(name)").around {
      if !makesStore, !FileManager.default.fileExists(atPath: store) {
        throw ToolFailure(
          store, "there is no such file",
          hint: "`syncml server --store FILE` makes one, and so does `syncml queue add`", .noInput)
      }
      do {
        let database = try ServerDatabase(path: store)
        defer { try? database.close() }
        try body(database)
      } catch let error as StorageError {
        throw ToolFailure(nil, "\(error)", .inputOutput)
      }
    }
  }
}

/// The numbers of batches on a command line.
struct BatchNumber: ExpressibleByArgument {
  let value: Int64

  init?(argument: String) {
    guard let value = Int64(argument), value > 0 else { return nil }
    self.value = value
  }
}
