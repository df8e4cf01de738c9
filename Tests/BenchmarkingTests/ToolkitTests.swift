import SyncML
import Testing

@testable import Benchmarking

@Suite(
  "The SyncML Toolkit as a peer", .enabled(if: ToolkitPeer(messageBytes: 0) != nil, "libsynthesis.so.0 is missing"))
struct ToolkitTests {
  @Test(
    "it reads all commands but those that it crashes on",
    arguments: [(BenchmarkShape.dm2k, 19, "SyncML Toolkit, without Exec"), (.sync100k, 254, "SyncML Toolkit")])
  func decode(shape: BenchmarkShape, commands: Int, name: String) throws {
    let input = try BenchmarkInput(shape)
    let contender = ToolkitContender.make(.typedDecode, input)
    #expect(contender.name == name)
    for document in input.documents.indices {
      let count = try contender.run(document)
      #expect(count == commands)
      #expect(contender.proof.holds(count, for: document))
    }
  }

  @Test("it writes the messages that it has read, again and again", arguments: BenchmarkShape.standard)
  func encode(shape: BenchmarkShape) throws {
    let input = try BenchmarkInput(shape)
    let contender = ToolkitContender.make(.typedEncode, input)
    for document in input.documents.indices {
      let count = try contender.run(document)
      #expect(contender.proof.holds(count, for: document))
      #expect(count <= input.documents[document].wbxml.count + 16)
      #expect(try contender.run(document) == count)
    }
  }

  @Test("what is no message is refused")
  func refused() throws {
    let peer = try #require(ToolkitPeer(messageBytes: 64))
    #expect(throws: ContenderFailure.self) { try peer.decode(StableBytes(Array("BEGIN:VCARD".utf8))) }
  }
}
