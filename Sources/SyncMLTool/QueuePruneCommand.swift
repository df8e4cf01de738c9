import ArgumentParser
import DMStorage
import DeviceManagement

/// `syncml queue prune`: forgets batches that are done.
struct QueuePruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Forget batches that are done, and their answers; what waits is kept.",
    discussion: """
      A server does so by itself, when a batch is done and when it starts, with the defaults of --keep and --older-than.

      EXAMPLES
        syncml queue prune --store server.db
        syncml queue prune --store server.db --older-than 7
        syncml queue prune --store server.db --keep 0
      """)

  @OptionGroup var queue: QueueArguments

  @Option(help: ArgumentHelp("How many of each device are kept, the latest.", valueName: "count"))
  var keep = 100

  @Option(help: ArgumentHelp("Forget those that have been done for so long.", valueName: "days"))
  var olderThan = 90

  func validate() throws {
    if !(0...1_000_000).contains(keep) { throw ValidationError("--keep takes 0 to 1000000.") }
    if !(0...36_500).contains(olderThan) { throw ValidationError("--older-than takes 0 to 36500 days.") }
  }

  private struct Pruned: Encodable { var forgotten: Int }

  func run() throws {
    try queue.work("prune") { store in
      let count = try store.pruneBatches(
        at: StoredManager.now, history: BatchHistory(count: keep, age: .seconds(olderThan * 86_400)))
      switch queue.format {
      case .json: try OutputFile.standard.write(jsonText(Pruned(forgotten: count)))
      case .text: try OutputFile.standard.write("\(count) batch\(count == 1 ? "" : "es") forgotten\n")
      }
    }
  }
}
