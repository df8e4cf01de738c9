import Testing
import WBXML

@Suite("The value in an error's description")
struct ErrorValueTests {
  @Test(
    "says what the code's comment promises",
    arguments: [
      (CodingError(.quirkRefused, value: UInt32(Diagnostic.Code.pageSwitchBeforeEnd.rawValue)), "pageSwitchBeforeEnd"),
      (CodingError(.missingElement, value: 0x2C), "SyncHdr"),
      (CodingError(.invalidValue, value: 0x0110), "NextNonce"),
      (CodingError(.unexpectedElement, value: 0x053F), "page 5, 0x3F"),
      (CodingError(.malformedXML, value: 32), "a character that a public identifier cannot have"),
    ])
  func words(_ error: CodingError, _ words: String) { #expect(error.description.hasSuffix("(\(words))")) }

  @Test("0 is no element, and a charset's name is not known")
  func zero() {
    for code in [CodingError.Code.unexpectedRoot, .unexpectedElement, .unsupportedCharset] {
      #expect(CodingError(code).description == code.description)
    }
  }
}
