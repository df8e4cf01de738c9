import DeviceManagement
public import SyncML

/// The commands that a component runs: a SyncBody as text or as WBXML, read and checked (SCHEDULING.md section 6).
public struct ScheduleTask: Hashable, Sendable {
  /// The commands in the order in which they run; at least one.
  public let commands: [Command]

  /// A task of commands that were checked before.
  package init(checked commands: [Command]) { self.commands = commands }

  /// Reads a `Task` node.
  ///
  /// - Throws: 415 where it holds no SyncBody, 412 where it holds no command, 500 where one may not be in a task.
  init(_ node: Node) throws(DefinitionError) {
    let bytes = node.value.bytes
    let encoding: Encoding = node.format == .bin ? .wbxml : .xml
    let commands: [Command]
    do {
      commands = try Command.decodeBody(bytes.span, encoding: encoding)
    } catch {
      throw DefinitionError(.unsupportedMediaTypeOrFormat, "Task: \(error)")
    }
    guard !commands.isEmpty else { throw DefinitionError(.incompleteCommand, "Task: no command") }
    for command in commands { try Self.check(command, inAtomic: false) }
    self.commands = commands
  }

  /// What may be in a task: no answers, no alerts but those to the user, no Get, Exec or Atomic inside an Atomic.
  private static func check(_ command: Command, inAtomic: Bool) throws(DefinitionError) {
    switch command {
    case .add, .replace, .delete, .copy: break
    case .get, .exec:
      if inAtomic { throw DefinitionError(.commandFailed, "Task: \(command.name) inside Atomic") }
    case .alert(let alert):
      guard let code = alert.code, (1100...1104).contains(code.rawValue) else {
        throw DefinitionError(
          .commandFailed, "Task: Alert \(alert.code.map { String($0.rawValue) } ?? "without a code")")
      }
    case .sequence(let group):
      for member in group.commands { try check(member, inAtomic: inAtomic) }
    case .atomic(let group):
      if inAtomic { throw DefinitionError(.commandFailed, "Task: Atomic inside Atomic") }
      for member in group.commands { try check(member, inAtomic: true) }
    case .status, .results, .put, .move, .sync, .map, .search, .other:
      throw DefinitionError(.commandFailed, "Task: \(command.name) is no command for a task")
    }
  }
}

/// The result of a run (SCHEDULING.md section 6): a status, or a number of the profile's own.
public struct TaskResult: RawRepresentable, Hashable, Sendable {
  public var rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// 200: every command was carried out.
  public static var success: TaskResult { TaskResult(rawValue: 200) }
  /// 202: an Exec goes on, and its own alert follows.
  public static var accepted: TaskResult { TaskResult(rawValue: 202) }
  /// 1401: the user cancelled the run.
  public static var cancelled: TaskResult { TaskResult(rawValue: 1401) }
  /// 1500: power loss interrupted the run.
  public static var interrupted: TaskResult { TaskResult(rawValue: 1500) }

  /// Whether the number is one of the 2xx statuses that say that something was done: nothing failed, though an Exec may
  /// still go on.
  public var isSuccess: Bool { (200..<300).contains(rawValue) && !StatusCode(rawValue: rawValue).saysNotDone }
}

/// Runs a task on a device, exactly as if its server had sent the commands in one message.
enum TaskRunner {
  static func run(_ task: ScheduleTask, for serverID: String, on device: inout some ManagedDevice) -> TaskResult {
    // The result is made of the commands' statuses: a NoResp in the task does not hide them.
    var executor = CommandExecutor(
      actor: Actor(serverID: serverID, isScheduled: true), msgRef: "0", honoursNoResp: false)
    executor.execute(task.commands, on: &device)
    return result(of: executor.answers)
  }

  /// The result that the answers to a task's commands make (SCHEDULING.md section 6).
  static func result(of answers: [CommandExecutor.Answer]) -> TaskResult {
    var result = TaskResult.success
    var hasFailedAtomic = false
    for case .status(let status) in answers {
      guard let code = status.code else { continue }
      switch code {
      case .acceptedForProcessing: result = .accepted
      case .operationCancelled: return .cancelled
      case .atomicFailed where !hasFailedAtomic:
        // What its members say tells whether it was the user.
        hasFailedAtomic = true
      case .notExecuted where !hasFailedAtomic: return TaskResult(rawValue: code.rawValue)
      // 3xx is a user's no: it counts as a failure of the command it answers.
      case _ where code.rawValue >= 300:
        return TaskResult(rawValue: (hasFailedAtomic ? StatusCode.atomicFailed : code).rawValue)
      default: break
      }
    }
    return hasFailedAtomic ? TaskResult(rawValue: StatusCode.atomicFailed.rawValue) : result
  }
}

extension StatusCode {
  /// 214, 215 and 216 are 2xx, because the other side is at no fault, and yet nothing is done: the user cancelled, the
  /// command was passed over, or what it did was taken back.
  fileprivate var saysNotDone: Bool { self == .operationCancelled || self == .notExecuted || self == .atomicRollBackOK }
}
