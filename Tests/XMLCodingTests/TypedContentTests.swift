import Conformance
import Testing
import WBXML
import XMLCoding

@Suite("Values that travel in binary")
struct TypedContentTests {
  /// A document in WBXML, the value of it in XML, and a text that XML alone has.
  struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var wbxml: String
    var xml: String
    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "a date of SI, to the second", wbxml: "02 05 6A 00 45 C6 0A C3 07 19 99 06 25 15 23 15 01 03 61 00 01 01",
      xml: #"created="1999-06-25T15:23:15Z""#),
    Sample(
      name: "a date of SI without the zeros at its end", wbxml: "02 05 6A 00 45 86 10 C3 04 19 99 06 30 01 01",
      xml: #"si-expires="1999-06-30T00:00:00Z""#),
    Sample(
      name: "a date of EMN", wbxml: "02 0D 6A 00 85 05 C3 06 20 02 04 16 06 40 01",
      xml: #"timestamp="2002-04-16T06:40:00Z""#),
    Sample(
      name: "a number of WV-CSP in one byte", wbxml: "03 10 6A 00 49 4B C3 01 C8 01 01", xml: "<Code>200</Code>"),
    Sample(
      name: "a number of WV-CSP in two bytes", wbxml: "03 10 6A 00 49 4F C3 02 01 00 01 01",
      xml: "<ContentSize>256</ContentSize>"),
    Sample(name: "the number 0", wbxml: "03 10 6A 00 49 4B C3 01 00 01 01", xml: "<Code>0</Code>"),
    Sample(
      name: "a date of WV-CSP", wbxml: "03 10 6A 00 49 51 C3 06 1F 46 A6 CC 9F 5A 01 01",
      xml: "<DateTime>20011019T125031Z</DateTime>"),
    Sample(
      name: "a value token of WV-CSP", wbxml: "03 10 6A 00 49 4B 80 20 01 01", xml: "<Code>Request</Code>"),
    Sample(
      name: "a key of DRMREL", wbxml: "03 0E 6A 00 45 4C C3 04 01 02 03 FF 01 01",
      xml: "<ds:KeyValue>AQID/w==</ds:KeyValue>"),
  ]

  private func readable(_ document: [UInt8]) throws(CodingError) -> String {
    var sink = ReadableContent(XMLSerializer(options: .init(layout: .compact)))
    try WBXMLDecoder.decode(document.span, into: &sink)
    return String(decoding: sink.sink.output, as: UTF8.self)
  }

  private func compact(_ xml: String, version: Version) throws(CodingError) -> [UInt8] {
    var sink = CompactContent(WBXMLEncoder(options: .init(version: version)))
    let bytes = Array(xml.utf8)
    try XMLEventParser.parse(bytes.span, into: &sink)
    return try sink.sink.takeDocument()
  }

  @Test("become text, and from text what they were", arguments: samples)
  func bothWays(_ sample: Sample) throws {
    let document = try #require(Hexadecimal.decode(sample.wbxml))
    let xml = try readable(document)
    #expect(xml.contains(sample.xml), "\(xml)")
    #expect(try compact(xml, version: Version(rawValue: document[0])) == document)
  }

  @Test("are the same in chunks of one byte", arguments: samples)
  func chunks(_ sample: Sample) throws {
    let document = try #require(Hexadecimal.decode(sample.wbxml))
    var sink = ReadableContent(XMLSerializer(options: .init(layout: .compact)))
    var decoder = WBXMLDecoder()
    for index in document.indices { try decoder.feed(document.span.extracting(index...index), into: &sink) }
    try decoder.finish(into: &sink)
    #expect(try readable(document) == String(decoding: sink.sink.output, as: UTF8.self))
  }

  @Test(
    "stay as they are where they are no such value",
    arguments: [
      ("five bytes for a number", "03 10 6A 00 49 4B C3 05 01 02 03 04 05 01 01"),
      ("a month of 13", "03 10 6A 00 49 51 C3 06 1F 47 66 C8 9F 5A 01 01"),
      ("an empty number", "03 10 6A 00 49 4B C3 00 01 01"),
      ("a value that no table has", "03 10 6A 00 49 4B 80 7F 01 01"),
      ("opaque data in an element of text", "03 10 6A 00 49 4A C3 02 FF FE 01 01"),
    ])
  func leftAlone(_ name: String, _ hex: String) throws {
    let document = try #require(Hexadecimal.decode(hex))
    var through = ReadableContent(EventTrace())
    try WBXMLDecoder.decode(document.span, into: &through)
    var direct = EventTrace()
    try WBXMLDecoder.decode(document.span, into: &direct)
    #expect(through.sink.text == direct.text)
  }

  @Test("opaque dates that are none stay opaque, which XML attributes cannot have")
  func noDate() throws {
    for hex in ["02 05 6A 00 45 86 0A C3 04 19 99 13 25 01 01", "02 05 6A 00 45 86 0A C3 04 1A 99 06 25 01 01"] {
      let document = try #require(Hexadecimal.decode(hex))
      var code: CodingError.Code?
      do { _ = try readable(document) } catch { code = error.code }
      #expect(code == .notExpressibleInXML)
    }
  }

  @Test(
    "texts that are spelled otherwise stay texts",
    arguments: [
      "<Code>0200</Code>", "<Code>4294967296</Code>", "<Code>-1</Code>", "<Code> 200</Code>", "<Code>Requests</Code>",
      "<DateTime>20011319T125031Z</DateTime>", "<DateTime>2001-10-19</DateTime>",
      "<DateTime>20011019T125031é</DateTime>",
    ])
  func otherSpelling(_ element: String) throws {
    let xml =
      #"<!DOCTYPE WV-CSP-Message PUBLIC "-//OMA//DTD WV-CSP 1.1//EN" "x"><WV-CSP-Message>\#(element)</WV-CSP-Message>"#
    let bytes = Array(xml.utf8)
    var plain = WBXMLEncoder()
    try XMLEventParser.parse(bytes.span, into: &plain)
    #expect(try compact(xml, version: .v12) == plain.takeDocument())
  }
}
