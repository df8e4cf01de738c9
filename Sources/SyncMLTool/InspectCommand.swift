import ArgumentParser
import WBXML

/// `syncml inspect`: annotated hexadecimal of a WBXML document.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Explain a WBXML document byte by byte.",
    discussion: """
      Each header field, string-table entry and token is a line: where it stands, its bytes, its name and what it says. \
      Where the document breaks off or goes wrong, the lines before that place are printed, then what is wrong. \
      Documents of any size are read piece by piece, in constant memory.

      EXAMPLES
        syncml inspect message.wbxml
        syncml inspect --full message.wbxml | less
        syncml inspect --format json message.wbxml
      """)

  @Argument(help: "The file to read; - is standard input, also taken when no file is given.", completion: .file())
  var file = "-"

  @OptionGroup var output: OutputArguments

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  @Flag(help: "All bytes and the whole of long strings.")
  var full = false

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
  var color = ColorChoice.auto

  @OptionGroup var languages: LanguageArguments
  @OptionGroup var limits: LimitArguments

  @Flag(help: "Refuse what deviates from the standard.")
  var strict = false

  func validate() throws { try InputArguments.check(file == "-" ? [] : [file]) }

  func run() throws {
    let complaints = Complaints(command: "inspect")
    let choice = try languages.choice(complaints)
    try complaints.around {
      let input = InputFile(path: file)
      let output = try OutputFile(path: self.output.path(for: input, suffix: format == .json ? ".json" : ".txt"))
      defer { output.abandon() }
      switch format {
      case .text:
        let style = InspectionText(usesColor: color.isOn && self.output.output == nil, showsAllBytes: full)
        try output.write(style.heading)
        try inspect(input, choice) { rows in
          for row in rows { try output.write(style.lines(of: row)) }
        }
      case .json:
        var json = InspectionJSON()
        defer { try? output.finish() }
        defer {
          json.finish()
          try? output.write(json.output.span)
        }
        do {
          try inspect(input, choice) { rows in
            for row in rows { json.append(row) }
            try output.write(json.output.span)
            json.removeOutput()
          }
        } catch let failure as ToolFailure {
          if let error = failure.error { json.fail(error) }
          throw failure
        }
      }
      try output.finish()
    }
  }

  private func inspect(
    _ input: InputFile, _ choice: LanguageArguments.Choice, _ body: ([InspectionRow]) throws -> Void
  ) throws {
    var inspector = WBXMLInspector(
      options: .init(language: choice.language, isStrict: strict, limits: limits.limits, languages: choice.languages),
      byteLimit: full ? limits.limits.tokenBytes : 8, textLimit: full ? .max : 60)
    var firstByte: UInt8?
    do {
      try input.forEachPiece { chunk in
        if firstByte == nil { firstByte = chunk[0] }
        try inspector.feed(chunk)
        try body(inspector.rows)
        inspector.removeRows()
      }
      try inspector.finish()
      try body(inspector.rows)
    } catch let error as CodingError {
      try body(inspector.rows)
      throw ToolFailure(input.name, error, hint: DecodingPipeline.hint(for: error, firstByte: firstByte))
    }
  }
}
