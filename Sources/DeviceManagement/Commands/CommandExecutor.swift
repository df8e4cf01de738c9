public import SyncML

/// Carries out the commands of one message on a device, and collects the Status and Results that answer them.
///
/// The session uses it for a server's message, the scheduler for a stored task: both follow the same rules.
///
/// Source: OMA-TS-DM_RepPro-V1_2 section 6.5 (commands), section 7 (status codes).
public struct CommandExecutor: Sendable {
  /// What answers a command, in the order it is sent: a command's Status, then its Results.
  public enum Answer: Hashable, Sendable {
    /// What became of a command, or of one of its items.
    case status(Status)
    /// What a Get brought.
    case results(Results)
  }

  /// The answers so far, in the order of the commands; the session numbers them.
  public var answers: [Answer] {
    replies.compactMap { reply in
      switch reply {
      case .status(let status): .status(status)
      case .results(let results): .results(results)
      default: nil
      }
    }
  }

  /// The answers as the commands that carry them.
  private(set) var replies: [Command] = []

  let actor: Actor
  let msgRef: String
  let suppressesStatus: Bool
  let honoursNoResp: Bool
  /// What the open groups have changed so far, with the command that did it: told to the device when it is certain.
  private var applied: [(change: ProposedChange, cmdID: String)] = []
  /// Where in `applied` each open group begins.
  private var groups: [Int] = []
  /// The command that is being carried out.
  var cmdID = ""
  var targets = TargetReader()
  /// Whether a subtree is being made what a serialized tree says: how many nodes there must be counts at its end.
  var isReplacingTree = false
  /// The node of a serialized tree for which the item being carried out was refused.
  var faultyNode: NodeURI?
  /// Whether the user has cancelled: nothing more of the message is carried out.
  private(set) var isStopped = false

  /// The bytes that an item of a command may have; more gets 413.
  var maximumObjectSize: Int?
  /// The bytes that the data of a result may have; more gets 413.
  var maximumResultSize: Int?
  /// The encoding in which results are sent.
  var encoding = Encoding.xml
  /// Whether the answers to an Atomic can be sent in one message, where they must be; nil where they need not.
  var answersFit: (@Sendable ([Command]) -> Bool)?

  /// An executor for the commands of one message.
  ///
  /// - Parameters:
  ///   - actor: on whose behalf the commands run.
  ///   - msgRef: the message that held them.
  ///   - suppressesStatus: whether the header's NoResp asks for no Status at all.
  ///   - honoursNoResp: whether a command's own NoResp leaves out its Status.
  public init(
    actor: Actor, msgRef: String, suppressesStatus: Bool = false, honoursNoResp: Bool = true
  ) {
    self.actor = actor
    self.msgRef = msgRef
    self.suppressesStatus = suppressesStatus
    self.honoursNoResp = honoursNoResp
  }

  /// How far the commands of a group have come.
  enum Flow {
    case goesOn
    /// The user said no, or did not answer: what follows in the group is not executed.
    case isCancelled
    /// The user cancelled: what follows in the message is not executed.
    case isStopped
  }

  /// Carries out commands one after the other.
  public mutating func execute(_ commands: [Command], on device: inout some ManagedDevice) {
    for command in commands { execute(command, on: &device) }
  }

  /// Carries out the next command.
  mutating func execute(_ command: Command, on device: inout some ManagedDevice) {
    if isStopped {
      appendNotExecuted(command)
    } else {
      _ = execute(command, on: &device, inAtomic: false)
    }
  }

  /// Carries out one command; false where it failed.
  mutating func execute(_ command: Command, on device: inout some ManagedDevice, inAtomic: Bool) -> (Bool, Flow) {
    switch command {
    case .add(let add): return (executeItems(of: add, .add, on: &device, inAtomic: inAtomic), .goesOn)
    case .replace(let replace): return (executeItems(of: replace, .replace, on: &device, inAtomic: inAtomic), .goesOn)
    case .delete(let delete): return (executeItems(of: delete, .delete, on: &device, inAtomic: inAtomic), .goesOn)
    case .copy(let copy): return (executeItems(of: copy, .copy, on: &device, inAtomic: inAtomic), .goesOn)
    case .get(let get): return (executeItems(of: get, .get, on: &device, inAtomic: inAtomic), .goesOn)
    case .exec(let exec):
      return (execute(exec, command, on: &device, inAtomic: inAtomic), .goesOn)
    case .alert(let alert):
      return execute(alert, command, on: &device)
    case .sequence(let group):
      return execute(group, command, on: &device, inAtomic: inAtomic)
    case .atomic(let group):
      return (executeAtomic(group, command, on: &device, inAtomic: inAtomic), isStopped ? .isStopped : .goesOn)
    case .status, .results:
      return (true, .goesOn)
    case .put, .move, .sync, .map, .search, .other:
      // Data synchronization's: no part of DM (DM RepPro 6.6).
      append(command, .optionalFeatureNotSupported)
      return (false, .goesOn)
    }
  }

  // MARK: Groups

  /// A Sequence is 200 once it has begun; its members have statuses of their own.
  private mutating func execute(
    _ group: CommandGroup, _ command: Command, on device: inout some ManagedDevice, inAtomic: Bool
  ) -> (Bool, Flow) {
    append(command, .ok)
    var succeeded = true
    for (index, member) in group.commands.enumerated() {
      let (success, flow) = execute(member, on: &device, inAtomic: inAtomic)
      succeeded = succeeded && success
      if flow != .goesOn || (inAtomic && !success) {
        for rest in group.commands[(index + 1)...] { appendNotExecuted(rest) }
        return (false, flow == .isStopped ? .isStopped : .goesOn)
      }
    }
    return (succeeded, .goesOn)
  }

  /// An Atomic happens whole or not at all (DM RepPro 6.6.3).
  private mutating func executeAtomic(
    _ group: CommandGroup, _ command: Command, on device: inout some ManagedDevice, inAtomic: Bool
  ) -> Bool {
    if inAtomic {
      // An Atomic inside an Atomic is not allowed: 500, and its members are not executed.
      append(command, .commandFailed)
      for member in group.commands { appendNotExecuted(member) }
      return false
    }
    let position = replies.count
    append(command, .ok)
    let first = replies.count
    var failed: Int?
    beginGroup(on: &device)
    for (index, member) in group.commands.enumerated() {
      let (success, flow) = execute(member, on: &device, inAtomic: true)
      if !success || flow != .goesOn {
        failed = index
        break
      }
    }
    // A device that could not guarantee the result with answers in several messages takes all back (DM RepPro 6.6.3).
    let isTooLarge = failed == nil && answersFit.map { !$0(Array(replies[position...])) } ?? false
    let stuck = endGroup(commit: failed == nil && !isTooLarge, on: &device)
    if failed == nil, !isTooLarge { return true }
    rollBackAnswers(from: first, stuck: stuck)
    for rest in group.commands[(failed.map { $0 + 1 } ?? group.commands.count)...] { appendNotExecuted(rest) }
    replaceStatus(at: position, of: command, with: isTooLarge ? .atomicResponseTooLarge : .atomicFailed)
    return false
  }

  /// What had succeeded in a failed Atomic is now rolled back: 216, or 516 for a command that could not be taken back.
  /// Results of it are not sent.
  private mutating func rollBackAnswers(from first: Int, stuck: Set<String>) {
    let rolledBack = replies[first...]
    replies.removeSubrange(first...)
    for reply in rolledBack {
      guard case .status(var status) = reply else { continue }
      if let code = status.code, code.isSuccess, code != .notExecuted, code != .operationCancelled {
        status.code = stuck.contains(status.cmdRef) ? .atomicRollBackFailed : .atomicRollBackOK
      }
      replies.append(.status(status))
    }
  }

  private mutating func replaceStatus(at position: Int, of command: Command, with code: StatusCode) {
    guard replies.indices.contains(position), case .status(var status) = replies[position],
      status.cmdRef == command.cmdID
    else { return }
    status.code = code
    replies[position] = .status(status)
  }

  /// 215 for a command that is passed over, and for those inside it.
  private mutating func appendNotExecuted(_ command: Command) {
    append(command, .notExecuted)
    if case .sequence(let group) = command { for member in group.commands { appendNotExecuted(member) } }
    if case .atomic(let group) = command { for member in group.commands { appendNotExecuted(member) } }
  }

  // MARK: Changes that belong together

  /// Begins a group of changes that are made all or not at all; groups nest.
  mutating func beginGroup(on device: inout some ManagedDevice) {
    device.tree.beginTransaction()
    groups.append(applied.count)
  }

  /// Notes a change that has been made in a place. Outside of a group it is certain, and the device is told at once.
  mutating func note(_ change: ProposedChange, at uri: NodeURI, on device: inout some ManagedDevice) {
    if groups.isEmpty {
      device.didChange(change.newPlace.map { [uri, $0] } ?? [uri], by: actor)
    } else {
      applied.append((change, cmdID))
    }
  }

  /// Ends the innermost group. Where it is not committed, the tree and the device are as they were; else, when it was
  /// the outermost, the device is told what has changed.
  ///
  /// - Returns: the commands whose changes the device could not take back.
  @discardableResult
  mutating func endGroup(commit: Bool, on device: inout some ManagedDevice) -> Set<String> {
    device.tree.endTransaction(commit: commit)
    let first = groups.popLast() ?? 0
    if !commit {
      var stuck: Set<String> = []
      while applied.count > first, let last = applied.popLast() {
        if !device.revert(last.change, by: actor) { stuck.insert(last.cmdID) }
      }
      return stuck
    }
    if groups.isEmpty, !applied.isEmpty {
      let places = applied.flatMap(\.change.changedPlaces)
      applied = []
      device.didChange(places, by: actor)
    }
    return []
  }

  // MARK: Answers

  /// What a Status says of the command that it answers.
  struct Reference {
    var cmdID: String
    var name: String
    var noResp: Bool
  }

  /// Adds the Status of a command.
  mutating func append(
    _ command: Command, _ code: StatusCode, targetRefs: [String] = [], sourceRefs: [String] = [], items: [Item] = []
  ) {
    let reference = Reference(cmdID: command.cmdID, name: command.name, noResp: command.noResp)
    append(reference, code, targetRefs: targetRefs, sourceRefs: sourceRefs, items: items)
  }

  mutating func append(
    _ command: Reference, _ code: StatusCode, targetRefs: [String] = [], sourceRefs: [String] = [], items: [Item] = []
  ) {
    guard !suppressesStatus, !(honoursNoResp && command.noResp) else { return }
    replies.append(
      .status(
        Status(
          msgRef: msgRef, cmdRef: command.cmdID, cmd: command.name, targetRefs: targetRefs, sourceRefs: sourceRefs,
          code: code, items: items)))
  }

  mutating func append(_ results: Results) { replies.append(.results(results)) }

  /// Notes that the user has cancelled.
  mutating func stop() { isStopped = true }

  /// Makes room for the answers to so many commands.
  mutating func reserveCapacity(_ count: Int) { replies.reserveCapacity(count) }

  /// The answers so far, which are forgotten here.
  mutating func takeReplies() -> [Command] {
    let taken = replies
    replies = []
    return taken
  }
}
