import ArgumentParser
import SyncML
import WBXML

/// `syncml validate`: what breaks the standard's rules.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check SyncML messages, as XML or WBXML, against the standard's rules.",
    discussion: """
      A message is checked against the encoding's rules (ENC), the document type (DTD), the rules of every SyncML \
      message (MSG) and those of device management (DM). Each finding has the rule's name, the place and a hint.

      A file is held in memory while it is checked; --limit-document bounds it.

      The exit code is 0 when nothing is wrong, 1 when there are errors (with --strict: warnings), 65 when a file \
      cannot be decoded.

      EXAMPLES
        syncml validate message.wbxml
        syncml validate --strict *.xml
        syncml validate --format json message.wbxml
      """)

  @OptionGroup var arguments: InputArguments
  @OptionGroup var output: OutputArguments

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  @OptionGroup var limits: LimitArguments

  @Flag(help: "Warnings count as errors.")
  var strict = false

  @Flag(name: .shortAndLong, help: "No output: the exit code alone.")
  var quiet = false

  func run() throws {
    let complaints = Complaints(command: "validate")
    var reports: [ValidationReport] = []
    var failure: ExitCode?
    do {
      try complaints.forEach(arguments.inputs) { _, input in
        let bytes = try input.contents(
          limit: limits.limits.documentBytes, hint: "--limit-document allows more")
        let findings = MessageValidator(limits: limits.limits).validate(bytes.span)
        reports.append(ValidationReport(file: input.name, findings: findings))
      }
    } catch let code as ExitCode {
      failure = code
    }
    if !quiet {
      try complaints.around {
        let file = try OutputFile(path: output.output)
        defer { file.abandon() }
        switch format {
        case .text: for report in reports { try file.write(report.text) }
        case .json: try file.write(jsonText(reports))
        }
        try file.finish()
      }
    }
    if reports.contains(where: \.isUndecodable) { throw ExitCode.badData }
    if let failure { throw failure }
    if reports.contains(where: { strict ? !$0.findings.isEmpty : $0.hasErrors }) { throw ExitCode.findings }
  }
}

/// The findings of one file, for people and for machines.
private struct ValidationReport: Encodable {
  struct Entry: Encodable {
    var rule: String
    var severity: String
    var path: String
    var offset: Int
    var line: Int?
    var column: Int?
    var message: String
    var hint: String
  }

  let file: String
  let findings: [Entry]

  init(file: String, findings: [Finding]) {
    self.file = file
    self.findings = findings.map {
      Entry(
        rule: $0.ruleID, severity: $0.severity.rawValue, path: $0.path, offset: $0.position.offset,
        line: $0.position.line > 0 ? Int($0.position.line) : nil,
        column: $0.position.line > 0 ? Int($0.position.column) : nil, message: $0.message, hint: $0.hint)
    }
  }

  var hasErrors: Bool { findings.contains { $0.severity == Severity.error.rawValue } }
  /// Whether reading stopped before the document's end.
  var isUndecodable: Bool { findings.contains { $0.rule == "ENC-01" } }

  var text: String {
    var text = ""
    // Names of files and of elements are somebody else's words; long paths are no reason to leave out the rest.
    func clean(_ text: String) -> String { CommandText.clean(text, limit: .max) }
    let file = clean(file)
    for finding in findings {
      let place = finding.line.map { "\(file):\($0):\(finding.column ?? 0)" } ?? "\(file): offset \(finding.offset)"
      text += "\(place): \(finding.severity) \(finding.rule) \(clean(finding.path)): \(clean(finding.message))\n"
      if !finding.hint.isEmpty { text += "  hint: \(clean(finding.hint))\n" }
    }
    return text
  }
}
