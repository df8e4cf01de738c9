/// A run's results beside their vectors, and the sums that every report shows.
public struct RunSummary: Sendable {
  /// A vector and what its check found.
  public struct Line: Sendable {
    /// What was run.
    public var vector: Vector
    /// What came of it.
    public var result: CheckResult
  }

  /// Passed, failed and not applicable vectors of some set.
  public struct Counts: Sendable, Hashable {
    /// How many behaved as they say.
    public var passed = 0
    /// How many did not, for at least one reason.
    public var failed = 0
    /// How many need a feature that the implementation does not have.
    public var notApplicable = 0

    /// How many vectors there are: the three sums together.
    public var total: Int { passed + failed + notApplicable }

    mutating func add(_ outcome: CheckResult.Outcome) {
      switch outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .notApplicable: notApplicable += 1
      }
    }
  }

  /// The vectors with their results, in the order of the run.
  public var lines: [Line]

  /// A summary of a run.
  ///
  /// - Parameters:
  ///   - vectors: what was run.
  ///   - results: what ``Runner/run(_:progress:)`` gave for them, in the same order.
  public init(_ vectors: [Vector], _ results: [CheckResult]) {
    lines = zip(vectors, results).map { Line(vector: $0, result: $1) }
  }

  /// The sums over all vectors.
  public var counts: Counts {
    lines.reduce(into: Counts()) { $0.add($1.result.outcome) }
  }

  /// The groups in the order of their names, with their sums.
  public var groups: [(name: String, counts: Counts)] {
    var groups: [String: Counts] = [:]
    for line in lines { groups[line.vector.group, default: Counts()].add(line.result.outcome) }
    return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The lines of vectors that cover a requirement.
  public func lines(covering requirement: Requirement) -> [Line] {
    lines.filter { $0.vector.requirements.contains(requirement.id) }
  }

  /// Whether any vector failed, which is what decides a tool's exit code.
  public var hasFailures: Bool { counts.failed > 0 }
}
