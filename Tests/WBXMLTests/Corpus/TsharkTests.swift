import Testing
import WBXML

@Suite(
  "Reading WBXML beside tshark", .tags(.slow), .enabled(if: PeerProgram.tshark.isPresent, PeerProgram.tshark.absence))
struct TsharkTests {
  @Test("tshark finds the same tags, attributes, texts and opaque data")
  func same() throws {
    let samples = DifferentialTests.samples
    let packets = try Tshark.packets(of: samples.map(\.bytes))
    try #require(packets.count == samples.count)
    var verdicts: [String: Verdict] = [:]
    for (sample, packet) in zip(samples, packets) {
      let (name, bytes) = (sample.name, sample.bytes)
      let ours = decode(bytes, options: .init(language: packet.hasNames ? nil : .withoutNames))
      if let error = ours.error {
        verdicts[name] = .refused(by: "us: \(error)")
      } else if let lines = packet.lines {
        verdicts[name] = Verdict(ours: Tshark.comparable(ours.lines), theirs: lines)
      } else {
        verdicts[name] = .refused(by: "tshark")
      }
    }
    expect(verdicts, explainedBy: Explanation.applicable(Self.explanations))
    #expect(verdicts.values.count { $0 == .same } * 2 > verdicts.count)
    print("tshark: \(verdicts.count) samples, \(verdicts.values.count { $0 == .same }) the same")
  }

  /// Seen with tshark 4.0.17.
  static let explanations: [Explanation] = [
    Explanation(
      "it does not know SyncML 1.2's tags under the identifier of 1.1",
      ["WBXML-TAG-15"]),
    Explanation(
      "it has WML 1.0's names in capitals, which the first edition had; our table has those of WML 1.1",
      ["WBXML-LANG-01"]),
    Explanation(
      "it has WV-CSP's names for the numbers of its editions 1.0 and 1.3, too",
      ["WBXML-PUBID-17", "WBXML-PUBID-18"]),
    Explanation(
      "it has names for four tags on MetInf's page that no edition of MetInf has",
      ["WBXML-TAG-20"]),
    Explanation(
      "it has a slash in EMN's value tokens, as SI has",
      ["WBXML-LANG-11"]),
    Explanation(
      "it has no page 2 in SyncML",
      ["WBXML-TAG-01", "WBXML-TAG-19"]),
    Explanation(
      "it reads literal names of a missing string table from the body",
      ["WBXML-LIT-07"]),
    Explanation(
      "it reads on behind a string table whose last string has no NUL",
      ["Fixtures/string-table", "WBXML-LIT-12", "WBXML-PUBID-06", "WBXML-STRT-03"]),
    Explanation(
      "it reads on behind the root",
      ["WBXML-DOC-04", "WBXML-DOC-07"]),
    Explanation(
      "it reads strings of every charset as if they were UTF-8",
      [
        "WBXML-CHARSET-10", "WBXML-CHARSET-11", "WBXML-CHARSET-12", "WBXML-CHARSET-13", "WBXML-CHARSET-15",
        "WBXML-CHARSET-16", "WBXML-CHARSET-18", "WBXML-CHARSET-19", "WBXML-MIBENUM-05", "WBXML-MIBENUM-06",
        "WBXML-MIBENUM-09",
      ]),
    Explanation(
      "it stops at processing instructions",
      [
        "Fixtures/attributes-and-literals", "WBXML-CONTENT-04", "WBXML-EPILOG-22", "WBXML-PI-01", "WBXML-PI-02",
        "WBXML-PI-03", "WBXML-PI-08", "WBXML-RULE-09", "WBXML-PITARGET-20", "WBXML-PITARGET-21", "WBXML-PIVAL-01",
        "WBXML-PIVAL-02",
        "WBXML-PIVAL-03",
        "WBXML-PIVAL-04", "WBXML-PIVAL-05", "WBXML-PIVAL-06", "WBXML-PIVAL-07", "WBXML-PROLOG-04",
      ]),
    Explanation(
      "it knows no OPAQUE in WBXML 1.0",
      ["WBXML-RULE-19"]),
    Explanation(
      "it shows the index of WML's variables, not their names",
      ["WBXML-EXT-01", "WBXML-EXT-06"]),
    Explanation(
      "it takes a charset of 0 for a field that is not there",
      ["WBXML-CHAR-02"]),
  ]
}
