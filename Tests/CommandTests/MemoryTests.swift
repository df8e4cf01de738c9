import Foundation
import Testing

/// What these tests measure with.
private enum Instruments {
  static let arePresent = ["/usr/bin/time", "/usr/bin/python3"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

/// The peak of the tool's memory, as GNU time says it; inputs come through a pipe.
@Suite("Memory", .tags(.slow), .enabled(if: Instruments.arePresent, "GNU time or Python is missing"))
struct MemoryTests {
  private static let generator = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Memory/generate.py").path

  /// The peak in kB.
  private static func peak(_ command: String, _ encoding: String, _ shape: String, bytes: Int) throws -> Int {
    let line = """
      set -o pipefail
      python3 '\(generator)' \(encoding) \(bytes) \(shape) | { /usr/bin/time -o /dev/stderr -f 'peak %M' $SYNCML \(command) - >/dev/null; }
      """
    let outcome = try Tool.shell(line)
    #expect(outcome.exitCode == 0, "\(outcome.errors.prefix(500))")
    let peak = outcome.errorLines.last { $0.hasPrefix("peak ") }?.dropFirst(5)
    return try #require(peak.flatMap { Int($0) })
  }

  @Test(
    "ten times as long a document takes no more memory",
    arguments: [
      ("decode", "wbxml", "items"), ("decode --format json", "wbxml", "opaque"), ("encode --force", "xml", "items"),
      ("encode --force --format hex", "xml", "text"), ("inspect", "wbxml", "opaque"), ("stats", "wbxml", "text"),
    ])
  func constant(_ command: String, _ encoding: String, _ shape: String) throws {
    // A debug build is slow; with a release build, 100 MB and more are as well measured.
    let large = ProcessInfo.processInfo.environment["MEMORY_TEST_BYTES"].flatMap(Int.init) ?? 6_000_000
    let small = try Self.peak(command, encoding, shape, bytes: large / 10)
    // What is kept of a document would add 5400 kB; a busy machine, on which more threads start, has added 2000.
    #expect(try Self.peak(command, encoding, shape, bytes: large) < small + 3000)
  }

  @Test("one token that becomes a thousand times as long leaves in pieces")
  func amplified() throws {
    let folder = try TemporaryFolder()
    // 60 kB in the string table, and 2000 references to it: 4 kB become 120 MB, if they may.
    let table = Data(repeating: 0x61, count: 60_000)
    var document = Data([0x02, 0xA4, 0x01, 0x6A, 0x83, 0xD4, 0x61]) + table + [0, 0x6D]
    for _ in 0..<2000 { document += [0x83, 0x00] }
    document.append(0x01)
    let file = try folder.file("amplified.wbxml", document)
    let line =
      "/usr/bin/time -o /dev/stderr -f 'peak %M' $SYNCML decode --limit-amplification 100000 '\(file.path)' | wc -c"
    let outcome = try Tool.shell(line)
    #expect((Int(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0) > 120_000_000)
    let small = try Self.peak("decode", "wbxml", "items", bytes: 1000)
    let peak = try #require(outcome.errorLines.last.flatMap { Int($0.dropFirst(5)) })
    #expect(peak < small + 4000)
  }

  @Test("documents that are the same are compared in constant memory")
  func diff() throws {
    func peak(_ bytes: Int) throws -> Int {
      let generate = "python3 '\(Self.generator)' wbxml \(bytes)"
      let line = "/usr/bin/time -o /dev/stderr -f 'peak %M' $SYNCML diff <(\(generate)) <(\(generate))"
      let outcome = try Tool.shell(line)
      #expect(outcome.exitCode == 0, "\(outcome.errors.prefix(500))")
      return try #require(outcome.errorLines.last.flatMap { Int($0.dropFirst(5)) })
    }
    #expect(try peak(4_000_000) < peak(400_000) + 2000)
  }
}
