import Foundation
import Testing

@Suite("What the server and the device are given", .tags(.slow))
struct ServerOptionTests {
  @Test("without a host the server listens at every address, of IPv4 and where there is IPv6 of that")
  func everyAddress() throws {
    let server = try RunningTool(["server", "--listen", ":0", "--auth", "none"])
    let url = try server.url
    let port = try #require(URLComponents(string: url)?.port)
    var hosts = ["127.0.0.1"]
    if url.contains("[::]") { hosts.append("[::1]") }
    for host in hosts {
      let device = try Tool.run(["device", "-q", "--auth", "none", "--server", "http://\(host):\(port)/dm"])
      #expect(device.exitCode == 0, "\(host) \(device.errors)")
    }
    server.interrupt()
    #expect(try server.wait().exitCode == 0)
  }

  @Test("certificates that are missing are exit code 66, and those that are none 65")
  func certificates() throws {
    let folder = try TemporaryFolder()
    let none = try folder.file("none.pem", Data("no certificate".utf8)).path
    let missing = folder.path + "/missing.pem"
    let device = ["device", "--auth", "none", "--server", "https://127.0.0.1:1/", "--attempts", "1", "--trust"]
    let server = ["server", "--listen", "127.0.0.1:0", "--auth", "none"]
    for (arguments, code) in [
      (server + ["--tls-certificate", missing, "--tls-key", none], 66),
      (server + ["--tls-certificate", none, "--tls-key", missing], 66), (device + [missing], 66),
      (server + ["--tls-certificate", none, "--tls-key", none], 65), (device + [none], 65),
    ] as [([String], Int32)] {
      let outcome = try Tool.run(arguments)
      #expect(outcome.exitCode == code, "\(arguments) \(outcome.errors)")
      #expect(outcome.errors.contains(code == 66 ? "\(missing): no such file" : none), "\(outcome.errors)")
    }
  }

  @Test(
    "a public URL that no device could follow is refused",
    arguments: ["http://", "https:///dm", "httpx://a/dm", "http://a/dm?b", "http://a/dm#b", "a/dm"])
  func publicURL(url: String) throws {
    let outcome = try Tool.run(["server", "--listen", "127.0.0.1:0", "--public-url", url])
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("--public-url takes a URL"), "\(outcome.errors)")
  }

  @Test(
    "an account of a file that cannot be meant is refused",
    arguments: [
      (#"{"serverID": "", "user": "u", "password": "geheim"}"#, "an empty serverID"),
      (#"[{"serverID": "s", "user": "", "password": "geheim"}]"#, "an empty user"),
      (
        #"{"serverID": "s", "user": "u", "password": "geheim", "passwordFile": "p"}"#,
        "has password and passwordFile: which one is meant?"
      ),
    ])
  func accounts(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("accounts.json", Data(text.utf8)).path
    for command in [["server", "--listen", "127.0.0.1:0"], ["device", "--server", "http://127.0.0.1:1/"]] {
      let outcome = try Tool.run(command + ["--account", file])
      #expect(outcome.exitCode == 65)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(!outcome.errors.contains("geheim"))
    }
  }

  @Test("a file that is too long gets no hint at an option that the command has not, and one at an option that it has")
  func limitHint() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("password", Data(repeating: 0x61, count: 2 << 20)).path
    let outcome = try Tool.run(["device", "--account", "a:b", "--password-file", file])
    #expect(outcome.exitCode == 65)
    #expect(!outcome.errors.contains("--limit-document"), "\(outcome.errors)")
    let validated = try Tool.run(["validate", "--limit-document", "1K", file])
    #expect(validated.exitCode == 65)
    #expect(validated.errors.contains("--limit-document"), "\(validated.errors)")
  }

  @Test("what a message calls its elements, and the name of its file, move nothing on the terminal")
  func cleanValidation() throws {
    let folder = try TemporaryFolder()
    let name = "a\u{1B}[31m\u{202E}.wbxml"
    // WBXML 1.2 of syncml12: SyncML with a literal element from the string table, whose name holds ESC and U+202E.
    let literal: [UInt8] = Array("x\u{1B}[31m\u{202E}".utf8) + [0]
    let bytes: [UInt8] = [0x02, 0xA4, 0x01, 0x6A, UInt8(literal.count)] + literal + [0x6D, 0x04, 0x00, 0x01]
    let file = try folder.file(name, Data(bytes)).path
    let outcome = try Tool.run(["validate", file])
    #expect(!outcome.text.isEmpty)
    for scalar in ["\u{1B}", "\u{202E}"] { #expect(!outcome.text.contains(scalar), "\(outcome.text)") }
    #expect(outcome.text.contains("a·[31m·.wbxml"), "\(outcome.text)")
    #expect(outcome.text.contains("x·[31m·"), "\(outcome.text)")
  }
}
