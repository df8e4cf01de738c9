import Benchmarking
import Foundation
import SyncML

/// Does one kind of work on so many documents and measures nothing, in one thread and with little around it: for
/// `valgrind --tool=callgrind` and other profilers.
@main
struct Profiler {
  static let usage = """
    Usage: Profiler SHAPE WORK DOCUMENTS
           Profiler session FLOW ENCODING SESSIONS
           Profiler commands < MESSAGE
      SHAPE      \(BenchmarkShape.allCases.map(\.rawValue).joined(separator: ", "))
      WORK       \(BenchmarkWork.allCases.map(\.rawValue).joined(separator: ", "))
      DOCUMENTS  how many, from 1
      FLOW       \(SessionFlow.allCases.map(\.rawValue).joined(separator: ", "))
      ENCODING   \(Encoding.allCases.map(\.rawValue).joined(separator: ", "))
      SESSIONS   how many, from 1
    Prints how many events the documents had, or how many messages the sessions. The last form reads a message one
    command at a time, and prints how many there were.

    """

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch (arguments.first, arguments.count) {
      case ("commands", 1):
        print(try Benchmark.countCommands(in: .standardInput))
      case ("session", 4):
        guard let flow = SessionFlow(rawValue: arguments[1]), let encoding = Encoding(rawValue: arguments[2]),
          let sessions = Int(arguments[3]), sessions > 0
        else { fail(usage, 64) }
        print(try Benchmark.profile(flow, in: encoding, sessions: sessions))
      case (_, 3):
        guard let shape = BenchmarkShape(rawValue: arguments[0]), let work = BenchmarkWork(rawValue: arguments[1]),
          let documents = Int(arguments[2]), documents > 0
        else { fail(usage, 64) }
        print(try Benchmark.profile(work, on: shape, documents: documents))
      default: fail(usage, 64)
      }
    } catch {
      // What is read is a message of somebody's; all else is this package's own.
      fail("error: \(error)\n", arguments == ["commands"] ? 65 : 70)
    }
  }

  private static func fail(_ text: String, _ code: Int32) -> Never {
    FileHandle.standardError.write(Data(text.utf8))
    exit(code)
  }
}
