import SyncML

/// The SyncML Toolkit's turns: on messages without what it cannot read.
enum ToolkitContender {
  /// The toolkit as a contender in decoding or encoding typed messages.
  ///
  /// Debian's build jumps to address 0 on a legal Exec, Atomic, Sequence, Copy or Search: these commands are taken out
  /// of its messages, which it is told in its name, and so it has less to do than this package.
  static func make(_ work: BenchmarkWork, _ input: BenchmarkInput) -> Contender {
    var leftOut: Set<String> = []
    var messages: [Message] = []
    for document in input.documents {
      var message = document.message
      message.commands.removeAll { command in
        if accepts(command) { return false }
        leftOut.insert(command.name)
        return true
      }
      messages.append(message)
    }
    let without = leftOut.isEmpty ? "" : ", without \(leftOut.sorted().joined(separator: ", "))"
    let name = "SyncML Toolkit" + without
    let documents = messages.map { (try? $0.encoded(as: .wbxml)).map(StableBytes.init) }
    let longest = documents.compactMap { $0?.count }.max() ?? 0
    guard let peer = ToolkitPeer(messageBytes: longest) else {
      return Contender(name, proof: .exactly(documents.map { _ in 0 })) { _ in
        throw ContenderFailure("the toolkit makes no instance for \(longest) bytes")
      }
    }
    func document(_ index: Int) throws -> StableBytes {
      guard let document = documents[index] else { throw ContenderFailure("the message cannot be written") }
      return document
    }
    if work == .typedDecode {
      return Contender(name, proof: .exactly(messages.map(\.commands.count))) { try peer.decode(document($0)) }
    }
    var structures: [Int: ToolkitPeer.Structures] = [:]
    // Much shorter output would mean that content is missing.
    let proof = Contender.Proof.moreThan(documents.map { ($0?.count ?? 0) * 9 / 10 })
    return Contender(name, proof: proof, isOutputSize: true) { index in
      if let known = structures[index] { return try peer.encode(known) }
      let new = try peer.structures(of: document(index))
      structures[index] = new
      return try peer.encode(new)
    }
  }

  private static func accepts(_ command: Command) -> Bool {
    switch command {
    case .add, .replace, .delete, .get, .put, .move, .alert, .status, .results, .map: true
    case .exec, .atomic, .sequence, .copy, .search, .sync, .other: false
    }
  }
}
