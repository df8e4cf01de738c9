extension Benchmark {
  /// Does this package's side of a kind of work on so many documents, and measures nothing: for profilers.
  ///
  /// - Returns: the events of all documents together.
  /// - Throws: `CodingError` where an input cannot be made, and ``ContenderFailure`` where the work was not done, which
  ///   would be faults of this package, or there is no such work for the shape.
  public static func profile(_ work: BenchmarkWork, on shape: BenchmarkShape, documents: Int) throws -> Int {
    let input = try BenchmarkInput(shape)
    guard work.applies(to: shape), let contender = work.contenders(input).first else {
      throw ContenderFailure("there is no \(work.rawValue) for \(shape.rawValue)")
    }
    var events = 0
    for number in 0..<documents {
      let document = number % input.documents.count
      guard contender.proof.holds(try contender.run(document), for: document) else {
        throw ContenderFailure("\(work.title) did not do the work")
      }
      events += input.documents[document].events
    }
    return events
  }
}
