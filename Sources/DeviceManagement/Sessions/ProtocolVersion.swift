import SyncML

/// The protocol versions that are spoken: DM 1.2, and 1.1 and 1.3, which differ in nothing used here.
enum ProtocolVersion {
  /// The status that refuses a header's versions; nil where they are spoken.
  static func refusal(of header: SyncHdr) -> StatusCode? {
    switch header.verDTD {
    case "1.2", "1.1": break
    default: return .dtdVersionNotSupported
    }
    switch header.verProto {
    case "DM/1.2", "DM/1.1", "DM/1.3": return nil
    default: return .protocolVersionNotSupported
    }
  }
}

extension Command {
  /// Whether it answers a command of the other side.
  var isAnswer: Bool {
    switch self {
    case .status, .results: true
    default: false
    }
  }

  /// The code of an Alert; nil for other commands.
  var alertCode: AlertCode? {
    if case .alert(let alert) = self { alert.code } else { nil }
  }

  /// Whether it is about the exchange of messages rather than about the device: it may stand between chunks.
  var isAboutMessages: Bool {
    switch alertCode {
    case .nextMessage, .sessionAbort, .noEndOfData: true
    default: false
    }
  }
}

extension SyncHdr {
  /// MaxMsgSize in bytes; nil where the sender says nothing, or nothing that is a number.
  var messageLimit: Int? { meta.flatMap { Self.bytes($0.maxMsgSize) } }

  /// MaxObjSize in bytes; nil where the sender says nothing, or nothing that is a number.
  var objectLimit: Int? { meta.flatMap { Self.bytes($0.maxObjSize) } }

  private static func bytes(_ text: String?) -> Int? {
    guard let number = text.flatMap({ Int($0.filter { !$0.isWhitespace }) }), number >= 0 else { return nil }
    return number
  }

  /// The Meta that says what the sender takes; nil where it says nothing.
  static func sizes(maxMsgSize: Int?, maxObjSize: Int?) -> Meta? {
    guard maxMsgSize != nil || maxObjSize != nil else { return nil }
    return Meta(maxMsgSize: maxMsgSize.map(String.init), maxObjSize: maxObjSize.map(String.init))
  }
}

/// What a message brings, in one look at its commands.
struct MessageContents {
  /// The code of the Status of the SyncHdr of the other side's last message; of the first where there are several.
  private(set) var headerCode: StatusCode?
  /// How many commands there are, answers apart.
  private(set) var commandCount = 0
  /// Whether one of them is alert 1223.
  private(set) var isAborting = false
  /// Whether the message brings nothing new: no command but alert 1222, no answer but that to a SyncHdr, to 1222, or
  /// 213.
  private(set) var isIdle = true

  init(of message: Message) {
    var hasHeaderStatus = false
    for index in message.commands.indices {
      switch message.commands[index] {
      case .status(let status):
        let isForHeader = status.isForHeader
        if isForHeader, !hasHeaderStatus {
          hasHeaderStatus = true
          headerCode = status.code
        }
        if !isForHeader, status.code != .chunkedItemAccepted, status.cmd != "Alert" { isIdle = false }
      case .results: isIdle = false
      case .alert(let alert):
        commandCount += 1
        if alert.code == .sessionAbort { isAborting = true }
        if alert.code != .nextMessage { isIdle = false }
      default:
        commandCount += 1
        isIdle = false
      }
    }
  }
}
