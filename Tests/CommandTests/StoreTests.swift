import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite("The option --store", .tags(.slow))
struct StoreTests {
  private static let script = """
    <Replace><Item><Target><LocURI>./Example/Name</LocURI></Target><Data>new</Data></Item></Replace><Final/>
    <Add><Item><Target><LocURI>./Example/Added</LocURI></Target><Data>x</Data></Item></Add>
    """
  private static let tree = """
    {"device": {"id": "IMEI:1", "manufacturer": "Ex", "model": "M"}, "nodes": [{"uri": "./Example/Name", "value": "old"}]}
    """

  @Test(
    "a device that is started again goes on with its tree, account and nonces, and so does the server",
    arguments: ["md5", "hmac"])
  func goesOn(auth: String) throws {
    let folder = try TemporaryFolder()
    let script = try folder.file("commands.xml", Data(Self.script.utf8)).path
    let tree = try folder.file("device.json", Data(Self.tree.utf8)).path
    let (deviceFile, serverFile) = ("\(folder.path)/device.db", "\(folder.path)/server.db")
    func server() throws -> RunningTool {
      try RunningTool([
        "server", "--listen", "127.0.0.1:0", "--once", "--account", "example:dev:geheim", "--auth", auth, "--script",
        script, "--store", serverFile,
      ])
    }
    let first = try server()
    let device = try Tool.run([
      "device", "--server", try first.url, "--account", "example:dev:geheim", "--auth", auth, "--store", deviceFile,
      "--tree", tree,
    ])
    #expect(device.exitCode == 0, "\(device.errors)\(device.text)")
    #expect(try first.wait().exitCode == 0)

    // The second time the device is told nothing but where the server is now.
    let second = try server()
    let again = try Tool.run(["device", "--server", try second.url, "--store", deviceFile])
    #expect(again.exitCode == 0, "\(again.errors)\(again.text)")
    let outcome = try second.wait()
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.contains("418"))
    // Both kept their nonces: nobody had to ask for credentials.
    #expect(!again.text.contains("407 Auth") && !again.text.contains("401 Inv"), "\(again.text)")
    for text in [device.text, again.text, outcome.text] { #expect(!text.contains("geheim")) }

    let stored = try #require(try DeviceDatabase(path: deviceFile).load())
    #expect(stored.tree.text(NodeURI(segments: ["Example", "Name"])) == "new")
    #expect(stored.tree.text(NodeURI(segments: ["DevInfo", "DevId"])) == "IMEI:1")
    #expect(stored.tree.text(NodeURI(segments: ["Example", "Added"])) == "x")
    let database = try ServerDatabase(path: serverFile)
    let known = try #require(try database.device("IMEI:1"))
    #expect(known.devInfo["./DevInfo/Man"] == "Ex")
    #expect(known.account?.clientCredentials?.nonce != nil)
    #expect(known.account?.clientCredentials?.nonce == stored.state.accounts[0].clientCredentials?.nonce)
    #expect(try database.sessions(of: "IMEI:1", limit: 9).map(\.state) == [.finished, .finished])
    let batches = try database.batches(for: "IMEI:1", in: [.answered], limit: 9)
    #expect(batches.map { $0.statuses.map { $0.code?.rawValue } } == [[200], [200], [200], [418]])
  }

  @Test("a device that is killed in mid-session has what it had acknowledged, and the server sends the rest later")
  func killed() throws {
    let folder = try TemporaryFolder()
    let script = try folder.file("commands.xml", Data(Self.script.utf8)).path
    let tree = try folder.file("device.json", Data(Self.tree.utf8)).path
    let (deviceFile, serverFile) = ("\(folder.path)/device.db", "\(folder.path)/server.db")
    for round in 1...6 {
      let server = try RunningTool([
        "server", "--listen", "127.0.0.1:0", "--account", "example:dev:geheim", "--script", script, "--store",
        serverFile,
      ])
      let device = try RunningTool([
        "device", "--server", try server.url, "--account", "example:dev:geheim", "--store", deviceFile, "--tree", tree,
      ])
      usleep(UInt32(round) * 25_000)
      device.kill()
      server.kill()
      _ = try? device.wait()
      _ = try? server.wait()
    }
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--account", "example:dev:geheim", "--script", script, "--store",
      serverFile,
    ])
    let device = try Tool.run([
      "device", "--server", try server.url, "--account", "example:dev:geheim", "--store", deviceFile, "--tree", tree,
    ])
    #expect(device.exitCode == 0, "\(device.errors)\(device.text)")
    #expect(try server.wait().exitCode == 0)
    let stored = try #require(try DeviceDatabase(path: deviceFile).load())
    #expect(stored.tree.text(NodeURI(segments: ["Example", "Name"])) == "new")
    #expect(stored.tree.text(NodeURI(segments: ["Example", "Added"])) == "x")
    let database = try ServerDatabase(path: serverFile)
    #expect(try database.batches(for: "IMEI:1", in: [.queued, .sent, .abandoned], limit: 9) == [])
    let answered = try database.batches(for: "IMEI:1", in: [.answered], limit: 9)
    #expect(!answered.isEmpty)
  }

  @Test(
    "a file that is none, or that another process uses, is said with the next step", arguments: ["device", "server"])
  func badFile(command: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("store.db", Data(String(repeating: "no database ", count: 100).utf8))
    let arguments = command == "device" ? ["--server", "http://127.0.0.1:1/"] : ["--listen", "127.0.0.1:0"]
    let outcome = try Tool.run([command, "--auth", "none", "--store", file.path] + arguments)
    #expect(outcome.exitCode == 74)
    #expect(outcome.errors.contains("\(file.path) is damaged (not a database)"), "\(outcome.errors)")
    let missing = try Tool.run([command, "--auth", "none", "--store", "\(folder.path)/none/x.db"] + arguments)
    #expect(missing.exitCode == 74)
    #expect(missing.errors.contains("no such folder"), "\(missing.errors)")
  }

  @Test("a store that is in use is said to be")
  func locked() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/device.db"
    let store = try DeviceDatabase(path: file)
    let outcome = try Tool.run(["device", "--auth", "none", "--store", file, "--server", "http://127.0.0.1:1/"])
    #expect(outcome.exitCode == 74)
    #expect(outcome.errors.contains("in use by another process"), "\(outcome.errors)")
    try store.close()
  }

  @Test("a second server on a store is refused before it touches it, and the queue is not")
  func secondServer() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/server.db"
    let link = "\(folder.path)/link.db"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let first = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none", "--store", file])
    _ = try first.url
    let database = try ServerDatabase(path: file)
    _ = try database.beginSession(with: "IMEI:1", sessionID: "1", at: nil)
    for path in [file, link] {
      let second = try Tool.run(["server", "--listen", "127.0.0.1:0", "--auth", "none", "--store", path])
      #expect(second.exitCode == 74)
      #expect(second.output.isEmpty)
      #expect(second.errors.contains("\(path) is in use by another process"), "\(second.errors)")
    }
    #expect(try database.sessions(of: "IMEI:1", limit: 9).map(\.state) == [.open])
    try database.close()
    #expect(try Tool.run(["queue", "devices", "--store", file]).text.contains("IMEI:1"))
    // The lock ends with its process, however that ends.
    first.kill()
    let third = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none", "--store", file])
    _ = try third.url
    third.interrupt()
    #expect(try third.wait().exitCode == 0)
  }

  @Test("an alert that no server has taken is sent the next time")
  func alerts() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/device.db"
    let failed = try Tool.run([
      "device", "--auth", "none", "--store", file, "--server", "http://127.0.0.1:1/dm", "--attempts", "1", "--alert",
      "org.example.done=later",
    ])
    #expect(failed.exitCode == 74)
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0", "--once", "--auth", "none"])
    let device = try Tool.run(["device", "--auth", "none", "--store", file, "--server", try server.url])
    #expect(device.exitCode == 0)
    #expect(try server.wait().text.contains("Alert 1226: org.example.done \"later\""))
    #expect(try DeviceDatabase(path: file).load()?.state.alerts == [])
  }
}
