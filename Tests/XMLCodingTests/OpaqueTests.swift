import Testing
import WBXML
import XMLCoding

@Suite("CDATA sections and instructions as opaque data")
struct OpaqueTests {
  @Test("a CDATA section is opaque data")
  func section() throws {
    #expect(try dataEvents("<![CDATA[<a>&amp;]]>") == ["#<a>&amp;#"])
  }

  @Test("an empty CDATA section is empty opaque data")
  func empty() throws {
    #expect(try dataEvents("<![CDATA[]]>") == ["##"])
  }

  @Test("adjacent sections are one")
  func adjacent() throws {
    #expect(try dataEvents("<![CDATA[a]]><![CDATA[b]]>") == ["#ab#"])
  }

  @Test("carriage returns between two sections belong to the data")
  func carriageReturn() throws {
    #expect(try dataEvents("<![CDATA[a]]>&#13;&#xD;<![CDATA[b]]>") == ["#a\\r\\rb#"])
  }

  @Test("carriage returns after the last section are text")
  func carriageReturnAfter() throws {
    #expect(try dataEvents("<![CDATA[a]]>&#13;x") == ["#a#", "\"\\rx\""])
  }

  @Test("text between two sections parts them")
  func text() throws {
    #expect(try dataEvents("<![CDATA[a]]>-<![CDATA[b]]>") == ["#a#", "\"-\"", "#b#"])
  }

  @Test("an instruction carries binary data")
  func instruction() throws {
    #expect(try dataEvents("<?wbxml-opaque AP8=?>") == ["#0 ff#"])
  }

  @Test("an instruction next to a section goes on with its data")
  func joined() throws {
    #expect(try dataEvents("<![CDATA[a]]><?wbxml-opaque Yg==?><![CDATA[c]]>") == ["#abc#"])
  }

  @Test("an instruction ends opaque data, so that what follows is another datum")
  func ended() throws {
    #expect(try opaqueData("<![CDATA[a]]><![CDATA[b]]>") == [[0x61, 0x62]])
    #expect(try opaqueData("<![CDATA[a]]><?wbxml-end-opaque?><![CDATA[b]]>") == [[0x61], [0x62]])
    #expect(
      try opaqueData("<?wbxml-opaque AP8=?><?wbxml-end-opaque?><![CDATA[]]><?wbxml-end-opaque?><![CDATA[]]>")
        == [[0x00, 0xFF], [], []])
  }

  @Test(
    "an end of opaque data where there is none, or that says more, is refused",
    arguments: [
      "<?wbxml-end-opaque?>", "a<?wbxml-end-opaque?>", "<![CDATA[a]]><?wbxml-end-opaque?><?wbxml-end-opaque?>",
      "<![CDATA[a]]><?wbxml-end-opaque x?>", "<![CDATA[a]]>b<?wbxml-end-opaque?>",
    ])
  func misplacedEnd(_ content: String) {
    #expect {
      try dataEvents(content)
    } throws: { error in
      (error as? CodingError)?.code == .malformedInstruction
    }
  }

  @Test("an instruction carries text that XML cannot, as one with the text around it")
  func textInstruction() throws {
    #expect(try dataEvents("a<?wbxml-text AQ==?>b") == ["\"a\\u{01}b\""])
  }

  @Test("small opaque data are one event")
  func oneEvent() throws {
    let pieces = try tape("<SyncML><Data><![CDATA[abc]]></Data></SyncML>", chunk: .max).records.filter {
      $0.kind == .opaque
    }
    #expect(pieces.map(\.isLast) == [true])
  }

  @Test("of opaque data in several slices only the last piece says so")
  func lastPiece() throws {
    let pieces = try tape("<SyncML><Data><![CDATA[abc]]></Data></SyncML>", chunk: 1).records.filter {
      $0.kind == .opaque
    }
    #expect(pieces.map(\.isLast) == [false, false, false, true] || pieces.map(\.isLast) == [false, true])
    #expect(pieces.map(\.range.count).reduce(0, +) == 3)
  }

  @Test("a hundred thousand carriage returns between two sections are too many to be data")
  func manyCarriageReturns() throws {
    let between = String(repeating: "&#13;", count: 100_000)
    let lines = try dataEvents("<![CDATA[a]]>\(between)<![CDATA[b]]>")
    #expect(lines.count == 3)
  }
}

@Suite("Processing instructions")
struct InstructionTests {
  @Test("extension tokens travel as instructions")
  func extensions() throws {
    #expect(
      try dataEvents("<?wbxml-ext-1?><?wbxml-ext-t-2 4294967295?><?wbxml-ext-i-0 w6k=?>") == [
        "ext token 1 0", "ext table 2 4294967295", "~é~", "ext 0",
      ])
  }

  @Test("another instruction inside the root element is delivered with its target and value")
  func other() throws {
    #expect(try dataEvents("<?php echo 1?>") == ["<?", "@literal php", "=\"echo 1\"", "?>"])
  }

  @Test("an instruction without a value has none")
  func noValue() throws {
    #expect(try dataEvents("<?x?>") == ["<?", "@literal x", "?>"])
  }

  @Test("instructions outside the root element belong to the document, comments and those of the DOCTYPE do not")
  func outside() throws {
    let xml = "<?x y?><!--a--><!DOCTYPE SyncML [<?no no?>]><?z?><SyncML/><!--b--><?x  w ?>"
    let expected = [
      "document syncml12", "<?", "@literal x", "=\"y\"", "?>", "<?", "@literal z", "?>", "<SyncML>", "</>", "<?",
      "@literal x", "=\"w \"", "?>", "end",
    ]
    #expect(try events(xml) == expected)
    for size in 1...9 { #expect(try events(Array(xml.utf8), chunk: size) == expected) }
  }

  @Test("instructions before the root element wait for it, within the token limit")
  func manyBefore() throws {
    let some = String(repeating: "<?x?>", count: 10) + "<SyncML/>"
    #expect(try events(some, limits: Limits(tokenBytes: 1000)).count == 34)
    let many = String(repeating: "<?x?>", count: 100) + "<SyncML/>"
    #expect(failure(many, limits: Limits(tokenBytes: 1000))?.code == .tokenLimit)
  }

  @Test("outside the root element an instruction of ours has nothing to stand for")
  func ownOutside() {
    #expect(failure("<?wbxml-opaque AA==?><SyncML/>")?.code == .malformedInstruction)
    #expect(failure("<SyncML/><?wbxml-text AA==?>")?.code == .malformedInstruction)
  }

  @Test(
    "an instruction of ours that cannot be read is an error",
    arguments: [
      "wbxml-opaque A", "wbxml-opaque AA=A", "wbxml-opaque A===", "wbxml-opaque AB==", "wbxml-opaque ****",
      "wbxml-text /w==", "wbxml-ext-3", "wbxml-ext-1 x", "wbxml-ext-t-0 4294967296", "wbxml-ext-t-0 -1",
      "wbxml-ext-t-0", "wbxml-ext-i-0 !", "wbxml-ext-i-0 /w==", "wbxml-ext-q-0", "wbxml-extra",
    ])
  func malformed(_ instruction: String) {
    let error = failure("<SyncML>\n<Cmd><?\(instruction)?></Cmd></SyncML>")
    #expect(error == CodingError(.malformedInstruction, offset: 14, line: 2, column: 6))
  }
}
