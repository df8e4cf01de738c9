import DeviceManagement
import SyncML
import Testing

@testable import DMScheduling

@Suite("The result of a task")
struct TaskResultTests {
  /// A user who cancels whatever is asked.
  private struct Refuser: ManagedDevice {
    var tree = ManagementTree(rootACL: .unrestricted)
    mutating func interact(_ alert: Alert) -> InteractionOutcome { InteractionOutcome(.operationCancelled) }
  }

  private static let alert = Command.alert(
    Alert(cmdID: "1", code: .confirmOrReject, items: [Item(), Item(data: .text("Sure?"))]))
  private static let add = Command.add(
    ItemCommand(cmdID: "2", items: [Item(target: Location("./A"), meta: Meta(format: "chr"), data: .text("x"))]))
  private static let delete = Command.delete(ItemCommand(cmdID: "3", items: [Item(target: Location("./None"))]))

  @Test(
    "it is 200 where all is done, 202 where an Exec goes on, else what failed first; 1401 where the user cancelled",
    arguments: [
      ([], 200), ([200, 200], 200), ([200, 202, 200], 202), ([200, 404, 500], 404), ([202, 425], 425),
      ([200, 304, 215], 304), ([200, 408], 408), ([200, 214, 215, 215], 1401), ([404, 214, 215], 404),
      ([507, 216, 404, 215], 507), ([507, 216, 214, 215], 1401), ([507, 304, 215], 507), ([507, 404, 215, 214], 507),
      ([215], 215), ([200, 215, 404], 215),
    ] as [([Int], Int)])
  func codes(_ codes: [Int], _ result: Int) {
    let answers = codes.map { code in
      CommandExecutor.Answer.status(Status(msgRef: "0", cmdRef: "1", cmd: "Replace", code: StatusCode(rawValue: code)))
    }
    #expect(TaskRunner.result(of: answers).rawValue == result)
  }

  @Test(
    "statuses of the 200s that say that nothing was done are no success", arguments: [214, 215, 216, 304, 404, 1401])
  func noSuccess(_ result: Int) { #expect(!TaskResult(rawValue: result).isSuccess) }

  @Test("200 and 202 are success", arguments: [200, 202])
  func success(_ result: Int) { #expect(TaskResult(rawValue: result).isSuccess) }

  @Test("a user who cancels gives 1401, also from inside a Sequence or an Atomic, whose changes are taken back")
  func cancelled() {
    for commands in [
      [Self.alert, Self.add], [.sequence(CommandGroup(cmdID: "4", commands: [Self.alert, Self.add]))],
      [.atomic(CommandGroup(cmdID: "4", commands: [Self.add, Self.alert])), Self.add],
    ] {
      var device = Refuser()
      let result = TaskRunner.run(ScheduleTask(checked: commands), for: "s", on: &device)
      #expect(result == .cancelled)
      #expect(!device.tree.contains(NodeURI(segments: ["A"])))
    }
  }

  @Test("what failed before the user cancelled is the result")
  func failedBefore() {
    var device = Refuser()
    let result = TaskRunner.run(ScheduleTask(checked: [Self.delete, Self.alert]), for: "s", on: &device)
    #expect(result == TaskResult(rawValue: 404))
  }
}
