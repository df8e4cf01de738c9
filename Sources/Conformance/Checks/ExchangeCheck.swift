import DeviceManagement
import SyncML

/// Checks a session message by message: the suite's server sends what the vector says, proper or not.
extension FlowCheck {
  mutating func run(
    _ step: FlowVector.ExchangeStep, on driver: inout some DeviceDriver, _ place: String
  ) throws {
    let serverID = step.serverID ?? "server.example.com"
    note("a session with \(serverID)" + (step.comment.map { ": \($0)" } ?? ""))
    var exchange = ScriptedExchange(serverURI: "https://\(serverID)/dm")
    var received = try driver.startSession(
      serverID: serverID, isServerInitiated: (step.initiator ?? "server") == "server")
    record(.toServer, received)
    exchange.take(try Message(decoding: received.span, encoding: encoding))
    var sent: [UInt8] = []
    var limit: Int?
    for (index, message) in step.messages.enumerated() {
      let place = "\(place), message \(index + 1)"
      if let comment = message.comment { note(comment) }
      limit = message.maxMsgSize ?? limit
      let answer: [UInt8]?
      switch message.instead {
      case nil:
        sent = try exchange.message(message).encoded(as: encoding)
        record(.toDevice, sent)
        answer = try driver.exchange(sent)
      case .repeats:
        record(.toDevice, sent)
        answer = try driver.exchange(sent)
        if answer != received { reasons.append("\(place): the answer is not the one given before") }
      case .resend:
        note("the server's answer is lost")
        answer = try driver.resend()
        if answer != received { reasons.append("\(place): the message is not the one sent before") }
      case .retry:
        note("time goes by")
        answer = try driver.retry()
      case .abort:
        note("the device ends the session")
        answer = try driver.abort()
      }
      guard let answer else {
        if !(message.silent ?? false) { reasons.append("\(place): the device does not answer") }
        if index + 1 < step.messages.count, step.messages[index + 1].instead == nil || !reasons.isEmpty { return }
        continue
      }
      record(.toServer, answer)
      checkSize(answer, limit, "device", place)
      received = answer
      let typed = try Message(decoding: answer.span, encoding: encoding)
      exchange.take(typed)
      compare(typed, with: message, place)
      if !reasons.isEmpty { return }
    }
  }

  private mutating func compare(_ answer: Message, with message: FlowVector.ExchangeMessage, _ place: String) {
    let lines = answer.commands.flatMap(\.lines)
    if message.silent ?? false { reasons.append("\(place): no answer expected, \(lines) came") }
    if let expected = message.answer {
      let differs = expected.count != lines.count || zip(expected, lines).contains { !Self.matches($1, pattern: $0) }
      if differs { reasons.append("\(place): \(expected) expected, \(lines) came") }
    }
    if let expected = message.answerFinal, expected != answer.isFinal {
      reasons.append("\(place): the answer \(expected ? "must have" : "must not have") Final")
    }
    if let expected = message.answerTarget, expected != answer.header.target.locURI {
      reasons.append("\(place): the target \(expected) expected, \(answer.header.target.locURI) came")
    }
  }

  /// Whether a text matches a pattern in which `*` stands for any text.
  static func matches(_ text: String, pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return text == pattern }
    guard text.hasPrefix(first), text.hasSuffix(last), text.utf8.count >= first.utf8.count + last.utf8.count else {
      return false
    }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}

/// The server's side of an exchange: numbers, and Statuses for what the device has sent.
private struct ScriptedExchange {
  let serverURI: String
  private var device: Message?
  private var msgID = 0

  init(serverURI: String) { self.serverURI = serverURI }

  mutating func take(_ message: Message) { device = message }

  mutating func message(_ step: FlowVector.ExchangeMessage) throws -> Message {
    msgID += 1
    guard let device else { throw DriverError("the device has sent no message") }
    var header = SyncHdr(
      sessionID: step.sessionID ?? device.header.sessionID, msgID: step.msgID ?? String(msgID),
      target: Location(device.header.source.locURI), source: Location(serverURI), respURI: step.respURI,
      noResp: step.noResp ?? false)
    if step.maxMsgSize != nil || step.maxObjSize != nil {
      header.meta = Meta(
        maxMsgSize: step.maxMsgSize.map(String.init), maxObjSize: step.maxObjSize.map(String.init))
    }
    var commands: [Command] = []
    let headerStatus = step.headerStatus ?? 200
    func add(_ cmdRef: String, _ cmd: String, _ code: Int) {
      commands.append(
        .status(
          Status(
            cmdID: String(900 + commands.count), msgRef: device.header.msgID, cmdRef: cmdRef, cmd: cmd,
            code: StatusCode(rawValue: code))))
    }
    if headerStatus != 0 {
      add("0", "SyncHdr", headerStatus)
      for command in device.commands {
        switch command {
        case .status: break
        case .results(let results):
          let isChunk = results.items.last?.moreData ?? false
          if let code = step.statuses?["Results"] ?? (isChunk ? 213 : nil) { add(command.cmdID, "Results", code) }
        default: add(command.cmdID, command.name, step.statuses?[command.name] ?? 200)
        }
      }
    }
    commands += try FlowCheck.commands((step.send ?? []).joined(separator: "\n"))
    return Message(header: header, commands: commands, isFinal: step.final ?? true)
  }
}

extension Command {
  /// The command as lines for people and patterns: one, or one for each item of Results.
  fileprivate var lines: [String] {
    switch self {
    case .status(let status):
      let ref = status.cmdRef == "0" ? "SyncHdr" : status.cmdRef
      let data = status.items.compactMap { $0.data?.string }
      return [
        (["Status", ref, status.code.map { String($0.rawValue) } ?? "-"] + data.map { "'\($0)'" })
          .joined(separator: " ")
      ]
    case .results(let results):
      return results.items.map { item in
        var parts = ["Results", results.cmdRef, item.source?.locURI ?? "-", "'\(item.data?.string ?? "")'"]
        if let size = item.meta?.size { parts.append("size=\(size)") }
        if item.moreData { parts.append("more") }
        return parts.joined(separator: " ")
      }
    case .alert(let alert):
      var parts = ["Alert", alert.code.map { String($0.rawValue) } ?? "-"]
      if let correlator = alert.correlator { parts.append("correlator=\(correlator)") }
      for item in alert.items {
        if let source = item.source { parts.append("source=\(source.locURI)") }
        if let target = item.target { parts.append("target=\(target.locURI)") }
        if let type = item.meta?.type { parts.append("type=\(type)") }
        if let data = item.data?.string { parts.append("'\(data)'") }
      }
      return [parts.joined(separator: " ")]
    default: return [name]
    }
  }
}
