import DMScheduling
import DeviceManagement
import Foundation
import SyncML
import Testing

@testable import Benchmarking

@Suite("Measuring sessions")
struct SessionBenchmarkTests {
  @Test(
    "a session does what it is for, in four messages", arguments: SessionFlow.allCases, [Encoding.xml, .wbxml])
  func flow(_ flow: SessionFlow, _ encoding: Encoding) throws {
    let setup = try MeasuredSession.Setup(flow, encoding)
    var session = MeasuredSession(setup)
    try session.run()
    #expect(session.messages == 4)
    #expect(session.client.state == .finished)
    // The device that others begin with is as it was.
    #expect(setup.device.scheduler.count == 0)
    #expect(session.device.scheduler.count == (flow == .schedule ? 1 : 0))
  }

  @Test("figures are of sessions that were run, and rounds are counted")
  func figures() throws {
    let report = try SessionBenchmark(rounds: 2, sessions: 3, openSessions: 4).run()
    #expect(report.rows.map(\.encoding) == ["xml", "wbxml", "xml", "wbxml", "xml", "wbxml"])
    #expect(report.rows.map(\.flow) == [.plain, .plain, .authenticated, .authenticated, .schedule, .schedule])
    for row in report.rows {
      #expect(row.messages == 4)
      #expect(row.bytes > 500)
      #expect(row.sessionsPerSecond > 0)
      #expect(row.lowestSessionsPerSecond <= row.highestSessionsPerSecond)
      #expect(row.medianMicroseconds <= row.percentile99Microseconds)
      if report.countsAllocations { #expect(try #require(row.allocations) > 0) }
    }
    #expect(report.rows.map(\.floor) == [nil, nil, nil, nil, nil, 20_000])
    #expect(report.rows.map { ($0.expatMicroseconds ?? 0) > 0 } == [true, false, true, false, true, false])
    #expect(report.text.contains("a schedule's installation, md5 both ways"))
    #expect(try JSONDecoder().decode(SessionBenchmarkReport.self, from: JSONEncoder().encode(report)).rows.count == 6)
  }

  @Test("a year runs every schedule every day, and wake-ups are measured among as many as are asked for")
  func schedules() throws {
    let report = try ScheduleBenchmark(schedules: 2, armed: [10, 500], wakeUps: 50).run()
    #expect(report.runs == 730)
    #expect(report.wakeUps.map(\.armed) == [10, 500])
    #expect(report.wakeUps.allSatisfy { $0.measured >= 50 && $0.nanoseconds > 0 })
    #expect(report.text.contains("a year of a device with 2 daily schedules: 730 runs"))
  }

  @Test("numbers out of range are brought into it")
  func bounds() {
    let low = SessionBenchmark(rounds: 0, sessions: -1, openSessions: 0)
    #expect(low.rounds == 1 && low.sessions == 1 && low.openSessions == 1)
    let high = SessionBenchmark(rounds: 5_000, sessions: 1_000_000, openSessions: .max)
    #expect(high.rounds == 1_000 && high.sessions == 1_000 && high.openSessions == 100_000)
  }

  @Test("commands are counted one by one, in either encoding, members of groups too")
  func commands() throws {
    var message = try BenchmarkInput(.dm2k).documents[0].message
    message.commands.append(
      .sequence(CommandGroup(cmdID: "90", commands: [.alert(Alert(cmdID: "91", code: .sessionAbort))])))
    for encoding in Encoding.allCases {
      let file = FileManager.default.temporaryDirectory.appending(path: "commands-\(UUID().uuidString)")
      try Data(message.encoded(as: encoding)).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let handle = try FileHandle(forReadingFrom: file)
      #expect(try Benchmark.countCommands(in: handle) == 22)
      try handle.close()
    }
  }
}
