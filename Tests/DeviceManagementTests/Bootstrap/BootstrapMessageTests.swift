import DeviceManagement
import SyncML
import Testing

@Suite struct BootstrapMessageTests {
  private let secrets = BootstrapSecrets(network: Secret("secret"))

  private func message(_ accounts: [Account] = [AccountTests.account]) throws -> Message {
    try BootstrapMessage.message(
      accounts: accounts, serverURI: "https://server.example.com/dm", deviceURI: "IMEI:1", names: ["OperatorX"])
  }

  @Test("accounts are the same after a way through a DM message, in WBXML with a MAC")
  func roundTrip() throws {
    let accounts = [AccountTests.account, Account(serverID: "two")]
    let bytes = try message(accounts).encoded(as: .wbxml)
    let security = try BootstrapSecurity(.network, for: bytes, secrets: secrets, profile: .deviceManagement)
    let type = BootstrapMediaType(profile: .deviceManagement, security: security).value
    #expect(type.hasPrefix("application/vnd.syncml.dm+wbxml; SEC=NETWORKID; MAC="))
    let bootstrap = try BootstrapReceiver(secrets: secrets).receive(bytes, mediaType: type)
    #expect(bootstrap.accounts.map(\.account) == accounts)
    #expect(bootstrap.notes == [])
    #expect(throws: BootstrapError.wrongMAC) {
      try BootstrapReceiver(secrets: secrets).receive(bytes + [0], mediaType: type)
    }
  }

  @Test("TNDS as elements, as text and as an embedded document are the same object")
  func formsOfTNDS() throws {
    var notes: [BootstrapNote] = []
    let message = try message()
    let xml = try message.encoded(as: .xml)
    let read = try Message(decoding: xml.span, encoding: .xml)
    #expect(try BootstrapMessage.accounts(in: read, notes: &notes).map(\.account) == [AccountTests.account])
    guard case .add(let add) = read.commands.first, case .markup(let markup) = add.items[0].data,
      let text = markup.xmlText
    else {
      Issue.record("an Add with markup expected")
      return
    }
    var asText = add
    asText.items[0].data = .text(text)
    let again = Message(header: read.header, commands: [.sequence(CommandGroup(cmdID: "1", commands: [.add(asText)]))])
    #expect(try BootstrapMessage.accounts(in: again, notes: &notes).map(\.account) == [AccountTests.account])
    asText.items[0].data = .bytes(Array(text.utf8))
    let bytes = Message(header: read.header, commands: [.add(asText)])
    #expect(try BootstrapMessage.accounts(in: bytes, notes: &notes).map(\.account) == [AccountTests.account])
    #expect(notes == [])
  }

  @Test("an account may be added node by node, other objects and commands are reported")
  func nodeByNode() throws {
    func add(_ uri: String, _ value: String, format: String = "chr") -> Command {
      .add(ItemCommand(items: [Item(target: Location(uri), meta: Meta(format: format), data: .text(value))]))
    }
    let commands: [Command] = [
      add("./DMAcc", "", format: "node"), add("./DMAcc/Op", "", format: "node"), add("./DMAcc/Op/AppID", "w7"),
      add("./DMAcc/Op/ServerID", "s"), add("./DMAcc/Op/AppAuth/1/AAuthLevel", "CLCRED"),
      add("./DMAcc/Op/AppAuth/1/AAuthSecret", "pw"), add("./DMAcc/Op/AppAuth/1/AAuthData", "AQID", format: "b64"),
      add("./Con/Net/APN", "internet"), add("./Con/Net/Name", "x"),
      .get(ItemCommand(items: [Item(target: Location("./DevInfo"))])),
      .alert(Alert(code: .clientInitiatedManagement)),
    ]
    var notes: [BootstrapNote] = []
    let header = try message().header
    let accounts = try BootstrapMessage.accounts(in: Message(header: header, commands: commands), notes: &notes)
    #expect(
      accounts.map(\.account) == [
        Account(
          serverID: "s",
          credentials: [AccountCredentials(level: .client, secret: Secret("pw"), data: [1, 2, 3])])
      ])
    #expect(
      notes == [.init(.otherCommand, "Get"), .init(.otherCommand, "Alert"), .init(.otherObject, "./Con/Net")])
  }

  @Test(
    "an object that cannot be read is refused",
    arguments: [
      ("<MgmtTree><VerDTD>1.2</VerDTD></MgmtTree>", BootstrapError.malformedObject("./Inbox")),
      ("<Node/>", .malformedObject("./Inbox")),
      ("<MgmtTree><Node><Value>x</Value></Node></MgmtTree>", .malformedObject("./Inbox")),
      ("<MgmtTree><Node><NodeName>a/b</NodeName></Node></MgmtTree>", .malformedObject("./Inbox")),
      (
        "<MgmtTree><Node><NodeName>a</NodeName><RTProperties><Format><foo/></Format></RTProperties></Node></MgmtTree>",
        .malformedObject("./Inbox")
      ),
      (
        "<MgmtTree><Node><NodeName>a</NodeName><Node><NodeName>AppID</NodeName><Value>w7</Value></Node></Node></MgmtTree>",
        .invalidAccount(.missingNode("ServerID"))
      ),
    ])
  func refused(xml: String, error: BootstrapError) throws {
    let item = Item(
      target: Location("./Inbox"), meta: Meta(format: "xml", type: "application/vnd.syncml.dmtnds+xml"),
      data: .text(xml))
    let message = Message(header: try message().header, commands: [.add(ItemCommand(items: [item]))])
    var notes: [BootstrapNote] = []
    do throws(BootstrapError) {
      _ = try BootstrapMessage.accounts(in: message, notes: &notes)
      Issue.record("the object was read")
    } catch let thrown {
      #expect(thrown == error)
    }
  }

  @Test("XML in place of WBXML, a bad target and broken TNDS are typed errors")
  func otherErrors() throws {
    let receiver = BootstrapReceiver(secrets: secrets, requiresMAC: false)
    let xml = try message().encoded(as: .xml)
    #expect(throws: BootstrapError.self) { try receiver.receive(xml, mediaType: "application/vnd.syncml.dm+wbxml") }
    for item in [
      Item(target: Location("./A//B"), data: .text("x")), Item(data: .text("x")),
      Item(
        target: Location("./Inbox"), meta: Meta(type: "application/vnd.syncml.dmtnds+xml"), data: .text("<MgmtTree>")),
      Item(target: Location("./Inbox"), meta: Meta(type: "application/vnd.syncml.dmtnds+wbxml"), data: .bytes([3, 1])),
      Item(target: Location("./Inbox"), meta: Meta(type: "application/vnd.syncml.dmtnds+wbxml")),
      Item(target: Location("./A"), meta: Meta(format: "what"), data: .text("x")),
    ] {
      var notes: [BootstrapNote] = []
      let message = Message(header: try message().header, commands: [.add(ItemCommand(items: [item]))])
      #expect(throws: BootstrapError.self) { try BootstrapMessage.accounts(in: message, notes: &notes) }
    }
  }

  @Test("each cut and each changed bit gives accounts or a typed error")
  func hostile() throws {
    let bytes = try message([Account(serverID: "s", credentials: AccountTests.account.credentials)]).encoded(as: .wbxml)
    let receiver = BootstrapReceiver(secrets: secrets, requiresMAC: false)
    var errors = 0
    func receive(_ bytes: [UInt8]) {
      do throws(BootstrapError) {
        _ = try receiver.receive(bytes, mediaType: "application/vnd.syncml.dm+wbxml")
      } catch {
        errors += 1
      }
    }
    for count in 0..<bytes.count { receive(Array(bytes.prefix(count))) }
    #expect(errors == bytes.count)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1 << (index % 8)
      receive(changed)
      changed[index] = 0xC3
      receive(changed)
    }
    #expect(errors > bytes.count)
  }
}
