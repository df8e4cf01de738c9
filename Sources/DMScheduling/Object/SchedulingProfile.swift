public import DeviceManagement

/// Every name and number of DM Scheduling that is not OMA DM's own, in one place.
///
/// The Open Mobile Alliance approved "Device Management Scheduling" V1.0 and registered its management object
/// identifier; its DDF and its alert types are not public. What stands here is **this project's profile**, not OMA's
/// text: the registered description can replace it as data, without a change of logic. Source: SCHEDULING.md.
public struct SchedulingProfile: Sendable {
  /// The management object identifier of the root node (registered: MO index 0x0034).
  public var objectIdentifier = "urn:oma:mo:oma-dm-scheduling:1.0"
  /// Where the object lies unless the device puts it elsewhere.
  public var defaultRoot = NodeURI(segments: ["Scheduling"])
  /// What the types of reports begin with.
  public var alertTypePrefix = "urn:x-dm-scheduling:at:1.0:"
  /// How late, in seconds, a wake-up may come and still run the occurrence it was for; beyond it is missed.
  public var tolerance: Int64 = 60

  /// This project's profile: every name and number as SCHEDULING.md has it.
  public init() {}

  /// The names of nodes that the code speaks of.
  public enum Name {
    static let limits = "Limits"
    static let context = "Context"
    static let serverID = "ServerID"
    static let state = "State"
    static let activate = "Activate"
    static let deactivate = "Deactivate"
    static let component = "Component"
    static let valid = "Valid"
    static let from = "From"
    static let until = "Until"
    static let report = "Report"
    static let mode = "Mode"
    static let task = "Task"
    static let time = "Time"
    static let base = "Base"
    static let rule = "Rule"
    static let zone = "Zone"
    static let lastResult = "LastResult"
    static let lastRun = "LastRun"
    static let nextRun = "NextRun"
    static let runCount = "RunCount"
    static let missedCount = "MissedCount"
  }

  /// The types of reports: what follows the prefix (SCHEDULING.md section 7).
  public enum ReportKind: String, Hashable, Sendable {
    /// A task has run; the alert's data is its ``TaskResult``.
    case result
    /// Occurrences were missed; the alert's data is their number.
    case missed
  }

  /// A node of the object as its DDF would describe it (SCHEDULING.md section 3). There is one of each, for all.
  final class Definition: Sendable {
    enum Occurrence: Sendable { case one, zeroOrOne, zeroOrMore }

    /// The names below the root; nil is a name that the server chooses.
    let path: [String?]
    let formats: [NodeFormat]
    let access: AccessTypes
    let occurrence: Occurrence
    /// What the device puts into a node that it makes itself together with its parent.
    let initialValue: NodeValue?
    /// The nodes that the device makes with this one.
    let companions: [Node]

    /// - Parameter companions: the definitions of the nodes below that have an initial value.
    init(
      _ path: String, _ formats: [NodeFormat], _ access: AccessTypes, _ occurrence: Occurrence,
      initialValue: NodeValue? = nil, companions: [Definition] = []
    ) {
      self.path = path.split(separator: "/").map { $0 == "*" ? nil : String($0) }
      self.formats = formats
      self.access = access
      self.occurrence = occurrence
      self.initialValue = initialValue
      self.companions = companions.compactMap(\.made)
    }

    /// Whether a node of this name under those, one fewer than the path has, is what is described.
    fileprivate func matches(_ parents: ArraySlice<String>, _ name: String) -> Bool {
      // The last name first: nodes differ in it far more often than in the others.
      if let last = path[path.count - 1], last != name { return false }
      for index in 0..<path.count - 1 {
        if let name = path[index], name != parents[parents.startIndex + index] { return false }
      }
      return true
    }

    /// The node as the device makes it; nil where only a server does.
    fileprivate var made: Node? {
      guard let initialValue, let name = path.last ?? nil, let format = formats.first else { return nil }
      return Node(
        name: name, format: format, type: format == .node ? "" : "text/plain", value: initialValue, access: access,
        isPermanent: true)
    }
  }

  private static let settable: AccessTypes = [.add, .get, .replace]
  private static let listed: AccessTypes = [.add, .get, .delete]

  /// What the device makes with a context.
  private static let partsOfContext = [
    Definition("Context/*/ServerID", [.chr], .get, .one, initialValue: .text("")),
    Definition("Context/*/State", [.int], .get, .one, initialValue: .text(String(ScheduleState.inactive.rawValue))),
    Definition("Context/*/Activate", [.null], .exec, .one, initialValue: .null),
    Definition("Context/*/Deactivate", [.null], .exec, .one, initialValue: .null),
    Definition("Context/*/Component", [.node], .get.union(.add), .one, initialValue: .null),
  ]

  /// What the device makes with a component.
  private static let partsOfComponent = [
    Definition("Context/*/Component/*/Time", [.node], .get.union(.add), .one, initialValue: .null),
    Definition("Context/*/Component/*/LastResult", [.int], .get, .one, initialValue: .text("0")),
    Definition("Context/*/Component/*/LastRun", [.chr], .get, .one, initialValue: .text("")),
    Definition("Context/*/Component/*/NextRun", [.chr], .get, .one, initialValue: .text("")),
    Definition("Context/*/Component/*/RunCount", [.int], .get, .one, initialValue: .text("0")),
    Definition("Context/*/Component/*/MissedCount", [.int], .get, .one, initialValue: .text("0")),
  ]

  /// The nodes that exist so far: contexts with time conditions.
  ///
  /// A node that is given an initial value is made by the device when its parent is added, and by nobody else.
  private static let definitions: [Definition] =
    [
      Definition("Context/*", [.node], listed, .zeroOrMore, companions: partsOfContext),
      Definition("Context/*/Name", [.chr], settable.union(.delete), .zeroOrOne),
      Definition("Context/*/Valid", [.node], listed, .zeroOrOne),
      Definition("Context/*/Valid/From", [.chr], settable.union(.delete), .zeroOrOne),
      Definition("Context/*/Valid/Until", [.chr], settable.union(.delete), .zeroOrOne),
      Definition("Context/*/Report", [.node], listed, .zeroOrOne),
      Definition("Context/*/Report/Mode", [.chr], settable.union(.delete), .zeroOrOne),
      Definition("Context/*/Component/*", [.node], listed, .zeroOrMore, companions: partsOfComponent),
      Definition("Context/*/Component/*/Task", [.xml, .bin], settable, .one),
      Definition("Context/*/Component/*/Time/*", [.node], listed, .zeroOrMore),
      Definition("Context/*/Component/*/Time/*/Base", [.chr], settable, .one),
      Definition("Context/*/Component/*/Time/*/Rule", [.chr], settable.union(.delete), .zeroOrOne),
      Definition("Context/*/Component/*/Time/*/Zone", [.chr], settable.union(.delete), .zeroOrOne),
    ] + partsOfContext + partsOfComponent

  /// The definitions by the length of their paths.
  private static let byDepth: [[Definition]] = {
    var byDepth = [[Definition]](repeating: [], count: (definitions.map(\.path.count).max() ?? 0) + 1)
    for definition in definitions { byDepth[definition.path.count].append(definition) }
    return byDepth
  }()

  /// What is said of a node, by the names of those above it, below the root, and its own.
  func definition(under parents: ArraySlice<String>, _ name: String) -> Definition? {
    let all = Self.byDepth
    let depth = parents.count + 1
    guard depth < all.count else { return nil }
    for index in all[depth].indices where all[depth][index].matches(parents, name) { return all[depth][index] }
    return nil
  }
}
