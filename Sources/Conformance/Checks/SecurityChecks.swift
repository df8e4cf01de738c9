import DeviceManagement
import SyncML

/// Checks a digest vector: the value is made, and proves the password or does not.
enum DigestCheck {
  static func run(_ vector: DigestVector) -> [String] {
    let nonce: Nonce?
    if let text = vector.nonce {
      guard let bytes = Hexadecimal.decode(text) else { return ["the nonce is not hexadecimal"] }
      nonce = Nonce(bytes)
    } else {
      nonce = nil
    }
    guard let body = Hexadecimal.decode(vector.body ?? "") else { return ["the body is not hexadecimal"] }
    let type = AuthenticationType(rawValue: vector.type)
    let credentials = Credentials(name: vector.name ?? "", password: Secret(vector.password), type: type, nonce: nonce)
    let made: String?
    let matches: Bool
    switch vector.type {
    case "syncml:auth-MAC":
      made = nonce.map {
        let mac = Digest.message(user: credentials.userDigest, nonce: $0, bodyDigest: Digest.body(body.span))
        return HMACHeader(userName: credentials.name, mac: mac).value
      }
      matches = credentials.isProved(by: MessageIntegrity(headerValue: vector.value, body: body.span), nonce: nonce)
    case "userPINMAC":
      let typed = try? BootstrapSecrets.userPINMAC(pin: Secret(vector.password), for: body)
      made = typed.flatMap { String(validating: $0.exposedBytes, as: UTF8.self) }
      let secrets = BootstrapSecrets(userPIN: Secret(vector.value))
      let security = BootstrapSecurity(method: .userMAC, mac: nil)
      matches = (try? security.verify(body, secrets: secrets, profile: .clientProvisioning)) != nil
    default:
      made = credentials.cred(type, nonce: nonce)?.data
      let cred = Cred(meta: Meta(format: "b64", type: vector.type), data: vector.value)
      matches = credentials.isProved(by: cred, nonce: nonce)
    }
    var reasons: [String] = []
    if matches != vector.matches { reasons.append("the value \(matches ? "proves" : "does not prove") the password") }
    if vector.matches, vector.canonical ?? true, made != vector.value {
      reasons.append("'\(vector.value)' expected, '\(made ?? "nothing")' was made")
    }
    return reasons
  }
}

/// Checks a notification vector: its fields or the reason to refuse it, and that the fields make the same octets.
enum NotificationCheck {
  static func run(_ vector: NotificationVector) -> [String] {
    guard let bytes = Hexadecimal.decode(vector.bytes) else { return ["the octets are not hexadecimal"] }
    guard let nonce = Hexadecimal.decode(vector.account.nonce ?? "") else { return ["the nonce is not hexadecimal"] }
    let account = Account(
      serverID: vector.account.serverID,
      credentials: [
        AccountCredentials(
          level: .server, scheme: .digest, secret: Secret(vector.account.password), data: nonce.isEmpty ? nil : nonce)
      ])
    var receiver = NotificationReceiver(allowsResynchronization: vector.allowsResynchronization ?? true)
    for text in vector.before ?? [] {
      guard let earlier = Hexadecimal.decode(text) else { return ["an earlier notification is not hexadecimal"] }
      _ = try? receiver.receive(earlier, for: [account])
    }
    let accepted: NotificationReceiver.Accepted
    do throws(NotificationError) {
      accepted = try receiver.receive(bytes, for: [account])
    } catch {
      let name = caseName(error)
      return name == vector.error ? [] : ["\(vector.error ?? "no error") expected, \(name) came"]
    }
    if let error = vector.error { return ["\(error) expected, the notification was accepted"] }
    var reasons: [String] = []
    let notification = accepted.notification
    let fields = NotificationVector.Fields(
      version: notification.version, uiMode: notification.uiMode.rawValue, initiator: notification.initiator.rawValue,
      futureUse: notification.futureUse == 0 ? nil : notification.futureUse,
      sessionID: notification.messageSessionID, serverID: notification.serverID,
      vendorSpecific: notification.vendorSpecific.isEmpty ? nil : Hexadecimal.encode(notification.vendorSpecific))
    if let expected = vector.fields, expected != fields { reasons.append("\(expected) expected, \(fields) came") }
    if accepted.resynchronizes != (vector.resynchronizes ?? false) {
      reasons.append("the nonce 0x00000000 was \(accepted.resynchronizes ? "" : "not ")taken")
    }
    if !accepted.resynchronizes {
      let made = try? notification.encoded(password: Secret(vector.account.password), nonce: Nonce(nonce))
      if made != bytes { reasons.append("the fields make \(Hexadecimal.encode(made ?? []))") }
    }
    return reasons
  }
}

/// Checks a bootstrap vector: the accounts, or the reason to refuse it.
enum BootstrapCheck {
  static func run(_ vector: BootstrapVector) -> [String] {
    guard let bytes = Hexadecimal.decode(vector.wbxml) else { return ["the document is not hexadecimal"] }
    let network = vector.secrets?.imsi.flatMap(BootstrapSecrets.imsi) ?? vector.secrets?.network.map { Secret($0) }
    let secrets = BootstrapSecrets(network: network, userPIN: vector.secrets?.pin.map { Secret($0) })
    let receiver = BootstrapReceiver(secrets: secrets, requiresMAC: vector.requiresMAC ?? true)
    let bootstrap: Bootstrap
    do throws(BootstrapError) {
      bootstrap = try receiver.receive(bytes, mediaType: vector.mediaType)
    } catch {
      let name = caseName(error)
      return name == vector.error ? [] : ["\(vector.error ?? "no error") expected, \(name) came"]
    }
    if let error = vector.error { return ["\(error) expected, the message was accepted"] }
    var reasons: [String] = []
    let accounts = bootstrap.accounts.map(expectation)
    if let expected = vector.accounts, expected != accounts { reasons.append("\(expected) expected, \(accounts) came") }
    let notes = bootstrap.notes.map { "\($0.kind) \($0.text)" }
    if let expected = vector.notes, expected != notes { reasons.append("\(expected) expected, \(notes) came") }
    if let xml = vector.xml, bootstrap.profile == .clientProvisioning {
      let text = Array(xml.joined(separator: "\n").utf8)
      let document = try? ProvisioningDocument(decoding: text.span)
      let binary = try? ProvisioningDocument(decoding: bytes.span)
      if document == nil || document != binary { reasons.append("the XML is not the document in WBXML") }
    }
    return reasons
  }

  private static func expectation(_ provisioned: ProvisionedAccount) -> BootstrapVector.ExpectedAccount {
    let account = provisioned.account
    let addresses = account.addresses.map {
      BootstrapVector.Address(
        address: $0.address, type: $0.kind == .uri ? nil : $0.kind.rawValue, ports: $0.ports.isEmpty ? nil : $0.ports)
    }
    let credentials = account.credentials.map { entry in
      BootstrapVector.Entry(
        level: entry.level.rawValue, type: entry.scheme?.rawValue, name: entry.name,
        secret: entry.secret.flatMap { String(validating: $0.exposedBytes, as: UTF8.self) },
        data: entry.data.map(Hexadecimal.encode))
    }
    return BootstrapVector.ExpectedAccount(
      serverID: account.serverID, name: account.name, addresses: addresses.isEmpty ? nil : addresses,
      connections: account.connections.isEmpty ? nil : account.connections,
      credentials: credentials.isEmpty ? nil : credentials, startsSession: provisioned.startsSession ? true : nil)
  }
}

/// The name of an enumeration's case, without what it carries.
private func caseName(_ error: some Error) -> String {
  let text = String(describing: error)
  return String(text.prefix { $0 != "(" })
}
