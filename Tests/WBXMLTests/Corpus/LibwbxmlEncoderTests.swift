import Foundation
import Testing
import WBXML
import XMLCoding

@Suite(
  "Writing WBXML beside libwbxml", .tags(.slow), .enabled(if: Corpus.isPresent, Corpus.absence),
  .enabled(if: PeerProgram.xml2wbxml.isPresent, PeerProgram.xml2wbxml.absence))
struct LibwbxmlEncoderTests {
  /// The XML text of the corpus, whatever a file is called; without what the project's own peers were fed to break them.
  static let samples: [(name: String, sample: [UInt8])] = {
    let files = FileManager.default.enumerator(atPath: Corpus.folder.path)
    let paths = (files?.allObjects as? [String]) ?? []
    return paths.sorted().filter { !$0.hasPrefix("hostile/") }.compactMap { path in
      guard [".xml", ".xml1", ".syncml", ".txt", ".ddf", ".mdf"].contains(where: path.hasSuffix),
        let bytes = try? Corpus.bytes(path)
      else { return nil }
      let start = bytes.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }.first
      return start == UInt8(ascii: "<") ? (path, bytes) : nil
    }
  }()

  /// As beside its decoder; and the declarations of namespaces, which it drops, do not count.
  private static func comparable(_ lines: [String]) -> [String] {
    DifferentialTests.comparable(lines.filter { !$0.hasPrefix("@xmlns=") && !$0.hasPrefix("@xmlns:") })
  }

  @Test("of the same XML text, libwbxml's WBXML and ours have the same events")
  func same() async throws {
    let verdicts = try await verdicts(of: Self.samples) { text in
      let peer = try PeerProgram.xml2wbxml.output(for: text) { ["-v", "1.3", "-o", $1, $0] }
      let own: [UInt8]?
      do throws(CodingError) {
        own = try wbxml(of: text)
      } catch {
        return peer == nil ? .same : .refused(by: "us: \(error)")
      }
      guard let own, let peer else { return .refused(by: "libwbxml") }
      let (ours, theirs) = (decode(own, opensEmbedded: true), decode(peer, opensEmbedded: true))
      if let error = ours.error ?? theirs.error { return .refused(by: "us, reading: \(error)") }
      return Verdict(ours: Self.comparable(ours.lines), theirs: Self.comparable(theirs.lines))
    }
    expect(verdicts, explainedBy: Self.explanations)
    #expect(verdicts.values.count { $0 == .same } * 3 > verdicts.count)
    print("xml2wbxml: \(verdicts.count) samples, \(verdicts.values.count { $0 == .same }) the same")
  }

  /// Seen with libwbxml 0.11.8.
  static let explanations: [Explanation] = [
    Explanation(
      "it decodes base64 of ActiveSync's Mime element",
      [
        "libwbxml/activesync/activesync-031-sendmail-request.xml",
        "libwbxml/activesync/activesync-032-formatted-base64.xml",
      ]),
    Explanation(
      "it does not tell the language by the root element",
      ["buteo-syncml/testURI.txt"]),
    Explanation(
      "it fails with an internal error on text around CDATA",
      [
        "oma-spec-examples/content-signing-appendix-02.xml", "oma-spec-examples/content-signing-appendix-03.xml",
        "oma-spec-examples/content-signing-appendix-04.xml", "oma-spec-examples/content-signing-appendix-05.xml",
      ]),
    Explanation(
      "it loses the prefixes of names",
      ["libwbxml/drmrel/drmrel-001.xml", "libwbxml/drmrel/drmrel-002.xml", "libwbxml/drmrel/drmrel-003.xml"]),
    Explanation(
      "it writes WV-CSP's values as extension tokens, and its numbers and dates as opaque data",
      [
        "001", "004", "007", "008", "011", "012", "014", "015", "016", "017", "019", "020", "022", "023", "024", "025",
        "026", "027", "031", "032", "038", "041", "044", "046", "049", "050", "052", "053", "054", "055", "057", "060",
        "061", "066", "067", "068", "069", "071", "072", "073", "076", "077", "078", "079", "080", "084", "086", "087",
        "089", "091", "092", "096", "097", "098", "099", "100", "103", "104", "107-datetime", "112-datetime",
        "113-datetime", "116-datetime",
      ].map { "libwbxml/wv/wv-\($0).xml" }),
    Explanation(
      "it writes dates as opaque data",
      [
        "libwbxml/emn/emn-001.xml", "libwbxml/emn/emn-015.xml", "libwbxml/emn/emn-016.xml", "libwbxml/si/si-016.xml",
        "libwbxml/si/si-018.xml",
      ]),
    Explanation(
      "the length of its string table counts white space that it drops",
      [
        "horde-xml-wbxml/syncml_client_packet_1.xml", "horde-xml-wbxml/syncml_client_packet_2.xml",
        "horde-xml-wbxml/syncml_server_packet_1.xml",
      ]),
  ]
}
