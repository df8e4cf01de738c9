import DeviceManagement
import SyncML

/// What a session step expects, and what came: statuses by the labels of the vector's commands, results, alerts.
struct SessionExpectation {
  private let step: FlowVector.SessionStep
  /// The commands that will be sent, each with its members after it: their CmdIDs are the vector's labels.
  private var labels: [(name: String, label: String)] = []
  /// Why the server ended the session, where credentials were the reason.
  private(set) var authenticationFailure: AuthenticationFailure?
  private(set) var isFinished = false

  private var statuses: [String: [Int]] = [:]
  private var unknownStatuses: [String] = []
  private var results: [(uri: String, item: Item)] = []
  private var alerts: [Alert] = []
  private var notSent: [String] = []
  private var finishedExecs: [String] = []

  init(_ step: FlowVector.SessionStep) { self.step = step }

  mutating func willSend(_ commands: [Command]) {
    for command in Self.flattened(commands) { labels.append((command.name, command.cmdID)) }
  }

  /// Commands, each followed by its members.
  private static func flattened(_ commands: [Command]) -> [Command] {
    var list: [Command] = []
    var pending = Array(commands.reversed())
    while let command = pending.popLast() {
      list.append(command)
      switch command {
      case .atomic(let group), .sequence(let group): pending.append(contentsOf: group.commands.reversed())
      default: break
      }
    }
    return list
  }

  mutating func received(_ events: [ServerSession.Event], from server: ServerSession) {
    for event in events {
      switch event {
      case .status(let status):
        let code = status.code?.rawValue ?? 0
        if status.isForHeader {
          // Where credentials are the matter, the codes are compared with those expected.
          if !(200..<300).contains(code), step.authentication == nil {
            unknownStatuses.append("the SyncHdr was answered with \(code)")
          }
        } else if let label = server.command(answeredBy: status)?.cmdID {
          statuses[label, default: []].append(code)
        } else {
          unknownStatuses.append(
            "a Status for command \(status.cmdRef) of message \(status.msgRef), which was not sent")
        }
      case .results(let result):
        for item in result.items {
          results.append((item.source?.locURI ?? item.target?.locURI ?? "", item))
        }
      case .alert(let alert): alerts.append(alert)
      case .aborted: unknownStatuses.append("the device aborted the session")
      case .authenticationFailed(let failure): authenticationFailure = failure
      case .finished: isFinished = true
      case .unanswered(let commands):
        unknownStatuses += commands.map { "\($0.name) \($0.cmdID): the device closed its package without a Status" }
      case .notSent(let command, _): notSent += Self.flattened([command]).map(\.cmdID)
      case .asynchronousResult(let exec, _): finishedExecs.append(exec.cmdID)
      case .objectLost: unknownStatuses.append("the device says that an object was lost")
      case .busy(let code, _): unknownStatuses.append("the device is busy: \(code.rawValue)")
      case .wrongMessage(let msgID): unknownStatuses.append("the device used the message number \(msgID) again")
      case .failed(let failure): unknownStatuses.append("the server could not go on: \(failure)")
      case .started, .devInfo, .challenged, .cancelled: break
      }
    }
  }

  // MARK: Comparison

  func differences(isLost: Bool) -> [String] {
    var found = unknownStatuses
    if step.authentication.map({ $0.ends != nil && $0.ends != .finished }) ?? false {
      for (name, label) in labels {
        for code in statuses[label] ?? [] where code != 401 && code != 407 {
          found.append("\(name) \(label): status \(code) came although a side was refused")
        }
      }
      found += results.map { "\($0.uri): '\($0.item.data?.string ?? "")' came although a side was refused" }
    } else if !isLost {
      found += statusDifferences()
      for (name, expected, came) in [
        ("commands not sent", step.notSent, notSent), ("Execs finished", step.finishedExecs, finishedExecs),
      ] where expected ?? [] != came {
        found.append("\(name): \(expected ?? []) expected, \(came) came")
      }
      found += resultDifferences()
    }
    found += alertDifferences()
    return found
  }

  private func statusDifferences() -> [String] {
    var found: [String] = []
    for (name, label) in labels where !notSent.contains(label) {
      let received = statuses[label] ?? []
      switch step.statuses?[label] {
      case .codes(let expected):
        if received != expected { found.append("\(name) \(label): statuses \(expected) expected, \(received) came") }
      case .any(let expected):
        if received.isEmpty || !received.allSatisfy({ expected.contains($0) }) {
          found.append("\(name) \(label): one of \(expected) expected, \(received) came")
        }
      case .code(let expected):
        found += difference(name, label, expected, received)
      case nil:
        found += difference(name, label, step.defaultStatus ?? 200, received)
      }
    }
    for label in (step.statuses ?? [:]).keys.sorted() where !labels.contains(where: { $0.label == label }) {
      found.append("the vector expects a status of command \(label), which it does not send")
    }
    return found
  }

  private func difference(_ name: String, _ label: String, _ expected: Int, _ received: [Int]) -> [String] {
    if received.isEmpty { return ["\(name) \(label): status \(expected) expected, none came"] }
    return received.allSatisfy { $0 == expected }
      ? []
      : ["\(name) \(label): status \(expected) expected, \(received.map(String.init).joined(separator: ", ")) came"]
  }

  private func resultDifferences() -> [String] {
    let expected = step.results ?? [:]
    var found: [String] = []
    for uri in expected.keys.sorted() {
      guard let value = expected[uri] else { continue }
      guard let received = results.first(where: { $0.uri == uri }) else {
        found.append("a result of \(uri) expected, none came")
        continue
      }
      found += value.differences(from: received.item).map { "\(uri): \($0)" }
    }
    for (uri, item) in results where expected[uri] == nil { found.append("\(uri): '\(item.text)' came, unexpected") }
    return found
  }

  private func alertDifferences() -> [String] {
    let expected = step.alerts ?? []
    var found: [String] = []
    if alerts.count != expected.count {
      let texts = alerts.map { $0.items.first.map { "\($0.meta?.type ?? "?") \($0.data?.string ?? "")" } ?? "?" }
      found.append("\(expected.count) alerts expected, \(alerts.count) came: \(texts.joined(separator: "; "))")
    }
    for (index, (expectation, alert)) in zip(expected, alerts).enumerated() {
      let item = alert.items.first
      func compare(_ name: String, _ wanted: String?, _ received: String?) {
        guard let wanted, wanted != received else { return }
        found.append("alert \(index + 1): \(name) '\(wanted)' expected, '\(received ?? "none")' came")
      }
      compare("source", expectation.source, item?.source?.locURI)
      compare("type", expectation.type, item?.meta?.type)
      compare("mark", expectation.mark, item?.meta?.mark)
      compare("format", expectation.format, item?.meta?.format)
      compare("correlator", expectation.correlator, alert.correlator)
      if let difference = expectation.data?.difference(from: item?.data?.string ?? "") {
        found.append("alert \(index + 1): \(difference)")
      }
    }
    return found
  }
}

extension Item {
  /// The data as text: of elements their XML text, and nothing where there is no data.
  fileprivate var text: String {
    switch data {
    case nil: ""
    case .markup(let markup): markup.xmlText ?? "(elements)"
    case .bytes(let bytes): data?.string ?? "(\(bytes.count) bytes)"
    case .text(let text): text
    }
  }
}

extension FlowVector.ResultExpectation {
  /// How an item differs from what is expected.
  fileprivate func differences(from item: Item) -> [String] {
    var found = data?.difference(from: item.text).map { [$0] } ?? []
    for (name, wanted, received) in [("Format", format, item.meta?.format), ("Type", type, item.meta?.type)] {
      guard let wanted, wanted != received ?? "" else { continue }
      found.append("\(name) '\(wanted)' expected, '\(received ?? "")' came")
    }
    return found
  }
}

extension FlowVector.ValueExpectation {
  /// How a text differs from what is expected; nil where it does not.
  func difference(from text: String) -> String? {
    switch self {
    case .any: return nil
    case .exactly(let expected): return text == expected ? nil : "'\(expected)' expected, '\(text)' came"
    case .matching(let pattern):
      guard let regex = try? Regex(pattern) else { return "'\(pattern)' is no regular expression" }
      return text.wholeMatch(of: regex) != nil ? nil : "a match of '\(pattern)' expected, '\(text)' came"
    }
  }
}
