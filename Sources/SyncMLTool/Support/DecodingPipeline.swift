import WBXML
import XMLCoding

/// Reads one WBXML file into a sink that writes text, and the text into a file: memory holds a chunk of each, whatever
/// the text is longer than the document.
struct DecodingPipeline {
  let input: InputFile
  let output: OutputFile
  var options = WBXMLDecoder.Options()
  var opensEmbedded = true
  /// Whether documents that are XML text inside the document are opened.
  var opensTexts = false
  /// Whether dates, numbers and codes that travel in binary become text.
  var spellsValues = false
  var warns = true
  /// Whether warnings say which file they are about.
  var warningsNameFile = false

  var complaints = Complaints(command: "decode")

  init(input: InputFile, output: OutputFile) {
    self.input = input
    self.output = output
  }

  /// - Parameters:
  ///   - fail: told of the error before what was written so far goes out.
  ///   - finish: called at the end, also after an error.
  func run<Sink: TextSink>(
    into sink: Sink, fail: (inout Sink, CodingError) -> Void = { _, _ in }, finish: (inout Sink) -> Void = { _ in }
  ) throws {
    let tap = OutputTap(sink, output)
    if spellsValues {
      try openTexts(into: ReadableContent(tap), fail, finish)
    } else {
      try openTexts(into: tap, fail, finish)
    }
  }

  private func openTexts<Inner: TappedSink>(
    into inner: Inner, _ fail: (inout Inner.Text, CodingError) -> Void, _ finish: (inout Inner.Text) -> Void
  ) throws {
    if opensTexts {
      try openDocuments(into: EmbeddedTexts(inner, limits: options.limits), fail, finish)
    } else {
      try openDocuments(into: inner, fail, finish)
    }
  }

  private func openDocuments<Inner: TappedSink>(
    into inner: Inner, _ fail: (inout Inner.Text, CodingError) -> Void, _ finish: (inout Inner.Text) -> Void
  ) throws {
    if opensEmbedded {
      var embedded = EmbeddedDocuments(inner, options: options)
      try run(into: &embedded, fail, finish)
    } else {
      var inner = inner
      try run(into: &inner, fail, finish)
    }
  }

  private func run<Outer: TappedSink>(
    into outer: inout Outer, _ fail: (inout Outer.Text, CodingError) -> Void, _ finish: (inout Outer.Text) -> Void
  ) throws {
    var decoder = WBXMLDecoder(options: options)
    var firstByte: UInt8?
    var failure: CodingError?
    do {
      try input.forEachChunk { chunk in
        if firstByte == nil { firstByte = chunk[0] }
        try decoder.feed(chunk, into: &outer)
        try output.watch { () throws(CodingError) in try outer.tap.drain() }
        warn(&outer)
      }
      try decoder.finish(into: &outer)
    } catch let error as CodingError {
      if let failure = output.failure { throw failure }
      failure = error
      fail(&outer.tap.sink, error)
    }
    finish(&outer.tap.sink)
    try output.watch { () throws(CodingError) in try outer.tap.drain() }
    warn(&outer)
    let dropped = outer.tap.diagnostics.dropped
    if warns, dropped > 0 { complaints.say("warning: \(dropped) more") }
    if let failure { throw ToolFailure(input.name, failure, hint: Self.hint(for: failure, firstByte: firstByte)) }
  }

  private func warn<Outer: TappedSink>(_ outer: inout Outer) {
    complaints.warn(of: outer.tap.takeDiagnostics(), warns, file: warningsNameFile ? input.name : nil)
  }

  /// What to try next, where a failure suggests something.
  static func hint(for error: CodingError, firstByte: UInt8?) -> String? {
    switch error.code {
    case .unsupportedVersion where firstByte == UInt8(ascii: "<") || firstByte == 0xEF:
      "this looks like XML text; `syncml encode` turns it into WBXML"
    case .unknownPublicIdentifier: "name the language with --language; `syncml languages` lists them"
    case .quirkRefused, .unknownTag, .unknownAttribute, .unterminatedStringTable, .trailingBytes:
      "without --strict this is accepted with a warning"
    case .depthLimit: "--limit-depth allows more"
    case .stringTableLimit: "--limit-string-table allows more"
    case .tokenLimit: "--limit-token allows more"
    case .documentLimit: "--limit-document allows more"
    case .amplificationLimit: "--limit-amplification allows more"
    default: nil
    }
  }
}
