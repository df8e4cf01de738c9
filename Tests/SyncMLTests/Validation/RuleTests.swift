import SyncML
import Testing
import WBXML
import XMLCoding

@Suite("The table of rules")
struct RuleTests {
  /// Rules that no vector can break: their test is named beside them.
  static let testedElsewhere: Set = ["ENC-03"]  // MessageValidatorTests.limit

  @Test("every rule has a name of its own, words, a reference and a hint")
  func table() {
    #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
    for rule in Rule.all {
      #expect(rule.title.hasSuffix(".") && rule.hint.hasSuffix(".") && !rule.reference.isEmpty, "\(rule.id)")
      #expect(rule.id.prefixMatch(of: /(ENC|DTD|MSG|DM)-[0-9][0-9]/) != nil)
    }
  }

  @Test("there are more than sixty rules, and more than a hundred and fifty vectors for them, a third of them bad")
  func counts() {
    #expect(Rule.all.count - Self.testedElsewhere.count >= 60)
    #expect(ValidationVector.all.count >= 150)
    #expect(ValidationVector.all.filter { !$0.valid }.count * 3 >= ValidationVector.all.count)
  }

  @Test(
    "every rule is broken by a vector, and observed by one that differs from it in little else", arguments: Rule.all)
  func pairs(_ rule: Rule) throws {
    if Self.testedElsewhere.contains(rule.id) { return }
    let bad = ValidationVector.all.filter { $0.expected(rule.severity).contains { $0.rule == rule.id } }
    #expect(!bad.isEmpty, "no vector breaks \(rule.id)")
    var distances: [Int] = []
    for vector in bad {
      let broken = vector.found.filter { $0.ruleID == rule.id }
      #expect(!broken.isEmpty, "\(vector.id) does not break \(rule.id)")
      guard let good = vector.good.flatMap(ValidationVector.named), good.encoding == vector.encoding else { continue }
      #expect(good.valid, "\(good.id) is no good vector")
      #expect(!good.found.contains { $0.ruleID == rule.id }, "\(good.id) breaks \(rule.id) too")
      distances.append(good.distance(from: vector))
    }
    // One that had nothing to do with the rule would observe it as well: it must be the same message put right.
    let nearest = try #require(distances.min(), "no vector observes what one breaks of \(rule.id)")
    #expect((1...13).contains(nearest), "the good vector of \(rule.id) differs in \(nearest) lines")
  }

  @Test("a vector that is put right by another breaks only what the other does not", arguments: ValidationVector.all)
  func putRight(_ vector: ValidationVector) throws {
    guard let id = vector.good else { return }
    let good = try #require(ValidationVector.named(id), "there is no vector \(id)")
    let broken = Set(vector.found.map(\.ruleID))
    #expect(broken.isDisjoint(with: good.found.map(\.ruleID)))
  }

  @Test("vectors name known rules in the rules' severity", arguments: ValidationVector.all)
  func known(_ vector: ValidationVector) {
    for finding in vector.findings ?? [] { #expect(Rule.named(finding.rule)?.severity == .error) }
    for finding in vector.warnings ?? [] { #expect(Rule.named(finding.rule)?.severity == .warning) }
  }

  @Test("device management rules need a VerProto that begins with DM/")
  func otherProtocols() throws {
    for vector in ValidationVector.all {
      guard let xml = vector.xml, let findings = vector.findings,
        findings.allSatisfy({ $0.rule.hasPrefix("DM-") && $0.rule != "DM-01" })
      else { continue }
      let text = xml.joined(separator: "\n").replacing("<VerProto>DM/1.2<", with: "<VerProto>SyncML/1.2<")
      let errors = MessageValidator.validate(Array(text.utf8).span).filter { $0.severity == .error }
      #expect(errors == [], "\(vector.id)")
    }
  }
}

@Suite("The content models")
struct ContentModelCheckerTests {
  @Test("a SyncBody alone is checked as a part")
  func part() throws {
    let body = Array(
      """
      <SyncBody xmlns='SYNCML:SYNCML1.2'><Get><CmdID>1</CmdID></Get></SyncBody>
      """.utf8)
    #expect(try findings(in: body) == [.init(rule: "DTD-02", path: "/SyncBody/Get")])
  }

  @Test(
    "a misplaced child is one finding",
    arguments: [
      ("<Mod>m</Mod><VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName></Node>", ["DTD-03"]),
      ("<VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName><Value>v</Value><Value>w</Value></Node>", ["DTD-04"]),
      ("<VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName><Node><NodeName/></Node><Value/></Node>", ["DTD-04"]),
      ("<VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName><RTProperties/></Node>", ["DTD-02"]),
      ("<VerDTD>1.2</VerDTD><Node><NodeName>n</NodeName><Bogus><More/></Bogus></Node>", ["DTD-07"]),
      ("<VerDTD>1.2</VerDTD><Node a='1' b='2'><NodeName>n</NodeName></Node>", ["DTD-08"]),
      ("<VerDTD>1.2</VerDTD>one<Node><NodeName>n</NodeName></Node>two", ["DTD-05"]),
    ])
  func trees(_ content: String, _ expected: [String]) throws {
    let tree = Array("<MgmtTree xmlns='syncml:dmddf1.2'>\(content)</MgmtTree>".utf8)
    #expect(try findings(in: tree).map(\.rule) == expected)
  }

  @Test("a whole device description is in order")
  func description() throws {
    let properties = """
      <DFProperties><AccessType><Add/><Get/></AccessType><DefaultValue>1</DefaultValue><DFFormat><int/></DFFormat>
      <Occurrence><ZeroOrOne/></Occurrence><Scope><Dynamic/></Scope><DFTitle>t</DFTitle>
      <DFType><MIME>text/plain</MIME><MIME>text/html</MIME></DFType><CaseSense><CS/></CaseSense></DFProperties>
      """
    let tree = """
      <MgmtTree xmlns='syncml:dmddf1.2'><VerDTD>1.2</VerDTD><Man>m</Man><Mod>n</Mod>
      <Node><NodeName>a</NodeName>\(properties)<Node><NodeName>b</NodeName>\(properties)</Node></Node></MgmtTree>
      """
    #expect(try findings(in: Array(tree.utf8)) == [])
  }

  private func findings(in document: [UInt8]) throws -> [ValidationVector.Expected] {
    var checker = ContentModelChecker(root: .part)
    try XMLEventParser.parse(document.span, options: .init(language: .syncML12), into: &checker)
    return checker.findings.map(\.expectation)
  }
}
