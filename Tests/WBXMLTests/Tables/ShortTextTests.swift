import Testing
import WBXML

/// Texts that are made from bytes: short ones are put together by hand.
@Suite("Texts from bytes")
struct ShortTextTests {
  @Test("a text of any length is the text of its bytes", arguments: 0...40)
  func lengths(_ count: Int) {
    let bytes = (0..<count).map { UInt8(0x21 + ($0 * 7) % 90) }
    let expected = String(decoding: bytes, as: UTF8.self)
    // A place amid other bytes: none of them may get in.
    let among = [0xFF] + bytes + [0xFF]
    let made = String(utf8: among.span.extracting(1..<1 + count))
    #expect(made == expected)
    #expect(made.hashValue == expected.hashValue)
    #expect(Array(made.utf8) == bytes)
    #expect(made.utf8.count == count)
    #expect(made.isEmpty == (count == 0))
    #expect(made + "-" + made == expected + "-" + expected)
    #expect([made: 1][expected] == 1)
    #expect(made < expected + "~")
    var grown = made
    for _ in 0..<3 { grown.append("äb") }
    #expect(grown == expected + "äbäbäb")
  }

  @Test(
    "zeros and controls are bytes like others",
    arguments: [[0], [0, 0, 0], [1, 0, 0x7F], Array(repeating: 0, count: 15)])
  func controls(_ bytes: [UInt8]) {
    let made = String(utf8: bytes.span)
    #expect(Array(made.utf8) == bytes)
    #expect(made == String(decoding: bytes, as: UTF8.self))
  }

  @Test("what is beyond ASCII is read as UTF-8, and what is not UTF-8 is replaced")
  func beyondASCII() {
    for text in ["ü", "aü", "漢字", "0123456789abcdé", "0123456789abcdef😀"] {
      #expect(String(utf8: Array(text.utf8).span) == text)
    }
    #expect(String(utf8: ([0x61, 0xFF, 0x62] as [UInt8]).span) == "a\u{FFFD}b")
  }
}
