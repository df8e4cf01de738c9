import Testing
import WBXML
import XMLCoding

@Suite("Documents that are text inside Data")
struct EmbeddedTextsTests {
  private static let devInf = "<DevInf xmlns=\"syncml:devinf\"><VerDTD>1.2</VerDTD></DevInf>"
  private static let metInf = "<MetInf xmlns=\"syncml:metinf\"><Format>b64</Format></MetInf>"
  private static let tree = "<MgmtTree xmlns=\"syncml:dmddf1.2\"><VerDTD>1.2</VerDTD></MgmtTree>"

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "<" ? "&lt;" : $0 == "&" ? "&amp;" : String($0) })
  }

  private func document(_ content: String) -> [UInt8] {
    Array("<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Data>\(content)</Data></SyncBody></SyncML>".utf8)
  }

  private func trace(_ bytes: [UInt8], opens: Bool, size: Int = .max, limits: Limits = .default) throws -> EventTrace {
    var sink = EmbeddedTexts(EventTrace(), limits: limits, opens: opens)
    if bytes.first == 0x02 {
      var decoder = WBXMLDecoder()
      for start in stride(from: 0, to: bytes.count, by: min(size, bytes.count)) {
        let end = start + min(size, bytes.count - start)
        try decoder.feed(bytes.span.extracting(start..<end), into: &sink)
      }
      try decoder.finish(into: &sink)
    } else {
      var parser = XMLEventParser()
      for start in stride(from: 0, to: bytes.count, by: min(size, bytes.count)) {
        let end = start + min(size, bytes.count - start)
        try parser.feed(bytes.span.extracting(start..<end), into: &sink)
      }
      try parser.finish(into: &sink)
    }
    return sink.sink
  }

  @Test(
    "a document is opened, escaped, in CDATA and as opaque text, in pieces of any size",
    arguments: [(devInf, "{devinf12"), (metInf, "{metinf12"), (tree, "{dmddf12")])
  func opens(_ text: String, _ line: String) throws {
    let full = "\u{FEFF} \n<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n" + text
    let opaque: [UInt8] =
      [0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6B, 0x4F, 0xC3]
      + [UInt8(0x80 | full.utf8.count >> 7), UInt8(full.utf8.count & 0x7F)] + Array(full.utf8) + [1, 1, 1]
    for bytes in [document(Self.escaped(full)), document("<![CDATA[\(full)]]>"), opaque]
    where full.utf8.count > 127 || bytes != opaque {
      let whole = try trace(bytes, opens: true)
      #expect(whole.text.split(separator: "\n").contains(Substring(line)), "\(whole.text)")
      #expect(whole.text.split(separator: "\n").contains("}"))
      #expect(whole.diagnostics.isEmpty)
      for size in [1, 2, 3, 7, 64] { #expect(try trace(bytes, opens: true, size: size).text == whole.text) }
      #expect(try !trace(bytes, opens: false).text.contains(line))
    }
  }

  @Test(
    "text that is no such document stays as it is",
    arguments: [
      "<b>hello</b>", "<!DOCTYPE html><html><body>a<br>b</body></html>", "a <DevInf/>", "<", "", "  \n ", "<<<",
      "<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody/></SyncML>", "<Type xmlns=\"syncml:metinf\">text/plain</Type>",
      "<?x y?>" + devInf, devInf + "<?x y?>",
      "<!DOCTYPE DevInf [<!ENTITY a \"b\">]>" + "<DevInf xmlns=\"syncml:devinf\"><VerDTD>&a;</VerDTD></DevInf>",
    ])
  func staysText(_ text: String) throws {
    for bytes in [document(Self.escaped(text)), document("<![CDATA[\(text)]]>")] {
      let closed = try trace(bytes, opens: false)
      #expect(try trace(bytes, opens: true).text == closed.text)
    }
  }

  @Test("a broken document stays text, whole, and is reported")
  func broken() throws {
    let bytes = document(Self.escaped(String(Self.devInf.dropLast(9))))
    let opened = try trace(bytes, opens: true)
    #expect(opened.text == (try trace(bytes, opens: false).text))
    #expect(opened.diagnostics.map(\.code) == [.unreadableEmbeddedDocument])
  }

  @Test("a text beyond the limit of a token goes on as it comes")
  func huge() throws {
    let blanks = String(repeating: " ", count: 5000)
    let bytes = document("<![CDATA[<DevInf xmlns=\"syncml:devinf\"><Man>\(blanks)</Man></DevInf>]]>")
    let limits = Limits(tokenBytes: 1000)
    #expect(try trace(bytes, opens: true, limits: limits).text == (try trace(bytes, opens: false).text))
  }

  @Test("a text beside elements stays text, and another element's is none")
  func elsewhere() throws {
    let text = Self.escaped(Self.devInf)
    for content in ["\(text)<b/>", "<b/>\(text)", "<Item>\(text)</Item>"] {
      let bytes = document(content)
      #expect(try trace(bytes, opens: true).text == (try trace(bytes, opens: false).text))
    }
  }
}
