import Conformance
import Foundation
import Testing
import WBXML
import XMLCoding

/// Debian's wbxml2xml (package libwbxml2-utils), the one maintained decoder beside ours.
enum Peer {
  private static let program = ["/usr/bin/wbxml2xml", "/usr/local/bin/wbxml2xml"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  static var isPresent: Bool { program != nil }
  static let absence: Comment = "wbxml2xml is missing: install libwbxml2-utils to compare with it"

  /// The XML text that the peer makes of a document; nil where it refuses.
  static func xml(of document: [UInt8]) throws -> [UInt8]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "wbxml2xml-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "in.wbxml")
    let output = folder.appending(path: "out.xml")
    try Data(document).write(to: input)
    let process = Process()
    process.executableURL = URL(filePath: try #require(program))
    process.arguments = ["-k", "-m", "0", "-o", output.path, input.path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0,
      let data = try? Data(contentsOf: output), !data.isEmpty
    else { return nil }
    return [UInt8](data)
  }
}

@Suite("Beside libwbxml", .tags(.slow), .enabled(if: Peer.isPresent, Peer.absence))
struct DifferentialTests {
  struct Sample: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: [UInt8]
    var testDescription: String { name }
  }

  static let samples: [Sample] = {
    var samples = Fixture.all.compactMap { name in
      (try? Fixture.wbxml(name)).map { Sample(name: "Fixtures/\(name)", bytes: $0) }
    }
    let library = try? VectorLibrary.load(from: Files.root.appending(path: "Vectors")).library
    for vector in library?.vectors ?? [] {
      guard case .codec(let codec) = vector.content, codec.error == nil, let hex = codec.wbxml,
        let bytes = Hexadecimal.decode(hex)
      else { continue }
      samples.append(Sample(name: vector.id, bytes: bytes))
    }
    samples += Corpus.messages.compactMap { path in
      (try? Corpus.bytes(path)).map { Sample(name: path, bytes: $0) }
    }
    return samples
  }()

  /// Where the two part, and why: by a sample's name. Seen with libwbxml 0.11.8.
  static let differences: [String: String] = [
    "Fixtures/attributes-and-literals": "its UTF-8 for an entity is cut, and it writes variables into the text",
    "WBXML-ATTR-01": "it spells a date's opaque data out",
    "WBXML-ATTR-04": "it drops literal attributes",
    "WBXML-ENT-03": "its UTF-8 for U+0800 is wrong",
    "WBXML-ENT-04": "its UTF-8 for U+1F600 is wrong",
    "WBXML-EXT-01": "it writes WML's variables into the text, as $(name:escape)",
    "WBXML-EXT-06": "it writes WML's variables into the value, as $(name:escape)",
    "WBXML-LIT-03": "it drops literal attributes",
    "WBXML-LIT-04": "it drops literal attributes",
    "WBXML-LIT-07": "it drops literal attributes",
    "WBXML-LIT-10": "it drops literal attributes",
    "WBXML-MIX-01": "it writes a CDATA section inside another one",
    "WBXML-OPQ-03": "it writes binary data into XML as they are",
    "WBXML-OPQ-05": "it writes the end of a CDATA section into one",
    "WBXML-OPQ-07": "it writes binary data into XML as they are",
    "WBXML-PI-02": "it drops processing instructions",
    "WBXML-RULE-07": "it writes binary data into XML as they are",
    "WBXML-RULE-09": "it drops processing instructions",
    "WBXML-RULE-19": "it writes binary data into XML as they are",
    "WBXML-RULE-21": "it spells a date's opaque data out",
    "WBXML-RULE-23": "it writes binary data into XML as they are",
    "WBXML-RULE-24": "it spells a date's opaque data out",
    "WBXML-RULE-25": "it writes WML's variables into the text, as $(name:escape)",
    "WBXML-STRI-10": "it writes control characters into XML as they are",
    "WBXML-TAG-01": "it has page 2 in DMDDF documents only",
    "WBXML-TAG-04": "it loses the number of a tag it does not know",
    "WBXML-TAG-11": "it loses the number of a tag it does not know",
    "WBXML-TAG-14": "it has an element called 'Reserved for future use'",
    "WBXML-TAG-15": "it does not know SyncML 1.2's tags under the identifier of 1.1",
  ]

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

  @Test("what libwbxml reads, we read as the same", arguments: samples)
  func same(_ sample: Sample) throws {
    guard Self.differences[sample.name] == nil, let xml = try Peer.xml(of: sample.bytes) else { return }
    let ours = decode(sample.bytes, opensEmbedded: true)
    #expect(ours.error == nil)
    let theirs = try parse(xml)
    #expect(Self.comparable(theirs.lines) == Self.comparable(ours.lines))
  }

  @Test("libwbxml reads most of the samples: the comparison means something")
  func coverage() throws {
    var read = 0
    for sample in Self.samples where try Peer.xml(of: sample.bytes) != nil { read += 1 }
    #expect(read * 10 >= Self.samples.count * 8)
  }

  @Test("every difference that is excused belongs to a sample")
  func excuses() {
    #expect(Set(Self.differences.keys).isSubset(of: Set(Self.samples.map(\.name))))
  }
}
