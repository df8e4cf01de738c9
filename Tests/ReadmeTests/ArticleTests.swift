import Foundation
import SyncML
import Testing
import WBXML

/// The articles' examples are files of this folder, and the error catalogue is what the source declares.
@Suite struct ArticleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let sources = folder.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  private static func text(of file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  /// The text between the markers of every example file.
  private static func examples() throws -> [String: String] {
    var found: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where file.lastPathComponent.hasSuffix("Example.swift") {
      let example = try #require(try text(of: file).components(separatedBy: "// example end").first)
      found[file.lastPathComponent] = example.replacingOccurrences(of: "// example\n", with: "")
    }
    return found
  }

  private static func articles() throws -> [URL] {
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "md" && $0.path.contains(".docc/") }
  }

  @Test("every Swift block of an article is an example file to the letter, and every example is shown")
  func articlesShowExamples() throws {
    let examples = try Self.examples()
    let files = try Self.articles()
    #expect(files.count >= 6)
    var shown: Set<String> = []
    for file in files {
      for block in try Self.text(of: file).components(separatedBy: "```swift\n").dropFirst() {
        let code = try #require(block.components(separatedBy: "```").first)
        let example = examples.first { $0.value == code }
        #expect(example != nil, "\(file.lastPathComponent) shows code that no example file holds:\n\(code)")
        if let example { shown.insert(example.key) }
      }
    }
    let readme = try Self.text(of: Self.sources.deletingLastPathComponent().appendingPathComponent("README.md"))
    for (name, code) in examples where readme.contains("```swift\n\(code)```") { shown.insert(name) }
    #expect(shown == Set(examples.keys))
  }

  @Test(
    "the catalogue lists the codes that the source declares, with their numbers",
    arguments: [("CodingError", "## Errors"), ("Diagnostic", "## Diagnostics")])
  func catalogueIsComplete(file: String, heading: String) throws {
    let source = try Self.text(of: Self.sources.appendingPathComponent("WBXML/Events/\(file).swift"))
    let article = try Self.text(of: Self.sources.appendingPathComponent("WBXML/WBXML.docc/ErrorsAndDiagnostics.md"))
    let part = try #require(
      article.components(separatedBy: heading + "\n").last?.components(separatedBy: "\n## ").first)
    let declared = source.matches(of: /static var (\w+): Self \{ \.init\(rawValue: (\d+)\)/).map {
      "\($0.output.2) \($0.output.1)"
    }
    let listed = part.matches(of: /\n\| (\d+) \| `(\w+)` \| [^|\n]+ \| [^|\n]+ \|/).map {
      "\($0.output.1) \($0.output.2)"
    }
    #expect(declared.count > 10)
    #expect(listed.sorted() == declared.sorted())
  }

  // MARK: What the examples give

  private static let message = Message(
    header: SyncHdr(sessionID: "1", msgID: "3", target: Location("device"), source: Location("server")))

  @Test("the cursor example names elements with their places")
  func cursorExample() throws {
    let names = try elements(in: try Self.message.encoded(as: .wbxml)).map { $0.split(separator: " ")[1] }
    #expect(
      names == [
        "SyncML", "SyncHdr", "VerDTD", "VerProto", "SessionID", "MsgID", "Target", "LocURI", "Source", "LocURI",
        "SyncBody", "Final",
      ])
  }

  @Test("the example for chunks gives the same trace however the document is cut")
  func asyncExample() async throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    let stream = AsyncStream<[UInt8]> { continuation in
      for byte in bytes { continuation.yield([byte]) }
      continuation.finish()
    }
    let lines = try await trace(stream).split(separator: "\n")
    #expect(lines.first == "document syncml12")
    #expect(lines.contains("-server"))
  }

  @Test("the conversion example brings a message to XML and back")
  func conversionExample() throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    let text = try xml(from: bytes)
    #expect(String(decoding: text, as: UTF8.self).contains("<LocURI>server</LocURI>"))
    #expect(try wbxml(from: text) == bytes)
  }

  @Test("the language example reads a document by a JSON file's tables")
  func languageExample() throws {
    let json =
      #"{"name": "meter10", "publicIdentifier": "0x7A01", "root": "Meter","#
      + #""pages": [{"page": 0, "tags": {"05": "Meter"}}]}"#
    // Version 1.3, public identifier 0x7A01 as mb_u_int32, UTF-8, no string table; Meter with "7".
    let document: [UInt8] = [0x03, 0x81, 0xF4, 0x01, 0x6A, 0x00, 0x45, 0x03, 0x37, 0x00, 0x01]
    #expect(try trace(document, tables: Array(json.utf8)) == "document meter10\n(0.Meter\n-7\n)\n")
  }

  @Test("the validation example finds nothing in a good message and something in one without a body")
  func validationExample() throws {
    let good = try Self.message.encoded(as: .xml)
    let text = String(decoding: good, as: UTF8.self)
    #expect(text.contains("<VerProto>"))
    let bad = text.replacingOccurrences(of: "<MsgID>3</MsgID>", with: "")
    #expect(complaints(about: Array(bad.utf8)).contains { $0.hasPrefix("error ") && $0.contains("SyncHdr") })
  }

  @Test("the error example says code and place")
  func errorExample() throws {
    #expect(fault(in: try Self.message.encoded(as: .wbxml)) == nil)
    #expect(fault(in: [0x02, 0x00]) == "unexpectedEnd at 2")
    #expect(fault(in: []) == "emptyDocument at 0")
  }

  @Test("the writing example makes a DevInf")
  func writingExample() throws {
    let bytes = try deviceInformation(maker: "Ünïcode & Sons")
    #expect(String(decoding: try xml(from: bytes), as: UTF8.self).contains("<Man>Ünïcode &amp; Sons</Man>"))
  }

  @Test("the size example stops before the message gets too long", arguments: [20, 40, 4000])
  func sizeExample(maxMsgSize: Int) throws {
    var encoder = WBXMLEncoder()
    try encoder.startDocument(DocumentHeader(language: .devInf12), stringTable: Span())
    try encoder.startElement(Tag(page: 0, token: 0x0A))
    let texts = (0..<10).map { "text \($0)" }
    let written = try write(texts, as: Tag(page: 0, token: 0x11), into: &encoder, maxMsgSize: maxMsgSize)
    try encoder.endElement()
    try encoder.endDocument()
    let count = try encoder.takeDocument().count
    #expect(count <= maxMsgSize)
    // An element is its tag, STR_I, six bytes of text, NUL and END.
    #expect(written == 10 || count + 10 > maxMsgSize)
  }

  @Test("the tape example writes a canonical document again as it was")
  func tapeExample() throws {
    let bytes = try Self.message.encoded(as: .wbxml)
    #expect(try canonical(bytes) == bytes)
  }

  @Test("the file of the article on languages names the tags that devices add to MetInf's page")
  func addingFile() throws {
    let article = try Self.text(of: Self.sources.appendingPathComponent("WBXML/WBXML.docc/AddingALanguage.md"))
    let json = try #require(article.components(separatedBy: "```json\n").last?.components(separatedBy: "```").first)
    // SyncML 1.2: SyncHdr, Meta, and on page 1 a tag 0x19 with a 0x18 in it.
    let document: [UInt8] = [
      0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6C, 0x5A, 0x00, 0x01, 0x59, 0x58, 0x03, 0x37, 0x00, 0x01, 0x01, 0x01, 0x01,
      0x01,
    ]
    #expect(
      try trace(document, tables: Array(json.utf8))
        == "document syncml12-devices\n(0.SyncML\n(0.SyncHdr\n(0.Meta\n(1.IDContainer\n(1.ID\n-7\n)\n)\n)\n)\n)\n")
    var plain = EventTrace()
    try WBXMLDecoder.decode(document.span, into: &plain)
    #expect(plain.text.contains("(1.#19\n(1.#18\n"))
    #expect(plain.diagnostics.map(\.code) == [.unknownTag, .unknownTag])
  }

  @Test("the definition example reads a document of a type of its own")
  func definitionExample() throws {
    let lamp = try lampLanguage()
    var encoder = WBXMLEncoder()
    try encoder.startDocument(DocumentHeader(language: lamp), stringTable: Span())
    try encoder.startElement(Tag(page: 0, token: 0x05))
    try encoder.endElement()
    try encoder.endDocument()
    #expect(try rootName(of: try encoder.takeDocument()) == "Lamp")
  }

  @Test("the message example counts the members of groups, one by one")
  func messageExample() throws {
    var message = Self.message
    message.commands = [
      .get(ItemCommand(cmdID: "1", items: [Item(target: Location("./A"))])),
      .atomic(
        CommandGroup(cmdID: "2", commands: [.delete(ItemCommand(cmdID: "3", items: [Item(target: Location("./B"))]))])),
    ]
    #expect(try countCommands(in: try message.encoded(as: .wbxml).map { [$0] }) == 2)
  }
}
