internal import SyncML
internal import XMLCoding

/// An account that a bootstrap message brings.
public struct ProvisionedAccount: Hashable, Sendable {
  /// The account.
  public var account: Account
  /// Whether the device is to begin a session as soon as the account is there (INIT).
  public var startsSession: Bool

  /// Makes a provisioned account.
  public init(_ account: Account, startsSession: Bool = false) {
    self.account = account
    self.startsSession = startsSession
  }
}

extension ProvisioningDocument {
  /// The DM accounts of the document: its `w7` applications.
  ///
  /// - Parameter notes: receives what has no place in an account.
  /// - Throws: `missingParameter` for an account without PROVIDER-ID or an address without ADDR, `invalidParameter`
  ///   for a port that is no 16-bit number.
  ///
  /// Source: OMA-TS-DM_StdObj-V1_2 appendix (mapping of w7 to DMAcc).
  public func accounts(notes: inout [BootstrapNote]) throws(BootstrapError) -> [ProvisionedAccount] {
    var accounts: [ProvisionedAccount] = []
    for characteristic in characteristics {
      guard characteristic.type == "APPLICATION", characteristic.value("APPID") == "w7" else {
        let appID = characteristic.type == "APPLICATION" ? "/\(characteristic.value("APPID") ?? "")" : ""
        notes.append(BootstrapNote(.otherCharacteristic, characteristic.type + appID))
        continue
      }
      accounts.append(try Self.account(characteristic, notes: &notes))
    }
    return accounts
  }

  private static func account(
    _ application: Characteristic, notes: inout [BootstrapNote]
  ) throws(BootstrapError) -> ProvisionedAccount {
    guard let serverID = application.value("PROVIDER-ID"), !serverID.isEmpty else {
      throw .missingParameter("APPLICATION/PROVIDER-ID")
    }
    var account = Account(serverID: serverID, name: application.value("NAME"))
    var startsSession = false
    for parameter in application.parameters {
      switch parameter.name {
      case "APPID", "PROVIDER-ID", "NAME": break
      case "TO-NAPID", "TO-PROXY": account.connections.append(parameter.value ?? "")
      // The short form of an address that needs no port.
      case "ADDR": account.addresses.append(Account.Address(parameter.value ?? ""))
      case "INIT": startsSession = parameter.value != "0"
      default: notes.append(BootstrapNote(.unknownParameter, "APPLICATION/\(parameter.name)"))
      }
    }
    for child in application.characteristics {
      switch child.type {
      case "APPADDR": account.addresses.append(try address(child, notes: &notes))
      case "APPAUTH": account.credentials.append(credentials(child, notes: &notes))
      default: notes.append(BootstrapNote(.otherCharacteristic, "APPLICATION/\(child.type)"))
      }
    }
    return ProvisionedAccount(account, startsSession: startsSession)
  }

  private static func address(
    _ characteristic: Characteristic, notes: inout [BootstrapNote]
  ) throws(BootstrapError) -> Account.Address {
    guard let text = characteristic.value("ADDR") else { throw .missingParameter("APPLICATION/APPADDR/ADDR") }
    var address = Account.Address(text)
    for parameter in characteristic.parameters {
      switch parameter.name {
      case "ADDR": break
      case "ADDRTYPE":
        // Client Provisioning writes IPV4 where DMAcc has IPv4.
        switch (parameter.value ?? "").uppercased() {
        case "", "URI": address.kind = .uri
        case "IPV4": address.kind = .ipv4
        case "IPV6": address.kind = .ipv6
        default: address.kind = .init(rawValue: parameter.value ?? "")
        }
      default: notes.append(BootstrapNote(.unknownParameter, "APPLICATION/APPADDR/\(parameter.name)"))
      }
    }
    for child in characteristic.characteristics {
      guard child.type == "PORT" else {
        notes.append(BootstrapNote(.otherCharacteristic, "APPLICATION/APPADDR/\(child.type)"))
        continue
      }
      for parameter in child.parameters {
        guard parameter.name == "PORTNBR" else {
          notes.append(BootstrapNote(.unknownParameter, "APPLICATION/APPADDR/PORT/\(parameter.name)"))
          continue
        }
        guard let port = UInt16(parameter.value ?? "") else {
          throw .invalidParameter("APPLICATION/APPADDR/PORT/PORTNBR")
        }
        address.ports.append(port)
      }
    }
    return address
  }

  private static func credentials(
    _ characteristic: Characteristic, notes: inout [BootstrapNote]
  ) -> AccountCredentials {
    // What the client shows is what an account is for: it is meant where no level is given.
    var credentials = AccountCredentials(level: .client)
    for parameter in characteristic.parameters {
      let value = parameter.value ?? ""
      switch parameter.name {
      case "AAUTHLEVEL":
        switch value {
        case "APPSRV": credentials.level = .client
        case "CLIENT": credentials.level = .server
        default: credentials.level = .init(rawValue: value)
        }
      case "AAUTHTYPE":
        // A list of schemes counts from its first one that messages can use: `DIGEST,MD5` stands for DIGEST.
        let names = value.split(separator: ",").map { name in
          AuthenticationScheme(rawValue: String(name.filter { !$0.isWhitespace }))
        }
        credentials.scheme = names.first { $0.messageType != nil } ?? names.first
      case "AAUTHNAME": credentials.name = value
      case "AAUTHSECRET": credentials.secret = Secret(value)
      case "AAUTHDATA":
        if let bytes = Base64.decode(value) {
          credentials.data = bytes
        } else {
          notes.append(BootstrapNote(.invalidValue, "APPLICATION/APPAUTH/AAUTHDATA"))
          credentials.data = Array(value.utf8)
        }
      default: notes.append(BootstrapNote(.unknownParameter, "APPLICATION/APPAUTH/\(parameter.name)"))
      }
    }
    return credentials
  }

  /// A document that brings accounts: one `w7` application each.
  ///
  /// What Client Provisioning has no parameter for (AAuthPref, PrefConRef) is left out.
  ///
  /// - Throws: `invalidParameter` for a secret that is not text.
  public init(accounts: [ProvisionedAccount]) throws(BootstrapError) {
    self.init(characteristics: [])
    for provisioned in accounts {
      let account = provisioned.account
      var application = Characteristic(
        "APPLICATION", [Parameter("APPID", "w7"), Parameter("PROVIDER-ID", account.serverID)])
      if let name = account.name { application.parameters.append(Parameter("NAME", name)) }
      application.parameters += account.connections.map { Parameter("TO-NAPID", $0) }
      if provisioned.startsSession { application.parameters.append(Parameter("INIT", nil)) }
      for address in account.addresses {
        let kind = address.kind == .uri ? [] : [Parameter("ADDRTYPE", address.kind.rawValue.uppercased())]
        application.characteristics.append(
          Characteristic(
            "APPADDR", [Parameter("ADDR", address.address)] + kind,
            characteristics: address.ports.map { Characteristic("PORT", [Parameter("PORTNBR", String($0))]) }))
      }
      for entry in account.credentials {
        application.characteristics.append(Characteristic("APPAUTH", try Self.parameters(of: entry)))
      }
      characteristics.append(application)
    }
  }

  private static func parameters(of entry: AccountCredentials) throws(BootstrapError) -> [Parameter] {
    let level: String
    switch entry.level {
    case .client: level = "APPSRV"
    case .server: level = "CLIENT"
    default: level = entry.level.rawValue
    }
    var parameters = [Parameter("AAUTHLEVEL", level)]
    if let scheme = entry.scheme { parameters.append(Parameter("AAUTHTYPE", scheme.rawValue)) }
    if let name = entry.name { parameters.append(Parameter("AAUTHNAME", name)) }
    if let secret = entry.secret {
      guard let text = String(validating: secret.exposedBytes, as: UTF8.self) else {
        throw .invalidParameter("APPLICATION/APPAUTH/AAUTHSECRET")
      }
      parameters.append(Parameter("AAUTHSECRET", text))
    }
    if let data = entry.data { parameters.append(Parameter("AAUTHDATA", Base64.encode(data))) }
    return parameters
  }
}
