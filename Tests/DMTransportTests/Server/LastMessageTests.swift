import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

/// Answers that come in the message with which a session ends.
@Suite("Answers in a session's last message")
struct LastMessageTests {
  /// Asks for one thing in each package, as long as it is asked.
  private actor Asking: DeviceManager {
    private(set) var events: [ServerSession.Event] = []
    private(set) var devices: [DeviceSession] = []
    private(set) var outcomes: [SessionOutcome] = []

    func packages(after events: [ServerSession.Event], from device: DeviceSession) -> [[Command]] {
      self.events += events
      devices.append(device)
      return [[.get("./A")]]
    }

    func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) { outcomes.append(outcome) }

    var statusCount: Int { events.count { if case .status(let status) = $0 { status.cmd == "Get" } else { false } } }
  }

  @Test("Statuses beside an alert 1223 are told to the manager, and what it wants then is not sent")
  func abort() async throws {
    let manager = Asking()
    try await withServer(manager: manager) { server, url in
      let first = try await DeviceMessages.exchange(DeviceMessages.message(1, DeviceMessages.start), with: url)
      let address = try #require(first.header.respURI)
      let statuses = DeviceMessages.statuses(of: first, 1, of: "Get")
      let last = try await DeviceMessages.exchange(
        DeviceMessages.message(2, statuses + DeviceMessages.abort), with: address)
      #expect(!last.commands.contains { $0.name == "Get" })
      #expect(server.openSessionCount == 0)
    }
    #expect(await manager.statusCount == 1)
    #expect(await manager.events.contains(.aborted))
    #expect(await manager.devices.map(\.isEnding) == [false, true])
    #expect(await manager.devices.map(\.awaitsCommands) == [true, false])
    #expect(await manager.outcomes == [.aborted])
  }

  @Test(
    "Statuses of a device that is busy, or refuses the server's message, are told to the manager",
    arguments: [
      "417", "500",
    ])
  func refusing(code: String) async throws {
    let manager = Asking()
    try await withServer(manager: manager) { server, url in
      let first = try await DeviceMessages.exchange(DeviceMessages.message(1, DeviceMessages.start), with: url)
      let address = try #require(first.header.respURI)
      let statuses = DeviceMessages.statuses(of: first, 1, of: "Get")
        .replacing("<Cmd>SyncHdr</Cmd><Data>200<", with: "<Cmd>SyncHdr</Cmd><Data>\(code)<")
      _ = try await DeviceMessages.exchange(DeviceMessages.message(2, statuses), with: address)
      #expect(server.openSessionCount == 0)
    }
    #expect(await manager.statusCount == 1)
    #expect(await manager.devices.last?.isEnding == true)
  }

  @Test("the store has the answers of a device that goes early, and sends nothing again that is all answered")
  func stored() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "syncml-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = folder.appending(path: "server.db").path
    let script = folder.appending(path: "script.xml")
    let item = "<Item><Target><LocURI>./A</LocURI></Target></Item>"
    try Data(
      "<Get>\(item)</Get><Get>\(item)</Get><Final/><Exec>\(item)</Exec><Exec>\(item)</Exec>".utf8
    ).write(to: script)
    let server = try await BuiltTool.Server(["--store", store, "--auth", "none", "--script", script.path])

    var message = try await DeviceMessages.exchange(DeviceMessages.message(1, DeviceMessages.start), with: server.url)
    var statuses = DeviceMessages.statuses(of: message, 1, of: "Get")
    var address = try #require(message.header.respURI)
    _ = try await DeviceMessages.exchange(DeviceMessages.message(2, statuses + DeviceMessages.abort), with: address)

    // Of the second batch one command alone is answered: it is sent again.
    message = try await DeviceMessages.exchange(
      DeviceMessages.message(1, DeviceMessages.start, sessionID: "2"), with: server.url)
    #expect(message.commands.map(\.name) == ["Status", "Status", "Exec", "Exec"])
    statuses = DeviceMessages.statuses(of: message, 1, of: "Exec", count: 1)
    address = try #require(message.header.respURI)
    _ = try await DeviceMessages.exchange(
      DeviceMessages.message(2, statuses + DeviceMessages.abort, sessionID: "2"), with: address)
    try await server.stop()

    let list = folder.appending(path: "list.json")
    let status = try await Program.run(
      try BuiltTool.path, ["queue", "list", "--all", "--store", store, "--format", "json"], output: list)
    #expect(status == 0)
    let batches = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: list)) as? [[String: Any]])
    #expect(batches.map { $0["state"] as? String } == ["answered", "sent"])
    #expect(batches.map { ($0["answers"] as? [Any])?.count } == [2, 1])
    #expect(batches.map { $0["attempts"] as? Int } == [1, 1])
  }
}
