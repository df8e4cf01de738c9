import Foundation
import Testing

@Suite("syncml with values that travel in binary")
struct TypedValueTests {
  /// A service indication with the date 1999-06-25T00:00:00Z.
  static let wbxml = Data([0x02, 0x05, 0x6A, 0x00, 0x45, 0x86, 0x0A, 0xC3, 0x04, 0x19, 0x99, 0x06, 0x25, 0x01, 0x01])

  @Test("decode spells a date, and encode packs it again")
  func bothWays() throws {
    let decoded = try Tool.run(["decode", "--compact", "-"], input: Self.wbxml)
    #expect(decoded.exitCode == 0)
    #expect(decoded.text.contains(#"<indication created="1999-06-25T00:00:00Z"/>"#))
    let encoded = try Tool.run(["encode", "--format", "hex", "-"], input: Data(decoded.text.utf8))
    #expect(encoded.text == "02056A0045860AC304199906250101\n")
  }

  @Test("--raw-values leaves the date as it is: decode cannot write it, encode writes the text")
  func raw() throws {
    let decoded = try Tool.run(["decode", "--raw-values", "-"], input: Self.wbxml)
    #expect(decoded.exitCode == 65)
    let xml =
      #"<!DOCTYPE si PUBLIC "-//WAPFORUM//DTD SI 1.0//EN" "x"><si><indication created="1999-06-25T00:00:00Z"/></si>"#
    let encoded = try Tool.run(["encode", "--raw-values", "--format", "hex", "-"], input: Data(xml.utf8))
    #expect(encoded.text == "02056A0045860A03313939392D30362D32355430303A30303A30305A000101\n")
  }

  @Test("the lines of events and JSON stay what the document has")
  func events() throws {
    let decoded = try Tool.run(["decode", "--format", "events", "-"], input: Self.wbxml)
    #expect(decoded.text.contains(#"@created=\*19990625\;"#))
  }
}
