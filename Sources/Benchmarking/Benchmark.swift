internal import CMeasuring
import Foundation
public import WBXML

/// Measures this package, beside peers where there are any.
public struct Benchmark {
  public var shapes: [BenchmarkShape]
  public var work: [BenchmarkWork]
  public var peers: [BenchmarkPeer]
  public var rounds: Int
  public var minimumTime: Duration

  public init(
    shapes: [BenchmarkShape] = BenchmarkShape.standard, work: [BenchmarkWork] = BenchmarkWork.allCases,
    peers: [BenchmarkPeer] = BenchmarkPeer.allCases,
    rounds: Int = 11, minimumTime: Duration = .milliseconds(20)
  ) {
    self.shapes = shapes
    self.work = work
    self.peers = peers
    self.rounds = max(rounds, 1)
    self.minimumTime = minimumTime
  }

  /// Measures everything.
  ///
  /// - Parameter progress: told in a few words what is going on.
  /// - Throws: ``CodingError`` where an input cannot be made, which would be a fault of this package.
  public func run(progress: (String) -> Void = { _ in }) throws(CodingError) -> BenchmarkReport {
    let loaded = Peers(peers)
    var report = BenchmarkReport(
      isOptimized: Self.isOptimized, processors: ProcessInfo.processInfo.activeProcessorCount, rounds: rounds,
      minimumMilliseconds: Int(minimumTime / .milliseconds(1)), countsAllocations: measuring_counts_allocations(),
      peers: peers.map(loaded.status), inputs: [], results: [])
    for shape in shapes {
      progress("\(shape.rawValue): making messages")
      let input = try BenchmarkInput(shape)
      report.inputs.append(Self.describe(input))
      for work in work where work.applies(to: shape) {
        let contenders = work.contenders(input) + loaded.contenders(work, input)
        let outcomes = Race(rounds: rounds, minimumTime: minimumTime)
          .run(contenders, documents: input.documents.count) { progress("\(shape.rawValue), \(work.title): \($0)") }
        let figures = zip(contenders, outcomes).map { Self.figures($0, $1, work, input) }
        report.results.append(
          .init(shape: shape, work: work.title, contenders: Self.compare(figures, outcomes)))
      }
    }
    return report
  }

  /// Whether this module was compiled with optimization.
  public static var isOptimized: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  private static func describe(_ input: BenchmarkInput) -> BenchmarkReport.Input {
    .init(
      shape: input.shape, messages: input.documents.count, wbxmlBytes: Int(input.mean(\.wbxml.count)),
      xmlBytes: Int(input.mean(\.xml.count)),
      stringTableBytes: input.shape.hasStringTableVariant ? Int(input.mean(\.stringTableWBXML.count)) : nil,
      events: Int(input.mean(\.events)))
  }

  private static func figures(
    _ contender: Contender, _ outcome: Race.Outcome, _ work: BenchmarkWork, _ input: BenchmarkInput
  ) -> BenchmarkReport.Figures {
    let statistics = Statistics(outcome.samples)
    let events = input.mean(\.events)
    return .init(
      name: contender.name, failure: outcome.failure, rounds: outcome.samples.count, batch: outcome.batch,
      medianNanoseconds: statistics.map { $0.median * 1e9 }, minimumNanoseconds: statistics.map { $0.minimum * 1e9 },
      maximumNanoseconds: statistics.map { $0.maximum * 1e9 },
      lowerQuartileNanoseconds: statistics.map { $0.lowerQuartile * 1e9 },
      upperQuartileNanoseconds: statistics.map { $0.upperQuartile * 1e9 },
      megabytesPerSecond: statistics.map { input.mean(work.bytes) / $0.median / 1e6 },
      eventsPerSecond: statistics.map { events / $0.median },
      nanosecondsPerEvent: statistics.map { $0.median * 1e9 / events }, isLimit: contender.isLimit,
      allocations: outcome.allocations, allocationsPerEvent: outcome.allocations.map { $0 / events },
      evidence: outcome.evidence,
      outputBytes: contender.isOutputSize && statistics != nil ? outcome.evidence : nil)
  }

  /// Fills in how many times as long as the first contender each one takes.
  private static func compare(
    _ figures: [BenchmarkReport.Figures], _ outcomes: [Race.Outcome]
  ) -> [BenchmarkReport.Figures] {
    guard let own = figures.first?.medianNanoseconds, own > 0, let ownSamples = outcomes.first?.samples else {
      return figures
    }
    return zip(figures, outcomes).map { figure, outcome in
      var figure = figure
      figure.ratio = figure.medianNanoseconds.map { $0 / own }
      let ratios = Statistics(zip(outcome.samples, ownSamples).map { $0 / $1 })
      figure.ratioLowerQuartile = ratios?.lowerQuartile
      figure.ratioUpperQuartile = ratios?.upperQuartile
      if figure.isLimit { figure.timesLimit = figure.medianNanoseconds.map { own / $0 } }
      return figure
    }
  }
}
