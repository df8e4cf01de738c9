import DeviceManagement
import SyncML

/// Checks a flow vector on a device: the suite is the server and the clock.
struct FlowCheck {
  let vector: FlowVector
  let encoding: Encoding
  var reasons: [String] = []
  private(set) var transcript: [TranscriptEntry] = []
  /// The server's side of the accounts: the nonces it keeps.
  private var nonces: [String: [NonceUpdate.Side: Nonce]] = [:]
  /// The Execs whose results the servers await.
  private var awaitedResults: [String: [String: Exec]] = [:]

  init(_ vector: FlowVector, encoding: Encoding) {
    self.vector = vector
    self.encoding = encoding
  }

  /// The packages that one session may take before it counts as endless.
  private static let maximumMessages = 400

  mutating func run(on driver: inout some DeviceDriver) {
    do {
      try driver.prepare(vector.device)
    } catch {
      return reasons.append("\(encoding.rawValue): the device could not be prepared: \(error)")
    }
    for (index, step) in vector.steps.enumerated() {
      let place = "\(encoding.rawValue), step \(index + 1)"
      do {
        switch step {
        case .advance(let advance): try run(advance, on: &driver, place)
        case .session(let session): try run(session, on: &driver, place)
        case .exchange(let exchange): try run(exchange, on: &driver, place)
        case .answers(let answers):
          note("the user will answer \(answers.joined(separator: ", "))")
          try driver.answer(answers)
        case .set(let values):
          for (uri, value) in values.sorted(by: { $0.key < $1.key }) {
            note("the device sets \(uri) to '\(value)'")
            try driver.set(uri, to: value)
          }
        }
      } catch {
        reasons.append("\(place): \(error)")
      }
      // After a failure the device is not where the vector means it to be: what follows would say nothing.
      if !reasons.isEmpty { return }
    }
  }

  private mutating func run(
    _ step: FlowVector.AdvanceStep, on driver: inout some DeviceDriver, _ place: String
  ) throws {
    note("the clock advances to \(step.to)" + (step.comment.map { ": \($0)" } ?? ""))
    try driver.advance(to: step.to)
    if let expected = step.wantsSession, driver.wantsSession != expected {
      reasons.append("\(place): the device \(expected ? "should want" : "wants") a session")
    }
  }

  // MARK: Sessions

  private mutating func run(
    _ step: FlowVector.SessionStep, on driver: inout some DeviceDriver, _ place: String
  ) throws {
    let serverID = step.serverID ?? "server.example.com"
    note("a session with \(serverID)" + (step.comment.map { ": \($0)" } ?? ""))
    let authentication = try step.authentication.map {
      try AuthenticatedExchange($0, kept: nonces[serverID] ?? [:], seed: "\(place), \(serverID)")
    }
    var exchange = authentication
    var server = ServerSession(
      .init(
        serverURI: "https://\(serverID)/dm", maxMsgSize: step.maxMsgSize, maxObjSize: step.maxObjSize,
        encoding: encoding, alertTypes: step.alertTypes.map { Set($0) },
        awaitedResults: awaitedResults[serverID] ?? [:], authentication: authentication?.configuration))
    defer { awaitedResults[serverID] = server.awaitedResults }
    var expectation = SessionExpectation(step)
    for package in step.send ?? [] {
      let commands = try Self.commands(package.joined(separator: "\n"))
      server.enqueue(commands)
      expectation.willSend(commands)
    }
    var bytes = try driver.startSession(
      serverID: serverID, isServerInitiated: (step.initiator ?? "server") == "server")
    for count in 0..<Self.maximumMessages {
      record(.toServer, bytes)
      if count > 0 { checkSize(bytes, step.maxMsgSize, "device", place) }
      let message = try Message(decoding: bytes.span, encoding: encoding)
      exchange?.received(message, driver.hmacHeader)
      let integrity = exchange.map { _ in MessageIntegrity(headerValue: driver.hmacHeader, body: bytes.span) }
      var answer = server.handle(message, integrity: integrity)
      expectation.received(server.takeEvents(), from: server)
      for update in server.takeNonceUpdates() { nonces[serverID, default: [:]][update.side] = update.nonce }
      exchange?.willSend(&answer)
      if let code = step.alertStatus, code == 0, message.commands.contains(where: Self.isReport) {
        note("the server's answer is lost")
        finish(expectation, place, isLost: true)
        return
      } else if let code = step.alertStatus {
        Self.replaceAlertStatuses(in: &answer, of: message, with: StatusCode(rawValue: code))
      }
      let answerBytes = try answer.encoded(as: encoding)
      record(.toDevice, answerBytes)
      checkSize(answerBytes, vector.device.maxMsgSize, "server", place)
      let header = exchange == nil ? nil : exchange?.header(answerBytes, server)
      guard let next = try driver.exchange(answerBytes, hmacHeader: header) else {
        for difference in exchange?.differences(expectation) ?? [] { reasons.append("\(place): \(difference)") }
        finish(expectation, place, isLost: false)
        return
      }
      bytes = next
    }
    reasons.append("\(place): the session does not end within \(Self.maximumMessages) messages")
  }

  private mutating func finish(_ expectation: SessionExpectation, _ place: String, isLost: Bool) {
    for difference in expectation.differences(isLost: isLost) { reasons.append("\(place): \(difference)") }
  }

  mutating func checkSize(_ bytes: [UInt8], _ limit: Int?, _ sender: String, _ place: String) {
    guard let limit, bytes.count > limit else { return }
    reasons.append("\(place): a message of the \(sender) has \(bytes.count) bytes, \(limit) are allowed")
  }

  /// The commands of a package: XML elements without the SyncBody around them.
  static func commands(_ xml: String) throws -> [Command] {
    let text = "<SyncBody xmlns='SYNCML:SYNCML1.2'>\(xml)</SyncBody>"
    return try Command.decodeBody(Array(text.utf8).span, encoding: .xml)
  }

  private static func isReport(_ command: Command) -> Bool {
    if case .alert(let alert) = command { alert.code == .genericAlert } else { false }
  }

  private static func replaceAlertStatuses(in answer: inout Message, of message: Message, with code: StatusCode) {
    let ids = Set(message.commands.filter(isReport).map(\.cmdID))
    for (index, command) in answer.commands.enumerated() {
      if case .status(var status) = command, ids.contains(status.cmdRef) {
        status.code = code
        answer.commands[index] = .status(status)
      }
    }
  }

  // MARK: Transcript

  mutating func note(_ text: String) {
    transcript.append(TranscriptEntry(encoding: encoding.rawValue, direction: .note, bytes: [], text: text))
  }

  mutating func record(_ direction: TranscriptEntry.Direction, _ bytes: [UInt8]) {
    transcript.append(TranscriptEntry(encoding: encoding.rawValue, direction: direction, bytes: bytes, text: ""))
  }
}
