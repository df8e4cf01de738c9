import SyncML

/// The commands that a server has sent, so that the device's Statuses find them; those of the last two packages.
struct SentCommands: Sendable {
  private struct Entry: Sendable {
    var command: Command
    var isAnswered: Bool
    /// Whether it is a chunk after which others follow: none of its Statuses is an answer to the command.
    var isChunk: Bool
    var order: Int
  }

  private var current: [String: Entry] = [:]
  private var previous: [String: Entry] = [:]
  private var count = 0
  /// The chunk that was sent last; nil where no object is being sent.
  private(set) var openChunk: String?

  /// Notes what has gone into a message.
  mutating func note(_ sent: OutgoingQueue.Sent, msgID: String) {
    switch sent.original {
    case .atomic, .sequence:
      // The numbered command and the one that was queued have the same members in the same order.
      for (numbered, original) in zip(sent.command.flattened, sent.original.flattened) {
        note(numbered, original, sent, msgID)
      }
    default: note(sent.command, sent.original, sent, msgID)
    }
    openChunk = sent.isChunk ? "\(msgID)/\(sent.command.cmdID)" : nil
  }

  private mutating func note(_ numbered: Command, _ original: Command, _ sent: OutgoingQueue.Sent, _ msgID: String) {
    count += 1
    current["\(msgID)/\(numbered.cmdID)"] = Entry(
      command: original, isAnswered: original.noResp, isChunk: sent.isChunk, order: count)
  }

  func command(for reference: String) -> Command? { (current[reference] ?? previous[reference])?.command }

  /// Whether a Status is for a chunk after which others follow.
  func isChunk(_ reference: String) -> Bool { (current[reference] ?? previous[reference])?.isChunk ?? false }

  mutating func didAnswer(_ reference: String) { current[reference]?.isAnswered = true }

  /// Forgets the commands of a message that is sent again.
  mutating func forget(msgID: String) {
    current = current.filter { !$0.key.hasPrefix("\(msgID)/") }
    openChunk = nil
  }

  /// Ends the package; the commands that have not been answered, in their order.
  mutating func endPackage() -> [Command] {
    let unanswered = current.values.filter { !$0.isAnswered && !$0.isChunk }.sorted { $0.order < $1.order }
    previous = current
    current = [:]
    return unanswered.map(\.command)
  }
}
