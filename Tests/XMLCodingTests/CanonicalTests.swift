import Foundation
import Testing
import WBXML
import XMLCoding

@Suite("Canonical layout")
struct CanonicalTests {
  static func canonical(
    _ xml: [UInt8], language: Language? = nil, keepsWhiteSpace: Bool = true
  ) throws(CodingError) -> [UInt8] {
    var serializer = XMLSerializer(options: .init(layout: .canonical))
    let options = XMLEventParser.Options(language: language, keepsWhiteSpace: keepsWhiteSpace)
    try XMLEventParser.parse(xml.span, options: options, into: &serializer)
    return serializer.output
  }

  private func canonical(_ xml: String) throws(CodingError) -> String {
    String(decoding: try Self.canonical(Array(xml.utf8)), as: UTF8.self)
  }

  /// Documents of a language without names, whose elements keep the namespaces that they have in the text.
  static let cases: [(String, String)] = [
    ("<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE wml><wml/>", "<wml></wml>"),
    ("<wml  a = 'x' />", "<wml a=\"x\"></wml>"),
    ("<wml>a\r\nb&#13;c</wml>", "<wml>a\nb&#xD;c</wml>"),
    ("<wml><![CDATA[a<b>&]]>]]&gt;</wml>", "<wml>a&lt;b&gt;&amp;]]&gt;</wml>"),
    ("<wml>&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#x41;</wml>", "<wml>&lt;&gt;&amp;\"'\t\nA</wml>"),
    (
      "<wml a='&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#13;'/>",
      "<wml a=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD;\"></wml>"
    ),
    ("<wml b='1' a='2' B='3' ab='4'/>", "<wml B=\"3\" a=\"2\" ab=\"4\" b=\"1\"></wml>"),
    (
      "<wml y:a='1' x:b='2' c='3' xmlns:x='urn:z' xmlns:y='urn:a' xmlns='urn:d'/>",
      "<wml xmlns=\"urn:d\" xmlns:x=\"urn:z\" xmlns:y=\"urn:a\" c=\"3\" y:a=\"1\" x:b=\"2\"></wml>"
    ),
    (
      "<wml xmlns:x='urn:z'><card xmlns:x='urn:z' x:a='1'><p xmlns:x='urn:y' x:a='1'/><p x:a='1'/></card></wml>",
      "<wml xmlns:x=\"urn:z\"><card x:a=\"1\"><p xmlns:x=\"urn:y\" x:a=\"1\"></p><p x:a=\"1\"></p></card></wml>"
    ),
    ("<wml xmlns=''><card xmlns=''/></wml>", "<wml><card></card></wml>"),
    (
      "<wml xmlns='urn:d'><q xmlns=''><q xmlns=''/></q></wml>",
      "<wml xmlns=\"urn:d\"><q xmlns=\"\"><q></q></q></wml>"
    ),
    ("<?a?>\n<?b  c ?><!-- d --><wml/>\n<!-- e --><?f g?>\n", "<?a?>\n<?b c ?>\n<wml></wml>\n<?f g?>"),
    ("<wml><?a?>b<?c d?></wml>", "<wml><?a?>b<?c d?></wml>"),
    ("<wml>\u{FEFF}é𝄞\u{7F}\u{85}</wml>", "<wml>\u{FEFF}é𝄞\u{7F}\u{85}</wml>"),
    ("<wml> <card> </card>\n</wml>", "<wml> <card> </card>\n</wml>"),
  ]

  @Test("a document has one canonical form", arguments: cases)
  func form(_ xml: String, _ expected: String) throws {
    #expect(try canonical(xml) == expected)
    #expect(try canonical(expected) == expected)
    // It does not depend on how often the output is taken.
    var serializer = XMLSerializer(options: .init(layout: .canonical))
    var parser = XMLEventParser(options: .init(keepsWhiteSpace: true))
    var taken: [UInt8] = []
    for byte in xml.utf8 {
      let chunk = [byte]
      try parser.feed(chunk.span, into: &serializer)
      taken += serializer.output
      serializer.removeOutput()
    }
    try parser.finish(into: &serializer)
    #expect(String(decoding: taken + serializer.output, as: UTF8.self) == expected)
  }

  @Test("the namespaces of code pages come before other attributes, and only where they change")
  func pages() throws {
    #expect(
      try canonical(
        """
        <SyncML xmlns="SYNCML:SYNCML1.2" a="1"><Meta b='2'><Type xmlns='syncml:metinf' z='1' y="2">x</Type>\
        <m:Type xmlns:m='syncml:metinf'/></Meta></SyncML>
        """) == """
          <SyncML xmlns="SYNCML:SYNCML1.2" a="1"><Meta b="2"><Type xmlns="syncml:metinf" y="2" z="1">x</Type>\
          <Type xmlns="syncml:metinf"></Type></Meta></SyncML>
          """)
  }

  @Test("binary data stays an instruction")
  func binary() throws {
    let xml = "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><Data><?wbxml-opaque AP8=?></Data></SyncML>"
    #expect(try canonical(xml) == xml)
  }

  @Test("a start tag with more than its attributes may take is refused")
  func hugeStartTag() throws {
    var serializer = XMLSerializer(options: .init(layout: .canonical))
    try serializer.startDocument(DocumentHeader(language: .wml13), stringTable: Span<UInt8>())
    let name = Array("x".utf8)
    try serializer.startElement(literal: name.span)
    try serializer.attribute(literal: name.span)
    let value = [UInt8](repeating: 0x61, count: 1 << 16)
    #expect(throws: CodingError(.tokenLimit, value: 1 << 20)) {
      for _ in 0...16 { try serializer.attributeText(value.span, .characters) }
    }
  }

  @Test("a copy goes on by itself")
  func copy() throws {
    var serializer = XMLSerializer(options: .init(layout: .canonical))
    try serializer.startDocument(DocumentHeader(language: .wml13), stringTable: Span<UInt8>())
    let (name, first, second) = (Array("x".utf8), Array("b".utf8), Array("a".utf8))
    try serializer.startElement(literal: name.span)
    try serializer.attribute(literal: first.span)
    var other = serializer
    try other.attribute(literal: second.span)
    try other.endAttributes()
    try other.endElement()
    try serializer.endAttributes()
    try serializer.endElement()
    #expect(String(decoding: serializer.output, as: UTF8.self) == "<x b=\"\"></x>")
    #expect(String(decoding: other.output, as: UTF8.self) == "<x a=\"\" b=\"\"></x>")
  }
}

/// Python's own canonicalization, where there is Python.
///
/// It writes version 2.0, which leaves out the prefixes that no name uses; in all else it is the same.
@Suite("Canonical layout against Python's")
struct CanonicalOracleTests {
  static let python: URL? = ["/usr/bin/python3", "/usr/local/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(filePath: $0) }

  /// Canonicalizes documents, one by one, in one process: each goes and comes as a line of hexadecimal digits; a line
  /// that is empty is a document that Python does not read.
  static func canonicalize(_ documents: [[UInt8]], with python: URL) throws -> [[UInt8]?] {
    let script = """
      import io, sys, xml.etree.ElementTree as tree
      for line in sys.stdin:
        try:
          text = tree.canonicalize(from_file=io.BytesIO(bytes.fromhex(line)), with_comments=False)
          print(text.encode().hex(), flush=True)
        except Exception:
          print(flush=True)
      """
    let folder = FileManager.default.temporaryDirectory.appending(path: "canonical-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "documents")
    let lines = documents.map { document in document.map { hexadecimal($0) }.joined() + "\n" }.joined()
    try Data(lines.utf8).write(to: input)
    let process = Process()
    process.executableURL = python
    process.arguments = ["-c", script]
    process.standardInput = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let answers = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    try #require(answers.count == documents.count + 1)
    return answers.dropLast().map { $0.isEmpty ? nil : bytes(Array($0.utf8)) }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private static func bytes(_ digits: [UInt8]) -> [UInt8] {
    stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
  }

  /// Whether a document declares a prefix: Python may leave the declaration out.
  private static func declaresPrefix(_ xml: [UInt8]) -> Bool { String(decoding: xml, as: UTF8.self).contains("xmlns:") }

  @Test(
    "a document whose names have no prefixes has the form that Python gives it",
    .enabled(if: python != nil, "no python3"))
  func cases() throws {
    let python = try #require(Self.python)
    let documents = CanonicalTests.cases.map { Array($0.0.utf8) }.filter { !Self.declaresPrefix($0) }
    for (document, theirs) in zip(documents, try Self.canonicalize(documents, with: python)) {
      let ours = try CanonicalTests.canonical(document)
      #expect(String(decoding: ours, as: UTF8.self) == String(decoding: try #require(theirs), as: UTF8.self))
    }
  }

  @Test("what is written of the samples is canonical", .enabled(if: python != nil, "no python3"))
  func samples() throws {
    let python = try #require(Self.python)
    var documents: [[UInt8]] = []
    for name in CorpusTests.samples {
      let xml = [UInt8](try Data(contentsOf: CorpusTests.corpus.appending(path: name)))
      guard xml.count < 1 << 18 else { continue }
      for language in [nil, Language.syncML12] {
        guard let form = try? CanonicalTests.canonical(xml, language: language), !Self.declaresPrefix(form) else {
          continue
        }
        documents.append(form)
        break
      }
    }
    if CorpusTests.samples.isEmpty { return }
    #expect(documents.count > 100)
    for (document, theirs) in zip(documents, try Self.canonicalize(documents, with: python)) {
      #expect(theirs == document, "\(String(decoding: document.prefix(300), as: UTF8.self))")
    }
  }
}
