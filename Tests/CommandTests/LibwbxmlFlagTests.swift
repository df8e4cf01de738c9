import Foundation
import Testing

/// libwbxml's command line tools, where they are installed (Debian's package libwbxml2-utils).
private enum LibwbxmlTool {
  static let arePresent = ["/usr/bin/xml2wbxml", "/usr/bin/wbxml2xml"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

/// The README's table from libwbxml's flags to ours, by running both.
@Suite("Flags of libwbxml's tools", .enabled(if: LibwbxmlTool.arePresent, "libwbxml2-utils is missing"))
struct LibwbxmlFlagTests {
  /// With white space between elements, and a text that occurs twice.
  static let xml = Data(
    """
    <?xml version="1.0"?><!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" \
    "http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd"><SyncML xmlns="SYNCML:SYNCML1.2">
      <SyncHdr><VerDTD>1.2</VerDTD><SessionID>1</SessionID><Target><LocURI>http://dm.example/x</LocURI></Target>\
    <Source><LocURI>http://dm.example/x</LocURI></Source></SyncHdr>
      <SyncBody><Final/></SyncBody>
    </SyncML>
    """.utf8)

  @Test(
    "xml2wbxml's flags and ours give the same bytes",
    arguments: [
      ("-n", "--version 1.3"), ("", "--version 1.3 --string-table dedupe"), ("-n -k", "--version 1.3 --keep-space"),
      ("-n -k", "-v 1.3 -k"), ("-n -k -v 1.2", "-n -k -v 1.2"), ("-n -v 1.1", "--version 1.1"), ("-n -v 1.2", ""),
      ("-n -v 1.3", "-v 1.3"),
    ])
  func xml2wbxml(_ theirs: String, _ ours: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("message.xml", Self.xml).path
    let peer = try Tool.shell("xml2wbxml \(theirs) -o - '\(file)'")
    let own = try Tool.shell("$SYNCML encode \(ours) '\(file)'")
    #expect(peer.exitCode == 0)
    #expect(own.exitCode == 0)
    #expect(!own.output.isEmpty)
    #expect(own.output == peer.output)
  }

  @Test("-a leaves the language out with us, as its help says")
  func anonymous() throws {
    let own = try Tool.run(["encode", "--public-id", "none", "--version", "1.3"], input: Self.xml)
    #expect(own.output.prefix(4) == Data([0x03, 0x01, 0x6A, 0x00]))
    #expect(try Tool.run(["encode", "-a", "-v", "1.3"], input: Self.xml).output == own.output)
  }

  @Test("-m 2 is the canonical form")
  func canonicalMode() throws {
    let document = try Tool.run(["encode"], input: Self.xml).output
    let canonical = try Tool.run(["decode", "--canonical"], input: document)
    #expect(canonical.text.hasPrefix("<SyncML xmlns="))
    #expect(try Tool.run(["decode", "-m", "2"], input: document).output == canonical.output)
  }

  @Test(
    "flags that contradict others are a wrong command line",
    arguments: [
      ["decode", "-m", "3", "-"], ["decode", "-m", "0", "--canonical", "-"],
      ["encode", "-a", "--public-id", "text", "-"],
      ["encode", "-n", "--string-table", "dedupe", "-"],
    ])
  func contradictions(_ arguments: [String]) throws {
    let outcome = try Tool.run(arguments)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.hasPrefix("Error: "))
  }

  /// XML without the declaration and without white space between elements and attributes.
  private static func normalized(_ xml: Data) -> String {
    let text = String(decoding: xml, as: UTF8.self)
      .replacing(/<\?xml[^>]*\?>/, with: "").replacing(/>\s+</, with: "><")
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test(
    "wbxml2xml's flags and ours give the same XML, but for indentation",
    arguments: [
      ("-m 0", "--compact"), ("-m 1 -i 4", "--indent 4"), ("-m 1 -i 4", "-i 4"), ("", ""), ("-m 2", "--compact"),
      ("-k -m 0", "--compact"), ("-k -m 0", "-k -m 0"), ("-m 1 -i 4", "-m 1 -i 4"), ("-l SYNCML11", "-l SYNCML11"),
      ("-l SYNCML11 -m 0", "--language syncml11 --compact"),
    ])
  func wbxml2xml(_ theirs: String, _ ours: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("message.wbxml", try Tool.run(["encode"], input: Self.xml).output).path
    let peer = try Tool.shell("wbxml2xml \(theirs) -o - '\(file)'")
    let own = try Tool.shell("$SYNCML decode \(ours) '\(file)'")
    #expect(peer.exitCode == 0)
    #expect(own.exitCode == 0)
    #expect(Self.normalized(own.output) == Self.normalized(peer.output))
    let isIndented = !theirs.contains("-m 0") && !theirs.contains("-m 2")
    #expect((own.text.count(where: { $0 == "\n" }) > 5) == isIndented)
  }

  @Test("wbxml2xml's names of languages are taken, whatever the case")
  func languages() throws {
    let names = [
      "WML10", "WML11", "WML12", "WML13", "WTA10", "WTAWML12", "CHANNEL11", "CHANNEL12", "SI10", "SL10", "CO10",
      "PROV10",
      "EMN10", "DRMREL10", "OTA", "SYNCML10", "DEVINF10", "SYNCML11", "DEVINF11", "METINF11", "SYNCML12", "DEVINF12",
      "METINF12", "DMDDF12", "CSP11", "CSP12", "AIRSYNC", "ACTIVESYNC", "CONML",
    ]
    for name in names {
      let outcome = try Tool.run(["decode", "-l", name, "--quiet"], input: Data([0x03, 0x01, 0x6A, 0x00, 0x05]))
      #expect(outcome.exitCode == 0, "\(name): \(outcome.errors)")
    }
  }

  @Test("every flag of the README's tables is one that the tools know")
  func readme() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    for (peer, command) in [("wbxml2xml", "decode"), ("xml2wbxml", "encode")] {
      let start = try #require(readme.range(of: "| `\(peer)` | `syncml \(command)` |"))
      let table = readme[start.upperBound...].split(separator: "\n\n").first ?? ""
      let help = try Tool.run([command, "--help"]).text
      let peerHelp = try Tool.shell("\(peer) -h 2>&1").text
      var rows = 0
      for line in table.split(separator: "\n").dropFirst() {
        let cells = line.split(separator: "|").map(String.init)
        let (theirs, ours) = (try #require(cells.first), try #require(cells.dropFirst().first))
        for match in theirs.matches(of: /`(-[a-z])/) { #expect(peerHelp.contains(" \(match.1)"), "\(match.1)") }
        for match in ours.matches(of: /`(--?[a-z][a-z-]*)/) { #expect(help.contains(String(match.1)), "\(match.1)") }
        rows += 1
      }
      #expect(rows >= 7)
    }
  }
}
