import Conformance
import Foundation
import Testing
import WBXML
import XMLCoding

@Suite(
  "Reading WBXML beside libwbxml", .tags(.slow),
  .enabled(if: Peer.isPresent, Peer.absence))
struct DifferentialTests {
  /// What both sides are freed of before they are compared.
  ///
  /// - It writes text as CDATA and opaque data as text, by rules of its own: both count as text here.
  /// - It leaves carriage returns and white space at the edges of a text to the reader's mercy: they do not count.
  /// - It opens a tree inside `Data` without saying that it was a document.
  /// - It makes `+wbxml` of a document that it opens `+xml` in the type beside it.
  static func comparable(_ lines: [String]) -> [String] {
    var result: [String] = []
    var text = ""
    for line in withoutTreeDocuments(lines) + [")"] {
      if line.hasPrefix("-") {
        text += line.dropFirst().replacing("\\r", with: "").replacing("\\n", with: "\n").replacing("\\t", with: "\t")
      } else if line.hasPrefix("*"), let bytes = Hexadecimal.decode(String(line.dropFirst())),
        let decoded = String(validating: bytes.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
      {
        text += decoded
      } else {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines).replacing("+wbxml", with: "+xml")
        if !trimmed.isEmpty { result.append("-" + trimmed) }
        text = ""
        result.append(line)
      }
    }
    return result
  }

  @Test("what libwbxml reads as XML, we read as the same from WBXML")
  func same() async throws {
    let verdicts = try await verdicts(of: Self.samples.map { ($0.name, $0.bytes) }) { bytes in
      let text = try Peer.xml(of: bytes)
      guard let text else { return .refused(by: "libwbxml") }
      let ours = decode(bytes, opensEmbedded: true)
      if let error = ours.error { return .refused(by: "us: \(error)") }
      let theirs: Outcome
      do throws(CodingError) {
        theirs = try parse(text)
      } catch {
        return .refused(by: "XML: \(error)")
      }
      return Verdict(ours: Self.comparable(ours.lines), theirs: Self.comparable(theirs.lines))
    }
    expect(verdicts, explainedBy: Explanation.applicable(Self.explanations))
    // The comparison means something where most samples are the same.
    #expect(verdicts.values.count { $0 == .same } * 2 > verdicts.count)
    print("wbxml2xml: \(verdicts.count) samples, \(verdicts.values.count { $0 == .same }) the same")
  }

  /// Seen with libwbxml 0.11.8.
  static let explanations: [Explanation] = [
    Explanation(
      "it does not know SyncML 1.2's tags under the identifier of 1.1",
      ["WBXML-TAG-15"]),
    Explanation(
      "it does not know WV-CSP 1.2's public identifier",
      ["WBXML-LANG-16"]),
    Explanation(
      "it drops literal attributes",
      ["WBXML-ASTART-20", "WBXML-ATTR-04", "WBXML-LIT-03", "WBXML-LIT-04", "WBXML-LIT-07", "WBXML-LIT-10"]),
    Explanation(
      "it drops processing instructions",
      ["WBXML-PI-02", "WBXML-PI-08", "WBXML-RULE-09"]),
    Explanation(
      "it has an element called 'Reserved for future use'",
      ["WBXML-TAG-14"]),
    Explanation(
      "it has page 2 in DMDDF documents only",
      ["WBXML-TAG-01"]),
    Explanation(
      "it loses the number of a tag it does not know",
      ["WBXML-TAG-04", "WBXML-TAG-11", "WBXML-TAG-20"]),
    Explanation(
      "it reads no charset but UTF-8 and US-ASCII",
      [
        "WBXML-CHARSET-10", "WBXML-CHARSET-11", "WBXML-CHARSET-12", "WBXML-CHARSET-13", "WBXML-CHARSET-15",
        "WBXML-CHARSET-16", "WBXML-CHARSET-17", "WBXML-CHARSET-18", "WBXML-CHARSET-19", "WBXML-MIBENUM-05",
        "WBXML-MIBENUM-06", "WBXML-MIBENUM-09",
      ]),
    Explanation(
      "it loses the number of an attribute it does not know, in a language that has others",
      ["WBXML-ATTR-14", "WBXML-ATTR-18"]),
    Explanation(
      "it refuses attribute tokens that the language does not have",
      [
        "WBXML-ASTART-17", "WBXML-ATTR-05", "WBXML-ATTR-13", "WBXML-ATTR-16", "WBXML-EPILOG-22", "WBXML-PI-01",
        "WBXML-PI-03",
        "WBXML-PITARGET-20", "WBXML-PITARGET-21", "WBXML-PROLOG-02", "WBXML-PROLOG-03", "WBXML-PROLOG-04",
        "WBXML-TAG-19",
      ]),
    Explanation(
      "it refuses page switches among attributes where the grammar has none",
      ["WBXML-RULE-11", "WBXML-RULE-13", "WBXML-RULE-15", "WBXML-RULE-17"]),
    Explanation(
      "it refuses documents of a type that it does not know",
      [
        "WBXML-AVAL-01", "WBXML-AVAL-02", "WBXML-AVAL-03", "WBXML-AVAL-04", "WBXML-AVAL-05", "WBXML-AVAL-06",
        "WBXML-AVAL-07", "WBXML-AVAL-08", "WBXML-AVAL-09", "WBXML-AVAL-10", "WBXML-CONTENT-01", "WBXML-CONTENT-02",
        "WBXML-CONTENT-03", "WBXML-CONTENT-04", "WBXML-MBUI-01", "WBXML-PIVAL-01", "WBXML-PIVAL-02", "WBXML-PIVAL-03",
        "WBXML-PIVAL-04", "WBXML-PIVAL-05", "WBXML-PIVAL-06", "WBXML-PIVAL-07", "WBXML-PUBID-10", "WBXML-PUBID-12",
        "WBXML-PUBID-14", "WBXML-PUBID-17", "WBXML-PUBID-18", "WBXML-PUBID-19", "WBXML-PUBID-20", "WBXML-PUBID-21",
        "WBXML-STD-01", "WBXML-STD-02",
      ]),
    Explanation(
      "it refuses extension tokens outside WML and WV-CSP",
      ["WBXML-EXT-02"]),
    Explanation(
      "it spells a date's opaque data out",
      ["WBXML-ATTR-01", "WBXML-RULE-21", "WBXML-RULE-24"]),
    Explanation(
      "it writes WML's variables into the text, as $(name:escape)",
      ["WBXML-EXT-01", "WBXML-EXT-06", "WBXML-RULE-25"]),
    Explanation(
      "it writes binary data into XML as they are",
      [
        "WBXML-EMBED-01", "WBXML-EMBED-02", "WBXML-EMBED-03", "WBXML-EMBED-04", "WBXML-EMBED-05", "WBXML-EMBED-07",
        "WBXML-EMBED-08", "WBXML-EMBED-09", "WBXML-EMBED-10", "WBXML-OPQ-03", "WBXML-OPQ-07", "WBXML-RULE-07",
        "WBXML-RULE-19",
        "WBXML-RULE-23",
      ]),
    Explanation(
      "it writes control characters into XML as they are",
      ["WBXML-STRI-10"]),
    Explanation(
      "it writes one CDATA section into another, or the end of one",
      ["WBXML-MIX-01", "WBXML-OPQ-05"]),
    Explanation(
      "its UTF-8 for an entity is cut, and it writes variables into the text",
      ["Fixtures/attributes-and-literals"]),
    Explanation(
      "its UTF-8 for characters of three and four bytes is wrong",
      ["WBXML-ENT-03", "WBXML-ENT-04", "WBXML-ENT-10", "WBXML-ENT-11", "WBXML-ENT-12"]),
    Explanation(
      "it writes the markup in a name into XML",
      ["WBXML-LIT-11"]),
  ]
}
