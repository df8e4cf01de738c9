/// CONFORMANCE.md: the interoperability report, requirement by requirement and group by group.
///
/// It holds nothing that differs between two runs of the same vectors on the same code, so that a stale file shows.
public struct MarkdownReport: Sendable {
  /// A report; it has no settings.
  public init() {}

  /// The text of the whole file.
  public func render(_ summary: RunSummary) -> String {
    var text = """
      # Conformance

      Written by `syncml conformance run --markdown CONFORMANCE.md` from the vectors in `Vectors/`; do not edit.
      The implementation under test is this package's own. Flows run twice: with messages as WBXML, and as XML.

      Node names, states, result codes and alert types of the scheduling groups are **this project's profile**, not text
      of the Open Mobile Alliance; the requirements are those of SCHEDULING.md.

      ## Result

      | group | vectors | passed | failed | not applicable |
      | --- | ---: | ---: | ---: | ---: |

      """
    for (name, counts) in summary.groups { text += row(name, counts) }
    text += row("**all**", summary.counts)
    text += "\n## Requirements\n\n| id | requirement | vectors | result of these vectors |\n| --- | --- | --- | --- |\n"
    for requirement in Requirement.all {
      let lines = summary.lines(covering: requirement)
      let ids = lines.map(\.vector.id).joined(separator: ", ")
      text += "| \(requirement.id) | \(requirement.title) | \(ids.isEmpty ? "none yet" : ids) | \(verdict(lines)) |\n"
    }
    text += "\n## Vectors\n"
    for (name, _) in summary.groups {
      text += "\n### \(name)\n\n| id | kind | behaviour | reference | result |\n| --- | --- | --- | --- | --- |\n"
      for line in summary.lines where line.vector.group == name {
        text += "| \(line.vector.id) | \(line.vector.kind) | \(escape(line.vector.title)) | "
        text += "\(escape(line.vector.reference)) | \(line.result.outcome.rawValue) |\n"
      }
    }
    let failures = summary.lines.filter { $0.result.outcome == .failed }
    if !failures.isEmpty {
      text += "\n## Failures\n\n"
      for line in failures {
        text += "- **\(line.vector.id)**\n"
        for reason in line.result.reasons { text += "  - \(escape(reason))\n" }
      }
    }
    return text
  }

  private func row(_ name: String, _ counts: RunSummary.Counts) -> String {
    "| \(name) | \(counts.total) | \(counts.passed) | \(counts.failed) | \(counts.notApplicable) |\n"
  }

  private func verdict(_ lines: [RunSummary.Line]) -> String {
    if lines.isEmpty { return "not checked" }
    if lines.contains(where: { $0.result.outcome == .failed }) { return "**failed**" }
    let applicable = lines.filter { $0.result.outcome == .passed }.count
    return applicable == 0 ? "not applicable" : "passed (\(applicable))"
  }

  private func escape(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }
}
