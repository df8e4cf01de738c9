import DeviceManagement
import SyncML
import Testing

@Suite struct DescribedTreeTests {
  private func device(_ nodes: String, _ build: (inout ManagementTree) throws -> Void = { _ in }) throws -> PlainDevice
  {
    var tree = ManagementTree(rootACL: .unrestricted)
    try build(&tree)
    tree.attach(try DeviceDescriptionTests.parse(nodes))
    return PlainDevice(tree: tree)
  }

  private let node = DeviceDescriptionTests.node

  @Test("names below a description of insensitive case are found in any case, and kept as they were given")
  func caseInsensitivity() throws {
    let cis = "<CaseSense><CIS/></CaseSense>"
    let inner = node("Power", "<Get/><Replace/><Add/>", "chr", "", "", "")
    var device = try device(
      node("Radio", "<Get/><Add/>", "node", "", cis, inner + node("Other", "<Get/>", "chr", "", "", ""))
    ) {
      try $0.add(.interior("Radio"), under: .root)
    }
    #expect(device.code(Make.add("./Radio/POWER", "x")) == 200)
    #expect(device.code(Make.add("./radio/power", "x")) == 418)
    let result = device.run([Make.get("./RADIO/power")])
    #expect(result.codes == [200])
    #expect(result.results.first?.source?.locURI == "./Radio/POWER")
    #expect(device.code(Make.replace("./radio/Power", "y")) == 200)
    #expect(device.tree.text(NodeURI(segments: ["Radio", "POWER"])) == "y")
    #expect(device.code(Make.get("./radio/none")) == 404)
  }

  @Test("attaching a description gives the nodes that are there its access types and its scope")
  func attached() throws {
    let permanent = "<Scope><Permanent/></Scope>"
    let device = try device(node("R", "<Get/>", "node", permanent, "", node("x", "<Exec/>", "chr", "", "", ""))) {
      try $0.add(.interior("R"), under: .root)
      try $0.add(.leaf("x", .text("1")), under: NodeURI(segments: ["R"]))
    }
    #expect(device.tree[NodeURI(segments: ["R"])]?.isPermanent == true)
    #expect(device.tree[NodeURI(segments: ["R", "x"])]?.access == .exec)
    #expect(device.tree[NodeURI(segments: ["R", "x"])]?.versionNumber == 0)
  }

  @Test("a tree that is not as described is told node by node")
  func nonconformities() throws {
    let nodes = node(
      "R", "<Get/>", "node", "", "",
      node("one", "<Get/>", "int", "", "", "") + node("many", "<Get/>", "chr", "", "", "")
        + node(
          "opt", "<Get/>", "chr", "<Occurrence><ZeroOrOne/></Occurrence>", "<DFType><MIME>text/plain</MIME></DFType>",
          ""))
    let place = NodeURI(segments: ["R"])
    var device = try device(nodes) {
      try $0.add(.interior("R", access: .get), under: .root)
      try $0.add(.leaf("one", .text("1"), format: .int, access: .get), under: place)
      try $0.add(.leaf("many", .text("m"), access: .get), under: place)
    }
    #expect(device.tree.nonconformities() == [])
    try device.tree.update(place.appending("one")) { $0.value = .text("x") }
    try device.tree.add(.leaf("extra", .null), under: place)
    try device.tree.remove(place.appending("many"))
    try device.tree.add(
      .leaf("opt", .text("x"), format: .bool, type: "a/b", access: .all, isPermanent: true), under: place)
    let faults = device.tree.nonconformities().map { "\($0)" }.sorted()
    #expect(
      faults == [
        "./R/extra: undescribed", "./R/many: missing",
        "./R/one: value", "./R/opt: access(Add,Copy,Delete,Exec,Get,Replace)",
        "./R/opt: format(DeviceManagement.NodeFormat.bool)",
        "./R/opt: scope", "./R/opt: type(\"a/b\")",
      ])
    #expect(ManagementTree().nonconformities(at: place).map(\.fault) == [.missing])
  }

  @Test("what a description says of run-time properties goes before the device's own choice")
  func runTimeProperties() throws {
    let properties =
      "<RTProperties><ACL>Get=*&amp;Replace=*</ACL><Format><chr/></Format><Name/><Title>T</Title><Type><MIME/></Type></RTProperties>"
    let leaf = node("x", "<Add/><Get/>", "chr", "", "", "").replacing("</NodeName>", with: "</NodeName>" + properties)
    var device = try device(node("R", "<Get/>", "node", "", "", leaf)) { try $0.add(.interior("R"), under: .root) }
    #expect(device.code(Make.add("./R/x", "1")) == 200)
    let results = device.run([Make.get("./R/x?prop=Title"), Make.get("./R/x?prop=ACL"), Make.get("./R/x?prop=VerNo")])
    #expect(results.codes == [200, 200, 406])
    #expect(results.results.map { $0.data?.string } == ["T", "Get=*&Replace=*"])
    #expect(device.code(Make.get("./R?prop=VerNo")) == 200)
  }

  @Test("a tree conforms to the description that is made of it, written and read")
  func selfDescription() throws {
    var tree = ManagementTree()
    try DevInfo(devID: "urn:x:1", manufacturer: "Example", model: "One").install(in: &tree)
    try DevDetail().install(in: &tree)
    try Account(serverID: "s", addresses: [.init("http://s", ports: [80])]).install(in: &tree, named: "a")
    let description = try #require(tree.described(at: .root))
    #expect(description.children.map(\.name) == ["DevInfo", "DevDetail", "DMAcc"])
    #expect(description.children[0].children.map(\.name) == ["DevId", "Man", "Mod", "DmV", "Lang"])
    let document = DeviceDescription(roots: description.children.map { .init($0) })
    let before = ManagementTreeTests.dump(tree)
    tree.attach(try DeviceDescription(parsing: document.xml()))
    #expect(tree.nonconformities() == [])
    #expect(ManagementTreeTests.dump(tree) == before)
    #expect(tree.described(at: .root) == description)
    #expect(tree.described(at: NodeURI(segments: ["none"])) == nil)
  }
}
