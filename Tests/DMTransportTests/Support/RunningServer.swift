import DMTransport
import DeviceManagement
import Foundation
import Logging
import SyncML
import Synchronization
import Testing

/// Runs a server on a free port of the loopback while a test works with it.
func withServer(
  _ configuration: DMServer.Configuration = .init(), accounts: (any AccountDirectory)? = nil,
  manager: any DeviceManager = RecordingManager(), observer: (any ServerObserver)? = nil, logger: Logger? = nil,
  stopTime: Duration = .milliseconds(100),
  _ body: (_ server: DMServer, _ url: String) async throws -> Void
) async throws {
  var configuration = configuration
  configuration.port = 0
  configuration.limits.stopTime = stopTime
  let server = DMServer(
    configuration, accounts: accounts, manager: manager, observer: observer,
    logger: logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  let task = Task { try await server.run() }
  let url = try await server.url
  do {
    try await body(server, url)
  } catch {
    server.stop()
    try? await task.value
    throw error
  }
  server.stop()
  try await task.value
}

/// Sends the same packages to every device, and keeps what the devices said.
actor RecordingManager: DeviceManager {
  private let first: [[Command]]
  private var known: Set<Int> = []
  private(set) var events: [ServerSession.Event] = []
  private(set) var outcomes: [SessionOutcome] = []
  private(set) var devices: [DeviceSession] = []
  /// How long an answer takes.
  private let delay: Duration

  init(_ packages: [[Command]] = [[.get("./DevInfo/Man")]], delay: Duration = .zero) {
    first = packages
    self.delay = delay
  }

  func packages(after events: [ServerSession.Event], from device: DeviceSession) async throws -> [[Command]] {
    self.events += events
    if delay > .zero { try await Task.sleep(for: delay) }
    return known.insert(device.id).inserted ? first : []
  }

  func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) {
    outcomes.append(outcome)
    devices.append(device)
  }

  /// The values that Gets have brought, by their addresses.
  var results: [String: String] {
    events.reduce(into: [:]) { values, event in
      guard case .results(let results) = event else { return }
      for item in results.items { values[item.source?.locURI ?? "?"] = item.data?.string }
    }
  }

  var statuses: [StatusCode] {
    events.compactMap { event in
      guard case .status(let status) = event, status.cmd != "SyncHdr" else { return nil }
      return status.code
    }
  }
}

/// Keeps what a server tells.
actor RecordingObserver: ServerObserver {
  private(set) var events: [ServerEvent] = []

  func observe(_ event: ServerEvent) { events.append(event) }

  var refusals: [BindingRefusal] {
    events.compactMap { if case .refused(let refusal, _) = $0 { refusal } else { nil } }
  }

  /// The messages of one direction, as they travelled.
  func messages(received: Bool) -> [TransportedMessage] {
    events.compactMap { event in
      switch event {
      case .received(let message, _): received ? message : nil
      case .answered(let message, _): received ? nil : message
      default: nil
      }
    }
  }
}

/// Keeps everything that is logged, as text.
final class LogText: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(log: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let log: LogText
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:]) \(metadata)") }
    }
  }
}

extension Command {
  static func get(_ uri: String) -> Command { .get(ItemCommand(items: [Item(target: Location(uri))])) }

  static func replace(_ uri: String, _ text: String) -> Command {
    .replace(ItemCommand(items: [Item(target: Location(uri), meta: Meta(format: "chr"), data: .text(text))]))
  }
}

/// A device with a node of its own.
func makeDevice(id: String = "IMEI:004401013456782", value: String = "old") throws -> PlainDevice {
  var tree = ManagementTree(rootACL: .unrestricted)
  try DevInfo(devID: id, manufacturer: "Example", model: "One").install(in: &tree)
  try tree.add(.interior("Example"), under: .root)
  try tree.add(.leaf("Value", .text(value)), under: NodeURI(segments: ["Example"]))
  return PlainDevice(tree: tree)
}

extension PlainDevice {
  var value: String? { tree.text(NodeURI(segments: ["Example", "Value"])) }
}

/// The configuration of a device's session.
func makeSession(
  _ url: String, id: String = "1F", device: String = "IMEI:004401013456782", account: Account? = nil
) -> ClientSession.Configuration {
  var random = SystemRandomNumberGenerator()
  return ClientSession.Configuration(
    sessionID: id, deviceURI: device, serverURI: url, serverID: "example",
    authentication: account.map { SessionAuthentication(client: $0, nonces: NonceGenerator(using: &random)) })
}

/// An account whose client proves itself in one way, and perhaps its server, too.
func makeAccount(
  _ scheme: AuthenticationScheme, password: String = "Ge-heim~7 ü", user: String = "device",
  serverPassword: String? = nil
) -> Account {
  var credentials = [AccountCredentials(level: .client, scheme: scheme, name: user, secret: Secret(password))]
  if let serverPassword {
    credentials.append(
      AccountCredentials(level: .server, scheme: scheme, name: "example", secret: Secret(serverPassword)))
  }
  return Account(serverID: "example", credentials: credentials)
}

/// How long a test waits for what must come: other tests may keep every thread busy for minutes.
let patience = Duration.seconds(900)

/// A client that waits for answers as long as a test does, and not long between its attempts.
func makeClient(
  _ encoding: SyncML.Encoding = .wbxml, attempts: Int = 1, follows: FollowPolicy = .sameHost,
  trust: String? = nil, readTimeout: Duration = patience, maximumAnswerBytes: Int = 1 << 20
) -> DMClient {
  DMClient(
    .init(
      encoding: encoding, trustedCertificatesFile: trust, follows: follows, connectTimeout: patience,
      readTimeout: readTimeout, attempts: attempts, retryDelay: .milliseconds(20),
      maximumAnswerBytes: maximumAnswerBytes))
}

/// Waits until something holds; a test whose patience has an end has failed.
func eventually(_ condition: () async -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
  let deadline = ContinuousClock.now + patience
  while ContinuousClock.now < deadline {
    if await condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("it does not come to pass", sourceLocation: sourceLocation)
}
