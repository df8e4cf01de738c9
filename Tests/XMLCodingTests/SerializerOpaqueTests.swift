import Foundation
import Testing
import WBXML
import XMLCoding

@Suite("Writing opaque data")
struct SerializerOpaqueTests {
  private func written(_ pieces: [[UInt8]]) throws -> String {
    var writing = try Writing()
    try writing.start("Data")
    for (index, piece) in pieces.enumerated() { try writing.opaque(piece, isLast: index == pieces.count - 1) }
    try writing.end()
    return String(writing.output.dropFirst(6).dropLast(7))
  }

  @Test("text becomes a CDATA section")
  func text() throws {
    #expect(try written([Array("<a>&é".utf8)]) == "<![CDATA[<a>&é]]>")
  }

  @Test("the end of a section inside the data is split")
  func sectionEnd() throws {
    #expect(try written([Array("a]]>b".utf8)]) == "<![CDATA[a]]]><![CDATA[]>b]]>")
  }

  @Test(
    "any text comes back as one",
    arguments: [
      "", "]]>", "]]", "]", ">", "]]]]>>", "]]>]]>", "\r", "\r\n", "a\rb\r\r", "]]\r>", "]\r]>", "é]]>é\r", "\r]]>\r",
      "aaaaaaaaaaaaaaa]]>", "aaaaaaaaaaaaaaaa]]>", "aaaaaaaaaaaaaa]]>aaaaaaaaaaaaaaaaaaaaaaa\r",
    ])
  func roundTrip(_ text: String) throws {
    let content = try written([Array(text.utf8)])
    #expect(content.hasPrefix("<![CDATA["))
    let quoted = text.debugDescription.dropFirst().dropLast()
    #expect(try dataEvents(content) == ["#\(quoted)#"])
  }

  @Test("CR stands between two sections")
  func carriageReturn() throws {
    #expect(try written([Array("a\r\nb".utf8)]) == "<![CDATA[a]]>&#13;<![CDATA[\nb]]>")
  }

  @Test(
    "data that are not text become an instruction",
    arguments: [[0x00], [0xFF, 0xFE], [0xEF, 0xBF, 0xBF]] as [[UInt8]])
  func binary(_ bytes: [UInt8]) throws {
    let expected: [[UInt8]: String] = [[0x00]: "AA==", [0xFF, 0xFE]: "//4=", [0xEF, 0xBF, 0xBF]: "77+/"]
    #expect(try written([bytes]) == "<?wbxml-opaque \(expected[bytes]!)?>")
  }

  @Test("how the data arrive does not change the output", arguments: [1, 7, 4096, 65536, 100_000])
  func chunks(_ size: Int) throws {
    var data: [UInt8] = []
    for index in 0..<80_000 {
      data += index == 70_000 ? [0xC3, 0xA9, 0x00] : index % 100 == 3 ? [0xC3, 0xA9] : [0x61]
    }
    let whole = try written([data])
    let pieces = stride(from: 0, to: data.count, by: size).map { Array(data[$0..<min(data.count, $0 + size)]) }
    #expect(try written(pieces) == whole)
    #expect(whole.hasPrefix("<![CDATA[aaa"))
    #expect(whole.hasSuffix("?>"))
  }

  @Test("a character is not cut between blocks of 64 KiB")
  func blockBoundary() throws {
    let data = [UInt8](repeating: 0x61, count: 65535) + [0xC3, 0xA9]
    #expect(try written([data]).hasSuffix("a]]><![CDATA[é]]>"))
  }

  @Test("two opaque data in a row come back as two", arguments: [["a", "b"], ["", ""], ["\0", "\r", "]]>"]])
  func inARow(_ data: [String]) throws {
    var writing = try Writing()
    try writing.start("Data")
    for datum in data { try writing.opaque(datum) }
    try writing.end()
    let content = String(writing.output.dropFirst(6).dropLast(7))
    #expect(content.components(separatedBy: "<?wbxml-end-opaque?>").count == data.count)
    #expect(try opaqueData(content) == data.map { Array($0.utf8) })
  }

  @Test("a carriage return as text between two opaque data stays text")
  func carriageReturnBetween() throws {
    var writing = try Writing()
    try writing.start("Data")
    try writing.opaque("a")
    try writing.text("\r")
    try writing.opaque("b")
    try writing.end()
    #expect(writing.output == "<Data><![CDATA[a]]><?wbxml-text DQ==?><![CDATA[b]]></Data>")
    #expect(try dataEvents(String(writing.output.dropFirst(6).dropLast(7))) == ["#a#", "\"\\r\"", "#b#"])
  }
}

@Suite("Writing instructions and extensions")
struct SerializerInstructionTests {
  private func written(_ target: String, _ value: [String]) throws -> String {
    var writing = try Writing()
    try writing.start("Data")
    try writing.serializer.startProcessingInstruction()
    let name = Array(target.utf8)
    try writing.serializer.attribute(literal: name.span)
    for piece in value {
      let bytes = Array(piece.utf8)
      try writing.serializer.attributeText(bytes.span, .characters)
    }
    try writing.serializer.endProcessingInstruction()
    try writing.end()
    return String(writing.output.dropFirst(6).dropLast(7))
  }

  @Test("an instruction is target and value")
  func instruction() throws {
    #expect(try written("php", ["echo ", "1 ?"]) == "<?php echo 1 ??>")
  }

  @Test("an instruction's end inside its value is refused, also between two pieces")
  func end() {
    #expect(throws: CodingError(.notExpressibleInXML)) { try written("x", ["a?", ">"]) }
  }

  @Test("a target that XML keeps for itself is refused", arguments: ["xml", "XmL", "a b", ""])
  func target(_ name: String) {
    #expect(throws: CodingError(.nameNotInXML)) { try written(name, []) }
  }

  @Test("a target of ours is refused: it would mean something else")
  func ownTarget() {
    #expect(throws: CodingError(.notExpressibleInXML)) { try written("wbxml-opaque", ["AA=="]) }
  }

  @Test("CR and control codes in a value are refused", arguments: ["\r", "\u{1}"])
  func control(_ character: String) {
    #expect(throws: CodingError.self) { try written("x", [character]) }
  }

  @Test("extension tokens become instructions")
  func extensions() throws {
    var writing = try Writing()
    try writing.start("Data")
    try writing.serializer.extension(Extension(.token, number: 2))
    try writing.serializer.extension(Extension(.table, number: 0, value: 4_294_967_295))
    let (a, b) = (Array("a".utf8), Array("é".utf8))
    try writing.serializer.extensionText(Extension(.inline, number: 1), a.span, isLast: false)
    try writing.serializer.extensionText(Extension(.inline, number: 1), b.span, isLast: true)
    try writing.end()
    #expect(
      writing.output == """
        <Data><?wbxml-ext-2?><?wbxml-ext-t-0 4294967295?><?wbxml-ext-i-1 YcOp?></Data>
        """)
  }

  @Test("opaque data in an instruction cannot be written")
  func opaqueInInstruction() {
    let document: [UInt8] = [0x03, 0x09, 0x6A, 0x00, 0x43, 0x05, 0xC3, 0x02, 0x00, 0xFF, 0x01, 0x05]
    var serializer = XMLSerializer()
    #expect(throws: CodingError(.notExpressibleInXML, offset: 6)) {
      try WBXMLDecoder.decode(document.span, into: &serializer)
    }
  }

  @Test("an extension in an attribute's value cannot be written")
  func extensionInAttribute() throws {
    var writing = try Writing()
    try writing.start("Data")
    try writing.attribute("a", "")
    #expect(throws: CodingError(.notExpressibleInXML)) {
      try writing.serializer.extension(Extension(.token, number: 0))
    }
  }
}
