import SyncML
import WBXML
import XMLCoding

/// A document in either encoding as its canonical events, one a line, given when asked: memory holds those of a chunk.
final class EventLines {
  private let input: InputFile
  private let reader: InputFile.Reader
  private var encoding: Encoding?
  private var decoder: WBXMLDecoder
  private var embedded: EmbeddedDocuments<EventTrace>
  private var parser: XMLEventParser
  private var trace: EventTrace
  private var hasEnded = false
  /// Lines that have been read, the last one perhaps in part; those before `start` have been given.
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ input: InputFile, _ choice: LanguageArguments.Choice, _ limits: Limits) throws {
    self.input = input
    reader = try InputFile.Reader(input)
    let options = WBXMLDecoder.Options(language: choice.language, limits: limits, languages: choice.languages)
    decoder = WBXMLDecoder(options: options)
    embedded = EmbeddedDocuments(EventTrace(byteLimit: limits.tokenBytes), options: options)
    parser = XMLEventParser(options: .init(language: choice.language, limits: limits, languages: choice.languages))
    trace = EventTrace(byteLimit: limits.tokenBytes)
  }

  /// The next line; nil after the last one.
  ///
  /// - Throws: ``ToolFailure`` where the document cannot be read.
  func next() throws -> String? {
    while true {
      if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return String(decoding: buffer[start..<end], as: UTF8.self)
      }
      if hasEnded { return nil }
      buffer.removeSubrange(..<start)
      start = 0
      do {
        try read()
      } catch let error as CodingError {
        throw ToolFailure(input.name, error, hint: DecodingPipeline.hint(for: error, firstByte: nil))
      }
    }
  }

  private func read() throws {
    hasEnded = try !reader.nextChunk { chunk in
      if encoding == nil { encoding = Encoding(detecting: chunk) }
      if encoding == .wbxml { try decoder.feed(chunk, into: &embedded) } else { try parser.feed(chunk, into: &trace) }
    }
    if encoding == .wbxml {
      if hasEnded { try decoder.finish(into: &embedded) }
      buffer.append(contentsOf: embedded.sink.output)
      embedded.sink.removeOutput()
    } else {
      if hasEnded { try parser.finish(into: &trace) }
      buffer.append(contentsOf: trace.output)
      trace.removeOutput()
    }
  }
}
