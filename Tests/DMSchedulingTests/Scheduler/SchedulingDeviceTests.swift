import DeviceManagement
import Foundation
import SyncML
import Testing

@testable import DMScheduling

@Suite struct SchedulingDeviceTests {
  private static let root = NodeURI(segments: ["Scheduling", "Context"])

  private func device(start: String = "20260101T000000Z") throws -> SchedulingDevice<PlainDevice> {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.leaf("Power", .text("high")), under: .root)
    return try SchedulingDevice(PlainDevice(tree: tree), now: Instant(parsing: start))
  }

  private func install(
    _ name: String, base: String, rule: String, on device: inout SchedulingDevice<PlainDevice>
  ) throws {
    let context = "./Scheduling/Context/\(name)"
    let task = """
      <SyncBody><Replace><CmdID>1</CmdID><Item><Target><LocURI>./Power</LocURI></Target><Data>low</Data></Item>\
      </Replace></SyncBody>
      """
    func add(_ uri: String, _ format: String, _ text: String? = nil) -> Command {
      .add(
        ItemCommand(items: [Item(target: Location(uri), meta: Meta(format: format), data: text.map(ItemData.text))]))
    }
    var executor = CommandExecutor(actor: Actor(serverID: "s"), msgRef: "1")
    executor.execute(
      [
        add(context, "node"), add(context + "/Component/1", "node"), add(context + "/Component/1/Task", "xml", task),
        add(context + "/Component/1/Time/1", "node"), add(context + "/Component/1/Time/1/Base", "chr", base),
        add(context + "/Component/1/Time/1/Rule", "chr", rule),
        .exec(Exec(item: Item(target: Location(context + "/Activate")))),
      ], on: &device)
    for case .status(let status) in executor.answers { #expect(status.code == .ok) }
  }

  @Test("a year of a device with 20 schedules runs each occurrence once")
  func aYear() throws {
    var device = try device()
    for index in 0..<20 {
      try install("c\(index)", base: "20260101T00\(index + 10)00Z", rule: "FREQ=DAILY", on: &device)
    }
    #expect(device.advance(to: try Instant(parsing: "20270101T000000Z")) == 20 * 365)
    #expect(device.reporter.count == 20 * 365)
    #expect(device.tree.text(Self.root.appending(["c7", "Component", "1", "RunCount"])) == "365")
  }

  @Test("advancing stops at the bound on runs, and goes on from there")
  func boundedRuns() throws {
    var device = try device()
    try install("every", base: "20260101T000000Z", rule: "FREQ=SECONDLY", on: &device)
    let end = try Instant(parsing: "20260101T001000Z")
    #expect(device.advance(to: end, maximumRuns: 100) == 100)
    #expect(device.now < end)
    #expect(device.advance(to: end) == 501)
    #expect(device.now == end)
  }

  @Test("a device that was off tells what it missed and runs what comes next")
  func powerOff() throws {
    var device = try device()
    try install("a", base: "20260102T000000Z", rule: "FREQ=DAILY", on: &device)
    #expect(device.jump(to: try Instant(parsing: "20260110T120000Z")) == 0)
    #expect(device.tree.text(Self.root.appending(["a", "Component", "1", "MissedCount"])) == "9")
    let types = device.reporter.pending.compactMap { $0.items.first?.meta?.type }
    #expect(types == ["urn:x-dm-scheduling:at:1.0:missed"])
    #expect(device.nextWakeUp()?.description == "20260111T000000Z")
  }

  @Test("the object cannot be installed where something else stands")
  func rootIsTaken() throws {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.interior("Scheduling"), under: .root)
    let error = #expect(throws: TreeError.self) {
      try SchedulingDevice(PlainDevice(tree: tree), now: .min)
    }
    #expect(error?.status == .alreadyExists)
  }

  @Test("a failing Atomic that touched a schedule leaves the scheduler as it was")
  func atomicLeavesScheduler() throws {
    var device = try device()
    try install("a", base: "20260102T000000Z", rule: "FREQ=DAILY", on: &device)
    let before = device.nextWakeUp()
    var executor = CommandExecutor(actor: Actor(serverID: "s"), msgRef: "1")
    executor.execute(
      [
        .atomic(
          CommandGroup(
            cmdID: "1",
            commands: [
              .delete(ItemCommand(cmdID: "2", items: [Item(target: Location("./Scheduling/Context/a"))])),
              .delete(ItemCommand(cmdID: "3", items: [Item(target: Location("./None"))])),
            ]))
      ], on: &device)
    #expect(device.nextWakeUp() == before)
    #expect(device.scheduler.state(of: "a") == .active)
    #expect(device.tree.contains(Self.root.appending("a")))
  }
}
