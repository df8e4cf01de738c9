import Foundation
import Testing

/// Each limit lets pass what reaches it and refuses what goes beyond it by one, wherever a document is read or written.
@Suite("Limits on the command line")
struct LimitTests {
  /// A document with `depth` elements in one another.
  private static func nested(_ depth: Int) -> Data {
    Data([0x02, 0xA4, 0x01, 0x6A, 0x00]) + Data(repeating: 0x6D, count: depth - 1) + [0x2D]
      + Data(repeating: 0x01, count: depth - 1)
  }

  private static func text(_ outcome: Tool.Outcome) -> String { String(outcome.errors.prefix(300)) }

  @Test("--limit-depth", arguments: ["decode", "inspect", "stats", "validate", "encode"], [3, 4, 5])
  func depth(_ command: String, _ depth: Int) throws {
    let binary = Self.nested(depth)
    let input = command == "encode" ? try Tool.run(["decode", "--compact"], input: binary).output : binary
    let outcome = try Tool.run([command, "--limit-depth", "4"], input: input)
    let says = "elements nest deeper than the limit (4)"
    #expect((outcome.errors + outcome.text).contains(says) == (depth > 4), "\(Self.text(outcome))")
    if command != "validate" { #expect(outcome.exitCode == (depth > 4 ? 65 : 0)) }
  }

  @Test(
    "--limit-document counts the bytes read, and those written", arguments: ["decode", "inspect", "stats", "encode"])
  func document(_ command: String) throws {
    let binary = Self.nested(100)
    let xml = try Tool.run(["decode", "--compact"], input: binary).output
    let input = command == "encode" ? xml : binary
    for (limit, exitCode) in [(input.count + 1, 0), (input.count, 0), (input.count - 1, 65)] as [(Int, Int32)] {
      let outcome = try Tool.run([command, "--limit-document", "\(limit)"], input: input)
      #expect(outcome.exitCode == exitCode, "\(Self.text(outcome))")
      #expect(outcome.errors.contains("--limit-document allows more") == (exitCode != 0))
    }
  }

  @Test("--limit-string-table", arguments: [3, 4, 5])
  func stringTable(_ limit: Int) throws {
    let arguments = ["--limit-string-table", "\(limit)"]
    #expect(try Tool.run(["decode"] + arguments, input: Sample.wbxml).exitCode == (limit < 4 ? 65 : 0))
    // A name that no table has is the string table's: four bytes with its end.
    let xml = Data("<SyncML xmlns='SYNCML:SYNCML1.2'><Own/></SyncML>".utf8)
    let outcome = try Tool.run(["encode"] + arguments, input: xml)
    #expect(outcome.exitCode == (limit < 4 ? 65 : 0))
    if limit < 4 { #expect(outcome.errors.contains("the string table is longer than the limit (\(limit))")) }
  }

  @Test("--limit-token", arguments: [99, 100, 101])
  func token(_ limit: Int) throws {
    let data = String(repeating: "0123456789", count: 10)
    let xml = Data("<SyncML xmlns='SYNCML:SYNCML1.2'><Data><![CDATA[\(data)]]></Data></SyncML>".utf8)
    let outcome = try Tool.run(["encode", "--limit-token", "\(limit)"], input: xml)
    #expect(outcome.exitCode == (limit < 100 ? 65 : 0), "\(Self.text(outcome))")
    if limit < 100 { #expect(outcome.errors.contains("a single token is longer than the limit (\(limit))")) }
    let difference = try Tool.run(["diff", "--limit-token", "\(limit)", "-", "/dev/null"], input: xml)
    #expect(difference.errors.contains(limit < 100 ? "single token is longer" : "the input is empty"))
  }

  @Test("--limit-amplification")
  func amplification() throws {
    var document = Data([0x02, 0xA4, 0x01, 0x6A, 0xCE, 0x10]) + Data(repeating: 0x61, count: 9999) + [0, 0x6D]
    document += Data((0..<200).flatMap { _ in [0x83, 0x00] as [UInt8] }) + [0x01]
    // Two megabytes, of which one is free.
    #expect(try Tool.run(["decode", "--limit-amplification", "1"], input: document).exitCode == 65)
    #expect(try Tool.run(["decode", "--limit-amplification", "100"], input: document).exitCode == 0)
  }

  @Test(
    "sizes are digits with K, M or G, and nothing else is",
    arguments: [
      ("35", 65), ("1K", 0), ("1k", 0), ("1M", 0), ("8G", 0), ("none", 0), ("0", 64), ("-1", 64), ("K", 64), ("1T", 64),
      ("99999999999G", 64), ("+1", 64), ("", 64),
    ] as [(String, Int32)])
  func sizes(_ size: String, _ exitCode: Int32) throws {
    #expect(try Tool.run(["decode", "--limit-document=\(size)"], input: Sample.wbxml).exitCode == exitCode)
  }

  @Test("a limit that nothing can be within is a usage error")
  func wrong() throws {
    #expect(try Tool.run(["decode", "--limit-depth", "0"], input: Sample.wbxml).exitCode == 64)
    #expect(try Tool.run(["decode", "--limit-amplification", "0"], input: Sample.wbxml).exitCode == 64)
  }
}
