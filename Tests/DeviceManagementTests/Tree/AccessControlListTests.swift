import DeviceManagement
import SyncML
import Testing

@Suite struct AccessControlListTests {
  @Test(
    "a list that is read and written is the same, but for what says nothing",
    arguments: [
      ("", ""), ("Get=*", "Get=*"), ("Add=a+b&Get=*", "Add=a+b&Get=*"), (" Add=a&Get=b \n", "Add=a&Get=b"),
      ("Get=a+*+b", "Get=*"), ("Get=*+a", "Get=*"), ("Get=a+a", "Get=a"), ("Get=a&Get=b", "Get=a+b"),
      ("Replace=www.sonera.fi-8765+321_ibm.com", "Replace=www.sonera.fi-8765+321_ibm.com"),
      ("Exec=bücher.example", "Exec=bücher.example"),
    ])
  func readsAndWrites(text: String, written: String) throws {
    #expect(try AccessControlList(parsing: text).description == written)
  }

  @Test(
    "what breaks the grammar is refused, with the part that does",
    arguments: [
      ("Copy=a", .unknownCommand("Copy")), ("get=a", .unknownCommand("get")), ("Get", .noServer("Get")),
      ("Get=", .noServer("Get")), ("Get=a&", .noServer("")), ("&", .noServer("")), ("Get=a b", .invalidServer("a b")),
      ("Get=a++b", .invalidServer("")), ("Get=a*", .invalidServer("a*")), ("Get=a=b", .invalidServer("a=b")),
      ("Get=a\tb", .invalidServer("a\tb")), ("Get= a", .invalidServer(" a")), ("Get=a\u{0}", .invalidServer("a\u{0}")),
    ] as [(String, AccessControlList.ParseError)])
  func refuses(text: String, error: AccessControlList.ParseError) {
    #expect(throws: error) { try AccessControlList(parsing: text) }
  }

  @Test("a server has a right by its identifier or by the wildcard, and by nothing that looks like it")
  func grants() throws {
    let list = try AccessControlList(parsing: "Add=a&Get=*&Replace=ab")
    #expect(list.grants(.add, to: "a"))
    #expect(!list.grants(.add, to: "A"))
    #expect(!list.grants(.replace, to: "a"))
    #expect(list.grants(.get, to: "anybody"))
    #expect(!list.grants(.exec, to: "a"))
  }

  @Test("a command that loses its last server leaves the list")
  func removal() throws {
    var list = try AccessControlList(parsing: "Add=a&Get=a+b")
    #expect(list.remove("a") == [.add])
    #expect(list.description == "Get=b")
    #expect(list.remove("b") == [.get])
    #expect(list.isEmpty)
  }

  @Test("a node without a list inherits the nearest one whole, and never a part of another")
  func inheritance() throws {
    var tree = ManagementTree(rootACL: try AccessControlList(parsing: "Get=*&Delete=*"))
    let a = NodeURI(segments: ["A"])
    try tree.add(.interior("A", acl: try AccessControlList(parsing: "Replace=s")), under: .root)
    try tree.add(.interior("B"), under: a)
    try tree.add(.leaf("C", .text("x")), under: a.appending("B"))
    let leaf = a.appending(["B", "C"])
    #expect(tree.effectiveACL(of: leaf)?.description == "Replace=s")
    #expect(!tree.grants(.get, on: leaf, to: "s"))
    try tree.update(a) { $0.acl = AccessControlList() }
    #expect(tree.effectiveACL(of: leaf)?.description == "Get=*&Delete=*")
    #expect(tree.effectiveACL(of: a.appending("none")) == nil)
  }

  @Test("the root keeps a list")
  func root() throws {
    #expect(ManagementTree(rootACL: AccessControlList()).effectiveACL(of: .root) == .rootDefault)
    #expect(AccessControlList.rootDefault.description == "Add=*&Get=*")
    var tree = ManagementTree()
    #expect(throws: TreeError(.commandNotAllowed, at: .root)) {
      try tree.update(.root) { $0.acl = AccessControlList() }
    }
  }

  @Test("an interior node's list rules itself, a leaf's is ruled by the node above")
  func changingTheList() throws {
    var tree = ManagementTree(rootACL: try AccessControlList(parsing: "Replace=root"))
    let a = NodeURI(segments: ["A"])
    try tree.add(.interior("A", acl: try AccessControlList(parsing: "Replace=a")), under: .root)
    try tree.add(.interior("I", acl: try AccessControlList(parsing: "Replace=i")), under: a)
    try tree.add(.leaf("L", .null, acl: try AccessControlList(parsing: "Replace=l")), under: a)
    func who(_ uri: NodeURI) -> [String] { ["root", "a", "i", "l"].filter { tree.mayReplaceACL(of: uri, $0) } }
    #expect(who(.root) == ["root"])
    #expect(who(a) == ["root", "a"])
    #expect(who(a.appending("I")) == ["a", "i"])
    #expect(who(a.appending("L")) == ["a"])
    #expect(who(a.appending("none")) == [])
  }

  @Test("a server that is deleted leaves no rights; what only it could do at the root, all can then")
  func removedServer() throws {
    var tree = ManagementTree(rootACL: try AccessControlList(parsing: "Add=*&Get=*&Replace=s"))
    try tree.add(.interior("A", acl: try AccessControlList(parsing: "Get=s")), under: .root)
    try tree.add(.interior("B", acl: try AccessControlList(parsing: "Get=s+t&Delete=s")), under: .root)
    #expect(tree.removeServer("s").count == 3)
    #expect(tree[.root]?.acl.description == "Add=*&Get=*&Replace=*")
    #expect(tree[NodeURI(segments: ["A"])]?.acl.isEmpty == true)
    #expect(tree[NodeURI(segments: ["B"])]?.acl.description == "Get=t")
    #expect(tree.removeServer("s") == [])
  }
}
