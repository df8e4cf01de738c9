import DeviceManagement
import SyncML
import Testing

@Suite struct ProvisioningTests {
  /// What Client Provisioning can say of an account.
  static let account = Account(
    serverID: "com.example.server", name: "Example & <Co> \"Ü\"", connections: ["NAP1"],
    addresses: [
      Account.Address("https://server.example.com/dm?a=1&b=2", ports: [443]),
      Account.Address("192.0.2.1", kind: .ipv4),
    ],
    credentials: [
      AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("p<w>1"), data: [1, 2, 3]),
      AccountCredentials(level: .server, scheme: .hmac, name: "server", secret: Secret("pw2"), data: [0xFF]),
      AccountCredentials(level: .obex, scheme: .httpBasic),
    ])

  @Test("a document with accounts gives the same accounts, in WBXML and in XML")
  func roundTrip() throws {
    let provisioned = [
      ProvisionedAccount(Self.account, startsSession: true), ProvisionedAccount(Account(serverID: "two")),
    ]
    let document = try ProvisioningDocument(accounts: provisioned)
    let wbxml = try document.wbxml
    // Public identifier 0x0B, UTF-8: a provisioning document.
    #expect(Array(wbxml.prefix(4)) == [0x02, 0x0B, 0x6A, 0x00])
    for bytes in [wbxml, Array(try document.xmlText.utf8)] {
      let read = try ProvisioningDocument(decoding: bytes.span)
      #expect(read == document)
      var notes: [BootstrapNote] = []
      #expect(try read.accounts(notes: &notes) == provisioned)
      #expect(notes == [])
    }
  }

  private func accounts(_ xml: String) throws -> ([ProvisionedAccount], [BootstrapNote]) {
    let bytes = Array("<wap-provisioningdoc version='1.0'>\(xml)</wap-provisioningdoc>".utf8)
    var notes: [BootstrapNote] = []
    let accounts = try ProvisioningDocument(decoding: bytes.span).accounts(notes: &notes)
    return (accounts, notes)
  }

  @Test("what is no DM account is passed over and reported")
  func notes() throws {
    let (accounts, notes) = try accounts(
      """
      <characteristic type='NAPDEF'><parm name='NAPID' value='N'/></characteristic>
      <characteristic type='APPLICATION'><parm name='APPID' value='w4'/></characteristic>
      <characteristic type='APPLICATION'><parm name='APPID' value='w7'/><parm name='PROVIDER-ID' value='s'/>
      <parm name='ROLE' value='x'/><parm name='ADDR' value='http://a'/><parm name='INIT'/>
      <characteristic type='RESOURCE'/><characteristic type='APPADDR'><parm name='ADDR' value='b'/>
      <parm name='X'/><characteristic type='Y'/><characteristic type='PORT'><parm name='SERVICE' value='CO-WSP'/>
      <parm name='PORTNBR' value='1'/></characteristic></characteristic>
      <characteristic type='APPAUTH'><parm name='AAUTHTYPE' value='DIGEST,MD5'/><parm name='AAUTHDATA' value='?'/>
      <parm name='Z'/></characteristic></characteristic>
      """)
    #expect(accounts.count == 1)
    #expect(accounts.first?.startsSession == true)
    #expect(accounts.first?.account.addresses == [.init("http://a"), .init("b", ports: [1])])
    #expect(
      accounts.first?.account.credentials == [AccountCredentials(level: .client, scheme: .digest, data: [0x3F])])
    #expect(
      notes == [
        .init(.otherCharacteristic, "NAPDEF"), .init(.otherCharacteristic, "APPLICATION/w4"),
        .init(.unknownParameter, "APPLICATION/ROLE"), .init(.otherCharacteristic, "APPLICATION/RESOURCE"),
        .init(.unknownParameter, "APPLICATION/APPADDR/X"), .init(.otherCharacteristic, "APPLICATION/APPADDR/Y"),
        .init(.unknownParameter, "APPLICATION/APPADDR/PORT/SERVICE"),
        .init(.invalidValue, "APPLICATION/APPAUTH/AAUTHDATA"), .init(.unknownParameter, "APPLICATION/APPAUTH/Z"),
      ])
  }

  @Test(
    "an account that lacks what it must have is refused",
    arguments: [
      ("<parm name='APPID' value='w7'/>", BootstrapError.missingParameter("APPLICATION/PROVIDER-ID")),
      (
        "<parm name='APPID' value='w7'/><parm name='PROVIDER-ID' value=''/>",
        .missingParameter("APPLICATION/PROVIDER-ID")
      ),
      (
        "<parm name='APPID' value='w7'/><parm name='PROVIDER-ID' value='s'/><characteristic type='APPADDR'/>",
        .missingParameter("APPLICATION/APPADDR/ADDR")
      ),
      (
        "<parm name='APPID' value='w7'/><parm name='PROVIDER-ID' value='s'/><characteristic type='APPADDR'>"
          + "<parm name='ADDR' value='a'/><characteristic type='PORT'><parm name='PORTNBR' value='65536'/>"
          + "</characteristic></characteristic>", .invalidParameter("APPLICATION/APPADDR/PORT/PORTNBR")
      ),
    ])
  func refused(xml: String, error: BootstrapError) {
    #expect(throws: error) { try accounts("<characteristic type='APPLICATION'>\(xml)</characteristic>") }
  }

  @Test("another document and a text that XML cannot carry are refused")
  func otherDocuments() {
    let si = Array("<si/>".utf8)
    #expect(throws: BootstrapError.unexpectedRoot("si")) { try ProvisioningDocument(decoding: si.span) }
    #expect(throws: BootstrapError.self) { try ProvisioningDocument(decoding: [UInt8]().span) }
    let document = ProvisioningDocument(characteristics: [.init("A", [.init("B", "\u{1}")])])
    #expect(throws: BootstrapError.invalidParameter("/A/B")) { try document.wbxml }
    var account = Self.account
    account.credentials[0].secret = Secret([0xFF])
    #expect(throws: BootstrapError.invalidParameter("APPLICATION/APPAUTH/AAUTHSECRET")) {
      try ProvisioningDocument(accounts: [ProvisionedAccount(account)])
    }
  }

  @Test("a message that a gateway sent is taken by the IMSI it was made for, and by no other")
  func foreignMessage() throws {
    // An access point with the MAC that a push gateway computed for the IMSI 123456789012345.
    let text =
      "030B6A0674657374310045C6560187070683000101C655018707068300018711060374657374315F4E415049440001871006AB0187080603746573743200018709068901871401C65A01870C069A01870D060367707273757365726E616D650001870E06036770727370617373776F72640001010101"
    let bytes = stride(from: 0, to: text.utf8.count, by: 2).compactMap { index in
      UInt8(text.dropFirst(index).prefix(2), radix: 16)
    }
    let type = "application/vnd.wap.connectivity-wbxml; SEC=0; MAC=C483EC25F7E3E0CF100380DA5F6714CF204A5EC5"
    var receiver = BootstrapReceiver(secrets: BootstrapSecrets(network: BootstrapSecrets.imsi("123456789012345")))
    let bootstrap = try receiver.receive(bytes, mediaType: type)
    #expect(bootstrap.accounts == [])
    #expect(bootstrap.notes == [.init(.otherCharacteristic, "BOOTSTRAP"), .init(.otherCharacteristic, "NAPDEF")])
    receiver.secrets.network = BootstrapSecrets.imsi("123456789012346")
    #expect(throws: BootstrapError.wrongMAC) { try receiver.receive(bytes, mediaType: type) }
  }

  @Test("each cut and each changed bit gives accounts or a typed error")
  func hostile() throws {
    let bytes = try ProvisioningDocument(accounts: [ProvisionedAccount(Self.account)]).wbxml
    let receiver = BootstrapReceiver(secrets: BootstrapSecrets(), requiresMAC: false)
    var errors = 0
    func receive(_ bytes: [UInt8]) {
      do throws(BootstrapError) {
        _ = try receiver.receive(bytes, mediaType: "application/vnd.wap.connectivity-wbxml")
      } catch {
        errors += 1
      }
    }
    for count in 0..<bytes.count { receive(Array(bytes.prefix(count))) }
    #expect(errors == bytes.count)
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        receive(changed)
      }
    }
    #expect(errors > bytes.count)
    let guarded = BootstrapReceiver(secrets: BootstrapSecrets())
    #expect(throws: BootstrapError.missingSecurity) {
      try guarded.receive(bytes, mediaType: "application/vnd.wap.connectivity-wbxml")
    }
  }
}
