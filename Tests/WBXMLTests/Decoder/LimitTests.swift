import Testing
import WBXML

/// Each limit lets pass what reaches it, and refuses what goes beyond by one.
@Suite("Limits")
struct LimitTests {
  @Test("depth", arguments: [(2, nil), (3, nil), (4, 8)])
  func depth(_ depth: Int, _ refusedAt: Int?) throws {
    let document =
      try hex("03 A4 01 6A 00") + [UInt8](repeating: 0x6D, count: depth - 1) + [0x2D]
      + [UInt8](repeating: 0x01, count: depth - 1)
    let outcome = decode(document, options: .init(limits: Limits(depth: 3)))
    #expect(outcome.error == refusedAt.map { CodingError(.depthLimit, offset: $0, value: 3) })
  }

  @Test(
    "depth counts elements without content, with attributes and with literal names",
    arguments: [
      "03 A4 01 6A 04 61 62 63 00 6D 6D 6D 2D 01 01 01",
      "03 A4 01 6A 04 61 62 63 00 6D 6D 6D AD 04 00 01 01 01 01",
      "03 A4 01 6A 04 61 62 63 00 6D 6D 6D 04 00 01 01 01",
    ])
  func depthOfEveryKind(_ document: String) throws {
    let outcome = decode(try hex(document), options: .init(limits: Limits(depth: 3)))
    #expect(outcome.error == CodingError(.depthLimit, offset: 12, value: 3))
    #expect(decode(try hex(document), options: .init(limits: Limits(depth: 4))).error == nil)
  }

  @Test("stringTableBytes", arguments: [(4, nil), (5, nil), (6, 4)])
  func stringTable(_ count: Int, _ refusedAt: Int?) throws {
    let table = [UInt8](repeating: 0x61, count: count - 1) + [0]
    let document = try hex("03 A4 01 6A") + [UInt8(count)] + table + [0x2D]
    let outcome = decode(document, options: .init(limits: Limits(stringTableBytes: 5)))
    #expect(outcome.error == refusedAt.map { CodingError(.stringTableLimit, offset: $0, value: 5) })
  }

  @Test("documentBytes", arguments: [(9, nil), (8, nil), (7, 7)])
  func document(_ limit: Int, _ refusedAt: Int?) throws {
    let document = try hex("03 A4 01 6A 00 6D 2B 01")
    let options = WBXMLDecoder.Options(limits: Limits(documentBytes: limit))
    let inBytes = decode(chunks(of: document, size: 1), options: options)
    #expect(inBytes.error == refusedAt.map { CodingError(.documentLimit, offset: $0, value: UInt32(limit)) })
    // A chunk that goes beyond the limit is not begun.
    let whole = decode(document, options: options)
    #expect(whole.error == refusedAt.map { _ in CodingError(.documentLimit, offset: 0, value: UInt32(limit)) })
  }

  /// A table of one string of ten bytes, and references to it. The nth stands at offset 15 + 2n, so that by
  /// then 10n bytes have been delivered where 12 + 2 * (15 + 2n) are allowed: seven are, the eighth is not.
  @Test("amplification", arguments: [(6, nil), (7, nil), (8, 31)])
  func amplification(_ count: Int, _ refusedAt: Int?) throws {
    let references = [[UInt8]](repeating: [0x83, 0x00], count: count).joined()
    let document =
      try hex("03 A4 01 6A 0B 30 31 32 33 34 35 36 37 38 39 00 6D") + references + [0x01]
    let limits = Limits(amplification: 2, amplificationFloor: 12)
    let outcome = decode(document, options: .init(limits: limits))
    #expect(outcome.error == refusedAt.map { CodingError(.amplificationLimit, offset: $0, value: 2) })
  }

  /// The same table; two references deliver 20 bytes, the second one at offset 19.
  @Test("amplificationFloor", arguments: [(19, 19), (20, nil), (21, nil)])
  func amplificationFloor(_ floor: Int, _ refusedAt: Int?) throws {
    let document = try hex("03 A4 01 6A 0B 30 31 32 33 34 35 36 37 38 39 00 6D 83 00 83 00 01")
    let outcome = decode(document, options: .init(limits: Limits(amplification: 0, amplificationFloor: floor)))
    #expect(outcome.error == refusedAt.map { CodingError(.amplificationLimit, offset: $0, value: 0) })
  }

  @Test(
    "amplification counts literal names and attribute values",
    arguments: [
      "04 00", "84 00 04 00 01", "AD 04 00 01", "AD 05 83 00 01", "44 00 01",
    ])
  func amplificationOfNames(_ use: String) throws {
    let uses = [[UInt8]](repeating: try hex(use), count: 30).joined()
    let document = try hex("03 A4 01 6A 0B 30 31 32 33 34 35 36 37 38 39 00 6D") + uses + [0x01]
    let limits = Limits(amplification: 1, amplificationFloor: 50)
    #expect(decode(document, options: .init(limits: limits)).error?.code == .amplificationLimit)
    #expect(decode(document).error == nil)
  }

  @Test("amplification by a long string is refused before it is much", .timeLimit(.minutes(10)))
  func amplificationOfLongStrings() throws {
    let string = [UInt8](repeating: 0x61, count: 60_000)
    let references = [[UInt8]](repeating: [0x83, 0x00], count: 10_000).joined()
    let document = try hex("03 A4 01 6A 83 D4 61") + string + [0, 0x6D] + references + [0x01]
    var sink = ByteCounter()
    let error = codingError { () throws(CodingError) in try WBXMLDecoder.decode(document.span, into: &sink) }
    #expect(error?.code == .amplificationLimit)
    #expect(sink.count <= document.count * 32 + 1 << 20)
  }

  @Test("tokenBytes: opaque data that an encoder has to keep", arguments: [(4, false), (5, false), (6, true)])
  func token(_ count: Int, _ isRefused: Bool) throws {
    let options = WBXMLEncoder.Options(limits: Limits(tokenBytes: 5))
    let half = [UInt8](repeating: 1, count: count / 2)
    let rest = [UInt8](repeating: 2, count: count - count / 2)
    let events: [Event] = [.start(0, 0x0F), .opaque(half, isLast: false), .opaque(rest, isLast: true), .end]
    if isRefused {
      #expect(throws: CodingError(.tokenLimit, value: 5)) { try events.encoded(options: options) }
    } else {
      #expect(try events.encoded(options: options).count == 9 + count)
    }
  }

  @Test("tokenBytes: what a tape and a trace may keep", arguments: [(31, false), (32, false), (33, true)])
  func tapeAndTrace(_ count: Int, _ isRefused: Bool) throws {
    let text = [UInt8](repeating: 0x61, count: count)
    func refuses(_ sink: inout some EventSink) -> CodingError.Code? {
      codingError { () throws(CodingError) in try sink.text(text.span, .characters) }?.code
    }
    var tape = EventTape(byteLimit: 32)
    var trace = EventTrace(byteLimit: 32)
    #expect(refuses(&tape) == (isRefused ? .tokenLimit : nil))
    #expect(refuses(&trace) == (isRefused ? .tokenLimit : nil))
  }

  @Test("tokenBytes: a document inside another one that is too long stays opaque")
  func embedded() throws {
    let document = try hex("02 A4 01 6A 00 4F C3 0E 02 A4 03 6A 00 4A 65 03 31 2E 32 00 01 01 01")
    func isOpened(_ limit: Int) -> Bool {
      let outcome = decode(document, options: .init(limits: Limits(tokenBytes: limit)), opensEmbedded: true)
      return outcome.lines.contains("{devinf12")
    }
    #expect(!isOpened(13))
    // Its events take more than its bytes: sixteen for each.
    #expect(isOpened(16 * 8))
  }

  @Test("depth: an encoder", arguments: [(2, false), (3, false), (4, true)])
  func encoderDepth(_ depth: Int, _ isRefused: Bool) throws {
    let events =
      [Event](repeating: .start(0, 0x2D), count: depth) + [Event](repeating: .end, count: depth)
    let options = WBXMLEncoder.Options(limits: Limits(depth: 3))
    if isRefused {
      #expect(throws: CodingError(.depthLimit, value: 3)) { try events.encoded(options: options) }
    } else {
      #expect(try events.encoded(options: options).count == 5 + 2 * depth - 1)
    }
  }
}

/// Counts the bytes of text that it is called with.
private struct ByteCounter: EventSink {
  var count = 0

  mutating func startElement(_ tag: ElementTag) throws(CodingError) {}
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {}
  mutating func endElement() throws(CodingError) {}
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { count += text.count }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {}
}
