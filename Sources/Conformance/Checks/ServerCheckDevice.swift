import DeviceManagement
import SyncML
import WBXML
import XMLCoding

/// A command of the device's message, as its answer will name it.
struct SentCommand {
  var name: String
  var cmdID: String
  /// Whether the server must not send a Status for it unless something is wrong: Status and Results.
  var isAnswer: Bool
  var noResp: Bool
}

/// The device that the suite plays for a server: it writes messages, and keeps of the answers what the next ones need.
struct ServerCheckDevice {
  private let encoding: Encoding
  private var sessionNumber = 1
  private var messageNumber = 0
  private(set) var sessionID = "1"
  private(set) var msgID = "1"
  private(set) var source = SimulatedDevice.deviceURI
  /// Where the messages go: the server's RespURI, where it gave one.
  private var target = BuiltinServerDriver.serverURI
  /// The bytes of a message that the device takes, as it has announced last.
  private(set) var maxMsgSize: Int?
  /// The nonce that the server gave last.
  private var nonce: Nonce?
  /// The nonces that the server has given.
  private(set) var usedNonces: Set<Nonce> = []
  /// The nonce that the device gave the server last.
  private(set) var serverNonce: Nonce?
  /// The server's last MsgID, and the CmdIDs of its commands, members after their groups.
  private var answerMsgID = ""
  private var answerCmdIDs: [String] = []
  /// What answers before the last one brought, by the names that the vector gives.
  private var kept: [String: String] = [:]

  init(encoding: Encoding) { self.encoding = encoding }

  mutating func startSession() {
    sessionNumber += 1
    messageNumber = 0
    target = BuiltinServerDriver.serverURI
    maxMsgSize = nil
    answerMsgID = ""
    answerCmdIDs = []
  }

  // MARK: Writing

  /// A message as bytes, with the value of `x-syncml-hmac` where it goes with one.
  mutating func message(
    _ step: ServerVector.Step
  ) throws -> (bytes: [UInt8], hmacHeader: String?, commands: [SentCommand]) {
    messageNumber += 1
    sessionID = step.header?.sessionID ?? String(sessionNumber, radix: 16, uppercase: true)
    msgID = step.header?.msgID ?? String(messageNumber)
    source = step.header?.source ?? SimulatedDevice.deviceURI
    maxMsgSize = step.header?.maxMsgSize ?? maxMsgSize
    let credentials = try step.credentials?.credentials(kept: nonce)
    if let credentials, credentials.type != .basic, credentials.nonce == nil {
      throw DriverError("the server has given no nonce for the device's credentials")
    }
    let body = try filled((step.send ?? []).joined(separator: "\n"))
    let text = try xml(step.header, credentials, body)
    let bytes = try encoded(text)
    var header: String?
    if let credentials, credentials.type == .mac, let nonce = credentials.nonce, step.fault != .noMAC {
      let signed = step.fault == .wrongMAC ? bytes + [0x20] : bytes
      let mac = Digest.message(user: credentials.userDigest, nonce: nonce, bodyDigest: Digest.body(signed.span))
      header = HMACHeader(userName: credentials.name, mac: mac).value
    }
    noteNonce(in: try Message(decoding: bytes.span, encoding: encoding))
    return (bytes, header, try commands(in: text))
  }

  /// The text with what the answer before brought: `${MsgID}`, and `${CmdID.n}` for the n-th command of the server,
  /// counted from 1, members after their groups.
  private func filled(_ text: String) throws -> String {
    var text = text.replacing("${MsgID}", with: answerMsgID)
    for (index, id) in answerCmdIDs.enumerated() { text = text.replacing("${CmdID.\(index + 1)}", with: id) }
    for (name, value) in kept { text = text.replacing("${\(name)}", with: value) }
    if let start = text.firstRange(of: "${") {
      let name = text[start.lowerBound...].prefix(40).prefix { $0 != "}" }
      throw DriverError("the server's answer brought no \(name)}")
    }
    return text
  }

  private func xml(
    _ setup: ServerVector.HeaderSetup?, _ credentials: Credentials?, _ body: String
  ) throws -> String {
    let cred = credentials.flatMap { $0.cred($0.type, nonce: $0.nonce) }
    var location = Location(source)
    if let credentials, credentials.type != .basic { location.locName = credentials.name }
    let header = SyncHdr(
      verDTD: setup?.verDTD ?? "1.2", verProto: setup?.verProto ?? "DM/1.2", sessionID: sessionID, msgID: msgID,
      target: Location(target), source: location, cred: cred,
      meta: setup?.maxMsgSize == nil && setup?.maxObjSize == nil
        ? nil : Meta(maxMsgSize: setup?.maxMsgSize.map(String.init), maxObjSize: setup?.maxObjSize.map(String.init)))
    // A header is written by the writer of messages, the body as the vector has it: faults and all.
    let empty = try Message(header: header, isFinal: false).encoded(as: .xml)
    guard let text = String(validating: empty, as: UTF8.self) else { throw DriverError("the header is no text") }
    for place in ["<SyncBody/>", "<SyncBody></SyncBody>"] where text.contains(place) {
      return text.replacing(place, with: "<SyncBody>\(body)</SyncBody>")
    }
    throw DriverError("the message has no body to fill")
  }

  /// The events of the text in the encoding of the run: what the model has no place for stays.
  private func encoded(_ text: String) throws -> [UInt8] {
    let bytes = Array(text.utf8)
    guard encoding == .wbxml else { return bytes }
    var encoder = WBXMLEncoder()
    try XMLEventParser.parse(bytes.span, into: &encoder)
    return try encoder.takeDocument()
  }

  /// The commands of a message, told from its elements alone: what the typed reader passes over counts as well.
  private func commands(in text: String) throws -> [SentCommand] {
    var tape = EventTape()
    try XMLEventParser.parse(Array(text.utf8).span, into: &tape)
    var commands: [SentCommand] = []
    var open: [String] = []
    for record in tape.records {
      switch record.kind {
      case .startElement, .startLiteralElement:
        let name =
          record.kind == .startElement
          ? Language.syncML12.name(of: record.tag) ?? "" : String(validating: tape.bytes[record.range], as: UTF8.self)
        open.append(name ?? "")
        guard open.count >= 3, open[1] == "SyncBody" else { continue }
        if open.count == 3, open[2] != "Final" {
          let isAnswer = open[2] == "Status" || open[2] == "Results"
          commands.append(SentCommand(name: open[2], cmdID: "", isAnswer: isAnswer, noResp: false))
        } else if open.count == 4, open[3] == "NoResp", !commands.isEmpty {
          commands[commands.count - 1].noResp = true
        }
      case .text where open.count == 4 && open[1] == "SyncBody" && open[3] == "CmdID" && !commands.isEmpty:
        commands[commands.count - 1].cmdID += String(validating: tape.bytes[record.range], as: UTF8.self) ?? ""
      case .endElement: open.removeLast()
      default: break
      }
    }
    return commands
  }

  // MARK: Reading

  /// Keeps the nonce that the device gives the server.
  private mutating func noteNonce(in message: Message) {
    if let nonce = message.headerStatus?.chal?.nonce { serverNonce = nonce }
  }

  /// Keeps what later messages need of the answer.
  mutating func keep(_ names: [String: String]) throws {
    for (name, source) in names { kept[name] = try filled("${\(source)}") }
  }

  mutating func received(_ answer: Message) {
    answerMsgID = answer.header.msgID
    if let respURI = answer.header.respURI { target = respURI }
    answerCmdIDs = answer.commands.filter(\.isOrder).flatMap(Self.numbers)
    if let next = answer.headerStatus?.chal?.nonce {
      nonce = next
      usedNonces.insert(next)
    }
  }

  private static func numbers(of command: Command) -> [String] {
    switch command {
    case .atomic(let group), .sequence(let group): [command.cmdID] + group.commands.flatMap(numbers)
    default: [command.cmdID]
    }
  }
}
