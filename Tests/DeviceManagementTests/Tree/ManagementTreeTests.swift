import DeviceManagement
import SyncML
import Testing

@Suite struct ManagementTreeTests {
  /// Every node with its place and its properties: what two trees are compared by.
  static func dump(_ tree: ManagementTree) -> [String] {
    var lines: [String] = []
    var pending = [NodeURI.root]
    while let uri = pending.popLast() {
      guard let node = tree[uri] else { continue }
      lines.append(
        "\(uri) \(node.format) \(node.type) \(node.value) \(node.acl) \(node.title) \(node.versionNumber)")
      for name in tree.children(of: uri).reversed() { pending.append(uri.appending(name)) }
    }
    return lines
  }

  @Test("a leaf has no children, a name stands once, a parent must be there")
  func additions() throws {
    var tree = ManagementTree()
    try tree.add(.interior("A"), under: .root)
    try tree.add(.leaf("L", .text("x")), under: NodeURI(segments: ["A"]))
    func status(_ node: Node, under segments: [String]) -> StatusCode? {
      do {
        try tree.add(node, under: NodeURI(segments: segments))
        return nil
      } catch {
        return error.status
      }
    }
    #expect(status(.leaf("X", .null), under: ["A", "L"]) == .commandNotAllowed)
    #expect(status(.leaf("L", .null), under: ["A"]) == .alreadyExists)
    #expect(status(.leaf("X", .null), under: ["B"]) == .notFound)
    #expect(tree.count == 3)
  }

  @Test("a name is one name however its characters are composed")
  func composedNames() throws {
    var tree = ManagementTree()
    try tree.add(.leaf("\u{E9}", .text("x")), under: .root)
    #expect(tree.text(NodeURI(segments: ["e\u{301}"])) == "x")
    #expect(throws: TreeError(.alreadyExists, at: NodeURI(segments: ["\u{E9}"]))) {
      try tree.add(.leaf("e\u{301}", .null), under: .root)
    }
    try tree.add(.leaf("E\u{301}", .null), under: .root)
    #expect(tree.count == 3)
  }

  @Test("a child is found by its name however many siblings it has, through changes and their undoing")
  func manySiblings() throws {
    var tree = ManagementTree()
    try tree.add(.interior("A"), under: .root)
    let parent = NodeURI(segments: ["A"])
    let names = ["\u{E9}", "\u{212A}"] + (0..<18).map { "name \($0)" }
    for (index, name) in names.enumerated() {
      #expect(!tree.contains(parent.appending(name)))
      try tree.add(.leaf(name, .text(name)), under: parent)
      for other in names[...index] { #expect(tree.text(parent.appending(other)) == other) }
    }
    // The same names in other characters.
    #expect(tree.text(parent.appending("e\u{301}")) == "\u{E9}")
    #expect(tree.text(parent.appending("K")) == "\u{212A}")
    let before = Self.dump(tree)
    tree.beginTransaction()
    try tree.rename(parent.appending("name 0"), to: "renamed")
    for name in names where name != "name 0" {
      try tree.remove(parent.appending(name))
      #expect(!tree.contains(parent.appending(name)))
      #expect(tree.text(parent.appending("renamed")) == "name 0")
    }
    #expect(tree.children(of: parent) == ["renamed"])
    try tree.add(.leaf("K", .text("new")), under: parent)
    tree.endTransaction(commit: false)
    #expect(Self.dump(tree) == before)
    for name in names { #expect(tree.text(parent.appending(name)) == name) }
    #expect(!tree.contains(parent.appending("renamed")))
  }

  @Test("children keep the order in which they were added")
  func order() throws {
    var tree = ManagementTree()
    for name in ["c", "a", "b"] { try tree.add(.leaf(name, .text(name)), under: .root) }
    try tree.remove(NodeURI(segments: ["a"]))
    try tree.add(.leaf("a", .text("again")), under: .root)
    #expect(tree.children(of: .root) == ["c", "b", "a"])
    #expect(tree.text(NodeURI(segments: ["a"])) == "again")
  }

  @Test("removing a node removes what lies below it, and its memory is used again")
  func removal() throws {
    var tree = ManagementTree()
    for round in 0..<100 {
      try tree.add(.interior("A"), under: .root)
      for index in 0..<10 { try tree.add(.leaf("\(index)", .text("\(round)")), under: NodeURI(segments: ["A"])) }
      try tree.remove(NodeURI(segments: ["A"]))
    }
    #expect(tree.count == 1)
    #expect(tree[NodeURI(segments: ["A", "3"])] == nil)
  }

  @Test("whatever is done inside a transaction that is not committed is undone", arguments: 1...40)
  func rollBack(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    var tree = ManagementTree()
    mutate(&tree, steps: 60, &generator)
    let before = Self.dump(tree)
    let count = tree.count
    tree.beginTransaction()
    mutate(&tree, steps: 40, &generator)
    tree.beginTransaction()
    mutate(&tree, steps: 20, &generator)
    tree.endTransaction(commit: seed % 2 == 0)
    mutate(&tree, steps: 20, &generator)
    tree.endTransaction(commit: false)
    #expect(Self.dump(tree) == before)
    #expect(tree.count == count)
  }

  @Test("a committed transaction is the same as its changes without one", arguments: 1...20)
  func commit(seed: UInt64) throws {
    var first = ManagementTree()
    var second = ManagementTree()
    var generator = SplitMix(state: seed)
    mutate(&first, steps: 100, &generator)
    generator = SplitMix(state: seed)
    second.beginTransaction()
    mutate(&second, steps: 100, &generator)
    second.endTransaction(commit: true)
    #expect(Self.dump(first) == Self.dump(second))
    #expect(first.count == second.count)
  }

  /// Random additions, removals and changes among few names, so that they meet.
  private func mutate(_ tree: inout ManagementTree, steps: Int, _ generator: inout SplitMix) {
    let names = ["a", "b", "c", "d"]
    for step in 0..<steps {
      let depth = Int.random(in: 1...3, using: &generator)
      let uri = NodeURI(segments: (0..<depth).map { _ in names.randomElement(using: &generator) ?? "a" })
      switch Int.random(in: 0..<9, using: &generator) {
      case 0...2:
        let node = Bool.random(using: &generator) ? Node.interior(uri.name) : .leaf(uri.name, .text("\(step)"))
        try? tree.add(node, under: uri.parent ?? .root)
      case 3: try? tree.remove(uri)
      case 4: try? tree.rename(uri, to: names.randomElement(using: &generator) ?? "a")
      case 5: try? tree.move(uri, under: NodeURI(segments: [names.randomElement(using: &generator) ?? "a"]))
      case 6: try? tree.update(uri) { $0.acl = AccessControlList([.get: ["s\(step)"]]) }
      default: try? tree.update(uri) { if !$0.isInterior { $0.value = .text("changed \(step)") } }
      }
    }
  }
}

/// A small generator with a seed, so that a failing case can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
