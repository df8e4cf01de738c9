import SyncML

/// The commands that a server has sent, so that the device's Statuses find them; those of the last two packages.
struct SentCommands: Sendable {
  private struct Entry: Sendable {
    var reference: CommandReference
    var command: Command
    var isAnswered: Bool
    /// Whether it is a chunk after which others follow: none of its Statuses is an answer to the command.
    var isChunk: Bool
  }

  /// In the order in which they were sent, which is that of their numbers.
  private var current: [Entry] = []
  private var previous: [Entry] = []
  /// The chunk that was sent last; nil where no object is being sent.
  private(set) var openChunk: CommandReference?

  /// Notes what has gone into a message.
  mutating func note(_ sent: OutgoingQueue.Sent, msgID: Int) {
    // A group's members have the numbers that follow its own.
    var cmdID = sent.cmdID
    note(sent.original, CommandReference(msgID, cmdID), isChunk: sent.isChunk)
    sent.original.forEachMember { member in
      cmdID += 1
      note(member, CommandReference(msgID, cmdID), isChunk: sent.isChunk)
    }
    openChunk = sent.isChunk ? CommandReference(msgID, sent.cmdID) : nil
  }

  private mutating func note(_ command: Command, _ reference: CommandReference, isChunk: Bool) {
    current.append(Entry(reference: reference, command: command, isAnswered: command.noResp, isChunk: isChunk))
  }

  func command(for reference: CommandReference) -> Command? {
    if let index = Self.index(of: reference, in: current) { return current[index].command }
    return Self.index(of: reference, in: previous).map { previous[$0].command }
  }

  /// Whether a Status is for a chunk after which others follow.
  func isChunk(_ reference: CommandReference) -> Bool {
    if let index = Self.index(of: reference, in: current) { return current[index].isChunk }
    return Self.index(of: reference, in: previous).map { previous[$0].isChunk } ?? false
  }

  mutating func didAnswer(_ reference: CommandReference) {
    if let index = Self.index(of: reference, in: current) { current[index].isAnswered = true }
  }

  /// Forgets the commands of a message that is sent again.
  mutating func forget(msgID: Int) {
    current.removeAll { $0.reference.msgID == msgID }
    openChunk = nil
  }

  /// Ends the package; the commands that have not been answered, in their order.
  mutating func endPackage() -> [Command] {
    var unanswered: [Command] = []
    for index in current.indices where !current[index].isAnswered && !current[index].isChunk {
      unanswered.append(current[index].command)
    }
    previous = current
    current = []
    return unanswered
  }

  private static func index(of reference: CommandReference, in entries: [Entry]) -> Int? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].reference < reference { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].reference == reference ? low : nil
  }
}
