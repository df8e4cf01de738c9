internal import Foundation

/// The record of a run as JSON: what other tools read, and what reports are made of later.
public struct JSONReport: Sendable {
  private struct Document: Encodable {
    var tool = "syncml"
    var counts: [String: Int]
    var vectors: [Entry]
  }

  private struct Entry: Encodable {
    var id: String
    var kind: String
    var group: String
    var title: String
    var requirements: [String]
    var reference: String
    var outcome: String
    var reasons: [String]
    var transcript: [Message]
  }

  private struct Message: Encodable {
    var encoding: String
    var direction: String
    var text: String?
    var hex: String?
  }

  /// A report; it has no settings.
  public init() {}

  /// The whole record as one JSON object: the sums, and each vector with its result and transcript.
  ///
  /// - Throws: what `JSONEncoder` throws.
  public func render(_ summary: RunSummary) throws -> String {
    let counts = summary.counts
    let document = Document(
      counts: [
        "passed": counts.passed, "failed": counts.failed, "notApplicable": counts.notApplicable,
        "total": counts.total,
      ],
      vectors: summary.lines.map { line in
        Entry(
          id: line.vector.id, kind: line.vector.kind, group: line.vector.group, title: line.vector.title,
          requirements: line.vector.requirements, reference: line.vector.reference,
          outcome: line.result.outcome.rawValue, reasons: line.result.reasons,
          transcript: line.result.transcript.map { entry in
            Message(
              encoding: entry.encoding, direction: entry.direction.rawValue,
              text: entry.text.isEmpty ? nil : entry.text,
              hex: entry.bytes.isEmpty ? nil : Hexadecimal.encode(entry.bytes))
          })
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}
