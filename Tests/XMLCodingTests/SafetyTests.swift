import Testing
import WBXML
import XMLCoding

/// Counts text without keeping it.
private struct TextCounter: EventSink {
  var bytes = 0
  var largestPiece = 0
  var ends = 0

  mutating func startElement(_ tag: WBXML.Tag) throws(CodingError) {}
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {}
  mutating func endElement() throws(CodingError) {}
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    bytes += text.count
    largestPiece = max(largestPiece, text.count)
    if origin.isLast { ends += 1 }
  }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    self.bytes += bytes.count
    largestPiece = max(largestPiece, bytes.count)
    if isLast { ends += 1 }
  }
}

@Suite("Large XML")
struct LargeXMLTests {
  /// Feeds `<SyncML><Cmd>`, megabytes of content and the end tags to a sink.
  private func feed<Sink: EventSink>(
    _ start: String, _ end: String, megabytes: Int, into sink: inout Sink, afterChunk: (inout Sink) -> Void = { _ in }
  ) throws(CodingError) {
    var parser = XMLEventParser()
    let head = Array("<SyncML><Cmd>\(start)".utf8)
    try parser.feed(head.span, into: &sink)
    let line = Array("some text of a line that is long enough, é and all\n".utf8)
    var chunk: [UInt8] = []
    while chunk.count < 1_000_000 { chunk += line }
    for _ in 0..<megabytes {
      try parser.feed(chunk.span, into: &sink)
      afterChunk(&sink)
    }
    let tail = Array("\(end)</Cmd></SyncML>".utf8)
    try parser.finish(tail.span, into: &sink)
  }

  @Test("50 MB of text come as one string in small pieces", arguments: [("", ""), ("<![CDATA[", "]]>")])
  func text(_ start: String, _ end: String) throws {
    var sink = TextCounter()
    try feed(start, end, megabytes: 50, into: &sink)
    #expect(sink.bytes >= 50_000_000)
    #expect(sink.largestPiece <= 32 << 10)
    #expect(sink.ends == 1)
  }

  @Test("8 MB of text are written in as many bytes, and none is kept", arguments: [("", ""), ("<![CDATA[", "]]>")])
  func written(_ start: String, _ end: String) throws {
    var serializer = XMLSerializer()
    var total = 0
    var largest = 0
    try feed(start, end, megabytes: 8, into: &serializer) { serializer in
      total += serializer.outputCount
      largest = max(largest, serializer.outputCount)
      serializer.removeOutput()
    }
    #expect(total >= 7_900_000)
    #expect(largest < 1_200_000)
  }

  @Test("an element may have many attributes, up to what a token may take")
  func attributes() throws {
    let many = (0..<20_000).map { " a\($0)='\($0)'" }.joined()
    let lines = try events("<SyncML\(many)/>")
    #expect(lines.count == 5 + 40_000)
    #expect(failure("<SyncML\(many)/>", limits: Limits(tokenBytes: 1000))?.code == .tokenLimit)
    let xml = Array("<SyncML\(many)/>".utf8)
    #expect(throws: CodingError.self) { try events(xml, chunk: 4096, limits: Limits(tokenBytes: 10_000)) }
  }

  @Test("an element with more attributes than any has is not written")
  func attributesWritten() {
    let many = (0..<513).map { " a\($0)=''" }.joined()
    var error: CodingError?
    do throws(CodingError) {
      _ = try rewritten(Array("<SyncML\(many)/>".utf8))
    } catch let caught {
      error = caught
    }
    #expect(error?.code == .tokenLimit)
  }

  @Test("a comment longer than a token may be is refused, one that is not is passed over")
  func comment() throws {
    let xml = Array("<SyncML><!--\(String(repeating: "x", count: 100_000))--></SyncML>".utf8)
    #expect(try events(xml, chunk: 4096).count == 4)
    #expect(throws: CodingError.self) { try events(xml, chunk: 4096, limits: Limits(tokenBytes: 10_000)) }
  }
}

@Suite("Encodings")
struct EncodingTests {
  static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? bytes : bytes.reversed()
    }
  }

  @Test("any chunks give the same events, in UTF-16 too", arguments: [true, false])
  func wideChunks(_ isBigEndian: Bool) throws {
    let xml = Self.utf16(
      String(decoding: ChunkingTests.document, as: UTF8.self).replacing("UTF-8", with: "UTF-16"),
      isBigEndian: isBigEndian)
    let expected = try events(ChunkingTests.document)
    #expect(try events(xml) == expected)
    for size in 1...9 { #expect(try events(xml, chunk: size) == expected) }
  }

  @Test("a byte order mark may come in pieces")
  func mark() throws {
    let xml = [0xEF, 0xBB, 0xBF] + Array("<SyncML/>".utf8)
    for size in 1...4 { #expect(try events(xml, chunk: size).count == 4) }
  }

  @Test(
    "an encoding that nobody here knows is refused by name of the fault, and by its MIBenum where it has one",
    arguments: [("EBCDIC-US", 0), ("windows-1252", 2252), ("Shift_JIS", 17), ("UTF-7", 1012), ("big5", 2026)])
  func unknown(_ encoding: String, _ number: UInt32) throws {
    let xml = Array("<?xml version='1.0' encoding='\(encoding)'?><SyncML/>".utf8)
    let error = failure(xml)
    #expect(error?.code == .unsupportedCharset)
    #expect(error?.value == number)
    #expect(error?.line == 1)
    var sink = EventLog()
    var parser = XMLEventParser()
    #expect(throws: try #require(error)) {
      for byte in xml { try parser.feed([byte].span, into: &sink) }
    }
  }

  @Test("an encoding that the bytes belie is refused")
  func contradicted() {
    #expect(failure("<?xml version='1.0' encoding='UTF-16'?><SyncML/>")?.code == .malformedXML)
    let wide = Self.utf16("<?xml version='1.0' encoding='UTF-8'?><SyncML/>", isBigEndian: true)
    #expect(failure(wide)?.code == .malformedXML)
  }

  @Test("a document of fewer bytes than its encoding is told by is no document, in any chunks")
  func short() {
    for xml in [[0x3C], [0x3C, 0x61], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE, 0x3C], [0x20], [0x61]] as [[UInt8]]
    {
      let whole = failure(xml)
      #expect(whole != nil)
      var error: CodingError?
      do throws(CodingError) { _ = try events(xml, chunk: 1) } catch let caught { error = caught }
      #expect(error == whole)
    }
  }
}

@Suite("Document type declarations")
struct DoctypeTests {
  @Test(
    "odd declarations change nothing",
    arguments: [
      "<!DOCTYPE SyncML>", "<!DOCTYPE SyncML []>", "<!DOCTYPE SyncML SYSTEM ''>", "<!DOCTYPE other PUBLIC '' ''>",
      "<!DOCTYPE SyncML PUBLIC 'nobody&apos;s' \"'\">".replacing("&apos;", with: ""),
      "<!DOCTYPE\n\tSyncML\n SYSTEM\n\"x\"\n [\n]\n>",
      "<!DOCTYPE SyncML [<!ELEMENT SyncML ANY><!ATTLIST SyncML a CDATA 'added' xmlns CDATA #FIXED 'urn:x'>]>",
      "<!DOCTYPE SyncML [<!-- > ]> --><?x ]> ?><!NOTATION n PUBLIC 'n'>]>",
      "<!DOCTYPE SyncML SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE SyncML SYSTEM 'http://127.0.0.1:9/x.dtd'>",
    ])
  func odd(_ doctype: String) throws {
    let xml = "\(doctype)<SyncML><Cmd>x</Cmd></SyncML>"
    let expected = ["document syncml12", "<SyncML>", "<Cmd>", "\"x\"", "</>", "</>", "end"]
    #expect(try events(xml) == expected)
    #expect(try events(Array(xml.utf8), chunk: 1) == expected)
  }

  @Test("white space in a public identifier does not count")
  func space() throws {
    let doctype = "<!DOCTYPE x PUBLIC ' -//SYNCML//DTD\n  SyncML   1.1//EN\t' 'x'>".replacing("\t", with: " ")
    #expect(try events("\(doctype)<SyncML/>").first == "document syncml11")
  }

  @Test("a second declaration, one after the root and one that does not end are refused")
  func malformed() {
    #expect(failure("<!DOCTYPE a><!DOCTYPE a><SyncML/>")?.code == .malformedXML)
    #expect(failure("<SyncML/><!DOCTYPE a>")?.code == .malformedXML)
    #expect(failure("<!DOCTYPE a [")?.code == .unexpectedEnd)
  }
}
