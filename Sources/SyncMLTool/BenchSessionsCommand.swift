public import ArgumentParser
public import Benchmarking
import Foundation
import SyncML

/// `syncml bench sessions`: whole management sessions, both sides in this process.
struct BenchSessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "Measure whole management sessions in this process, without a network.",
    discussion: """
      A device and a server talk in one thread: every message is written and read, commands work on the device's tree, \
      and with an account both sides prove who they are by syncml:auth-md5. Each session is checked for having done \
      what it is for. Each begins with a device of its own, a copy of the first one.

      Printed are the sessions a second on one core, the time that a session takes (median and the slowest of a \
      hundred), its heap allocations, and the heap's bytes that an open session holds, its device included; of sessions \
      in XML also the time that expat alone takes to read their messages, which is measured in the same run.

      EXAMPLES
        syncml bench sessions
        syncml bench sessions --flow schedule --encoding wbxml
        syncml bench sessions --rounds 5 --sessions 2000 --format json
      """)

  @Option(
    help: """
      The session to measure: plain, authenticated or schedule (a schedule's installation, with credentials); may be \
      given several times. Default: all.
      """)
  var flow: [SessionFlow] = []

  @Option(help: "An encoding to measure: xml or wbxml. Default: both.")
  var encoding: [SessionEncoding] = []

  @Option(help: "How many times each side takes its turn, 1 to 1000.")
  var rounds = 11

  @Option(help: "The sessions of a turn, 1 to 100000; with all rounds at most 1000000.")
  var sessions = 500

  @Option(help: "The sessions left open to measure their memory, 1 to 100000.")
  var open = 500

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  enum SessionEncoding: String, ExpressibleByArgument, CaseIterable {
    case xml, wbxml
    var encoding: SyncML.Encoding { self == .xml ? .xml : .wbxml }
  }

  func validate() throws {
    if !(1...1000).contains(rounds) { throw ValidationError("--rounds takes 1 to 1000, not \(rounds).") }
    if !(1...100_000).contains(sessions) { throw ValidationError("--sessions takes 1 to 100000, not \(sessions).") }
    if rounds * sessions > 1_000_000 {
      throw ValidationError("--rounds times --sessions is at most 1000000, not \(rounds * sessions).")
    }
    if !(1...100_000).contains(open) { throw ValidationError("--open takes 1 to 100000, not \(open).") }
  }

  func run() throws {
    let complaints = Complaints(command: "bench sessions")
    try complaints.around {
      let report = try SessionBenchmark(
        flows: SessionFlow.allCases.filter { flow.isEmpty || flow.contains($0) },
        encodings: SessionEncoding.allCases.filter { encoding.isEmpty || encoding.contains($0) }.map(\.encoding),
        rounds: rounds, sessions: sessions, openSessions: open
      ).run(progress: BenchProgress.show)
      BenchProgress.clear()
      switch format {
      case .text: try OutputFile.standard.write(report.text)
      case .json:
        if !report.isOptimized { complaints.say("warning: built without optimization: these figures mean nothing") }
        try OutputFile.standard.write(jsonText(report))
      }
    }
  }
}

extension SessionFlow: ExpressibleByArgument {}

/// What a measurement is doing, on one line of the terminal.
enum BenchProgress {
  static func show(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text.prefix(78))".utf8))
  }

  static func clear() {
    if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}
