import Testing
import WBXML

@Suite("Writing in other charsets")
struct CharsetTests {
  @Test(
    "texts are in the charset, and what it lacks is entities",
    arguments: [
      (.latin1, "é€é", "02 A4 01 04 00 6D 03 E9 00 02 C1 2C 03 E9 00 01"),
      (.usASCII, "aé", "02 A4 01 03 00 6D 03 61 00 02 81 69 01"),
      (.usASCII, "\u{7F}\u{80}", "02 A4 01 03 00 6D 03 7F 00 02 81 00 01"),
      (.latin1, "\u{FF}\u{100}", "02 A4 01 04 00 6D 03 FF 00 02 82 00 01"),
      (.ucs2, "é", "02 A4 01 87 68 00 6D 03 00 E9 00 00 01"),
      (.utf16BE, "a😀", "02 A4 01 87 75 00 6D 03 00 61 D8 3D DE 00 00 00 01"),
      (.utf16LE, "a😀", "02 A4 01 87 76 00 6D 03 61 00 3D D8 00 DE 00 00 01"),
      (.utf16, "é", "02 A4 01 87 77 00 6D 03 00 E9 00 00 01"),
      (.utf8, "é", "02 A4 01 6A 00 6D 03 C3 A9 00 01"),
      (.unknown, "é", "02 A4 01 00 00 6D 03 C3 A9 00 01"),
    ] as [(Charset, String, String)])
  func texts(_ charset: Charset, _ text: String, _ document: String) throws {
    let events: [Event] = [.start(0, 0x2D), .text(text), .end]
    #expect(try events.encoded(options: .init(charset: charset)) == hex(document))
  }

  @Test("pieces of a text are one string, and an empty one is nothing")
  func pieces() throws {
    let events: [Event] = [.start(0, 0x2D), .text("a"), .text(""), .text("b"), .end]
    #expect(
      try events.encoded(options: .init(charset: .utf16LE)) == hex("02 A4 01 87 76 00 6D 03 61 00 62 00 00 00 01"))
    let empty: [Event] = [.start(0, 0x2D), .text(""), .end]
    #expect(try empty.encoded(options: .init(charset: .latin1)) == hex("02 A4 01 04 00 2D"))
  }

  @Test("literal names and attribute values are in the charset, too")
  func names() throws {
    let events: [Event] = [
      .literal("é"), .literalAttribute("x"), .attributeText("ü€"), .endAttributes, .end,
    ]
    #expect(
      try events.encoded(options: .init(charset: .latin1))
        == hex("02 A4 01 04 04 E9 00 78 00 84 00 04 02 03 FC 00 02 C1 2C 01"))
  }

  @Test("a name with a character that the charset lacks is an error that tells it")
  func name() throws {
    let events: [Event] = [.literal("€"), .end]
    #expect(throws: CodingError(.notExpressibleInWBXML, value: 0x20AC)) {
      try events.encoded(options: .init(charset: .latin1))
    }
  }

  @Test("documents inside documents are in the same charset")
  func embedded() throws {
    let events: [Event] = [
      .start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A), .text("é"), .end, .endEmbedded, .end,
    ]
    #expect(
      try events.encoded(options: .init(charset: .latin1))
        == hex("02 A4 01 04 00 4F C3 0A 02 A4 03 04 00 4A 03 E9 00 01 01"))
  }

  @Test("the name of a language that nobody knows goes from one charset to another")
  func unknownLanguage() throws {
    // UTF-16LE, "-//é" at index 0.
    let document = try hex("03 00 00 87 76 0A 2D 00 2F 00 2F 00 E9 00 00 00 05")
    var encoder = WBXMLEncoder()
    try WBXMLDecoder.decode(document.span, into: &encoder)
    let inUTF8 = try encoder.takeDocument()
    #expect(inUTF8 == (try hex("03 00 00 6A 06 2D 2F 2F C3 A9 00 05")))
    var back = WBXMLEncoder(options: .init(charset: .utf16LE))
    try WBXMLDecoder.decode(inUTF8.span, into: &back)
    #expect(try back.takeDocument() == document)
  }

  @Test("a charset that cannot be read cannot be written", arguments: [17, 1017, 2026])
  func unsupported(_ number: UInt32) throws {
    let events: [Event] = [.start(0, 0x2D), .end]
    #expect(throws: CodingError(.unsupportedCharset, value: number)) {
      try events.encoded(options: .init(charset: Charset(rawValue: number)))
    }
  }

  @Test("WBXML 1.0 has no field for it")
  func firstVersion() throws {
    let events: [Event] = [.start(0, 0x2D), .text("é"), .end]
    let document = try events.encoded(options: .init(version: .v10, charset: .latin1))
    #expect(document == (try hex("00 A4 01 00 6D 03 E9 00 01")))
    #expect(decode(document, options: .init(charset: .latin1)).lines.contains("-é"))
  }

  @Test("no text goes to a string table, where UTF-8 would have one")
  func stringTable() throws {
    let text = Event.text("a text that is worth a reference")
    let events: [Event] = [.start(0, 0x2D), .start(0, 0x0F), text, .end, .start(0, 0x0F), text, .end, .end]
    let inline = try events.encoded(options: .init(charset: .latin1))
    #expect(try events.encoded(options: .init(stringTable: .dedupe, charset: .latin1)) == inline)
    #expect(try events.encoded(options: .init(stringTable: .dedupe)).count < inline.count)
  }

  @Test("the size is known ahead", arguments: [Charset.usASCII, .latin1, .ucs2, .utf16LE])
  func size(_ charset: Charset) throws {
    var encoder = WBXMLEncoder(options: .init(charset: charset))
    let events: [Event] = [.startDocument("syncml12"), .literal("name"), .text("é€ and more")]
    try events.send(to: &encoder)
    let foretold = encoder.byteCount
    try ([.end, .endDocument] as [Event]).send(to: &encoder)
    #expect(try encoder.takeDocument().count == foretold)
  }

  @Test(
    "every sample has the same events in any charset",
    arguments: [Charset.usASCII, .latin1, .ucs2, .utf16, .utf16BE, .utf16LE])
  func samples(_ charset: Charset) throws {
    var written = 0
    for sample in DifferentialTests.samples {
      var encoder = WBXMLEncoder(options: .init(charset: charset))
      do throws(CodingError) {
        try WBXMLDecoder.decode(sample.bytes.span, into: &encoder)
      } catch {
        // A name, or an extension's string, has a character that the charset lacks.
        #expect(error.code == .notExpressibleInWBXML, "\(sample.name): \(error)")
        continue
      }
      let document = try encoder.takeDocument()
      // WBXML 1.0 cannot say it.
      let options = WBXMLDecoder.Options(charset: document.first == 0 ? charset : nil)
      #expect(decode(document, options: options).lines == decode(sample.bytes).lines, "\(sample.name)")
      written += 1
    }
    #expect(written > 200)
  }
}
