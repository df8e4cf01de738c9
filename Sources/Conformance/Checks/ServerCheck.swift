import DeviceManagement
import SyncML
import WBXML
import XMLCoding

/// Checks a server vector: the suite is the device.
struct ServerCheck {
  private let vector: ServerVector
  private let encoding: Encoding
  private(set) var reasons: [String] = []
  private(set) var transcript: [TranscriptEntry] = []
  private var device: ServerCheckDevice
  private var lastMessage: (bytes: [UInt8], hmacHeader: String?, commands: [SentCommand])?
  private var lastAnswer: [UInt8]?
  /// Whether the device's last message refuses the server's header: the server then sends its message again.
  private var isChallenging = false
  private var msgIDs: Set<String> = []

  init(_ vector: ServerVector, encoding: Encoding) {
    self.vector = vector
    self.encoding = encoding
    device = ServerCheckDevice(encoding: encoding)
  }

  mutating func run(on driver: inout some ServerDriver) {
    do {
      try driver.prepare(vector.server)
    } catch {
      return reasons.append("\(encoding.rawValue): the server could not be prepared: \(error)")
    }
    for (index, step) in vector.steps.enumerated() {
      let place = "\(encoding.rawValue), step \(index + 1)"
      do {
        for reason in try run(step, on: &driver) { reasons.append("\(place): \(reason)") }
      } catch {
        reasons.append("\(place): \(error)")
      }
      // After a failure the server is not where the vector means it to be: what follows would say nothing.
      if !reasons.isEmpty { return }
    }
  }

  private mutating func run(_ step: ServerVector.Step, on driver: inout some ServerDriver) throws -> [String] {
    if let comment = step.comment { note(comment) }
    if let session = step.newSession {
      note("the device begins another session")
      try driver.startSession(
        packages: (session.packages ?? []).map { try FlowCheck.commands($0.joined(separator: "\n")) })
      device.startSession()
      msgIDs = []
    }
    let sent: (bytes: [UInt8], hmacHeader: String?, commands: [SentCommand])
    if step.repeats ?? false {
      guard let lastMessage else { throw DriverError("there is no message to send again") }
      sent = lastMessage
    } else {
      sent = try device.message(step)
    }
    lastMessage = sent
    let code = (try? Message(decoding: sent.bytes.span, encoding: encoding))?.headerStatus?.code
    isChallenging = code?.refusesCredentials == true
    record(.toServer, sent.bytes)
    let answer = try driver.exchange(sent.bytes, hmacHeader: sent.hmacHeader)
    record(.toDevice, answer)
    let reports = try driver.takeReports()
    var found: [String] = []
    if step.expect.sameAnswer ?? false {
      if answer != lastAnswer { found.append("the answer is not the one before") }
    } else {
      found = try differences(of: answer, driver.hmacHeader, sent.commands, step.expect)
    }
    lastAnswer = answer
    if found.isEmpty, let names = step.keep { try device.keep(names) }
    if let expected = step.expect.ends, let isFinished = driver.isFinished, isFinished != expected {
      found.append("the session \(expected ? "should be" : "is") over")
    }
    if let learned = step.expect.learns, let reports {
      found += ServerReportComparison(reports).differences(learned)
    }
    return found
  }

  // MARK: The answer

  private mutating func differences(
    of bytes: [UInt8], _ hmacHeader: String?, _ commands: [SentCommand], _ expected: ServerVector.Expectation
  ) throws -> [String] {
    let message = try Message(decoding: bytes.span, encoding: encoding)
    var found: [String] = []
    // Whatever else a vector looks at, every answer must be a message that the standard allows.
    for finding in MessageValidator.validate(bytes.span, encoding: encoding)
    where finding.severity == .error && !(expected.mayBreak ?? []).contains(finding.ruleID) {
      found.append("the answer breaks \(finding.ruleID) at \(finding.path): \(finding.message)")
    }
    func compare(_ name: String, _ expected: String, _ received: String?) {
      if expected != received { found.append("\(name): '\(expected)' expected, '\(received ?? "nothing")' came") }
    }
    let header = message.header
    compare("SessionID", device.sessionID, header.sessionID)
    compare("Target", device.source, header.target.locURI)
    compare("Source", BuiltinServerDriver.serverURI, header.source.locURI)
    if !msgIDs.insert(header.msgID).inserted { found.append("MsgID \(header.msgID) stands in two answers") }
    if let text = expected.verDTD { compare("VerDTD", text, header.verDTD) }
    if let text = expected.verProto { compare("VerProto", text, header.verProto) }
    if let text = expected.respURI { compare("RespURI", text, header.respURI) }
    if let limit = device.maxMsgSize, bytes.count > limit {
      found.append("the answer has \(bytes.count) bytes, the device takes \(limit)")
    }
    if let size = expected.maxMsgSize { compare("MaxMsgSize", String(size), header.meta?.maxMsgSize) }
    if let size = expected.maxObjSize { compare("MaxObjSize", String(size), header.meta?.maxObjSize) }
    if message.isFinal != expected.final ?? true {
      found.append("the answer \(message.isFinal ? "has" : "does not have") Final")
    }
    let statuses = ServerStatusComparison(of: message, to: device.msgID, isRepeated: isChallenging)
    found += statuses.differences(commands, expected)
    found += challengeDifferences(message, expected)
    found += try credentialDifferences(message, hmacHeader, bytes, expected)
    found += try commandDifferences(message, expected)
    device.received(message)
    return found
  }

  private func challengeDifferences(_ message: Message, _ expected: ServerVector.Expectation) -> [String] {
    guard let type = expected.challenge else { return [] }
    let chal = message.headerStatus?.chal
    guard !type.isEmpty else { return chal == nil ? [] : ["a challenge came with the Status of SyncHdr"] }
    guard let chal else { return ["the Status of SyncHdr has no challenge"] }
    var found: [String] = []
    if chal.meta.type != type { found.append("a challenge of type \(chal.meta.type ?? "none") came") }
    if type != "syncml:auth-basic" {
      if chal.nonce == nil { found.append("the challenge has no NextNonce that can be read") }
      if let nonce = chal.nonce, device.usedNonces.contains(nonce) {
        found.append("the challenge's nonce was given before")
      }
    }
    return found
  }

  private func credentialDifferences(
    _ message: Message, _ hmacHeader: String?, _ bytes: [UInt8], _ expected: ServerVector.Expectation
  ) throws -> [String] {
    if expected.showsNothing ?? false {
      return message.header.cred == nil && hmacHeader == nil ? [] : ["the server shows credentials"]
    }
    guard let setup = expected.credentials else { return [] }
    let credentials = try setup.credentials(kept: device.serverNonce)
    if credentials.type == .mac {
      let integrity = MessageIntegrity(headerValue: hmacHeader, body: bytes.span)
      return credentials.isProved(by: integrity, nonce: credentials.nonce)
        ? [] : ["x-syncml-hmac does not prove the server"]
    }
    guard let cred = message.header.cred else { return ["the server shows no credentials"] }
    guard cred.authenticationType == credentials.type else {
      return ["credentials of type \(cred.meta?.type ?? "none") came"]
    }
    return credentials.isProved(by: cred, nonce: credentials.nonce) ? [] : ["the credentials do not prove the server"]
  }

  /// Compares the server's commands, whatever numbers they have.
  private func commandDifferences(_ message: Message, _ expected: ServerVector.Expectation) throws -> [String] {
    let wanted = try FlowCheck.commands((expected.commands ?? []).joined(separator: "\n")).map(\.withoutNumbers)
    let received = message.commands.filter(\.isOrder).map(\.withoutNumbers)
    guard wanted != received else { return [] }
    guard wanted.map(\.name) == received.map(\.name) else {
      return ["commands \(wanted.map(\.name)) expected, \(received.map(\.name)) came"]
    }
    return zip(wanted, received).compactMap { wanted, received in
      wanted == received ? nil : "another \(wanted.name) came than the one expected"
    }
  }

  // MARK: Transcript

  private mutating func note(_ text: String) {
    transcript.append(TranscriptEntry(encoding: encoding.rawValue, direction: .note, bytes: [], text: text))
  }

  private mutating func record(_ direction: TranscriptEntry.Direction, _ bytes: [UInt8]) {
    transcript.append(TranscriptEntry(encoding: encoding.rawValue, direction: direction, bytes: bytes, text: ""))
  }
}

extension Command {
  /// Whether it wants something of the other side, rather than answering it.
  var isOrder: Bool {
    switch self {
    case .status, .results: false
    default: true
    }
  }

  /// The command with empty CmdIDs, its members' too.
  var withoutNumbers: Command {
    var command = self
    command.cmdID = ""
    switch command {
    case .atomic(var group):
      group.commands = group.commands.map(\.withoutNumbers)
      return .atomic(group)
    case .sequence(var group):
      group.commands = group.commands.map(\.withoutNumbers)
      return .sequence(group)
    default: return command
    }
  }
}
