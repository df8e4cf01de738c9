/// How a bootstrap message proves where it comes from: the parameters SEC and MAC of its media type.
///
/// Source: OMA-TS-DM_Security-V1_2 5.7; OMA-WAP-TS-ProvBoot-V1_1 5.2 (Client Provisioning).
public struct BootstrapSecurity: Hashable, Sendable {
  /// What the key is made of.
  public enum Method: UInt8, Hashable, Sendable, CaseIterable {
    /// A secret that the network and the device share, such as the IMSI: NETWPIN, in the DM profile NETWORKID.
    case network = 0
    /// A PIN that the user types: USERPIN.
    case user = 1
    /// Both: USERNETWPIN, in the DM profile USERPIN_NETWORKID.
    case userAndNetwork = 2
    /// A PIN that the user types and that holds the MAC itself: USERPINMAC.
    case userMAC = 3

    /// A method by the name of either profile or by its WSP number.
    public init?(name: String) {
      switch name.uppercased() {
      case "NETWPIN", "NETWORKID", "0": self = .network
      case "USERPIN", "1": self = .user
      case "USERNETWPIN", "USERPIN_NETWORKID", "2": self = .userAndNetwork
      case "USERPINMAC", "3": self = .userMAC
      default: return nil
      }
    }

    /// The method's name in a profile.
    public func name(in profile: BootstrapProfile) -> String {
      switch self {
      case .network: profile == .deviceManagement ? "NETWORKID" : "NETWPIN"
      case .user: "USERPIN"
      case .userAndNetwork: profile == .deviceManagement ? "USERPIN_NETWORKID" : "USERNETWPIN"
      case .userMAC: "USERPINMAC"
      }
    }
  }

  /// What the key is made of.
  public var method: Method
  /// HMAC-SHA-1 of the message, 20 octets; nil with ``Method/userMAC``, whose MAC the user types.
  public var mac: [UInt8]?

  /// Makes the security of a message whose MAC is known.
  public init(method: Method, mac: [UInt8]?) {
    self.method = method
    self.mac = mac
  }

  /// Makes the security of a message.
  ///
  /// - Throws: `missingSecret` where the secrets lack what the method needs. With ``Method/userMAC`` nothing is sent
  ///   beside the message: tell the user ``BootstrapSecrets/userPINMAC(pin:for:)`` instead.
  public init(
    _ method: Method, for document: [UInt8], secrets: BootstrapSecrets, profile: BootstrapProfile
  ) throws(BootstrapError) {
    self.method = method
    mac = method == .userMAC ? nil : Digest.bootstrap(key: try secrets.key(method, profile), document)
  }

  /// Checks a message against the device's secrets.
  ///
  /// - Throws: ``BootstrapError``: `wrongMAC` where the MAC is another.
  public func verify(
    _ document: [UInt8], secrets: BootstrapSecrets, profile: BootstrapProfile
  ) throws(BootstrapError) {
    if method == .userMAC { return try secrets.verifyUserPINMAC(document) }
    guard let mac else { throw .missingSecurity }
    let expected = Digest.bootstrap(key: try secrets.key(method, profile), document)
    guard ConstantTime.areEqual(mac, expected) else { throw .wrongMAC }
  }
}

/// The secrets by which a device knows bootstrap messages that are meant for it.
public struct BootstrapSecrets: Hashable, Sendable {
  /// What the network and the device share; for an IMSI see ``imsi(_:)``.
  public var network: Secret?
  /// What the user typed.
  public var userPIN: Secret?

  /// Makes secrets; what is left out the device does not know.
  public init(network: Secret? = nil, userPIN: Secret? = nil) {
    self.network = network
    self.userPIN = userPIN
  }

  /// An IMSI in semi-octets as a SIM has it (GSM 11.11 10.3.2): a parity nibble, then the digits, and a filler where
  /// their number is even. Nil where the text is not 6 to 15 digits.
  public static func imsi(_ text: String) -> Secret? {
    let digits = text.utf8.map { $0 &- UInt8(ascii: "0") }
    guard (6...15).contains(digits.count), digits.allSatisfy({ $0 <= 9 }) else { return nil }
    let isOdd = digits.count % 2 == 1
    let nibbles = [isOdd ? 9 : 1] + digits + (isOdd ? [] : [0xF])
    return Secret(stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] | nibbles[$0 + 1] << 4 })
  }

  /// The HMAC's key. Client Provisioning appends the PIN to the network's secret; the DM profile puts it before and a
  /// colon between.
  func key(_ method: BootstrapSecurity.Method, _ profile: BootstrapProfile) throws(BootstrapError) -> Secret {
    switch method {
    case .network:
      guard let network, !network.isEmpty else { throw .missingSecret(method) }
      return network
    case .user:
      guard let userPIN, !userPIN.isEmpty else { throw .missingSecret(method) }
      return userPIN
    case .userAndNetwork:
      guard let network, let userPIN, !network.isEmpty, !userPIN.isEmpty else { throw .missingSecret(method) }
      return profile == .clientProvisioning
        ? Secret(network.exposedBytes + userPIN.exposedBytes)
        : Secret(userPIN.exposedBytes + [UInt8(ascii: ":")] + network.exposedBytes)
    case .userMAC: throw .missingSecret(method)
    }
  }

  /// What the user must type for a message whose MAC is told and not sent: the PIN, then as many digits made of the
  /// MAC's octets modulo 10 (OMA-WAP-TS-ProvBoot-V1_1 5.2).
  ///
  /// - Throws: `malformedPIN` unless the PIN has 1 to 20 decimal digits.
  public static func userPINMAC(pin: Secret, for document: [UInt8]) throws(BootstrapError) -> Secret {
    let digits = pin.exposedBytes
    guard (1...20).contains(digits.count), digits.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }) else {
      throw .malformedPIN
    }
    let mac = Digest.bootstrap(key: pin, document)
    return Secret(digits + mac.prefix(digits.count).map { $0 % 10 + UInt8(ascii: "0") })
  }

  func verifyUserPINMAC(_ document: [UInt8]) throws(BootstrapError) {
    guard let userPIN else { throw .missingSecret(.userMAC) }
    let typed = userPIN.exposedBytes
    guard typed.count % 2 == 0 else { throw .malformedPIN }
    let expected = try Self.userPINMAC(pin: Secret(Array(typed.prefix(typed.count / 2))), for: document)
    guard expected == userPIN else { throw .wrongMAC }
  }
}
