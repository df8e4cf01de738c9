import Testing
import WBXML
import XMLCoding

/// What is written, what is written inside it, and what is read from XML text: each limit one under, at, one over.
@Suite("Limits of writing, of embedded documents and of XML text")
struct EncoderLimitTests {
  private static let around = [-1, 0, 1]

  // MARK: Encoder

  /// Both ways to encode are to say the same.
  private static func encode(_ events: [Event], _ limits: Limits) -> (kept: CodingError?, streamed: CodingError?) {
    let all = [.startDocument("syncml12")] + events + [.endDocument]
    let options = WBXMLEncoder.Options(limits: limits)
    return (
      codingError { () throws(CodingError) in _ = try StreamEncoderTests.whole(all, options) },
      codingError { () throws(CodingError) in _ = try StreamEncoderTests.streamed(all, options, bufferBytes: 1 << 20) }
    )
  }

  @Test("documentBytes: all bytes of a document written, header and ends included", arguments: around)
  func documentBytes(_ over: Int) throws {
    let documents: [[Event]] = [
      [.start(0, 0x2D), .end],
      [.start(0, 0x2D), .literal("name"), .text("text"), .end, .end],
      [.start(0, 0x2D), .opaque([1, 2, 3], isLast: false), .opaque([4], isLast: true), .end],
      [.start(0, 0x2D), .attribute(0, 5), .value(0, 0x85), .value(0, 0x86), .endAttributes, .end],
      [.start(0, 0x2D), .inline(0, "extension", isLast: true), .end],
      [.start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A), .text("text"), .end, .endEmbedded, .end],
    ]
    for events in documents {
      let limit = try events.encoded().count - over
      let expected = over > 0 ? CodingError(.documentLimit, value: UInt32(limit)) : nil
      let errors = Self.encode(events, Limits(documentBytes: limit))
      #expect(errors.kept == expected, "\(events)")
      #expect(errors.streamed == expected, "\(events)")
    }
  }

  @Test("documentBytes: a document that has begun to leave is refused at the same byte", arguments: around)
  func documentBytesStreamed(_ over: Int) throws {
    let events = [Event.start(0, 0x2D)] + Array(repeating: .text("0123456789"), count: 100) + [.end]
    let all = [.startDocument("syncml12")] + events + [.endDocument]
    let limit = try events.encoded().count - over
    let error = codingError { () throws(CodingError) in
      _ = try StreamEncoderTests.streamed(all, .init(limits: Limits(documentBytes: limit)), bufferBytes: 16)
    }
    #expect(error == (over > 0 ? CodingError(.documentLimit, value: UInt32(limit)) : nil))
  }

  @Test("documentBytes: nothing is kept beyond the limit while it is written")
  func documentBytesEarly() throws {
    var encoder = WBXMLEncoder(options: .init(limits: Limits(documentBytes: 1000)))
    try ([.startDocument("syncml12"), .start(0, 0x2D)] as [Event]).send(to: &encoder)
    var pieces = 0
    let error = codingError { () throws(CodingError) in
      for _ in 0..<1000 {
        try Event.text("0123456789").send(to: &encoder)
        pieces += 1
      }
    }
    #expect(error == CodingError(.documentLimit, value: 1000))
    #expect(pieces < 100)
  }

  @Test("stringTableBytes: literal names, and a textual public identifier", arguments: around)
  func stringTable(_ over: Int) throws {
    let names: [Event] = [.start(0, 0x2D), .literal("abc"), .end, .literal("abc"), .end, .literal("de"), .end, .end]
    let errors = Self.encode(names, Limits(stringTableBytes: 7 - over))
    let expected = over > 0 ? CodingError(.stringTableLimit, value: UInt32(7 - over)) : nil
    #expect(errors.kept == expected)
    #expect(errors.streamed == expected)
    let identifier = "-//SYNCML//DTD SyncML 1.2//EN".utf8.count + 1
    let options = WBXMLEncoder.Options(
      publicIdentifierForm: .text, limits: Limits(stringTableBytes: identifier - over))
    let error = codingError { () throws(CodingError) in
      _ = try ([.start(0, 0x2D), .end] as [Event]).encoded(options: options)
    }
    #expect(error?.code == (over > 0 ? .stringTableLimit : nil))
  }

  @Test("stringTableBytes: names that are declared", arguments: around)
  func declaredNames(_ over: Int) {
    let options = WBXMLEncoder.Options(limits: Limits(stringTableBytes: 8 - over), literalNames: ["abc", "def"])
    let error = codingError { () throws(CodingError) in
      _ = try ([.start(0, 0x2D), .end] as [Event]).encoded(options: options)
    }
    #expect(error?.code == (over > 0 ? .stringTableLimit : nil))
  }

  @Test("tokenBytes: an embedded document, which waits for its length", arguments: around)
  func embedded(_ over: Int) throws {
    let inner: [Event] = [.start(0, 0x0A), .text("some text"), .literal("name"), .end, .end]
    let limit = try inner.encoded(language: "devinf12").count - over
    let events: [Event] = [.start(0, 0x0F), .startEmbedded("devinf12")] + inner + [.endEmbedded, .end]
    let expected = over > 0 ? CodingError(.tokenLimit, value: UInt32(limit)) : nil
    let errors = Self.encode(events, Limits(tokenBytes: limit))
    #expect(errors.kept == expected)
    #expect(errors.streamed == expected)
  }

  @Test("tokenBytes: an embedded document is refused while it is written")
  func embeddedEarly() throws {
    var encoder = WBXMLEncoder(options: .init(limits: Limits(tokenBytes: 100)))
    try ([.startDocument("syncml12"), .start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A)] as [Event])
      .send(to: &encoder)
    var pieces = 0
    let error = codingError { () throws(CodingError) in
      for _ in 0..<1000 {
        try Event.text("0123456789").send(to: &encoder)
        pieces += 1
      }
    }
    #expect(error == CodingError(.tokenLimit, value: 100))
    #expect(pieces == 9)
  }

  @Test("depth: documents inside documents, as many as elements may nest", arguments: around)
  func embeddedDepth(_ over: Int) throws {
    var events: [Event] = []
    let depth = 5 + over
    for _ in 0..<depth { events += [.start(0, 0x0F), .startEmbedded("syncml12")] }
    events += [.start(0, 0x0F), .end]
    for _ in 0..<depth { events += [.endEmbedded, .end] }
    let expected = over > 0 ? CodingError(.depthLimit, value: 5) : nil
    #expect(Self.encode(events, Limits(depth: 5)).kept == expected)
  }

  @Test("amplification: references that a reader with the same limits would refuse are not written", arguments: around)
  func amplification(_ over: Int) throws {
    let events =
      [Event.start(0, 0x2D)] + (0..<40).flatMap { _ in [Event.start(0, 0x0F), .text("0123456789"), .end] } + [.end]
    let limits = Limits(amplification: 1, amplificationFloor: 100 + over)
    let document = try events.encoded(options: .init(limits: limits, stringTable: .smallest))
    #expect(decode(document, options: .init(limits: limits)).error == nil)
    #expect(document.count < (try events.encoded().count))
  }

  // MARK: Embedded documents, read

  /// A `Data` that holds a DevInf of a root and `depth - 1` elements in it, with `text` in the innermost.
  private static func withDevInf(depth: Int, text: String = "t") throws -> [UInt8] {
    let inner =
      [Event.start(0, 0x0A)] + Array(repeating: .start(0, 0x0B), count: depth - 1) + [.text(text)]
      + Array(repeating: .end, count: depth)
    return try ([.start(0, 0x0F), .startEmbedded("devinf12")] + inner + [.endEmbedded, .end]).encoded()
  }

  @Test("depth: a document inside another one has the limit for itself, and is opaque beyond it", arguments: around)
  func embeddedDocumentDepth(_ over: Int) throws {
    let outcome = decode(
      try Self.withDevInf(depth: 6 + over), options: .init(limits: Limits(depth: 6)), opensEmbedded: true)
    #expect(outcome.error == nil)
    #expect(outcome.lines.contains("{devinf12") == (over <= 0))
    #expect(outcome.diagnostics.map(\.code) == (over > 0 ? [.unreadableEmbeddedDocument] : []))
  }

  @Test("stringTableBytes: a document inside another one with a longer table is opaque", arguments: around)
  func embeddedDocumentTable(_ over: Int) throws {
    let events: [Event] = [
      .start(0, 0x0F), .startEmbedded("devinf12"), .start(0, 0x0A), .literal("abcd"), .end, .end, .endEmbedded, .end,
    ]
    let outcome = decode(
      try events.encoded(), options: .init(limits: Limits(stringTableBytes: 5 - over)), opensEmbedded: true)
    #expect(outcome.lines.contains("{devinf12") == (over <= 0))
  }

  @Test("tokenBytes: opaque data that is longer is not held to be looked into", arguments: around)
  func embeddedDocumentToken(_ over: Int) throws {
    // Nearly all of it is a string table, so that its bytes are more than what its events need.
    let inner = try hex("02 A4 03 6A 87 68") + [UInt8](repeating: 0x61, count: 999) + [0, 0x0A]
    let document = try hex("02 A4 01 6A 00 4F C3 87 6F") + inner + [0x01]
    #expect(inner.count == 1007)
    let outcome = decode(document, options: .init(limits: Limits(tokenBytes: 1007 - over)), opensEmbedded: true)
    #expect(outcome.error == nil)
    #expect(outcome.lines.contains("{devinf12") == (over <= 0))
  }

  @Test("amplification: inside a document inside another one, too", arguments: around)
  func embeddedDocumentAmplification(_ over: Int) throws {
    // The references stand at offsets 16, 18, … of the inner document, after the table of eleven bytes and the root.
    let table = Array("0123456789".utf8) + [0]
    let references = [UInt8](try hex("83 00 83 00 83 00"))
    let inner = try hex("02 A4 03 6A 0B") + table + [0x4A] + references + [0x01]
    let document = try hex("02 A4 01 6A 00 4F C3") + [UInt8(inner.count)] + inner + [0x01]
    // The third is at 17 + 4: thirty bytes by then, where the floor and 21 are allowed.
    let limits = Limits(amplification: 1, amplificationFloor: 30 - 21 - over)
    let outcome = decode(document, options: .init(limits: limits), opensEmbedded: true)
    #expect(outcome.lines.contains("{devinf12") == (over <= 0))
  }

  // MARK: XML text

  private static func parse(_ xml: String, _ limits: Limits) -> CodingError? {
    var trace = EventTrace()
    let bytes = Array(xml.utf8)
    return codingError { () throws(CodingError) in
      try XMLEventParser.parse(bytes.span, options: .init(language: .syncML12, limits: limits), into: &trace)
    }
  }

  @Test("XML, depth", arguments: around)
  func xmlDepth(_ over: Int) {
    let xml =
      String(repeating: "<SyncML>", count: 5 + over) + String(repeating: "</SyncML>", count: 5 + over)
    let error = Self.parse(xml, Limits(depth: 5))
    #expect(error?.code == (over > 0 ? .depthLimit : nil))
    if over > 0 {
      #expect(error?.value == 5)
      #expect(error?.offset == 40)
      #expect(error?.column == 41)
    }
  }

  @Test("XML, documentBytes, in one piece and in bytes", arguments: around)
  func xmlDocument(_ over: Int) {
    let xml = Array("<SyncML>text</SyncML>".utf8)
    let limits = Limits(documentBytes: xml.count - over)
    #expect(Self.parse(String(decoding: xml, as: UTF8.self), limits)?.code == (over > 0 ? .documentLimit : nil))
    var trace = EventTrace()
    var parser = XMLEventParser(options: .init(language: .syncML12, limits: limits))
    let error = codingError { () throws(CodingError) in
      for index in xml.indices { try parser.feed(xml.span.extracting(index...index), into: &trace) }
      try parser.finish(into: &trace)
    }
    #expect(error?.offset == (over > 0 ? xml.count - 1 : nil))
  }

  @Test("XML, tokenBytes: an attribute's value, an instruction's, a namespace", arguments: around)
  func xmlToken(_ over: Int) {
    let value = String(repeating: "v", count: 50 + over)
    let documents = [
      "<SyncML a='\(value)'/>", "<SyncML><?target \(value)?></SyncML>", "<SyncML xmlns:x='\(value)'/>",
    ]
    for xml in documents {
      #expect(Self.parse(xml, Limits(tokenBytes: 50))?.code == (over > 0 ? .tokenLimit : nil), "\(xml)")
    }
  }

  @Test("XML, tokenBytes: opaque data for an encoder", arguments: around)
  func xmlOpaque(_ over: Int) {
    let xml = "<SyncML><Data><![CDATA[" + String(repeating: "d", count: 50 + over) + "]]></Data></SyncML>"
    let bytes = Array(xml.utf8)
    let error = codingError { () throws(CodingError) in
      _ = try wbxml(of: bytes, options: .init(language: .syncML12, limits: Limits(tokenBytes: 50)))
    }
    // The language is told by the root element.
    #expect(error?.code == (over > 0 ? .tokenLimit : nil))
  }
}
