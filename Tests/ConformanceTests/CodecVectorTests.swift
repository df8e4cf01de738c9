import Conformance
import Foundation
import Testing

/// That the codec vectors say all they can, beside that they pass; `CoverageTests` checks what they cover.
@Suite("Codec vectors") struct CodecVectorTests {
  private struct Codec: Sendable {
    var vector: Vector
    var codec: CodecVector
  }

  private static let all: [Codec] = VectorFiles.all.compactMap { vector in
    if case .codec(let codec) = vector.content { Codec(vector: vector, codec: codec) } else { nil }
  }

  @Test("every codec vector passes", arguments: VectorFiles.all.filter { $0.kind == "codec" })
  func passes(_ vector: Vector) {
    let result = Runner().check(vector)
    #expect(result.outcome == .passed, "\(result.reasons.joined(separator: "\n"))")
  }

  @Test("there are enough of them, positive and negative, and the negative ones say where")
  func counts() {
    let negative = Self.all.filter { $0.codec.error != nil }
    #expect(negative.count >= 150)
    #expect(Self.all.count - negative.count >= 150)
    let placeless = negative.filter { $0.codec.wbxml != nil && $0.codec.error?.offset == nil }.map(\.vector.id)
    #expect(placeless == [])
  }

  @Test("every positive vector says its events, its canonical form and its deviations, but for the few that cannot")
  func complete() {
    let positive = Self.all.filter { $0.codec.error == nil }
    // The nesting of 128 elements is checked by its bytes.
    #expect(positive.filter { $0.codec.events == nil }.map(\.vector.id) == ["WBXML-DOC-09"])
    #expect(positive.filter { $0.codec.canonical == nil }.map(\.vector.id) == [])
    #expect(positive.filter { $0.codec.wbxml != nil && $0.codec.diagnostics == nil }.map(\.vector.id) == [])
  }

  @Test("a vector's check fails where the events, the canonical form, a deviation or the error is another one")
  func checkCanFail() throws {
    func outcome(_ id: String, _ change: (inout CodecVector) -> Void) throws -> CheckResult.Outcome {
      let entry = try #require(Self.all.first { $0.vector.id == id })
      var codec = entry.codec
      change(&codec)
      var vector = entry.vector
      vector.content = .codec(codec)
      return Runner().check(vector).outcome
    }
    #expect(try outcome("WBXML-STRI-02") { _ in } == .passed)
    #expect(try outcome("WBXML-STRI-02") { $0.events?[4] = "-1.3" } == .failed)
    #expect(try outcome("WBXML-STRI-02") { $0.events?.removeLast() } == .failed)
    #expect(try outcome("WBXML-STRI-02") { $0.canonical? += "00" } == .failed)
    #expect(try outcome("WBXML-STRI-02") { $0.diagnostics = ["emptyContent"] } == .failed)
    #expect(try outcome("WBXML-STRI-04") { $0.error?.offset = 12 } == .failed)
    #expect(try outcome("WBXML-STRI-04") { $0.error?.code = "unexpectedEnd" } == .failed)
    #expect(try outcome("WBXML-STRI-04") { $0.error = nil } == .failed)
    #expect(try outcome("WBXML-XML-01") { $0.canonical = "02" } == .failed)
  }
}
