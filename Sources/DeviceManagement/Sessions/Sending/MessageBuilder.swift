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
    self.limit = limit ?? .max
    // What cannot be encoded is refused by the encoder, with its reason, when the message is sent.
    meter = limit == nil ? nil : try? MessageMeter(header: header, encoding: encoding)
    message = Message(header: header)
  }

  var isEmpty: Bool { message.commands.isEmpty }
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

  /// Makes room for so many more commands, where all of them go into the message.
  mutating func reserveCapacity(_ count: Int) {
    if limit == .max { message.commands.reserveCapacity(message.commands.count + count) }
  }

  /// Adds a command, its members numbered after it, whatever the limit; the number that it got.
  @discardableResult
  mutating func append(_ command: consuming Command) -> Int {
    let cmdID = lastCmdID + 1
    number(&command)
    _ = try? meter?.add(command, within: .max)
    message.commands.append(command)
    return cmdID
  }

  /// Adds a command if the message stays within its limit.
  ///
  /// - Parameters:
  ///   - reserve: bytes to leave free.
  ///   - surplus: receives the bytes by which the command would be too long; 0 where it was added.
  /// - Returns: the number that the command got, or nil.
  mutating func appendIfFits(_ command: consuming Command, reserve: Int = 0, surplus: inout Int) -> Int? {
    let before = lastCmdID
    number(&command)
    surplus = (try? meter?.add(command, within: limit - reserve)) ?? 0
    guard surplus == 0 else {
      lastCmdID = before
      return nil
    }
    message.commands.append(command)
    return before + 1
  }

  /// The bytes to leave free for a command, whatever stands before it; 0 without a limit.
  mutating func room(for command: Command) -> Int {
    if limit == .max { return 0 }
    var command = command
    command.cmdID = String(lastCmdID + 100_000)
    // A page switch before it, where there is none yet.
    return (try? meter?.byteCount(adding: command)).map { $0 + 2 } ?? 0
  }

  private mutating func number(_ command: inout Command) {
    lastCmdID += 1
    command.cmdID = String(lastCmdID)
    switch command {
    case .atomic(var group):
      for index in group.commands.indices { number(&group.commands[index]) }
      command = .atomic(group)
    case .sequence(var group):
      for index in group.commands.indices { number(&group.commands[index]) }
      command = .sequence(group)
    default: break
    }
  }

  consuming func message(isFinal: Bool) -> Message {
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

  /// Hands over a group's members, each before its own; nothing for another command.
  func forEachMember(_ body: (Command) -> Void) {
    switch self {
    case .atomic(let group), .sequence(let group):
      for member in group.commands {
        body(member)
        member.forEachMember(body)
      }
    default: break
    }
  }
}
