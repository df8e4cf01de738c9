import ArgumentParser
import WBXML
import XMLCoding

/// `syncml decode`: WBXML to XML text, chunk by chunk.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Turn WBXML into XML text.",
    discussion: """
      Documents of any size are read and written piece by piece, in constant memory. Deviations that real devices show are accepted and \
      reported on standard error; --strict refuses them. Documents inside SyncML Data (DevInf, TNDS) are opened.

      EXAMPLES
        syncml decode message.wbxml
        syncml decode --compact message.wbxml -o message.xml
        syncml decode --canonical message.wbxml | sha256sum
        syncml decode *.wbxml -o decoded/
        syncml decode --format events - < message.wbxml
        syncml decode --language airsync response.bin
        syncml decode --tables meter.json reading.wbxml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case xml, events, json }

  @OptionGroup var arguments: InputArguments
  @OptionGroup var output: OutputArguments

  @Option(
    name: .shortAndLong, help: "xml, events (one line each, to compare documents by) or json (the same for machines).")
  var format = Format.xml

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Blanks a level of XML is indented by, 0 to 16.", valueName: "blanks"))
  var indent = 2

  @Flag(help: "XML on one line, exactly as the document has its content.")
  var compact = false

  @Flag(help: "Canonical XML 1.0, to compare or sign: no DOCTYPE, no CDATA, attributes in order, no line end added.")
  var canonical = false

  @Option(
    name: .customShort("m"),
    help: ArgumentHelp(
      "The layout as wbxml2xml counts it: 0 is --compact, 1 indented, 2 --canonical.", valueName: "mode"))
  var generationMode: Int?

  @Flag(name: .customShort("k"), help: "Nothing, as white space of the document is always kept; for wbxml2xml's habit.")
  var keepsSpace = false

  @OptionGroup var languages: LanguageArguments

  @Option(
    name: .shortAndLong,
    help:
      "The charset of a document whose header names none: utf-8 (the default), us-ascii, iso-8859-1, utf-16, ucs-2.",
    transform: Charset.named)
  var charset: Charset?

  @OptionGroup var limits: LimitArguments

  @Flag(help: "Refuse what deviates from the standard.")
  var strict = false

  @Flag(
    name: .customLong("no-embedded"), help: "Leave documents inside the document as the binary data they travel as.")
  var leavesEmbedded = false

  @Flag(
    name: .customLong("open-texts"),
    help:
      "Open documents that travel as XML text inside SyncML Data, too: DevInf, MetInf and TNDS, escaped or in CDATA.")
  var opensTexts = false

  @Flag(
    name: .customLong("raw-values"),
    help: "Leave dates (SI, EMN), numbers and codes (WV-CSP) and keys (DRMREL) in XML as the binary they travel as.")
  var leavesValues = false

  @Flag(name: .customLong("no-doctype"), help: "XML without a DOCTYPE.")
  var omitsDoctype = false

  @Flag(name: .shortAndLong, help: "No warnings.")
  var quiet = false

  func validate() throws {
    if compact, canonical { throw ValidationError("--compact and --canonical exclude each other.") }
    if let generationMode {
      guard (0...2).contains(generationMode) else {
        throw ValidationError("-m takes 0 (compact), 1 (indented) or 2 (canonical), not \(generationMode).")
      }
      if compact || canonical { throw ValidationError("-m says the same as --compact and --canonical: give one.") }
    }
    if !(0...16).contains(indent) { throw ValidationError("--indent takes 0 to 16 blanks, not \(indent).") }
    try output.validate(inputs: arguments.inputs.count)
  }

  private var layout: XMLSerializer.Options.Layout {
    canonical || generationMode == 2 ? .canonical : isCompact ? .compact : .indented(spaces: indent)
  }

  private var isCompact: Bool { compact || generationMode == 0 }

  func run() throws {
    let inputs = arguments.inputs
    let complaints = Complaints(command: "decode", showsProgress: output.isPerInput && inputs.count > 1)
    let choice = try languages.choice(complaints)
    let paths = try output.paths(for: inputs, suffix: format == .xml ? ".xml" : ".\(format.rawValue)")
    try complaints.forEach(inputs) { index, input in
      let file = try OutputFile(path: paths[index])
      defer { file.abandon() }
      var pipeline = DecodingPipeline(input: input, output: file)
      pipeline.options = .init(
        language: choice.language, isStrict: strict, limits: limits.limits, languages: choice.languages,
        charset: charset)
      pipeline.complaints = complaints
      pipeline.opensEmbedded = !leavesEmbedded
      pipeline.opensTexts = opensTexts
      pipeline.spellsValues = format == .xml && !leavesValues
      pipeline.warns = !quiet
      pipeline.warningsNameFile = inputs.count > 1
      switch format {
      case .xml:
        try pipeline.run(
          into: XMLSerializer(
            options: .init(layout: layout, includesDoctype: !omitsDoctype)))
        if isCompact { try file.write("\n") }
      case .events: try pipeline.run(into: EventTrace(byteLimit: limits.limits.tokenBytes))
      case .json:
        try pipeline.run(into: EventJSON()) {
          $0.fail($1)
        } finish: {
          $0.finish()
        }
      }
      try file.finish()
    }
  }
}
