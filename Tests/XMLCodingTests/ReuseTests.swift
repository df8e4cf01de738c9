import Testing
import WBXML
import XMLCoding

/// What is kept of one document for the next one must not show.
@Suite("One document after another")
struct ReuseTests {
  /// A document, and how it is read.
  struct Sample: Sendable {
    var xml: [UInt8]
    var options = XMLEventParser.Options()

    init(_ xml: String, _ options: XMLEventParser.Options = .init()) {
      self.xml = Array(xml.utf8)
      self.options = options
    }

    init(bytes: [UInt8]) { xml = bytes }
  }

  /// What reading a document gives.
  struct Outcome: Equatable {
    var lines: [String]
    var positions: [SourcePosition]
    var diagnostics: [Diagnostic]
    var error: CodingError?
  }

  static let samples: [Sample] = [
    Sample(
      "<SyncML xmlns='SYNCML:SYNCML1.2'><SyncBody><Add><Meta><Type xmlns='syncml:metinf'>x</Type></Meta></Add></SyncBody></SyncML>"
    ),
    // Names of one language that are those of another one, or of another page.
    Sample("<SyncML xmlns='SYNCML:SYNCML1.1'><SyncBody><Add><Meta/><Final/></Add></SyncBody></SyncML>"),
    Sample("<MetInf xmlns='syncml:metinf'><Type>x</Type><Mem><FreeID>1</FreeID></Mem></MetInf>"),
    Sample("<MgmtTree xmlns='syncml:dmddf1.2'><Node><NodeName>a</NodeName><Value> </Value></Node></MgmtTree>"),
    Sample("<DevInf xmlns='syncml:devinf'><Man>é</Man><Ext><XNam>n</XNam></Ext></DevInf>"),
    Sample("<Item><Data> <Copy xmlns='syncml:dmddf1.2'/> </Data></Item>", .init(language: .syncML12)),
    Sample("<Item><Data> x </Data></Item>", .init(language: .syncML12, keepsWhiteSpace: true)),
    Sample("<a:SyncML xmlns:a='SYNCML:SYNCML1.2' xmlns:b='syncml:metinf'><b:Type/><a:Data/></a:SyncML>"),
    Sample("<SyncML><Data>a & b</Data></SyncML>", .init(acceptsBareAmpersands: true)),
    Sample("<SyncML><Data>a & b</Data></SyncML>"),
    // Documents that end in an error: in an element, in CDATA, in the DOCTYPE, in an instruction of ours.
    Sample("<SyncML><Data><![CDATA[open"),
    Sample("<SyncML><Data>text"),
    Sample("<SyncML xmlns:a='urn:a'><a:b><?wbxml-opaque !?></a:b></SyncML>"),
    Sample("<!DOCTYPE SyncML PUBLIC '-//SYNCML//DTD SyncML 1.1//EN' 'x' [<!ENTITY e 'e'>]><SyncML/>"),
    Sample("<Unknown/>"), Sample(""), Sample("<"),
    Sample("<?pi x?><SyncML><?wbxml-document devinf12?>"),
    Sample(
      String(repeating: "<Add>", count: 40) + String(repeating: "</Add>", count: 40),
      .init(language: .syncML12, limits: Limits(depth: 20))),
    Sample(String(repeating: "<Add>", count: 3000), .init(language: .syncML12, limits: Limits(depth: 5000))),
    Sample("<SyncML><Data>" + String(repeating: "x", count: 100_000) + "</Data></SyncML>"),
    Sample("<SyncML><Data>\r\n \r\n<![CDATA[a]]>&#13;</Data>\n<wbxml-tag-07-05/></SyncML>"),
    Sample(
      bytes: [0xFF, 0xFE] + "<SyncML>\n<Data>é</Data></SyncML>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
    Sample(
      bytes: Array("<?xml version='1.0' encoding='ISO-8859-1'?><SyncML><Data>".utf8) + [0xE9]
        + Array("</Data></SyncML>".utf8)),
    Sample(bytes: Array("<?xml version='1.0' encoding='KOI8-R'?><SyncML/>".utf8)),
  ]

  private static func outcome(_ read: (inout EventLog) throws(CodingError) -> Void) -> Outcome {
    var log = EventLog()
    var failure: CodingError?
    do throws(CodingError) { try read(&log) } catch { failure = error }
    return Outcome(lines: log.lines, positions: log.positions, diagnostics: log.diagnostics, error: failure)
  }

  /// Read by a parser of its own.
  private static func alone(_ sample: Sample) -> Outcome {
    outcome { (log) throws(CodingError) in
      var parser = XMLEventParser(options: sample.options)
      try parser.finish(sample.xml.span, into: &log)
    }
  }

  private static func afterOthers(_ sample: Sample) -> Outcome {
    outcome { (log) throws(CodingError) in
      try XMLEventParser.parse(sample.xml.span, options: sample.options, into: &log)
    }
  }

  @Test("a document is read the same, whatever has been read before it")
  func pairs() {
    let expected = Self.samples.map(Self.alone)
    for first in Self.samples {
      for (second, outcome) in zip(Self.samples, expected) {
        _ = Self.afterOthers(first)
        #expect(Self.afterOthers(second) == outcome)
      }
    }
  }

  @Test("threads that read at the same time do not disturb each other")
  func threads() async {
    let expected = Self.samples.map(Self.alone)
    await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          var same = 0
          for round in 0..<100 {
            let index = (task &* 7 &+ round) % Self.samples.count
            if Self.afterOthers(Self.samples[index]) == expected[index] { same += 1 }
          }
          return same
        }
      }
      for await same in group { #expect(same == 100) }
    }
  }

  /// A sink that reads a document for each text that it is given.
  private struct Nested: EventSink {
    var inner: [Outcome] = []

    mutating func startElement(_ tag: WBXML.Tag) throws(CodingError) {}
    mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {}
    mutating func endElement() throws(CodingError) {}
    mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {}

    mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
      inner.append(ReuseTests.afterOthers(ReuseTests.samples[inner.count % ReuseTests.samples.count]))
    }
  }

  @Test("a sink may read another document while it is given one")
  func nested() throws {
    let xml = "<SyncML>" + String(repeating: "<Data>x</Data>", count: Self.samples.count) + "</SyncML>"
    var sink = Nested()
    try XMLEventParser.parse(Array(xml.utf8).span, into: &sink)
    #expect(sink.inner == Self.samples.map(Self.alone))
  }

  private struct Tags: EventSink {
    var tokens: [UInt8] = []
    mutating func startElement(_ tag: WBXML.Tag) throws(CodingError) { tokens.append(tag.token) }
    mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {}
    mutating func endElement() throws(CodingError) {}
    mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {}
    mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {}
  }

  @Test("what names mean in a language of the caller's own is not remembered for another one")
  func ownLanguages() throws {
    // Many languages with the same names, each with other tokens for them.
    for number in 0..<300 {
      let (root, reading) = (UInt8(5 + number % 40), UInt8(6 + number % 40))
      var definition = Language.Definition(name: "meter\(number)", rootElement: "Meter")
      definition.tags = [.init(page: 0, token: root, name: "Meter"), .init(page: 0, token: reading, name: "Reading")]
      let language = try Language(definition)
      let xml = Array("<Meter><Reading>1</Reading></Meter>".utf8)
      for options in [XMLEventParser.Options(language: language), .init(languages: [language])] {
        var sink = Tags()
        try XMLEventParser.parse(xml.span, options: options, into: &sink)
        #expect(sink.tokens == [root, reading])
      }
    }
  }
}
