import SyncML

/// The other side's last message and what was answered, for a message that comes again; nothing older is kept.
///
/// Source: OMA-TS-DM_RepPro-V1_2 6.1.12 (MsgID); OMA-TS-DM_Protocol-V1_2 8.3.
struct AnswerMemory: Sendable {
  private struct Entry: Sendable {
    /// What was answered.
    var message: Message
    var integrity: MessageIntegrity?
    var answer: Message?
  }

  private var last: Entry?
  /// The highest number so far; nil where the other side does not number its messages.
  private var highest: Int?

  /// What a message is, by its number.
  enum Finding {
    /// It has not been seen.
    case new
    /// It is the last one again: this was its answer.
    case repeated(Message?)
    /// Its number has been used, by a message that is not at hand or is another one.
    case stale
  }

  func look(_ message: Message, _ integrity: MessageIntegrity?) -> Finding {
    let msgID = message.header.msgID
    if let last, last.message.header.msgID == msgID {
      // A number alone proves nothing, and what another message asks for must not be passed over in silence.
      return last.message == message && last.integrity == integrity ? .repeated(last.answer) : .stale
    }
    if let highest, let number = Int(msgID), number <= highest { return .stale }
    return .new
  }

  mutating func keep(_ answer: Message?, to message: Message, _ integrity: MessageIntegrity?) {
    last = Entry(message: message, integrity: integrity, answer: answer)
    if let number = Int(message.header.msgID) { highest = max(highest ?? number, number) }
  }
}
