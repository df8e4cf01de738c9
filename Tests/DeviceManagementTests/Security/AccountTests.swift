import DeviceManagement
import Testing

@Suite struct AccountTests {
  static let account = Account(
    serverID: "com.example.server", name: "Example", preferredConnection: "./Inbox/Internet",
    connections: ["NAP1", "NAP2"],
    addresses: [
      Account.Address("https://server.example.com/dm", ports: [443, 8443]), Account.Address("192.0.2.1", kind: .ipv4),
    ], preferredScheme: .hmac,
    credentials: [
      AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("pw1"), data: [1, 2, 3]),
      AccountCredentials(level: .client, scheme: .hmac, name: "device2", secret: Secret("pw2")),
      AccountCredentials(level: .server, scheme: .digest, name: nil, secret: Secret("pw3"), data: [0xFF, 0x00]),
      AccountCredentials(level: .http, scheme: .httpBasic, name: "proxy", secret: Secret("pw4")),
    ])

  @Test("an account is the same after a way through DMAcc's nodes, in any order of them")
  func roundTrip() throws {
    #expect(try Account(nodes: Self.account.nodes) == Self.account)
    let leaves = Self.account.nodes.filter { $0.format != .node }
    #expect(try Account(nodes: leaves) == Self.account)
    #expect(try Account(nodes: [AccountNode](Account(serverID: "s").nodes)) == Account(serverID: "s"))
  }

  @Test("the nodes are those of DMAcc, parents first, and secrets cannot be read")
  func nodes() {
    let nodes = Self.account.nodes
    let paths = nodes.map { $0.path.joined(separator: "/") }
    #expect(
      paths.prefix(7) == ["AppID", "ServerID", "Name", "PrefConRef", "ToConRef", "ToConRef/1", "ToConRef/1/ConRef"])
    #expect(paths.contains("AppAddr/1/Port/2/PortNbr"))
    for (index, path) in paths.enumerated() {
      guard let slash = path.lastIndex(of: "/") else { continue }
      #expect(paths.prefix(index).contains(String(path[..<slash])))
    }
    for node in nodes {
      let isSecret = node.path.last == "AAuthSecret" || node.path.last == "AAuthData"
      #expect(node.access.contains(.get) != isSecret)
    }
  }

  @Test(
    "an account that lacks what it must have is refused with the node's path",
    arguments: [
      ([["AppID"]], AccountError.missingNode("ServerID")),
      ([["ServerID"]], .missingNode("AppID")),
      ([["AppID"], ["ServerID"], ["AppAddr", "1", "AddrType"]], .missingNode("AppAddr/1/Addr")),
      ([["AppID"], ["ServerID"], ["AppAuth", "x", "AAuthName"]], .missingNode("AppAuth/x/AAuthLevel")),
      (
        [["AppID"], ["ServerID"], ["AppAddr", "1", "Addr"], ["AppAddr", "1", "Port", "1", "PortNbr"]],
        .invalidValue("AppAddr/1/Port/1/PortNbr")
      ),
    ])
  func refused(paths: [[String]], error: AccountError) {
    let nodes = paths.map { AccountNode(path: $0, format: .chr, value: .text($0 == ["AppID"] ? "w7" : "70000")) }
    do throws(AccountError) {
      _ = try Account(nodes: nodes)
      Issue.record("the nodes made an account")
    } catch let thrown {
      #expect(thrown == error)
    }
  }

  @Test("another AppID, an empty ServerID and a text that is none are refused")
  func values() {
    func make(_ appID: NodeValue, _ serverID: NodeValue) throws -> Account {
      try Account(nodes: [
        AccountNode(path: ["AppID"], format: .chr, value: appID),
        AccountNode(path: ["ServerID"], format: .chr, value: serverID),
      ])
    }
    #expect(throws: AccountError.notADeviceManagementAccount("w4")) { try make(.text("w4"), .text("s")) }
    #expect(throws: AccountError.invalidValue("ServerID")) { try make(.text("w7"), .text("")) }
    #expect(throws: AccountError.invalidValue("ServerID")) { try make(.text("w7"), .bytes([0xFF])) }
  }

  @Test("the preferred scheme decides which credentials a client shows; a server without a name goes by its identifier")
  func credentials() {
    var account = Self.account
    #expect(account.clientCredentials?.name == "device2")
    #expect(account.clientCredentials?.type == .mac)
    account.preferredScheme = .basic
    #expect(account.clientCredentials?.name == "device")
    #expect(account.clientCredentials?.nonce == Nonce([1, 2, 3]))
    #expect(account.serverCredentials?.name == "com.example.server")
    #expect(account.clientTypes == [.md5, .mac])
    #expect(Account(serverID: "s").clientCredentials == nil)
  }

  @Test("a nonce to keep goes to the credentials that sessions use")
  func nonces() {
    var account = Self.account
    account.update(NonceUpdate(.client, Nonce([9])))
    account.update(NonceUpdate(.server, Nonce([8])))
    #expect(account.credentials.map(\.data) == [[1, 2, 3], [9], [8], nil])
    var empty = Account(serverID: "s")
    empty.update(NonceUpdate(.client, Nonce([9])))
    #expect(empty == Account(serverID: "s"))
  }
}
