import DeviceManagement
public import SyncML

/// The server of this package, in the same process.
public struct BuiltinServerDriver: ServerDriver {
  /// The encoding in which messages travel.
  public let encoding: Encoding

  private var setup: ServerVector.ServerSetup?
  private var session: ServerSession?
  private var sessionCount = 0
  /// The nonces that the server keeps of the device.
  private var nonces: [NonceUpdate.Side: Nonce] = [:]
  /// The value of `x-syncml-hmac` for the answer given out last.
  public private(set) var hmacHeader: String?

  /// The address of the server.
  static let serverURI = "https://server.example.com/dm"

  /// A driver without a server yet, which ``prepare(_:)`` makes; its messages travel in one encoding.
  public init(encoding: Encoding) { self.encoding = encoding }

  public mutating func prepare(_ setup: ServerVector.ServerSetup) throws {
    self.setup = setup
    nonces = [:]
    sessionCount = 0
    try startSession(packages: (setup.packages ?? []).map { try FlowCheck.commands($0.joined(separator: "\n")) })
  }

  public mutating func startSession(packages: [[Command]]) throws {
    guard let setup else { throw DriverError("the server has not been prepared") }
    sessionCount += 1
    hmacHeader = nil
    var session = ServerSession(try configuration(setup))
    for package in packages { session.enqueue(package) }
    self.session = session
  }

  private func configuration(_ setup: ServerVector.ServerSetup) throws -> ServerSession.Configuration {
    var authentication: SessionAuthentication?
    if setup.client != nil || setup.server != nil {
      // Virtual chance: every run gives the same nonces.
      authentication = SessionAuthentication(
        own: try setup.server?.credentials(kept: nonces[.server], prefersKept: true),
        showsFirst: setup.showsFirst ?? true,
        peer: try setup.client?.credentials(kept: nonces[.client], prefersKept: true),
        checksEveryMessage: setup.everyMessage ?? false,
        nonces: NonceGenerator(seed: Secret("server, session \(sessionCount)")))
    }
    return ServerSession.Configuration(
      serverURI: Self.serverURI, respURI: setup.respURI, maxMsgSize: setup.maxMsgSize, maxObjSize: setup.maxObjSize,
      encoding: encoding, alertTypes: setup.alertTypes.map { Set($0) }, authentication: authentication)
  }

  public mutating func exchange(_ bytes: [UInt8], hmacHeader header: String?) throws -> [UInt8] {
    guard var session else { throw DriverError("no session has begun") }
    defer { self.session = session }
    let message = try Message(decoding: bytes.span, encoding: encoding)
    let answer = session.handle(message, integrity: MessageIntegrity(headerValue: header, body: bytes.span))
    for update in session.takeNonceUpdates() { nonces[update.side] = update.nonce }
    let answerBytes = try answer.encoded(as: encoding)
    hmacHeader = session.hmacHeader(for: answerBytes.span)
    return answerBytes
  }

  public var isFinished: Bool? { session?.isFinished }

  public mutating func takeReports() throws -> [ServerReport]? {
    guard var session else { throw DriverError("no session has begun") }
    defer { self.session = session }
    return session.takeEvents().compactMap { event in
      switch event {
      case .devInfo(let leaves): .devInfo(leaves)
      case .results(let results): .results(results)
      case .alert(let alert): .alert(alert)
      case .aborted: .aborted
      case .authenticationFailed: .authenticationFailed
      default: nil
      }
    }
  }
}

extension FlowVector.CredentialSetup {
  /// Credentials whose nonce is the one kept of the session before, where there is one.
  func credentials(kept: Nonce?, prefersKept: Bool) throws -> Credentials {
    var credentials = try credentials(kept: kept)
    if prefersKept, let kept { credentials.nonce = kept }
    return credentials
  }
}
