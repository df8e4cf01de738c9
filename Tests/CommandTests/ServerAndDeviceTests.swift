import Foundation
import SyncML
import Testing

@Suite("The commands server and device", .tags(.slow))
struct ServerAndDeviceTests {
  @Test(
    "device and server find together in either encoding, with every authentication",
    arguments: ["xml", "wbxml"], ["none", "basic", "md5", "hmac"])
  func together(encoding: String, auth: String) throws {
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--account", "example:dev:geheim", "--auth", auth,
    ])
    let url = try server.url
    let device = try Tool.run(
      ["device", "--server", url, "--account", "example:dev:geheim", "--auth", auth, "--\(encoding)"])
    #expect(device.exitCode == 0)
    #expect(device.errors.isEmpty)
    #expect(device.text.contains("Results . = \"DevInfo/DevDetail\""))
    #expect(device.text.contains(" ended well: "))
    let outcome = try server.wait()
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.text.contains("[1] ← ./DevDetail/FwV = \"0.1.0\" (chr)"))
    #expect(outcome.text.contains("[1] ends: all is said"))
    #expect(!outcome.text.contains("geheim"))
  }

  @Test(
    "a wrong password is exit code 1 on both sides, and no side says the password", arguments: ["basic", "md5", "hmac"])
  func wrongPassword(auth: String) throws {
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--account", "example:dev:geheim", "--auth", auth,
    ])
    let device = try Tool.run(["device", "--server", try server.url, "--account", "example:dev:falsch", "--auth", auth])
    #expect(device.exitCode == 1)
    #expect(device.text.contains("failed: the server refused the credentials"))
    let outcome = try server.wait()
    #expect(outcome.exitCode == 1)
    #expect(outcome.text.contains("authentication failed"))
    for text in [device.text, device.errors, outcome.text, outcome.errors] {
      #expect(!text.contains("geheim"))
      #expect(!text.contains("falsch"))
    }
  }

  @Test("without any option the server makes an account, and says how to use it")
  func defaults() throws {
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0"])
    let line = try server.line { $0.hasPrefix("try: syncml ") }
    let arguments = line.dropFirst("try: syncml ".count).split(separator: " ").map(String.init)
    #expect(arguments.first == "device")
    let device = try Tool.run(arguments)
    #expect(device.exitCode == 0)
    server.interrupt()
    let outcome = try server.wait()
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.hasSuffix("stops\n"))
  }

  @Test("a script's packages change the device, and the answers are printed")
  func script() throws {
    let folder = try TemporaryFolder()
    let script = try folder.file(
      "commands.xml",
      Data(
        """
        <?xml version="1.0"?>
        <!-- two packages: <Final/> ends one -->
        <Replace><Item><Target><LocURI>./Example/Name</LocURI></Target>
          <Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Data>neu &lt;Final/> ü</Data></Item></Replace>
        <Exec><Item><Target><LocURI>./Example/Reset</LocURI></Target></Item></Exec>
        <Alert><Data>1101</Data><Item/><Item><Data>Really?</Data></Item></Alert>
        <Final/>
        <SyncBody xmlns="SYNCML:SYNCML1.2"><Get><Item><Target><LocURI>./Example/Name</LocURI></Target></Item></Get>
        <Get><Item><Target><LocURI>./Nothing</LocURI></Target></Item></Get><Final/></SyncBody>
        """.utf8))
    let tree = try folder.file(
      "device.json",
      Data(
        """
        {"device": {"id": "IMEI:1", "manufacturer": "Ex", "model": "M"},
         "nodes": [{"uri": "./Example/Name", "value": "old", "access": "Get, Replace", "title": "A name"},
                   {"uri": "./Example/Reset", "exec": 202, "acl": "Get=*&Exec=example"},
                   {"uri": "./Example/Key", "format": "bin", "value": "AAEC", "permanent": true}]}
        """.utf8))
    let server = try RunningTool(
      ["server", "--listen", "127.0.0.1:0", "--once", "--account", "example:dev:pw", "--script", script.path])
    let device = try Tool.run([
      "device", "--server", try server.url, "--account", "example:dev:pw", "--tree", tree.path, "--answer", "yes",
      "--alert",
      "org.example.done=fertig",
    ])
    #expect(device.exitCode == 0)
    #expect(device.text.contains("  done: ./Example/Name = \"neu <Final/> ü\" (chr)"))
    #expect(device.text.contains("  done: Exec ./Example/Reset: 202"))
    let text = try server.wait().text
    #expect(text.contains("[1] ← 200 OK for Replace ./Example/Name = \"neu <Final/> ü\""))
    #expect(text.contains("[1] ← 202 Accepted for processing for Exec ./Example/Reset"))
    #expect(
      text.contains("[1] ← 200 OK for Alert 1101: Really?") || text.contains("[1] ← 200 OK for Alert 1101: \"Really?\"")
    )
    #expect(text.contains("[1] ← Alert 1226: org.example.done \"fertig\""))
    #expect(text.contains("[1] ← ./Example/Name = \"neu <Final/> ü\" (chr)"))
    #expect(text.contains("[1] ← 404 Not found for Get ./Nothing"))
  }

  @Test(
    "a script that is none is said to be, with its place, before anybody listens",
    arguments: [
      ("", "there is no command in it"), ("<Get>", "line 1, column 1: 'Get' has no end tag"),
      ("\n\n  <Gte><Item/></Gte>", "line 3, column 3: 'Gte' is no command"),
      ("<Get></Get>", "line 1, column 1: Get has no Item"),
      (
        "<Get><Item><Target><LocURI>./A</LocURI></Target></Item></Get>\n<Final/>\n<Final/>",
        "line 3, column 1: this package has no command"
      ),
      ("<Get><Item></Get></Item>", "line 1, column"), ("text", "line 1, column 1: text stands outside"),
      ("<Status><Data>200</Data></Status>", "line 1, column 1: Status is no command that"),
      ("<Get><Item><Source><LocURI>./A</LocURI></Source></Item></Get>", "an Item of Get has no Target"),
      ("<Atomic></Atomic>", "Atomic has no command"), ("<!-- ", "line 1, column 1: '<!--' has no end"),
    ])
  func badScript(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let script = try folder.file("commands.xml", Data(text.utf8))
    let outcome = try Tool.run(["server", "--listen", "127.0.0.1:0", "--script", script.path])
    #expect(outcome.exitCode == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(outcome.errors.contains(script.path))
  }

  @Test(
    "a device's tree that is none is said to be, with its place",
    arguments: [
      ("{", "not a device's tree"), (#"{"nodes": [{"value": "x"}]}"#, "'uri' is missing"),
      (#"[{"uri": "./A", "format": "blob"}]"#, "nodes[0] ./A: there is no format 'blob'"),
      (#"[{"uri": "./A", "format": "bool", "value": "ja"}]"#, "its value is none of format bool"),
      (#"[{"uri": "./A", "format": "bin", "value": "%%"}]"#, "its value is no base64"),
      (#"[{"uri": "./A", "acl": "Fetch=*"}]"#, "is no ACL"),
      (#"[{"uri": "./A", "access": "Fetch"}]"#, "there is no access type 'Fetch'"),
      (#"[{"uri": "../A"}]"#, "it is no address of a node"),
      (#"[{"uri": "./A"}, {"uri": "./A"}]"#, "nodes[1] ./A: the node cannot be added: 418"),
      (#"[{"uri": "./A"}, {"uri": "./A/B"}]"#, "nodes[1] ./A/B: the node cannot be added"),
      (#"{"nodes": [{"uri": "./A", "vlaue": "x"}]}"#, "nothing is known of 'nodes[0].vlaue': the keys here are uri,"),
      (#"[{"uri": "./A", "formt": "chr"}]"#, "nothing is known of '[0].formt'"),
      (#"{"node": []}"#, "nothing is known of 'node': the keys here are device, rootACL, nodes"),
      (#"{"device": {"id": ""}}"#, "device: its id is empty"),
      (#"[{"uri": "./A", "exec": 99999}]"#, "99999 is no status of an Exec"),
      ("[{\"uri\": \"./A\", \"title\": \"\(String(repeating: "x", count: 256))\"}]", "its title is longer"),
    ])
  func badTree(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let tree = try folder.file("device.json", Data(text.utf8))
    let outcome = try Tool.run(["device", "--auth", "none", "--server", "http://127.0.0.1:1/", "--tree", tree.path])
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
  }

  @Test("comments in a tree's file are passed over")
  func comments() throws {
    let folder = try TemporaryFolder()
    let tree = try folder.file(
      "device.json", Data(#"{"$schema": "x", "comment": 1, "nodes": [{"uri": "./A", "comment": "why"}]}"#.utf8))
    let outcome = try Tool.run([
      "device", "--auth", "none", "--server", "http://127.0.0.1:1/", "--attempts", "1", "--tree", tree.path,
    ])
    #expect(outcome.exitCode == 74)
  }

  @Test("an account with a key that nobody knows is refused: what it was to say would be missing")
  func unknownAccountKey() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "account.json",
      Data(#"{"serverID": "a", "user": "b", "password": "c", "server": {"pasword": "d", "password": "e"}}"#.utf8))
    let outcome = try Tool.run(["server", "--listen", "127.0.0.1:0", "--account", file.path])
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("nothing is known of 'server.pasword': the keys here are user, password, auth"))
  }

  @Test("a device without an account that is asked for credentials says how to give it some")
  func noAccount() throws {
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0"])
    let device = try Tool.run(["device", "--server", try server.url])
    #expect(device.exitCode == 1)
    #expect(device.text.contains("the server asks for credentials (407 Authentication required): give it some"))
    server.interrupt()
    _ = try server.wait()
  }

  @Test("a device that cannot reach its server says so in JSON too")
  func unreachableInJSON() throws {
    let outcome = try Tool.run([
      "device", "--auth", "none", "--server", "http://127.0.0.1:1/", "--attempts", "1", "--format", "json",
    ])
    #expect(outcome.exitCode == 74)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
    #expect(report["state"] as? String == "failed")
    #expect((report["reason"] as? String)?.contains("cannot be reached") == true)
  }

  @Test("a record that cannot be written is said to have gaps, once, and devices are served")
  func recordIsFull() throws {
    let server = try RunningTool([
      "server", "--listen", "127.0.0.1:0", "--once", "--auth", "none", "--record", "/dev/full",
    ])
    #expect(try Tool.run(["device", "--auth", "none", "--server", try server.url]).exitCode == 0)
    let outcome = try server.wait()
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.errors.contains("/dev/full"))
    #expect(outcome.errors.contains("The record has gaps."))
  }

  @Test("what was recorded can be read again, holds every message, and is nobody else's business")
  func record() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("sessions.jsonl")
    let server = try RunningTool(
      [
        "server", "--listen", "127.0.0.1:0", "--once", "--account", "example:dev:geheim", "--auth", "basic", "--record",
        file.path,
      ])
    let device = try Tool.run(
      ["device", "--server", try server.url, "--account", "example:dev:geheim", "--auth", "basic", "--format", "json"])
    #expect(device.exitCode == 0)
    #expect(try server.wait().exitCode == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let events = lines.compactMap { $0["event"] as? String }
    #expect(
      events == ["listening", "session-started"] + Array(repeating: "message", count: 6) + [
        "session-ended", "stopping",
      ])
    #expect(lines[events.count - 2]["outcome"] as? String == "completed")
    for line in lines where line["event"] as? String == "message" {
      let bytes = try #require((line["bytes"] as? String).flatMap { Data(base64Encoded: $0) })
      let message = try Message(decoding: Array(bytes).span)
      #expect(message.header.sessionID == line["sessionID"] as? String)
      let xml = try #require(line["xml"] as? String)
      // base64 of dev:geheim
      #expect(!xml.contains("ZGV2OmdlaGVpbQ"))
      #expect(try Message(decoding: Array(xml.utf8).span).commands == message.commands)
    }
    let report = try #require(try JSONSerialization.jsonObject(with: device.output) as? [String: Any])
    #expect(report["state"] as? String == "finished")
    #expect((report["steps"] as? [[String: Any]])?.count == 6)
  }

  @Test("a password can stand in a file, in the environment or in a JSON file, and not twice")
  func passwords() throws {
    let folder = try TemporaryFolder()
    let password = try folder.file("password", Data("pass:wörd\nnext line".utf8))
    let accounts = try folder.file(
      "accounts.json",
      Data(
        """
        [{"serverID": "other", "user": "other", "password": "x"},
         {"serverID": "example", "user": "dev", "passwordFile": "password", "auth": "hmac",
          "server": {"password": "server's"}}]
        """.utf8))
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0", "--account", accounts.path])
    let url = try server.url
    let own = try folder.file(
      "own.json",
      Data(
        #"{"serverID": "example", "user": "dev", "password": "pass:wörd", "auth": "hmac", "server": {"password": "server's"}, "url": "\#(url)"}"#
          .utf8))
    for arguments in [
      ["--server", url, "--auth", "hmac", "--account", "example:dev", "--password-file", password.path],
      ["--server", url, "--auth", "hmac", "--account", "example:dev", "--password-env", "DM_PW"],
      ["--server", url, "--auth", "hmac", "--account", "example:dev:pass:wörd"], ["--account", own.path],
    ] {
      let outcome = try Tool.run(["device", "-q"] + arguments, environment: ["DM_PW": "pass:wörd"])
      #expect(outcome.exitCode == 0, "\(arguments) \(outcome.errors)")
    }
    for arguments in [
      ["--account", "example:dev"], ["--account", "example"], ["--account", "example:dev:x", "--password-env", "HOME"],
      ["--account", "example:dev", "--password-env", "NO_SUCH_VARIABLE"], ["--account", "a:b:c", "--account", "d:e:f"],
      ["--account", "a:b", "--password-env", "X", "--password-file", "Y"], ["--timeout", "0"], ["--attempts", "0"],
      ["--xml", "--wbxml"], ["--server", "nonsense"],
    ] {
      let outcome = try Tool.run(["device", "-q"] + arguments)
      #expect(outcome.exitCode == 64, "\(arguments) \(outcome.errors)")
      #expect(!outcome.errors.contains("wörd"))
    }
    server.interrupt()
    #expect(try server.wait().exitCode == 0)
  }

  @Test("what keeps a device from its server is exit code 74, with what to do next")
  func unreachable() throws {
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none"])
    let url = try server.url
    for (target, reason, hint) in [
      ("http://127.0.0.1:1/dm", "connection refused", "is the server running?"),
      ("http://no-such-host.invalid/dm", "no address for the host 'no-such-host.invalid'", "name server"),
      (url.replacingOccurrences(of: "http:", with: "https:"), "does not speak TLS", "Try http://"),
      (url + "x", "HTTP 404", "check the path"),
    ] {
      let outcome = try Tool.run(["device", "--auth", "none", "--attempts", "1", "-q", "--server", target])
      #expect(outcome.exitCode == 74)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(outcome.errors.contains("  hint: "), "\(outcome.errors)")
      #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    }
    server.interrupt()
    _ = try server.wait()
  }

  @Test("what keeps a server from listening is exit code 74, with what to do next")
  func cannotListen() throws {
    let first = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none"])
    let port = try #require(URLComponents(string: try first.url)?.port)
    for (address, reason) in [
      ("127.0.0.1:\(port)", "in use by another program"), ("192.0.2.1:0", "no address of this machine"),
      ("no-such-host.invalid:0", "no address of this machine"),
    ] {
      let outcome = try Tool.run(["server", "--listen", address])
      #expect(outcome.exitCode == 74)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(outcome.errors.contains("  hint: "))
      #expect(outcome.output.isEmpty)
    }
    first.interrupt()
    _ = try first.wait()
  }

  @Test(
    "a wrong command line is exit code 64",
    arguments: [
      ["--listen", "nonsense"], ["--listen", "127.0.0.1:99999"], ["--listen", "::1:80"], ["--tls-key", "x"],
      ["--max-sessions", "0"], ["--path", "/a b"], ["--public-url", "ftp://x"], ["--account", "x"],
      ["--session-timeout", "0"],
    ])
  func usage(arguments: [String]) throws {
    let outcome = try Tool.run(["server"] + arguments)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.hasPrefix("Error: "))
  }

  @Test(
    "a server over https is managed with a certificate that the device is told to trust",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "openssl is missing"))
  func tls() throws {
    let folder = try TemporaryFolder()
    let (certificate, key) = (folder.path + "/c.pem", folder.path + "/k.pem")
    let made = try Tool.shell(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout '\(key)' -out '\(certificate)' "
        + "-days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost")
    #expect(made.exitCode == 0)
    let server = try RunningTool([
      "server", "--listen", "localhost:0", "--auth", "none", "--tls-certificate", certificate, "--tls-key", key,
    ])
    let url = try server.url
    #expect(url.hasPrefix("https://localhost:"))
    #expect(try Tool.run(["device", "--auth", "none", "-q", "--server", url, "--trust", certificate]).exitCode == 0)
    let untrusted = try Tool.run(["device", "--auth", "none", "-q", "--attempts", "1", "--server", url])
    #expect(untrusted.exitCode == 74)
    #expect(untrusted.errors.contains("--trust"))
    server.interrupt()
    #expect(try server.wait().exitCode == 0)
    let swapped = try Tool.run(["server", "--tls-certificate", key, "--tls-key", certificate])
    #expect(swapped.exitCode == 65)
  }

  @Test("a server that is killed loses its sessions, and its successor at the same port begins anew")
  func killed() throws {
    let first = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none"])
    let url = try first.url
    let port = try #require(URLComponents(string: url)?.port)
    #expect(try Tool.run(["device", "--auth", "none", "-q", "--server", url]).exitCode == 0)
    first.kill()
    let second = try RunningTool(["server", "--listen", "127.0.0.1:\(port)", "--auth", "none"])
    _ = try second.url
    #expect(
      try Tool.run(["device", "--auth", "none", "-q", "--server", url + "?session=00112233445566778899aabbccddeeff"])
        .exitCode == 74)
    #expect(try Tool.run(["device", "--auth", "none", "-q", "--server", url]).exitCode == 0)
    second.interrupt()
    #expect(try second.wait().exitCode == 0)
  }

  @Test("a second Ctrl-C does not wait for open sessions")
  func twice() throws {
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none"])
    let url = try server.url
    let message = String(decoding: Sample.xml, as: UTF8.self).replacingOccurrences(of: "'", with: "")
    let folder = try TemporaryFolder()
    let body = try folder.file("body.xml", Data(message.utf8))
    let posted = try Tool.shell(
      "curl -s -H 'Content-Type: application/vnd.syncml.dm+xml' --data-binary '@\(body.path)' '\(url)'")
    #expect(posted.text.contains("<RespURI>\(url)?session="))
    #expect(posted.text.contains("<Get>"))
    server.interrupt()
    _ = try server.line { $0.hasPrefix("stops when 1 open session is over") }
    server.interrupt()
    let start = Date()
    _ = try server.wait()
    #expect(Date().timeIntervalSince(start) < 5)
  }
}

/// The tool as a process that goes on while a test works with it.
final class RunningTool {
  private let process = Process()
  private let folder: TemporaryFolder
  private let output: URL
  private let errors: URL

  init(_ arguments: [String]) throws {
    folder = try TemporaryFolder()
    output = try folder.file("output")
    errors = try folder.file("errors")
    process.executableURL = try Tool.path
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  deinit { if process.isRunning { kill() } }

  var text: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

  /// The first line that fits, once it is there.
  func line(_ isIt: (Substring) -> Bool) throws -> Substring {
    let deadline = Date().addingTimeInterval(30)
    while Date() < deadline {
      // A line counts when it is complete.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = lines.first(where: isIt) { return line }
      if !process.isRunning { break }
      usleep(10_000)
    }
    let complaint = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
    Issue.record("the line does not come: \(text) \(complaint)")
    throw CocoaError(.fileReadUnknown)
  }

  /// Where the server listens.
  var url: String {
    get throws {
      let start = "syncml server listens at "
      return String(try line { $0.hasPrefix(start) }.dropFirst(start.count))
    }
  }

  func interrupt() { process.interrupt() }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Waits for the end.
  func wait() throws -> Tool.Outcome {
    let deadline = Date().addingTimeInterval(30)
    while process.isRunning, Date() < deadline { usleep(10_000) }
    if process.isRunning {
      Issue.record("the tool does not end")
      kill()
    }
    process.waitUntilExit()
    return Tool.Outcome(
      exitCode: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: try Data(contentsOf: output), errors: try String(contentsOf: errors, encoding: .utf8))
  }
}
