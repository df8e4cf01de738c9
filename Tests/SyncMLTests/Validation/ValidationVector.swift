import Foundation
import SyncML
import Testing
import WBXML

/// A message vector of `Vectors/SYNCML`, as far as the validator is concerned.
struct ValidationVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Expected: Decodable, Hashable, Sendable {
    var rule: String
    var path: String
  }

  var id: String
  var title: String
  var xml: [String]?
  var wbxml: String?
  var valid: Bool
  var findings: [Expected]?
  var warnings: [Expected]?
  /// The vector with the same message put right.
  var good: String?

  var testDescription: String { "\(id): \(title)" }

  var encoding: SyncML.Encoding { xml == nil ? .wbxml : .xml }

  var bytes: [UInt8] {
    if let xml { return Array(xml.joined(separator: "\n").utf8) }
    let digits = Array((wbxml ?? "").utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
      UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
    }
  }

  /// All vectors, in the order of their names.
  static let all: [ValidationVector] = {
    var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    folder.append(path: "Vectors/SYNCML")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.compactMap { file in
      guard let data = try? Data(contentsOf: file) else { return nil }
      return try? JSONDecoder().decode(ValidationVector.self, from: data)
    }
  }()

  static let valid = all.filter(\.valid)

  private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  static func named(_ id: String) -> ValidationVector? { byID[id] }

  /// What the vector says is found of one severity.
  func expected(_ severity: Severity) -> [Expected] { (severity == .error ? findings : warnings) ?? [] }

  /// What the validator finds.
  var found: [Finding] { MessageValidator.validate(bytes.span, encoding: encoding) }

  /// How many lines of either are not in the other; bytes where the messages are WBXML.
  func distance(from other: ValidationVector) -> Int {
    if let xml, let lines = other.xml {
      return xml.difference(from: lines).count
    }
    return bytes.difference(from: other.bytes).count
  }
}

extension Finding {
  /// What vectors name a finding by.
  var expectation: ValidationVector.Expected { .init(rule: ruleID, path: path) }
}
