public import ArgumentParser
public import Benchmarking
import Foundation

/// `syncml bench codec`: how fast messages are read and written on this machine.
struct BenchCodecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codec",
    abstract: "Measure reading and writing messages beside the package's peers (the default).",
    discussion: """
      Messages are made up in the shapes of real traffic. This package and its peers take turns, so that whatever else \
      the machine does hits them alike; every run is checked for having done its work. Peers are libraries of the \
      system, loaded if they are there. Limits do a part of the work only: a bare walk over the tokens in C, and expat \
      reading the XML. All figures are of this run; where the machine is busy, the ratios are what counts.

      Heap allocations are counted, on Linux, by a malloc of the tool's own that passes everything on.

      EXAMPLES
        syncml bench
        syncml bench --shape dm2k --against none
        syncml bench --shape sync10m --work events --against libwbxml
        syncml bench --large --rounds 5 --format json > bench.json
      """)

  enum Opponent: String, ExpressibleByArgument, CaseIterable { case libwbxml, expat, none }

  @Option(
    help: "A peer to measure against: libwbxml, expat or none; may be given several times. Default: all there are.")
  var against: [Opponent] = []

  @Option(
    help: """
      The work to measure: events, table-events, xml, wbxml, typed-decode or typed-encode; may be given several times. \
      Default: all.
      """)
  var work: [BenchmarkWork] = []

  @Option(help: "A shape to measure: dm2k, sync100k or sync10m; may be given several times. Default: the first two.")
  var shape: [BenchmarkShape] = []

  @Flag(help: "Measure sync10m too: messages of 9.7 MB, 20 seconds and 0.4 GB of memory more.")
  var large = false

  @Option(help: "How many times each side takes its turn, 1 to 1000.")
  var rounds = 11

  @Option(
    name: .customLong("min-time"), help: ArgumentHelp("The shortest turn, 1 to 10000.", valueName: "milliseconds"))
  var minimumMilliseconds = 20

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  func validate() throws {
    if !(1...1000).contains(rounds) { throw ValidationError("--rounds takes 1 to 1000, not \(rounds).") }
    if !(1...10_000).contains(minimumMilliseconds) {
      throw ValidationError("--min-time takes 1 to 10000 milliseconds, not \(minimumMilliseconds).")
    }
    if against.contains(.none), against.count > 1 { throw ValidationError("--against none excludes the others.") }
  }

  func run() throws {
    let complaints = Complaints(command: "bench")
    try complaints.around {
      let benchmark = Benchmark(
        shapes: shapes, work: work.isEmpty ? BenchmarkWork.allCases : BenchmarkWork.allCases.filter(work.contains),
        peers: peers, rounds: rounds, minimumTime: .milliseconds(minimumMilliseconds))
      let report = try benchmark.run(progress: showProgress)
      if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
      switch format {
      case .text: try OutputFile.standard.write(report.text)
      case .json:
        for peer in report.peers where peer.library == nil {
          complaints.say("warning: \(peer.name): \(peer.note ?? "not loaded")")
        }
        if !report.isOptimized { complaints.say("warning: built without optimization: these figures mean nothing") }
        try OutputFile.standard.write(jsonText(report))
      }
    }
  }

  private var shapes: [BenchmarkShape] {
    var wanted = shape.isEmpty ? BenchmarkShape.standard : shape
    if large { wanted.append(.sync10m) }
    return BenchmarkShape.allCases.filter(wanted.contains)
  }

  private var peers: [BenchmarkPeer] {
    if against.isEmpty { return BenchmarkPeer.allCases }
    return BenchmarkPeer.allCases.filter { peer in against.contains { $0.rawValue == peer.rawValue } }
  }

  private func showProgress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text.prefix(78))".utf8))
  }
}

extension BenchmarkShape: ExpressibleByArgument {}
extension BenchmarkWork: ExpressibleByArgument {}
