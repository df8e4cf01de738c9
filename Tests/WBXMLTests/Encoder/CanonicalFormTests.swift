import Testing
import WBXML
import XMLCoding

@Suite("Canonical form")
struct CanonicalFormTests {
  struct Rule: CustomTestStringConvertible, Sendable {
    var name: String
    var events: [Event]
    var body: String
    var testDescription: String { name }
  }

  static let rules: [Rule] = [
    Rule(name: "an element without content is one byte", events: [.start(0, 0x2D), .end], body: "2D"),
    Rule(name: "an empty text is nothing", events: [.start(0, 0x2D), .text(""), .end], body: "2D"),
    Rule(
      name: "pieces of text are one string",
      events: [.start(0, 0x2D), .text("a"), .text(""), .text("b"), .end], body: "6D 03 61 62 00 01"),
    Rule(
      name: "a string ends where something else comes",
      events: [.start(0, 0x2D), .text("a"), .start(0, 0x2B), .end, .text("b"), .opaque([1], isLast: true), .end],
      body: "6D 03 61 00 2B 03 62 00 C3 01 01 01"),
    Rule(
      name: "empty opaque data is written",
      events: [.start(0, 0x2D), .opaque([], isLast: true), .end], body: "6D C3 00 01"),
    Rule(
      name: "opaque data in pieces has one length",
      events: [
        .start(0, 0x2D), .opaque([1, 2], isLast: false), .opaque([], isLast: false), .opaque([3], isLast: true), .end,
      ],
      body: "6D C3 03 01 02 03 01"),
    Rule(
      name: "a page switch stands right before the tag that needs it",
      events: [
        .start(0, 0x1A), .start(1, 0x07), .end, .start(1, 0x13), .end, .end, .start(1, 0x0F), .end, .start(0, 0x0F),
        .end,
      ].wrapped, body: "6D 5A 00 01 07 13 01 0F 00 00 0F 01"),
    Rule(
      name: "attribute pages are switched apart from tag pages",
      events: [
        .start(1, 0x07), .attribute(2, 5), .value(1, 0x85), .attribute(2, 6), .endAttributes, .start(1, 0x08), .end,
        .end,
      ], body: "00 01 C7 00 02 05 00 01 85 00 02 06 01 08 01"),
    Rule(
      name: "attributes and content each have their END",
      events: [
        .start(0, 0x2D), .attribute(0, 5), .attributeText("a"), .attributeText("b"), .endAttributes, .text("c"), .end,
      ],
      body: "ED 05 03 61 62 00 01 03 63 00 01"),
    Rule(
      name: "attributes without content have one END",
      events: [.start(0, 0x2D), .attribute(0, 5), .endAttributes, .end], body: "AD 05 01"),
    Rule(
      name: "an empty piece of a value is nothing",
      events: [.start(0, 0x2D), .attribute(0, 5), .attributeText(""), .endAttributes, .end], body: "AD 05 01"),
    Rule(
      name: "extensions carry their payload",
      events: [
        .start(0, 0x2D), .token(1), .table(2, 300), .inline(0, "a", isLast: false), .inline(0, "b", isLast: true), .end,
      ],
      body: "6D C1 82 82 2C 40 61 62 00 01"),
    Rule(
      name: "an extension's string in an attribute's value stays there",
      events: [
        .start(0, 0x2D), .attribute(0, 5), .attributeText("a"), .inline(1, "b", isLast: true), .attributeText("c"),
        .table(0, 1),
        .attributeOpaque([9], isLast: true), .endAttributes, .end,
      ], body: "AD 05 03 61 00 41 62 00 03 63 00 80 01 C3 01 09 01"),
    Rule(
      name: "processing instructions stand before, in and after the root",
      events: [
        .startInstruction, .attribute(0, 5), .endInstruction, .start(0, 0x2D), .text("a"), .startInstruction,
        .attribute(0, 6),
        .attributeText("v"), .endInstruction, .end, .startInstruction, .attribute(0, 7), .endInstruction,
      ],
      body: "43 05 01 6D 03 61 00 43 06 03 76 00 01 01 43 07 01"),
  ]

  @Test("a rule of the canonical form holds", arguments: rules)
  func rule(_ rule: Rule) throws {
    #expect(try rule.events.encoded() == (try hex("02 A4 01 6A 00 \(rule.body)")))
  }

  @Test("the string table holds each literal name once, in the order of use")
  func stringTable() throws {
    let events: [Event] = [
      .start(0, 0x2D), .literal("b"), .literalAttribute("a"), .endAttributes, .end, .literal("ab"), .end, .literal("a"),
      .end, .literal("b"), .end, .end,
    ]
    #expect(
      try events.encoded() == (try hex("02 A4 01 6A 07 62 00 61 00 61 62 00 6D 84 00 04 02 01 04 04 04 02 04 00 01")))
  }

  @Test("a string table of thousands of names keeps them apart")
  func manyNames() throws {
    let names = (0..<5000).map { "x-\($0 % 2500)" }
    let events = [.start(0, 0x2D)] + names.flatMap { [Event.literal($0), .end] } + [.end]
    let document = try events.encoded()
    let outcome = decode(document)
    #expect(outcome.error == nil)
    #expect(outcome.lines.filter { $0.hasPrefix("(=") } == names.map { "(=\($0)" })
    #expect(try recoded(document) == document)
  }

  @Test(
    "the header follows the language and the options",
    arguments: [
      ("syncml12", nil, false, "02 A4 01 6A 00"),
      ("syncml12", .v13, false, "03 A4 01 6A 00"),
      ("syncml10", .v10, false, "00 9F 51 00"),
      ("none", nil, false, "02 01 6A 00"),
      (
        "syncml11", nil, true,
        "02 00 00 6A 1E 2D 2F 2F 53 59 4E 43 4D 4C 2F 2F 44 54 44 20 53 79 6E 63 4D 4C 20 31 2E 31 2F 2F 45 4E 00"
      ),
      (
        "dmddf12", nil, false,
        "02 00 00 6A 1B 2D 2F 2F 4F 4D 41 2F 2F 44 54 44 2D 44 4D 2D 44 44 46 20 31 2E 32 2F 2F 45 4E 00"
      ),
    ] as [(String, Version?, Bool, String)])
  func header(_ language: String, _ version: Version?, _ isText: Bool, _ header: String) throws {
    let options = WBXMLEncoder.Options(version: version, publicIdentifierForm: isText ? .text : .number)
    let document = try ([.start(0, 0x2D), .end] as [Event]).encoded(language: language, options: options)
    #expect(document == (try hex(header + " 2D")))
  }

  @Test("a textual public identifier stands before the literal names")
  func publicIdentifierFirst() throws {
    let document = try ([.literal("x"), .end] as [Event]).encoded(options: .init(publicIdentifierForm: .text))
    #expect(Array(document[..<5]) == [0x02, 0x00, 0x00, 0x6A, 0x20])
    #expect(Array(document.suffix(5)) == [0x00, 0x78, 0x00, 0x04, 0x1E])
  }

  @Test("the language of the options wins over the events' own")
  func language() throws {
    let document = try ([.start(0, 0x2D), .end] as [Event]).encoded(options: .init(language: .syncML11))
    #expect(document == (try hex("02 9F 53 6A 00 2D")))
  }

  @Test("a document inside another one is opaque data with a header, a string table and pages of its own")
  func embedded() throws {
    let events: [Event] = [
      .start(0, 0x0F), .literal("o"), .end, .start(1, 0x07), .startEmbedded("devinf12"), .start(0, 0x0A), .literal("i"),
      .end,
      .end, .endEmbedded, .text("t"), .end, .start(1, 0x08), .end, .end,
    ]
    #expect(
      try events.encoded()
        == (try hex("02 A4 01 6A 02 6F 00 4F 04 00 00 01 47 C3 0B 02 A4 03 6A 02 69 00 4A 04 00 01 03 74 00 01 08 01")))
  }

  @Test("documents inside documents take the version of the outermost one")
  func embeddedVersion() throws {
    let events: [Event] = [
      .start(0, 0x0F), .startEmbedded("syncml12"), .start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A), .end,
      .endEmbedded, .end, .endEmbedded, .end,
    ]
    #expect(
      try events.encoded()
        == (try hex("02 A4 01 6A 00 4F C3 0F 02 A4 01 6A 00 4F C3 06 02 A4 03 6A 00 0A 01 01")))
    #expect(
      try events.encoded(options: .init(version: .v13))
        == (try hex("03 A4 01 6A 00 4F C3 0F 03 A4 01 6A 00 4F C3 06 03 A4 03 6A 00 0A 01 01")))
  }

  /// The events inside a root that need OPAQUE, and the first version that has it there.
  static let opaqueEvents: [(Version, [Event])] = [
    (.v11, [.opaque([1], isLast: true)]),
    (.v11, [.opaque([1], isLast: false), .opaque([2], isLast: true)]),
    (.v11, [.startEmbedded("devinf12"), .start(0, 0x0A), .end, .endEmbedded]),
    (
      .v12,
      [.start(0, 0x0F), .attribute(0, 0x05), .attributeOpaque([1], isLast: true), .endAttributes, .end]
    ),
  ]

  @Test("a version that is asked for must have OPAQUE where it comes", arguments: opaqueEvents)
  func versionOfOpaque(_ first: Version, _ events: [Event]) throws {
    for version in [Version.v10, .v11, .v12, .v13] {
      let options = WBXMLEncoder.Options(version: version)
      if version < first {
        let error = CodingError(.opaqueBeforeItsVersion, value: UInt32(version.rawValue))
        #expect(throws: error) { try events.wrapped.encoded(options: options) }
      } else {
        let document = try events.wrapped.encoded(options: options)
        #expect(document.first == version.rawValue)
        #expect(!decode(document).diagnostics.contains { $0.code == .opaqueBeforeItsVersion })
      }
    }
  }

  @Test("a document of WBXML 1.0 that has OPAQUE all the same is written in its own version")
  func ownVersionOfOpaque() throws {
    let document = try hex("00 A4 01 00 6D C3 01 FF 01")
    #expect(try recoded(document) == document)
  }

  @Test("encoding is stable: the canonical form of a canonical document is itself", arguments: Fixture.all)
  func stable(_ name: String) throws {
    let once = try recoded(try Fixture.wbxml(name))
    #expect(try recoded(once) == once)
  }

  @Test(
    "the samples with XML text are its canonical form", arguments: ["dm-package-1", "schedule-install", "devinf-put"])
  func samples(_ name: String) throws {
    #expect(try wbxml(of: try Files.bytes("Fixtures/\(name).xml")) == (try Fixture.wbxml(name)))
  }

  @Test("a reset encoder writes another document as a new one")
  func reset() throws {
    var encoder = WBXMLEncoder()
    let first: [Event] = [.startDocument("syncml12"), .literal("x"), .start(1, 5), .opaque([1], isLast: false)]
    try first.send(to: &encoder)
    encoder.reset()
    try ([.startDocument("devinf12"), .start(0, 0x0A), .text("a"), .end, .endDocument] as [Event]).send(to: &encoder)
    #expect(try encoder.takeDocument() == (try hex("02 A4 03 6A 00 4A 03 61 00 01")))
  }
}

extension [Event] {
  /// The events inside a root.
  fileprivate var wrapped: [Event] { [.start(0, 0x2D)] + self + [.end] }
}
