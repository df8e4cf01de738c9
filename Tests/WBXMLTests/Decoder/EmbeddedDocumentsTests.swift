import Testing
import WBXML

@Suite("Documents inside opaque data")
struct EmbeddedDocumentsTests {
  /// A DevInf 1.2 document of 14 bytes.
  private static let devInf = "02 A4 03 6A 00 4A 65 03 31 2E 32 00 01 01"
  private static let devInfLines = ["{devinf12", "(0.DevInf", "(0.VerDTD", "-1.2", ")", ")", "}"]

  private func lines(_ body: String, strict: Bool = false) throws -> [String] {
    let outcome = decode(
      try hex("02 A4 01 6A 00 \(body)"), options: .init(isStrict: strict), opensEmbedded: true)
    #expect(outcome.error == nil)
    return Array(outcome.lines.dropFirst())
  }

  @Test("a document in Data is opened")
  func opens() throws {
    #expect(try lines("4F C3 0E \(Self.devInf) 01") == ["(0.Data"] + Self.devInfLines + [")"])
  }

  @Test("a tree whose public identifier is a text is opened")
  func tree() throws {
    let identifier = "2D 2F 2F 4F 4D 41 2F 2F 44 54 44 2D 44 4D 2D 44 44 46 20 31 2E 32 2F 2F 45 4E 00"
    let tree = "02 00 00 6A 1B \(identifier) 00 02 60 77 03 31 2E 32 00 01 01"
    #expect(
      try lines("4F C3 2B \(tree) 01")
        == ["(0.Data", "{dmddf12", "(2.MgmtTree", "(2.VerDTD", "-1.2", ")", ")", "}", ")"])
  }

  @Test("two documents in a row are both opened")
  func two() throws {
    #expect(
      try lines("4F C3 0E \(Self.devInf) C3 0E \(Self.devInf) 01")
        == ["(0.Data"] + Self.devInfLines + Self.devInfLines + [")"])
  }

  @Test("a document inside a document is opened, down to four levels")
  func nested() throws {
    var inner = try hex(Self.devInf)
    for _ in 0..<6 {
      inner = try hex("02 A4 01 6A 00 4F C3") + [UInt8(inner.count)] + inner + [0x01]
    }
    let outcome = decode(inner, opensEmbedded: true)
    #expect(outcome.error == nil)
    #expect(outcome.lines.count { $0.hasPrefix("{") } == 4)
    #expect(outcome.lines.count { $0 == "}" } == 4)
    #expect(outcome.lines.count { $0.hasPrefix("*") } == 1)
  }

  @Test(
    "opaque data stays what it is",
    arguments: [
      // in another element than Data
      ("54 C3 0E \(devInf) 01", "*02A4036A004A6503312E32000101"),
      // text
      ("4F C3 05 68 65 6C 6C 6F 01", "*68656C6C6F"),
      // too short for a document
      ("4F C3 01 02 01", "*02"),
      ("4F C3 05 02 A4 03 6A 00 01", "*02A4036A00"),
      // a document in a language that nobody knows
      ("4F C3 08 02 7F 6A 00 45 03 61 00 01", "*027F6A0045036100"),
      // numbers that begin like WML 1.0 with a table, whose root would be a tag that it does not have
      ("4F C3 0C 01 02 03 04 05 06 07 08 09 0A 0B 0C 01", "*0102030405060708090A0B0C"),
      // a root of DevInf, and more behind it than before
      ("4F C3 10 02 A4 03 6A 00 0A 00 01 02 03 04 05 06 07 08 09 01", "*02A4036A000A00010203040506070809"),
    ])
  func staysOpaque(_ body: String, _ line: String) throws {
    let outcome = decode(try hex("02 A4 01 6A 00 \(body)"), opensEmbedded: true)
    #expect(outcome.error == nil)
    #expect(outcome.lines.contains(line))
    #expect(!outcome.lines.contains { $0.hasPrefix("{") })
  }

  @Test("a broken document stays opaque, whole, and is reported where its Data stands")
  func broken() throws {
    let outcome = decode(
      try hex("02 A4 01 6A 00 6D 4F C3 0D 02 A4 03 6A 00 4A 65 03 31 2E 32 00 01 01 01"), opensEmbedded: true)
    #expect(outcome.error == nil)
    #expect(outcome.lines == ["document syncml12", "(0.SyncML", "(0.Data", "*02A4036A004A6503312E320001", ")", ")"])
    #expect(outcome.diagnostics == [Diagnostic(.unreadableEmbeddedDocument, offset: 6)])
  }

  @Test("a document beside text in Data is not opened")
  func besideText() throws {
    #expect(
      try lines("4F 03 61 00 C3 0E \(Self.devInf) 01") == ["(0.Data", "-a", "*02A4036A004A6503312E32000101", ")"])
  }

  @Test("a document in pieces of any size is opened")
  func pieces() throws {
    let document = try hex("02 A4 01 6A 00 4F C3 0E \(Self.devInf) 01")
    let whole = decode(document, opensEmbedded: true)
    for size in 1...document.count {
      #expect(decode(chunks(of: document, size: size), opensEmbedded: true) == whole, "chunks of \(size)")
    }
  }

  @Test("strict mode holds inside: a document with a deviation stays opaque")
  func strict() throws {
    // The DevInf document ends with a byte too many.
    let body = "4F C3 0F \(Self.devInf) 00 01"
    #expect(try lines(body).contains("{devinf12"))
    #expect(try !lines(body, strict: true).contains("{devinf12"))
  }

  @Test("opened and encoded again, the documents are opaque data of the same bytes")
  func encoding() throws {
    let document = try hex("02 A4 01 6A 00 4F C3 0E \(Self.devInf) 01")
    var sink = EmbeddedDocuments(EventTape())
    try WBXMLDecoder.decode(document.span, into: &sink)
    var encoder = WBXMLEncoder()
    try sink.sink.replay(into: &encoder)
    #expect(try encoder.takeDocument() == document)
  }
}
