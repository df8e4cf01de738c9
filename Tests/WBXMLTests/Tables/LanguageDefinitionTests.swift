import Testing
import WBXML

@Suite("Languages that do not come with the library")
struct LanguageDefinitionTests {
  static func meter() -> Language.Definition {
    var meter = Language.Definition(
      name: "meter10", publicIdentifier: 0x7A01, formalPublicIdentifier: "-//ACME//DTD Meter 1.0//EN",
      rootElement: "Meter")
    meter.namespaces = [.init(page: 0, name: "acme:meter")]
    meter.tags = [
      .init(page: 0, token: 0x05, name: "Meter", content: .elements),
      .init(page: 0, token: 0x06, name: "Reading", content: .text),
      .init(page: 1, token: 0x05, name: "Größe"),
    ]
    meter.attributes = [.init(page: 0, token: 0x05, name: "unit", prefix: "k")]
    meter.values = [.init(page: 0, token: 0x85, text: "Wh")]
    return meter
  }

  @Test("what is defined is found by number and by name")
  func lookup() throws {
    let language = try Language(Self.meter())
    #expect(language.name(of: Tag(page: 0, token: 0x06)) == "Reading")
    #expect(language.name(of: Tag(page: 1, token: 0x05)) == "Größe")
    #expect(language.name(of: Tag(page: 0, token: 0x07)) == nil)
    #expect(language.content(of: Tag(page: 0, token: 0x06)) == .text)
    #expect(language.definedTags(onPage: 0) == 0x60)
    #expect(language.defines(Tag(page: 0, token: 0x06)))
    #expect(!language.defines(Tag(page: 0, token: 0x07)))
    #expect(language.defines(AttributeStart(page: 0, token: 0x05)))
    #expect(!language.defines(AttributeStart(page: 0, token: 0x45)))
    #expect(!language.defines(AttributeStart(page: 1, token: 0x05)))
    #expect(language.defines(AttributeValue(page: 0, token: 0x85)))
    #expect(!language.defines(AttributeValue(page: 255, token: 0xFF)))
    #expect(language.namespace(ofPage: 0) == "acme:meter")
    let attribute = try #require(language.attribute(AttributeStart(page: 0, token: 0x05)))
    #expect(attribute == ("unit", "k"))
    #expect(language.text(of: AttributeValue(page: 0, token: 0x85)) == "Wh")
    let name = Array("Reading".utf8)
    let tag = language.tag(named: name.span, preferredPage: 0)
    #expect(tag == Tag(page: 0, token: 0x06))
  }

  @Test("a document that names it by number is read in it")
  func decode() throws {
    let options = WBXMLDecoder.Options(languages: [try Language(Self.meter())])
    var trace = EventTrace()
    let document: [UInt8] = [
      0x02, 0x81, 0xF4, 0x01, 0x6A, 0x00, 0x45, 0xC6, 0x05, 0x85, 0x01, 0x03, 0x34, 0x32, 0x00, 0x01, 0x01,
    ]
    try WBXMLDecoder.decode(document.span, options: options, into: &trace)
    #expect(trace.text == "document meter10\n(0.Meter\n(0.Reading\n@unit=kWh\n-42\n)\n)\n")
    #expect(trace.diagnostics.isEmpty)
  }

  @Test("a document that names it by text is read in it")
  func decodeText() throws {
    let options = WBXMLDecoder.Options(isStrict: true, languages: [try Language(Self.meter())])
    var trace = EventTrace()
    let identifier = Array("-//ACME//DTD Meter 1.0//EN".utf8)
    let document = [0x02, 0x00, 0x00, 0x6A, UInt8(identifier.count + 1)] + identifier + [0x00, 0x05]
    try WBXMLDecoder.decode(document.span, options: options, into: &trace)
    #expect(trace.text == "document meter10\n(0.Meter\n)\n")
  }

  @Test("it overrides a registered language of the same public identifier")
  func override() throws {
    var definition = Self.meter()
    definition.publicIdentifier = 0x1201
    let options = WBXMLDecoder.Options(languages: [try Language(definition)])
    var trace = EventTrace()
    let document: [UInt8] = [0x02, 0xA4, 0x01, 0x6A, 0x00, 0x05]
    try WBXMLDecoder.decode(document.span, options: options, into: &trace)
    #expect(trace.text == "document meter10\n(0.Meter\n)\n")
  }

  @Test("it keeps what it extends, and its own word counts")
  func extends() throws {
    var definition = Language.Definition(name: "acme", rootElement: "", extends: "syncml11")
    definition.tags = [.init(page: 0, token: 0x05, name: "Plus"), .init(page: 7, token: 0x05, name: "Extra")]
    definition.namespaces = [.init(page: 1, name: "acme:metinf")]
    let language = try Language(definition)
    #expect(language.rootElement == "SyncML")
    #expect(language.name(of: Tag(page: 0, token: 0x05)) == "Plus")
    #expect(language.name(of: Tag(page: 7, token: 0x05)) == "Extra")
    #expect(language.name(of: Tag(page: 0, token: 0x2D)) == "SyncML")
    #expect(language.name(of: Tag(page: 0, token: 0x33)) == "NumberOfChanges")
    #expect(language.successor == .syncML12)
    #expect(language.namespace(ofPage: 1) == "acme:metinf")
    #expect(language.namespace(ofPage: 0) == Language.syncML11.namespace(ofPage: 0))
  }

  @Test("a language that is given can be extended before a built-in one")
  func extendsGiven() throws {
    let base = try Language(Self.meter())
    var definition = Language.Definition(name: "meter11", rootElement: "", extends: "meter10")
    definition.attributes = [.init(page: 0, token: 0x06, name: "scale")]
    let language = try Language(definition, languages: [base])
    let unit = Array("unit".utf8)
    let value = Array("kWh".utf8)
    let found = language.attributeStart(named: unit.span, value: value.span)
    #expect(found?.start == AttributeStart(page: 0, token: 0x05))
    #expect(found?.covered == 1)
  }

  struct Fault: CustomTestStringConvertible {
    var code: LanguageDefinitionError.Code
    var place: LanguageDefinitionError.Place
    var change: @Sendable (inout Language.Definition) -> Void
    var testDescription: String { "\(code) at \(place)" }
  }

  static let faults: [Fault] = [
    Fault(code: .invalidLanguageName, place: .name) { $0.name = "" },
    Fault(code: .invalidLanguageName, place: .name) { $0.name = "a b" },
    Fault(code: .invalidPublicIdentifier, place: .publicIdentifier) { $0.publicIdentifier = 0 },
    Fault(code: .invalidIdentifierText, place: .formalPublicIdentifier) { $0.formalPublicIdentifier = "a\"b" },
    Fault(code: .invalidIdentifierText, place: .systemIdentifier) { $0.systemIdentifier = "a>" },
    Fault(code: .unknownBase, place: .extends) { $0.extends = "klingon" },
    Fault(code: .emptyName, place: .rootElement) { $0.rootElement = "" },
    Fault(code: .invalidName, place: .rootElement) { $0.rootElement = "1st" },
    Fault(code: .tokenOutOfRange, place: .tag(1)) { $0.tags[1].token = 0x04 },
    Fault(code: .tokenOutOfRange, place: .tag(1)) { $0.tags[1].token = 0x40 },
    Fault(code: .duplicateToken, place: .tag(1)) { $0.tags[1].token = 0x05 },
    Fault(code: .duplicateName, place: .tag(1)) { $0.tags[1].name = "Meter" },
    Fault(code: .emptyName, place: .tag(2)) { $0.tags[2].name = "" },
    Fault(code: .invalidName, place: .tag(2)) { $0.tags[2].name = "a b" },
    Fault(code: .invalidName, place: .tag(2)) { $0.tags[2].name = "a><b" },
    Fault(code: .invalidName, place: .tag(2)) { $0.tags[2].name = "wbxml-tag-00-05" },
    // The fifth edition of XML 1.0 has these characters in names, but readers keep to the fourth.
    Fault(code: .invalidName, place: .tag(2)) { $0.tags[2].name = "a\u{FFFD}" },
    Fault(code: .invalidName, place: .attribute(0)) { $0.attributes[0].name = "\u{10400}" },
    Fault(code: .prefixedName, place: .tag(2)) {
      $0.tags[2].name = "a:b"
      $0.namespaces = [.init(page: $0.tags[2].page, name: "urn:x")]
    },
    Fault(code: .invalidText, place: .tag(2)) { $0.tags[2].name = String(repeating: "a", count: 65536) },
    Fault(code: .tokenOutOfRange, place: .attribute(0)) { $0.attributes[0].token = 0x44 },
    Fault(code: .duplicateToken, place: .attribute(1)) { $0.attributes.append($0.attributes[0]) },
    Fault(code: .invalidText, place: .attribute(0)) { $0.attributes[0].prefix = "\0" },
    Fault(code: .tokenOutOfRange, place: .value(0)) { $0.values[0].token = 0xC4 },
    Fault(code: .duplicateToken, place: .value(1)) { $0.values.append($0.values[0]) },
    Fault(code: .emptyName, place: .value(0)) { $0.values[0].text = "" },
    Fault(code: .emptyName, place: .namespace(0)) { $0.namespaces[0].name = "" },
    Fault(code: .duplicateToken, place: .namespace(1)) { $0.namespaces.append($0.namespaces[0]) },
    Fault(code: .tooManyPages, place: .tag(255)) {
      $0.tags = (0...UInt8.max).map { .init(page: $0, token: 0x05, name: "a") }
    },
  ]

  @Test("a fact that cannot be is an error with its place", arguments: faults)
  func fault(_ fault: Fault) {
    var definition = Self.meter()
    fault.change(&definition)
    #expect(throws: LanguageDefinitionError(fault.code, at: fault.place)) { try Language(definition) }
  }

  @Test("255 pages are a language")
  func pages() throws {
    var definition = Self.meter()
    definition.tags = (0..<UInt8.max).map { .init(page: $0, token: 0x05, name: "p\($0)") }
    let language = try Language(definition)
    #expect(language.name(of: Tag(page: 0, token: 0x05)) == "p0")
    #expect(language.name(of: Tag(page: 254, token: 0x05)) == "p254")
    #expect(language.name(of: Tag(page: 255, token: 0x05)) == nil)
  }

  @Test("a registered identifier without tables is told by its name")
  func registered() {
    #expect(
      Diagnostic(.unknownPublicIdentifier, offset: 1, value: 0x12).description
        == "offset 1: the public identifier names no known language; tags are shown by number (18, IMPS-CSP 1.3)")
    #expect(
      CodingError(.unknownPublicIdentifier, offset: 1, value: 0x1204).description
        == "offset 1: the public identifier names no known language (4612, Nokia Landmarks)")
    #expect(Language.builtIn(publicIdentifier: 0x11) == .wvCSP12)
  }

  @Test("an omitted public identifier is 1, whatever the language has")
  func omitted() throws {
    var encoder = WBXMLEncoder(options: .init(publicIdentifierForm: .omitted))
    try encoder.startDocument(DocumentHeader(language: .metInf11), stringTable: [UInt8]().span)
    try encoder.startElement(Tag(page: 0, token: 0x05))
    try encoder.endElement()
    try encoder.endDocument()
    #expect(try encoder.takeDocument() == [0x02, 0x01, 0x6A, 0x00, 0x05])
  }
}
