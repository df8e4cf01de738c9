import Testing
import WBXML
import XMLCoding

/// By which namespace an element begins a document inside the document, and by which it does not.
@Suite("Namespaces of documents in documents")
struct EmbeddedNamespaceTests {
  @Test(
    "device information is told by its name where it is in no namespace of its own",
    arguments: ["<DevInf><Man>x</Man></DevInf>", "<DevInf xmlns=''><Man>x</Man></DevInf>"])
  func unnamed(_ content: String) throws {
    #expect(
      try dataEvents(content) == ["embedded devinf12", "<DevInf>", "<Man>", "\"x\"", "</>", "</>", "embedded end"])
  }

  @Test(
    "an element of another vocabulary is no device information, whatever its name",
    arguments: ["<v:DevInf xmlns:v='urn:v'><v:x/></v:DevInf>", "<DevInf xmlns='urn:v'><x/></DevInf>"])
  func foreign(_ content: String) throws {
    let lines = try dataEvents(content)
    #expect(!lines.contains { $0.hasPrefix("embedded") })
    #expect(lines.first?.hasPrefix("<literal ") == true)
  }

  @Test(
    "what is written of a message can be read again",
    arguments: [
      "<DevInf xmlns=''><VerDTD>1.2</VerDTD></DevInf>", "<DevInf xmlns='urn:v'><VerDTD>1.2</VerDTD></DevInf>",
      "<v:DevInf xmlns:v='urn:v'><v:x>t</v:x></v:DevInf>", "<MgmtTree xmlns=''><VerDTD>1.2</VerDTD></MgmtTree>",
      "<MetInf xmlns='syncml:metinf'><Type>x</Type></MetInf>",
    ])
  func roundTrip(_ content: String) throws {
    let xml = Array("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Data>\(content)</Data></SyncBody></SyncML>".utf8)
    var encoder = WBXMLEncoder()
    try XMLEventParser.parse(xml.span, into: &encoder)
    let document = try encoder.takeDocument()
    var sink = EmbeddedDocuments(XMLSerializer())
    try WBXMLDecoder.decode(document.span, into: &sink)
    #expect(try events(sink.sink.output) == events(xml))
  }

  @Test("the parts of an element whose namespace was left out are in it too", arguments: ["", " note='x'"])
  func omitted(_ attribute: String) throws {
    func tree(_ namespace: String) -> String {
      """
      <MgmtTree\(namespace)><VerDTD>1.2</VerDTD><Node\(attribute)><NodeName>a</NodeName><RTProperties><Format><node/></Format>\
      <Type><DDFName>x</DDFName></Type></RTProperties></Node></MgmtTree>
      """
    }
    func pages(_ content: String) throws -> [UInt16] {
      try tape("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Data>\(content)</Data></SyncBody></SyncML>", chunk: .max)
        .records.filter { $0.kind == .startElement }.map(\.tag.rawValue)
    }
    #expect(try pages(tree("")) == pages(tree(" xmlns='syncml:dmddf1.2'")))
    #expect(
      try pages("<Meta\(attribute)><Anchor><Last>1</Last><Next>2</Next></Anchor></Meta><Item/>")
        == pages(
          "<Meta\(attribute)><Anchor xmlns='syncml:metinf'><Last>1</Last><Next>2</Next></Anchor></Meta><Item/>"))
  }

  @Test("meta-information by itself is in its namespace, and no attribute says so in WBXML")
  func metaInformation() throws {
    let lines = try events("<MetInf xmlns='syncml:metinf'><Type>x</Type></MetInf>")
    #expect(lines.first == "document metinf12")
    #expect(!lines.contains { $0.hasPrefix("@") })
  }

  private func opened(_ content: String) throws -> [String] {
    let xml = Array("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Data>\(content)</Data></SyncBody></SyncML>".utf8)
    var sink = EmbeddedTexts(EventLog())
    try XMLEventParser.parse(xml.span, into: &sink)
    return Array(sink.sink.lines.dropFirst(4).dropLast(4))
  }

  @Test(
    "text of another vocabulary, and two opaque data, stay what they are",
    arguments: [
      "<![CDATA[<DevInf xmlns='urn:v'/>]]>", "<![CDATA[<MgmtTree xmlns='urn:v'><a/></MgmtTree>]]>",
      "<![CDATA[<DevInf xmlns='syncml:devinf']]><?wbxml-end-opaque?><![CDATA[/>]]>",
    ])
  func closed(_ content: String) throws {
    #expect(try !opened(content).contains { $0.hasPrefix("embedded") })
  }

  @Test("text that is a document of its own namespace is opened")
  func open() throws {
    #expect(
      try opened("<![CDATA[<MetInf xmlns='syncml:metinf'><Type>x</Type></MetInf>]]>").first == "embedded metinf12")
    #expect(try opened("<![CDATA[<DevInf xmlns='syncml:devinf'/>]]>").first == "embedded devinf12")
  }
}
