import DeviceManagement
public import SyncML

/// The queue of reports: each is sent in every session with its server until that server has taken it.
///
/// Source: SCHEDULING.md section 7; OMA-TS-DM_Protocol-V1_2 section 8.7 (generic alert).
public struct Reporter: Sendable {
  private struct Entry: Sendable {
    var id: Int
    var serverID: String
    var alert: Alert
    var isImmediate: Bool
  }

  private let profile: SchedulingProfile
  private let root: NodeURI
  private var entries: [Entry] = []
  /// The identifiers of this queue are negative: those of the device underneath are not.
  private var lastID = 0

  init(profile: SchedulingProfile, root: NodeURI) {
    self.profile = profile
    self.root = root
  }

  /// The number of reports that wait.
  public var count: Int { entries.count }

  /// Whether one of them asks for a session of its own.
  public var wantsSession: Bool { entries.contains(where: \.isImmediate) }

  /// The alerts that wait, in the order in which they came about.
  public var pending: [Alert] { entries.map(\.alert) }

  mutating func add(_ report: Scheduler.Report) {
    let component = root.appending(
      [SchedulingProfile.Name.context, report.context, SchedulingProfile.Name.component, report.component])
    let mark =
      switch report.kind {
      case .missed: "warning"
      case .result where report.value == TaskResult.cancelled.rawValue: "warning"
      case .result: TaskResult(rawValue: report.value).isSuccess ? "informational" : "critical"
      }
    let item = Item(
      source: Location(component.description),
      meta: Meta(format: "int", type: profile.alertTypePrefix + report.kind.rawValue, mark: mark),
      data: .text(String(report.value)))
    lastID -= 1
    entries.append(
      Entry(
        id: lastID, serverID: report.serverID,
        alert: Alert(code: .genericAlert, correlator: report.correlator, items: [item]),
        isImmediate: report.isImmediate))
  }

  func alerts(for serverID: String) -> [OutgoingAlert] {
    entries.filter { $0.serverID == serverID }.map { OutgoingAlert(id: $0.id, alert: $0.alert) }
  }

  /// Takes a server's answer; false where the alert is not of this queue. Only 200 and 202 let go of a report.
  mutating func take(_ id: Int, status: StatusCode) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return false }
    if status == .ok || status == .acceptedForProcessing { entries.remove(at: index) }
    return true
  }
}
