import ArgumentParser
import WBXML

/// `syncml diff`: what two documents differ in, whatever they are encoded in.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two documents, as XML or WBXML, by what they say.",
    discussion: """
      Documents are compared by their canonical events, those that `syncml decode --format events` prints: how text is \
      split, white space that is layout, string tables and page switches make no difference. Each place has the path \
      of the elements around it.

      Documents of any size are compared in constant memory up to their first difference; what comes after it is kept, \
      but with --quiet. Beyond 2000 differences, all between the first and the last one counts as replaced.

      The exit code is 0 where both say the same, 1 where they do not, 65 where one cannot be decoded.

      EXAMPLES
        syncml diff message.wbxml message.xml
        syncml diff --context 0 before.wbxml after.wbxml
        syncml diff --format json before.xml after.xml
      """)

  @Argument(help: "The old document; - is standard input.", completion: .file())
  var old: String

  @Argument(help: "The new document; - is standard input.", completion: .file())
  var new: String

  @OptionGroup var output: OutputArguments

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  @Option(name: .shortAndLong, help: ArgumentHelp("Events around each difference, 0 to 1000.", valueName: "events"))
  var context = 3

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "No output: the exit code alone.")
  var quiet = false

  @OptionGroup var languages: LanguageArguments
  @OptionGroup var limits: LimitArguments

  func validate() throws {
    try InputArguments.check([old, new])
    if !(0...1000).contains(context) { throw ValidationError("--context takes 0 to 1000 events, not \(context).") }
  }

  func run() throws {
    let complaints = Complaints(command: "diff")
    let choice = try languages.choice(complaints)
    var isSame = true
    try complaints.around {
      let before = try EventLines(InputFile(path: old), choice, limits.limits)
      let after = try EventLines(InputFile(path: new), choice, limits.limits)
      let beginning = try CommonBeginning(before, after, context: context)
      isSame = beginning.isWhole
      if quiet {
        // What cannot be read to its end is an error, whatever it differs in before.
        while try before.next() != nil {}
        while try after.next() != nil {}
        return
      }
      let difference = try beginning.difference()
      let file = try OutputFile(path: output.output == "-" ? nil : output.output)
      defer { file.abandon() }
      let report = DifferenceReport(old: old, new: new, difference, after: beginning, context: context)
      switch format {
      case .text: try file.write(report.text(usesColor: color.isOn && output.output == nil))
      case .json: try file.write(jsonText(report))
      }
      try file.finish()
    }
    if !isSame { throw ExitCode.findings }
  }
}
