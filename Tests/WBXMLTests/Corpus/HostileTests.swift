import Testing
import WBXML
import XMLCoding

/// Inputs that break other implementations. Each gives the right output or a typed error, in no time.
@Suite("Hostile documents", .tags(.slow), .enabled(if: Corpus.isPresent, Corpus.absence))
struct HostileTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var file: String
    /// The error; nil where the document is read.
    var error: CodingError.Code?
    /// A line that the events must have.
    var line: String?
    /// The error of writing it as XML; nil where that works.
    var xmlError: CodingError.Code?
    var testDescription: String { file }

    init(_ file: String, error: CodingError.Code? = nil, line: String? = nil, xmlError: CodingError.Code? = nil) {
      self.file = file
      self.error = error
      self.line = line
      self.xmlError = xmlError ?? error
    }
  }

  static let cases: [Case] = [
    // 45 000 and more nested tags overflow other decoders' stacks.
    Case("deep_10000", error: .depthLimit), Case("deep_100000", error: .depthLimit),
    Case("deepclosed_100000", error: .depthLimit),
    // Siblings without content take other decoders quadratic time.
    Case("w_25000", line: ")"), Case("w_100000", line: ")"),
    // One long string, referred to again and again.
    Case("ampe_1000", error: .amplificationLimit), Case("ampe_10000", error: .amplificationLimit),
    // Entities: right UTF-8, or none.
    Case("ent_41", line: "-A"), Case("ent_20ac", line: "-€"), Case("ent_800", line: "-\u{800}"),
    Case("ent_fff", line: "-\u{FFF}"), Case("ent_1f600", line: "-😀"), Case("ent_10ffff", line: "-\u{10FFFF}"),
    Case("ent_0", error: .invalidEntity), Case("ent_d800", error: .invalidEntity),
    Case("ent_110000", error: .invalidEntity),
    // The payload is no tags.
    Case("ext_i_syncml"),
    // A length beyond 32 bits.
    Case("mb_over", error: .integerOverflow),
    // Charsets are converted, or refused; never read as something else.
    Case("latin1", line: "-café"), Case("ucs2", line: "-tést"),
    Case("sjis", error: .unsupportedCharset),
    // Other decoders read beyond the end of a string without NUL.
    Case("sml_unterm", error: .unexpectedEnd),
    Case("literal", line: "(=foo"), Case("opaque_bin", line: "*00013C26FF"), Case("embed"),
  ]

  @Test("every hostile file has its expectation")
  func complete() {
    #expect(Set(Self.cases.map { "hostile/\($0.file).wbxml" }) == Set(Corpus.hostile))
  }

  @Test("a hostile document gives output or a typed error", .timeLimit(.minutes(10)), arguments: cases)
  func decodes(_ hostile: Case) throws {
    let document = try Corpus.bytes("hostile/\(hostile.file).wbxml")
    for size in [document.count, 512] {
      let outcome = decode(chunks(of: document, size: size))
      #expect(outcome.error?.code == hostile.error, "\(String(describing: outcome.error))")
      if let error = outcome.error { #expect((0...document.count).contains(error.offset)) }
      if let line = hostile.line { #expect(outcome.lines.contains(line)) }
    }
  }

  @Test("a hostile document as XML text is well-formed or refused", .timeLimit(.minutes(10)), arguments: cases)
  func xml(_ hostile: Case) throws {
    let document = try Corpus.bytes("hostile/\(hostile.file).wbxml")
    do throws(CodingError) {
      let text = try xmlText(of: document)
      #expect(hostile.xmlError == nil)
      let language = decode(document).lines.first.flatMap { Language.builtIn(named: String($0.dropFirst(9))) }
      #expect(try parse(text, language: language).lines == decode(document, opensEmbedded: true).lines)
    } catch {
      #expect(error.code == hostile.xmlError, "\(error)")
    }
  }

  /// Time is not measured here, but work: each event costs a bounded number of steps, and each byte of text, too.
  @Test("a hostile document causes no more events and text than its bytes are worth", arguments: cases)
  func work(_ hostile: Case) throws {
    let document = try Corpus.bytes("hostile/\(hostile.file).wbxml")
    for size in [document.count, 512, 1] where size > 1 || document.count < 30_000 {
      var decoder = WBXMLDecoder()
      var counter = WorkCounter()
      do throws(CodingError) {
        for chunk in chunks(of: document, size: size) { try decoder.feed(Array(chunk).span, into: &counter) }
        try decoder.finish(into: &counter)
      } catch {
        #expect(error.code == hostile.error)
      }
      // A byte is an element's start and end at most; a document has a start and an end of its own.
      #expect(counter.events <= 2 * document.count + 2)
      let limits = Limits.default
      #expect(counter.bytes <= document.count + limits.amplificationFloor + limits.amplification * document.count)
    }
  }

  @Test("the payload of an extension in SyncML is reported and not read as tags")
  func extensions() throws {
    let outcome = decode(try Corpus.bytes("hostile/ext_i_syncml.wbxml"))
    #expect(outcome.diagnostics.map(\.code).contains(.undefinedExtension))
    #expect(outcome.lines.contains { $0.hasPrefix("!I") })
  }
}

/// Counts what a decoder calls its sink with.
private struct WorkCounter: EventSink {
  var events = 0
  var bytes = 0

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) { events += 1 }
  mutating func endDocument() { events += 1 }
  mutating func startElement(_ tag: ElementTag) { events += 1 }
  mutating func startElement(literal name: Span<UInt8>) { count(name) }
  mutating func endElement() { events += 1 }
  mutating func attribute(_ start: AttributeStart) { events += 1 }
  mutating func attribute(literal name: Span<UInt8>) { count(name) }
  mutating func attributeValue(_ value: AttributeValue) { events += 1 }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) { count(text) }
  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) { count(bytes) }
  mutating func endAttributes() { events += 1 }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) { count(text) }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) { count(bytes) }
  mutating func `extension`(_ ext: Extension) { events += 1 }
  mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) { count(text) }
  mutating func startProcessingInstruction() { events += 1 }
  mutating func endProcessingInstruction() { events += 1 }

  private mutating func count(_ text: Span<UInt8>) {
    events += 1
    bytes += text.count
  }
}
