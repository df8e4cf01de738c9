import DeviceManagement
import SyncML
import Testing

@Suite struct NodePropertyTests {
  private let a = NodeURI(segments: ["A"])

  @Test("VerNo counts the changes of a node, and after 65535 comes 0")
  func versionNumberWraps() throws {
    var tree = ManagementTree()
    try tree.add(.leaf("A", .text("0")), under: .root)
    #expect(tree[a]?.versionNumber == 0)
    for step in 1...65535 { try tree.update(a) { $0.value = .text("\(step % 7)") } }
    #expect(tree[a]?.versionNumber == 65535)
    try tree.update(a) { $0.value = .text("last") }
    #expect(tree[a]?.versionNumber == 0)
  }

  @Test("a change bears the time that the tree was told, and what changes nothing bears none")
  func timestamps() throws {
    var tree = ManagementTree()
    try tree.add(.leaf("A", .text("x")), under: .root)
    #expect(tree[a]?.timestamp == nil)
    #expect(!tree.properties(of: a).contains(.tStamp))
    tree.now = Timestamp("20260105T000000Z")
    try tree.update(a) { $0.value = .text("y") }
    #expect(tree[a]?.timestamp == Timestamp("20260105T000000Z"))
    tree.now = Timestamp("20260106T000000Z")
    try tree.update(a) { $0.value = .text("y") }
    try tree.update(a) { $0.access = .get }
    #expect(tree[a]?.timestamp == Timestamp("20260105T000000Z"))
    #expect(tree[a]?.versionNumber == 1)
    try tree.update(a) { $0.title = "A name" }
    #expect(tree[a]?.timestamp == Timestamp("20260106T000000Z"))
  }

  @Test("an interior node changes with its list of children")
  func parents() throws {
    var tree = ManagementTree()
    try tree.add(.interior("A"), under: .root)
    let changes: [(inout ManagementTree) throws -> Void] = [
      { try $0.add(.leaf("x", .null), under: a) }, { try $0.rename(a.appending("x"), to: "y") },
      { try $0.add(.interior("B"), under: .root) }, { try $0.move(a.appending("y"), under: NodeURI(segments: ["B"])) },
      { try $0.move(NodeURI(segments: ["B", "y"]), under: a) }, { try $0.remove(a.appending("y")) },
    ]
    let counts: [UInt16] = try changes.map { change in
      try change(&tree)
      return tree[a]?.versionNumber ?? 0
    }
    #expect(counts == [1, 2, 2, 3, 4, 5])
  }

  @Test("what is undone leaves VerNo and TStamp as they were")
  func undone() throws {
    var tree = ManagementTree()
    tree.now = Timestamp("20260105T000000Z")
    try tree.add(.interior("A"), under: .root)
    let before = tree[.root]
    tree.now = Timestamp("20260106T000000Z")
    tree.beginTransaction()
    try tree.add(.leaf("x", .null), under: a)
    try tree.rename(a, to: "B")
    tree.endTransaction(commit: false)
    #expect(tree[.root] == before)
    #expect(tree[a]?.versionNumber == 0)
  }

  @Test(
    "a time is a day of the calendar and a second of the day in UTC",
    arguments: [
      ("20010711T163817Z", true), ("20240229T000000Z", true), ("20161231T235960Z", true), ("20230229T000000Z", false),
      ("20010711T163817", false), ("20010711t163817Z", false), ("20011311T163817Z", false), ("20010711T243817Z", false),
      ("2001-07-11T16:38:17Z", false), ("", false), ("２0010711T163817Z", false),
    ])
  func times(text: String, isTime: Bool) {
    #expect((Timestamp(text) != nil) == isTime)
    if isTime { #expect(Timestamp(text)?.description == text) }
  }

  @Test("renaming and moving keep what is below, and refuse what is taken or absurd")
  func renamingAndMoving() throws {
    var tree = ManagementTree()
    try tree.add(.interior("A"), under: .root)
    try tree.add(.leaf("x", .text("1")), under: a)
    try tree.add(.interior("B"), under: .root)
    #expect(throws: TreeError(.alreadyExists, at: NodeURI(segments: ["B"]))) { try tree.rename(a, to: "B") }
    #expect(throws: TreeError(.commandNotAllowed, at: .root)) { try tree.rename(.root, to: "R") }
    #expect(throws: TreeError(.commandNotAllowed, at: a)) { try tree.move(a, under: a) }
    #expect(throws: TreeError(.commandNotAllowed, at: a.appending("x"))) {
      try tree.move(NodeURI(segments: ["B"]), under: a.appending("x"))
    }
    try tree.rename(a, to: "C")
    try tree.move(NodeURI(segments: ["C"]), under: NodeURI(segments: ["B"]))
    #expect(tree.text(NodeURI(segments: ["B", "C", "x"])) == "1")
    #expect(tree.children(of: .root) == ["B"])
    #expect(tree.count == 4)
  }
}
