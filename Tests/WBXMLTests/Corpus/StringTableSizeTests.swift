import Foundation
import Testing
import WBXML

@Suite(
  "String tables beside libwbxml's", .tags(.slow), .enabled(if: Corpus.isPresent, Corpus.absence),
  .enabled(if: PeerProgram.xml2wbxml.isPresent, PeerProgram.xml2wbxml.absence))
struct StringTableSizeTests {
  /// The paths of all XML files of the corpus but those that take the peer minutes.
  private static let paths: [String] = {
    let files = FileManager.default.enumerator(atPath: Corpus.folder.path)
    let paths = (files?.allObjects as? [String]) ?? []
    return paths.filter { $0.hasSuffix(".xml") && !$0.hasPrefix("hostile/") }.sorted()
  }()

  /// The two read some XML as different content: the peer drops white space at a text's edges, and encodes dates and
  /// numbers of other languages in ways of its own. So its output is what both are to write.
  @Test("what libwbxml writes with its string table, we write in no more bytes")
  func noLarger() throws {
    var (samples, same, ours, theirs) = (0, 0, 0, 0)
    for path in Self.paths {
      let peer = try PeerProgram.xml2wbxml.output(for: try Corpus.bytes(path)) { ["-v", "1.2", "-o", $1, $0] }
      guard let peer, decode(peer).error == nil else { continue }
      let document = try recoded(peer, options: .init(stringTable: .smallest))
      #expect(document.count <= peer.count, "\(path)")
      samples += 1
      ours += document.count
      theirs += peer.count
      // Where both read the XML as the same content, the whole way is compared.
      guard let whole = try? wbxml(of: try Corpus.bytes(path), options: .init(version: .v12, stringTable: .smallest)),
        decode(whole, opensEmbedded: true).lines == decode(peer, opensEmbedded: true).lines
      else { continue }
      same += 1
      #expect(whole.count <= peer.count, "\(path), from XML")
    }
    #expect(samples >= 150)
    #expect(same >= 80)
    #expect(ours < theirs)
    print("string tables: \(samples) samples, \(ours) bytes, libwbxml \(theirs); \(same) with the same content")
  }
}
