import DeviceManagement
import SyncML
import Testing

@Suite struct AccessTests {
  /// A node `./N` whose list gives server `s` one right, and beside it everything that commands need.
  private func device(granting right: AccessControlList.Right, on root: AccessControlList) throws -> PlainDevice {
    var tree = ManagementTree(rootACL: root)
    let acl = AccessControlList([right: ["s"]])
    try tree.add(.interior("I", acl: acl), under: .root)
    try tree.add(.leaf("L", .text("x"), acl: acl), under: .root)
    return PlainDevice(tree: tree)
  }

  @Test("each command needs its own right on its node and no other", arguments: AccessControlList.Right.allCases)
  func rights(right: AccessControlList.Right) throws {
    let commands: [(Command, AccessControlList.Right)] = [
      (Make.add("./I/new", "x"), .add), (Make.delete("./L"), .delete), (Make.delete("./I"), .delete),
      (Make.get("./L"), .get), (Make.get("./I"), .get), (Make.get("./I?list=Struct"), .get),
      (Make.get("./L?prop=Format"), .get), (Make.replace("./L", "y"), .replace),
      (Make.replace("./L?prop=Title", "y"), .replace), (Make.replace("./L?prop=Name", "y"), .replace),
      (Make.replace("./I?prop=ACL", "Get=s"), .replace), (Make.copy("./L", to: "./I/new"), .get),
    ]
    for (command, needed) in commands {
      var device = try device(granting: right, on: AccessControlList([.add: ["nobody"]]))
      let before = ManagementTreeTests.dump(device.tree)
      let code = device.code(command)
      if right == needed, command.name != "Copy" {
        #expect(code == 200, "\(command)")
      } else {
        #expect(code == 425, "\(command)")
        #expect(ManagementTreeTests.dump(device.tree) == before)
      }
    }
  }

  @Test("Exec needs the right to it")
  func exec() throws {
    struct Running: ManagedDevice {
      var tree: ManagementTree
      mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome { ExecOutcome(.ok) }
    }
    var allowed = Running(tree: try device(granting: .exec, on: AccessControlList([.add: ["t"]])).tree)
    #expect(allowed.code(Make.exec("./L")) == 200)
    #expect(allowed.code(Make.exec("./L"), for: "t") == 425)
    var refused = Running(tree: try device(granting: .get, on: .rootDefault).tree)
    #expect(refused.code(Make.exec("./L")) == 425)
  }

  @Test("Copy needs Get on the source, and Replace on the target or Add above it")
  func copy() throws {
    func code(source: String, target: String, parent: String, to uri: String) throws -> Int {
      var tree = ManagementTree(rootACL: try AccessControlList(parsing: "Get=nobody"))
      try tree.add(.leaf("From", .text("x"), acl: try AccessControlList(parsing: source)), under: .root)
      try tree.add(.interior("I", acl: try AccessControlList(parsing: parent)), under: .root)
      try tree.add(
        .leaf("To", .text("y"), acl: try AccessControlList(parsing: target)), under: NodeURI(segments: ["I"]))
      var device = PlainDevice(tree: tree)
      return device.code(Make.copy("./From", to: uri))
    }
    #expect(try code(source: "Get=s", target: "Replace=s", parent: "Get=s", to: "./I/To") == 200)
    #expect(try code(source: "Replace=s", target: "Replace=s", parent: "Get=s", to: "./I/To") == 425)
    #expect(try code(source: "Get=s", target: "Get=s", parent: "Get=s", to: "./I/To") == 425)
    #expect(try code(source: "Get=s", target: "Get=s", parent: "Add=s", to: "./I/New") == 200)
    #expect(try code(source: "Get=s", target: "Replace=s", parent: "Replace=s", to: "./I/New") == 425)
  }

  @Test("a server that may add below a node but not replace it controls the interior nodes that it adds")
  func creator() throws {
    var device = PlainDevice(tree: ManagementTree())
    #expect(device.code(Make.add("./A", format: "node")) == 200)
    #expect(device.tree[NodeURI(segments: ["A"])]?.acl.description == "Add=s&Delete=s&Replace=s")
    #expect(device.code(Make.add("./A/L", "x")) == 200)
    #expect(device.tree[NodeURI(segments: ["A", "L"])]?.acl.isEmpty == true)
    #expect(device.code(Make.add("./A/B", format: "node")) == 200)
    #expect(device.tree[NodeURI(segments: ["A", "B"])]?.acl.isEmpty == true)
    #expect(device.code(Make.add("./L", "x")) == 200)
    #expect(device.tree[NodeURI(segments: ["L"])]?.acl.isEmpty == true)
    #expect(device.code(Make.delete("./A"), for: "t") == 425)
    #expect(device.code(Make.delete("./A")) == 200)
  }

  @Test("the root keeps a list in which everybody may add")
  func root() throws {
    var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
    #expect(device.code(Make.replace(".?prop=ACL", "")) == 405)
    #expect(device.code(Make.replace(".?prop=ACL", "Add=s&Get=*&Replace=s")) == 405)
    #expect(device.code(Make.replace(".?prop=ACL", "Add=*&Get=*&Replace=s")) == 200)
    #expect(device.code(Make.replace(".?prop=ACL", "Add=*"), for: "t") == 425)
  }

  @Test("a server whose identifier no list can name gets no list of its own")
  func unnameableServer() throws {
    var device = PlainDevice(tree: ManagementTree())
    #expect(device.run([Make.add("./A", format: "node")], for: "a b").codes == [200])
    #expect(device.tree[NodeURI(segments: ["A"])]?.acl.isEmpty == true)
  }
}
