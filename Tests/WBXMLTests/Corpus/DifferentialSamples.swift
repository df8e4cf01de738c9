import Conformance
import Foundation
import Testing

extension DifferentialTests {
  /// A WBXML document that ours and other implementations are to read as the same.
  struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: [UInt8]
    var testDescription: String { name }
  }

  /// The fixtures, the vectors without an error, and the messages of the corpus where it is at hand.
  static let samples: [Sample] = {
    var samples = Fixture.all.compactMap { name in
      (try? Fixture.wbxml(name)).map { Sample(name: "Fixtures/\(name)", bytes: $0) }
    }
    let library = try? VectorLibrary.load(from: Files.root.appending(path: "Vectors")).library
    for vector in library?.vectors ?? [] {
      guard case .codec(let codec) = vector.content, codec.error == nil, codec.language == nil, let hex = codec.wbxml,
        let bytes = Hexadecimal.decode(hex)
      else { continue }
      samples.append(Sample(name: vector.id, bytes: bytes))
    }
    samples += Corpus.messages.compactMap { path in
      (try? Corpus.bytes(path)).map { Sample(name: path, bytes: $0) }
    }
    return samples
  }()
}

extension Explanation {
  /// Explanations without those of the corpus's files, where the corpus is absent.
  static func applicable(_ explanations: [Explanation]) -> [Explanation] {
    if Corpus.isPresent { return explanations }
    return explanations.map { explanation in
      Explanation(
        explanation.reason, explanation.samples.filter { $0.hasPrefix("WBXML-") || $0.hasPrefix("Fixtures/") })
    }
  }
}
