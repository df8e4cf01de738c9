import SyncML

/// Collects the commands of a message and numbers them, as many as the other side's MaxMsgSize lets in.
struct MessageBuilder: ~Copyable {
  private var message: Message
  private var lastCmdID = 0
  /// Counts the bytes; nil where there is no limit, or the message cannot be encoded.
  private var meter: MessageMeter?
  /// The bytes that the message may have.
  private let limit: Int
  /// The number of commands that every message has, whatever it carries.
  private var baseCount = 0

  /// A message of a header.
  ///
  /// - Parameters:
  ///   - header: the message's header, signed.
  ///   - limit: the bytes that it may have; nil for any number.
  ///   - encoding: the encoding in which they count.
  init(_ header: SyncHdr, limit: Int? = nil, encoding: Encoding = .xml) {
    message = Message(header: header)
    self.limit = limit ?? .max
    // What cannot be encoded is refused by the encoder, with its reason, when the message is sent.
    meter = limit == nil ? nil : try? MessageMeter(header: header, encoding: encoding)
  }

  var isEmpty: Bool { message.commands.isEmpty }
  var msgID: String { message.header.msgID }
  /// Whether the message is within its limit.
  var fits: Bool {
    switch meter {
    case .some(let meter): meter.byteCount <= limit
    case .none: true
    }
  }
  /// Whether it holds nothing yet but what every message has.
  var isBare: Bool { message.commands.count <= baseCount }

  /// Says that what has been added so far is what every message has.
  mutating func markBase() { baseCount = message.commands.count }

  /// Adds a command, its members numbered after it, whatever the limit; the command as it was added.
  @discardableResult
  mutating func append(_ command: Command) -> Command {
    let numbered = number(command)
    message.commands.append(numbered)
    _ = try? meter?.add(numbered, within: .max)
    return numbered
  }

  /// Adds a command if the message stays within its limit.
  ///
  /// - Parameters:
  ///   - reserve: bytes to leave free.
  ///   - surplus: receives the bytes by which the command would be too long; 0 where it was added.
  /// - Returns: the command as it was added, or nil.
  mutating func appendIfFits(_ command: Command, reserve: Int = 0, surplus: inout Int) -> Command? {
    let before = lastCmdID
    let numbered = number(command)
    surplus = (try? meter?.add(numbered, within: limit - reserve)) ?? 0
    guard surplus == 0 else {
      lastCmdID = before
      return nil
    }
    message.commands.append(numbered)
    return numbered
  }

  /// The bytes to leave free for a command, whatever stands before it; 0 without a limit.
  mutating func room(for command: Command) -> Int {
    var command = command
    command.cmdID = String(lastCmdID + 100_000)
    // A page switch before it, where there is none yet.
    return (try? meter?.byteCount(adding: command)).map { $0 + 2 } ?? 0
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

  /// The command itself, then its members, theirs and so on.
  var flattened: [Command] {
    switch self {
    case .atomic(let group), .sequence(let group): [self] + group.commands.flatMap(\.flattened)
    default: [self]
    }
  }
}
