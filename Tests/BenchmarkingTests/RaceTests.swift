import Testing

@testable import Benchmarking

@Suite("Measuring")
struct RaceTests {
  @Test("the median and the quartiles of five samples")
  func statistics() throws {
    let statistics = try #require(Statistics([5, 1, 4, 2, 3]))
    #expect(statistics.median == 3)
    #expect(statistics.minimum == 1)
    #expect(statistics.maximum == 5)
    #expect(statistics.lowerQuartile == 2)
    #expect(statistics.upperQuartile == 4)
  }

  @Test("no samples have no median")
  func noSamples() { #expect(Statistics([]) == nil) }

  @Test("every contender gets its turn in every round")
  func turns() {
    let race = Race(rounds: 3, minimumTime: .microseconds(10))
    let contenders = ["a", "b"].map { name in Contender(name, proof: .moreThan([0, 0, 0, 0]), run: { $0 + 1 }) }
    let outcomes = race.run(contenders, documents: 4) { _ in }
    #expect(outcomes.map(\.samples.count) == [3, 3])
    #expect(outcomes.map(\.evidence) == [2.5, 2.5])
  }

  @Test("a contender that does not do its work has no figures")
  func idle() {
    let race = Race(rounds: 3, minimumTime: .microseconds(10))
    let idle = Contender("idle", proof: .moreThan([0, 0, 0, 0]), run: { _ in 0 })
    let outcome = race.run([idle], documents: 4) { _ in }[0]
    #expect(outcome.samples.isEmpty)
    #expect(outcome.failure == "it did not do the work (0)")
  }

  @Test("a contender that does other work later has no figures")
  func changing() {
    let race = Race(rounds: 3, minimumTime: .microseconds(10))
    var calls = 0
    let run = { (_: Int) in
      calls += 1
      return calls
    }
    let changing = Contender("changing", proof: .moreThan([0, 0, 0, 0]), run: run)
    let outcome = race.run([changing], documents: 4) { _ in }[0]
    #expect(outcome.samples.isEmpty)
    #expect(outcome.failure == "it does not do the same work each time")
  }

  @Test("a peer that cannot be loaded says what is missing and how to get it")
  func missingPeer() {
    let status = BenchmarkReport.PeerStatus(.libwbxml, library: nil, names: LibwbxmlPeer.names)
    #expect(status.note == "cannot load libwbxml2.so.1 or libwbxml2.so.0; get it with: apt install libwbxml2-1")
    #expect(SharedLibrary(anyOf: ["libsuch-a-library-is-not-there.so.1"]) == nil)
  }

  @Test("a short run has figures for all work, and says whether they mean anything")
  func shortRun() throws {
    let report = try Benchmark(shapes: [.dm2k], peers: [], rounds: 1, minimumTime: .microseconds(100)).run()
    #expect(report.results.map(\.work) == BenchmarkWork.allCases.map(\.title))
    for result in report.results {
      for figure in result.contenders {
        #expect(figure.failure == nil)
        #expect(figure.evidence > 0)
        #expect(try #require(figure.medianNanoseconds) > 0)
      }
    }
    #expect(report.text.contains("mean nothing") == !report.isOptimized)
  }
}
