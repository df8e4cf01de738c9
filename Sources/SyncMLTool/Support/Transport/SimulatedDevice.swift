import DMTransport
import DeviceManagement
import Foundation
import SyncML

/// A device whose nodes are plain values, that notes what is done to it and asks its user.
struct SimulatedDevice: ManagedDevice {
  var tree: ManagementTree {
    didSet { tree.now = Self.now }
  }
  /// What Exec of a node gives.
  var execStatuses: [NodeURI: StatusCode]
  var user: UserAnswers
  /// Alerts to send; those that a server has taken go.
  var alerts: [OutgoingAlert]
  /// What was done, in lines for people.
  private(set) var log: [String] = []

  init(
    tree: ManagementTree, execStatuses: [NodeURI: StatusCode] = [:], user: UserAnswers = UserAnswers(),
    alerts: [OutgoingAlert] = []
  ) {
    self.tree = tree
    self.tree.now = Self.now
    self.execStatuses = execStatuses
    self.user = user
    self.alerts = alerts
  }

  /// The present.
  static var now: Timestamp? {
    Timestamp(Date.now.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)))
  }

  /// What was done since the last call.
  mutating func takeLog() -> [String] {
    defer { log = [] }
    return log
  }

  mutating func didChange(_ uris: [NodeURI], by actor: Actor) {
    for uri in uris {
      guard let node = tree[uri] else {
        log.append("\(uri) is gone")
        continue
      }
      let value: String =
        switch node.value {
        case .null: node.isInterior ? "" : " = nothing"
        case .text(let text): " = " + CommandText.value(SecretMask.masked(.text(text), at: ["\(uri)"]))
        case .bytes(let bytes): " = \(bytes.count) bytes"
        }
      log.append("\(uri)\(value) (\(node.format.rawValue))")
    }
  }

  mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome {
    let status = execStatuses[request.uri] ?? .ok
    log.append("Exec \(request.uri): \(status)")
    return ExecOutcome(status)
  }

  mutating func interact(_ alert: Alert) -> InteractionOutcome {
    let outcome = user.interact(alert)
    log.append("\(CommandText.alertLine(alert)): \(outcome.status)")
    return outcome
  }

  mutating func outgoingAlerts(to serverID: String) -> [OutgoingAlert] { alerts }

  mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) {
    guard let index = alerts.firstIndex(where: { $0.id == id }) else { return }
    log.append("\(CommandText.alertLine(alerts[index].alert)): \(status)")
    // What the server has not taken stays for the next session, where there is one.
    if status.settlesAlert { alerts.remove(at: index) }
  }
}

/// What the user answers to alerts 1100 to 1104: prepared answers one after the other, then whoever sits at the terminal.
struct UserAnswers: UserAgent {
  /// Answers given on the command line.
  var prepared: [String] = []
  /// Whether there is a terminal to ask.
  var isInteractive = false

  mutating func perform(_ interaction: UserInteraction) -> UserResponse {
    let choices: [String]
    let kind: String
    switch interaction.kind {
    case .display:
      if isInteractive { show(interaction.text, []) }
      return .accepted
    case .confirmation: (choices, kind) = ([], "yes or no")
    case .input(let initial): (choices, kind) = ([], initial.isEmpty ? "a text" : "a text, such as \(initial)")
    case .singleChoice(let texts, _): (choices, kind) = (texts, "a number")
    case .multipleChoice(let texts, _): (choices, kind) = (texts, "numbers, separated by commas")
    }
    while true {
      let isPrepared = !prepared.isEmpty
      guard let text = next(interaction.text, choices, CommandText.clean(kind)) else { return .cancelled }
      let response = Self.response(text, to: interaction)
      // A user at a terminal is asked again, as a device would do.
      if isPrepared || !isInteractive || interaction.outcome(of: response).status != .commandFailed { return response }
    }
  }

  private static func response(_ text: String, to interaction: UserInteraction) -> UserResponse {
    switch text.lowercased() {
    case "cancel": return .cancelled
    case "timeout": return .timedOut
    default: break
    }
    switch interaction.kind {
    case .display: return .accepted
    case .confirmation:
      switch text.lowercased() {
      case "yes", "y": return .accepted
      case "no", "n": return .rejected
      default: return .cancelled
      }
    case .input: return .text(text)
    case .singleChoice, .multipleChoice:
      return .choices(text.split { ",- ".contains($0) }.map { Int($0) ?? 0 })
    }
  }

  private mutating func next(_ question: String, _ choices: [String], _ kind: String) -> String? {
    if !prepared.isEmpty { return prepared.removeFirst() }
    guard isInteractive else { return nil }
    show(question, choices)
    print("\(kind), or cancel: ", terminator: "")
    fflush(nil)
    return readLine()
  }

  private func show(_ question: String, _ choices: [String]) {
    print("The server: \(CommandText.clean(question))")
    for (index, choice) in choices.enumerated() { print("  \(index + 1) \(CommandText.clean(choice))") }
  }
}
