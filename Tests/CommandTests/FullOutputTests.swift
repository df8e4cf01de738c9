import Foundation
import Testing

@Suite("Output that cannot be written", .tags(.slow))
struct FullOutputTests {
  private static let get = "<Get><Item><Target><LocURI>./A</LocURI></Target></Item></Get>"

  @Test(
    "is exit code 74 and one line, for the queue's commands",
    arguments: ["devices", "list", "show 1", "add --device IMEI:2 -", "remove 1", "prune"], ["text", "json"])
  func queue(work: String, format: String) throws {
    for output in [">/dev/full", ">&-"] {
      let folder = try TemporaryFolder()
      let store = folder.path + "/server.db"
      let queued = try Tool.run(
        ["queue", "add", "--store", store, "--device", "IMEI:1", "-"], input: Data(Self.get.utf8))
      #expect(queued.exitCode == 0)
      let outcome = try Tool.shell(
        "echo '\(Self.get)' | \"$SYNCML\" queue \(work) --store '\(store)' --format \(format) \(output)")
      #expect(outcome.exitCode == 74, "\(work) \(output) \(outcome.errors)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("standard output: "), "\(outcome.errors)")
    }
  }

  @Test("is exit code 74 for measurements and vectors")
  func others() throws {
    for work in ["bench http --sessions 1 --devices 1 --open 0 --encoding xml", "conformance list"] {
      for format in ["text", "json"] {
        let outcome = try Tool.shell("\"$SYNCML\" \(work) --format \(format) >/dev/full")
        #expect(outcome.exitCode == 74, "\(work) \(outcome.errors)")
        #expect(outcome.errors.contains("standard output: no space left on device"), "\(outcome.errors)")
      }
    }
  }

  @Test("is exit code 74 for a device, whose session goes on to its end", arguments: ["text", "json"])
  func device(format: String) throws {
    for output in [">/dev/full", ">&-"] {
      let server = try RunningTool(["server", "--listen", "127.0.0.1:0", "--once", "--auth", "none"])
      let outcome = try Tool.shell(
        "\"$SYNCML\" device --auth none --server '\(try server.url)' --format \(format) \(output)")
      #expect(outcome.exitCode == 74, "\(output) \(outcome.errors)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(try server.wait().exitCode == 0)
    }
  }

  @Test("is no failure where the reader has gone")
  func readerHasGone() throws {
    let server = try RunningTool(["server", "--listen", "127.0.0.1:0", "--auth", "none"])
    let outcome = try Tool.shell(
      "\"$SYNCML\" device --auth none --server '\(try server.url)' | true; echo ${PIPESTATUS[0]}")
    #expect(outcome.text == "0\n")
    #expect(outcome.errors.isEmpty)
    server.interrupt()
    _ = try server.wait()
  }
}
