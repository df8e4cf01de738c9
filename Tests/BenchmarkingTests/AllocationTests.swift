import CMeasuring
import Testing
import WBXML

@testable import Benchmarking

/// Allocations are counted on Linux with glibc, and not under a sanitizer.
@Suite("Heap allocations", .enabled(if: measuring_counts_allocations(), "this system's malloc cannot be counted"))
struct AllocationTests {
  /// The allocations of this thread while some work is done.
  static func allocations(_ work: () throws -> Void) rethrows -> UInt64 {
    let before = measuring_allocations()
    try work()
    return measuring_allocations() - before
  }

  @Test("the counter counts arrays, objects and what Swift aligns")
  func counter() throws {
    final class Object { var number = 0 }
    var kept: [AnyObject] = []
    kept.reserveCapacity(8)
    #expect(Self.allocations { kept.append(Object()) } == 1)
    var bytes: [UInt8] = []
    #expect(Self.allocations { bytes.reserveCapacity(1000) } == 1)
    #expect(Self.allocations { bytes.append(1) } == 0)
    let aligned = Self.allocations {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 256)
      unsafe memory.deallocate()
    }
    #expect(aligned == 1)
  }

  @Test(
    "decoding a message allocates nothing once the decoder has decoded one",
    arguments: BenchmarkShape.standard, [BenchmarkWork.events, .tableEvents])
  func decode(shape: BenchmarkShape, work: BenchmarkWork) throws {
    let input = try BenchmarkInput(shape)
    let documents = input.documents.map { work == .events ? $0.wbxml : $0.stringTableWBXML }
    for chunk in [Int.max, 512, 7] {
      let reading = Reading()
      for document in documents { _ = try reading.read(document, chunk: chunk) }
      for (document, bytes) in zip(input.documents, documents) {
        var evidence = 0
        let count = try Self.allocations { evidence = try reading.read(bytes, chunk: chunk) }
        #expect(evidence == document.evidence)
        #expect(count == 0, "chunks of \(chunk)")
      }
    }
  }

  @Test(
    "encoding a message allocates the document that it hands over, and nothing else once the encoder has encoded one",
    arguments: BenchmarkShape.standard)
  func encode(shape: BenchmarkShape) throws {
    let input = try BenchmarkInput(shape)
    let encoding = Encoding()
    for document in input.documents { _ = try encoding.copy(document.wbxml) }
    for document in input.documents {
      var size = 0
      let count = try Self.allocations { size = try encoding.copy(document.wbxml) }
      #expect(size == document.wbxml.count)
      #expect(count == 1)
    }
  }

  @Test(
    "encoding a message to a sink allocates nothing once the encoder has encoded some",
    arguments: BenchmarkShape.standard)
  func stream(shape: BenchmarkShape) throws {
    let input = try BenchmarkInput(shape)
    let encoding = StreamEncoding()
    for document in input.documents + input.documents { _ = try encoding.copy(document.wbxml) }
    for document in input.documents {
      var size = 0
      let count = try Self.allocations { size = try encoding.copy(document.wbxml) }
      #expect(size == document.wbxml.count)
      #expect(count == 0)
    }
  }

  /// A decoder that feeds an encoder which passes on what it writes.
  private final class StreamEncoding {
    private var decoder = WBXMLDecoder()
    private var encoder = WBXMLStreamEncoder(bufferBytes: 4096, output: ByteCounter())

    func copy(_ document: [UInt8]) throws(CodingError) -> Int {
      decoder.reset()
      encoder.reset()
      encoder.output.count = 0
      try decoder.feed(document.span, into: &encoder)
      try decoder.finish(into: &encoder)
      return encoder.output.count
    }
  }

  /// A decoder that feeds an encoder.
  private final class Encoding {
    private var decoder = WBXMLDecoder()
    private var encoder = WBXMLEncoder()

    func copy(_ document: [UInt8]) throws(CodingError) -> Int {
      decoder.reset()
      encoder.reset()
      try decoder.feed(document.span, into: &encoder)
      try decoder.finish(into: &encoder)
      return try encoder.takeDocument().count
    }
  }

  @Test("a report says what was counted in its own run")
  func report() throws {
    let report = try Benchmark(shapes: [.dm2k], work: [.events, .typedDecode], peers: [], rounds: 1).run()
    #expect(report.countsAllocations)
    let (decoding, messages) = (report.results[0].contenders[0], report.results[1].contenders[0])
    #expect(decoding.allocations == 0)
    #expect(decoding.allocationsPerEvent == 0)
    #expect(try #require(messages.allocations) > 10)
    #expect(report.text.contains("counted by this program's malloc"))
  }
}
