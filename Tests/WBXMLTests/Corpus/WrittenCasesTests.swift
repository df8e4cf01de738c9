import Conformance
import Foundation
import Testing
import WBXML

/// Documents that another project's tests accept and refuse, written down as a list beside the corpus.
@Suite("Cases of another codec's tests", .enabled(if: WrittenCases.all != nil, Corpus.absence))
struct WrittenCasesTests {
  @Test("what it accepts we read, and as the XML text that it says where it says one")
  func valid() throws {
    let cases = try #require(WrittenCases.all).valid
    #expect(cases.count >= 6)
    for entry in cases {
      let bytes = try #require(Hexadecimal.decode(entry.hex))
      let outcome = decode(bytes)
      #expect(outcome.error == nil, "\(entry.name)")
      if let xml = entry.xml { #expect(outcome.lines == (try parse(Array(xml.utf8)).lines), "\(entry.name)") }
    }
  }

  /// It wants SyncML for a root: which elements may stand where, our validator says, not the decoder.
  static let read: Set<String> = ["03a4016a002b", "03a4016a00000105"]

  @Test("what it refuses we refuse in strict mode, at a place inside the document")
  func reject() throws {
    let cases = try #require(WrittenCases.all).reject
    #expect(cases.count >= 50)
    for entry in cases {
      let bytes = try #require(Hexadecimal.decode(entry.hex))
      let outcome = decode(bytes, options: .init(isStrict: true))
      #expect((outcome.error == nil) == Self.read.contains(entry.hex), "\(entry.hex): \(entry.why)")
      if let error = outcome.error { #expect((0...bytes.count).contains(error.offset), "\(entry.hex): \(error)") }
    }
  }

  @Test("its multi-byte integers have the values that it says")
  func integers() throws {
    let cases = try #require(WrittenCases.all).integers
    #expect(cases.count >= 5)
    for entry in cases where entry.value > 1 {
      // As the public identifier of a document without any other content.
      let bytes = try [0x03] + #require(Hexadecimal.decode(entry.hex)) + [0x6A, 0x00, 0x05]
      var tape = EventTape()
      try WBXMLDecoder.decode(bytes.span, into: &tape)
      let header = tape.records.first.flatMap { tape.header(of: $0) }
      #expect(header?.publicIdentifier == entry.value)
    }
  }
}

private struct WrittenCases: Decodable {
  struct Valid: Decodable {
    var name: String
    var hex: String
    var xml: String?
  }
  struct Reject: Decodable {
    var hex: String
    var why: String
  }
  struct Integer: Decodable {
    var value: UInt32
    var hex: String
  }

  var valid: [Valid]
  var reject: [Reject]
  var integers: [Integer]

  enum CodingKeys: String, CodingKey {
    case valid, reject
    case integers = "mb_u_int32"
  }

  static let all: WrittenCases? = (try? Corpus.bytes("wbxml-vectors/wbxml-cases.json"))
    .flatMap { try? JSONDecoder().decode(WrittenCases.self, from: Data($0)) }
}
