import ArgumentParser
import WBXML
import XMLCoding

/// `syncml encode`: XML text to WBXML.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Turn XML text into WBXML.",
    discussion: """
      The language is found by the DOCTYPE, the namespace or the root element; --language names it where none of them \
      tells. The output is canonical: the same content always gives the same bytes.

      Documents of any size are read and written piece by piece, but for what --buffer says: WBXML begins with its \
      string table, so the first bytes wait for it. With a string table (--string-table), the whole document waits. A \
      name that no table has and that comes later cannot be added any more: a file is then read again, which standard \
      input cannot be.

      EXAMPLES
        syncml encode message.xml -o message.wbxml
        syncml encode --format hex message.xml
        syncml encode --version 1.3 --public-id text message.xml -o message.wbxml
        syncml encode --string-table smallest message.xml -o message.wbxml
        syncml encode *.xml -o encoded/
        syncml decode phone.wbxml | syncml encode - | syncml inspect -
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case binary, hex }
  enum PublicIdentifier: String, ExpressibleByArgument, CaseIterable {
    case number, text, none

    var form: WBXMLEncoder.PublicIdentifierForm {
      switch self {
      case .number: .number
      case .text: .text
      case .none: .omitted
      }
    }
  }
  enum StringTable: String, ExpressibleByArgument, CaseIterable { case none, dedupe, smallest }

  @OptionGroup var arguments: InputArguments
  @OptionGroup var output: OutputArguments

  @Option(name: .shortAndLong, help: "binary or hex (digits, for people and tests).")
  var format = Format.binary

  @Option(
    name: [.customShort("v"), .customLong("version"), .customLong("wbxml-version")],
    help: ArgumentHelp("The WBXML version to write: 1.0, 1.1, 1.2 or 1.3.", valueName: "wbxml-version"),
    completion: .list(["1.0", "1.1", "1.2", "1.3"]), transform: parseVersion)
  var wbxmlVersion: Version = .v12

  @Option(
    name: .customLong("public-id"),
    help: "How the header names the language: number, text (in the string table) or none (a reader must be told).")
  var publicIdentifier = PublicIdentifier.number

  @Option(
    name: .shortAndLong,
    help: "The charset to write: utf-8 (the default), us-ascii, iso-8859-1, utf-16, ucs-2; entities for what it lacks.",
    transform: Charset.named)
  var charset: Charset?

  @Option(
    help: ArgumentHelp(
      "Repeated texts in the string table: none, dedupe (whole texts) or smallest (also ends of texts).",
      valueName: "mode"))
  var stringTable = StringTable.none

  @Flag(name: .customShort("n"), help: "No string table of texts, which is the default; for xml2wbxml's habit.")
  var usesNoStringTable = false

  @Flag(name: .customShort("a"), help: "As --public-id none, for xml2wbxml's habit.")
  var isAnonymous = false

  @Flag(
    name: [.customShort("k"), .customLong("keep-space")],
    help: "White space between elements is content, also where the document type says that it is layout.")
  var keepsWhiteSpace = false

  @Option(
    help: ArgumentHelp(
      "Bytes that wait for the string table: names after them cannot be added to it, texts stay inline. A size, such "
        + "as 64K or 4M, or all (default: 1M; all with --string-table).", valueName: "size"))
  var buffer: ByteSize?

  @OptionGroup var limits: LimitArguments

  @OptionGroup var languages: LanguageArguments

  @Flag(
    name: .customLong("open-texts"),
    help:
      "Documents that are text inside SyncML Data (DevInf, MetInf, TNDS), escaped or in CDATA, become WBXML as well.")
  var opensTexts = false

  @Flag(
    name: .customLong("raw-values"),
    help: "Leave dates (SI, EMN), numbers and codes (WV-CSP) and keys (DRMREL) as the text that they are.")
  var leavesValues = false

  @Flag(help: "Write binary data even to a terminal.")
  var force = false

  @Flag(name: .shortAndLong, help: "No warnings.")
  var quiet = false

  func validate() throws {
    try output.validate(inputs: arguments.inputs.count)
    if usesNoStringTable, stringTable != .none {
      throw ValidationError("-n excludes --string-table \(stringTable.rawValue).")
    }
    if let charset, charset != .utf8, stringTable != .none {
      throw ValidationError("--string-table is for UTF-8: in other charsets texts stay inline.")
    }
    if isAnonymous, publicIdentifier == .text { throw ValidationError("-a excludes --public-id text.") }
    if arguments.inputs.count > 1, format == .binary, !output.isPerInput {
      throw ValidationError("Several documents need a folder to go to: --output FOLDER/")
    }
  }

  func run() throws {
    let inputs = arguments.inputs
    let complaints = Complaints(command: "encode", showsProgress: output.isPerInput && inputs.count > 1)
    let choice = try languages.choice(complaints)
    let paths = try output.paths(for: inputs, suffix: format == .hex ? ".hex" : ".wbxml")
    try complaints.forEach(inputs) { index, input in
      let file = try OutputFile(path: paths[index])
      defer { file.abandon() }
      if format == .binary, file.isTerminal, !force {
        throw ToolFailure(
          nil, "binary output would upset the terminal", hint: "use --output FILE, --format hex or --force",
          ExitCode.validationFailure)
      }
      var names: [String] = []
      do {
        try encode(input, to: file, choice, names, complaints)
      } catch is LateName {
        // The names are known when all has been read once.
        guard input.isRegularFile, file.restart() else {
          throw ToolFailure(
            input.name, "a name that no table has comes after the string table has been written",
            hint: "--buffer all keeps the document until all its names are known", .badData)
        }
        names = try LiteralNames.read(input, parserOptions(choice))
        try encode(input, to: file, choice, names, complaints)
      }
      try file.finish()
    }
  }

  /// A name came too late for the string table.
  private struct LateName: Error {}

  private func parserOptions(_ choice: LanguageArguments.Choice) -> XMLEventParser.Options {
    .init(
      language: choice.language, limits: limits.limits, languages: choice.languages, keepsWhiteSpace: keepsWhiteSpace)
  }

  private func encode(
    _ input: InputFile, to file: OutputFile, _ choice: LanguageArguments.Choice, _ names: [String],
    _ complaints: Complaints
  ) throws {
    let encoder = EncodingSink(
      options: .init(
        version: wbxmlVersion, publicIdentifierForm: isAnonymous ? .omitted : publicIdentifier.form,
        language: choice.language,
        limits: limits.limits, stringTable: stringTableMode, literalNames: names, charset: charset),
      bufferBytes: buffer?.bytes ?? (stringTable == .none ? 1 << 20 : .max),
      output: FileSink(file, usesHexadecimal: format == .hex))
    var sink = CompactContent(EmbeddedTexts(encoder, limits: limits.limits, opens: opensTexts))
    var firstByte: UInt8?
    do {
      if leavesValues {
        try parse(input, choice, &firstByte, into: &sink.sink)
      } else {
        try parse(input, choice, &firstByte, into: &sink)
      }
      complaints.warn(of: sink.sink.sink.takeDiagnostics(), !quiet, file: nil)
    } catch let error as CodingError {
      if let failure = file.failure { throw failure }
      if error.code == .undeclaredName { throw LateName() }
      throw ToolFailure(input.name, error, hint: Self.hint(for: error, firstByte: firstByte))
    }
  }

  private func parse<Sink: EventSink & ~Copyable>(
    _ input: InputFile, _ choice: LanguageArguments.Choice, _ firstByte: inout UInt8?, into sink: inout Sink
  ) throws {
    var parser = XMLEventParser(options: parserOptions(choice))
    try input.forEachChunk { chunk in
      if firstByte == nil { firstByte = chunk[0] }
      try parser.feed(chunk, into: &sink)
    }
    try parser.finish(into: &sink)
  }

  private static func hint(for error: CodingError, firstByte: UInt8?) -> String? {
    switch error.code {
    case .malformedXML where (firstByte ?? 0xFF) <= 0x03: "this looks like WBXML; `syncml decode` reads it"
    case .opaqueBeforeItsVersion:
      "--version 1.2 has opaque data everywhere, 1.1 in content; without CDATA the data are text"
    case .unknownLanguage: "name it with --language; `syncml languages` lists them"
    default: DecodingPipeline.hint(for: error, firstByte: nil)
    }
  }

  private var stringTableMode: WBXMLEncoder.StringTableMode {
    switch stringTable {
    case .none: .none
    case .dedupe: .dedupe
    case .smallest: .smallest
    }
  }

  private static func parseVersion(_ text: String) throws -> Version {
    switch text {
    case "1.0": .v10
    case "1.1": .v11
    case "1.2": .v12
    case "1.3": .v13
    default: throw ValidationError("WBXML has the versions 1.0, 1.1, 1.2 and 1.3, not '\(text)'.")
    }
  }
}
