import ArgumentParser
import DMStorage
import DeviceManagement

/// `syncml queue devices`: the devices that a server knows.
struct QueueDevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List the devices that the server knows.",
    discussion: """
      A device is known when it has opened a session, or when commands were queued for it.

      EXAMPLES
        syncml queue devices --store server.db
        syncml queue devices --store server.db --format json
      """)

  @OptionGroup var queue: QueueArguments

  private struct Device: Encodable {
    var device: String
    var manufacturer: String?
    var model: String?
    var firstSeen: String?
    var lastSeen: String?
    /// How its latest session ended; nil where it had none.
    var latestSession: String?
    var waiting: Int
  }

  private static let pageSize = 500

  func run() throws {
    try queue.work("devices") { store in
      var devices: [Device] = []
      var last: String?
      while true {
        let uris = try store.deviceURIs(after: last, limit: Self.pageSize)
        guard let end = uris.last else { break }
        for uri in uris { if let device = try Self.device(uri, in: store) { devices.append(device) } }
        last = end
      }
      switch queue.format {
      case .json: try OutputFile.standard.write(jsonText(devices))
      case .text:
        var table = TextTable(["device", "what", "last seen", "latest session", "waiting"], rightAligned: [4])
        for device in devices {
          table.append([
            CommandText.clean(device.device),
            CommandText.clean([device.manufacturer, device.model].compactMap(\.self).joined(separator: " ")),
            device.lastSeen ?? "never", device.latestSession ?? "-", "\(device.waiting)",
          ])
        }
        try OutputFile.standard.write(table.text)
      }
    }
  }

  private static func device(_ uri: String, in store: ServerDatabase) throws -> Device? {
    guard let record = try store.device(uri) else { return nil }
    return Device(
      device: uri, manufacturer: record.devInfo["./DevInfo/Man"], model: record.devInfo["./DevInfo/Mod"],
      firstSeen: record.firstSeen?.description, lastSeen: record.lastSeen?.description,
      latestSession: try store.sessions(of: uri, limit: 1).first?.state.rawValue,
      waiting: try store.batchCount(for: uri, in: [.queued, .sent]))
  }
}
