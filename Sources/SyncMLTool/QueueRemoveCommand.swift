import ArgumentParser
import DMStorage
import DeviceManagement

/// `syncml queue remove`: takes batches back, and forgets what is done.
struct QueueRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove batches: those that wait are not sent, the answers to others are forgotten.",
    discussion: """
      A batch that has been sent is not sent again; the device may have carried it out. Without numbers the batches that \
      are queued for the devices named are removed.

      EXAMPLES
        syncml queue remove --store server.db 17 18
        syncml queue remove --store server.db --device IMEI:1
      """)

  @OptionGroup var queue: QueueArguments

  @Option(
    help: ArgumentHelp("Remove what is queued for this device; may be given several times.", valueName: "uri"))
  var device: [String] = []

  @Argument(help: "The batches' numbers.")
  var numbers: [BatchNumber] = []

  func validate() throws {
    if numbers.isEmpty == device.isEmpty { throw ValidationError("Name batches by their numbers, or a --device.") }
  }

  /// A batch that is gone, for machines.
  private struct Removed: Encodable {
    var id: Int64
    var device: String
    /// What had become of it.
    var state: String
  }

  func run() throws {
    try queue.work("remove") { store in
      var removed: [Removed] = []
      var missing: Int64?
      for number in numbers {
        guard let batch = try store.batch(number.value), try store.removeBatch(batch.id) else {
          missing = missing ?? number.value
          continue
        }
        removed.append(Removed(id: batch.id, device: batch.deviceURI, state: batch.state.rawValue))
      }
      for uri in device {
        for batch in try store.batches(for: uri, in: [.queued], limit: .max) where try store.removeBatch(batch.id) {
          removed.append(Removed(id: batch.id, device: uri, state: batch.state.rawValue))
        }
      }
      switch queue.format {
      case .json: try OutputFile.standard.write(jsonText(removed))
      case .text:
        let lines = removed.map { batch in
          let note = batch.state == CommandBatch.State.sent.rawValue ? ": the device may have carried it out" : ""
          return "batch \(batch.id) for \(CommandText.clean(batch.device)) is removed, it was \(batch.state)\(note)\n"
        }
        try OutputFile.standard.write(lines.joined())
      }
      if let missing { throw ToolFailure(queue.store, "there is no batch \(missing)", .findings) }
      if removed.isEmpty { throw ToolFailure(queue.store, "nothing is queued for these devices", .findings) }
    }
  }
}
