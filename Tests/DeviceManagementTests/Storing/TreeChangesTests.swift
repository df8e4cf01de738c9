import DeviceManagement
import SyncML
import Testing

/// What a tree tells the store that keeps it.
@Suite struct TreeChangesTests {
  private static let version = TreeVersion(rawValue: 7)

  private func uri(_ text: String) throws -> NodeURI { try NodeURI(parsing: text) }

  /// A tree that is stored: `./A` with the leaves `x` and `y`, and `./B`.
  private func storedTree() throws -> ManagementTree {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.interior("A"), under: .root)
    try tree.add(.leaf("x", .text("1")), under: uri("./A"))
    try tree.add(.leaf("y", .text("2")), under: uri("./A"))
    try tree.add(.interior("B"), under: .root)
    tree.didStore(tree.changes, as: Self.version)
    return tree
  }

  private func names(_ changes: TreeChanges) -> [String] {
    changes.changed.map { $0.stored.node.name + ($0.isValueChanged ? "!" : "") }
  }

  @Test("the first changes are the whole tree, in the order in which its nodes came")
  func first() throws {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.interior("A"), under: .root)
    try tree.add(.leaf("x", .text("1")), under: uri("./A"))
    let changes = tree.changes
    #expect(changes.isComplete)
    #expect(changes.changed.map(\.stored.node.name) == [".", "A", "x"])
    #expect(changes.changed.map(\.stored.parent) == [nil, 0, 1])
    #expect(changes.removed == [])
  }

  @Test("nothing is different after storing")
  func stored() throws {
    let tree = try storedTree()
    #expect(tree.changes.isEmpty)
    #expect(tree.changes.base == Self.version)
  }

  @Test("a leaf with another value is the only change, however large the tree is")
  func value() throws {
    var tree = try storedTree()
    for index in 0..<1000 { try tree.add(.leaf("n\(index)", .text("v")), under: uri("./B")) }
    tree.didStore(tree.changes, as: Self.version)
    try tree.update(uri("./A/x")) { $0.value = .text("3") }
    #expect(names(tree.changes) == ["x!"])
    #expect(tree.changes.changed[0].stored.node.value == .text("3"))
  }

  @Test("a title or an ACL does not have the value written again")
  func title() throws {
    var tree = try storedTree()
    try tree.update(uri("./A/x")) { $0.title = "t" }
    #expect(names(tree.changes) == ["x"])
  }

  @Test("a new node changes its parent's properties too")
  func addition() throws {
    var tree = try storedTree()
    try tree.add(.leaf("z", .bytes([0, 1])), under: uri("./B"))
    #expect(names(tree.changes) == ["B", "z!"])
  }

  @Test("of a removed node all that was below is removed")
  func removal() throws {
    var tree = try storedTree()
    try tree.remove(uri("./A"))
    #expect(tree.changes.removed == [1, 2, 3])
    #expect(names(tree.changes) == ["."])
  }

  @Test("a node that came and went is not mentioned")
  func transient() throws {
    var tree = try storedTree()
    try tree.add(.leaf("z", .text("")), under: uri("./B"))
    try tree.remove(uri("./B/z"))
    #expect(tree.changes.removed == [])
    #expect(names(tree.changes) == ["B"])
  }

  @Test("a node in the place of another has a key of its own")
  func replacement() throws {
    var tree = try storedTree()
    try tree.remove(uri("./A/x"))
    try tree.add(.leaf("x", .text("new")), under: uri("./A"))
    #expect(tree.changes.removed == [2])
    #expect(tree.changes.changed.map(\.stored.key) == [1, 5])
  }

  @Test("a transaction that is taken back leaves no change, and none is told while it is open")
  func rollback() throws {
    var tree = try storedTree()
    tree.beginTransaction()
    try tree.update(uri("./A/x")) { $0.value = .text("3") }
    try tree.add(.leaf("z", .text("")), under: uri("./B"))
    try tree.rename(uri("./B/z"), to: "w")
    try tree.move(uri("./A/y"), under: uri("./B"))
    try tree.remove(uri("./A"))
    #expect(tree.changes.isEmpty)
    tree.endTransaction(commit: false)
    #expect(tree.changes.isEmpty)
  }

  @Test("of a transaction only what its committed parts have changed is told")
  func nested() throws {
    var tree = try storedTree()
    tree.beginTransaction()
    try tree.update(uri("./A/x")) { $0.value = .text("3") }
    tree.beginTransaction()
    try tree.update(uri("./A/y")) { $0.value = .text("4") }
    try tree.remove(uri("./B"))
    tree.endTransaction(commit: false)
    tree.endTransaction(commit: true)
    #expect(names(tree.changes) == ["x!"])
    #expect(tree.changes.removed == [])
  }

  @Test("a node that moved comes after its new siblings, with its key")
  func move() throws {
    var tree = try storedTree()
    try tree.add(.leaf("b", .text("")), under: uri("./B"))
    tree.didStore(tree.changes, as: Self.version)
    try tree.move(uri("./A/x"), under: uri("./B"))
    let moved = try #require(tree.changes.changed.first { $0.stored.node.name == "x" })
    #expect(moved.stored.key == 2)
    #expect(moved.stored.parent == 4)
    #expect(!moved.isValueChanged)
    let sibling = try #require(tree.changes.changed.first { $0.stored.node.name == "B" })
    #expect(sibling.stored.key == 4)
    #expect(tree.children(of: try uri("./B")) == ["b", "x"])
    #expect(moved.stored.order > 5)
  }

  @Test("what changes between asking and storing is told the next time")
  func late() throws {
    var tree = try storedTree()
    try tree.update(uri("./A/x")) { $0.value = .text("3") }
    let changes = tree.changes
    try tree.update(uri("./A/y")) { $0.value = .text("4") }
    tree.didStore(changes, as: TreeVersion(rawValue: 8))
    #expect(names(tree.changes).contains("y!"))
    #expect(tree.changes.base == TreeVersion(rawValue: 8))
  }

  @Test("changes that could not be stored are told again, with those that came after")
  func failure() throws {
    var tree = try storedTree()
    try tree.update(uri("./A/x")) { $0.value = .text("3") }
    _ = tree.changes
    try tree.update(uri("./A/y")) { $0.value = .text("4") }
    #expect(names(tree.changes) == ["x!", "y!"])
  }
}

/// Nodes from a store.
@Suite struct TreeRestorerTests {
  private func restore(_ nodes: [StoredNode]) throws(TreeRestorer.Failure) -> ManagementTree {
    var restorer = TreeRestorer()
    for node in nodes { try restorer.add(node) }
    return try restorer.finish(version: TreeVersion(rawValue: 1))
  }

  private static let root = StoredNode(key: 0, parent: nil, order: 0, node: .interior(".", acl: .rootDefault))

  private static func leaf(_ key: Int64, _ name: String, under parent: Int64, order: Int64? = nil) -> StoredNode {
    StoredNode(key: key, parent: parent, order: order ?? key, node: .leaf(name, .text("")))
  }

  private static func interior(_ key: Int64, _ name: String, under parent: Int64) -> StoredNode {
    StoredNode(key: key, parent: parent, order: key, node: .interior(name))
  }

  @Test("nodes in any order make the tree, children in their own order")
  func anyOrder() throws {
    let tree = try restore([
      Self.leaf(9, "b", under: 4, order: 12), Self.leaf(3, "c", under: 4, order: 11), Self.interior(4, "A", under: 0),
      Self.leaf(8, "a", under: 4, order: 2), Self.root,
    ])
    #expect(tree.children(of: NodeURI(segments: ["A"])) == ["a", "c", "b"])
    #expect(tree.count == 5)
    #expect(tree.changes.isEmpty)
  }

  @Test("a new node gets a key that no other has")
  func nextKey() throws {
    var tree = try restore([Self.root, Self.leaf(3, "a", under: 0, order: 41)])
    try tree.add(.leaf("b", .text("")), under: .root)
    #expect(tree.changes.changed.last?.stored.key == 42)
  }

  @Test(
    "nodes that make no tree are refused, with the reason",
    arguments: [
      ([leaf(1, "a", under: 0)], TreeRestorer.Failure.noRoot),
      ([StoredNode(key: 0, parent: nil, order: 0, node: .interior("."))], .noRoot),
      ([StoredNode(key: 0, parent: 0, order: 0, node: .interior(".", acl: .rootDefault))], .noRoot),
      ([root, leaf(1, "a", under: 0), leaf(1, "b", under: 0)], .invalidKey(1)),
      ([root, leaf(-1, "a", under: 0)], .invalidKey(-1)), ([root, leaf(.max, "a", under: 0)], .invalidKey(.max)),
      ([root, leaf(1, "a", under: 0, order: .max)], .invalidKey(1)),
      ([root, leaf(1, "a", under: 5)], .missingParent(of: 1)),
      ([root, leaf(1, "a", under: 0), leaf(2, "b", under: 1)], .parentIsLeaf(of: 2)),
      ([root, leaf(1, "a", under: 0), leaf(2, "a", under: 0)], .duplicateName(2)),
      ([root, interior(1, "a", under: 2), interior(2, "b", under: 1)], .unreachable(1)),
      (
        [
          root,
          StoredNode(key: 1, parent: 0, order: 1, node: Node(name: "a", format: .node, type: "", value: .text(""))),
        ],
        .interiorNodeWithValue(1)
      ),
    ])
  func refused(nodes: [StoredNode], failure: TreeRestorer.Failure) {
    #expect(throws: failure) { try restore(nodes) }
  }
}

@Suite struct AlertQueueTests {
  private static let alert = Alert(code: .genericAlert, items: [Item(data: .text("x"))])

  @Test("an alert waits until its server has taken it", arguments: [(200, 0), (202, 0), (500, 1), (407, 1)])
  func answers(code: Int, left: Int) {
    var queue = AlertQueue()
    let id = queue.add(Self.alert, for: "s")
    #expect(queue.alerts(for: "s").map(\.id) == [id])
    #expect(queue.alerts(for: "t") == [])
    let isKnown = queue.take(id, status: StatusCode(rawValue: code))
    #expect(isKnown)
    #expect(queue.waiting.count == left)
  }

  @Test("numbers go on after a restart")
  func numbers() {
    var queue = AlertQueue([WaitingAlert(id: 5, serverID: "s", alert: Self.alert)])
    let number = queue.add(Self.alert, for: "s")
    #expect(number == 6)
    let isKnown = queue.take(4, status: .ok)
    #expect(!isKnown)
  }
}
