import Conformance
import Foundation
import Testing
import WBXML

/// That every construct of WBXML has a vector: each test names the construct whose last vector is gone.
@Suite("What the codec vectors cover") struct CoverageTests {
  struct Codec: Sendable {
    var id: String
    var codec: CodecVector
    var bytes: [UInt8]?
    var steps: [TokenWalk.Step]
  }

  static let all: [Codec] = VectorFiles.all.compactMap { vector in
    guard case .codec(let codec) = vector.content else { return nil }
    let bytes = codec.wbxml.flatMap(Hexadecimal.decode)
    return Codec(id: vector.id, codec: codec, bytes: bytes, steps: bytes.map { TokenWalk($0).steps } ?? [])
  }

  static let positive = all.filter { $0.codec.error == nil }

  @Test("there are 270 and more")
  func count() {
    #expect(Self.all.count >= 270)
  }

  // MARK: Tokens

  struct Pair: Hashable, Sendable, CustomTestStringConvertible {
    var place: TokenPlace
    var kind: TokenKind
    var isAllowed: Bool
    var testDescription: String { "\(kind) in \(place)" }
  }

  static let pairs = TokenPlace.allCases.flatMap { place in
    TokenKind.allCases.compactMap { kind in
      kind.isAllowed(at: place).map { Pair(place: place, kind: kind, isAllowed: $0) }
    }
  }

  @Test("every token has a vector in every place: read where the grammar has it, refused at its offset elsewhere")
  func tokens() {
    #expect(Self.pairs.count == TokenPlace.allCases.count * 24)
    let missing = Self.pairs.filter { pair in
      !Self.all.contains { vector in
        vector.steps.contains { step in
          guard step.place == pair.place, step.kind == pair.kind else { return false }
          return pair.isAllowed ? vector.codec.error == nil : vector.codec.error?.offset == step.offset
        }
      }
    }
    #expect(missing.map(\.testDescription) == [])
  }

  @Test("the walk that finds the tokens is right about a document that has most of them")
  func walk() throws {
    let bytes = try #require(
      Hexadecimal.decode(
        "03 01 6A 02 61 00 43 05 83 00 01 C4 00 04 00 03 62 00 C3 01 01 01 00 01 45 02 41 01 01 43 06 01"))
    let steps = TokenWalk(bytes).steps.map { "\($0.place) \($0.kind) \($0.offset)" }
    #expect(
      steps == [
        "prolog PI 6", "instructionTarget ATTRSTART 7", "instructionValue STR_T 8", "instructionValue END 10",
        "prolog LITERAL_AC 11", "attributeStart LITERAL 13", "attributeValue STR_I 15", "attributeValue OPAQUE 18",
        "attributeValue END 21", "content SWITCH_PAGE 22", "content TAG with content 24", "content ENTITY 25",
        "content END 27", "content END 28", "epilog PI 29", "instructionTarget ATTRSTART 30", "instructionValue END 31",
      ])
  }

  // MARK: Header

  @Test("every version has a vector, also one whose public identifier is text", arguments: [UInt8](0...3))
  func versions(_ version: UInt8) {
    let vectors = Self.positive.filter { $0.bytes?.first == version }
    #expect(vectors.contains { $0.bytes?.dropFirst().first != 0 })
    #expect(vectors.contains { $0.bytes?.dropFirst().first == 0 })
  }

  @Test("versions that were never published are refused: the minor ones, and the major ones")
  func unpublishedVersions() {
    let refused = Set(Self.all.filter { $0.codec.error?.code == "unsupportedVersion" }.compactMap { $0.bytes?.first })
    #expect(refused.isSuperset(of: [0x04, 0x05, 0x0F, 0x10, 0x13, 0x7F, 0xFF]))
  }

  /// The MIBenum of a document's header; nil in WBXML 1.0, which has none.
  private static func charset(of bytes: [UInt8]) -> UInt32? {
    var header: DocumentHeader?
    var tape = EventTape()
    var decoder = WBXMLDecoder()
    do throws(CodingError) {
      try decoder.feed(bytes.span, into: &tape)
    } catch {}
    header = tape.records.first.flatMap { tape.header(of: $0) }
    return header.flatMap { $0.version == .v10 ? nil : $0.charset.rawValue }
  }

  @Test("every charset that can be read has a vector, and some that cannot")
  func charsets() throws {
    let covered = Set(Self.positive.compactMap { $0.bytes.flatMap(Self.charset(of:)) })
    // A document in each charset there may be, its MIBenum in two bytes: those below 3000 have been registered.
    let readable = (UInt32(0)..<3000).filter { number in
      let bytes: [UInt8] = [3, 0xA4, 1, 0x80 | UInt8(number >> 7), UInt8(number & 0x7F), 0, 0x2D]
      var trace = EventTrace()
      return (try? WBXMLDecoder.decode(bytes.span, into: &trace)) != nil
    }
    #expect(readable.count >= 8)
    #expect(Set(readable).subtracting(covered) == [])
    #expect(Self.all.count { $0.codec.error?.code == "unsupportedCharset" } >= 5)
  }

  // MARK: Languages

  @Test("every language has a vector", arguments: Language.all.map(\.name))
  func languages(_ name: String) {
    #expect(Self.positive.contains { $0.codec.events?.first == "document \(name)" })
  }

  @Test("documents of several code pages have vectors, and documents inside documents of each kind")
  func pages() {
    func pages(_ vector: Codec) -> Set<Substring> {
      Set(
        (vector.codec.events ?? []).filter { $0.hasPrefix("(") && !$0.hasPrefix("(=") }.map { $0.prefix { $0 != "." } })
    }
    #expect(Self.positive.count { pages($0).count == 2 } >= 3)
    #expect(Self.positive.count { pages($0).count >= 3 } >= 2)
    for inner in ["{devinf12", "{metinf12", "{dmddf12"] {
      #expect(Self.positive.contains { $0.bytes != nil && $0.codec.events?.contains(inner) == true }, "\(inner)")
    }
  }

  // MARK: Errors and diagnostics

  /// The names in the first column of a table of Vectors/README.md, which begins behind a line.
  private static func names(behind line: String) throws -> [String] {
    let text = try String(contentsOf: VectorFiles.folder.appending(path: "README.md"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == line })
    return lines[start...].drop { !$0.hasPrefix("| `") }.prefix { $0.hasPrefix("| `") }
      .flatMap { $0.split(separator: "|")[0].split(separator: "`").enumerated().filter { $0.offset % 2 == 1 } }
      .map { String($0.element) }
  }

  @Test("every error has a vector with its place, or a reason in Vectors/README.md why no vector can have it")
  func errors() throws {
    let codes = (UInt16(0)..<1000).map { CodingError.Code(rawValue: $0) }.filter { $0.name != "error\($0.rawValue)" }
      .map(\.name)
    #expect(codes.count >= 36)
    let covered = Set(Self.all.compactMap { $0.codec.error }.filter { $0.offset != nil }.map(\.code))
    #expect(covered.subtracting(codes) == [])
    let excused = Set(try Self.names(behind: "No codec vector can have these errors:"))
    #expect(Set(codes).subtracting(covered).subtracting(excused) == [])
    #expect(excused.intersection(covered) == [], "excused and covered")
    #expect(excused.subtracting(codes) == [], "excused, but no error")
  }

  @Test("every error that a vector has is in the table of Vectors/README.md, and no other")
  func documentedErrors() throws {
    let documented = try Self.names(behind: "### Errors and diagnostics")
    #expect(Set(documented) == Set(Self.all.compactMap { $0.codec.error?.code }))
    #expect(documented.count == Set(documented).count)
  }

  @Test("every diagnostic has a vector")
  func diagnostics() {
    let codes = (UInt16(0)..<1000).map { Diagnostic.Code(rawValue: $0) }
      .filter { $0.name != "deviation\($0.rawValue)" }.map(\.name)
    #expect(codes.count >= 14)
    let covered = Set(Self.all.flatMap { $0.codec.diagnostics ?? [] })
    // Only who reads messages asks the reader to take bare ampersands: to a codec they are no XML.
    #expect(covered.symmetricDifference(codes) == ["bareAmpersand"])
  }

  @Test("every diagnostic that strict mode refuses has a vector for that")
  func strictness() {
    // These are no deviations from the standard, or leave nothing to refuse.
    let accepted: Set<String> = ["emptyContent", "unknownCharset", "unreadableEmbeddedDocument", "unknownElementName"]
    let refused = Set(Self.all.filter { $0.codec.strict == true && $0.codec.error != nil }.compactMap(\.bytes))
    let tolerated = Self.positive.filter { $0.codec.strict != true && $0.bytes.map(refused.contains) == true }
    let reported = Set(Self.positive.flatMap { $0.codec.diagnostics ?? [] })
    let missing = reported.subtracting(accepted).filter { code in
      !tolerated.contains { $0.codec.diagnostics?.first == code }
    }
    #expect(missing == [])
  }

  // MARK: References

  @Test("every vector says where a standard or the design rules")
  func references() {
    let codec = VectorFiles.all.filter { $0.kind == "codec" }
    #expect(codec.filter { $0.reference.isEmpty }.map(\.id) == [])
    // The sections of WAP-192 that exist.
    let sections: Set<Substring> = [
      "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.8.1", "5.8.2", "5.8.3", "5.8.4", "5.8.4.1", "5.8.4.2",
      "5.8.4.3", "5.8.4.4", "5.8.4.5", "5.8.4.6", "5.8.4.7", "5.8.4.7.1", "5.8.4.7.2", "6.1", "6.2", "6.3", "6.4",
      "7.1",
      "7.2", "8.1", "8.2",
    ]
    for vector in codec {
      for part in vector.reference.split(separator: ";") {
        let part = part.drop { $0 == " " }
        guard part.hasPrefix("WAP-192-WBXML-20010725-a ") else { continue }
        for section in part.dropFirst(25).replacing(" and ", with: ", ").split(separator: ", ") {
          #expect(sections.contains(section), "\(vector.id): section \(section)")
        }
      }
    }
  }
}
