import DMStorage
import DeviceManagement
import Foundation
import Testing

@Suite("The command queue", .tags(.slow))
struct QueueTests {
  private static let replace = """
    <Replace><Item><Target><LocURI>./Example/Name</LocURI></Target><Data>new</Data></Item></Replace>
    """
  private static let get = """
    <Get><Item><Target><LocURI>./Example/Name</LocURI></Target></Item></Get>
    """
  private static let tree = """
    {"device": {"id": "IMEI:1", "manufacturer": "Ex", "model": "M"},
     "nodes": [{"uri": "./Example/Name", "value": "old"}]}
    """

  private let folder: TemporaryFolder
  private let store: String

  init() throws {
    folder = try TemporaryFolder()
    store = folder.path + "/server.db"
  }

  private func queue(_ arguments: [String], input: String = "") throws -> Tool.Outcome {
    try Tool.run(["queue", arguments[0], "--store", store] + arguments.dropFirst(), input: Data(input.utf8))
  }

  private func json(_ outcome: Tool.Outcome) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
  }

  private func server(_ arguments: [String] = []) throws -> RunningTool {
    try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none", "--store", store] + arguments)
  }

  private func device(_ url: String) throws -> Tool.Outcome {
    let tree = try folder.file("device.json", Data(Self.tree.utf8))
    return try Tool.run([
      "device", "--auth", "none", "--server", url, "--tree", tree.path, "--store", folder.path + "/device.db",
    ])
  }

  @Test("commands that are queued while the server runs are sent in the device's next session, and the answers shown")
  func runningServer() throws {
    let running = try server(["--queue-only"])
    let url = try running.url
    // Nothing is queued: nothing is sent.
    let first = try device(url)
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(!first.text.contains("Get"))

    let commands = try folder.file("commands.xml", Data((Self.replace + "<Final/>" + Self.get).utf8))
    let added = try queue(["add", "--device", "IMEI:1", commands.path])
    #expect(added.exitCode == 0, "\(added.errors)")
    #expect(added.text == "IMEI:1: queued batches 1, 2\n")
    let waiting = try queue(["list", "--format", "json"])
    #expect(try json(waiting).map { $0["state"] as? String } == ["queued", "queued"])
    #expect(try json(waiting)[0]["commands"] as? [String] == ["Replace ./Example/Name = \"new\""])

    let second = try device(url)
    #expect(second.exitCode == 0, "\(second.errors)")
    #expect(second.text.contains("done: ./Example/Name = \"new\""))
    #expect(try json(queue(["list", "--format", "json"])).isEmpty)
    let all = try queue(["list", "--all"])
    #expect(all.text.split(separator: "\n").count == 3)
    #expect(all.text.contains("answered"))
    let shown = try queue(["show", "1", "2"])
    #expect(shown.exitCode == 0)
    #expect(shown.text.contains("batch 1 for IMEI:1: answered, queued 2"))
    #expect(shown.text.contains("  ← 200 OK for Replace"))
    #expect(shown.text.contains("  ← ./Example/Name = \"new\" (chr)"))
    let answers = try #require(try json(queue(["show", "2", "--format", "json"]))[0]["answers"] as? [[String: Any]])
    #expect(answers.map { $0["status"] as? Int } == [200, nil])
    #expect(answers[1]["value"] as? String == "new")
    #expect(answers[1]["uri"] as? String == "./Example/Name")

    let devices = try json(queue(["devices", "--format", "json"]))
    #expect(devices.map { $0["device"] as? String } == ["IMEI:1"])
    #expect(devices[0]["model"] as? String == "M")
    #expect(devices[0]["latestSession"] as? String == "finished")
    running.interrupt()
    #expect(try running.wait().exitCode == 0)
  }

  @Test("what is taken back is not sent, and the server's script comes only where nothing waits")
  func removed() throws {
    #expect(try queue(["add", "--device", "IMEI:1", "-"], input: Self.replace).exitCode == 0)
    #expect(try queue(["add", "--device", "IMEI:1", "--device", "IMEI:2", "-"], input: Self.get).exitCode == 0)
    let removed = try queue(["remove", "1"])
    #expect(removed.exitCode == 0)
    #expect(removed.text == "batch 1 for IMEI:1 is removed, it was queued\n")
    let running = try server(["--once"])
    let outcome = try device(try running.url)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!outcome.text.contains("Replace ./Example/Name"))
    #expect(outcome.text.contains("Get ./Example/Name"))
    #expect(!outcome.text.contains("Get ./DevInfo/Man"))
    _ = try running.wait()
    #expect(try queue(["remove", "--device", "IMEI:2", "--format", "json"]).text.contains("\"id\" : 3"))
    #expect(try queue(["remove", "--device", "IMEI:2"]).exitCode == 1)
    let missing = try queue(["remove", "77", "2"])
    #expect(missing.exitCode == 1)
    #expect(missing.errors.contains("there is no batch 77"))
    #expect(try ServerDatabase(path: store).batches(in: Set(CommandBatch.State.allCases), limit: 9) == [])
  }

  @Test("all devices that are known get a batch each")
  func allDevices() throws {
    let none = try queue(["add", "--all-devices", "-"], input: Self.get)
    #expect(none.exitCode == 1)
    #expect(none.errors.contains("the server knows no device yet"))
    let database = try ServerDatabase(path: store)
    for index in 1...1203 { try database.save(DeviceRecord(deviceURI: "IMEI:\(index)")) }
    try database.close()
    let outcome = try queue(
      ["add", "--all-devices", "--format", "json", "-"], input: Self.get + "<Final/>" + Self.replace)
    #expect(outcome.exitCode == 0)
    let queued = try json(outcome)
    #expect(queued.count == 1203)
    #expect(Set(queued.flatMap { $0["batches"] as? [Int] ?? [] }) == Set(1...2406))
    #expect(queued.first { $0["device"] as? String == "IMEI:1203" }?["batches"] as? [Int] != nil)
  }

  @Test("what is done is forgotten on request")
  func prune() throws {
    #expect(try queue(["add", "--device", "IMEI:1", "-"], input: Self.get).exitCode == 0)
    let running = try server(["--once"])
    #expect(try device(try running.url).exitCode == 0)
    _ = try running.wait()
    #expect(try queue(["add", "--device", "IMEI:1", "-"], input: Self.get).exitCode == 0)
    #expect(try queue(["prune"]).text == "0 batches forgotten\n")
    #expect(try queue(["prune", "--keep", "0"]).text == "1 batch forgotten\n")
    #expect(try json(queue(["list", "--all", "--format", "json"])).map { $0["id"] as? Int } == [2])
  }

  @Test(
    "wrong command lines are 64, commands that are none 65, a store that is not there 66, a batch that is not there 1",
    arguments: [
      (["add", "-"], 64), (["add", "--device", "d", "--all-devices", "-"], 64), (["add", "--device", "", "-"], 64),
      (["add", "--device", "d", "--device", "d", "-"], 64), (["add", "--device", "d"], 64), (["show"], 64),
      (["show", "0"], 64), (["show", "x"], 64), (["remove"], 64), (["remove", "1", "--device", "d"], 64),
      (["list", "--all", "--state", "queued"], 64), (["list", "--state", "lost"], 64), (["prune", "--keep", "-1"], 64),
      (["add", "--device", "d", "-"], 65), (["add", "--device", "d", "/no/such/file.xml"], 66), (["list"], 66),
      (["show", "1"], 66), (["devices"], 66), (["remove", "1"], 66), (["prune"], 66),
    ] as [([String], Int32)])
  func exitCodes(_ arguments: [String], _ exitCode: Int32) throws {
    let outcome = try queue(arguments, input: "<Gte/>")
    #expect(outcome.exitCode == exitCode, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test("a batch that is not there is said to be none")
  func missing() throws {
    #expect(try queue(["add", "--device", "d", "-"], input: Self.get).exitCode == 0)
    let outcome = try queue(["show", "2"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("there is no batch 2"))
    #expect(outcome.errors.contains("  hint: "))
  }

  @Test("what is there is shown also where another batch is not")
  func missingBesideOthers() throws {
    #expect(try queue(["add", "--device", "d", "-"], input: Self.get).exitCode == 0)
    let outcome = try queue(["show", "1", "998", "999", "--format", "json"])
    #expect(outcome.exitCode == 1)
    #expect(try json(outcome).map { $0["id"] as? Int } == [1])
    #expect(outcome.errors.contains("there is no batch 998, 999"))
    #expect(try queue(["show", "999", "1"]).text.hasPrefix("batch 1 for d: queued"))
    #expect(try json(queue(["show", "999", "--format", "json"])).isEmpty)
  }

  @Test("a server without a store has no queue")
  func queueOnly() throws {
    for arguments in [["--queue-only"], ["--queue-only", "--store", store, "--script", "x.xml"]] {
      let outcome = try Tool.run(["server"] + arguments)
      #expect(outcome.exitCode == 64)
      #expect(outcome.errors.contains("--queue-only"))
    }
  }

  @Test("every kind of work explains itself", arguments: ["add", "list", "show", "remove", "devices", "prune"])
  func help(subcommand: String) throws {
    let outcome = try Tool.run(["queue", subcommand, "--help"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.contains("EXAMPLES"))
    #expect(outcome.text.contains("syncml queue \(subcommand) --store"))
  }
}
