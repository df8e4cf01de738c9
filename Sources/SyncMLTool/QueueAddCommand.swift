import ArgumentParser
import DMStorage
import DeviceManagement
import SyncML

/// `syncml queue add`: puts commands for devices into a server's store.
struct QueueAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Queue commands for a device, or for all that the server knows.",
    discussion: """
      The commands are XML as `syncml server --script` takes it: as they stand in a SyncBody, CmdIDs are set by the server. \
      <Final/> ends a batch, and the next one begins; batches are sent one after the other.

        <Replace><Item><Target><LocURI>./Example/Name</LocURI></Target><Data>new</Data></Item></Replace><Final/>
        <Get><Item><Target><LocURI>./Example/Name</LocURI></Target></Item></Get>

      A device that the server has not heard of gets its batches when it comes. The store is made where there is none.

      EXAMPLES
        syncml queue add --store server.db --device IMEI:1 commands.xml
        syncml queue add --store server.db --device IMEI:1 --device IMEI:2 --format json commands.xml
        syncml queue add --store server.db --all-devices - < commands.xml
      """)

  @OptionGroup var queue: QueueArguments

  @Option(
    help: ArgumentHelp("The device's address, such as IMEI:…; may be given several times.", valueName: "uri"))
  var device: [String] = []

  @Flag(help: "Queue for every device that the server knows now.")
  var allDevices = false

  @Argument(help: "The commands, as XML; - is standard input.", completion: .file())
  var file: String

  /// Devices in one transaction: a running server waits for it.
  private static let pageSize = 500

  func validate() throws {
    if device.isEmpty != allDevices { throw ValidationError("Name a --device, or --all-devices.") }
    if device.contains(where: \.isEmpty) { throw ValidationError("--device takes a device's address.") }
    if Set(device).count < device.count { throw ValidationError("A --device is named twice.") }
    try InputArguments.check([file])
  }

  /// What was queued, for machines.
  private struct Queued: Encodable {
    var device: String
    var batches: [Int64]
  }

  func run() throws {
    // Before a store is made for them.
    var batches: [[Command]] = []
    try Complaints(command: "queue add").around { batches = try CommandScript(reading: file).packages }
    try queue.work("add", makesStore: true) { store in
      var queued: [Queued] = []
      try forEachPage(of: store) { uris in
        let ids = try store.enqueue(batches, for: uris, at: StoredManager.now)
        for (index, uri) in uris.enumerated() {
          let first = index * batches.count
          queued.append(Queued(device: uri, batches: Array(ids[first..<first + batches.count])))
        }
      }
      if queued.isEmpty {
        throw ToolFailure(
          queue.store, "the server knows no device yet", hint: "--device URI queues for one that is still to come",
          .findings)
      }
      switch queue.format {
      case .json: try OutputFile.standard.write(jsonText(queued))
      case .text:
        let lines = queued.map { entry in
          let numbers = entry.batches.map(String.init).joined(separator: ", ")
          return "\(CommandText.clean(entry.device)): queued batch\(entry.batches.count == 1 ? "" : "es") \(numbers)\n"
        }
        try OutputFile.standard.write(lines.joined())
      }
    }
  }

  private func forEachPage(of store: ServerDatabase, _ body: ([String]) throws -> Void) throws {
    if !allDevices { return try body(device) }
    var last: String?
    while true {
      let uris = try store.deviceURIs(after: last, limit: Self.pageSize)
      guard let end = uris.last else { return }
      try body(uris)
      last = end
    }
  }
}
