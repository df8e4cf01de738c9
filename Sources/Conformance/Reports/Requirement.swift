/// A requirement on DM Scheduling (SCHEDULING.md section 1), by which CONFORMANCE.md is ordered.
public struct Requirement: Sendable, Hashable {
  /// The name by which vectors point at it, `R-01` to `R-16`.
  public var id: String
  /// The requirement in one line.
  public var title: String

  /// The requirements of SCHEDULING.md section 1, in their order there.
  public static let all: [Requirement] = [
    Requirement(id: "R-01", title: "A server installs a schedule in an ordinary DM session"),
    Requirement(id: "R-02", title: "Once activated, the device runs the schedule by itself"),
    Requirement(id: "R-03", title: "Time conditions: one-shot, recurring, with a validity period"),
    Requirement(id: "R-04", title: "Event conditions: traps and thresholds on any node"),
    Requirement(id: "R-05", title: "Guards: a task fires only while stated conditions hold"),
    Requirement(id: "R-06", title: "Any management object can be the target"),
    Requirement(id: "R-07", title: "Periodic user prompts: confirm, defer, reschedule, cancel"),
    Requirement(id: "R-08", title: "Proactive reporting of events and results, and its suppression"),
    Requirement(id: "R-09", title: "Scheduled invocation of on-device tools"),
    Requirement(id: "R-10", title: "Real-time parameter adjustment"),
    Requirement(id: "R-11", title: "Server control: inspect, change, activate, deactivate, delete"),
    Requirement(id: "R-12", title: "Ownership: a schedule runs with the rights of its server"),
    Requirement(id: "R-13", title: "Nothing is lost over power loss"),
    Requirement(id: "R-14", title: "A device without scheduling answers as plain DM 1.2 does; limits can be read"),
    Requirement(id: "R-15", title: "The saving is measurable"),
    Requirement(id: "R-16", title: "Common function for every application"),
  ]
}
