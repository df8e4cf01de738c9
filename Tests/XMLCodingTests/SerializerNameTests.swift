import Testing
import WBXML
import XMLCoding

@Suite("Writing documents")
struct SerializerDocumentTests {
  @Test("a document begins with declaration and DOCTYPE, and the root says its namespace")
  func prolog() throws {
    let xml = Array("<SyncML xmlns='SYNCML:SYNCML1.1'><SyncHdr/></SyncML>".utf8)
    #expect(
      String(decoding: try rewritten(xml), as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" \
        "http://www.syncml.org/docs/syncml_represent_v11_20020213.dtd"><SyncML xmlns="SYNCML:SYNCML1.1">\
        <SyncHdr/></SyncML>
        """)
  }

  @Test("a language without formal public identifier has no DOCTYPE")
  func noIdentifier() throws {
    let text = String(decoding: try rewritten(Array("<CHARACTERISTIC-LIST/>".utf8)), as: UTF8.self)
    #expect(text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CHARACTERISTIC-LIST/>")
  }

  @Test("output that has been removed does not come again")
  func removal() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    writing.serializer.removeOutput()
    try writing.text("x")
    #expect(String(decoding: writing.serializer.output, as: UTF8.self) == " xmlns=\"SYNCML:SYNCML1.2\">x")
  }

  @Test("a copy goes its own way")
  func copies() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    var copy = writing
    try copy.start("Final")
    try copy.end(2)
    try writing.end()
    #expect(writing.output == "<SyncML/>")
    #expect(copy.output == "<SyncML><Final/></SyncML>")
  }

  @Test("after a reset another document can be written")
  func reset() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.opaque("x", isLast: false)
    writing.serializer.reset()
    try writing.serializer.startDocument(DocumentHeader(language: .devInf12), stringTable: Span<UInt8>())
    try writing.start("DevInf", .devInf12)
    try writing.end()
    #expect(writing.output == "<DevInf xmlns=\"syncml:devinf\"/>")
  }
}

@Suite("Writing names and namespaces")
struct SerializerNameTests {
  @Test("a namespace stands where the page changes, also back to the parent's page")
  func pages() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.start("Meta")
    try writing.start("Anchor")
    try writing.start("Next")
    try writing.end(2)
    try writing.start("Item")
    try writing.end()
    try writing.start("Mem")
    try writing.start("Final")
    #expect(
      writing.output == """
        <SyncML><Meta><Anchor xmlns="syncml:metinf"><Next/></Anchor><Item/>\
        <Mem xmlns="syncml:metinf"><Final
        """)
    try writing.end()
    #expect(writing.output.hasSuffix("<Final xmlns=\"SYNCML:SYNCML1.2\"/>"))
  }

  @Test("an embedded document has its own namespace, and the outer one comes back after it")
  func embedded() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.start("Data")
    try writing.serializer.startEmbeddedDocument(DocumentHeader(language: .devInf12))
    try writing.start("DevInf", .devInf12)
    try writing.start("Man", .devInf12)
    try writing.end(2)
    try writing.serializer.endEmbeddedDocument()
    try writing.start("Item")
    try writing.end(3)
    #expect(
      writing.output == """
        <SyncML><Data><DevInf xmlns="syncml:devinf"><Man/></DevInf><Item/></Data></SyncML>
        """)
  }

  @Test(
    "a literal xmlns that would make a reader take the element for another one is refused",
    arguments: [
      // DMDDF's Copy without a namespace, which would be SyncML's, and two in the namespace of another page.
      (2, "Copy", ""), (2, "Copy", "urn:x"), (0, "Copy", "syncml:metinf"), (1, "Type", "SYNCML:SYNCML1.2"),
    ] as [(UInt8, String, String)])
  func misleadingNamespace(_ page: UInt8, _ name: String, _ namespace: String) throws {
    let bytes = Array(name.utf8)
    let found = Language.syncML12.tag(named: bytes.span, onPage: page)
    let tag = try #require(found)
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.serializer.startElement(tag)
    try writing.attribute("xmlns", namespace)
    try writing.serializer.endAttributes()
    #expect(throws: CodingError(.notExpressibleInXML)) { try writing.serializer.endElement() }
  }

  @Test("a literal xmlns takes the place of the page's namespace")
  func literalNamespace() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.start("Type")
    try writing.attribute("xmlns", "urn:x")
    try writing.serializer.endAttributes()
    try writing.end(2)
    #expect(writing.output == "<SyncML><Type xmlns=\"urn:x\"/></SyncML>")
  }

  @Test("a tag without a name is told by page and token")
  func unknownTag() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.serializer.startElement(WBXML.Tag(page: 0xAB, token: 0x3F))
    try writing.text("x")
    try writing.end(2)
    #expect(writing.output == "<SyncML><wbxml-tag-AB-3F>x</wbxml-tag-AB-3F></SyncML>")
  }

  @Test("every tag of an unknown language is told by page and token")
  func unknownLanguage() throws {
    var writing = try Writing(language: nil)
    try writing.serializer.startElement(WBXML.Tag(page: 0, token: 5))
    try writing.end()
    #expect(writing.output == "<wbxml-tag-00-05/>")
  }

  @Test("an attribute without a name is told by page and token")
  func unknownAttribute() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.serializer.attribute(AttributeStart(page: 1, token: 0x4B))
    try writing.serializer.endAttributes()
    try writing.end()
    #expect(writing.output == "<SyncML wbxml-attr-01-4B=\"\"/>")
  }

  @Test("attribute tokens are written as name, prefix and value")
  func attributeTokens() throws {
    let xml = Array("<indication href='http://www.xyz.com/x' si-id='a'/>".utf8)
    let options = XMLSerializer.Options(includesDeclaration: false, includesDoctype: false)
    let text = try rewritten(xml, options: options, language: .si10)
    #expect(String(decoding: text, as: UTF8.self) == "<indication href=\"http://www.xyz.com/x\" si-id=\"a\"/>")
  }

  @Test("an attribute value token without a text cannot be written")
  func unknownValue() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.attribute("a", "")
    #expect(throws: CodingError(.notExpressibleInXML, value: 0x85)) {
      try writing.serializer.attributeValue(AttributeValue(page: 0, token: 0x85))
    }
  }

  @Test("an attribute that comes twice cannot be written")
  func duplicateAttribute() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.attribute("a", "1")
    #expect(throws: CodingError(.notExpressibleInXML)) { try writing.attribute("a", "2") }
  }

  @Test(
    "a literal name may have any letters that XML 1.0 allows", arguments: ["a", "_", "x:y", "é-1.·", "日本", "த"])
  func names(_ name: String) throws {
    var writing = try Writing()
    try writing.literal(name)
    try writing.end()
    #expect(writing.output == "<\(name)/>")
  }

  @Test(
    "a literal name that XML does not allow is refused",
    arguments: [
      "", "1a", "-a", "a b", "a>", "a/", "<", "·", "a\u{D7}", "a\u{37E}", "a\u{FFFE}", "a\u{600}", "\u{10000}",
    ])
  func badNames(_ name: String) throws {
    var writing = try Writing()
    #expect(throws: CodingError(.nameNotInXML)) { try writing.literal(name) }
  }

  @Test("an opaque attribute value cannot be written")
  func opaqueAttribute() throws {
    var writing = try Writing()
    try writing.start("SyncML")
    try writing.attribute("a", "")
    let bytes: [UInt8] = [1]
    #expect(throws: CodingError(.notExpressibleInXML)) {
      try writing.serializer.attributeOpaque(bytes.span, isLast: true)
    }
  }
}
