import DeviceManagement
import SyncML

/// A client and a server that talk through encoded messages and transport headers, and what was said.
struct Conversation {
  static let deviceURI = "IMEI:004401013456782"
  static let serverURI = "https://server.example.com/dm"

  var device: PlainDevice
  var client: ClientSession
  var server: ServerSession
  /// What both sides said of each other's headers, such as `server 212`, in order.
  var codes: [String] = []
  /// The messages sent: who, and the credentials they carried.
  var shown: [String] = []
  var messages = 0
  /// Changes a message's header on its way.
  var tamper: (Int, inout String?, inout [UInt8]) -> Void = { _, _, _ in }

  init(client: SessionAuthentication?, server: SessionAuthentication?, commands: [Command] = Conversation.get) throws {
    var tree = ManagementTree()
    try DevInfo(devID: Self.deviceURI, manufacturer: "Example", model: "One").install(in: &tree)
    device = PlainDevice(tree: tree)
    self.client = ClientSession(
      .init(
        sessionID: "A1", deviceURI: Self.deviceURI, serverURI: Self.serverURI, serverID: "s",
        authentication: client))
    self.server = ServerSession(.init(serverURI: Self.serverURI, authentication: server))
    self.server.enqueue(commands)
  }

  static let get: [Command] = [.get(ItemCommand(cmdID: "1", items: [Item(target: Location("./DevInfo/Man"))]))]
  static let add: [Command] = [
    .add(ItemCommand(cmdID: "1", items: [Item(target: Location("./New"), data: .text("x"))]))
  ]

  /// Runs the session to its end, or to 20 messages.
  mutating func run(_ encoding: Encoding = .wbxml) throws {
    var outgoing: Message? = client.start(on: &device)
    while let message = outgoing, messages < 20 {
      let (request, integrity) = try carry(message, client.hmacHeader(for:), "client", encoding)
      let answer = server.handle(request, integrity: integrity)
      let (reply, replyIntegrity) = try carry(answer, server.hmacHeader(for:), "server", encoding)
      outgoing = client.handle(reply, integrity: replyIntegrity, on: &device)
    }
  }

  private mutating func carry(
    _ message: Message, _ header: (Span<UInt8>) -> String?, _ sender: String, _ encoding: Encoding
  ) throws -> (Message, MessageIntegrity) {
    messages += 1
    var bytes = try message.encoded(as: encoding)
    var value = header(bytes.span)
    let type = value != nil ? "MAC" : message.header.cred?.authenticationType.rawValue.dropFirst(12).description
    shown.append("\(sender) \(type ?? "-")")
    tamper(messages, &value, &bytes)
    for case .status(let status) in message.commands where status.cmd == "SyncHdr" {
      codes.append("\(sender) \(status.code?.rawValue ?? 0)\(status.chal == nil ? "" : "+")")
    }
    return (try Message(decoding: bytes.span), MessageIntegrity(headerValue: value, body: bytes.span))
  }

  var results: [String] {
    mutating get {
      server.takeEvents().compactMap {
        if case .results(let results) = $0 { results.items.first?.data?.string } else { nil }
      }
    }
  }

  // MARK: Sides

  static func side(
    own: Credentials?, peer: Credentials?, showsFirst: Bool = true, types: Set<AuthenticationType>? = nil,
    everyMessage: Bool = false, seed: String
  ) -> SessionAuthentication {
    SessionAuthentication(
      own: own, ownTypes: types, showsFirst: showsFirst, peer: peer, checksEveryMessage: everyMessage,
      nonces: NonceGenerator(seed: Secret(seed)))
  }

  static func device(_ type: AuthenticationType, password: String = "device-pw", nonce: String? = "N1") -> Credentials {
    Credentials(name: "device", password: Secret(password), type: type, nonce: nonce.map { Nonce(Array($0.utf8)) })
  }

  static func server(_ type: AuthenticationType, password: String = "server-pw", nonce: String? = "N2") -> Credentials {
    Credentials(name: "server", password: Secret(password), type: type, nonce: nonce.map { Nonce(Array($0.utf8)) })
  }
}
