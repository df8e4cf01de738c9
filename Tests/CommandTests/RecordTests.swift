import Foundation
import Testing

@Suite("The option --record", .tags(.slow))
struct RecordTests {
  private let folder: TemporaryFolder
  private let record: String

  init() throws {
    folder = try TemporaryFolder()
    record = folder.path + "/sessions.jsonl"
  }

  private func events() throws -> [String] {
    try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n").map {
      let line = try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      return try #require(line["event"] as? String)
    }
  }

  @Test("a record goes on, also after a line that was left half written, and becomes its owner's alone")
  func goesOn() throws {
    let former = #"{"event": "former"}"# + "\n"
    try Data((former + #"{"event": "#).utf8).write(to: URL(fileURLWithPath: record))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: record)
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--auth", "none", "--record", record,
    ])
    #expect(try Tool.run(["device", "-q", "--auth", "none", "--server", try server.url]).exitCode == 0)
    #expect(try server.wait().exitCode == 0)
    let text = try String(contentsOfFile: record, encoding: .utf8)
    #expect(text.hasPrefix(former + #"{"event": "# + "\n{"))
    #expect(text.contains(#""event":"session-ended""#))
    let mode = try FileManager.default.attributesOfItem(atPath: record)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("a second server with the same record, which cannot listen, leaves it as it is")
  func secondServer() throws {
    let first = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--auth", "none", "--record", record,
    ])
    let url = try first.url
    let port = try #require(URLComponents(string: url)?.port)
    #expect(try Tool.run(["device", "-q", "--auth", "none", "--server", url]).exitCode == 0)
    let before = try events()
    #expect(before.first == "listening")
    let second = try Tool.run(["server", "--listen", "127.0.0.1:\(port)", "--auth", "none", "--record", record])
    #expect(second.exitCode == 74)
    #expect(second.errors.contains("in use"), "\(second.errors)")
    #expect(try events().starts(with: before))
    first.interrupt()
    #expect(try first.wait().exitCode == 0)
    #expect(try events().last == "stopping")
  }

  @Test(
    "a record that would be the store, the accounts, the script or a password is refused, and nothing is written",
    arguments: ["--store", "--account", "--script", "--password-file"], [false, true])
  func sameFile(option: String, isLink: Bool) throws {
    let text = Data(#"{"serverID": "a", "user": "b", "password": "c"}"#.utf8)
    let file = try folder.file("file.json", text).path
    var record = file
    if isLink {
      record = folder.path + "/link"
      try FileManager.default.createSymbolicLink(atPath: record, withDestinationPath: file)
    }
    let outcome = try Tool.run(["server", "--listen", "127.0.0.1:0", "--record", record, option, file])
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("--record and \(option) name the same file"), "\(outcome.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == text)
  }

  @Test("a record that would be a store that is still to be made is refused")
  func sameNewFile() throws {
    let outcome = try Tool.run([
      "server", "--listen", "127.0.0.1:0", "--record", record, "--store", folder.path + "/./sessions.jsonl",
    ])
    #expect(outcome.exitCode == 64)
    #expect(!FileManager.default.fileExists(atPath: record))
  }
}
