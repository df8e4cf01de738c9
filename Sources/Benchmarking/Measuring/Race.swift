internal import CMeasuring

/// Measures contenders in turns, so that whatever else the machine does hits all of them alike.
///
/// Each round gives every contender one batch of documents. A batch is long enough for the clock, and each of its
/// documents has to show the same evidence of work as when it was done first.
struct Race {
  var rounds: Int
  /// The shortest time that a batch takes.
  var minimumTime: Duration
  /// The longest time that a contender gets altogether: one that takes seconds for a document runs fewer rounds.
  var maximumTime = Duration.seconds(4)

  /// What one contender did.
  struct Outcome {
    /// Seconds for one document, a number each round; empty where the contender failed.
    var samples: [Double] = []
    /// Documents in a batch.
    var batch = 1
    /// How often a document made it ask the heap for memory in the last round, when all buffers had grown; nil where
    /// that is not counted.
    var allocations: Double?
    /// The mean of the evidence.
    var evidence = 0.0
    var failure: String?
  }

  private struct Runner {
    let contender: Contender
    var outcome = Outcome()
    var evidence: [Int]
    var rounds = 0

    init(_ contender: Contender, documents: Int) {
      self.contender = contender
      evidence = Array(repeating: -1, count: documents)
    }
  }

  func run(_ contenders: [Contender], documents: Int, progress: (String) -> Void) -> [Outcome] {
    var runners = contenders.map { Runner($0, documents: documents) }
    for index in runners.indices {
      progress("warming up \(runners[index].contender.name)")
      prepare(&runners[index], documents: documents)
    }
    for round in 0..<rounds {
      progress("round \(round + 1) of \(rounds)")
      for index in runners.indices where runners[index].rounds > round {
        measure(&runners[index], round: round, documents: documents)
      }
    }
    return runners.map(\.outcome)
  }

  /// Warms up, checks the work, and finds how many documents make a batch.
  private func prepare(_ runner: inout Runner, documents: Int) {
    let clock = ContinuousClock()
    do {
      let first = try clock.measure { try work(&runner, on: 0) }
      if first > maximumTime / 4 {
        // Nothing is gained by running it often: this run and perhaps one more are the measurement.
        runner.outcome.samples = [first.seconds]
        runner.outcome.evidence = Double(runner.evidence[0])
        runner.rounds = min(rounds, max(0, Int(maximumTime / first) - 2))
        return
      }
      for document in 1..<documents { try work(&runner, on: document) }
      runner.outcome.evidence = Double(runner.evidence.reduce(0, +)) / Double(documents)
      var batch = documents
      var time = try clock.measure { for number in 0..<batch { try work(&runner, on: number % documents) } }
      while time < minimumTime, batch < 1 << 24 {
        let factor = min(16, max(2, Int(minimumTime / max(time, .nanoseconds(100)) + 1)))
        batch *= factor
        time = try clock.measure { for number in 0..<batch { try work(&runner, on: number % documents) } }
      }
      if batch == documents, time > minimumTime * Double(documents) { batch = 1 }
      runner.outcome.batch = batch
      runner.rounds = min(rounds, max(2, Int(maximumTime / (batch == 1 ? time / documents : time))))
    } catch {
      runner.outcome.failure = "\(error)"
    }
  }

  private func measure(_ runner: inout Runner, round: Int, documents: Int) {
    let clock = ContinuousClock()
    let batch = runner.outcome.batch
    do {
      let allocations = measuring_allocations()
      let time = try clock.measure {
        for number in 0..<batch { try work(&runner, on: (round + number) % documents) }
      }
      if measuring_counts_allocations() {
        runner.outcome.allocations = Double(measuring_allocations() - allocations) / Double(batch)
      }
      runner.outcome.samples.append(time.seconds / Double(batch))
    } catch {
      runner.outcome.samples = []
      runner.outcome.allocations = nil
      runner.outcome.failure = "\(error)"
      runner.rounds = 0
    }
  }

  private func work(_ runner: inout Runner, on document: Int) throws {
    let evidence = try runner.contender.run(document)
    if evidence == runner.evidence[document] { return }
    guard runner.evidence[document] < 0 else { throw ContenderFailure("it does not do the same work each time") }
    guard runner.contender.proof.holds(evidence, for: document) else {
      throw ContenderFailure("it did not do the work (\(evidence))")
    }
    runner.evidence[document] = evidence
  }
}

extension Duration {
  var seconds: Double { self / .seconds(1) }
}
