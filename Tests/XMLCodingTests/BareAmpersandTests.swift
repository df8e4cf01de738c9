import Testing
import WBXML
import XMLCoding

@Suite("Ampersands that begin no reference")
struct BareAmpersandTests {
  /// Reads a document in chunks of so many bytes in turn, and takes ampersands for themselves.
  private func read(_ xml: [UInt8], chunks: [Int] = [.max]) throws(CodingError) -> EventLog {
    var log = EventLog()
    var parser = XMLEventParser(options: .init(acceptsBareAmpersands: true))
    var (start, index) = (0, 0)
    while start < xml.count {
      let end = start + min(chunks[index % chunks.count], xml.count - start)
      try parser.feed(xml.span.extracting(start..<end), into: &log)
      (start, index) = (end, index + 1)
    }
    try parser.finish(into: &log)
    return log
  }

  private func failure(_ xml: String, chunk: Int = .max) -> CodingError? {
    do throws(CodingError) {
      _ = try read(Array(xml.utf8), chunks: [chunk])
      return nil
    } catch {
      return error
    }
  }

  /// Documents in which `~` stands for a bare ampersand; every other one is at its place.
  private static let documents = [
    "<SyncML><SyncBody><Data>MINDT=10~MAXDT=30~DR=1</Data></SyncBody></SyncML>",
    "<!-- a & b - & --><SyncML><Data>~</Data><Data>~ ~~ a~</Data><Data>~1;~-;~.;~;~a#x;</Data></SyncML>",
    "<?xml version='1.0'?>\n<!DOCTYPE SyncML PUBLIC '-//SYNCML//DTD SyncML 1.2//EN' \"x>y\">\n<SyncML>a~b=c</SyncML>",
    "<SyncML><Data>é~ä ö</Data>\n<x a='>' b=\"'>\">x~<![CDATA[ & ]] &> ]]]>~<?pi & ?&?>~<!-- & - & -->~</x></SyncML>",
    "<SyncML><Data>&lt;a&amp;b&#65;&#x42;</Data><Data>&amp;~lt &gt;~gt=;</Data>]~]]~\r~\r\n~</SyncML>",
    "<SyncML><Data>" + String(repeating: "x", count: 300) + "~</Data><Data>~a\n</Data>\n~\n</SyncML>",
  ]

  private func variants(_ document: String) -> (bare: [UInt8], escaped: [UInt8]) {
    let escaped = document.replacing("~", with: "&amp;")
    return (Array(document.replacing("~", with: "&").utf8), Array(escaped.utf8))
  }

  @Test("they are read as themselves in character data, and nowhere else, with their offsets", arguments: documents)
  func reads(_ document: String) throws {
    let (bare, escaped) = variants(document)
    let log = try read(bare)
    #expect(log.lines == (try events(escaped)))
    let places = Array(document.utf8).enumerated().filter { $0.element == UInt8(ascii: "~") }.map(\.offset)
    #expect(log.diagnostics.filter { $0.code == .bareAmpersand }.map(\.offset) == places)
  }

  @Test("any chunks give the same", arguments: documents)
  func chunks(_ document: String) throws {
    let bare = variants(document).bare
    let whole = try read(bare)
    for size in [1, 2, 3, 5, 7, 64] {
      let log = try read(bare, chunks: [size])
      #expect(log.lines == whole.lines, "chunks of \(size)")
      #expect(log.diagnostics == whole.diagnostics, "chunks of \(size)")
      #expect(log.positions == whole.positions, "chunks of \(size)")
    }
    for split in 1..<bare.count {
      let log = try read(bare, chunks: [split, .max])
      #expect(log.lines == whole.lines, "cut at \(split)")
      #expect(log.diagnostics == whole.diagnostics, "cut at \(split)")
      #expect(log.positions == whole.positions, "cut at \(split)")
    }
  }

  @Test("the places of what follows are those of the document", arguments: [1, 3, Int.max])
  func places(_ chunk: Int) throws {
    let xml = Array("<SyncML>\n<Data>a&b&c\n&</Data>\n<Cmd/></SyncML>".utf8)
    let log = try read(xml, chunks: [chunk])
    #expect(
      log.positions.prefix(3).map { "\($0.offset) \($0.line) \($0.column)" } == ["0 1 1", "9 2 1", "30 4 1"])
    let error = failure("<SyncML>\n<Data>a&b&c\n&</Data>\n</Cmd></SyncML>", chunk: chunk)
    #expect(error?.code == .malformedXML)
    #expect(error?.line == 4)
    #expect((30..<36).contains(error?.offset ?? 0))
  }

  @Test("a reader that is not told to take them says where the first one stands")
  func refused() throws {
    let error = #expect(throws: CodingError.self) { try events("<SyncML><Data>a&b=c</Data></SyncML>") }
    #expect(error?.code == .malformedXML)
    #expect(error.map { (14..<18).contains($0.offset) } == true)
  }

  @Test(
    "what looks like a reference is none of ours, and neither is what stands outside of character data",
    arguments: [
      "<SyncML><Data>&name;</Data></SyncML>", "<SyncML><Data>&#0;</Data></SyncML>", "<SyncML>&#xZ;</SyncML>",
      "<SyncML a='b&c'/>", "<SyncML><x a=\"1&2\"/></SyncML>", "&<SyncML/>", "a&b", "<SyncML/>&", "<SyncML>&", "<&/>",
      "<!DOCTYPE SyncML [<!ENTITY a 'b'>]><SyncML>&</SyncML>", "<!DOCTYPE SyncML & ><SyncML/>",
      "<SyncML><!-- & -- & --></SyncML>", "<SyncML><![CDAT[ & ]]></SyncML>", "<SyncML>&<",
    ])
  func stillWrong(_ xml: String) {
    for chunk in [1, 2, .max] { #expect(failure(xml, chunk: chunk) != nil, "chunks of \(chunk)") }
  }

  @Test("UTF-16 is read as strictly as ever")
  func wide() {
    let xml = "<SyncML><Data>a&b=c</Data></SyncML>"
    var bytes: [UInt8] = [0xFE, 0xFF]
    for unit in xml.utf16 { bytes += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
    #expect(throws: CodingError.self) { try read(bytes) }
    #expect(throws: CodingError.self) { try read(bytes, chunks: [1]) }
  }

  @Test("a document in ISO-8859-1 is read with them")
  func latin1() throws {
    let head = Array("<?xml version='1.0' encoding='ISO-8859-1'?><SyncML><Data>".utf8)
    let log = try read(head + [0xE9, 0x26, 0xE9] + Array("=</Data></SyncML>".utf8))
    #expect(log.lines.contains("\"é&é=\""))
  }

  @Test("many of them are read, and so is a comment full of them", arguments: [[1000], [4096, 1], [Int.max]])
  func many(_ chunks: [Int]) throws {
    let content = String(repeating: "&=", count: 100_000)
    let comment = "<!--" + String(repeating: "& ", count: 50_000) + "-->"
    let xml = "<SyncML><Data>\(content)</Data>\(comment)<Data>\(content)</Data></SyncML>"
    let log = try read(Array(xml.utf8), chunks: chunks)
    #expect(log.lines.filter { $0.utf8.count > 200_000 }.count == 2)
    #expect(!log.diagnostics.isEmpty)
  }

  @Test("a parser that is used again begins anew")
  func reset() throws {
    var log = EventLog()
    var parser = XMLEventParser(options: .init(acceptsBareAmpersands: true))
    let bytes = Array("<SyncML><Data>a&b=c&</Data></SyncML>".utf8)
    for _ in 0..<2 {
      log = EventLog()
      parser.reset()
      try parser.finish(bytes.span, into: &log)
      #expect(log.lines.contains("\"a&b=c&\""))
      #expect(log.diagnostics.map(\.offset) == [15, 19])
    }
  }
}
