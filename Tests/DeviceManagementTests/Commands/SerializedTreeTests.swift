import DeviceManagement
import Foundation
import SyncML
import Testing
import WBXML
import XMLCoding

@Suite struct SerializedTreeTests {
  private let type = "application/vnd.syncml.dmtnds+xml"

  private func device() throws -> PlainDevice {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.interior("A", type: "urn:x:a"), under: .root)
    let a = NodeURI(segments: ["A"])
    try tree.add(.leaf("x", .text("a<b&c"), acl: try AccessControlList(parsing: "Get=*&Replace=*")), under: a)
    try tree.add(.interior("I"), under: a)
    try tree.add(.leaf("n", .text("7"), format: .int), under: a.appending("I"))
    try tree.add(.leaf("b", .bytes([0, 255, 3]), format: .bin, type: "application/octet-stream"), under: a)
    try tree.add(.leaf("z", .null, format: .null), under: a)
    try tree.add(.leaf("hidden", .text("secret"), access: .replace), under: a)
    return PlainDevice(tree: tree)
  }

  private func add(_ device: inout PlainDevice, _ uri: String, _ xml: String) -> Int {
    device.code(Make.add(uri, xml, format: "xml", type: type))
  }

  private func node(_ name: String, _ rest: String = "", format: String = "<chr/>", type: String = "text/plain")
    -> String
  {
    let element = format == "<node/>" ? "DDFName" : "MIME"
    return """
      <Node><NodeName>\(name)</NodeName><RTProperties><Format>\(format)</Format><Type><\(element)>\(type)</\(element)>\
      </Type></RTProperties>\(rest)</Node>
      """
  }

  private func document(_ nodes: String) -> String {
    "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD>\(nodes)</MgmtTree>"
  }

  @Test("what Get serializes, Add makes again elsewhere", arguments: [Encoding.xml, .wbxml])
  func roundTrip(encoding: Encoding) throws {
    var device = try device()
    let results = device.run([Make.get("./A?list=TNDS")]).results
    var item = try #require(results.first)
    #expect(item.meta == Meta(format: "xml", type: type))
    // The way over the wire must not change it.
    let header = SyncHdr(sessionID: "1", msgID: "1", target: Location("s"), source: Location("d"))
    item.target = Location("./B")
    item.source = nil
    let message = Message(header: header, commands: [.add(ItemCommand(cmdID: "1", items: [item]))])
    let bytes = try message.encoded(as: encoding)
    let received = try Message(decoding: bytes.span, encoding: encoding)
    try device.tree.add(.interior("B"), under: .root)
    #expect(device.run(received.commands).codes == [200])
    let lines = ManagementTreeTests.dump(device.tree)
    // Versions and the hidden node are not part of it.
    func below(_ prefix: String) -> [Substring] {
      lines.filter { $0.hasPrefix(prefix) && !$0.contains("hidden") }
        .map { $0.dropFirst(prefix.count).prefix { $0 != "\n" } }.map { $0[..<($0.lastIndex(of: " ") ?? $0.endIndex)] }
    }
    #expect(below("./A").count == 6)
    #expect(below("./B/A") == below("./A"))
  }

  @Test("a document goes below the target, or is the target where it has its name or none")
  func places() throws {
    var device = try device()
    let interior = node("M", node("k", "<Value>1</Value>"), format: "<node/>", type: "")
    #expect(add(&device, "./A", document(interior)) == 200)
    #expect(device.tree.text(NodeURI(segments: ["A", "M", "k"])) == "1")
    #expect(add(&device, "./M", document(interior)) == 200)
    #expect(device.tree.text(NodeURI(segments: ["M", "k"])) == "1")
    #expect(add(&device, "./N", document(interior.replacing("<NodeName>M<", with: "<NodeName><"))) == 200)
    #expect(device.tree.text(NodeURI(segments: ["N", "k"])) == "1")
    #expect(add(&device, "./none", document(interior)) == 404)
    #expect(add(&device, "./A", document(interior)) == 418)
  }

  @Test("nodes may come apart, each with the path to it")
  func paths() throws {
    var device = try device()
    let xml = document(
      node("V", format: "<node/>", type: "") + "<Node><NodeName>P</NodeName><Path>V</Path></Node>"
        + "<Node><NodeName>Q</NodeName><Path>./V/P/</Path><Value>q</Value></Node>")
    #expect(add(&device, "./A", xml) == 200)
    #expect(device.tree.text(NodeURI(segments: ["A", "V", "P", "Q"])) == "q")
  }

  @Test(
    "what is no serialized tree is refused with 415 and changes nothing",
    arguments: [
      "", "x", "<a/>", "<MgmtTree xmlns='syncml:dmddf1.2'/>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>2.0</VerDTD><Node><NodeName>x</NodeName></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node/></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>a/b</NodeName></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>..</NodeName></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>q</NodeName><Path>../x</Path></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>q</NodeName><RTProperties><ACL>Get</ACL></RTProperties></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>q</NodeName><RTProperties><Format><MIME/></Format></RTProperties></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>q</NodeName><Value>1</Value><Node><NodeName>r</NodeName></Node></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>q</NodeName><RTProperties><Format><b64/></Format></RTProperties><Value>!</Value></Node></MgmtTree>",
      "<MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Node><NodeName>q</NodeName><RTProperties><Format><node/></Format></RTProperties><Value>1</Value></Node></MgmtTree>",
    ])
  func malformed(xml: String) throws {
    var device = try device()
    let before = ManagementTreeTests.dump(device.tree)
    #expect(add(&device, "./A", xml) == 415)
    #expect(device.code(Make.replace("./A", xml, format: "xml", type: type)) == 415)
    #expect(ManagementTreeTests.dump(device.tree) == before)
  }

  @Test("of a document one of whose nodes is refused nothing is made")
  func atomicity() throws {
    var device = try device()
    let before = ManagementTreeTests.dump(device.tree)
    let xml = document(
      node("M", node("k", "<Value>1</Value>") + node("n", "<Value>many</Value>", format: "<int/>"), format: "<node/>"))
    #expect(add(&device, "./A", xml) == 415)
    #expect(ManagementTreeTests.dump(device.tree) == before)
  }

  @Test("Replace deletes what the document lacks, changes what differs and adds the rest")
  func replacing() throws {
    var device = try device()
    let xml = document(
      "<Node><NodeName>A</NodeName>" + node("x", "<Value>new</Value>") + node("hidden", "<Value>open</Value>")
        + node("I", node("m", "<Value>1</Value>"), format: "<node/>", type: "") + "</Node>")
    #expect(device.code(Make.replace("./A", xml, format: "xml", type: type)) == 200)
    let a = NodeURI(segments: ["A"])
    #expect(device.tree.children(of: a) == ["x", "I", "hidden"])
    #expect(device.tree.children(of: a.appending("I")) == ["m"])
    #expect(device.tree.text(a.appending("x")) == "new")
    #expect(device.tree[a.appending("x")]?.acl.description == "Get=*&Replace=*")
    #expect(device.code(Make.replace("./A/none", xml, format: "xml", type: type)) == 404)
  }

  @Test("a Value's elements are its text")
  func markupValue() throws {
    var device = try device()
    let xml = document(node("M", "<Value><a xmlns=''>1</a></Value>", format: "<xml/>"))
    #expect(add(&device, "./A", xml) == 200)
    #expect(device.tree.text(NodeURI(segments: ["A", "M"]))?.contains("1</a>") == true)
  }

  @Test("a document nested as deep as a reader allows is added without harm")
  func depth() throws {
    var device = try device()
    var xml = "<Node><NodeName>leaf</NodeName></Node>"
    for _ in 0..<25 { xml = "<Node><NodeName>d</NodeName>\(xml)</Node>" }
    #expect(add(&device, "./A", document(xml)) == 200)
    var deeper = xml
    for _ in 0..<200 { deeper = "<Node><NodeName>d</NodeName>\(deeper)</Node>" }
    #expect(add(&device, "./A/I", document(deeper)) == 415)
  }

  @Test("a document may be WBXML, as bytes or in base64")
  func wbxml() throws {
    let xml = document(node("M", node("k", "<Value>1</Value>"), format: "<node/>", type: ""))
    var encoder = WBXMLEncoder()
    let bytes = Array(xml.utf8)
    try XMLEventParser.parse(bytes.span, options: .init(language: .dmDDF12), into: &encoder)
    let binary = try encoder.takeDocument()
    for data in [ItemData.bytes(binary), .text(Data(binary).base64EncodedString())] {
      var device = try device()
      let item = Item(
        target: Location("./A"), meta: Meta(format: "bin", type: "application/vnd.syncml.dmtnds+wbxml"), data: data)
      #expect(device.code(.add(ItemCommand(cmdID: "1", items: [item]))) == 200)
      #expect(device.tree.text(NodeURI(segments: ["A", "M", "k"])) == "1")
    }
  }

  @Test("the Status of a refused document says which of its nodes it was")
  func faultyNode() throws {
    var device = try device()
    var executor = CommandExecutor(actor: Actor(serverID: "s"), msgRef: "1")
    let xml = document(node("M", node("n", "<Value>many</Value>", format: "<int/>"), format: "<node/>"))
    executor.execute([Make.add("./A", xml, format: "xml", type: type)], on: &device)
    guard case .status(let status) = executor.answers.first else {
      Issue.record("no Status")
      return
    }
    #expect(status.code == .unsupportedMediaTypeOrFormat)
    #expect(status.items.map { $0.target?.locURI } == ["./A/M/n"])
  }

  @Test("a document's nodes keep to the limits on addresses")
  func limits() throws {
    var device = try device()
    try DevDetail(uriLimits: .init(maximumDepth: 3, maximumTotalLength: .max, maximumSegmentLength: 5))
      .install(in: &device.tree)
    #expect(add(&device, "./A", document(node("123456"))) == 414)
    #expect(add(&device, "./A/I", document(node("x", node("y"), format: "<node/>"))) == 414)
    #expect(add(&device, "./A/I", document(node("12345"))) == 200)
  }

  @Test("a document of many nodes in pieces takes time in proportion to them, and so does taking it back")
  func manyPieces() throws {
    var device = try device()
    let count = 20_000
    let pieces = (0..<count).map { "<Node><NodeName>\($0)</NodeName></Node>" }.joined()
    let refused = pieces + "<Node><NodeName>x</NodeName></Node>"
    let before = device.tree.count
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(add(&device, "./A", document(refused)) == 418)
      #expect(device.tree.count == before)
      #expect(add(&device, "./A", document(pieces)) == 200)
    }
    #expect(device.tree.count == before + count)
    // Quadratic time would be minutes: each node looked at for each other one.
    #expect(time < .seconds(60))
  }

  @Test("Replace of a subtree takes the right to replace its root")
  func rootOfReplace() throws {
    var device = try device()
    try device.tree.update(NodeURI(segments: ["A"])) { $0.acl = AccessControlList([.add: ["*"], .delete: ["*"]]) }
    let xml = document("<Node><NodeName>A</NodeName><Node><NodeName>new</NodeName></Node></Node>")
    #expect(device.code(Make.replace("./A", xml, format: "xml", type: type)) == 425)
    #expect(device.tree.children(of: NodeURI(segments: ["A"])).contains("x"))
  }
}
