import SyncML

/// The other side's last message and what was answered, for a message that comes again; nothing older is kept.
///
/// Source: OMA-TS-DM_RepPro-V1_2 6.1.12 (MsgID); OMA-TS-DM_Protocol-V1_2 8.3.
struct AnswerMemory: Sendable {
  private struct Entry: Sendable {
    /// The number of the message that was answered.
    var msgID: String
    /// The message itself; nil for one that was refused, of which the hash tells whether another one is the same: whoever
    /// has proved nothing is not to make this side keep a large message.
    var message: Message?
    var hash = 0
    var integrity: MessageIntegrity?
    var answer: Message?
  }

  /// The message that was answered last.
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
    if let last, last.msgID == msgID {
      // A number alone proves nothing, and what another message asks for must not be passed over in silence.
      let isSame = last.message.map { $0 == message } ?? (last.hash == message.hashValue)
      return isSame && last.integrity == integrity ? .repeated(last.answer) : .stale
    }
    if let highest, let number = Int(msgID), number <= highest { return .stale }
    return .new
  }

  mutating func keep(_ answer: Message?, to message: Message, _ integrity: MessageIntegrity?) {
    let msgID = message.header.msgID
    if let answer, answer.refusesCredentials {
      last = Entry(msgID: msgID, message: nil, hash: message.hashValue, integrity: integrity, answer: answer)
    } else {
      last = Entry(msgID: msgID, message: message, integrity: integrity, answer: answer)
    }
    if let number = Int(msgID) { highest = max(highest ?? number, number) }
  }
}

extension Message {
  /// Whether it begins with a Status that refuses the other side's credentials, or their absence.
  fileprivate var refusesCredentials: Bool {
    guard case .status(let status)? = commands.first, status.isForHeader else { return false }
    return status.code?.refusesCredentials == true
  }
}
