import Foundation
import Testing

/// What these tests count with.
private enum Counting {
  static let isPossible = ["/usr/bin/valgrind", "/usr/bin/python3"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

/// Instructions, which are the same on any machine however busy it is.
@Suite("Linear time", .tags(.slow), .enabled(if: Counting.isPossible, "valgrind or Python is missing"))
struct LinearTimeTests {
  private static let generator = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Memory/generate.py").path

  private static func instructions(_ command: String, _ encoding: String, _ shape: String, bytes: Int) throws -> Int {
    let folder = try TemporaryFolder()
    // Debian 12's valgrind gives up at the DWARF 5 that clang writes for swift-crypto's C++: it gets none to read.
    let outcome = try Tool.shell(
      """
      cd '\(folder.path)' && python3 '\(generator)' \(encoding) \(bytes) \(shape) > input &&
      strip -g -o syncml "$SYNCML" && valgrind --tool=callgrind --callgrind-out-file=out ./syncml \(command) -o output input
      """)
    #expect(outcome.exitCode == 0, "\(outcome.errors.suffix(500))")
    let count = outcome.errorLines.last { $0.contains("Collected :") }?.split(separator: " ").last
    return try #require(count.flatMap { Int($0) })
  }

  @Test(
    "twice as long a document takes twice as many instructions, but for those of the start",
    arguments: [
      ("encode --string-table smallest", "xml", "items"), ("decode", "wbxml", "tags"),
    ])
  func linear(_ command: String, _ encoding: String, _ shape: String) throws {
    let start = try Self.instructions(command, encoding, shape, bytes: 1000)
    let once = try Self.instructions(command, encoding, shape, bytes: 41_000) - start
    let twice = try Self.instructions(command, encoding, shape, bytes: 81_000) - start
    #expect(once > 1_000_000)
    #expect(twice * 10 < once * 22, "\(once) and \(twice)")
    #expect(twice * 10 > once * 18, "\(once) and \(twice)")
  }
}
