import Foundation
import Testing

@Suite("syncml inspect, validate, languages and bench")
struct ReportTests {
  @Test("inspect explains every byte")
  func inspect() throws {
    let outcome = try Tool.run(["inspect", "-"], input: Sample.wbxml)
    #expect(outcome.exitCode == 0)
    let lines = outcome.text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(
      lines == [
        "0 02 version WBXML 1.2", "1 A4 01 public id 0x1201 -//SYNCML//DTD SyncML 1.2//EN (syncml12)",
        "3 6A charset 106 UTF-8", "4 04 string table 4 bytes", "5 61 62 63 00 string 0 \"abc\"",
        "9 6D tag 2D +C <SyncML>", "10 6C tag 2C +C <SyncHdr>", "11 71 tag 31 +C <VerDTD>",
        "12 03 31 2E 32 00 STR_I \"1.2\"", "17 01 END </VerDTD>", "18 5A tag 1A +C <Meta>",
        "19 00 01 SWITCH_PAGE tag page 1 (syncml:metinf)", "21 47 tag 07 +C <Format>", "22 83 00 STR_T at 0: \"abc\"",
        "24 01 END </Format>", "25 01 END </Meta>", "26 00 00 SWITCH_PAGE tag page 0 (SYNCML:SYNCML1.2)",
        "28 4F tag 0F +C <Data>", "29 C3 02 68 69 OPAQUE \"hi\"", "33 01 END </Data>", "34 01 END </SyncHdr>",
        "35 01 END </SyncML>",
      ])
  }

  @Test("inspect's rows cover every byte once, as JSON", arguments: [Sample.wbxml, Sample.wbxml + [0, 1, 2]])
  func inspectJSON(input: Data) throws {
    let outcome = try Tool.run(["inspect", "--format", "json", "--full"], input: input)
    #expect(outcome.exitCode == 0)
    let rows = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
    var next = 0
    for row in rows {
      #expect(row["offset"] as? Int == next)
      next += try #require(row["byteCount"] as? Int)
    }
    #expect(next == input.count)
    let digits = rows.compactMap { $0["bytes"] as? String }.joined()
    #expect(digits == input.map { String(format: "%02X", Int($0)) }.joined())
  }

  @Test("inspect shows what comes before a cut, then what is wrong", arguments: 1..<Sample.wbxml.count)
  func inspectCut(count: Int) throws {
    let outcome = try Tool.run(["inspect", "--format", "json"], input: Sample.wbxml.prefix(count))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.hasPrefix("syncml inspect: standard input: offset \(count): "))
    let rows = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [[String: Any]])
    #expect(rows.compactMap { $0["byteCount"] as? Int }.reduce(0, +) == count)
    #expect(rows.last?["kind"] as? String == "error")
    #expect(rows.last?["offset"] as? Int == count)
    #expect(rows.last?["code"] as? String == "unexpectedEnd")
  }

  @Test("colours come only when asked for, or on a terminal")
  func color() throws {
    #expect(!(try Tool.run(["inspect"], input: Sample.wbxml).text.contains("\u{1B}")))
    #expect(try Tool.run(["inspect", "--color", "always"], input: Sample.wbxml).text.contains("\u{1B}"))
  }

  @Test("a good message has no findings")
  func valid() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let package = try Data(contentsOf: folder.appendingPathComponent("../../Fixtures/dm-package-1.xml"))
    let outcome = try Tool.run(["validate", "-"], input: package)
    #expect(outcome.exitCode == 0)
    #expect(outcome.text == "")
    #expect(outcome.errors.isEmpty)
  }

  @Test("a message that breaks a rule is exit code 1, with the place and a hint")
  func findings() throws {
    let text = String(decoding: Sample.xml, as: UTF8.self).replacingOccurrences(of: "<MsgID>1</MsgID>", with: "")
    let outcome = try Tool.run(["validate"], input: Data(text.utf8))
    #expect(outcome.exitCode == 1)
    let lines = outcome.text.split(separator: "\n")
    #expect(lines.first?.hasPrefix("standard input:1:") == true)
    #expect(lines.first?.contains(": error DTD-") == true)
    #expect(lines.dropFirst().first?.hasPrefix("  hint: ") == true)
    let json = try Tool.run(["validate", "--format", "json"], input: Data(text.utf8))
    #expect(json.exitCode == 1)
    let reports = try #require(try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect((reports.first?["findings"] as? [Any])?.isEmpty == false)
  }

  @Test(
    "what cannot be decoded at all is exit code 65", arguments: [Data(), Data("<SyncML>".utf8), Data([0x02, 0x01])])
  func undecodable(input: Data) throws {
    let outcome = try Tool.run(["validate"], input: input)
    #expect(outcome.exitCode == 65)
    #expect(outcome.text.contains("ENC-01"))
  }

  @Test("languages are a table, or JSON")
  func languages() throws {
    let outcome = try Tool.run(["languages"])
    #expect(outcome.exitCode == 0)
    let line = try #require(outcome.text.split(separator: "\n").first { $0.hasPrefix("syncml12 ") })
    #expect(line.contains(" 0x1201 ") && line.hasSuffix("-//SYNCML//DTD SyncML 1.2//EN"))
    let json = try Tool.run(["languages", "--format", "json"])
    let entries = try #require(try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(entries.count == outcome.text.split(separator: "\n").count - 1)
  }

  @Test("a benchmark is a table, or JSON")
  func bench() throws {
    let arguments = ["bench", "--shape", "dm2k", "--rounds", "1", "--min-time", "1"]
    let outcome = try Tool.run(arguments + ["--against", "none"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.contains("WBXML to events"))
    #expect(outcome.errors.isEmpty)
    let json = try Tool.run(arguments + ["--format", "json"])
    let report = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect((report["results"] as? [Any])?.count == 6)
  }

  @Test("a benchmark of sessions is a table, or JSON")
  func benchSessions() throws {
    let arguments = ["bench", "sessions", "--rounds", "1", "--sessions", "2", "--open", "2", "--encoding", "wbxml"]
    let outcome = try Tool.run(arguments)
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.contains("sessions/s"))
    #expect(outcome.text.contains("a schedule's installation, md5 both ways"))
    let json = try Tool.run(arguments + ["--flow", "plain", "--format", "json"])
    let report = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(rows.first?["messages"] as? Int == 4)
    #expect(try Tool.run(["bench", "sessions", "--rounds", "0"]).exitCode == 64)
    #expect(try Tool.run(["bench", "sessions", "--rounds", "1000", "--sessions", "1001"]).exitCode == 64)
  }

  @Test("a benchmark of schedules is text, or JSON")
  func benchSchedules() throws {
    let arguments = ["bench", "schedules", "--schedules", "1", "--armed", "10", "--wake-ups", "20"]
    let outcome = try Tool.run(arguments)
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.contains("365 runs") && outcome.text.contains("10 armed schedules"))
    let json = try Tool.run(arguments + ["--format", "json"])
    let report = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect(report["runs"] as? Int == 365)
    #expect(try Tool.run(["bench", "schedules", "--armed", "0"]).exitCode == 64)
  }

  @Test("a benchmark can be of some of the work")
  func benchWork() throws {
    let arguments = ["bench", "--shape", "dm2k", "--rounds", "1", "--min-time", "1", "--against", "none"]
    let outcome = try Tool.run(arguments + ["--work", "xml", "--work", "typed-encode"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.text.contains("WBXML to XML") && outcome.text.contains("messages to WBXML"))
    #expect(!outcome.text.contains("WBXML to events"))
    #expect(outcome.text.contains("heap allocations for one document"))
    #expect(try Tool.run(["bench", "--work", "everything"]).exitCode == 64)
  }
}
