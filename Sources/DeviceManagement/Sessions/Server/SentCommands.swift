import SyncML

/// The commands that a server has sent, so that the device's Statuses find them; those of the last two packages.
struct SentCommands: SentNoting, Sendable {
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

  /// The number of the message that is being filled.
  private var msgID = 0

  /// Begins a message, into which so many commands may go.
  mutating func begin(msgID: Int, capacity: Int) {
    self.msgID = msgID
    if current.isEmpty { current.reserveCapacity(capacity) }
  }

  mutating func note(_ cmdID: Int, _ command: consuming Command, _ tag: OutgoingQueue.Tag, isChunk: Bool) {
    openChunk = isChunk ? CommandReference(msgID, cmdID) : nil
    switch command {
    case .atomic, .sequence:
      note(copy command, cmdID, isChunk: isChunk)
      // A group's members have the numbers that follow its own.
      var memberID = cmdID
      command.forEachMember { member in
        memberID += 1
        note(member, memberID, isChunk: isChunk)
      }
    default: note(command, cmdID, isChunk: isChunk)
    }
  }

  private mutating func note(_ command: consuming Command, _ cmdID: Int, isChunk: Bool) {
    let isAnswered = command.noResp
    current.append(
      Entry(reference: CommandReference(msgID, cmdID), command: command, isAnswered: isAnswered, isChunk: isChunk))
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
