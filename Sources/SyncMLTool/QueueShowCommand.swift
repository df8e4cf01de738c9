import ArgumentParser
import DMStorage
import DeviceManagement

/// `syncml queue show`: batches with their commands and what the device has answered.
struct QueueShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show batches: their commands, and what the device has answered.",
    discussion: """
      Those that are there are shown also where others are not; the exit code is 1 then.

      EXAMPLES
        syncml queue show --store server.db 17
        syncml queue show --store server.db 17 18 --format json
      """)

  @OptionGroup var queue: QueueArguments

  @Argument(help: "The batches' numbers.")
  var numbers: [BatchNumber]

  func run() throws {
    try queue.work("show") { store in
      let batches = try numbers.map { ($0.value, try store.batch($0.value)) }
      let reports = batches.compactMap { $0.1.map(BatchReport.init) }
      let missing = batches.filter { $0.1 == nil }.map { String($0.0) }
      switch queue.format {
      case .json: try OutputFile.standard.write(jsonText(reports))
      case .text: try OutputFile.standard.write(reports.map(\.text).joined(separator: "\n"))
      }
      if !missing.isEmpty {
        throw ToolFailure(
          queue.store, "there is no batch \(missing.joined(separator: ", "))",
          hint: "`syncml queue list --all` lists those that are there", .findings)
      }
    }
  }
}
