import Benchmarking
import Foundation

/// Does one kind of work on so many documents and measures nothing, in one thread and with little around it: for
/// `valgrind --tool=callgrind` and other profilers.
@main
struct Profiler {
  static let usage = """
    Usage: Profiler SHAPE WORK DOCUMENTS
           Profiler commands < MESSAGE
      SHAPE      \(BenchmarkShape.allCases.map(\.rawValue).joined(separator: ", "))
      WORK       \(BenchmarkWork.allCases.map(\.rawValue).joined(separator: ", "))
      DOCUMENTS  how many, from 1
    Prints how many events they had. The second form reads a message one command at a time, and prints how many there
    were.

    """

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments == ["commands"] {
      do {
        print(try Benchmark.countCommands(in: .standardInput))
        return
      } catch {
        FileHandle.standardError.write(Data("error: \(error)\n".utf8))
        exit(65)
      }
    }
    guard arguments.count == 3, let shape = BenchmarkShape(rawValue: arguments[1]),
      let work = BenchmarkWork(rawValue: arguments[2]), let documents = Int(arguments[3]), documents > 0
    else {
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    do {
      print(try Benchmark.profile(work, on: shape, documents: documents))
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(70)
    }
  }
}
