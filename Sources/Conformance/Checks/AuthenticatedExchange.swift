import DeviceManagement
import SyncML

/// The suite's side of a session's authentication: its configuration, its faults, and what the device showed.
struct AuthenticatedExchange {
  let configuration: SessionAuthentication
  private let step: FlowVector.AuthenticationStep
  private var shown: [String] = []
  private var deviceCodes: [Int] = []
  private var serverCodes: [Int] = []
  private var sent = 0

  /// - Parameter kept: the nonces of the session before, where the step gives none.
  init(_ step: FlowVector.AuthenticationStep, kept: [NonceUpdate.Side: Nonce], seed: String) throws {
    self.step = step
    configuration = SessionAuthentication(
      own: try step.server?.credentials(kept: kept[.server]), showsFirst: step.showsFirst ?? true,
      peer: try step.client?.credentials(kept: kept[.client]), checksEveryMessage: step.everyMessage ?? false,
      nonces: NonceGenerator(seed: Secret(seed)))
  }

  mutating func received(_ message: Message, _ header: String?) {
    if header != nil {
      shown.append("syncml:auth-MAC")
    } else {
      shown.append(message.header.cred?.authenticationType.rawValue ?? "none")
    }
    for case .status(let status) in message.commands where status.cmd == "SyncHdr" {
      deviceCodes.append(status.code?.rawValue ?? 0)
    }
  }

  /// Notes the server's code, and makes the fault that the step asks for in its first message.
  mutating func willSend(_ message: inout Message) {
    sent += 1
    for (index, command) in message.commands.enumerated() {
      guard case .status(var status) = command, status.cmd == "SyncHdr" else { continue }
      if sent == 1, step.fault == .noChal { status.chal = nil }
      if sent == 1, step.fault == .status212 { status.code = .authenticationAccepted }
      message.commands[index] = .status(status)
      serverCodes.append(status.code?.rawValue ?? 0)
    }
  }

  /// The header that goes with a message of the server's.
  func header(_ bytes: [UInt8], _ server: ServerSession) -> String? {
    guard sent == 1 else { return server.hmacHeader(for: bytes.span) }
    switch step.fault {
    case .noMAC: return nil
    case .wrongMAC:
      let other = bytes + [0x20]
      return server.hmacHeader(for: other.span)
    default: return server.hmacHeader(for: bytes.span)
    }
  }

  func differences(_ expectation: SessionExpectation) -> [String] {
    var found: [String] = []
    func compare<Value: Equatable>(_ name: String, _ expected: Value?, _ received: Value) {
      if let expected, expected != received { found.append("\(name): \(expected) expected, \(received) came") }
    }
    compare("credentials shown", step.shown, shown)
    compare("the device's codes for SyncHdr", step.deviceCodes, deviceCodes)
    compare("the server's codes for SyncHdr", step.serverCodes, serverCodes)
    let ending: FlowVector.AuthenticationStep.Ending
    switch expectation.authenticationFailure {
    case nil: ending = expectation.isFinished ? .finished : .left
    case .peerRefused, .peerChangedType: ending = .deviceRefused
    default: ending = .serverRefused
    }
    compare("the end", (step.ends ?? .finished).rawValue, ending.rawValue)
    return found
  }
}

extension FlowVector.CredentialSetup {
  var scheme: AuthenticationScheme { AuthenticationScheme(rawValue: type) }

  func nonceBytes() throws -> [UInt8]? {
    guard let nonce else { return nil }
    guard let bytes = Hexadecimal.decode(nonce) else { throw DriverError("'\(nonce)' is no hexadecimal nonce") }
    return bytes
  }

  func credentials(kept: Nonce?) throws -> Credentials {
    guard let type = scheme.messageType else { throw DriverError("there is no authentication type '\(type)'") }
    return Credentials(
      name: name, password: Secret(password), type: type, nonce: try nonceBytes().map(Nonce.init) ?? kept)
  }
}

extension FlowVector.AccountSetup {
  /// The account as the device keeps it.
  var account: Account {
    get throws {
      var account = Account(serverID: serverID)
      let entries =
        (client ?? []).map { (AccountCredentials.Level.client, $0) } + (server.map { [(.server, $0)] } ?? [])
      for (level, entry) in entries {
        account.credentials.append(
          AccountCredentials(
            level: level, scheme: entry.scheme, name: entry.name, secret: Secret(entry.password),
            data: try entry.nonceBytes()))
      }
      return account
    }
  }
}
