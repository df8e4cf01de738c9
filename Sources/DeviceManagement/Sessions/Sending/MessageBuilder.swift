import SyncML
import WBXML

/// Collects the commands of a message and numbers them, as many as the other side's MaxMsgSize lets in.
struct MessageBuilder: ~Copyable {
  private var message: Message
  private var lastCmdID = 0
  /// Counts the bytes; nil where there is no limit, or the message cannot be encoded.
  private let meter: Meter?
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
    meter = limit == nil ? nil : try? Meter(header, encoding)
    message = Message(header: header)
  }

  /// A meter on the heap: it is large, and a message is handed on from function to function.
  private final class Meter {
    var counter: MessageMeter

    init(_ header: SyncHdr, _ encoding: Encoding) throws(CodingError) {
      counter = try MessageMeter(header: header, encoding: encoding)
    }
  }

  var isEmpty: Bool { message.commands.isEmpty }
  /// Whether the message is within its limit.
  var fits: Bool { (meter?.counter.byteCount ?? 0) <= limit }
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
    let numbered = numbered(command)
    _ = try? meter?.counter.add(numbered, within: .max)
    message.commands.append(numbered)
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
    let numbered = numbered(command)
    surplus = (try? meter?.counter.add(numbered, within: limit - reserve)) ?? 0
    guard surplus == 0 else {
      lastCmdID = before
      return nil
    }
    message.commands.append(numbered)
    return before + 1
  }

  /// The bytes to leave free for a command, whatever stands before it; 0 without a limit.
  mutating func room(for command: Command) -> Int {
    if limit == .max { return 0 }
    var command = command
    command.cmdID = String(lastCmdID + 100_000)
    // A page switch before it, where there is none yet.
    return (try? meter?.counter.byteCount(adding: command)).map { $0 + 2 } ?? 0
  }

  /// The command with the next number. It is taken apart and put together, so that nothing in it is copied.
  private mutating func numbered(_ command: consuming Command) -> Command {
    lastCmdID += 1
    let cmdID = String(lastCmdID)
    switch consume command {
    case .status(var status):
      status.cmdID = cmdID
      return .status(status)
    case .add(var add):
      add.cmdID = cmdID
      return .add(add)
    case .replace(var replace):
      replace.cmdID = cmdID
      return .replace(replace)
    case .get(var get):
      get.cmdID = cmdID
      return .get(get)
    case .results(var results):
      results.cmdID = cmdID
      return .results(results)
    case .alert(var alert):
      alert.cmdID = cmdID
      return .alert(alert)
    case .atomic(var group):
      group.cmdID = cmdID
      for index in group.commands.indices { group.commands[index] = numbered(group.commands[index]) }
      return .atomic(group)
    case .sequence(var group):
      group.cmdID = cmdID
      for index in group.commands.indices { group.commands[index] = numbered(group.commands[index]) }
      return .sequence(group)
    case var other:
      other.cmdID = cmdID
      return other
    }
  }

  consuming func message(isFinal: Bool) -> Message {
    message.isFinal = isFinal
    return message
  }
}

extension Command {
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
