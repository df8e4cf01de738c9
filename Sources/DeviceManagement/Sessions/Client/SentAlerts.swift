import SyncML

/// The alerts that a client has sent, so that the server's Statuses find them.
struct SentAlerts: SentNoting, Sendable {
  /// Those that have not been answered.
  private var alerts: [CommandReference: OutgoingAlert.ID] = [:]
  /// The chunk that was sent last, of an alert or of Results; nil where that was the last one.
  private(set) var chunk: CommandReference?
  /// The number of the message that is being filled.
  private var msgID = 0

  /// Whether no Status of the server can be for anything here.
  var isEmpty: Bool { chunk == nil && alerts.isEmpty }

  /// Begins a message.
  mutating func begin(msgID: Int) {
    self.msgID = msgID
    chunk = nil
  }

  mutating func note(_ cmdID: Int, _ command: consuming Command, _ tag: OutgoingQueue.Tag, isChunk: Bool) {
    let reference = CommandReference(msgID, cmdID)
    if isChunk {
      chunk = reference
    } else if case .alert(let id) = tag {
      alerts[reference] = id
    }
  }

  /// The alert that a Status is for, which is answered with it; nil where there is none.
  mutating func take(_ reference: CommandReference) -> OutgoingAlert.ID? { alerts.removeValue(forKey: reference) }

  /// Gives what was sent in one message the number of another one, in which it is sent again.
  mutating func move(from old: Int, to new: Int) {
    func moved(_ reference: CommandReference) -> CommandReference {
      reference.msgID == old ? CommandReference(new, reference.cmdID) : reference
    }
    alerts = Dictionary(uniqueKeysWithValues: alerts.map { (moved($0.key), $0.value) })
    chunk = chunk.map(moved)
  }
}
