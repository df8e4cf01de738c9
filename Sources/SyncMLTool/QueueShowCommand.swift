import ArgumentParser
import DMStorage
import DeviceManagement

/// `syncml queue show`: batches with their commands and what the device has answered.
struct QueueShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show batches: their commands, and what the device has answered.",
    discussion: """
      EXAMPLES
        syncml queue show --store server.db 17
        syncml queue show --store server.db 17 18 --format json
      """)

  @OptionGroup var queue: QueueArguments

  @Argument(help: "The batches' numbers.")
  var numbers: [BatchNumber]

  func run() throws {
    try queue.work("show") { store in
      let reports = try numbers.map { number in
        guard let batch = try store.batch(number.value) else {
          throw ToolFailure(
            queue.store, "there is no batch \(number.value)",
            hint: "`syncml queue list --all` lists those that are there", .findings)
        }
        return BatchReport(batch)
      }
      switch queue.format {
      case .json: print(try jsonText(reports), terminator: "")
      case .text: print(reports.map(\.text).joined(separator: "\n"), terminator: "")
      }
    }
  }
}
