public import SyncML

/// The MsgRef and CmdRef of a Status that no message of the device held.
private let noReference = "-"

extension ServerSession.Event {
  /// What the event says of the commands of a batch, as answers: Statuses and Results of the device, and Statuses that
  /// the server gives itself to what the device could not take or never answered.
  public var answers: [Command] {
    switch self {
    case .status(let status): return status.isForHeader ? [] : [.status(status)]
    case .results(let results): return [.results(results)]
    case .notSent(let command, _): return [command.status(.requestEntityTooLarge)]
    // What was sent is lost: the device tells which node it was for.
    case .objectLost(let items):
      return [
        .status(
          Status(
            msgRef: noReference, cmdRef: noReference, cmd: "Alert",
            targetRefs: items.compactMap { ($0.target ?? $0.source)?.locURI }, code: .commandFailed))
      ]
    case .unanswered(let commands): return commands.map { $0.status(.requestTimeout) }
    default: return []
    }
  }
}

extension Command {
  /// A Status of a command that the device has not answered.
  fileprivate func status(_ code: StatusCode) -> Command {
    .status(
      Status(
        msgRef: noReference, cmdRef: noReference, cmd: name, targetRefs: items.compactMap { $0.target?.locURI },
        code: code))
  }
}
