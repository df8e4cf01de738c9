/// A run for people at a terminal: what failed and why, then a table by group.
public struct TextReport: Sendable {
  /// Whether escape codes colour the words.
  public var usesColor: Bool

  /// A report with or without colours; escape codes are for terminals only.
  public init(usesColor: Bool = false) { self.usesColor = usesColor }

  /// The report, lines with their ends; the failed vectors come first, then a row for each group and one for the total.
  public func render(_ summary: RunSummary) -> String {
    var text = ""
    for line in summary.lines where line.result.outcome == .failed {
      text += "\(red("FAILED")) \(line.vector.id): \(line.vector.title)\n"
      for reason in line.result.reasons { text += "       \(reason)\n" }
    }
    if !text.isEmpty { text += "\n" }
    let groups = summary.groups
    let width = max(5, groups.map(\.name.count).max() ?? 0)
    func row(_ name: String, _ counts: RunSummary.Counts) -> String {
      let failed = counts.failed == 0 ? pad("0", 8) : red(pad(String(counts.failed), 8))
      return name + String(repeating: " ", count: width - name.count) + pad(String(counts.passed), 8) + failed
        + pad(String(counts.notApplicable), 8) + pad(String(counts.total), 8) + "\n"
    }
    text += "group" + String(repeating: " ", count: width - 5) + "  passed  failed     n/a   total\n"
    for group in groups { text += row(group.name, group.counts) }
    text += row("total", summary.counts)
    return text
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func red(_ text: String) -> String { usesColor ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
}
