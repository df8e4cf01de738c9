import Testing
import WBXML
import XMLCoding

/// What is looked at and copied in blocks of sixteen bytes must not depend on where in a block it stands.
@Suite("Blocks of bytes")
struct BlockTests {
  /// What stands in element content for a character.
  private static let written: [(String, String)] = [
    ("x", "x"), ("\u{7F}", "\u{7F}"), ("\t", "\t"), ("\n", "\n"), ("<", "&lt;"), (">", "&gt;"), ("&", "&amp;"),
    ("\r", "&#13;"), ("\"", "\""), ("=", "="), (":", ":"), ("é", "é"), ("\u{FFFD}", "\u{FFFD}"), ("]", "]"),
  ]

  @Test("a character is written the same wherever it stands, in texts of all lengths", arguments: written)
  func text(_ character: String, _ expected: String) throws {
    for count in 1...50 {
      for place in [0, 1, count / 2, count - 2, count - 1] where (0..<count).contains(place) {
        let (before, after) = (String(repeating: "a", count: place), String(repeating: "z", count: count - 1 - place))
        var writing = try Writing()
        try writing.start("SyncML")
        try writing.start("Cmd")
        try writing.text("-" + before + character + after)
        try writing.end(2)
        #expect(writing.output == "<SyncML><Cmd>-\(before)\(expected)\(after)</Cmd></SyncML>")
      }
    }
  }

  @Test("an attribute's character is written the same wherever it stands")
  func attributes() throws {
    let written = ["\t": "&#9;", "\n": "&#10;", "\r": "&#13;", "\"": "&quot;", "'": "'", "<": "&lt;", "\u{B}": nil]
    for (character, expected) in written {
      for place in 0..<35 {
        let before = String(repeating: "a", count: place)
        var writing = try Writing()
        try writing.start("SyncML")
        guard let expected else {
          #expect(throws: CodingError(.characterNotInXML, value: 0x0B)) {
            try writing.attribute("a", before + character + "zzz")
          }
          continue
        }
        try writing.attribute("a", before + character + "zzz")
        try writing.serializer.endAttributes()
        try writing.end()
        #expect(writing.output == "<SyncML a=\"\(before)\(expected)zzz\"/>")
      }
    }
  }

  @Test("control codes and non-characters are found wherever they stand")
  func forbidden() throws {
    for character in ["\u{0}", "\u{1}", "\u{B}", "\u{1F}", "\u{FFFE}", "\u{FFFF}"] {
      for place in 0..<40 {
        let text = String(repeating: "a", count: place) + character + String(repeating: "z", count: 40 - place)
        var writing = try Writing()
        try writing.start("SyncML")
        try writing.text(text)
        try writing.end()
        #expect(writing.output.hasPrefix("<SyncML><?wbxml-text "))
        let again = try events(writing.serializer.output, language: .syncML12)
        #expect(again.count == 5)
        #expect(again[2] == "\"\(text.debugDescription.dropFirst().dropLast())\"")
      }
    }
  }

  @Test("opaque data is cut at brackets and carriage returns wherever they stand")
  func sections() throws {
    for place in 0..<40 {
      for piece in ["]]>", "\r", "\r\n", "]", "]]", "]>"] {
        let text = String(repeating: "a", count: place) + piece + "zzzzzzzzzzzzzzzzz"
        var writing = try Writing()
        try writing.start("SyncML")
        try writing.opaque(text)
        try writing.end()
        let again = try events(writing.serializer.output)
        #expect(again[2] == "#\(text.debugDescription.dropFirst().dropLast())#")
      }
    }
  }

  @Test("lines are counted the same however many stand between two elements, in any slices")
  func lines() throws {
    var dice = Dice(state: 7)
    var xml = "<SyncML>"
    var expected = [SourcePosition(offset: 0, line: 1, column: 1)]
    var line: UInt32 = 1
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...90, using: &dice)).map { _ in
        Int.random(in: 0..<9, using: &dice) == 0 ? "\n" : "x"
      }.joined()
      xml += "<Cmd>\(text)</Cmd>"
      let before = xml.utf8.count - "<Cmd>\(text)</Cmd>".utf8.count
      let start = xml.utf8.prefix(before).lastIndex(of: 0x0A).map {
        xml.utf8.distance(from: xml.startIndex, to: $0) + 1
      }
      expected.append(SourcePosition(offset: before, line: line, column: UInt32(before - (start ?? 0) + 1)))
      line += UInt32(text.utf8.count { $0 == 0x0A })
    }
    xml += String(repeating: "\n", count: 5000) + "<Cmd/></SyncML>"
    let last = xml.utf8.count - "<Cmd/></SyncML>".utf8.count
    expected.append(SourcePosition(offset: last, line: line + 5000, column: 1))
    let bytes = Array(xml.utf8)
    for size in [1, 15, 16, 17, 100, 4096, bytes.count] {
      var log = EventLog()
      var parser = XMLEventParser()
      for start in stride(from: 0, to: bytes.count, by: size) {
        try parser.feed(bytes.span.extracting(start..<min(bytes.count, start + size)), into: &log)
      }
      try parser.finish(into: &log)
      #expect(log.positions == expected, "chunks of \(size) bytes")
    }
    #expect(try log(bytes).positions == expected)
  }
}
