public import SyncML

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

  /// Runs so many management sessions, one after the other, and measures nothing: for profilers.
  ///
  /// - Returns: the messages of all sessions together.
  /// - Throws: ``ContenderFailure`` where a session did not do what it is for, and errors of the codec: faults of this
  ///   package.
  public static func profile(_ flow: SessionFlow, in encoding: Encoding, sessions: Int) throws -> Int {
    let setup = try MeasuredSession.Setup(flow, encoding)
    var messages = 0
    for _ in 0..<sessions {
      var session = MeasuredSession(setup)
      try session.run()
      messages += session.messages
    }
    return messages
  }
}
