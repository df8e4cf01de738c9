import SyncML
import WBXML
import XMLCoding

/// The work as this package does it. Readers and writers are used again and again, as a server does.
extension BenchmarkWork {
  /// This package's contenders; the first is the one that the others' ratios are to.
  func contenders(_ input: BenchmarkInput) -> [Contender] {
    let documents = input.documents
    switch self {
    case .events: return [Self.reading(input, \.wbxml), Self.reading(input, \.wbxml, chunk: 512)]
    case .tableEvents: return [Self.reading(input, \.stringTableWBXML)]
    case .xml:
      let conversion = ConversionToXML()
      return [
        Contender(Self.ownName, proof: .moreThan(documents.map(\.textBytes))) { index in
          try conversion.convert(documents[index].wbxml)
        }
      ]
    case .wbxml:
      let (plain, tabled) = (ConversionToWBXML(), ConversionToWBXML(stringTable: .smallest))
      return [
        Contender(Self.ownName, proof: .exactly(documents.map(\.wbxml.count)), isOutputSize: true) { index in
          try plain.convert(documents[index].xml)
        },
        Contender(
          "\(Self.ownName), string table", proof: .moreThan(documents.map { $0.wbxml.count / 3 }), isOutputSize: true
        ) { index in
          try tabled.convert(documents[index].xml)
        },
      ]
    case .typedDecode:
      return [
        Contender(Self.ownName, proof: .exactly(documents.map(\.message.commands.count))) { index in
          let bytes = documents[index].wbxml
          return try Message(decoding: bytes.span, encoding: .wbxml).commands.count
        }
      ]
    case .typedEncode:
      return [
        Contender(Self.ownName, proof: .exactly(documents.map(\.wbxml.count))) { index in
          try documents[index].message.encoded(as: .wbxml).count
        }
      ]
    }
  }

  private static func reading(
    _ input: BenchmarkInput, _ form: KeyPath<BenchmarkInput.Document, [UInt8]> & Sendable, chunk: Int? = nil
  ) -> Contender {
    let documents = input.documents.map { $0[keyPath: form] }
    let reading = Reading()
    return Contender(
      chunk.map { "\(ownName), chunks of \($0) bytes" } ?? ownName, proof: .exactly(input.documents.map(\.evidence))
    ) { index in
      try reading.read(documents[index], chunk: chunk ?? .max)
    }
  }
}

/// A decoder whose events are counted.
final class Reading {
  private var decoder = WBXMLDecoder()

  /// Reads a document; returns what shows that it was read.
  func read(_ document: [UInt8], chunk: Int) throws(CodingError) -> Int {
    try Self.read(document.span, chunk: chunk, &decoder)
  }

  private static func read(
    _ document: Span<UInt8>, chunk: Int, _ decoder: inout WBXMLDecoder
  ) throws(CodingError) -> Int {
    var sink = CountingSink()
    decoder.reset()
    var start = 0
    while start < document.count {
      let end = start + min(chunk, document.count - start)
      try decoder.feed(document.extracting(start..<end), into: &sink)
      start = end
    }
    try decoder.finish(into: &sink)
    return sink.evidence
  }
}

/// A decoder that writes XML.
final class ConversionToXML {
  private var decoder = WBXMLDecoder()
  private var serializer = XMLSerializer()

  /// Returns the length of the XML.
  func convert(_ wbxml: [UInt8]) throws(CodingError) -> Int {
    serializer.reset()
    decoder.reset()
    try decoder.feed(wbxml.span, into: &serializer)
    try decoder.finish(into: &serializer)
    return serializer.outputCount
  }
}

/// A parser of XML that writes WBXML.
final class ConversionToWBXML {
  private var parser = XMLEventParser()
  private var encoder: WBXMLEncoder

  init(stringTable: WBXMLEncoder.StringTableMode = .none) {
    encoder = WBXMLEncoder(options: .init(stringTable: stringTable))
  }

  /// Returns the length of the WBXML.
  func convert(_ xml: [UInt8]) throws(CodingError) -> Int {
    parser.reset()
    encoder.reset()
    try parser.finish(xml.span, into: &encoder)
    return try encoder.takeDocument().count
  }
}
