import SyncML

/// The protocol versions that are spoken: DM 1.2, and 1.1 and 1.3, which differ in nothing used here.
enum ProtocolVersion {
  /// The status that refuses a header's versions; nil where they are spoken.
  static func refusal(of header: SyncHdr) -> StatusCode? {
    guard ["1.1", "1.2"].contains(header.verDTD) else { return .dtdVersionNotSupported }
    guard ["DM/1.1", "DM/1.2", "DM/1.3"].contains(header.verProto) else { return .protocolVersionNotSupported }
    return nil
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

extension Status {
  /// Whether it answers the SyncHdr.
  var isForHeader: Bool { cmdRef == "0" || cmd == "SyncHdr" }

  /// The message and the command that it answers, as one key.
  var reference: String { "\(msgRef)/\(cmdRef)" }
}

extension SyncHdr {
  /// MaxMsgSize in bytes; nil where the sender says nothing, or nothing that is a number.
  var messageLimit: Int? { Self.bytes(meta?.maxMsgSize) }

  /// MaxObjSize in bytes; nil where the sender says nothing, or nothing that is a number.
  var objectLimit: Int? { Self.bytes(meta?.maxObjSize) }

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

extension Message {
  /// The Status of the SyncHdr of the other side's last message; the first where there are several.
  var headerStatus: Status? {
    for case .status(let status) in commands where status.isForHeader { return status }
    return nil
  }

  /// Whether it brings nothing new: no command but alert 1222, no answer but that to a SyncHdr, to 1222, or 213.
  var isIdle: Bool {
    commands.allSatisfy { command in
      switch command {
      case .status(let status): status.isForHeader || status.code == .chunkedItemAccepted || status.cmd == "Alert"
      case .alert(let alert): alert.code == .nextMessage
      default: false
      }
    }
  }
}
