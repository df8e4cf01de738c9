import DMScheduling
import DeviceManagement
import Foundation
import SyncML

/// Measures the scheduler: a simulated year of a device, and wake-ups among many armed schedules.
public struct ScheduleBenchmark: Sendable {
  /// How many schedules the device has whose year is simulated.
  public var schedules: Int
  /// The numbers of armed schedules among which wake-ups are measured.
  public var armed: [Int]
  /// How many wake-ups are measured among each.
  public var wakeUps: Int

  /// A measurement as DESIGN.md section 9 has it, unless other numbers are given; each is brought into its bounds.
  public init(schedules: Int = 20, armed: [Int] = [1_000, 10_000, 100_000, 1_000_000], wakeUps: Int = 20_000) {
    self.schedules = min(max(schedules, 1), 1_000)
    self.armed = armed.map { min(max($0, 1), 4_000_000) }
    self.wakeUps = min(max(wakeUps, 1), 10_000_000)
  }

  /// Measures everything.
  ///
  /// - Parameter progress: told in a few words what is going on.
  /// - Throws: ``ContenderFailure`` where the scheduler did not do the work, which would be a fault of this package.
  public func run(progress: (String) -> Void = { _ in }) throws -> ScheduleBenchmarkReport {
    progress("a year of \(schedules) schedules")
    var report = try year()
    for count in armed {
      progress("\(count) armed schedules")
      report.wakeUps.append(try wakeUps(among: count))
    }
    return report
  }

  // MARK: A year

  private func year() throws -> ScheduleBenchmarkReport {
    var device = try MeasuredSession.Setup(.plain, .wbxml).device
    for index in 0..<schedules { try install("c\(index)", minute: index % 60, on: &device) }
    let clock = ContinuousClock()
    var runs = 0
    let time = try clock.measure { runs = device.advance(to: try Instant(parsing: "20270105T000000Z")) }
    guard runs == schedules * 365 else { throw ContenderFailure("\(runs) runs in a year of \(schedules) schedules") }
    return ScheduleBenchmarkReport(
      isOptimized: Benchmark.isOptimized, schedules: schedules, runs: runs, yearSeconds: time.seconds, wakeUps: [])
  }

  /// Has a server install and activate a schedule for every day.
  private func install(_ name: String, minute: Int, on device: inout SchedulingDevice<PlainDevice>) throws {
    let context = "./Scheduling/Context/\(name)"
    let time = minute < 10 ? "00100\(minute)" : "0010\(minute)"
    func add(_ uri: String, _ format: String, _ data: String? = nil) -> Command {
      .add(
        ItemCommand(items: [
          Item(target: Location(uri), meta: Meta(format: format), data: data.map(ItemData.text))
        ]))
    }
    var executor = CommandExecutor(actor: Actor(serverID: "server.example.com"), msgRef: "1")
    executor.execute(
      [
        add(context, "node"), add(context + "/Component/1", "node"),
        add(context + "/Component/1/Task", "xml", SessionFlow.task), add(context + "/Component/1/Time/1", "node"),
        add(context + "/Component/1/Time/1/Base", "chr", "20260105T\(time.suffix(6))Z"),
        add(context + "/Component/1/Time/1/Rule", "chr", "FREQ=DAILY"),
        .exec(Exec(item: Item(target: Location(context + "/Activate")))),
      ], on: &device)
    for case .status(let status) in executor.answers where status.code != .ok {
      throw ContenderFailure("the schedule was not installed: \(status.code?.rawValue ?? 0)")
    }
  }

  // MARK: Wake-ups

  private func wakeUps(among count: Int) throws -> ScheduleBenchmarkReport.WakeUps {
    let start = try Instant(parsing: "20260105T000000Z")
    let task = ScheduleTask(checked: [.delete(ItemCommand(items: [Item(target: Location("./Radio/Power"))]))])
    var scheduler = Scheduler()
    for index in 0..<count {
      // Spread over a day, in no order.
      let second = Int64((index &* 7_919) % 86_400)
      let base = start.adding(seconds: second)
      let time = Recurrence(
        base: try ScheduleTime(parsing: base.description), rule: try RecurrenceRule(parsing: "FREQ=DAILY"), zone: .gmt)
      let definition = ContextDefinition(
        serverID: "server.example.com", validity: Validity(),
        component: ComponentDefinition(name: "1", times: [time], task: task), reportsImmediately: false)
      _ = scheduler.handle(.activate("c\(index)", definition, correlator: nil), at: start)
    }
    let clock = ContinuousClock()
    var (done, ticks) = (0, 0)
    let time = try clock.measure {
      while done < wakeUps {
        guard let next = scheduler.nextWakeUp() else { throw ContenderFailure("no schedule is armed") }
        ticks += 1
        // Many of a million are due in one second: they run in one tick.
        for case .run(let context, _, _) in scheduler.handle(.tick, at: next) {
          _ = scheduler.handle(.taskEnded(context, .success), at: next)
          done += 1
        }
        guard ticks <= 2 * wakeUps else { throw ContenderFailure("nothing is due") }
      }
    }
    return .init(armed: count, measured: done, nanoseconds: time.seconds * 1e9 / Double(done))
  }
}

/// What was measured of the scheduler.
public struct ScheduleBenchmarkReport: Sendable, Codable {
  /// Whether the program was compiled with optimization: without, the figures mean nothing.
  public var isOptimized: Bool
  /// The schedules of the device whose year was simulated, each of which ran daily.
  public var schedules: Int
  /// The tasks that it ran.
  public var runs: Int
  /// How long the year took.
  public var yearSeconds: Double
  public var wakeUps: [WakeUps]

  /// Wake-ups among so many armed schedules.
  public struct WakeUps: Sendable, Codable {
    public var armed: Int
    /// How many wake-ups were measured.
    public var measured: Int
    /// From one wake-up to the next: a run, its end, and the next occurrence.
    public var nanoseconds: Double
  }

  /// The report for people.
  public var text: String {
    var text = ""
    if !isOptimized {
      text += "*** Built without optimization: these figures mean nothing. Build with `swift build -c release`. ***\n\n"
    }
    let milliseconds = Int((yearSeconds * 1e3).rounded())
    text += "a year of a device with \(schedules) daily schedules: \(runs) runs in \(milliseconds) ms"
    text += yearSeconds < 1 ? "; under a second is wanted: reached\n" : "; under a second is wanted: MISSED\n"
    for row in wakeUps {
      text +=
        "\(row.armed) armed schedules: \(Int(row.nanoseconds.rounded())) ns a wake-up (\(row.measured) measured)\n"
    }
    return text
  }
}
