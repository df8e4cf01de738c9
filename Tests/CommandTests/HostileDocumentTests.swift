import Foundation
import Testing

/// What the tool takes of a machine for documents that break other decoders.
///
/// They lie beside the repository where they are at hand. Python's `resource` counts one run at a time, whatever else the
/// machine does; time is not compared, but a run that takes ten seconds of processor time is killed.
@Suite(
  "Hostile documents and the tool", .enabled(if: HostileFiles.arePresent, "../shared/corpus or Python is absent"))
struct HostileDocumentTests {
  /// Prints the exit code and the peak of resident memory in KiB.
  private static let script = """
    import resource, subprocess, sys
    limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    run = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit)
    print(run.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    """

  private func measure(_ arguments: [String]) throws -> (exitCode: Int, peak: Int) {
    let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try Tool.shell("/usr/bin/python3 -c '\(Self.script)' \"$SYNCML\" \(quoted)")
    let numbers = outcome.text.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    try #require(numbers.count == 2, "\(outcome.errors)")
    return (numbers[0], numbers[1])
  }

  @Test("each is decoded or refused in 16 MB beyond what the tool takes for three bytes of content")
  func memory() throws {
    let small = try TemporaryFolder()
    let file = try small.file("small.wbxml", Sample.wbxml)
    let least = try measure(["decode", file.path])
    #expect(least.exitCode == 0)
    for name in HostileFiles.all {
      let path = HostileFiles.folder.appendingPathComponent(name).path
      let isLarge = try Data(contentsOf: URL(fileURLWithPath: path)).count > 60_000
      for format in isLarge ? ["xml", "json"] : ["xml"] {
        let run = try measure(["decode", "--format", format, path])
        #expect([0, 65].contains(run.exitCode), "\(name) as \(format): \(run.exitCode)")
        #expect(run.peak - least.peak <= 16 << 10, "\(name) as \(format): \(run.peak - least.peak) KiB")
      }
    }
  }
}

private enum HostileFiles {
  static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/corpus/hostile").standardizedFileURL

  static let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".wbxml") }.sorted()

  static let arePresent = !all.isEmpty && FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
}
