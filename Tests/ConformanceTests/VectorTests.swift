import Conformance
import Foundation
import Testing

@Suite struct VectorTests {
  @Test("every file below Vectors is a vector, and no id stands twice")
  func filesLoad() throws {
    let (library, errors) = try VectorFiles.loaded.get()
    #expect(errors == [])
    #expect(!library.vectors.isEmpty)
  }

  @Test("there are enough vectors of each kind, and a third of the messages is invalid")
  func counts() {
    let kinds = Dictionary(grouping: VectorFiles.all, by: \.kind).mapValues(\.count)
    #expect(kinds["codec", default: 0] >= 40)
    #expect(kinds["message", default: 0] >= 150)
    #expect(kinds["flow", default: 0] >= 120)
    #expect(kinds["server", default: 0] >= 45)
    #expect(kinds["digest", default: 0] >= 20)
    #expect(kinds["notification", default: 0] >= 20)
    #expect(kinds["bootstrap", default: 0] >= 20)
    let messages = VectorFiles.all.compactMap { if case .message(let message) = $0.content { message } else { nil } }
    #expect(messages.filter { !$0.valid }.count * 3 >= messages.count)
  }

  @Test("every vector passes", arguments: VectorFiles.all)
  func vectorPasses(vector: Vector) {
    let result = Runner().check(vector)
    #expect(result.outcome == .passed, "\(result.reasons.joined(separator: "\n"))")
  }

  @Test("every requirement that a vector names exists")
  func requirementsExist() {
    let known = Set(Requirement.all.map(\.id))
    for vector in VectorFiles.all { #expect(known.isSuperset(of: vector.requirements), "\(vector.id)") }
  }

  @Test("a flow's messages go over the line in both encodings, and the transcript holds them")
  func transcript() throws {
    let vector = try #require(VectorFiles.all.first { $0.id == "SCHED-TIME-01" })
    let transcript = Runner().check(vector).transcript
    for encoding in ["wbxml", "xml"] {
      let bytes = transcript.filter { $0.encoding == encoding && $0.direction == .toDevice }.map(\.bytes)
      #expect(bytes.count > 5)
      #expect(bytes.allSatisfy { ($0.first == 0x02) == (encoding == "wbxml") })
    }
  }
}
