import Foundation
import Testing

@Suite("syncml stats")
struct StatsTests {
  private func statistics(_ input: Data) throws -> [String: Any] {
    let outcome = try Tool.run(["stats", "--format", "json"], input: input)
    #expect(outcome.exitCode == 0)
    let documents = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
    #expect(documents.count == 1)
    return try #require(documents.first)
  }

  @Test("tokens, tags, text, depth and the string table are counted")
  func counts() throws {
    let document = try statistics(Sample.wbxml)
    #expect(document["bytes"] as? Int == 36)
    #expect(document["elements"] as? Int == 6)
    #expect(document["depth"] as? Int == 4)
    #expect(document["textBytes"] as? Int == 3)
    #expect(document["opaqueBytes"] as? Int == 2)
    #expect(
      document["stringTable"] as? [String: Int]
        == ["bytes": 4, "entries": 1, "references": 1, "unusedEntries": 0, "unusedBytes": 0])
    let tags = try #require(document["tags"] as? [[String: Any]])
    #expect(tags.filter { $0["page"] as? Int == 1 }.map { $0["name"] as? String } == ["Format"])
    let tokens = try #require(document["tokens"] as? [[String: Any]])
    #expect(tokens.compactMap { $0["bytes"] as? Int }.reduce(0, +) == 36)
    #expect(tokens.first { $0["kind"] as? String == "SWITCH_PAGE" }?["count"] as? Int == 2)
  }

  @Test("repeats and entries that nobody uses are counted, with what a string table would save")
  func repeats() throws {
    // "abc" in the table, unused; "hello" inline three times: 3 * 7 bytes, against 6 + 3 * 2.
    let hello: [UInt8] = [0x03] + Array("hello".utf8) + [0x00]
    let document = try statistics(
      Data([0x02, 0xA4, 0x01, 0x6A, 0x04, 0x61, 0x62, 0x63, 0x00, 0x6D] + hello + hello + hello + [0x01]))
    #expect(
      document["inlineStrings"] as? [String: Int]
        == ["count": 3, "repeatedTexts": 1, "repeats": 2, "notCompared": 0, "savedBytesByTable": 9])
    #expect((document["stringTable"] as? [String: Int])?["unusedEntries"] == 1)
    #expect((document["stringTable"] as? [String: Int])?["unusedBytes"] == 4)
  }

  @Test("text for people has all the parts")
  func text() throws {
    let outcome = try Tool.run(["stats"], input: Sample.wbxml)
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.hasPrefix("standard input: 36 bytes, 6 elements, 0 attributes, depth 4\n"))
    #expect(outcome.text.contains("\ntokens "))
    #expect(outcome.text.contains("\npage  tag  name "))
  }

  @Test("a document that breaks off is exit code 65, and the others are counted all the same")
  func broken() throws {
    let folder = try TemporaryFolder()
    let broken = try folder.file("broken.wbxml", Sample.wbxml.prefix(20)).path
    let outcome = try Tool.run(["stats", broken, "-"], input: Sample.wbxml)
    #expect(outcome.exitCode == 65)
    #expect(outcome.text.hasPrefix("standard input: 36 bytes"))
  }
}
