public import DeviceManagement
public import Foundation
public import SyncML

/// A device that schedules: it adds the Scheduling object, the scheduler and the report queue to any other device.
///
/// It has a clock only in that it is told the time: ``advance(to:maximumRuns:)`` moves it, and everything due by then
/// happens at its own instant, in order.
public struct SchedulingDevice<Base: ManagedDevice>: ManagedDevice {
  /// The device underneath: every node outside the Scheduling object is its business.
  public var base: Base
  /// The names and numbers by which the object is laid out and reports are typed.
  public let profile: SchedulingProfile
  /// What the device takes, as the object's `Limits` shows it.
  public let limits: SchedulingLimits
  /// The root of the Scheduling object: the profile's default place.
  public let root: NodeURI
  /// The present instant, as far as the device knows.
  public private(set) var now: Instant {
    didSet { if now != oldValue { base.tree.now = Timestamp(now.description) } }
  }
  /// The device's own time zone, which a condition's Zone `device` means.
  public var zone: TimeZone
  /// The states and counters of all contexts.
  public private(set) var scheduler: Scheduler {
    didSet { inactiveContext = nil }
  }
  /// The reports that wait until their servers have taken them.
  public private(set) var reporter: Reporter

  /// The context whose task is running.
  private var running: String?
  /// The context that was found to be inactive last, until the scheduler does anything: a server adds its nodes one after
  /// the other.
  private var inactiveContext: String?

  /// - Throws: 418 where the tree has a node in the Scheduling object's place.
  public init(
    _ base: Base, now: Instant, zone: TimeZone = .gmt, limits: SchedulingLimits = .init(),
    profile: SchedulingProfile = .init()
  ) throws(TreeError) {
    self.base = base
    self.now = now
    self.zone = zone
    self.limits = limits
    self.profile = profile
    root = profile.defaultRoot
    scheduler = Scheduler(profile: profile)
    self.base.tree.now = Timestamp(now.description)
    reporter = Reporter(profile: profile, root: root)
    try install()
  }

  public var tree: ManagementTree {
    get { base.tree }
    set { base.tree = newValue }
    _modify { yield &base.tree }
  }

  private typealias Name = SchedulingProfile.Name

  private mutating func install() throws(TreeError) {
    guard let parent = root.parent else { throw TreeError(.alreadyExists, at: root) }
    try base.tree.add(
      .interior(root.name, type: profile.objectIdentifier, access: .get, isPermanent: true), under: parent)
    try base.tree.add(.interior(Name.limits, access: .get, isPermanent: true), under: root)
    for leaf in limits.leaves { try base.tree.add(leaf, under: root.appending(Name.limits)) }
    try base.tree.add(.interior(Name.context, access: [.add, .get], isPermanent: true), under: root)
  }

  // MARK: Time

  /// Moves the clock forward; what is due by then happens, each at its own instant.
  ///
  /// - Parameters:
  ///   - instant: the time that it is then; an earlier one changes nothing.
  ///   - maximumRuns: how many tasks may run before the call returns early: a rule can fire every second.
  /// - Returns: the number of tasks that ran.
  @discardableResult
  public mutating func advance(to instant: Instant, maximumRuns: Int = .max) -> Int {
    var runs = 0
    while runs < maximumRuns, let next = scheduler.nextWakeUp(), next <= instant {
      now = max(now, next)
      runs += perform(scheduler.handle(.tick, at: now))
    }
    if runs < maximumRuns || (scheduler.nextWakeUp().map { $0 > instant } ?? true) { now = max(now, instant) }
    return runs
  }

  /// Moves the clock without letting anything happen on the way: the device was off, or the clock was set.
  /// What became due meanwhile is looked at now.
  @discardableResult
  public mutating func jump(to instant: Instant) -> Int {
    now = instant
    return perform(scheduler.handle(.tick, at: now))
  }

  /// The next instant at which something happens by itself.
  public mutating func nextWakeUp() -> Instant? { scheduler.nextWakeUp() }

  /// Whether a report waits that is not to wait for the next session.
  public var wantsSession: Bool { reporter.wantsSession }

  /// Does what the scheduler says; the number of tasks that ran.
  private mutating func perform(_ effects: [Scheduler.Effect]) -> Int {
    var runs = 0
    for effect in effects {
      switch effect {
      case .state(let context, let state):
        write(String(state.rawValue), at: self.context(context).appending(Name.state))
      case .counters(let context, let component, let counters):
        write(counters, at: self.context(context).appending([Name.component, component]))
      case .report(let report):
        reporter.add(report)
      case .run(let context, let serverID, let task):
        let result = run(task, of: context, for: serverID)
        runs += 1
        runs += perform(scheduler.handle(.taskEnded(context, result), at: now))
      case .status: break
      }
    }
    return runs
  }

  private mutating func run(_ task: ScheduleTask, of context: String, for serverID: String) -> TaskResult {
    let outer = running
    running = context
    defer { running = outer }
    return TaskRunner.run(task, for: serverID, on: &self)
  }

  // MARK: Nodes of the object

  private func context(_ name: String) -> NodeURI { root.appending([Name.context, name]) }

  private mutating func write(_ text: String, at uri: NodeURI) {
    // The node is missing only when the context was deleted while its task ran.
    try? base.tree.update(uri) { $0.value = .text(text) }
  }

  private mutating func write(_ counters: Scheduler.Counters, at component: NodeURI) {
    write(String(counters.lastResult), at: component.appending(Name.lastResult))
    write(counters.lastRun?.description ?? "", at: component.appending(Name.lastRun))
    write(counters.nextRun?.description ?? "", at: component.appending(Name.nextRun))
    write(String(counters.runCount), at: component.appending(Name.runCount))
    write(String(counters.missedCount), at: component.appending(Name.missedCount))
  }

  // MARK: Commands of servers

  public mutating func check(_ change: ProposedChange, by actor: Actor) -> ChangeDecision {
    guard change.isInside(root) else { return base.check(change, by: actor) }
    switch change {
    case .add(let node, let parent):
      // The object's own node is no business of servers: the rules of the tree have seen to that.
      guard parent.segments.count >= root.segments.count else { return base.check(change, by: actor) }
      let parents = parent.segments[root.segments.count...]
      guard let definition = profile.definition(under: parents, node.name) else { return .refuse(.notFound) }
      guard definition.initialValue == nil, definition.access.contains(.add) else { return .refuse(.commandNotAllowed) }
      guard definition.formats.contains(node.format) else { return .refuse(.unsupportedMediaTypeOrFormat) }
      if let status = checkCount(under: parent, parents) ?? checkSize(node.value, node.name) {
        return .refuse(status)
      }
      if let status = checkActive(change, parents) { return .refuse(status) }
      return .allow(access: definition.access, companions: companions(of: definition, at: change, actor))
    case .replace(let uri, _, _, _), .delete(let uri), .set(let uri, _):
      guard uri.segments.count > root.segments.count, let name = uri.segments.last else {
        return base.check(change, by: actor)
      }
      let parents = uri.segments[root.segments.count..<uri.segments.count - 1]
      guard let definition = profile.definition(under: parents, name) else { return .refuse(.notFound) }
      switch change {
      case .replace(_, let format, _, let value):
        if let format, !definition.formats.contains(format) { return .refuse(.unsupportedMediaTypeOrFormat) }
        if let status = checkSize(value, name) ?? checkActive(change, parents) { return .refuse(status) }
        return .allow()
      case .delete:
        if let status = checkActive(change, parents) { return .refuse(status) }
        return .allow()
      case .set(_, .name): return .refuse(.commandNotAllowed)
      case .set, .add: return .allow()
      }
    }
  }

  public mutating func refresh(_ uri: NodeURI, by actor: Actor) {
    if !root.contains(uri) { base.refresh(uri, by: actor) }
  }

  public mutating func apply(_ change: ProposedChange, by actor: Actor) -> StatusCode {
    change.isInside(root) ? .ok : base.apply(change, by: actor)
  }

  public mutating func revert(_ change: ProposedChange, by actor: Actor) -> Bool {
    change.isInside(root) || base.revert(change, by: actor)
  }

  private func companions(
    of definition: SchedulingProfile.Definition, at change: ProposedChange, _ actor: Actor
  ) -> [Companion] {
    if definition.companions.isEmpty { return [] }
    let uri = change.uri
    var companions: [Companion] = []
    companions.reserveCapacity(definition.companions.count)
    for index in definition.companions.indices {
      companions.append(Companion(definition.companions[index], under: uri))
      // The owner is the authenticated server, whatever anybody writes (SCHEDULING.md R-12).
      if companions[index].node.name == Name.serverID { companions[index].node.value = .text(actor.serverID) }
    }
    return companions
  }

  /// Whether there is room for another context or component (SCHEDULING.md section 9); nil where there is.
  private func checkCount(under parent: NodeURI, _ parents: ArraySlice<String>) -> StatusCode? {
    let maximum: Int
    switch parents.count {
    case 1: maximum = limits.maxContexts
    case 3 where parents.last == Name.component: maximum = limits.maxComponents
    default: return nil
    }
    return base.tree.childCount(of: parent) >= maximum ? .deviceFull : nil
  }

  /// Whether a task is as short as it must be (SCHEDULING.md section 9); nil where it is.
  private func checkSize(_ value: NodeValue, _ name: String) -> StatusCode? {
    value.size > limits.maxTaskSize && name == Name.task ? .requestEntityTooLarge : nil
  }

  /// A change that would leave an active context unusable is refused: it is tried, read, and undone.
  private mutating func checkActive(_ change: ProposedChange, _ parents: ArraySlice<String>) -> StatusCode? {
    guard parents.count > 1 else { return nil }
    let context = parents[parents.startIndex + 1]
    if isInactive(context) { return nil }
    guard let state = scheduler.state(of: context), state.isUnderway else { return nil }
    base.tree.beginTransaction()
    defer { base.tree.endTransaction(commit: false) }
    do {
      try base.tree.make(change)
    } catch {
      return error.status
    }
    do {
      _ = try reader.definition(of: context)
      return nil
    } catch {
      return error.status
    }
  }

  /// Whether the scheduler knows a context, and nothing runs in it or is awaited.
  private mutating func isInactive(_ context: String) -> Bool {
    if context == inactiveContext { return true }
    guard scheduler.state(of: context) == .inactive else { return false }
    inactiveContext = context
    return true
  }

  private var reader: DefinitionReader { DefinitionReader(tree: tree, root: root, deviceZone: zone) }

  public mutating func didChange(_ uris: [NodeURI], by actor: Actor) {
    var outside: [NodeURI] = []
    var contexts: [String] = []
    for uri in uris {
      guard root.contains(uri) else {
        outside.append(uri)
        continue
      }
      let names = uri.segments[root.segments.count...]
      guard names.count >= 2 else { continue }
      let name = names[names.startIndex + 1]
      // Of a context that is inactive the scheduler knows nothing but its validity.
      if names.count > 2, names[names.startIndex + 2] != Name.valid, isInactive(name) { continue }
      if !contexts.contains(name) { contexts.append(name) }
    }
    if !outside.isEmpty { base.didChange(outside, by: actor) }
    for name in contexts {
      if tree.contains(context(name)) {
        let reader = reader
        // An inactive context takes its definition when it is activated: until then nobody asks for it, and reading it
        // with every node that a server adds would be wasted.
        let isInactive = (scheduler.state(of: name) ?? .inactive) == .inactive
        let definition = isInactive ? nil : try? reader.definition(of: name)
        _ = perform(scheduler.handle(.define(name, reader.validity(of: name), definition), at: now))
      } else {
        _ = perform(scheduler.handle(.remove(name), at: now))
      }
    }
  }

  public mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome {
    guard let names = root.relativePath(of: request.uri) else { return base.execute(request, by: actor) }
    guard names.count == 3, names[0] == Name.context else { return ExecOutcome(.commandNotAllowed) }
    switch names[2] {
    case Name.activate: return activate(names[1], correlator: request.correlator)
    case Name.deactivate: return outcome(of: scheduler.handle(.deactivate(names[1]), at: now))
    default: return ExecOutcome(.commandNotAllowed)
    }
  }

  private mutating func activate(_ name: String, correlator: String?) -> ExecOutcome {
    // A task that activates its own context does nothing (SCHEDULING.md section 6).
    if running == name { return ExecOutcome(.ok) }
    if let state = scheduler.state(of: name), state == .expired || state == .failed {
      return ExecOutcome(.commandNotAllowed, reason: "the context is \(state)")
    }
    let definition: ContextDefinition
    do {
      definition = try reader.definition(of: name)
    } catch {
      return ExecOutcome(error.status, reason: error.reason)
    }
    return outcome(of: scheduler.handle(.activate(name, definition, correlator: correlator), at: now))
  }

  private mutating func outcome(of effects: [Scheduler.Effect]) -> ExecOutcome {
    _ = perform(effects)
    for case .status(let status) in effects { return ExecOutcome(status) }
    return ExecOutcome(.commandFailed)
  }

  public mutating func interact(_ alert: Alert) -> InteractionOutcome { base.interact(alert) }

  // MARK: Reports

  public mutating func outgoingAlerts(to serverID: String) -> [OutgoingAlert] {
    base.outgoingAlerts(to: serverID) + reporter.alerts(for: serverID)
  }

  public mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) {
    if !reporter.take(id, status: status) { base.didSend(id, status: status) }
  }
}
