import ArgumentParser
import Benchmarking
import Foundation

/// `syncml bench schedules`: the scheduler alone.
struct BenchSchedulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedules",
    abstract: "Measure the scheduler: a simulated year, and wake-ups among many armed schedules.",
    discussion: """
      A server installs daily schedules on a device in this process, and the clock is moved by a year: every task runs \
      on the device's tree. Then wake-ups are measured in schedulers with more and more armed schedules: their time \
      grows with the logarithm of the number, and with what no longer fits the processor's caches.

      EXAMPLES
        syncml bench schedules
        syncml bench schedules --schedules 100 --armed 1000 --armed 100000 --format json
      """)

  @Option(help: "The schedules of the device whose year is simulated, 1 to 1000.")
  var schedules = 20

  @Option(
    help: """
      A number of armed schedules to measure wake-ups among, 1 to 4000000; may be given several times. Default: 1000, \
      10000, 100000 and 1000000, which takes about 1 GB.
      """)
  var armed: [Int] = []

  @Option(help: "The wake-ups to measure, 1 to 10000000.")
  var wakeUps = 20_000

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  func validate() throws {
    if !(1...1000).contains(schedules) { throw ValidationError("--schedules takes 1 to 1000, not \(schedules).") }
    if let wrong = armed.first(where: { !(1...4_000_000).contains($0) }) {
      throw ValidationError("--armed takes 1 to 4000000, not \(wrong).")
    }
    if !(1...10_000_000).contains(wakeUps) {
      throw ValidationError("--wake-ups takes 1 to 10000000, not \(wakeUps).")
    }
  }

  func run() throws {
    let complaints = Complaints(command: "bench schedules")
    try complaints.around {
      var benchmark = ScheduleBenchmark(schedules: schedules, wakeUps: wakeUps)
      if !armed.isEmpty { benchmark.armed = armed }
      let report = try benchmark.run(progress: BenchProgress.show)
      BenchProgress.clear()
      switch format {
      case .text: try OutputFile.standard.write(report.text)
      case .json:
        if !report.isOptimized { complaints.say("warning: built without optimization: these figures mean nothing") }
        try OutputFile.standard.write(jsonText(report))
      }
    }
  }
}
