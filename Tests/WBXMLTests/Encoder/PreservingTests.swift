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
        Issue.record("\(comment), chunks of \(size), embedded \(opensEmbedded): \(error)\n\(Hexadecimal.encode(document))")
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
}
