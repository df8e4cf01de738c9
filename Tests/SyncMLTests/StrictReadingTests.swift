import SyncML
import Testing
import WBXML

@Suite("Strict reading of messages") struct StrictReadingTests {
  struct Refusal: CustomTestStringConvertible {
    var body: String
    var code: CodingError.Code
    var words: String
    var testDescription: String { words }
  }

  private static func document(_ body: String, type: String = "1.2", messageID: String = "1") -> [UInt8] {
    Array(
      """
      <SyncML xmlns='SYNCML:SYNCML\(type)'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>\
      <SessionID>1</SessionID><MsgID>\(messageID)</MsgID><Target><LocURI>a</LocURI></Target>\
      <Source><LocURI>b</LocURI></Source></SyncHdr><SyncBody>\(body)<Final/></SyncBody></SyncML>
      """.utf8)
  }

  private static func error(in bytes: [UInt8]) -> CodingError? {
    do throws(CodingError) {
      _ = try Message(decoding: bytes.span, isStrict: true)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "a note of the tolerant reading is an error with its place",
    arguments: [
      Refusal(body: "<Alert><CmdID>1</CmdID><Lang>en</Lang></Alert>", code: .unexpectedElement, words: "(Lang)"),
      Refusal(body: "<Alert><Data>1201</Data></Alert>", code: .missingElement, words: "(CmdID)"),
      Refusal(body: "<Alert><CmdID>1</CmdID><Data>now</Data></Alert>", code: .invalidValue, words: "(Data)"),
      Refusal(body: "<Alert><CmdID> 1</CmdID><Data>1201</Data></Alert>", code: .invalidValue, words: "(CmdID)"),
      Refusal(
        body: "<Alert><CmdID>1</CmdID><Data>1201</Data><Other/></Alert>", code: .quirkRefused,
        words: "(unknownElementName)"),
    ])
  func refusals(_ refusal: Refusal) throws {
    let bytes = Self.document(refusal.body)
    var notes: [Note] = []
    _ = try Message(decoding: bytes.span, notes: &notes)
    #expect(!notes.isEmpty)
    let error = try #require(Self.error(in: bytes))
    #expect(error.code == refusal.code)
    #expect(error.offset > 0)
    #expect(error.description.hasSuffix(refusal.words), "\(error)")
  }

  @Test("a message without fault is read strictly")
  func faultless() throws {
    let bytes = Self.document("<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>")
    #expect(try Message(decoding: bytes.span, isStrict: true) == Message(decoding: bytes.span))
  }

  @Test("a VerDTD that contradicts the document's type is noted, and refused strictly")
  func contradiction() throws {
    let bytes = Self.document("", type: "1.1")
    var notes: [Note] = []
    _ = try Message(decoding: bytes.span, notes: &notes)
    #expect(notes.map(\.kind) == [.invalidValue])
    #expect(Self.error(in: bytes)?.code == .invalidValue)
  }
}
