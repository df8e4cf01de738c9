import DeviceManagement
import SyncML
import WBXML

/// A client's session, or a server's, takes whatever messages an input holds.
///
/// The first three bytes say what kind of session it is and how far it has come when the messages begin; messages follow,
/// in either encoding, parted by ``separator``.
func checkSession(_ bytes: [UInt8]) {
  guard bytes.count > 3 else { return }
  var bout = Bout(flags: bytes[0], size: bytes[1], exchanges: Int(bytes[2] & 3))
  for piece in messages(in: bytes.dropFirst(3)).prefix(16) { bout.take(piece) }
}

/// Parts the messages of an input: in neither encoding does it stand in a message that is worth reading.
private let separator: [UInt8] = [0xFF, 0x0A]

private func messages(in bytes: ArraySlice<UInt8>) -> [[UInt8]] {
  var messages: [[UInt8]] = []
  var rest = bytes
  while let range = rest.firstRange(of: separator) {
    messages.append(Array(rest[..<range.lowerBound]))
    rest = rest[range.upperBound...]
  }
  return messages + [Array(rest)]
}

/// Two sessions that have talked for a while. Then the input's messages go to one of them; the other one stays as it is,
/// and signs messages where they must be signed.
private struct Bout {
  private enum Side { case client, server }

  private var client: ClientSession
  private var server: ServerSession
  private var device: PlainDevice
  private let side: Side
  /// Whether messages get the session's identifier and numbers that go up, so that they are looked at.
  private let fitsHeaders: Bool
  private let isSigned: Bool
  /// The last MaxMsgSize that the session has been told; nil for none.
  private var limit: Int?
  private var number = 1000
  /// Whether the message at hand breaks no rule: an answer repeats what is wrong in one that does.
  private var isClean = false

  init(flags: UInt8, size: UInt8, exchanges: Int) {
    side = flags & 1 == 0 ? .client : .server
    fitsHeaders = flags & 8 == 0
    let announced = flags & 0x10 == 0 ? nil : 200 + 16 * Int(size)
    limit = exchanges > 0 ? announced : nil
    let scheme: AuthenticationScheme? = [nil, .basic, .digest, .hmac][Int(flags >> 1 & 3)]
    isSigned = scheme == .hmac
    let provesServer = flags & 0x20 != 0
    let account = scheme.map { scheme in
      var credentials = [AccountCredentials(level: .client, scheme: scheme, name: "user", secret: Secret("password"))]
      if provesServer {
        credentials.append(AccountCredentials(level: .server, scheme: scheme, name: "s", secret: Secret("other")))
      }
      return Account(serverID: "s", credentials: credentials)
    }
    device = PlainDevice(tree: Bout.tree)
    client = ClientSession(
      .init(
        sessionID: "1", deviceURI: "IMEI:1", serverURI: "http://s/dm", serverID: "s", maxMsgSize: announced,
        maxObjSize: flags & 0x40 == 0 ? nil : 500, encoding: .wbxml, limits: Bout.sessionLimits,
        authentication: account.map { SessionAuthentication(client: $0, nonces: NonceGenerator(seed: Secret("c"))) }))
    server = ServerSession(
      .init(
        serverURI: "http://s/dm", maxMsgSize: announced, maxObjSize: flags & 0x40 == 0 ? nil : 500, encoding: .wbxml,
        limits: Bout.sessionLimits,
        authentication: account.map { SessionAuthentication(server: $0, nonces: NonceGenerator(seed: Secret("s"))) }))
    for package in Bout.packages { server.enqueue(package) }
    var next: Message? = client.start(on: &device)
    for _ in 0..<exchanges {
      guard let message = next else { break }
      let answer = server.handle(message, integrity: integrity(of: message, signedBy: client.hmacHeader))
      next = client.handle(answer, integrity: integrity(of: answer, signedBy: server.hmacHeader), on: &device)
    }
    _ = server.takeEvents()
  }

  private static let sessionLimits = SessionLimits(maximumMessages: 64, maximumObjectBytes: 4096)

  private static let tree: ManagementTree = {
    var tree = ManagementTree(rootACL: .unrestricted)
    do {
      try DevInfo(devID: "IMEI:1", manufacturer: "M", model: "O").install(in: &tree)
      try tree.add(.interior("A"), under: .root)
      try tree.add(.leaf("B", .text("value")), under: NodeURI(segments: ["A"]))
      try tree.add(.leaf("Long", .text(String(repeating: "0123456789", count: 60))), under: NodeURI(segments: ["A"]))
    } catch {
      fatalError("the tree cannot be built: \(error)")
    }
    return tree
  }()

  private static let packages: [[Command]] = [
    [.get(ItemCommand(items: [Item(target: Location("./A"))])), replace("B", 10)], [replace("Long", 900)],
    [
      .atomic(CommandGroup(commands: [replace("B", 3), replace("Long", 4)])),
      .exec(Exec(correlator: "c", item: Item(target: Location("./A/B")))),
    ],
  ]

  private static func replace(_ name: String, _ count: Int) -> Command {
    .replace(
      ItemCommand(
        items: [
          Item(
            target: Location("./A/\(name)"), meta: Meta(format: "chr"),
            data: .text(String(repeating: "x", count: count)))
        ]))
  }

  private func integrity(of message: Message, signedBy sign: (Span<UInt8>) -> String?) -> MessageIntegrity? {
    guard isSigned, let bytes = try? message.encoded(as: .wbxml) else { return nil }
    return MessageIntegrity(headerValue: sign(bytes.span), body: bytes.span)
  }

  // MARK: Messages of the input

  mutating func take(_ bytes: [UInt8]) {
    guard var message = try? Message(decoding: bytes.span, limits: limits) else { return }
    let encoding = Encoding(detecting: bytes.span)
    isClean = MessageValidator().validate(bytes.span).allSatisfy { $0.severity != .error }
    if fitsHeaders {
      number += 1
      message.header.sessionID = "1"
      message.header.msgID = String(number)
    }
    if let text = message.header.meta?.maxMsgSize, let size = Int(text.filter { !$0.isWhitespace }), size >= 0 {
      limit = size
    }
    switch side {
    case .client: takeAtClient(message, encoding)
    case .server: takeAtServer(message, encoding)
    }
  }

  private mutating func takeAtClient(_ message: Message, _ encoding: Encoding) {
    let integrity = integrity(of: message, signedBy: server.hmacHeader)
    let before = client.state
    let answer = client.handle(message, integrity: integrity, on: &device)
    if let answer {
      require(before == .waiting, "an answer in the state \(before)")
      check(answer, .wbxml, mayBeLong: answer.isRefusal || client.state != .waiting)
      require(client.resend() == answer || client.state != .waiting, "the answer is not what is sent again")
      checkRepeated(message, integrity, answer)
    } else {
      require(client.state != .waiting, "neither an answer nor an end")
    }
    _ = client.takeNonceUpdates()
    if case .retry = client.state, let again = client.retry() { check(again, .wbxml, mayBeLong: true) }
    require(device.tree.count < 4000, "\(device.tree.count) nodes")
  }

  /// A message that comes twice gets its answer twice, and changes nothing.
  private func checkRepeated(_ message: Message, _ integrity: MessageIntegrity?, _ answer: Message) {
    guard client.state == .waiting else { return }
    var (client, device) = (client, device)
    let again = client.handle(message, integrity: integrity, on: &device)
    let isLimit: Bool = if case .failed(.limit) = client.state { true } else { false }
    require(again == answer || isLimit, "another answer the second time: \(answer), \(String(describing: again))")
    require(device.tree.count == self.device.tree.count, "the same message was carried out twice")
  }

  private mutating func takeAtServer(_ message: Message, _ encoding: Encoding) {
    let integrity = integrity(of: message, signedBy: client.hmacHeader)
    server.encoding = encoding
    let wasFinished = server.isFinished
    let answer = server.handle(message, integrity: integrity)
    let events = server.takeEvents()
    let isTooSmall = events.contains { if case .failed(.messageSizeTooSmall) = $0 { true } else { false } }
    // What ends a session is said in one message.
    check(answer, encoding, mayBeLong: isTooSmall || server.isFinished || answer.isRefusal)
    require(!wasFinished || server.isFinished, "a session that was over goes on")
    let commands = message.commands.reduce(0) { $0 + $1.size }
    require(events.count <= 4 * commands + 32, "\(events.count) events of \(commands) commands")
    require(server.awaitedResults.count <= 64, "\(server.awaitedResults.count) results are awaited")
    _ = server.takeNonceUpdates()
  }

  // MARK: Answers

  /// What goes out can be read by a strict reader, breaks no rule, and is no longer than may be.
  private func check(_ answer: Message, _ sent: Encoding, mayBeLong: Bool) {
    for encoding in Encoding.allCases {
      let bytes: [UInt8]
      do throws(CodingError) {
        bytes = try answer.encoded(as: encoding)
      } catch {
        // What WBXML carries XML may not, and the other way round.
        require(error.code != .invalidEventOrder, "\(encoding): \(error) in \(answer)")
        continue
      }
      if let limit, encoding == sent, !mayBeLong {
        require(bytes.count <= limit, "\(bytes.count) bytes where \(limit) may be: \(answer)")
      }
      guard isClean else { continue }
      do throws(CodingError) {
        _ = try Message(decoding: bytes.span, isStrict: true)
      } catch {
        fatalError("\(encoding): a strict reader refuses \(error): \(answer)")
      }
      let faults = MessageValidator().validate(bytes.span).filter { $0.severity == .error }
      require(faults.isEmpty, "\(encoding): \(faults) in \(answer)")
    }
    require(side == .server || answer.header.sessionID == "1", "the answer is of session \(answer.header.sessionID)")
  }
}

extension Message {
  /// Whether it refuses the message that it answers: it says nothing but Statuses, as many as it must.
  fileprivate var isRefusal: Bool {
    commands.contains { command in
      guard case .status(let status) = command else { return false }
      return status.cmd == "SyncHdr" && (status.code?.rawValue ?? 0) >= 400
    }
  }
}

extension Command {
  /// The command and those inside it, and their items.
  fileprivate var size: Int {
    switch self {
    case .atomic(let group), .sequence(let group): group.commands.reduce(1) { $0 + $1.size }
    default: 1 + items.count
    }
  }
}
