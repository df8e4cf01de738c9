/// One way to do a piece of work, which is measured beside others.
struct Contender {
  let name: String
  let proof: Proof
  /// Whether the number is the bytes of what it wrote.
  let isOutputSize: Bool
  /// Whether it does only a part of the work, which nobody who does all of it can outrun by much.
  let isLimit: Bool
  /// Works on one of the documents; returns a number that shows that it did.
  let run: (_ document: Int) throws -> Int

  /// What that number has to be, for each document.
  enum Proof {
    case exactly([Int])
    case moreThan([Int])

    func holds(_ evidence: Int, for document: Int) -> Bool {
      switch self {
      case .exactly(let numbers): evidence == numbers[document]
      case .moreThan(let numbers): evidence > numbers[document]
      }
    }
  }

  init(
    _ name: String, proof: Proof, isOutputSize: Bool = false, isLimit: Bool = false,
    run: @escaping (Int) throws -> Int
  ) {
    self.name = name
    self.proof = proof
    self.isOutputSize = isOutputSize
    self.isLimit = isLimit
    self.run = run
  }
}

/// Something that did not do its work: its figures would mean nothing.
struct ContenderFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
