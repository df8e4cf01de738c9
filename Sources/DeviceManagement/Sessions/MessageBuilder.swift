import SyncML

/// Collects the commands of a message and numbers them.
struct MessageBuilder {
  private var message: Message
  private var lastCmdID = 0

  init(_ header: SyncHdr) { message = Message(header: header) }

  var isEmpty: Bool { message.commands.isEmpty }

  /// Adds a command, its members numbered after it; the CmdID it got.
  @discardableResult
  mutating func append(_ command: Command) -> String {
    let numbered = number(command)
    message.commands.append(numbered)
    return numbered.cmdID
  }

  private mutating func number(_ command: Command) -> Command {
    var command = command
    lastCmdID += 1
    command.cmdID = String(lastCmdID)
    switch command {
    case .atomic(var group):
      for index in group.commands.indices { group.commands[index] = number(group.commands[index]) }
      return .atomic(group)
    case .sequence(var group):
      for index in group.commands.indices { group.commands[index] = number(group.commands[index]) }
      return .sequence(group)
    default:
      return command
    }
  }

  func message(isFinal: Bool) -> Message {
    var message = message
    message.isFinal = isFinal
    return message
  }
}

extension Command {
  /// An answer of the executor as the command that carries it.
  init(_ answer: CommandExecutor.Answer) {
    switch answer {
    case .status(let status): self = .status(status)
    case .results(let results): self = .results(results)
    }
  }
}
