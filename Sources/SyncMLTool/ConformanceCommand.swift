import ArgumentParser
import Conformance
import Foundation

/// `syncml conformance`: lists and runs the vectors.
struct ConformanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "List and run the conformance vectors.",
    discussion: """
      A vector is a JSON file that says what an implementation must do: bytes and their events, messages and their \
      faults, or a story between a server and a device with a clock.

      EXAMPLES
        syncml conformance list --group SCHED-TIME
        syncml conformance run
        syncml conformance run --requirement R-03 --format json
        syncml conformance run --markdown CONFORMANCE.md
      """,
    subcommands: [List.self, Run.self], defaultSubcommand: Run.self)

  /// Which vectors: shared by both subcommands.
  struct Selection: ParsableArguments {
    @Option(help: "The folder that holds the vectors.")
    var vectors = "Vectors"

    @Option(help: "Only this group; may be given several times.")
    var group: [String] = []

    @Option(help: "Only vectors that cover this requirement, such as R-03.")
    var requirement: [String] = []

    @Option(help: "Only this kind: codec, message, flow, digest, notification, bootstrap or server.")
    var kind: [String] = []

    @Argument(help: "Only the vectors with these ids.")
    var ids: [String] = []

    /// The vectors selected.
    ///
    /// - Throws: an exit with 66 for a missing folder, 65 for a file that is no vector, 64 where nothing is selected.
    func load() throws -> [Vector] {
      let (library, errors): (VectorLibrary, [VectorLibrary.LoadError])
      do {
        (library, errors) = try VectorLibrary.load(from: URL(fileURLWithPath: vectors))
      } catch {
        ConformanceCommand.complaints.say(ToolFailure(nil, "\(error)", .noInput))
        throw ExitCode.noInput
      }
      for error in errors { ConformanceCommand.complaints.say(ToolFailure(nil, "\(error)", .badData)) }
      if !errors.isEmpty { throw ExitCode.badData }
      let selection = Runner.Selection(
        groups: Set(group), ids: Set(ids), requirements: Set(requirement), kinds: Set(kind))
      let selected = library.vectors.filter(selection.includes)
      if let missing = ids.first(where: { id in !library.vectors.contains { $0.id == id } }) {
        throw ValidationError("There is no vector '\(missing)'; `syncml conformance list` shows them all.")
      }
      if selected.isEmpty { throw ValidationError("No vector fits this selection.") }
      return selected
    }
  }

  fileprivate static let complaints = Complaints(command: "conformance")

  /// Writes to standard output, and says where that fails.
  fileprivate static func write(_ text: @autoclosure () throws -> String) throws {
    try complaints.around { try OutputFile.standard.write(text()) }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List vectors: id, kind, requirements, title.")

    @OptionGroup var selection: Selection

    @Option(help: "text or json.")
    var format = TextOrJSON.text

    func run() throws {
      let vectors = try selection.load()
      switch format {
      case .text:
        let lines = vectors.map { vector in
          [
            vector.id.padding(toLength: max(20, vector.id.count), withPad: " ", startingAt: 0),
            vector.kind.padding(toLength: 12, withPad: " ", startingAt: 0),
            vector.requirements.joined(separator: ",").padding(toLength: 15, withPad: " ", startingAt: 0),
            vector.title + "\n",
          ].joined(separator: " ")
        }
        try ConformanceCommand.write(lines.joined())
      case .json:
        let entries = vectors.map {
          [
            "id": $0.id, "kind": $0.kind, "group": $0.group, "title": $0.title, "reference": $0.reference,
            "requirements": $0.requirements.joined(separator: ","),
          ]
        }
        try ConformanceCommand.write(jsonText(entries))
      }
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run vectors on this package's own implementation.",
      discussion: "The exit code is 0 when every vector passes, 1 when one fails, 65 when a file is no vector.")

    @OptionGroup var selection: Selection

    @Option(help: "text (what failed, and a table by group) or json (the whole record, with every message).")
    var format = TextOrJSON.text

    @Option(help: "Also write the report with requirements and vectors to this file.")
    var markdown: String?

    func run() async throws {
      let vectors = try selection.load()
      let showsProgress = isatty(STDERR_FILENO) == 1
      let results = await Runner().run(vectors) { done, all in
        if showsProgress {
          FileHandle.standardError.write(Data("\r\(done) of \(all)\(done == all ? "\r\u{1B}[K" : "")".utf8))
        }
      }
      let summary = RunSummary(vectors, results)
      if let markdown {
        do {
          try MarkdownReport().render(summary).write(toFile: markdown, atomically: true, encoding: .utf8)
        } catch {
          ConformanceCommand.complaints.say(
            ToolFailure(markdown, "cannot be written: \(error.localizedDescription)", .inputOutput))
          throw ExitCode.inputOutput
        }
      }
      switch format {
      case .text:
        try ConformanceCommand.write(TextReport(usesColor: ColorChoice.auto.isOn).render(summary))
      case .json: try ConformanceCommand.write(JSONReport().render(summary))
      }
      if summary.hasFailures { throw ExitCode.findings }
    }
  }
}
