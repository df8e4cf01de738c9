import Foundation
import Testing

/// A program of somebody else's that reads or writes WBXML, too.
struct PeerProgram: Sendable {
  /// Debian's wbxml2xml (package libwbxml2-utils), the one maintained decoder beside ours.
  static let wbxml2xml = PeerProgram("wbxml2xml", package: "libwbxml2-utils")
  /// Debian's xml2wbxml (package libwbxml2-utils).
  static let xml2wbxml = PeerProgram("xml2wbxml", package: "libwbxml2-utils")
  /// Debian's tshark, whose dissector shows the tokens of a document.
  static let tshark = PeerProgram("tshark", package: "tshark")

  var name: String
  private var package: String
  private var path: String?

  private init(_ name: String, package: String) {
    self.name = name
    self.package = package
    path = ["/usr/bin/", "/usr/local/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  var isPresent: Bool { path != nil }
  var absence: Comment { "\(name) is missing: install \(package) to compare with it" }

  /// Writes an input to a file, runs the program, and reads the file that it wrote; nil where it refuses.
  ///
  /// - Parameters:
  ///   - isPrinted: whether the program writes to its standard output.
  ///   - arguments: what the program is called with, by the paths of the input and the output.
  func output(
    for input: [UInt8], isPrinted: Bool = false, arguments: (_ input: String, _ output: String) -> [String]
  ) throws -> [UInt8]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, target) = (folder.appending(path: "in"), folder.appending(path: "out"))
    try Data(input).write(to: source)
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments = arguments(source.path, target.path)
    process.standardOutput = FileHandle.nullDevice
    if isPrinted {
      try Data().write(to: target)
      process.standardOutput = try FileHandle(forWritingTo: target)
    }
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0,
      let data = try? Data(contentsOf: target), !data.isEmpty
    else { return nil }
    return [UInt8](data)
  }
}

/// libwbxml's decoder.
enum Peer {
  static let isPresent = PeerProgram.wbxml2xml.isPresent
  static let absence = PeerProgram.wbxml2xml.absence

  /// The XML text that the peer makes of a document; nil where it refuses.
  static func xml(of document: [UInt8]) throws -> [UInt8]? {
    try PeerProgram.wbxml2xml.output(for: document) { ["-k", "-m", "0", "-o", $1, $0] }
  }
}

/// What the comparison of one sample gave.
enum Verdict: Equatable, Sendable {
  case same
  /// The peer refuses it, or we do.
  case refused(by: String)
  /// The first line that differs.
  case different(ours: String, theirs: String)

  init(ours: [String], theirs: [String]) {
    for index in 0..<max(ours.count, theirs.count) {
      let (left, right) = (index < ours.count ? ours[index] : "", index < theirs.count ? theirs[index] : "")
      if left != right {
        self = .different(ours: String(left.prefix(120)), theirs: String(right.prefix(120)))
        return
      }
    }
    self = .same
  }
}

/// Why two sides part, and for which samples.
struct Explanation: Sendable {
  var reason: String
  var samples: [String]

  init(_ reason: String, _ samples: [String]) {
    self.reason = reason
    self.samples = samples
  }
}

/// Checks that each sample on which two sides part is explained, and that no other one is.
func expect(
  _ verdicts: [String: Verdict], explainedBy explanations: [Explanation],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var reasons: [String: String] = [:]
  for explanation in explanations {
    for sample in explanation.samples {
      #expect(
        reasons.updateValue(explanation.reason, forKey: sample) == nil, "\(sample) is explained twice",
        sourceLocation: sourceLocation)
      #expect(verdicts[sample] != nil, "\(sample) is explained, but no sample", sourceLocation: sourceLocation)
    }
  }
  for (sample, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
    if verdict == .same {
      #expect(reasons[sample] == nil, "\(sample) needs its explanation no more", sourceLocation: sourceLocation)
    } else {
      #expect(reasons[sample] != nil, "\(sample): \(verdict)", sourceLocation: sourceLocation)
    }
  }
}

/// The verdicts of samples, two of which are worked on at a time.
func verdicts<Sample: Sendable>(
  of samples: [(name: String, sample: Sample)], _ compare: @escaping @Sendable (Sample) throws -> Verdict
) async throws -> [String: Verdict] {
  try await withThrowingTaskGroup(of: (String, Verdict).self) { group in
    var result: [String: Verdict] = [:]
    for (index, entry) in samples.enumerated() {
      if index >= 4, let (name, verdict) = try await group.next() { result[name] = verdict }
      group.addTask { (entry.name, try compare(entry.sample)) }
    }
    for try await (name, verdict) in group { result[name] = verdict }
    return result
  }
}
