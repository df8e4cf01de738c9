import SyncML

/// Runs vectors and collects what they found.
public struct Runner: Sendable {
  /// Which vectors to run; what is empty selects all.
  public struct Selection: Sendable, Hashable {
    /// Names of groups, such as `SCHED-TIME`; a vector is in exactly one.
    public var groups: Set<String>
    /// Ids of vectors.
    public var ids: Set<String>
    /// Ids of requirements, `R-01` to `R-16`; one that the vector covers is enough.
    public var requirements: Set<String>
    /// Kinds of vectors, such as `codec`, `message`, `flow` or `server`.
    public var kinds: Set<String>

    /// A selection by every criterion that is not empty: a vector must meet them all.
    public init(
      groups: Set<String> = [], ids: Set<String> = [], requirements: Set<String> = [], kinds: Set<String> = []
    ) {
      self.groups = groups
      self.ids = ids
      self.requirements = requirements
      self.kinds = kinds
    }

    /// Whether a vector meets every criterion.
    public func includes(_ vector: Vector) -> Bool {
      (groups.isEmpty || groups.contains(vector.group)) && (ids.isEmpty || ids.contains(vector.id))
        && (kinds.isEmpty || kinds.contains(vector.kind))
        && (requirements.isEmpty || !requirements.isDisjoint(with: vector.requirements))
    }
  }

  /// The optional features that the implementation under test has.
  public var features: Set<String>

  /// A runner for an implementation that has these features; vectors that need others do not apply.
  public init(features: Set<String> = BuiltinFeatures.all) { self.features = features }

  /// Runs the vectors of a selection in parallel; the results come in the vectors' order.
  ///
  /// - Parameters:
  ///   - vectors: what to run.
  ///   - progress: called after each vector with the number done and the number of all.
  public func run(
    _ vectors: [Vector], progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async -> [CheckResult] {
    await withTaskGroup(of: (Int, CheckResult).self) { group in
      for (index, vector) in vectors.enumerated() {
        group.addTask { (index, check(vector)) }
      }
      var results = [CheckResult?](repeating: nil, count: vectors.count)
      var done = 0
      for await (index, result) in group {
        results[index] = result
        done += 1
        progress?(done, vectors.count)
      }
      return results.compactMap { $0 }
    }
  }

  /// Runs one vector.
  public func check(_ vector: Vector) -> CheckResult {
    let missing = vector.features.filter { !features.contains($0) }
    if !missing.isEmpty {
      return CheckResult(
        vectorID: vector.id, outcome: .notApplicable, reasons: ["needs \(missing.joined(separator: ", "))"])
    }
    var reasons: [String] = []
    var transcript: [TranscriptEntry] = []
    switch vector.content {
    case .codec(let codec): reasons = CodecCheck.run(codec)
    case .message(let message): reasons = MessageCheck.run(message)
    case .digest(let digest): reasons = DigestCheck.run(digest)
    case .notification(let notification): reasons = NotificationCheck.run(notification)
    case .bootstrap(let bootstrap): reasons = BootstrapCheck.run(bootstrap)
    case .flow(let flow):
      // Once as WBXML and once as XML: a device must behave the same in both.
      for encoding in [Encoding.wbxml, .xml] {
        var check = FlowCheck(flow, encoding: encoding)
        var driver = BuiltinDriver(encoding: encoding)
        check.run(on: &driver)
        reasons += check.reasons
        transcript += check.transcript
      }
    case .server(let server):
      for encoding in [Encoding.wbxml, .xml] {
        var check = ServerCheck(server, encoding: encoding)
        var driver = BuiltinServerDriver(encoding: encoding)
        check.run(on: &driver)
        reasons += check.reasons
        transcript += check.transcript
      }
    }
    return CheckResult(
      vectorID: vector.id, outcome: reasons.isEmpty ? .passed : .failed, reasons: reasons, transcript: transcript)
  }
}

/// The optional features that a vector can ask for, and that the built-in implementation has.
public enum BuiltinFeatures {
  /// The names, as the vectors' `features` say them.
  public static let all: Set<String> = [
    "bootstrap", "hmac", "notification", "objects", "scheduling", "time", "copy", "ddf", "list", "set", "size", "title",
    "tnds", "tstamp", "verno", "largeObjects", "ui", "async", "resend", "retry", "abort", "idleLimit",
  ]
}
