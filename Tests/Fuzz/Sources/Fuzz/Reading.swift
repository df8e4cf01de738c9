import WBXML
import XMLCoding

/// Small, so that every input is read in no time.
let limits = Limits(depth: 32, stringTableBytes: 64 << 10, tokenBytes: 64 << 10, amplificationFloor: 64 << 10)

/// What reading one document gave: the lines, the diagnostics, and the error that ended it.
struct Reading: Equatable {
  var text: String
  var diagnostics: [Diagnostic]
  var error: CodingError?

  var isComplete: Bool { error == nil }

  /// The language that the first line names.
  var language: Language? {
    text.split(separator: "\n").first.flatMap { Language.builtIn(named: String($0.dropFirst("document ".count))) }
  }

  private init(_ trace: EventTrace, _ error: CodingError?) {
    text = trace.text
    diagnostics = trace.diagnostics
    self.error = error
  }

  init(
    wbxml chunks: [ArraySlice<UInt8>], language: Language? = nil, isStrict: Bool = false, opensEmbedded: Bool = false
  ) {
    let options = WBXMLDecoder.Options(language: language, isStrict: isStrict, limits: limits)
    func run(_ sink: inout some EventSink) -> CodingError? {
      var decoder = WBXMLDecoder(options: options)
      do throws(CodingError) {
        for chunk in chunks {
          let bytes = Array(chunk)
          try decoder.feed(bytes.span, into: &sink)
        }
        try decoder.finish(into: &sink)
        return nil
      } catch {
        return error
      }
    }
    if opensEmbedded {
      var sink = EmbeddedDocuments(EventTrace(byteLimit: limits.tokenBytes), options: options)
      let error = run(&sink)
      self.init(sink.sink, error)
    } else {
      var sink = EventTrace(byteLimit: limits.tokenBytes)
      let error = run(&sink)
      self.init(sink, error)
    }
  }

  /// Reads with a cursor, asked for all events after each chunk.
  init(pulling chunks: [ArraySlice<UInt8>], isStrict: Bool) {
    var cursor = WBXMLCursor(options: .init(isStrict: isStrict, limits: limits))
    var sink = EventTrace(byteLimit: limits.tokenBytes)
    do throws(CodingError) {
      for chunk in chunks {
        cursor.feed(Array(chunk))
        while let event = try cursor.next() { try cursor.send(event, to: &sink) }
      }
      cursor.finish()
      while let event = try cursor.next() { try cursor.send(event, to: &sink) }
      self.init(sink, nil)
    } catch {
      self.init(sink, error)
    }
  }

  init(xml chunks: [ArraySlice<UInt8>], language: Language? = nil) {
    var sink = EventTrace(byteLimit: limits.tokenBytes)
    var parser = XMLEventParser(options: .init(language: language, limits: limits))
    do throws(CodingError) {
      for chunk in chunks {
        let bytes = Array(chunk)
        try parser.feed(bytes.span, into: &sink)
      }
      try parser.finish(into: &sink)
      self.init(sink, nil)
    } catch {
      self.init(sink, error)
    }
  }

  /// That an error, where there is one, has a place in the document.
  func requirePlace(in count: Int) {
    guard let error else { return }
    require((0...count).contains(error.offset), "\(error) lies outside \(count) bytes")
  }

  /// That two readings are the same.
  ///
  /// Of a text that turns out not to be UTF-8, chunks deliver what came before the fault: that ends the line before it,
  /// which then is complete in one reading and not in the other.
  func requireSame(as other: Reading, _ label: String) {
    var isSame = self == other
    if !isSame, error != nil, error == other.error, diagnostics == other.diagnostics {
      let (short, long) = text.utf8.count < other.text.utf8.count ? (text, other.text) : (other.text, text)
      let rest = long.utf8.dropFirst(short.utf8.count)
      isSame = long.utf8.starts(with: short.utf8) && !rest.dropLast().contains(UInt8(ascii: "\n"))
    }
    require(isSame, "\(label)\n--- first\n\(report)\n--- second\n\(other.report)")
  }

  /// That the events of two readings are the same, whatever was reported beside them.
  func requireSameEvents(as other: Reading, _ label: String) {
    require(text == other.text && error == other.error, "\(label)\n--- first\n\(report)\n--- second\n\(other.report)")
  }

  private var report: String { "\(text)\(diagnostics)\n\(error.map { "\($0)" } ?? "no error")" }
}

/// Cuts a document into chunks whose sizes follow from its bytes, so that an input always gives the same ones.
func chunks(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
  var state: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  let largest = [1, 3, 17, 200][Int(state >> 62)]
  var result: [ArraySlice<UInt8>] = []
  var start = 0
  while start < bytes.count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let end = min(start + 1 + Int(state >> 33) % largest, bytes.count)
    result.append(bytes[start..<end])
    start = end
  }
  return result
}
