import DeviceManagement
import Testing

@Suite struct BootstrapSecurityTests {
  private static let document = Array("document".utf8)

  private func error(_ body: () throws(BootstrapError) -> Void) -> BootstrapError? {
    do throws(BootstrapError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "an IMSI is packed as a SIM has it",
    arguments: [
      ("123456789012345", "1932547698103254"), ("21407650123456", "21417056103254F6"),
      ("404020506708200", "4940205060072800"),
    ])
  func imsi(text: String, expected: String) {
    let digits = Array("0123456789ABCDEF")
    let bytes = BootstrapSecrets.imsi(text)?.exposedBytes ?? []
    #expect(String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }) == expected)
  }

  @Test("what is no IMSI is refused", arguments: ["", "12345", "1234567890123456", "12345a", "１２３４５６", "-12345"])
  func noIMSI(text: String) { #expect(BootstrapSecrets.imsi(text) == nil) }

  @Test("a media type is written and read again, by the names of its profile", arguments: BootstrapProfile.allCases)
  func mediaType(profile: BootstrapProfile) throws {
    let secrets = BootstrapSecrets(network: Secret("n"), userPIN: Secret("1234"))
    for method in BootstrapSecurity.Method.allCases {
      let security = try BootstrapSecurity(method, for: Self.document, secrets: secrets, profile: profile)
      let type = BootstrapMediaType(profile: profile, security: security)
      #expect(try BootstrapMediaType(parsing: type.value) == type)
      #expect(type.value.contains("SEC=\(method.name(in: profile))"))
      if method != .userMAC { try security.verify(Self.document, secrets: secrets, profile: profile) }
    }
    #expect(try BootstrapMediaType(parsing: profile.mediaType.uppercased()).security == nil)
    #expect(BootstrapMediaType(profile: profile, security: nil).value == profile.mediaType)
  }

  @Test(
    "a media type that cannot be trusted is refused",
    arguments: [
      ("", BootstrapError.unsupportedMediaType("")),
      ("text/xml; SEC=1; MAC=00", .unsupportedMediaType("text/xml")),
      ("application/vnd.syncml.dm+xml; SEC=1", .unsupportedMediaType("application/vnd.syncml.dm+xml")),
      ("application/vnd.wap.connectivity-wbxml; SEC", .malformedMediaType),
      ("application/vnd.wap.connectivity-wbxml; SEC=1; SEC=2", .malformedMediaType),
      ("application/vnd.wap.connectivity-wbxml; SEC=9; MAC=00", .unsupportedMethod("9")),
      ("application/vnd.wap.connectivity-wbxml; SEC=1", .missingSecurity),
      ("application/vnd.wap.connectivity-wbxml; MAC=00", .missingSecurity),
      ("application/vnd.wap.connectivity-wbxml; SEC=1; MAC=00", .malformedMAC),
      ("application/vnd.wap.connectivity-wbxml; SEC=1; MAC=x123456789012345678901234567890123456789", .malformedMAC),
    ])
  func refused(text: String, expected: BootstrapError) {
    #expect(error { () throws(BootstrapError) in _ = try BootstrapMediaType(parsing: text) } == expected)
  }

  @Test("the order of PIN and network secret is the profile's own")
  func keys() throws {
    let secrets = BootstrapSecrets(network: Secret("net"), userPIN: Secret("12"))
    let cp = try BootstrapSecurity(.userAndNetwork, for: Self.document, secrets: secrets, profile: .clientProvisioning)
    let dm = try BootstrapSecurity(.userAndNetwork, for: Self.document, secrets: secrets, profile: .deviceManagement)
    #expect(cp.mac == Digest.bootstrap(key: Secret("net12"), Self.document))
    #expect(dm.mac == Digest.bootstrap(key: Secret("12:net"), Self.document))
  }

  @Test("HMAC-SHA-1 is that of RFC 2202")
  func rfc2202() {
    let mac = Digest.bootstrap(key: Secret("Jefe"), Array("what do ya want for nothing?".utf8))
    #expect(
      mac == [
        0xEF, 0xFC, 0xDF, 0x6A, 0xE5, 0xEB, 0x2F, 0xA2, 0xD2, 0x74, 0x16, 0xD5, 0xF1, 0x84, 0xDF, 0x9C, 0x25, 0x9A,
        0x7C, 0x79,
      ])
  }

  @Test("another document, another secret or none is refused")
  func verification() throws {
    let secrets = BootstrapSecrets(network: Secret("net"), userPIN: Secret("1234"))
    for method in [BootstrapSecurity.Method.network, .user, .userAndNetwork] {
      let security = try BootstrapSecurity(method, for: Self.document, secrets: secrets, profile: .clientProvisioning)
      func verify(_ document: [UInt8], _ secrets: BootstrapSecrets) -> BootstrapError? {
        error { () throws(BootstrapError) in
          try security.verify(document, secrets: secrets, profile: .clientProvisioning)
        }
      }
      #expect(verify(Self.document, secrets) == nil)
      #expect(verify(Self.document + [0], secrets) == .wrongMAC)
      #expect(verify(Self.document, BootstrapSecrets(network: Secret("x"), userPIN: Secret("x"))) == .wrongMAC)
      #expect(verify(Self.document, BootstrapSecrets()) == .missingSecret(method))
    }
  }

  @Test("a PIN that holds the MAC is checked by its second half")
  func userPINMAC() throws {
    let typed = try BootstrapSecrets.userPINMAC(pin: Secret("1234"), for: Self.document)
    #expect(typed.exposedBytes.count == 8)
    #expect(typed.exposedBytes.allSatisfy { (0x30...0x39).contains($0) })
    let security = BootstrapSecurity(method: .userMAC, mac: nil)
    func verify(_ pin: Secret?, _ document: [UInt8] = Self.document) -> BootstrapError? {
      error { () throws(BootstrapError) in
        try security.verify(document, secrets: BootstrapSecrets(userPIN: pin), profile: .clientProvisioning)
      }
    }
    #expect(verify(typed) == nil)
    #expect(verify(typed, [1]) == .wrongMAC)
    #expect(verify(nil) == .missingSecret(.userMAC))
    for pin in ["", "123", "abcd", String(repeating: "1", count: 42)] { #expect(verify(Secret(pin)) == .malformedPIN) }
  }
}
