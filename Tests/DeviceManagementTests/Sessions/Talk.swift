import DeviceManagement
import SyncML
import Testing

/// A client and a server that talk through encoded messages, whose sizes are checked.
struct Talk<Device: ManagedDevice> {
  static var deviceURI: String { "IMEI:004401013456782" }
  static var serverURI: String { "https://server.example.com/dm" }

  var device: Device
  var client: ClientSession
  var server: ServerSession
  let encoding: Encoding
  var events: [ServerSession.Event] = []
  /// The sizes of the messages: of the client, and of the server.
  var clientSizes: [Int] = []
  var serverSizes: [Int] = []
  /// The client's messages, as the server got them.
  var received: [Message] = []

  init(
    _ device: Device, encoding: Encoding, clientMaximum: Int? = nil, serverMaximum: Int? = nil,
    clientObject: Int? = nil,
    serverObject: Int? = nil, limits: SessionLimits = SessionLimits(), sendsNewAlerts: Bool = false,
    awaited: [String: Exec] = [:]
  ) {
    self.device = device
    self.encoding = encoding
    client = ClientSession(
      .init(
        sessionID: "A1", deviceURI: Self.deviceURI, serverURI: Self.serverURI, serverID: "s",
        maxMsgSize: clientMaximum, maxObjSize: clientObject, encoding: encoding, sendsNewAlerts: sendsNewAlerts,
        limits: limits))
    server = ServerSession(
      .init(
        serverURI: Self.serverURI, maxMsgSize: serverMaximum, maxObjSize: serverObject, encoding: encoding,
        awaitedResults: awaited, limits: limits))
  }

  /// Runs the session to its end, or to a number of messages of the client.
  mutating func run(maximum: Int = 3000) throws {
    var outgoing: Message? = client.start(on: &device)
    while let message = outgoing, received.count < maximum {
      let sent = try carry(message, &clientSizes)
      let request = try Message(decoding: sent.span, encoding: encoding)
      received.append(request)
      let answer = server.handle(request)
      events += server.takeEvents()
      let replied = try carry(answer, &serverSizes)
      outgoing = client.handle(try Message(decoding: replied.span, encoding: encoding), on: &device)
    }
  }

  /// The client's answer to a message.
  mutating func answer(_ message: Message) -> Message? { client.handle(message, on: &device) }

  /// Whether the client has nothing to say to the server's answer to a message.
  mutating func ends(with message: Message) -> Bool { client.handle(server.handle(message), on: &device) == nil }

  private func carry(_ message: Message, _ sizes: inout [Int]) throws -> [UInt8] {
    let bytes = try message.encoded(as: encoding)
    sizes.append(bytes.count)
    return bytes
  }

  /// The codes of the Statuses that the server was told, by the CmdIDs that its commands were queued with.
  func codes() -> [(String, Int)] {
    events.compactMap { event in
      guard case .status(let status) = event, let command = server.command(answeredBy: status) else { return nil }
      return (command.cmdID, status.code?.rawValue ?? 0)
    }
  }

  var resultItems: [Item] {
    events.flatMap { event -> [Item] in if case .results(let results) = event { results.items } else { [] } }
  }
}

extension PlainDevice {
  /// A device with DevInfo and some leaves in `./T`.
  static func make(_ leaves: [(String, NodeValue, NodeFormat)] = []) throws -> PlainDevice {
    var tree = ManagementTree(rootACL: try AccessControlList(parsing: "Add=*&Get=*&Replace=*&Delete=*&Exec=*"))
    try DevInfo(devID: Talk<PlainDevice>.deviceURI, manufacturer: "Example", model: "One").install(in: &tree)
    try tree.add(.interior("T"), under: .root)
    for (name, value, format) in leaves {
      try tree.add(.leaf(name, value, format: format), under: NodeURI(segments: ["T"]))
    }
    return PlainDevice(tree: tree)
  }
}
