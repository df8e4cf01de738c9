import ArgumentParser
import WBXML

/// `syncml stats`: what a WBXML document's bytes are spent on.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Count what WBXML documents consist of, and what a string table would save.",
    discussion: """
      Tokens by kind, tags by page, text and opaque bytes, depth; of the string table its references and entries that \
      nobody uses; of inline strings those that stand there again, and what the document would be shorter if such \
      texts stood in the string table once. Documents inside opaque data are not looked into.

      Memory is constant: of inline strings, those up to 64 KB are compared, and 16 MB of different ones; what is left \
      out is said.

      EXAMPLES
        syncml stats message.wbxml
        syncml stats --format json *.wbxml
      """)

  @OptionGroup var arguments: InputArguments
  @OptionGroup var output: OutputArguments

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  @OptionGroup var languages: LanguageArguments
  @OptionGroup var limits: LimitArguments

  func run() throws {
    let complaints = Complaints(command: "stats")
    let choice = try languages.choice(complaints)
    var documents: [DocumentStatistics] = []
    var failure: ExitCode?
    do {
      try complaints.forEach(arguments.inputs) { _, input in documents.append(try statistics(of: input, choice)) }
    } catch let code as ExitCode {
      failure = code
    }
    try complaints.around {
      let file = try OutputFile(path: output.output == "-" ? nil : output.output)
      defer { file.abandon() }
      switch format {
      case .text: try file.write(documents.map(\.text).joined(separator: "\n"))
      case .json: try file.write(jsonText(documents))
      }
      try file.finish()
    }
    if let failure { throw failure }
  }

  private func statistics(of input: InputFile, _ choice: LanguageArguments.Choice) throws -> DocumentStatistics {
    var statistics = DocumentStatistics(file: input.name)
    var inspector = WBXMLInspector(
      options: .init(language: choice.language, limits: limits.limits, languages: choice.languages),
      byteLimit: DocumentStatistics.longestText, textLimit: 0)
    var firstByte: UInt8?
    do {
      try input.forEachPiece { chunk in
        if firstByte == nil { firstByte = chunk[0] }
        try inspector.feed(chunk)
        for row in inspector.rows { statistics.add(row) }
        inspector.removeRows()
      }
      try inspector.finish()
    } catch let error as CodingError {
      throw ToolFailure(input.name, error, hint: DecodingPipeline.hint(for: error, firstByte: firstByte))
    }
    for row in inspector.rows { statistics.add(row) }
    statistics.finish()
    return statistics
  }
}
