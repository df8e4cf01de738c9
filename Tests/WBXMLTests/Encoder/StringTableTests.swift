import Testing
import XMLCoding

@testable import WBXML

@Suite("Texts in the string table")
struct StringTableTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var events: [Event]
    /// From the string table's length on.
    var none: String?
    var dedupe: String
    /// Nil where it is that of dedupe.
    var smallest: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "two equal texts are one entry", events: children("abc", "abc"),
      none: "00 6D 4F 03 61 62 63 00 01 4F 03 61 62 63 00 01 01",
      dedupe: "04 61 62 63 00 6D 4F 83 00 01 4F 83 00 01 01"),
    Case(
      name: "two texts of two characters are worth an entry", events: children("ab", "ab"),
      dedupe: "03 61 62 00 6D 4F 83 00 01 4F 83 00 01 01"),
    Case(
      name: "two texts of one character are not", events: children("a", "a"),
      dedupe: "00 6D 4F 03 61 00 01 4F 03 61 00 01 01"),
    Case(
      name: "three texts of one character are", events: children("a", "a", "a"),
      dedupe: "02 61 00 6D 4F 83 00 01 4F 83 00 01 4F 83 00 01 01"),
    Case(
      name: "a text that occurs once stays inline", events: children("abc", "ab"),
      dedupe: "00 6D 4F 03 61 62 63 00 01 4F 03 61 62 00 01 01"),
    Case(
      name: "the entry with the most references for its bytes comes first",
      events: children("aaaa", "bbb", "bbb", "aaaa", "bbb"),
      dedupe: "09 62 62 62 00 61 61 61 61 00 6D 4F 83 04 01 4F 83 00 01 4F 83 00 01 4F 83 04 01 4F 83 00 01 01"),
    Case(
      name: "the end of an entry is shared", events: children("xabc", "abc", "xabc"),
      dedupe: "05 78 61 62 63 00 6D 4F 83 00 01 4F 03 61 62 63 00 01 4F 83 00 01 01",
      smallest: "05 78 61 62 63 00 6D 4F 83 00 01 4F 83 01 01 4F 83 00 01 01"),
    Case(
      name: "a text that occurs once is an entry for the sake of its end", events: children("abc", "xabc", "abc"),
      dedupe: "04 61 62 63 00 6D 4F 83 00 01 4F 03 78 61 62 63 00 01 4F 83 00 01 01",
      smallest: "05 78 61 62 63 00 6D 4F 83 01 01 4F 83 00 01 4F 83 01 01 01"),
    Case(
      name: "a text's first bytes refer to an entry", events: children("abcdef", "abcdefgh", "abcdef"),
      dedupe: "07 61 62 63 64 65 66 00 6D 4F 83 00 01 4F 03 61 62 63 64 65 66 67 68 00 01 4F 83 00 01 01",
      smallest: "07 61 62 63 64 65 66 00 6D 4F 83 00 01 4F 83 00 03 67 68 00 01 4F 83 00 01 01"),
    Case(
      name: "a text's last bytes refer to an entry's", events: children("xabc", "yabc", "abc", "abc"),
      dedupe: "04 61 62 63 00 6D 4F 03 78 61 62 63 00 01 4F 03 79 61 62 63 00 01 4F 83 00 01 4F 83 00 01 01",
      smallest: "05 78 61 62 63 00 6D 4F 83 00 01 4F 03 79 00 83 01 01 4F 83 01 01 4F 83 01 01 01"),
    Case(
      name: "attributes' texts are texts",
      events: [
        .start(0, 0x2D), .start(0, 0x0F), .attribute(0, 5), .attributeText("a"), .attributeText("bc"), .endAttributes,
        .end, .start(0, 0x0F), .text("abc"), .end, .end,
      ], dedupe: "04 61 62 63 00 6D 8F 05 83 00 01 4F 83 00 01 01"),
    Case(
      name: "an embedded document has a table of its own",
      events: [
        .start(0, 0x2D), .start(0, 0x0F), .text("abc"), .end, .start(0, 0x0F), .startEmbedded("devinf12"),
        .start(0, 0x0A),
        .start(0, 0x0B), .text("xyz"), .end, .start(0, 0x0B), .text("xyz"), .end, .text("abc"), .end, .endEmbedded,
        .end, .start(0, 0x0F), .text("abc"), .end, .end,
      ],
      dedupe: """
        04 61 62 63 00 6D 4F 83 00 01 4F \
        C3 18 02 A4 03 6A 04 78 79 7A 00 4A 4B 83 00 01 4B 83 00 01 03 61 62 63 00 01 \
        01 4F 83 00 01 01
        """),
    Case(
      name: "an index counts bytes, not characters", events: children("é€", "€", "é€"),
      dedupe: "06 C3 A9 E2 82 AC 00 6D 4F 83 00 01 4F 03 E2 82 AC 00 01 4F 83 00 01 01",
      smallest: "06 C3 A9 E2 82 AC 00 6D 4F 83 00 01 4F 83 02 01 4F 83 00 01 01"),
    Case(
      name: "literal names stand before the texts",
      events: [.start(0, 0x2D), .literal("x"), .text("abc"), .end, .literal("x"), .text("abc"), .end, .end],
      dedupe: "06 78 00 61 62 63 00 6D 44 00 83 02 01 44 00 83 02 01 01"),
  ]

  private static func children(_ texts: String...) -> [Event] { children(texts) }

  private static func children(_ texts: [String]) -> [Event] {
    [.start(0, 0x2D)] + texts.flatMap { [Event.start(0, 0x0F), .text($0), .end] } + [.end]
  }

  @Test("the bytes of a small document", arguments: cases)
  func bytes(_ example: Case) throws {
    if let none = example.none { #expect(try example.events.encoded() == (try hex("02 A4 01 6A " + none))) }
    for (mode, expected) in [
      (WBXMLEncoder.StringTableMode.dedupe, example.dedupe), (.smallest, example.smallest ?? example.dedupe),
    ] {
      let document = try example.events.encoded(options: .init(stringTable: mode))
      let isExpected = document == (try hex("02 A4 01 6A " + expected))
      #expect(isExpected, "\(mode): \(document.map { String($0, radix: 16) })")
      let inline = try example.events.encoded()
      #expect(decode(document, opensEmbedded: true).lines == decode(inline, opensEmbedded: true).lines)
    }
  }

  @Test("two hundred texts have indexes of one byte and of two")
  func manyTexts() throws {
    let texts = (100..<300).map { "t\($0)" }
    var expected = try hex("02 A4 01 6A 87 68")
    for text in texts { expected += Array(text.utf8) + [0] }
    expected.append(0x6D)
    for place in Array(0..<200) + Array(0..<200) {
      let index = place * 5
      let bytes = index < 128 ? [UInt8(index)] : [0x80 | UInt8(index >> 7), UInt8(index & 0x7F)]
      expected += [0x4F, 0x83] + bytes + [0x01]
    }
    expected.append(0x01)
    for mode in [WBXMLEncoder.StringTableMode.dedupe, .smallest] {
      #expect(try Self.children(texts + texts).encoded(options: .init(stringTable: mode)) == expected)
    }
  }

  @Test("the text with the most references has the last index of one byte where it would fill them all")
  func longText() throws {
    let long = String(repeating: "z", count: 300)
    let short = (100..<300).map { "t\($0)" }
    let events = Self.children(short + short + Array(repeating: long, count: 20))
    let document = try events.encoded(options: .init(stringTable: .dedupe))
    #expect(document.suffix(5) == [0x4F, 0x83, 0x7D, 0x01, 0x01])
  }

  @Test("the string table has no more bytes than its limit")
  func tableLimit() throws {
    var limits = Limits.default
    limits.stringTableBytes = 4
    let options = WBXMLEncoder.Options(limits: limits, stringTable: .smallest)
    #expect(
      try Self.children("abc", "def", "abc", "def").encoded(options: options)
        == (try hex(
          "02 A4 01 6A 04 61 62 63 00 6D 4F 83 00 01 4F 03 64 65 66 00 01 4F 83 00 01 4F 03 64 65 66 00 01 01")))
  }

  @Test("references do not amplify beyond what a reader with the same limits takes")
  func amplification() throws {
    let events = Self.children(Array(repeating: String(repeating: "x", count: 4000), count: 1000))
    let none = try events.encoded()
    let smallest = try events.encoded(options: .init(stringTable: .smallest))
    #expect(smallest.count < none.count / 2)
    let outcome = decode(smallest)
    #expect(outcome.error == nil)
    #expect(outcome.lines == decode(none).lines)
  }

  @Test("a reset encoder forgets the texts")
  func reset() throws {
    var encoder = WBXMLEncoder(options: .init(stringTable: .smallest))
    try ([.startDocument("syncml12"), .start(0, 0x0F), .text("abcdef"), .start(0, 0x0F)] as [Event]).send(to: &encoder)
    encoder.reset()
    try ([.startDocument("syncml12"), .start(0, 0x0F), .text("abcdef"), .end, .endDocument] as [Event])
      .send(to: &encoder)
    #expect(try encoder.takeDocument() == (try hex("02 A4 01 6A 00 4F 03 61 62 63 64 65 66 00 01")))
  }

  @Test("every mode keeps the events, gives the same bytes again, and none more than inline texts")
  func samples() throws {
    #expect(DifferentialTests.samples.count > 50)
    for sample in DifferentialTests.samples {
      let none = try recoded(sample.bytes)
      let lines = decode(none, opensEmbedded: true).lines
      for mode in [WBXMLEncoder.StringTableMode.dedupe, .smallest] {
        let document = try recoded(sample.bytes, options: .init(stringTable: mode))
        #expect(decode(document, opensEmbedded: true).lines == lines, "\(sample.name), \(mode)")
        #expect(document.count <= none.count, "\(sample.name), \(mode)")
        #expect(try recoded(document, options: .init(stringTable: mode)) == document, "\(sample.name), \(mode)")
        #expect(try recoded(document) == none, "\(sample.name), \(mode)")
      }
    }
  }

  // MARK: Time

  /// The slots that are looked at for texts, and for their ends.
  private static func probes(_ texts: [String]) -> Int {
    var body: [UInt8] = []
    var log = TextLog()
    for text in texts {
      log.open(at: body.count)
      body += [0x03] + Array(text.utf8)
      log.close(at: body.count)
      body.append(0)
    }
    let occurrences = log.occurrences
    var distinct = DistinctTexts(body.span, occurrences.span)
    distinct.findSuffixes(in: body.span)
    return distinct.probes
  }

  @Test("twice as many texts take twice as many steps")
  func linear() {
    let (once, twice) = (Self.probes((0..<20_000).map { "text-\($0)" }), Self.probes((0..<40_000).map { "text-\($0)" }))
    #expect(once < 20_000 * 20)
    #expect(twice < once * 3)
  }

  @Test("texts that end with one another take a step for each byte at most")
  func nested() {
    let texts = (1...1000).map { String(repeating: "a", count: $0) }
    #expect(Self.probes(texts) < texts.reduce(0) { $0 + $1.utf8.count } * 4)
  }
}
