import DeviceManagement
import SyncML
import Testing

@Suite struct StandardObjectTests {
  private static let account = Account(
    serverID: "server.example.com", name: "Example", preferredConnection: "./Con/1",
    connections: ["./Con/1", "./Con/2"],
    addresses: [
      .init("https://server.example.com/dm", ports: [443, 8443]), .init("192.0.2.1", kind: .ipv4),
      .init("2001:db8::1", kind: .ipv6, ports: [65535]),
    ], preferredScheme: .digest,
    credentials: [
      .init(level: .client, scheme: .digest, name: "device", secret: Secret("s3cret"), data: [1, 2, 0xFF]),
      .init(level: .server, scheme: .basic),
    ])

  private func tree() throws -> ManagementTree {
    var tree = ManagementTree()
    try DevInfo(devID: "IMEI:004401013456782", manufacturer: "Example", model: "One").install(in: &tree)
    try DevDetail(oem: "Example", supportsLargeObjects: true).install(in: &tree)
    try Self.account.install(in: &tree, named: "Example")
    try Account(serverID: "b", addresses: [.init("http://b")]).install(in: &tree, named: "b")
    return tree
  }

  @Test(
    "the objects that are built conform to their descriptions", arguments: ["DevInfo", "DevDetail", "DMAcc", "Inbox"])
  func conformity(name: String) throws {
    var tree = try tree()
    try Inbox.install(in: &tree)
    let before = ManagementTreeTests.dump(tree)
    let accesses = before.count
    // Attaching changes nodes to what is described: it must have nothing to do.
    let old = tree
    tree.attach(try DeviceDescription(parsing: Files.bytes("Fixtures/DDF/\(name).xml")))
    #expect(tree.nonconformities(at: NodeURI(segments: [name])) == [])
    #expect(accesses == ManagementTreeTests.dump(tree).count)
    var pending = [NodeURI(segments: [name])]
    while let uri = pending.popLast() {
      #expect(tree[uri] == old[uri], "\(uri)")
      for child in tree.children(of: uri) { pending.append(uri.appending(child)) }
    }
  }

  @Test("the Inbox's own description is that of its document")
  func inboxDescription() throws {
    let document = try DeviceDescription(parsing: Files.bytes("Fixtures/DDF/Inbox.xml"))
    #expect(document.roots == [.init(Inbox.description)])
  }

  @Test("an account is read as it was written, with what nobody else may read")
  func account() throws {
    let accounts = Account.accounts(in: try tree())
    #expect(accounts.map(\.name) == ["Example", "b"])
    #expect(accounts.map(\.account) == [Self.account, Account(serverID: "b", addresses: [.init("http://b")])])
    #expect(throws: AccountError.missingNode("AppID")) { try Account(at: NodeURI(segments: ["DevInfo"]), in: tree()) }
  }

  @Test("an account's server can read, change and delete it, and no other can; nobody can read the secret")
  func accountRights() throws {
    var device = PlainDevice(tree: try tree())
    let name = "./DMAcc/Example/Name"
    #expect(device.code(Make.get(name), for: "server.example.com") == 200)
    #expect(device.code(Make.replace(name, "New"), for: "server.example.com") == 200)
    #expect(device.code(Make.get(name), for: "b") == 425)
    #expect(device.code(Make.replace(name, "New"), for: "b") == 425)
    let secret = "./DMAcc/Example/AppAuth/1/AAuthSecret"
    #expect(device.code(Make.get(secret), for: "server.example.com") == 405)
    #expect(device.code(Make.replace(secret, "new"), for: "server.example.com") == 200)
    let listed = device.run([Make.get("./DMAcc/Example?list=StructData")], for: "server.example.com").results
    #expect(!listed.contains { $0.source?.locURI.contains("AAuthSecret") == true })
    #expect(listed.contains { $0.source?.locURI == "./DMAcc/Example/AppAuth/1/AAuthName" })
    #expect(device.code(Make.delete("./DMAcc/Example"), for: "b") == 425)
    #expect(device.code(Make.delete("./DMAcc/Example"), for: "server.example.com") == 200)
    #expect(device.code(Make.delete("./DMAcc"), for: "server.example.com") == 405)
  }

  @Test("an account whose server no ACL can name is refused, and a name stands once")
  func refusedAccounts() throws {
    var tree = ManagementTree()
    func status(_ serverID: String, _ name: String) -> StatusCode? {
      do {
        try Account(serverID: serverID, addresses: []).install(in: &tree, named: name)
        return nil
      } catch {
        return error.status
      }
    }
    #expect(status("a b", "x") == .badRequest)
    #expect(status("", "x") == .badRequest)
    #expect(tree.count == 1)
    #expect(status("a", "x") == nil)
    #expect(status("a", "x") == .alreadyExists)
  }

  @Test("DevDetail announces limits of sixteen bits, and no limit as 0")
  func devDetail() throws {
    var tree = ManagementTree()
    try DevDetail(
      uriLimits: .init(maximumDepth: 65535, maximumTotalLength: 65536, maximumSegmentLength: 0),
      supportsLargeObjects: false
    ).install(in: &tree)
    let uri = DevDetail.uri.appending("URI")
    let values = tree.children(of: uri).map { "\($0)=\(tree.text(uri.appending($0)) ?? "")" }
    #expect(values == ["MaxDepth=65535", "MaxTotLen=0", "MaxSegLen=0"])
    #expect(tree.text(DevDetail.uri.appending("LrgObj")) == "false")
  }

  @Test("an object put into the Inbox goes to the place of its identifier")
  func inbox() throws {
    var tree = try tree()
    try Inbox.install(in: &tree)
    var device = HandlerDevice(PlainDevice(tree: tree))
    device.attach(Inbox(places: ["urn:x:mo": NodeURI(segments: ["DMAcc"])]), at: Inbox.uri)
    #expect(
      device.run([
        Make.atomic([
          Make.add("./Inbox/b", format: "node", type: "urn:x:mo"), Make.add("./Inbox/b/AppID", "w7"),
        ])
      ]).codes == [200, 200, 200])
    #expect(device.tree.children(of: Inbox.uri) == [])
    #expect(device.tree.children(of: NodeURI(segments: ["DMAcc"])) == ["Example", "b", "1"])
    #expect(device.tree.text(NodeURI(segments: ["DMAcc", "1", "AppID"])) == "w7")
    #expect(device.code(Make.add("./Inbox/c", format: "node", type: "urn:x:other")) == 415)
    #expect(device.code(Make.add("./Inbox/c", "leaf")) == 415)
    for uri in ["./Inbox", "./Inbox/b", "./Inbox/none/at/all", "./Inbox?list=Struct"] {
      #expect(device.code(Make.get(uri)) == 405, "\(uri)")
    }
    #expect(device.code(Make.delete("./Inbox")) == 405)
  }

  @Test("a server whose account is deleted has no rights any more, and another account of it keeps them")
  func deletedAccount() throws {
    var tree = try tree()
    try Account(serverID: "b", addresses: []).install(in: &tree, named: "again")
    try tree.add(.leaf("L", .text("x"), acl: try AccessControlList(parsing: "Get=b+c&Delete=b")), under: .root)
    var device = HandlerDevice(PlainDevice(tree: tree))
    device.attach(AccountKeeper(of: tree), at: Account.defaultRoot)
    let leaf = NodeURI(segments: ["L"])
    #expect(device.code(Make.delete("./DMAcc/b"), for: "b") == 200)
    #expect(device.tree[leaf]?.acl.description == "Get=b+c&Delete=b")
    #expect(device.code(Make.delete("./DMAcc/again"), for: "b") == 200)
    #expect(device.tree[leaf]?.acl.description == "Get=c")
  }
}
