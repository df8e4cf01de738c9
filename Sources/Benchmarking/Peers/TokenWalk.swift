internal import CMeasuring

/// A walk over a document's tokens in C that checks next to nothing: the limit for whoever reads all of it.
struct TokenWalk {
  static let name = "bare token walk in C"

  /// Walks over a document; returns what it saw, as ``CountingSink/evidence`` does.
  func read(_ document: StableBytes) throws -> Int {
    var counts = MeasuringTokenCounts()
    // SAFE: the document's bytes stay where they are, and the function writes to `counts` alone.
    guard unsafe measuring_walk_tokens(document.pointer, document.count, &counts) else {
      throw ContenderFailure("the walk does not know all of the document's tokens")
    }
    return Int(truncatingIfNeeded: counts.elements &* 1_000_003 &+ counts.text_bytes)
  }
}
