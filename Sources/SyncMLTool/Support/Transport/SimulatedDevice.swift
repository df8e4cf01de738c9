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
  /// Alerts to send; those that were answered go.
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

  private static var now: Timestamp? {
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
        case .text(let text): " = " + CommandText.value(.text(text))
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
    let outcome = user.answer(alert)
    log.append("\(CommandText.alertLine(alert)): \(outcome.status)")
    return outcome
  }

  mutating func outgoingAlerts(to serverID: String) -> [OutgoingAlert] { alerts }

  mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) {
    guard let index = alerts.firstIndex(where: { $0.id == id }) else { return }
    log.append("\(CommandText.alertLine(alerts[index].alert)): \(status)")
    alerts.remove(at: index)
  }
}

/// What the user answers to alerts 1100 to 1104: prepared answers one after the other, then whoever sits at the terminal.
struct UserAnswers {
  /// Answers given on the command line.
  var prepared: [String] = []
  /// Whether there is a terminal to ask.
  var isInteractive = false

  mutating func answer(_ alert: Alert) -> InteractionOutcome {
    let texts = alert.items.dropFirst().compactMap { $0.data?.string }
    let question = texts.first ?? ""
    let choices = Array(texts.dropFirst())
    switch alert.code {
    case AlertCode.display:
      if isInteractive { show(question, choices) }
      return InteractionOutcome(.ok)
    case AlertCode.confirmOrReject:
      guard let text = next(question, choices, "yes or no") else { return InteractionOutcome(.operationCancelled) }
      switch text.lowercased() {
      case "yes", "y": return InteractionOutcome(.ok)
      case "no", "n": return InteractionOutcome(.notModified)
      case "timeout": return InteractionOutcome(.requestTimeout)
      default: return InteractionOutcome(.operationCancelled)
      }
    case AlertCode.textInput:
      guard let text = next(question, choices, "a text") else { return InteractionOutcome(.operationCancelled) }
      return special(text) ?? InteractionOutcome(.ok, answers: [text])
    case AlertCode.singleChoice, AlertCode.multipleChoice:
      guard let text = next(question, choices, "numbers") else { return InteractionOutcome(.operationCancelled) }
      if let outcome = special(text) { return outcome }
      let numbers = text.split { ",- ".contains($0) }.compactMap { Int($0) }.filter { choices.indices.contains($0 - 1) }
      guard !numbers.isEmpty, alert.code == AlertCode.multipleChoice || numbers.count == 1 else {
        return InteractionOutcome(.operationCancelled)
      }
      return InteractionOutcome(.ok, answers: numbers.map(String.init))
    default: return InteractionOutcome(.optionalFeatureNotSupported)
    }
  }

  private func special(_ text: String) -> InteractionOutcome? {
    switch text.lowercased() {
    case "cancel": InteractionOutcome(.operationCancelled)
    case "timeout": InteractionOutcome(.requestTimeout)
    default: nil
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
