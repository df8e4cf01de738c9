import Conformance
import Foundation

/// The WBXML documents that ours and other implementations are to read as the same.
enum DifferentialSamples {
  /// The fixtures, the vectors without an error, and the messages of the corpus where it is at hand; by name.
  static let wbxml: [(name: String, sample: [UInt8])] = {
    var samples = Fixture.all.compactMap { name in
      (try? Fixture.wbxml(name)).map { (name: "Fixtures/\(name)", sample: $0) }
    }
    let library = try? VectorLibrary.load(from: Files.root.appending(path: "Vectors")).library
    for vector in library?.vectors ?? [] {
      guard case .codec(let codec) = vector.content, codec.error == nil, codec.language == nil, let hex = codec.wbxml,
        let bytes = Hexadecimal.decode(hex)
      else { continue }
      samples.append((vector.id, bytes))
    }
    return samples + Corpus.messages.compactMap { path in (try? Corpus.bytes(path)).map { (path, $0) } }
  }()

  /// Explanations without those of the corpus's files, where the corpus is absent.
  static func applicable(_ explanations: [Explanation]) -> [Explanation] {
    if Corpus.isPresent { return explanations }
    return explanations.map { explanation in
      Explanation(
        explanation.reason, explanation.samples.filter { $0.hasPrefix("WBXML-") || $0.hasPrefix("Fixtures/") })
    }
  }
}
