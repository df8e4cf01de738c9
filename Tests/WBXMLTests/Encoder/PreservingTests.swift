import Conformance
import Foundation
import Testing
import WBXML

@Suite("Writing documents as they were read")
struct PreservingTests {
  /// What a preserving encoder makes of a document; nil where it cannot be read.
  private static func preserved(
    _ document: [UInt8], chunkSize: Int = .max, opensEmbedded: Bool
  ) throws(CodingError) -> [UInt8]? {
    var isReadable = true
    if opensEmbedded {
      var sink = EmbeddedDocuments(WBXMLEncoder(options: .preserving))
      try send(document, chunkSize, &isReadable, into: &sink)
      return isReadable ? try sink.sink.takeDocument() : nil
    }
    var encoder = WBXMLEncoder(options: .preserving)
    try send(document, chunkSize, &isReadable, into: &encoder)
    return isReadable ? try encoder.takeDocument() : nil
  }

  /// What a preserving encoder passes on piece by piece.
  private static func streamed(_ document: [UInt8], bufferBytes: Int) throws(CodingError) -> [UInt8] {
    var sink = EmbeddedDocuments(
      WBXMLStreamEncoder(options: .preserving, bufferBytes: bufferBytes, output: [UInt8]()))
    try WBXMLDecoder.decode(document.span, into: &sink)
    return sink.sink.output
  }

  private static func send(
    _ document: [UInt8], _ size: Int, _ isReadable: inout Bool, into sink: inout some EventSink & ~Copyable
  ) throws(CodingError) {
    var trace = EventTrace()
    do {
      try WBXMLDecoder.decode(document.span, into: &trace)
    } catch {
      isReadable = false
      return
    }
    var decoder = WBXMLDecoder()
    var start = 0
    while start < document.count {
      let end = min(start + min(size, document.count), document.count)
      try decoder.feed(document.span.extracting(start..<end), into: &sink)
      start = end
    }
    try decoder.finish(into: &sink)
  }

  /// Requires that a document survives, whole and in chunks, with embedded documents opened or not.
  private static func check(_ document: [UInt8], _ comment: Comment) throws -> Bool {
    var wasRead = false
    for (size, opensEmbedded) in [(Int.max, false), (.max, true), (1, false), (3, true)] {
      let again: [UInt8]?
      do {
        again = try preserved(document, chunkSize: size, opensEmbedded: opensEmbedded)
      } catch {
        Issue.record(
          "\(comment), chunks of \(size), embedded \(opensEmbedded): \(error)\n\(Hexadecimal.encode(document))")
        return true
      }
      guard let again else { continue }
      wasRead = true
      if again != document {
        Issue.record(
          "\(comment), chunks of \(size), embedded \(opensEmbedded):\n\(Hexadecimal.encode(document))\n\(Hexadecimal.encode(again))"
        )
        return true
      }
    }
    for bufferBytes in wasRead ? [1, 64] : [] {
      do {
        let again = try streamed(document, bufferBytes: bufferBytes)
        if again == document { continue }
        Issue.record(
          "\(comment), streamed by \(bufferBytes):\n\(Hexadecimal.encode(document))\n\(Hexadecimal.encode(again))")
      } catch {
        Issue.record("\(comment), streamed by \(bufferBytes): \(error)\n\(Hexadecimal.encode(document))")
      }
      return true
    }
    return wasRead
  }

  @Test("every sample comes out byte for byte", arguments: DifferentialTests.samples)
  func samples(_ sample: DifferentialTests.Sample) throws {
    #expect(try Self.check(sample.bytes, "\(sample.name)"))
  }

  @Test("documents in every shape that the grammar allows come out byte for byte")
  func generated() throws {
    var count = 0
    for seed in UInt64(1)...2500 {
      var generator = DocumentGenerator(seed: seed)
      if try Self.check(generator.document(), "seed \(seed)") { count += 1 }
    }
    #expect(count > 2000, "most documents that are generated can be read")
  }

  @Test("whatever can be read comes out byte for byte, also where bytes were damaged")
  func damaged() throws {
    var count = 0
    for seed in UInt64(1)...2500 {
      var generator = DocumentGenerator(seed: seed)
      var document = generator.document()
      for _ in 0...generator.random(3) {
        document[generator.random(document.count)] = UInt8(generator.random(256))
      }
      if try Self.check(document, "seed \(seed)") { count += 1 }
    }
    #expect(count > 300, "many damaged documents can be read all the same")
  }

  // MARK: Edited documents

  /// The records of an element that is not the root, of an attribute that is not alone, or of one text.
  private static func removable(_ tape: EventTape, _ generator: inout DocumentGenerator) -> Range<Int>? {
    let records = tape.records
    let start = generator.random(records.count)
    switch records[start].kind {
    case .startElement, .startLiteralElement:
      guard records[..<start].contains(where: { $0.kind == .startElement || $0.kind == .startLiteralElement }) else {
        return nil
      }
      var depth = 0
      for index in start..<records.count {
        switch records[index].kind {
        case .startElement, .startLiteralElement: depth += 1
        case .endElement: depth -= 1
        default: break
        }
        if depth == 0 { return start..<index + 1 }
      }
      return nil
    case .attribute, .literalAttribute:
      let end = records[(start + 1)...].firstIndex {
        [.attribute, .literalAttribute, .endAttributes, .endProcessingInstruction].contains($0.kind)
      }
      guard let end, records[end].kind == .attribute || records[end].kind == .literalAttribute else { return nil }
      return start..<end
    case .text, .attributeText, .opaque, .attributeOpaque, .extension: return start..<start + 1
    default: return nil
    }
  }

  private static func replay(
    _ tape: EventTape, without hole: Range<Int>, into sink: inout some EventSink & ~Copyable
  ) throws(CodingError) {
    try tape.replay(0..<hole.lowerBound, into: &sink)
    try tape.replay(hole.upperBound..<tape.records.count, into: &sink)
  }

  @Test("a document that loses an element, an attribute or a text on the way is still one, with all the rest")
  func edited() throws {
    var count = 0
    for seed in UInt64(1)...2000 {
      var generator = DocumentGenerator(seed: seed)
      let document = generator.document()
      var tape = EventTape(recordsLayout: true)
      guard (try? WBXMLDecoder.decode(document.span, into: &tape)) != nil,
        let hole = Self.removable(tape, &generator)
      else { continue }
      count += 1
      var expected = EventTrace()
      try Self.replay(tape, without: hole, into: &expected)
      var encoder = WBXMLEncoder(options: .preserving)
      try Self.replay(tape, without: hole, into: &encoder)
      let edited = try encoder.takeDocument()
      let outcome = decode([edited[...]])
      #expect(outcome.error == nil, "seed \(seed): \(Hexadecimal.encode(edited))")
      #expect(
        outcome.lines == expected.text.split(separator: "\n").map(String.init),
        "seed \(seed): \(Hexadecimal.encode(document)), \(Hexadecimal.encode(edited))")
    }
    #expect(count > 200)
  }

  @Test("a changed text is written anew, in the document's charset, with entities for what it lacks")
  func changedText() throws {
    // ISO-8859-1; a string table with "a"; STR_T, which another text takes the place of.
    let document = try hex("03 A4 01 04 02 61 00 6D 6B 46 4B 83 00 01 01 01 01")
    var encoder = WBXMLEncoder(options: .preserving)
    var tape = EventTape(recordsLayout: true)
    try WBXMLDecoder.decode(document.span, into: &tape)
    for index in tape.records.indices {
      guard tape.records[index].kind == .text else {
        try tape.replay(index..<index + 1, into: &encoder)
        continue
      }
      try encoder.text(Array("\u{E9}\u{20AC}x".utf8).span, tape.records[index].origin)
    }
    // é is one byte, the euro sign no character of ISO-8859-1.
    let expected = try hex("03 A4 01 04 02 61 00 6D 6B 46 4B 03 E9 00 02 C1 2C 03 78 00 01 01 01 01")
    // Record by record the table is no longer told with the document's start, but by itself.
    #expect(try encoder.takeDocument() == expected)
  }

  @Test("events that come from no document are written canonically")
  func withoutSource() throws {
    var preserving = WBXMLEncoder(options: .preserving)
    var canonical = WBXMLEncoder()
    for event in [
      Event.startDocument("syncml12"), .start(0, 0x2D), .literal("x"), .text("a"), .text("b"), .end, .end, .endDocument,
    ] {
      try event.send(to: &preserving)
      try event.send(to: &canonical)
    }
    #expect(try preserving.takeDocument() == canonical.takeDocument())
  }
}
