import SyncML

/// Compares the statuses of an answer with the commands that it answers.
struct ServerStatusComparison {
  private let statuses: [Status]
  private let msgID: String

  /// - Parameters:
  ///   - answer: the server's message.
  ///   - msgID: the number of the device's message that it answers.
  ///   - isRepeated: whether the answer stands for the one before, which the device has refused: what that one answered
  ///     may be answered in this one (OMA-TS-DM_Protocol-V1_2 9.1).
  init(of answer: Message, to msgID: String, isRepeated: Bool) {
    let all = answer.commands.compactMap { if case .status(let status) = $0 { status } else { nil } }
    statuses = isRepeated ? all.filter { $0.msgRef == msgID } : all
    self.msgID = msgID
  }

  func differences(_ commands: [SentCommand], _ expected: ServerVector.Expectation) -> [String] {
    var found: [String] = []
    let header = SentCommand(name: "SyncHdr", cmdID: "0", isAnswer: false, noResp: false)
    var rest = statuses
    for command in [header] + commands {
      let wanted = expected.statuses?[command.cmdID.isEmpty ? "" : command.cmdID]
      let own = rest.filter { $0.cmdRef == command.cmdID && $0.cmd == command.name }
      let codes = own.map { $0.code?.rawValue ?? 0 }
      if wanted?.allowsNone == true, own.isEmpty { continue }
      if command.isAnswer && wanted == nil || command.noResp || wanted == .code(0) {
        if !own.isEmpty { found.append("\(command.label): no Status expected, \(codes) came") }
      } else if own.isEmpty {
        found.append("\(command.label) has no Status")
      } else if !Self.matches(codes, wanted ?? .code(200)) {
        found.append("\(command.label): status \(Self.text(wanted ?? .code(200))) expected, \(codes) came")
      }
      // Statuses come in the order of the commands: those of this one must be the next ones.
      if !own.isEmpty, !rest.prefix(own.count).allSatisfy({ $0.cmdRef == command.cmdID && $0.cmd == command.name }) {
        found.append("\(command.label): its Status is out of order")
      }
      rest.removeAll { $0.cmdRef == command.cmdID && $0.cmd == command.name }
    }
    for status in rest { found.append("a Status for \(status.cmd) \(status.cmdRef) came, which was not sent") }
    for status in statuses where status.msgRef != msgID {
      found.append("a Status refers to message \(status.msgRef), not \(msgID)")
    }
    return found
  }

  private static func matches(_ codes: [Int], _ wanted: FlowVector.StatusExpectation) -> Bool {
    switch wanted {
    case .code(let code): codes.allSatisfy { $0 == code }
    case .codes(let list): codes == list
    case .any(let list): codes.allSatisfy(list.contains)
    }
  }

  private static func text(_ wanted: FlowVector.StatusExpectation) -> String {
    switch wanted {
    case .code(let code): String(code)
    case .codes(let codes): "\(codes)"
    case .any(let codes): codes.map(String.init).joined(separator: " or ")
    }
  }
}

extension FlowVector.StatusExpectation {
  /// Whether there may be no Status at all: 0 is among the codes.
  fileprivate var allowsNone: Bool {
    if case .any(let codes) = self { codes.contains(0) } else { false }
  }
}

extension SentCommand {
  fileprivate var label: String { cmdID == "0" ? name : "\(name) \(cmdID.isEmpty ? "without CmdID" : cmdID)" }
}

/// Compares what a server has learned with what it should have.
struct ServerReportComparison {
  private let reports: [ServerReport]

  init(_ reports: [ServerReport]) { self.reports = reports }

  func differences(_ expected: ServerVector.Learned) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ name: String, _ expected: Value?, _ received: Value) {
      if let expected, expected != received { found.append("\(name): \(expected) expected, \(received) came") }
    }
    var devInfo: [String: String] = [:]
    var results: [String: String] = [:]
    var alerts: [Alert] = []
    for report in reports {
      switch report {
      case .devInfo(let leaves): devInfo.merge(leaves) { $1 }
      case .results(let value):
        for item in value.items {
          results[item.source?.locURI ?? item.target?.locURI ?? ""] = item.data.map(Self.text) ?? ""
        }
      case .alert(let alert): alerts.append(alert)
      case .aborted, .authenticationFailed: break
      }
    }
    if let wanted = expected.devInfo, wanted != devInfo {
      found.append("DevInfo: \(Self.list(wanted)) expected, \(Self.list(devInfo)) came")
    }
    if let wanted = expected.results, wanted != results {
      found.append("results: \(Self.list(wanted)) expected, \(Self.list(results)) came")
    }
    compare("aborted", expected.aborted, reports.contains(.aborted))
    compare("authentication failed", expected.authenticationFailed, reports.contains(.authenticationFailed))
    if let wanted = expected.alerts { found += Self.differences(wanted, alerts) }
    return found
  }

  private static func list(_ values: [String: String]) -> String {
    "[" + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.prefix(60))" }.joined(separator: ", ") + "]"
  }

  private static func text(_ data: ItemData) -> String {
    switch data {
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self) ?? Hexadecimal.encode(bytes)
    case .markup(let markup): markup.xmlText ?? ""
    }
  }

  private static func differences(_ wanted: [FlowVector.AlertExpectation], _ alerts: [Alert]) -> [String] {
    guard wanted.count == alerts.count else { return ["\(wanted.count) alerts expected, \(alerts.count) came"] }
    return zip(wanted, alerts).enumerated().flatMap { index, pair in
      difference(pair.0, pair.1).map { "alert \(index + 1): \($0)" }
    }
  }

  private static func difference(_ wanted: FlowVector.AlertExpectation, _ alert: Alert) -> [String] {
    let item = alert.items.first
    var found: [String] = []
    func compare(_ name: String, _ expected: String?, _ received: String?) {
      if let expected, expected != received { found.append("\(name) '\(received ?? "nothing")' came") }
    }
    compare("Source", wanted.source, item?.source?.locURI)
    compare("Type", wanted.type, item?.meta?.type)
    compare("Format", wanted.format, item?.meta?.format)
    compare("Mark", wanted.mark, item?.meta?.mark)
    compare("Correlator", wanted.correlator, alert.correlator)
    if let difference = wanted.data?.difference(from: (item?.data).map(text) ?? "") { found.append(difference) }
    return found
  }
}
