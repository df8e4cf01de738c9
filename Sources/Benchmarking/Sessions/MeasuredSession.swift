import DMScheduling
import DeviceManagement
import SyncML
import WBXML

/// One session from the first message to the last, both sides in this process, each message written and read.
struct MeasuredSession {
  /// What all sessions of a measurement begin with, and share.
  final class Setup {
    let flow: SessionFlow
    let encoding: Encoding
    let commands: [Command]
    let device: SchedulingDevice<PlainDevice>
    private let client: ClientSession.Configuration
    private let server: ServerSession.Configuration

    init(_ flow: SessionFlow, _ encoding: Encoding) throws {
      self.flow = flow
      self.encoding = encoding
      commands = flow.commands
      var tree = ManagementTree(rootACL: .unrestricted)
      try DevInfo(devID: Self.deviceURI, manufacturer: "Example", model: "One").install(in: &tree)
      try tree.add(.interior("Radio"), under: .root)
      try tree.add(.leaf("Power", .text("high")), under: NodeURI(parsing: "./Radio"))
      device = try SchedulingDevice(PlainDevice(tree: tree), now: Instant(parsing: "20260105T000000Z"))
      let ofClient = Credentials(
        name: "device", password: Secret("device password"), type: .md5, nonce: Nonce(Array(1...16)))
      let ofServer = Credentials(
        name: "server", password: Secret("server password"), type: .md5, nonce: Nonce(Array(17...32)))
      func authentication(own: Credentials, peer: Credentials, seed: String) -> SessionAuthentication? {
        flow.isAuthenticated
          ? SessionAuthentication(own: own, peer: peer, nonces: NonceGenerator(seed: Secret(seed))) : nil
      }
      client = ClientSession.Configuration(
        sessionID: "1", deviceURI: Self.deviceURI, serverURI: Self.serverURI, serverID: "server.example.com",
        authentication: authentication(own: ofClient, peer: ofServer, seed: "the client's seed"))
      server = ServerSession.Configuration(
        serverURI: Self.serverURI,
        authentication: authentication(own: ofServer, peer: ofClient, seed: "the server's seed"))
    }

    private static let deviceURI = "IMEI:004401013456782"
    private static let serverURI = "https://dm.example.com/dm"

    fileprivate var sides: (ClientSession, ServerSession) { (ClientSession(client), ServerSession(server)) }
  }

  private(set) var device: SchedulingDevice<PlainDevice>
  private(set) var client: ClientSession
  private(set) var server: ServerSession
  private let setup: Setup
  private var message: Message?
  /// How many messages both sides have sent.
  private(set) var messages = 0
  /// How many bytes they have had.
  private(set) var bytes = 0
  /// What is told of each message as it travels; nil where nobody wants to know.
  var onMessage: (([UInt8]) -> Void)?
  /// How many commands the device has answered, and the first answer that is none that was hoped for.
  private var answered = 0
  private var fault: Status?

  init(_ setup: Setup) {
    self.setup = setup
    device = setup.device
    (client, server) = setup.sides
    server.enqueue(setup.commands)
  }

  /// Sends the device's next message, and the server's answer.
  ///
  /// - Returns: whether the session goes on.
  mutating func exchange() throws -> Bool {
    guard let message = messages == 0 ? client.start(on: &device) : message else { return false }
    let answer = server.handle(try transfer(message))
    for case .status(let status) in server.takeEvents() { take(status) }
    self.message = client.handle(try transfer(answer), on: &device)
    return self.message != nil
  }

  /// Takes the device's answer to a command, as a server does.
  private mutating func take(_ status: Status) {
    // A SyncHdr with credentials gets 212 where they are good for the session.
    if status.code == .ok || (status.cmd == "SyncHdr" && status.code == .authenticationAccepted) {
      answered += 1
    } else if fault == nil {
      fault = status
    }
  }

  /// Runs the session to its end.
  ///
  /// - Throws: ``ContenderFailure`` where it did not do what it is for.
  mutating func run() throws {
    while try exchange() {
      // A session that does not come to an end would never give figures.
      guard messages < 64 else { throw ContenderFailure("the session does not end") }
    }
    try check()
  }

  private mutating func transfer(_ message: Message) throws(CodingError) -> Message {
    let document = try message.encoded(as: setup.encoding)
    messages += 1
    bytes += document.count
    onMessage?(document)
    return try Message(decoding: document.span, encoding: setup.encoding)
  }

  /// Whether the session has done what it is for, on both sides.
  private func check() throws {
    guard client.state == .finished, server.isFinished else {
      throw ContenderFailure("the session ended as \(client.state)")
    }
    if let fault {
      throw ContenderFailure("a command got \(fault.code?.rawValue ?? 0): \(fault.targetRefs)")
    }
    guard answered >= setup.commands.count else { throw ContenderFailure("only \(answered) commands were answered") }
    switch setup.flow {
    case .plain, .authenticated:
      let changed = device.tree[try NodeURI(parsing: SessionFlow.changedLeaf)]
      guard changed?.value == .text("low") else { throw ContenderFailure("the device's leaf was not changed") }
    case .schedule:
      guard device.scheduler.state(of: "nightly") == .inactive else {
        throw ContenderFailure("the device has no schedule")
      }
    }
  }
}
