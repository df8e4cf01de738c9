import WBXML
import XMLCoding

/// Checks a codec vector: bytes to events in any chunks, events to bytes, and the same through XML.
enum CodecCheck {
  /// The chunk sizes in which every document is fed: whole, then sizes that cut everywhere.
  static let chunkSizes = [Int.max, 1, 2, 3, 5, 7, 64]

  static func run(_ vector: CodecVector) -> [String] {
    var reasons: [String] = []
    let language = vector.language.flatMap(Language.builtIn(named:))
    if let name = vector.language, language == nil { return ["language \(name) is not known"] }
    if let hex = vector.wbxml {
      guard let bytes = Hexadecimal.decode(hex) else { return ["wbxml is not hexadecimal"] }
      for size in chunkSizes {
        let reading = Reading(
          wbxml: bytes, chunkSize: size, isStrict: vector.strict ?? false, opensEmbedded: vector.embedded ?? false,
          language: language)
        reasons += differences(reading, vector, label: size == .max ? "decoded whole" : "in chunks of \(size)")
        if !reasons.isEmpty { return reasons }
      }
      if vector.error == nil { reasons += checkEncoding(bytes, vector, language) }
    }
    if let lines = vector.xml {
      let bytes = Array(lines.joined(separator: "\n").utf8)
      for size in chunkSizes {
        let reading = Reading(xml: bytes, chunkSize: size, language: language)
        reasons += differences(reading, vector, label: size == .max ? "XML parsed whole" : "XML in chunks of \(size)")
        if !reasons.isEmpty { return reasons }
      }
      if vector.error == nil { reasons += checkXMLEncoding(bytes, vector, language) }
    }
    if vector.wbxml == nil, vector.xml == nil { reasons.append("the vector has neither wbxml nor xml") }
    return reasons
  }

  private static func differences(_ reading: Reading, _ vector: CodecVector, label: String) -> [String] {
    var reasons: [String] = []
    if let events = vector.events {
      if let difference = LineDifference.first(expected: events, received: reading.events) {
        reasons.append("\(label): \(difference)")
      }
    }
    switch (vector.error, reading.error) {
    case (nil, nil): break
    case (let expected?, nil): reasons.append("\(label): error \(expected.code) expected, none came")
    case (nil, let error?): reasons.append("\(label): \(error)")
    case (let expected?, let error?):
      if expected.code != error.code.name {
        reasons.append("\(label): error \(expected.code) expected, \(error.code.name) came (\(error))")
      } else if let offset = expected.offset, offset != error.offset {
        reasons.append("\(label): error at offset \(offset) expected, it came at \(error.offset)")
      }
    }
    if let expected = vector.diagnostics, reading.isBinary == (vector.wbxml != nil) {
      let received = reading.diagnostics.map(\.code.name)
      if received != expected { reasons.append("\(label): diagnostics \(expected) expected, \(received) came") }
    }
    return reasons
  }

  /// Encoding what was decoded gives the canonical bytes; decoding those gives the same events and bytes again.
  private static func checkEncoding(_ bytes: [UInt8], _ vector: CodecVector, _ language: Language?) -> [String] {
    do {
      let once = try transcode(bytes, language)
      if let canonical = vector.canonical, Hexadecimal.decode(canonical) != once {
        return ["encoded: \(canonical.uppercased()) expected, \(Hexadecimal.encode(once)) came"]
      }
      let preserved = try transcode(bytes, language, .preserving)
      if preserved != bytes {
        return ["preserved: \(Hexadecimal.encode(bytes)) expected, \(Hexadecimal.encode(preserved)) came"]
      }
      let opensEmbedded = vector.embedded ?? false
      func read(_ bytes: [UInt8]) -> Reading {
        Reading(wbxml: bytes, chunkSize: .max, isStrict: false, opensEmbedded: opensEmbedded, language: language)
      }
      let before = read(bytes)
      let after = read(once)
      if let difference = LineDifference.first(expected: before.events, received: after.events) {
        return ["encoded and decoded: \(difference)"]
      }
      let twice = try transcode(once, language)
      if twice != once {
        return ["encoding is not stable: \(Hexadecimal.encode(once)), then \(Hexadecimal.encode(twice))"]
      }
      return checkThroughXML(bytes, before, opensEmbedded: opensEmbedded)
    } catch {
      return ["encoding failed: \(error)"]
    }
  }

  /// XML text made from the events gives the same events.
  private static func checkThroughXML(_ bytes: [UInt8], _ before: Reading, opensEmbedded: Bool) -> [String] {
    let options = WBXMLDecoder.Options(language: before.language)
    var serializer = XMLSerializer()
    do {
      if opensEmbedded {
        var sink = EmbeddedDocuments(serializer, options: options)
        try WBXMLDecoder.decode(bytes.span, options: options, into: &sink)
        serializer = sink.sink
      } else {
        try WBXMLDecoder.decode(bytes.span, options: options, into: &serializer)
      }
    } catch {
      let isOutsideXML = [.notExpressibleInXML, .nameNotInXML].contains(error.code)
      return isOutsideXML ? [] : ["to XML: \(error)"]
    }
    let language = before.language
    let after = Reading(xml: serializer.output, chunkSize: .max, language: language)
    if let error = after.error { return ["through XML: \(error)"] }
    if let difference = LineDifference.first(expected: before.events, received: after.events) {
      return ["through XML: \(difference)"]
    }
    return []
  }

  private static func transcode(
    _ bytes: [UInt8], _ language: Language?, _ options: WBXMLEncoder.Options = .init()
  ) throws(CodingError) -> [UInt8] {
    var encoder = WBXMLEncoder(options: options)
    try WBXMLDecoder.decode(bytes.span, options: .init(language: language), into: &encoder)
    return try encoder.takeDocument()
  }

  private static func checkXMLEncoding(_ xml: [UInt8], _ vector: CodecVector, _ language: Language?) -> [String] {
    do {
      var encoder = WBXMLEncoder()
      try XMLEventParser.parse(xml.span, options: .init(language: language), into: &encoder)
      let bytes = try encoder.takeDocument()
      if let canonical = vector.canonical, Hexadecimal.decode(canonical) != bytes {
        return ["XML encoded: \(canonical.uppercased()) expected, \(Hexadecimal.encode(bytes)) came"]
      }
      let parsed = Reading(xml: xml, chunkSize: .max, language: language)
      let decoded = Reading(wbxml: bytes, chunkSize: .max, isStrict: false, opensEmbedded: true, language: language)
      if let difference = LineDifference.first(expected: parsed.events, received: decoded.events) {
        return ["XML encoded and decoded: \(difference)"]
      }
      return []
    } catch {
      return ["XML encoding failed: \(error)"]
    }
  }
}

/// The events of one document, with what ended them.
struct Reading {
  var events: [String]
  var diagnostics: [Diagnostic]
  var error: CodingError?
  var isBinary: Bool
  var language: Language?

  init(wbxml: [UInt8], chunkSize: Int, isStrict: Bool, opensEmbedded: Bool = false, language: Language? = nil) {
    let options = WBXMLDecoder.Options(language: language, isStrict: isStrict)
    if opensEmbedded {
      var sink = EmbeddedDocuments(EventTrace(), options: options)
      let error = Self.decode(wbxml, chunkSize, options, into: &sink)
      self.init(sink.sink, error, isBinary: true)
    } else {
      var sink = EventTrace()
      let error = Self.decode(wbxml, chunkSize, options, into: &sink)
      self.init(sink, error, isBinary: true)
    }
  }

  private static func decode(
    _ bytes: [UInt8], _ size: Int, _ options: WBXMLDecoder.Options, into sink: inout some EventSink
  ) -> CodingError? {
    var decoder = WBXMLDecoder(options: options)
    do {
      for range in chunks(of: bytes, size) { try decoder.feed(bytes.span.extracting(range), into: &sink) }
      try decoder.finish(into: &sink)
      return nil
    } catch {
      return error
    }
  }

  init(xml: [UInt8], chunkSize: Int, language: Language? = nil) {
    var sink = EventTrace()
    let error = Self.parse(xml, chunkSize, language, into: &sink)
    self.init(sink, error, isBinary: false)
  }

  private static func parse(
    _ bytes: [UInt8], _ size: Int, _ language: Language?, into sink: inout EventTrace
  ) -> CodingError? {
    var parser = XMLEventParser(options: .init(language: language))
    do {
      for range in chunks(of: bytes, size) { try parser.feed(bytes.span.extracting(range), into: &sink) }
      try parser.finish(into: &sink)
      return nil
    } catch {
      return error
    }
  }

  private static func chunks(of bytes: [UInt8], _ size: Int) -> [Range<Int>] {
    stride(from: 0, to: bytes.count, by: min(size, max(bytes.count, 1))).map { start in
      start..<min(start + min(size, bytes.count), bytes.count)
    }
  }

  private init(_ trace: EventTrace, _ error: CodingError?, isBinary: Bool) {
    events = trace.text.split(separator: "\n").map(String.init)
    diagnostics = trace.diagnostics
    language = events.first.flatMap { Language.builtIn(named: String($0.dropFirst("document ".count))) }
    self.error = error
    self.isBinary = isBinary
  }
}

/// Where two lists of lines part.
enum LineDifference {
  static func first(expected: [String], received: [String]) -> String? {
    for index in 0..<max(expected.count, received.count) {
      let left = index < expected.count ? expected[index] : nil
      let right = index < received.count ? received[index] : nil
      if left != right {
        return
          "event \(index + 1): \(left.map { "'\($0)'" } ?? "the end") expected, \(right.map { "'\($0)'" } ?? "the end") came"
      }
    }
    return nil
  }
}
