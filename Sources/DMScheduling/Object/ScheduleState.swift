/// The state of a scheduling context, as its `State` node shows it (SCHEDULING.md section 5).
public enum ScheduleState: Int, Hashable, Sendable, CaseIterable {
  /// Not activated yet, or deactivated: no condition counts.
  case inactive = 10
  /// Activated: the conditions count, and the task waits for one of them.
  case active = 20
  /// A condition has fired, and the user is being asked.
  case awaitingUser = 30
  /// A condition has fired, and the task waits for its guards.
  case awaitingGuard = 35
  /// The task is running.
  case running = 40
  /// No further occurrence.
  case finished = 50
  /// Past `Valid/Until`.
  case expired = 60
  /// The task is unusable.
  case failed = 70

  /// Whether the conditions count, or the task runs: the definition must stay usable.
  var isUnderway: Bool {
    switch self {
    case .active, .awaitingUser, .awaitingGuard, .running: true
    case .inactive, .finished, .expired, .failed: false
    }
  }
}
