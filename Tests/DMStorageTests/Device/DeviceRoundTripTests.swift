import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite struct DeviceRoundTripTests {
  /// A tree with a leaf of every format, and every property set in some way.
  static func fullTree() throws -> ManagementTree {
    var tree = ManagementTree(rootACL: AccessControlList([.add: ["*"], .get: ["a", "b"], .replace: ["a"]]))
    tree.now = Timestamp("20260131T120000Z")
    try tree.add(.interior("Ünï🗝️", type: "urn:example:1", access: [.add, .get], isPermanent: true), under: .root)
    let parent = NodeURI(segments: ["Ünï🗝️"])
    let values: [(NodeFormat, NodeValue)] = [
      (.b64, .bytes([0, 255, 128])), (.bin, .bytes([])), (.bool, .text("true")), (.chr, .text("")),
      (.date, .text("2026-01-31")), (.float, .text("1.5")), (.int, .text("-2147483648")), (.null, .null),
      (.time, .text("16:38:17Z")), (.xml, .text("<a b='c'>&amp;</a>")),
    ]
    for (format, value) in values {
      try tree.add(
        .leaf(
          format.rawValue, value, format: format, type: "x/\(format.rawValue)", access: [.get, .replace, .exec],
          acl: AccessControlList([.replace: ["s.example", "t"], .get: ["*"]])), under: parent)
    }
    try tree.add(.leaf("e\u{301}", .text("a\u{0}b\u{0}"), type: "t\u{0}"), under: parent)
    try tree.update(parent.appending("e\u{301}")) { $0.title = "Ti\u{0}tle 名前" }
    for _ in 0..<3 {
      tree.now = Timestamp("20270101T000000Z")
      try tree.update(parent.appending("chr")) { $0.value = .text($0.value.string == "" ? "x" : "") }
    }
    return tree
  }

  static let state = DeviceState(
    accounts: [
      Account(
        serverID: "dm.example.com", name: "Example", preferredConnection: "./ConRef/1",
        connections: ["c1", "", "c\u{0}"],
        addresses: [
          .init("https://dm.example.com", ports: [443, 8443, 0]), .init("10.0.0.1", kind: .ipv4),
          .init("x", kind: .init(rawValue: "Own")),
        ],
        preferredScheme: .hmac,
        credentials: [
          AccountCredentials(level: .client, scheme: .hmac, name: "d", secret: Secret([0, 1, 255]), data: [9, 0, 9]),
          AccountCredentials(level: .server, name: "", secret: Secret(""), data: []),
          AccountCredentials(level: .init(rawValue: "Own"), scheme: .init(rawValue: "Own")),
        ]), Account(serverID: "t"),
    ],
    notifications: [SeenNotification(serverID: "s", sessionID: 0), SeenNotification(serverID: "s", sessionID: 65535)],
    alerts: [
      WaitingAlert(
        id: 7, serverID: "s",
        alert: Alert(
          code: .genericAlert, correlator: "c1",
          items: [
            Item(
              source: Location("./A"), meta: Meta(format: "bin", type: "x/y", mark: "critical"),
              data: .bytes([0, 1, 2, 255])), Item(data: .text("Ünï & <x>")), Item(),
          ])), WaitingAlert(id: -3, serverID: "t", alert: Alert(code: .init(rawValue: 1999))),
    ], records: ["Sched": ["a": [1, 0, 2], "": [], "b\u{0}": [3]], "Ünï": ["x": [4]]])

  @Test("a device comes back as it was: all formats, properties, accounts, nonces, notifications, alerts and records")
  func everything() throws {
    let folder = try TemporaryFolder()
    var device = PlainDevice(tree: try Self.fullTree())
    try withStore(folder.device) { store in
      #expect(try store.load() == nil)
      try store.commit(&device, Self.state)
      #expect(device.tree.changes.isEmpty)
    }
    let loaded = try reloaded(folder.device)
    expectSame(loaded.tree, device.tree)
    #expect(loaded.state == Self.state)
    #expect(loaded.tree[.root]?.acl.description == "Add=*&Get=a+b&Replace=a")
    let leaf = try #require(loaded.tree[NodeURI(segments: ["Ünï🗝️", "chr"])])
    #expect(leaf.versionNumber == 3)
    #expect(leaf.timestamp == Timestamp("20270101T000000Z"))
    #expect(loaded.tree[NodeURI(segments: ["Ünï🗝️", "null"])]?.value == .null)
    #expect(loaded.tree[NodeURI(segments: ["Ünï🗝️", "bin"])]?.value == .bytes([]))
    #expect(loaded.tree[NodeURI(segments: ["Ünï🗝️"])]?.isPermanent == true)
  }

  @Test("a name keeps its code points, however Unicode would compose them")
  func codePoints() throws {
    let folder = try TemporaryFolder()
    var device = PlainDevice(tree: try Self.fullTree())
    try withStore(folder.device) { try $0.commit(&device, DeviceState()) }
    let names = try reloaded(folder.device).tree.children(of: NodeURI(segments: ["Ünï🗝️"]))
    #expect(names.last.map { Array($0.unicodeScalars) } == ["e", "\u{301}"])
  }

  @Test("a value of 16 MB comes back to the byte, and a property of its node is written without it")
  func largeValue() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix(state: 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16 << 20)
    for _ in 0..<(2 << 20) {
      // The bytes of the number are there for the call.
      unsafe withUnsafeBytes(of: generator.next()) { unsafe bytes.append(contentsOf: $0) }
    }
    var device = PlainDevice(tree: ManagementTree())
    try device.tree.add(.leaf("Large", .bytes(bytes), format: .bin), under: .root)
    let uri = NodeURI(segments: ["Large"])
    try withStore(folder.device) { store in
      try store.commit(&device, DeviceState())
      try device.tree.update(uri) { $0.title = "large" }
      let changes = device.tree.changes
      #expect(changes.changed.map(\.isValueChanged) == [false])
      try store.commit(&device, DeviceState())
    }
    let loaded = try reloaded(folder.device).tree
    #expect(loaded[uri]?.value == .bytes(bytes))
    #expect(loaded[uri]?.title == "large")
  }

  @Test("queues are kept in order while elements come and go at any place")
  func queues() throws {
    let folder = try TemporaryFolder()
    var device = PlainDevice(tree: ManagementTree())
    var generator = SplitMix(state: 3)
    var state = DeviceState()
    var queue = AlertQueue()
    for round in 0..<60 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0...1: queue.add(Alert(code: .genericAlert, items: [Item(data: .text("\(round)"))]), for: "s")
      case 2: if let alert = queue.waiting.randomElement(using: &generator) { queue.take(alert.id, status: .ok) }
      default: state.notifications.insert(SeenNotification(serverID: "\(round)", sessionID: 1), at: 0)
      }
      if round % 7 == 0 {
        state.accounts = [Account(serverID: "\(round)")] + state.accounts.shuffled(using: &generator)
      }
      state.records = ["o": ["\(round % 5)": [UInt8(round)], "k": [1]]]
      state.alerts = queue.waiting
      let loaded = try withStore(folder.device) { store in
        if round % 2 == 0 { _ = try store.load() }
        try store.commit(&device, state)
        return try #require(try store.load())
      }
      #expect(loaded.state == state)
    }
  }

  @Test("a nonce of a session is kept with its account")
  func nonces() throws {
    let folder = try TemporaryFolder()
    var device = PlainDevice(tree: ManagementTree())
    var state = Self.state
    try withStore(folder.device) { store in
      try store.commit(&device, state)
      let isKnown = state.update(NonceUpdate(.client, Nonce([5, 6])), of: "dm.example.com")
      let isUnknownKnown = state.update(NonceUpdate(.client, Nonce([5, 6])), of: "unknown")
      #expect(isKnown && !isUnknownKnown)
      try store.commit(&device, state)
    }
    #expect(try reloaded(folder.device).state.accounts[0].clientCredentials?.nonce == Nonce([5, 6]))
  }
}
