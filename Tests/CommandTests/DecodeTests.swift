import Foundation
import Testing

@Suite("syncml decode and encode")
struct DecodeTests {
  @Test("a document becomes indented XML")
  func indented() throws {
    let outcome = try Tool.run(["decode", "--no-doctype", "-"], input: Sample.wbxml)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    #expect(
      outcome.text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <SyncML xmlns="SYNCML:SYNCML1.2">
          <SyncHdr>
            <VerDTD>1.2</VerDTD>
            <Meta>
              <Format xmlns="syncml:metinf">abc</Format>
            </Meta>
            <Data><![CDATA[hi]]></Data>
          </SyncHdr>
        </SyncML>

        """)
  }

  @Test("compact XML is one line")
  func compact() throws {
    let outcome = try Tool.run(["decode", "--compact", "--no-doctype"], input: Sample.wbxml)
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.count(where: { $0 == "\n" }) == 1)
    #expect(outcome.text.hasSuffix("</SyncHdr></SyncML>\n"))
  }

  @Test("canonical XML has neither declaration nor CDATA section nor a line end after it")
  func canonical() throws {
    let outcome = try Tool.run(["decode", "--canonical"], input: Sample.wbxml)
    #expect(outcome.exitCode == 0)
    #expect(
      outcome.text == """
        <SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><Meta>\
        <Format xmlns="syncml:metinf">abc</Format></Meta><Data>hi</Data></SyncHdr></SyncML>
        """)
    #expect(try Tool.run(["decode", "--canonical", "--compact"], input: Sample.wbxml).exitCode == 64)
  }

  @Test("opaque data are refused where the version to write has none, with a way out")
  func versionWithoutOpaque() throws {
    let xml = Data(#"<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><![CDATA[a]]></SyncBody></SyncML>"#.utf8)
    let outcome = try Tool.run(["encode", "--version", "1.0"], input: xml)
    #expect(outcome.exitCode == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("the WBXML version to write has no opaque data here (1.0)"))
    #expect(outcome.errors.contains("hint: --version 1.2"))
    #expect(try Tool.run(["encode", "--version", "1.1"], input: xml).exitCode == 0)
  }

  @Test("documents that are text inside Data are opened on request, in both directions")
  func openTexts() throws {
    let xml = Data(
      """
      <SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Put><Item><Data>&lt;DevInf xmlns="syncml:devinf"&gt;&lt;VerDTD&gt;1.2\
      &lt;/VerDTD&gt;&lt;/DevInf&gt;</Data></Item></Put></SyncBody></SyncML>
      """.utf8)
    let closed = try Tool.run(["encode"], input: xml).output
    let open = try Tool.run(["encode", "--open-texts"], input: xml).output
    // SyncBody, Put, Item, Data, then OPAQUE of 14 bytes: DevInf 1.2 with VerDTD.
    #expect(
      Array(open) == [
        0x02, 0xA4, 0x01, 0x6A, 0x00, 0x6D, 0x6B, 0x5F, 0x54, 0x4F, 0xC3, 0x0E, 0x02, 0xA4, 0x03, 0x6A, 0x00, 0x4A,
        0x65, 0x03, 0x31, 0x2E, 0x32, 0x00, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
      ])
    let events = try Tool.run(["decode", "--format", "events", "--open-texts"], input: closed).text
    #expect(events.contains("\n{devinf12\n"))
    #expect(events == (try Tool.run(["decode", "--format", "events"], input: open).text))
    #expect(!(try Tool.run(["decode", "--format", "events"], input: closed).text.contains("{")))
    let text = try Tool.run(["decode", "--compact", "--open-texts"], input: closed).text
    #expect(text.contains("<Data><DevInf xmlns=\"syncml:devinf\"><VerDTD>1.2</VerDTD></DevInf></Data>"))
  }

  @Test("encode writes the charset that is asked for", arguments: ["us-ascii", "ISO-8859-1", "UTF-16", "ucs-2"])
  func charset(_ name: String) throws {
    let xml = Data(#"<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>né€</VerDTD></SyncHdr></SyncML>"#.utf8)
    let outcome = try Tool.run(["encode", "--charset", name], input: xml)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.dropFirst(3).first != 0x6A)
    #expect(
      try Tool.run(["decode", "--canonical"], input: outcome.output).text
        == #"<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>né€</VerDTD></SyncHdr></SyncML>"#)
    #expect(try Tool.run(["encode", "-c", name, "--string-table", "dedupe"], input: xml).exitCode == 64)
  }

  @Test("events are one a line")
  func events() throws {
    let outcome = try Tool.run(["decode", "--format", "events"], input: Sample.wbxml)
    #expect(
      outcome.text.split(separator: "\n") == [
        "document syncml12", "(0.SyncML", "(0.SyncHdr", "(0.VerDTD", "-1.2", ")", "(0.Meta", "(1.Format", "-abc", ")",
        ")",
        "(0.Data", "*6869", ")", ")", ")",
      ])
  }

  @Test(
    "events as JSON are an array, also where the document breaks off",
    arguments: [Sample.wbxml, Sample.wbxml.prefix(20), Data()])
  func json(input: Data) throws {
    let outcome = try Tool.run(["decode", "--format", "json"], input: input)
    let array = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
    let isWhole = input.count == Sample.wbxml.count
    #expect(outcome.exitCode == (isWhole ? 0 : 65))
    #expect(array.last?["event"] as? String == (isWhole ? "endDocument" : "error"))
  }

  @Test("every cut is one line with an offset, and exit code 65", arguments: 0..<Sample.wbxml.count)
  func cut(count: Int) throws {
    let outcome = try Tool.run(["decode", "--quiet"], input: Sample.wbxml.prefix(count))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("syncml decode: standard input: offset \(count): "))
  }

  @Test("no flipped byte makes it crash", arguments: 0..<Sample.wbxml.count)
  func flipped(index: Int) throws {
    for mask: UInt8 in [0x01, 0x80, 0xFF] {
      var bytes = Sample.wbxml
      bytes[index] ^= mask
      let outcome = try Tool.run(["decode", "--quiet"], input: bytes)
      #expect(outcome.exitCode == 0 || outcome.exitCode == 65)
      if outcome.exitCode == 65 {
        #expect(outcome.errors.hasPrefix("syncml decode: standard input: offset "))
        #expect(!outcome.errorLines.dropFirst().contains { !$0.hasPrefix("  hint: ") })
      }
    }
  }

  @Test("decoding and encoding gives the same events, and the same bytes the second time")
  func roundTrip() throws {
    let first = try Tool.run(["encode"], input: Sample.xml)
    #expect(first.exitCode == 0)
    let xml = try Tool.run(["decode"], input: first.output)
    let second = try Tool.run(["encode"], input: xml.output)
    #expect(second.output == first.output)
    let events = try [
      Sample.wbxml, Tool.run(["encode"], input: Tool.run(["decode"], input: Sample.wbxml).output).output,
    ]
    .map { try Tool.run(["decode", "--format", "events"], input: $0).text }
    #expect(events[0] == events[1])
  }

  @Test("encode puts repeated texts into the string table where it is told to")
  func stringTable() throws {
    let none = try Tool.run(["encode"], input: Sample.xml)
    #expect(try Tool.run(["encode", "--string-table", "none"], input: Sample.xml).output == none.output)
    let xml = Data(String(decoding: Sample.xml, as: UTF8.self).replacing("IMEI:1", with: "https://dm.example").utf8)
    let inline = try Tool.run(["encode"], input: xml).output
    for mode in ["dedupe", "smallest"] {
      let outcome = try Tool.run(["encode", "--string-table", mode], input: xml)
      #expect(outcome.exitCode == 0)
      #expect(outcome.output.count < inline.count)
      #expect(try Tool.run(["encode"], input: Tool.run(["decode"], input: outcome.output).output).output == inline)
    }
    #expect(try Tool.run(["encode", "--string-table", "huge"], input: xml).exitCode == 64)
  }

  @Test("encode writes the version and the public identifier it is told")
  func header() throws {
    let number = try Tool.run(["encode", "--version", "1.1"], input: Sample.xml)
    #expect(Array(number.output.prefix(5)) == [0x01, 0xA4, 0x01, 0x6A, 0x00])
    let text = try Tool.run(["encode", "-v", "1.3", "--public-id", "text"], input: Sample.xml)
    #expect(Array(text.output.prefix(5)) == [0x03, 0x00, 0x00, 0x6A, 0x1E])
    let hex = try Tool.run(["encode", "--format", "hex"], input: Sample.xml)
    #expect(hex.text.hasPrefix("02A4016A006D6C71"))
  }

  @Test("what deviates is a warning, none with --quiet, and refused with --strict")
  func deviations() throws {
    var bytes = Sample.wbxml
    bytes.append(0x00)
    let tolerant = try Tool.run(["decode"], input: bytes)
    #expect(tolerant.exitCode == 0)
    #expect(tolerant.errors == "warning: offset 36: bytes follow the root element (1)\n")
    #expect(try Tool.run(["decode", "--quiet"], input: bytes).errors.isEmpty)
    let strict = try Tool.run(["decode", "--strict"], input: bytes)
    #expect(strict.exitCode == 65)
    #expect(
      strict.errorLines == [
        "syncml decode: standard input: offset 36: bytes follow the root element",
        "  hint: without --strict this is accepted with a warning",
      ])
  }

  @Test("XML given to decode, and WBXML given to encode, is told from damage")
  func confused() throws {
    #expect(try Tool.run(["decode"], input: Sample.xml).errors.contains("hint: this looks like XML"))
    #expect(try Tool.run(["encode"], input: Sample.wbxml).errors.contains("hint: this looks like WBXML"))
  }

  @Test("broken XML is one line with its place, and exit code 65")
  func brokenXML() throws {
    let outcome = try Tool.run(["encode"], input: Sample.xml.prefix(100))
    #expect(outcome.exitCode == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("syncml encode: standard input: line 1, column "))
    #expect(outcome.errors.contains(", offset "))
  }
}
