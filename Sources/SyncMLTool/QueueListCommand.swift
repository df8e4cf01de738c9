import ArgumentParser
import DMStorage
import DeviceManagement

/// `syncml queue list`: the batches in a server's store.
struct QueueListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the batches that wait for devices, or those in other states.",
    discussion: """
      Without --state those that wait are listed, queued or sent; --all lists every batch. The codes are those of the \
      Statuses with which the device has answered.

      EXAMPLES
        syncml queue list --store server.db
        syncml queue list --store server.db --device IMEI:1 --all
        syncml queue list --store server.db --state answered --state abandoned --format json
      """)

  @OptionGroup var queue: QueueArguments

  @Option(help: ArgumentHelp("Only this device's; may be given several times.", valueName: "uri"))
  var device: [String] = []

  @Option(
    help: "Only those in this state: queued, sent, answered, cancelled or abandoned; may be given several times.",
    transform: { try QueueListCommand.state(named: $0) })
  var state: [CommandBatch.State] = []

  @Flag(help: "Those in every state.")
  var all = false

  private static let pageSize = 200

  private static func state(named name: String) throws -> CommandBatch.State {
    guard let state = CommandBatch.State(rawValue: name) else {
      let names = CommandBatch.State.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no state '\(name)': --state takes \(names).")
    }
    return state
  }

  func validate() throws {
    if all, !state.isEmpty { throw ValidationError("--all lists those in every --state.") }
  }

  func run() throws {
    try queue.work("list") { store in
      let states = all ? Set(CommandBatch.State.allCases) : state.isEmpty ? [.queued, .sent] : Set(state)
      let devices = Set(device)
      var reports: [BatchReport] = []
      var last: Int64 = 0
      while true {
        let page = try store.batches(in: states, after: last, limit: Self.pageSize)
        guard let end = page.last?.id else { break }
        for batch in page where devices.isEmpty || devices.contains(batch.deviceURI) {
          reports.append(BatchReport(batch))
        }
        last = end
      }
      switch queue.format {
      case .json: try OutputFile.standard.write(jsonText(reports))
      case .text: try OutputFile.standard.write(BatchReport.table(reports))
      }
    }
  }
}
