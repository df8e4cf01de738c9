internal import CMeasuring
import Foundation
public import SyncML

/// Measures management sessions in this process, on one core: no network, but every message written and read.
public struct SessionBenchmark: Sendable {
  /// The sessions to measure.
  public var flows: [SessionFlow]
  /// The encodings to measure them in.
  public var encodings: [Encoding]
  /// How often each combination takes its turn.
  public var rounds: Int
  /// How many sessions a turn has.
  public var sessions: Int
  /// How many sessions are left open to measure the memory that one takes.
  public var openSessions: Int

  /// A measurement of everything, unless less is asked for; numbers below 1 count as 1, and at most 1 000 000 sessions
  /// are run for a combination.
  public init(
    flows: [SessionFlow] = SessionFlow.allCases, encodings: [Encoding] = [.xml, .wbxml], rounds: Int = 11,
    sessions: Int = 500, openSessions: Int = 500
  ) {
    self.flows = flows
    self.encodings = encodings
    self.rounds = min(max(rounds, 1), 1_000)
    self.sessions = min(max(sessions, 1), 1_000_000 / self.rounds)
    self.openSessions = min(max(openSessions, 1), 100_000)
  }

  private struct Entry {
    let setup: MeasuredSession.Setup
    var times: [Double] = []
    var rates: [Double] = []
    var last: MeasuredSession?
    var allocations: Double?
    /// The messages of a session, where expat is to read them too, and how long it took for them in each round.
    var documents: [StableBytes] = []
    var expatTimes: [Double] = []
  }

  /// Measures everything; combinations take turns, so that whatever else the machine does hits them alike.
  ///
  /// - Parameter progress: told in a few words what is going on.
  /// - Throws: ``ContenderFailure`` where a session did not do what it is for, and errors of the codec: faults of this
  ///   package.
  public func run(progress: (String) -> Void = { _ in }) throws -> SessionBenchmarkReport {
    var entries: [Entry] = []
    let expat = encodings.contains(.xml) ? ExpatPeer() : nil
    for flow in flows {
      for encoding in encodings { entries.append(Entry(setup: try .init(flow, encoding))) }
    }
    for index in entries.indices {
      progress("warming up \(entries[index].setup.flow.rawValue)")
      for _ in 0..<min(sessions, 100) {
        var session = MeasuredSession(entries[index].setup)
        try session.run()
      }
      if expat != nil, entries[index].setup.encoding == .xml {
        entries[index].documents = try documents(of: entries[index].setup)
      }
      entries[index].times.reserveCapacity(rounds * sessions)
    }
    for round in 0..<rounds {
      progress("round \(round + 1) of \(rounds)")
      for index in entries.indices {
        try measure(&entries[index])
        if let expat { try measure(&entries[index], expat) }
      }
    }
    var report = SessionBenchmarkReport(
      isOptimized: Benchmark.isOptimized, rounds: rounds, sessions: sessions,
      countsAllocations: measuring_counts_allocations(), rows: [])
    for entry in entries {
      progress("memory of \(entry.setup.flow.rawValue)")
      report.rows.append(row(entry, heapBytes: try heapBytes(entry.setup)))
    }
    return report
  }

  /// The messages of a session.
  private func documents(of setup: MeasuredSession.Setup) throws -> [StableBytes] {
    var documents: [StableBytes] = []
    var session = MeasuredSession(setup)
    session.onMessage = { documents.append(StableBytes($0)) }
    try session.run()
    return documents
  }

  /// Measures what expat takes to read the messages of as many sessions, and do nothing with them.
  private func measure(_ entry: inout Entry, _ expat: ExpatPeer) throws {
    if entry.documents.isEmpty { return }
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<sessions { for document in entry.documents { _ = try expat.read(document) } }
    entry.expatTimes.append((clock.now - start).seconds / Double(sessions))
  }

  private func measure(_ entry: inout Entry) throws {
    let clock = ContinuousClock()
    let allocations = measuring_allocations()
    let start = clock.now
    var before = start
    for _ in 0..<sessions {
      var session = MeasuredSession(entry.setup)
      try session.run()
      let now = clock.now
      entry.times.append((now - before).seconds)
      before = now
      entry.last = session
    }
    entry.rates.append(Double(sessions) / (before - start).seconds)
    if measuring_counts_allocations() {
      entry.allocations = Double(measuring_allocations() - allocations) / Double(sessions)
    }
  }

  /// What a session holds of the heap, both sides and the device, after its first exchange.
  ///
  /// - Returns: nil where the C library does not say what it has handed out.
  private func heapBytes(_ setup: MeasuredSession.Setup) throws -> Double? {
    let before = measuring_heap_bytes()
    guard before > 0 else { return nil }
    var open: [MeasuredSession] = []
    open.reserveCapacity(openSessions)
    for _ in 0..<openSessions {
      var session = MeasuredSession(setup)
      guard try session.exchange() else { throw ContenderFailure("the session is over with its first message") }
      open.append(session)
    }
    let after = measuring_heap_bytes()
    return withExtendedLifetime(open) { after > before ? Double(after - before) / Double(openSessions) : nil }
  }

  private func row(_ entry: Entry, heapBytes: Double?) -> SessionBenchmarkReport.Row {
    let times = entry.times.sorted()
    func quantile(_ part: Double) -> Double {
      times.isEmpty ? 0 : times[min(times.count - 1, Int(part * Double(times.count)))]
    }
    let rates = Statistics(entry.rates)
    return .init(
      flow: entry.setup.flow, title: entry.setup.flow.title, encoding: entry.setup.encoding.rawValue,
      messages: entry.last?.messages ?? 0, bytes: entry.last?.bytes ?? 0,
      sessionsPerSecond: rates?.median ?? 0, lowestSessionsPerSecond: rates?.minimum ?? 0,
      highestSessionsPerSecond: rates?.maximum ?? 0, medianMicroseconds: quantile(0.5) * 1e6,
      percentile99Microseconds: quantile(0.99) * 1e6, allocations: entry.allocations, heapBytes: heapBytes,
      expatMicroseconds: Statistics(entry.expatTimes).map { $0.median * 1e6 },
      floor: entry.setup.flow.floor(in: entry.setup.encoding))
  }
}
