public import SyncML

/// Decides when tasks run: a state machine of (state, input) to (state, effects), without clock, tree or threads.
///
/// It tells its host the next instant it must be woken at (``nextWakeUp()``), and the host calls
/// `handle(.tick, at:)` then. So a test runs a simulated year in moments, and a device sleeps.
///
/// Source: SCHEDULING.md sections 4 and 5.
public struct Scheduler: Sendable {
  /// Something that happens to the scheduler; contexts go by the names of their nodes.
  public enum Input: Hashable, Sendable {
    /// A context exists, or its nodes have changed. The definition is nil while it is not complete; it need not be read
    /// for a context that is inactive, which gets it when it is activated.
    case define(String, Validity, ContextDefinition?)
    /// A context was deleted.
    case remove(String)
    /// Exec on `Activate`, with the definition that was checked for it.
    case activate(String, ContextDefinition, correlator: String?)
    /// Exec on `Deactivate`.
    case deactivate(String)
    /// Time has passed.
    case tick
    /// The task that `run` began has ended.
    case taskEnded(String, TaskResult)
  }

  /// Something that the host is to do, in the order given.
  public enum Effect: Hashable, Sendable {
    /// The context's `State` has changed.
    case state(String, ScheduleState)
    /// The component's counters have changed.
    case counters(context: String, component: String, Counters)
    /// The context's task is to run now for its owner; `taskEnded` follows when it has.
    case run(context: String, serverID: String, ScheduleTask)
    /// The server is to be told.
    case report(Report)
    /// The status of the Exec that was the input.
    case status(StatusCode)
  }

  /// What a component's read-only nodes show.
  public struct Counters: Hashable, Sendable {
    /// The result of the last run, a ``TaskResult``; 0 before the first.
    public var lastResult = 0
    /// The instant at which the last run began.
    public var lastRun: Instant?
    /// The instant of the next occurrence; nil where the context is not active or none is left.
    public var nextRun: Instant?
    /// How many runs have ended, good and bad.
    public var runCount = 0
    /// How many occurrences passed without a run.
    public var missedCount = 0
  }

  /// Something for the server that owns the context (SCHEDULING.md section 7).
  public struct Report: Hashable, Sendable {
    /// Whether it tells of a run or of missed occurrences.
    public var kind: SchedulingProfile.ReportKind
    /// The owner of the context.
    public var serverID: String
    /// The name of the context's node.
    public var context: String
    /// The name of the component's node in it.
    public var component: String
    /// The result of the run, or the number of occurrences missed.
    public var value: Int
    /// The Correlator of the Exec that activated the context; nil where it had none.
    public var correlator: String?
    /// Whether a session is to be opened for it.
    public var isImmediate: Bool
  }

  private struct Context: Sendable {
    var state = ScheduleState.inactive
    var validity = Validity()
    /// The definition that was activated, or its later change.
    var definition: ContextDefinition?
    var correlator: String?
    var counters = Counters()
    /// Occurrences up to here are over: none of them fires again, whatever the clock does.
    var handledUntil = Instant.min
    var deactivatesAfterRun = false
    var isDeleted = false

    var isArmed: Bool { state == .active || state == .awaitingUser || state == .awaitingGuard }
  }

  private let tolerance: Int64
  private var contexts: [String: Context] = [:]
  private var queue = WakeUpQueue()

  /// A scheduler without contexts; of the profile it takes the tolerance for late wake-ups.
  public init(profile: SchedulingProfile = SchedulingProfile()) { tolerance = profile.tolerance }

  /// The next instant at which the scheduler must be woken, or nil where nothing waits for time.
  public mutating func nextWakeUp() -> Instant? { queue.first?.instant }

  /// The state of a context, or nil where there is none.
  public func state(of context: String) -> ScheduleState? { contexts[context]?.state }

  /// The number of contexts.
  public var count: Int { contexts.count }

  /// Takes an input at an instant, and says what is to be done, in order.
  public mutating func handle(_ input: Input, at now: Instant) -> [Effect] {
    var effects: [Effect] = []
    switch input {
    case .define(let name, let validity, let definition):
      define(name, validity, definition, now, &effects)
    case .remove(let name):
      remove(name)
    case .activate(let name, let definition, let correlator):
      activate(name, definition, correlator, now, &effects)
    case .deactivate(let name):
      deactivate(name, now, &effects)
    case .tick:
      while let (instant, name) = queue.first, instant <= now { wake(name, now, &effects) }
    case .taskEnded(let name, let result):
      taskEnded(name, result, now, &effects)
    }
    return effects
  }

  // MARK: Inputs

  private mutating func define(
    _ name: String, _ validity: Validity, _ definition: ContextDefinition?, _ now: Instant, _ effects: inout [Effect]
  ) {
    var context = contexts[name] ?? Context()
    context.validity = validity
    if context.state != .inactive, let definition { context.definition = definition }
    if context.isArmed {
      // Any change has the occurrences computed anew (SCHEDULING.md section 5).
      arm(name, &context, after: max(now.adding(seconds: -1), context.handledUntil), now, &effects)
    }
    // A running task ends first.
    if context.state != .running { expireIfOver(name, &context, now, &effects) }
    contexts[name] = context
    schedule(name)
  }

  private mutating func remove(_ name: String) {
    guard var context = contexts[name] else { return }
    if context.state == .running {
      // A running task ends first, and its report is still sent.
      context.isDeleted = true
      contexts[name] = context
    } else {
      contexts[name] = nil
    }
    queue.set(nil, for: name)
  }

  private mutating func activate(
    _ name: String, _ definition: ContextDefinition, _ correlator: String?, _ now: Instant, _ effects: inout [Effect]
  ) {
    var context = contexts[name] ?? Context()
    switch context.state {
    case .active, .awaitingUser, .awaitingGuard, .running:
      effects.append(.status(.ok))
    case .expired, .failed:
      effects.append(.status(.commandNotAllowed))
    case .inactive, .finished:
      context.definition = definition
      context.validity = definition.validity
      context.correlator = correlator
      context.deactivatesAfterRun = false
      effects.append(.status(.ok))
      if !expireIfOver(name, &context, now, &effects) {
        // An occurrence at this very instant still counts.
        arm(name, &context, after: max(now.adding(seconds: -1), context.handledUntil), now, &effects)
      }
      contexts[name] = context
      schedule(name)
    }
  }

  private mutating func deactivate(_ name: String, _ now: Instant, _ effects: inout [Effect]) {
    guard var context = contexts[name] else { return effects.append(.status(.notFound)) }
    switch context.state {
    case .active, .awaitingUser, .awaitingGuard, .finished, .inactive:
      effects.append(.status(.ok))
      context.counters.nextRun = nil
      if let component = context.definition?.component.name {
        effects.append(.counters(context: name, component: component, context.counters))
      }
      setState(.inactive, name, &context, &effects)
      contexts[name] = context
      schedule(name)
    case .running:
      context.deactivatesAfterRun = true
      contexts[name] = context
      effects.append(.status(.acceptedForProcessing))
    case .expired, .failed:
      effects.append(.status(.commandNotAllowed))
    }
  }

  /// Something of a context is due: its end of validity, or an occurrence.
  private mutating func wake(_ name: String, _ now: Instant, _ effects: inout [Effect]) {
    guard var context = contexts[name] else { return queue.set(nil, for: name) }
    defer {
      contexts[name] = context
      schedule(name)
    }
    guard context.isArmed, let definition = context.definition, let due = context.counters.nextRun, due <= now,
      context.validity.until.map({ due < $0 }) ?? true
    else {
      if context.state != .running { expireIfOver(name, &context, now, &effects) }
      return
    }
    // What lies too far back is missed: only the latest occurrence can still be in time.
    let earliest = now.adding(seconds: -tolerance)
    if due < earliest {
      let missed = countOccurrences(of: definition, from: due, before: earliest)
      context.counters.missedCount += missed
      context.handledUntil = earliest.adding(seconds: -1)
      effects.append(report(.missed, name, context, definition, value: missed))
      arm(name, &context, after: context.handledUntil, now, &effects)
      return
    }
    context.handledUntil = due
    context.counters.lastRun = now
    setState(.running, name, &context, &effects)
    effects.append(.run(context: name, serverID: definition.serverID, definition.component.task))
  }

  private mutating func taskEnded(
    _ name: String, _ result: TaskResult, _ now: Instant, _ effects: inout [Effect]
  ) {
    guard var context = contexts[name], context.state == .running, let definition = context.definition else { return }
    context.counters.lastResult = result.rawValue
    context.counters.runCount += 1
    effects.append(report(.result, name, context, definition, value: result.rawValue))
    if context.isDeleted {
      contexts[name] = nil
      return
    }
    if context.deactivatesAfterRun {
      context.deactivatesAfterRun = false
      context.counters.nextRun = nil
      setState(.inactive, name, &context, &effects)
      effects.append(.counters(context: name, component: definition.component.name, context.counters))
    } else if !expireIfOver(name, &context, now, &effects) {
      arm(name, &context, after: context.handledUntil, now, &effects)
    }
    contexts[name] = context
    schedule(name)
  }

  // MARK: Parts

  /// Computes the next occurrence: the context is active if there is one, and finished if there is none.
  private mutating func arm(
    _ name: String, _ context: inout Context, after: Instant, _ now: Instant, _ effects: inout [Effect]
  ) {
    guard let definition = context.definition else { return }
    let start = max(after, context.validity.from.map { $0.adding(seconds: -1) } ?? .min)
    var next: Instant?
    for recurrence in definition.component.times {
      // A search that hits its limit finds nothing within centuries: the same as none.
      guard let candidate = recurrence.next(after: start, validUntil: context.validity.until).instant else { continue }
      next = min(next ?? candidate, candidate)
    }
    if let until = context.validity.until, let candidate = next, candidate >= until { next = nil }
    context.counters.nextRun = next
    setState(next == nil ? .finished : .active, name, &context, &effects)
    effects.append(.counters(context: name, component: definition.component.name, context.counters))
  }

  @discardableResult
  private func expireIfOver(
    _ name: String, _ context: inout Context, _ now: Instant, _ effects: inout [Effect]
  ) -> Bool {
    guard let until = context.validity.until, until <= now else { return false }
    context.counters.nextRun = nil
    if context.state != .expired, let component = context.definition?.component.name {
      effects.append(.counters(context: name, component: component, context.counters))
    }
    setState(.expired, name, &context, &effects)
    return true
  }

  private func setState(
    _ state: ScheduleState, _ name: String, _ context: inout Context, _ effects: inout [Effect]
  ) {
    guard context.state != state else { return }
    context.state = state
    effects.append(.state(name, state))
  }

  private func report(
    _ kind: SchedulingProfile.ReportKind, _ name: String, _ context: Context, _ definition: ContextDefinition,
    value: Int
  ) -> Effect {
    .report(
      Report(
        kind: kind, serverID: definition.serverID, context: name, component: definition.component.name, value: value,
        correlator: context.correlator, isImmediate: definition.reportsImmediately))
  }

  /// How many occurrences lie in a stretch of time; counting stops at a number nobody reads exactly.
  private func countOccurrences(of definition: ContextDefinition, from first: Instant, before end: Instant) -> Int {
    var count = 0
    for recurrence in definition.component.times {
      var iterator = recurrence.occurrences(after: first.adding(seconds: -1))
      while count < 100_000, let instant = iterator.next(), instant < end { count += 1 }
    }
    return count
  }

  /// Puts the context's next instant into the queue: its next run, or the end of its validity.
  private mutating func schedule(_ name: String) {
    guard let context = contexts[name], !context.isDeleted else { return queue.set(nil, for: name) }
    var instants: [Instant] = []
    if context.isArmed, let next = context.counters.nextRun { instants.append(next) }
    if context.state != .expired, context.state != .running, let until = context.validity.until {
      instants.append(until)
    }
    queue.set(instants.min(), for: name)
  }
}
