import ArgumentParser
import DMStorage
import DMTransport
import DeviceManagement
import Foundation
import SyncML

/// `syncml bench http`: sessions over HTTP on the loopback.
struct BenchHTTPCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "http",
    abstract: "Measure whole management sessions over HTTP, on the loopback.",
    discussion: """
      A server and so many devices at a time run in this process, so both sides share its processors. A session is two \
      messages of the device: DevInfo, and the answers to a Get of six leaves and a Replace; with md5 and hmac one more, \
      for the challenge. Each session has a connection of its own, as those of real devices have.

      Printed are the sessions a second, the time a session takes (median and the slowest of a hundred), and what an \
      open session costs the server in memory: the growth of the process while --open sessions wait for their devices.

      With --store the server keeps its sessions in a file, in the folder for temporary ones, as `syncml server --store` \
      does: each message waits for the disk.

      EXAMPLES
        syncml bench http
        syncml bench http --sessions 2000 --devices 64 --auth md5
        syncml bench http --encoding wbxml --format json
        syncml bench http --store --auth md5
      """)

  @Option(help: "How many sessions are run for each encoding, 1 to 100000.")
  var sessions = 500

  @Option(help: "The devices at a time, 1 to 1000.")
  var devices = 16

  @Option(help: "The sessions left open to measure their memory, 0 to 100000.")
  var open = 2000

  @Option(help: "An encoding to measure: xml or wbxml. Default: both.")
  var encoding: [EncodingChoice] = []

  @Option(help: "How devices prove who they are: none, basic, md5 or hmac.")
  var auth = AuthenticationChoice.none

  @Flag(help: "Keep the server's sessions in a file.")
  var store = false

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  enum EncodingChoice: String, ExpressibleByArgument, CaseIterable {
    case xml, wbxml
    var encoding: SyncML.Encoding { self == .xml ? .xml : .wbxml }
  }

  func validate() throws {
    if !(1...100_000).contains(sessions) { throw ValidationError("--sessions takes 1 to 100000, not \(sessions).") }
    if !(1...1000).contains(devices) { throw ValidationError("--devices takes 1 to 1000, not \(devices).") }
    if !(0...100_000).contains(open) { throw ValidationError("--open takes 0 to 100000, not \(open).") }
  }

  func run() async throws {
    let complaints = Complaints(command: "bench http")
    let chosen = EncodingChoice.allCases.filter { encoding.isEmpty || encoding.contains($0) }
    var rows: [HTTPBenchmark.Row] = []
    for encoding in chosen {
      do {
        rows.append(
          try await HTTPBenchmark(
            encoding: encoding.encoding, sessions: sessions, devices: devices, openSessions: open, auth: auth,
            usesStore: store
          ).run())
      } catch let error as DMClientError {
        complaints.say(ToolFailure(nil, "\(error)", .inputOutput))
        throw ExitCode.inputOutput
      } catch let error as StorageError {
        complaints.say(ToolFailure(nil, "\(error)", .inputOutput))
        throw ExitCode.inputOutput
      }
    }
    try complaints.around {
      switch format {
      case .text: try OutputFile.standard.write(HTTPBenchmark.table(rows, auth: auth.rawValue, usesStore: store))
      case .json: try OutputFile.standard.write(jsonText(rows))
      }
    }
    if !HTTPBenchmark.isOptimized {
      complaints.say("warning: built without optimization: these figures mean nothing")
    }
    let failures = rows.reduce(0) { $0 + $1.failures }
    if failures > 0 {
      complaints.say("syncml bench http: \(failures) sessions did not end well")
      throw ExitCode.findings
    }
  }
}
