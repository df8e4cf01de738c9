import DeviceManagement
import Foundation
public import SyncML

/// What a context's nodes say, read and checked: the scheduler's view of a schedule.
public struct ContextDefinition: Hashable, Sendable {
  /// The owner, with whose rights the task runs and to whom reports go.
  public var serverID: String
  /// When its conditions count.
  public var validity: Validity
  /// What it runs, and when; a context has one (``SchedulingLimits/maxComponents``).
  public var component: ComponentDefinition
  /// Whether reports open a session of their own instead of waiting for the next one.
  public var reportsImmediately: Bool

  package init(serverID: String, validity: Validity, component: ComponentDefinition, reportsImmediately: Bool) {
    self.serverID = serverID
    self.validity = validity
    self.component = component
    self.reportsImmediately = reportsImmediately
  }
}

/// The period in which a context's conditions count.
public struct Validity: Hashable, Sendable {
  /// The first instant of the period, `Valid/From`; nil for no beginning.
  public var from: Instant?
  /// The end of the period, `Valid/Until`, which is the first instant outside it; nil for no end.
  public var until: Instant?

  /// A period from its bounds; without any, conditions always count.
  public init(from: Instant? = nil, until: Instant? = nil) {
    self.from = from
    self.until = until
  }
}

/// One task with its conditions, which combine as OR.
public struct ComponentDefinition: Hashable, Sendable {
  /// The name of its node, which reports carry in their source.
  public var name: String
  /// The time conditions, one for each `Time` node; at least one.
  public var times: [Recurrence]
  /// What runs when one of them comes true.
  public var task: ScheduleTask

  package init(name: String, times: [Recurrence], task: ScheduleTask) {
    self.name = name
    self.times = times
    self.task = task
  }
}

/// Why a context cannot be activated: the status of the Exec, and the reason for its Item's Data.
public struct DefinitionError: Error, Hashable, Sendable {
  /// The status of the Exec: 412 for a node that is missing, 415 for one that cannot be read, 500 for a forbidden task.
  public var status: StatusCode
  /// What is wrong and at which node, for people.
  public var reason: String

  init(_ status: StatusCode, _ reason: String) {
    self.status = status
    self.reason = reason
  }
}

/// Reads contexts from the tree.
struct DefinitionReader {
  let tree: ManagementTree
  let root: NodeURI
  let deviceZone: TimeZone

  private typealias Name = SchedulingProfile.Name

  private func context(_ name: String) -> NodeURI { root.appending([Name.context, name]) }

  /// A context's validity; instants that cannot be read count as not given.
  func validity(of name: String) -> Validity {
    let valid = context(name).appending(Name.valid)
    guard tree.contains(valid) else { return Validity() }
    return Validity(
      from: tree.text(valid.appending(Name.from)).flatMap { try? instant($0) },
      until: tree.text(valid.appending(Name.until)).flatMap { try? instant($0) })
  }

  /// A context, whole.
  ///
  /// - Throws: 412 where a node is missing, 415 where one cannot be read, 500 where a task may not run.
  func definition(of name: String) throws(DefinitionError) -> ContextDefinition {
    let uri = context(name)
    var validity = Validity()
    let valid = uri.appending(Name.valid)
    if let text = tree.text(valid.appending(Name.from)) { validity.from = try instant(text) }
    if let text = tree.text(valid.appending(Name.until)) { validity.until = try instant(text) }
    let mode = tree.text(uri.appending([Name.report, Name.mode])) ?? "next"
    guard mode == "next" || mode == "immediate" else {
      throw DefinitionError(.unsupportedMediaTypeOrFormat, "Report/Mode is '\(mode)': next or immediate")
    }
    let components = tree.children(of: uri.appending(Name.component))
    guard let component = components.first else {
      throw DefinitionError(.incompleteCommand, "the context has no Component")
    }
    return ContextDefinition(
      serverID: tree.text(uri.appending(Name.serverID)) ?? "", validity: validity,
      component: try self.component(component, of: uri), reportsImmediately: mode == "immediate")
  }

  private func component(_ name: String, of context: NodeURI) throws(DefinitionError) -> ComponentDefinition {
    let uri = context.appending([Name.component, name])
    guard let task = tree[uri.appending(Name.task)] else {
      throw DefinitionError(.incompleteCommand, "Component/\(name) has no Task")
    }
    var times: [Recurrence] = []
    for time in tree.children(of: uri.appending(Name.time)) {
      times.append(try recurrence(uri.appending([Name.time, time]), label: "Component/\(name)/Time/\(time)"))
    }
    guard !times.isEmpty else {
      throw DefinitionError(.incompleteCommand, "Component/\(name) has no condition")
    }
    return ComponentDefinition(name: name, times: times, task: try ScheduleTask(task))
  }

  private func recurrence(_ uri: NodeURI, label: String) throws(DefinitionError) -> Recurrence {
    guard let base = tree.text(uri.appending(Name.base)) else {
      throw DefinitionError(.incompleteCommand, "\(label) has no Base")
    }
    do {
      let rule = try tree.text(uri.appending(Name.rule)).map { try RecurrenceRule(parsing: $0) }
      let zone = try ZoneReference(parsing: tree.text(uri.appending(Name.zone)))
      return Recurrence(
        base: try ScheduleTime(parsing: base), rule: rule, zone: zone.resolve(device: deviceZone))
    } catch {
      throw DefinitionError(.unsupportedMediaTypeOrFormat, "\(label): \(error)")
    }
  }

  private func instant(_ text: String) throws(DefinitionError) -> Instant {
    do {
      return try Instant(parsing: text)
    } catch {
      throw DefinitionError(.unsupportedMediaTypeOrFormat, "Valid: \(error)")
    }
  }
}
