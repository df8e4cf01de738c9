import CMeasuring
import Testing

@testable import Benchmarking

@Suite("The bare token walk")
struct TokenWalkTests {
  @Test("sees what the decoder sees", arguments: BenchmarkShape.standard)
  func agrees(shape: BenchmarkShape) throws {
    for document in try BenchmarkInput(shape).documents {
      #expect(try TokenWalk().read(StableBytes(document.wbxml)) == document.evidence)
      #expect(try TokenWalk().read(StableBytes(document.stringTableWBXML)) == document.evidence)
    }
  }

  @Test("never leaves the bytes, wherever a document breaks off")
  func truncated() throws {
    for bytes in [try #require(BenchmarkInput(.dm2k).documents.first).wbxml, [0x03, 0x00, 0x80, 0x6A, 0x7F, 0x45]] {
      for count in 0..<bytes.count {
        #expect(throws: ContenderFailure.self) { try TokenWalk().read(StableBytes(Array(bytes[..<count]))) }
      }
    }
  }

  @Test(
    "refuses what it does not know",
    arguments: [
      [0x03, 0x01, 0x6A, 0x00, 0xC5, 0x05, 0x01, 0x01], [0x03, 0x01, 0x6A, 0x00, 0x45, 0x04, 0x00, 0x01],
      [0x03, 0x01, 0x6A, 0x00, 0x45, 0x83, 0x00, 0x01], [0x03, 0x01, 0x6A, 0x00, 0x45, 0xC3, 0x05, 0x01],
      [0x03, 0x01, 0x6A, 0x00, 0x01],
    ] as [[UInt8]])
  func unknown(bytes: [UInt8]) {
    #expect(throws: ContenderFailure.self) { try TokenWalk().read(StableBytes(bytes)) }
  }

  @Test("stands beside the others as a limit, unless nobody else is wanted")
  func contender() throws {
    let input = try BenchmarkInput(.dm2k)
    let walk = try #require(Peers([.expat]).contenders(.events, input).first)
    #expect(walk.name == TokenWalk.name && walk.isLimit)
    #expect(Peers([]).contenders(.events, input).isEmpty)
    let report = try Benchmark(
      shapes: [.dm2k], work: [.events], peers: [.expat], rounds: 3, minimumTime: .microseconds(100)
    ).run()
    let figures = try #require(report.results[0].contenders.first { $0.isLimit })
    let ratio = try #require(figures.ratio)
    #expect(abs(try #require(figures.timesLimit) * ratio - 1) < 1e-9)
    #expect(report.text.contains("a limit: swift-syncml takes"))
  }
}
