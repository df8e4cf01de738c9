import Foundation
import Testing

@Suite("Encoding piece by piece")
struct StreamingTests {
  /// Long enough for small buffers, with a name that no table has at its end.
  private static let lateName = Data(
    ("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Add>"
      + String(repeating: "<Item><Data>some text</Data></Item>", count: 100)
      + "</Add><Late/></SyncBody></SyncML>").utf8)

  @Test("the buffer changes nothing", arguments: ["1", "100", "64K", "all"])
  func buffer(_ size: String) throws {
    let expected = try Tool.run(["encode"], input: Sample.xml).output
    #expect(try Tool.run(["encode", "--buffer", size], input: Sample.xml).output == expected)
  }

  @Test("a string table is the same in every process, whatever its hashes' seeds", arguments: ["dedupe", "smallest"])
  func deterministic(_ mode: String) throws {
    let items = (0..<500).map { "<Item><Data>text \($0 % 37) and \($0 % 11)</Data></Item>" }.joined()
    let xml = Data("<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Own>\(items)</Own></SyncBody></SyncML>".utf8)
    let arguments = ["encode", "--string-table", mode]
    let first = try Tool.run(arguments, input: xml).output
    #expect(try first.count < Tool.run(["encode"], input: xml).output.count)
    for _ in 0..<3 { #expect(try Tool.run(arguments, input: xml).output == first) }
  }

  @Test("a late name on standard input is refused with a hint, and nothing is missing with it")
  func lateNameOnStandardInput() throws {
    let outcome = try Tool.run(["encode", "--buffer", "100", "--format", "hex"], input: Self.lateName)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.last == "  hint: --buffer all keeps the document until all its names are known")
    #expect(try Tool.run(["encode", "--buffer", "all"], input: Self.lateName).exitCode == 0)
  }

  @Test("a file with a late name is read again")
  func lateNameInFile() throws {
    let folder = try TemporaryFolder()
    let input = try folder.file("late.xml", Self.lateName).path
    let target = folder.path + "/late.wbxml"
    let outcome = try Tool.run(["encode", "--buffer", "100", input, "-o", target])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errorLines.count == 1, "the name's warning, once")
    let whole = try Tool.run(["encode"], input: Self.lateName).output
    #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == whole)
  }

  @Test("hexadecimal lines have 32 bytes, whatever the buffer")
  func hexadecimal() throws {
    let whole = try Tool.run(["encode", "--format", "hex"], input: Sample.xml).text
    #expect(try Tool.run(["encode", "--format", "hex", "--buffer", "5"], input: Sample.xml).text == whole)
    let lines = whole.split(separator: "\n")
    #expect(lines.dropLast().allSatisfy { $0.count == 64 })
    #expect(whole.hasSuffix("\n") && !whole.hasSuffix("\n\n"))
  }

  @Test("diff shows what follows a long common beginning where it is")
  func diff() throws {
    let folder = try TemporaryFolder()
    let old = try folder.file("old.xml", Self.lateName).path
    let changed = String(decoding: Self.lateName, as: UTF8.self).replacing("</Add><Late/>", with: "</Add><Early/>")
    let new = try folder.file("new.xml", Data(changed.utf8)).path
    let outcome = try Tool.run(["diff", old, new, "--context", "1"])
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.text.contains("@@ -505,3 +505,3 @@ /SyncML/SyncBody\n )\n-(=Late\n+(=Early\n )\n"), "\(outcome.text)")
    #expect(try Tool.run(["diff", "--quiet", old, new]).exitCode == 1)
    let cut = try folder.file("cut.xml", Data(changed.utf8).dropLast(10)).path
    #expect(try Tool.run(["diff", "--quiet", old, cut]).exitCode == 65)
  }

  @Test("documents whose header names no charset are read in the one that is given")
  func charset() throws {
    let document = Data([0x02, 0x01, 0x00, 0x00, 0x6D, 0x03, 0xE9, 0x00, 0x01])
    let arguments = ["decode", "--compact", "--no-doctype", "-l", "SYNCML12"]
    #expect(try Tool.run(arguments, input: document).exitCode == 65)
    let outcome = try Tool.run(arguments + ["-c", "ISO-8859-1"], input: document)
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.hasSuffix("<SyncML xmlns=\"SYNCML:SYNCML1.2\">é</SyncML>\n"))
    #expect(outcome.errors.isEmpty)
    // A header that names one wins.
    var named = document
    named[2] = 0x6A
    #expect(try Tool.run(arguments + ["-c", "ISO-8859-1"], input: named).exitCode == 65)
    // WBXML 1.0 has no place for it.
    let old = Data([0x00, 0x01, 0x00, 0x6D, 0x03, 0xE9, 0x00, 0x01])
    #expect(try Tool.run(arguments + ["-c", "latin1"], input: old).exitCode == 0)
    #expect(try Tool.run(arguments + ["-c", "big5"], input: old).exitCode == 64)
  }
}
