import Foundation
import Testing

@Suite("Many files")
struct ManyFilesTests {
  private func files(_ count: Int, in folder: TemporaryFolder) throws -> [String] {
    try (1...count).map { try folder.file("file\($0).wbxml", Sample.wbxml).path }
  }

  @Test("one that fails leaves the others done, no file of its own, and its exit code")
  func partial() throws {
    let folder = try TemporaryFolder()
    let good = try files(2, in: folder)
    let bad = try folder.file("bad.wbxml", Sample.wbxml.prefix(20)).path
    let outcome = try Tool.run(["decode", good[0], bad, "/no/such/file", good[1], "-o", folder.path + "/out/"])
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 2)
    let written = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").sorted()
    #expect(written == ["file1.xml", "file2.xml"])
  }

  @Test("names in a folder follow the inputs and the format")
  func names() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("a.b.wbxml", Sample.wbxml).path
    for (format, name) in [("xml", "a.b.xml"), ("events", "a.b.events"), ("json", "a.b.json")] {
      #expect(try Tool.run(["decode", file, "--format", format, "-o", folder.path]).exitCode == 0)
      #expect(FileManager.default.fileExists(atPath: folder.path + "/" + name))
    }
    let outcome = try Tool.run(["encode", "-", "-o", folder.path + "/"], input: Sample.xml)
    #expect(outcome.exitCode == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path + "/stdin.wbxml"))
  }

  @Test("two inputs that would become one file are refused before anything is written")
  func collision() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    let inputs = [try first.file("a.wbxml", Sample.wbxml).path, try second.file("a.bin", Sample.wbxml).path]
    let outcome = try Tool.run(["decode"] + inputs + ["-o", first.path + "/out/"])
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("would both become"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: first.path + "/out").isEmpty)
  }

  @Test("several documents do not go to one file")
  func oneFile() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["decode"] + (try files(2, in: folder)) + ["-o", folder.path + "/one.xml"])
    #expect(outcome.exitCode == 64)
  }

  @Test("an unreadable file is exit code 66", .enabled(if: getuid() != 0, "nothing is unreadable for root"))
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("secret.wbxml", Sample.wbxml).path
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
    #expect(try Tool.run(["decode", file]).exitCode == 66)
  }

  @Test("an empty file is bad data", arguments: ["decode", "encode", "inspect", "stats", "validate"])
  func empty(_ command: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("empty").path
    let outcome = try Tool.run([command, file])
    #expect(outcome.exitCode == 65)
    #expect((outcome.errors + outcome.text).contains("empty"))
  }

  // MARK: On a terminal

  private static let hasScript = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  @Test("a bar on standard error says how far the work is, and goes away", .enabled(if: hasScript, "script is missing"))
  func progress() throws {
    let folder = try TemporaryFolder()
    let inputs = try files(4, in: folder).joined(separator: " ")
    let command = "$SYNCML decode --quiet \(inputs) -o \(folder.path)/out/"
    // On a pseudo terminal both streams are the terminal.
    let onTerminal = try Tool.shell("stty() { :; }; export SYNCML; script -qec '\(command)' /dev/null")
    #expect(onTerminal.exitCode == 0)
    let shown = onTerminal.text
    #expect(shown.contains("[....................] 0/4 "))
    #expect(shown.contains("[###############.....] 3/4 "))
    #expect(shown.hasSuffix("\r\u{1B}[K"))
    // Nothing of it where nobody watches.
    let elsewhere = try Tool.shell(command)
    #expect(elsewhere.errors.isEmpty)
    #expect(elsewhere.text.isEmpty)
  }

  @Test("a failure among many files stands on a line of its own on a terminal", .enabled(if: hasScript))
  func progressAndFailure() throws {
    let folder = try TemporaryFolder()
    let inputs = try files(2, in: folder).joined(separator: " ")
    let command = "$SYNCML decode \(inputs) /no/such/file -o \(folder.path)/out/"
    let outcome = try Tool.shell("export SYNCML; script -qec '\(command)' /dev/null")
    #expect(outcome.exitCode == 66)
    #expect(outcome.text.contains("\r\u{1B}[Ksyncml decode: /no/such/file: no such file or directory"))
  }

  // MARK: Interruption

  @Test("Ctrl-C and its like leave no half-written file, and an old one untouched", arguments: ["INT", "TERM", "HUP"])
  func interruption(_ signal: String) throws {
    let folder = try TemporaryFolder()
    let document = try folder.file("document", Sample.wbxml).path
    // The reader waits for the rest of a document that never comes.
    let outcome = try Tool.shell(
      """
      cd '\(folder.path)'; echo old > out.xml; mkfifo pipe
      env --default-signal=INT,TERM,HUP "$SYNCML" decode pipe -o out.xml & tool=$!
      exec 3> pipe; head -c 20 '\(document)' >&3
      for i in $(seq 200); do ls out.xml.*.partial >/dev/null 2>&1 && break; sleep 0.05; done
      ls out.xml.*.partial | wc -l
      kill -\(signal) $tool; wait $tool; echo "exit $?"
      ls; cat out.xml
      """)
    let number = ["INT": 130, "TERM": 143, "HUP": 129][signal] ?? 0
    #expect(outcome.text == "1\nexit \(number)\ndocument\nout.xml\npipe\nold\n", "\(outcome.errors)")
  }
}
