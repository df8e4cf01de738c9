import Foundation
import Testing

@Suite(
  "The command device and a server that is busy", .tags(.slow),
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "python3 is missing"))
struct BusyServerTests {
  /// A server that says so many times that it is busy, with HTTP's 503 or with a message's status, and has nothing to do
  /// then.
  private final class BusyServer {
    private let process = Process()
    private let folder: TemporaryFolder

    private static let script = """
      import http.server, re, sys

      status, times, port_file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
      message = ("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>"
                 "<SessionID>%s</SessionID><MsgID>%d</MsgID><Target><LocURI>d</LocURI></Target><Source><LocURI>s</LocURI>"
                 "</Source></SyncHdr><SyncBody><Status><CmdID>1</CmdID><MsgRef>%s</MsgRef><CmdRef>0</CmdRef>"
                 "<Cmd>SyncHdr</Cmd><Data>%d</Data></Status><Final/></SyncBody></SyncML>")
      count = 0

      class Handler(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              global count
              count += 1
              body = self.rfile.read(int(self.headers["Content-Length"])).decode()
              is_busy = count <= times
              self.send_response(503 if is_busy and status == 0 else 200)
              text = message % (re.search("<SessionID>(.*?)<", body)[1], count, re.search("<MsgID>(.*?)<", body)[1],
                                status if is_busy else 200)
              self.send_header("Content-Type", "application/vnd.syncml.dm+xml")
              self.send_header("Content-Length", str(len(text)))
              self.end_headers()
              self.wfile.write(text.encode())

          def log_message(self, *arguments):
              pass

      server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
      with open(port_file + ".new", "w") as file:
          file.write(str(server.server_port))
      import os
      os.rename(port_file + ".new", port_file)
      server.serve_forever()
      """

    /// - Parameter status: what a busy message says; 0 for HTTP's 503.
    init(status: Int, times: Int) throws {
      folder = try TemporaryFolder()
      process.executableURL = URL(filePath: "/usr/bin/python3")
      process.arguments = ["-c", Self.script, "\(status)", "\(times)", folder.path + "/port"]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
    }

    deinit {
      // The threads of tests block signals, and so does what they start: only this one cannot be blocked.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }

    var url: String {
      get throws {
        for _ in 0..<3000 {
          if let port = try? String(contentsOfFile: folder.path + "/port", encoding: .utf8) {
            return "http://127.0.0.1:\(port)/dm"
          }
          usleep(10_000)
        }
        Issue.record("the server does not begin")
        throw CocoaError(.fileReadUnknown)
      }
    }
  }

  private func device(_ server: BusyServer, _ arguments: [String]) throws -> Tool.Outcome {
    try Tool.run(
      ["device", "--auth", "none", "--xml", "--server", try server.url, "--longest-wait", "0"] + arguments)
  }

  @Test("the device says that it waits, and goes on", arguments: [(0, 2), (417, 1), (417, 2), (503, 3), (101, 1)])
  func waits(status: Int, times: Int) throws {
    let server = try BusyServer(status: status, times: times)
    let outcome = try device(server, [])
    #expect(outcome.exitCode == 0, "\(outcome.text)\(outcome.errors)")
    #expect(outcome.text.contains("once more in 0ms"))
    #expect(outcome.text.contains("ended well"))
    if status > 0 { #expect(outcome.text.contains("  the server is busy (\(status) ")) }
  }

  @Test("a server that stays busy is exit code 75, with what to do next", arguments: [0, 417, 503])
  func staysBusy(status: Int) throws {
    let server = try BusyServer(status: status, times: 1000)
    let outcome = try device(server, ["--busy-retries", "2", "--attempts", "2", "-q"])
    #expect(outcome.exitCode == 75)
    #expect(outcome.errors.contains("try again later") || outcome.errors.contains("try later"), "\(outcome.errors)")
    if status > 0 { #expect(outcome.errors.contains("it said so 3 times"), "\(outcome.errors)") }
  }

  @Test("waits that are none are exit code 64", arguments: [["--busy-retries", "-1"], ["--longest-wait", "100000"]])
  func usage(arguments: [String]) throws {
    #expect(try Tool.run(["device", "--auth", "none"] + arguments).exitCode == 64)
  }
}
