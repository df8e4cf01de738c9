import DeviceManagement
import Testing

@Suite struct NodeURITests {
  @Test(
    "an address is read with or without its leading dot",
    arguments: [
      (".", []), ("./A", ["A"]), ("A", ["A"]), ("./A/B c/ü", ["A", "B c", "ü"]),
      ("DevInfo/DevId", ["DevInfo", "DevId"]), ("./\u{301}A/\u{301}B", ["\u{301}A", "\u{301}B"]),
    ] as [(String, [String])])
  func reads(text: String, segments: [String]) throws {
    #expect(try NodeURI(parsing: text).segments == segments)
  }

  @Test(
    "what is no address of a node is refused",
    arguments: ["", "./", "/", "/A", "./A/", "A//B", "./A/../B", "..", "./A/./B"])
  func refuses(text: String) {
    #expect(throws: NodeURI.ParseError.malformed) { try NodeURI(parsing: text) }
  }

  @Test("an address longer, deeper or wider than the limits is too long")
  func limits() throws {
    let limits = NodeURI.Limits(maximumDepth: 3, maximumTotalLength: 20, maximumSegmentLength: 5)
    #expect(try NodeURI(parsing: "./a/b/c", limits: limits).segments.count == 3)
    #expect(try NodeURI(parsing: "./12345", limits: limits).name == "12345")
    for text in ["./a/b/c/d", "./123456", "./1234/1234/12345678", String(repeating: "x", count: 21)] {
      #expect(throws: NodeURI.ParseError.tooLong) { try NodeURI(parsing: text, limits: limits) }
    }
  }

  @Test("lengths are in characters, and the query counts in the total")
  func lengthsInCharacters() throws {
    let limits = NodeURI.Limits(maximumDepth: 3, maximumTotalLength: 14, maximumSegmentLength: 5)
    #expect(try NodeURI(parsing: "./äöüßé", limits: limits).name == "äöüßé")
    #expect(throws: NodeURI.ParseError.tooLong) { try NodeURI(parsing: "./äöüßéx", limits: limits) }
    #expect(try TargetURI(parsing: "./a?prop=Title", limits: limits).property == "Title")
    #expect(throws: NodeURI.ParseError.tooLong) { try TargetURI(parsing: "./ab?prop=Title", limits: limits) }
  }

  @Test(
    "escapes that say no more than the character are resolved, those of reserved characters stay",
    arguments: [
      ("./%41", "A"), ("./a%2fb", "a%2Fb"), ("./%C3%BC", "ü"), ("./a%20b", "a b"), ("./%3F", "%3F"), ("./%25", "%25"),
      ("./%FF", "%FF"), ("./%4", "%4"), ("./100%", "100%"), ("./%zz", "%zz"), ("./%7E%2D", "~-"), ("./%0a", "%0A"),
      // What is resolved makes no new escape.
      ("./%%35", "%%35"), ("./%%359", "%%359"), ("./%4%31", "%4%31"), ("./%25%41", "%25A"), ("./%x%41", "%xA"),
    ])
  func escapes(text: String, name: String) throws {
    #expect(try NodeURI(parsing: text).segments == [name])
  }

  @Test("an escape makes no way up", arguments: ["./A/%2E%2E/B", "./%2e", "./A/%2E"])
  func escapedDots(text: String) {
    #expect(throws: NodeURI.ParseError.malformed) { try NodeURI(parsing: text) }
  }

  @Test("a name is no path, no query and nothing invisible")
  func names() {
    for name in ["A", "ü b", "..a", "a%2Fb", "x:y"] { #expect(NodeURI.isName(name), "\(name)") }
    for name in ["", ".", "..", "a/b", "a?b", "a\nb", "\u{0}"] { #expect(!NodeURI.isName(name), "\(name)") }
  }

  @Test("the limits are those of DevDetail, where 0 is none")
  func announcedLimits() throws {
    #expect(NodeURI.Limits(announcedIn: ManagementTree()) == NodeURI.Limits())
    var tree = ManagementTree()
    try DevDetail(uriLimits: .init(maximumDepth: 4, maximumTotalLength: .max, maximumSegmentLength: 9)).install(
      in: &tree)
    #expect(
      NodeURI.Limits(announcedIn: tree)
        == NodeURI.Limits(maximumDepth: 4, maximumTotalLength: .max, maximumSegmentLength: 9))
    #expect(tree.text(NodeURI(segments: ["DevDetail", "URI", "MaxTotLen"])) == "0")
  }

  @Test("a target may ask for a property or a part of the tree")
  func queries() throws {
    func query(_ text: String) throws -> TargetURI.Query? { try TargetURI(parsing: "./A/B" + text).query }
    #expect(try TargetURI(parsing: "./A/B?prop=Format").node.description == "./A/B")
    #expect(try query("?prop=Format") == .property("Format"))
    #expect(try query("?prop=") == .property(""))
    #expect(try query("?list=Struct") == .list(.structure))
    #expect(try query("?list=StructData") == .list(.structureAndData))
    #expect(try query("?list=TNDS") == .list(.tnds(.all)))
    #expect(try query("?list=TNDS+ACL+Value") == .list(.tnds([.acl, .value])))
    #expect(try query("?list=TNDS-ACL-Format") == .list(.tnds([.title, .tStamp, .type, .verNo, .value])))
    for text in [
      "Tree", "", "TNDS+", "TNDS+ACL-Value", "TNDS-ACL+Value", "TNDS+Size", "TNDS+Name", "TNDSACL", "struct",
    ] {
      #expect(try query("?list=" + text) == .unknownList(text))
    }
    #expect(try query("?x") == .unknown("x"))
    #expect(try query("?\u{301}") == .unknown("\u{301}"))
    #expect(try query("") == nil)
  }
}
