import Testing
import WBXML
import XMLCoding

@Suite("The DOCTYPE of Windows' device descriptions")
struct WindowsDoctypeTests {
  private static func document(_ identifier: String) -> [UInt8] {
    Array(
      """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE MgmtTree PUBLIC "\(identifier)" "ddf.dtd" \
      [<?oma-dm-ddf-ver supported-versions="1.2"?>]><MgmtTree \
      xmlns:MSFT="http://schemas.microsoft.com/MobileDevice/DM"><VerDTD>1.2</VerDTD><MSFT:A>x</MSFT:A></MgmtTree>
      """.utf8)
  }

  @Test("a byte order mark and a leading blank are read, and the MSFT namespace survives text and WBXML")
  func survives() throws {
    let bytes = Self.document(" -//OMA//DTD-DM-DDF 1.2//EN")
    var serializer = XMLSerializer()
    try XMLEventParser.parse(bytes.span, into: &serializer)
    let text = String(decoding: serializer.output, as: UTF8.self)
    #expect(text.contains("http://schemas.microsoft.com/MobileDevice/DM"))
    #expect(text.contains("MSFT:A"))
    var encoder = WBXMLEncoder()
    try XMLEventParser.parse(bytes.span, into: &encoder)
    let wbxml = try encoder.takeDocument()
    var again = XMLSerializer()
    try WBXMLDecoder.decode(wbxml.span, into: &again)
    #expect(String(decoding: again.output, as: UTF8.self).contains("http://schemas.microsoft.com/MobileDevice/DM"))
  }

  @Test("a byte order mark inside the public identifier is a typed error at its place")
  func markInsideIdentifier() {
    let bytes = Self.document("\u{FEFF}-//OMA//DTD-DM-DDF 1.2//EN")
    var trace = EventTrace()
    let error = #expect(throws: CodingError.self) { try XMLEventParser.parse(bytes.span, into: &trace) }
    #expect(error?.code == .malformedXML)
    #expect(error?.line == 1)
  }
}
