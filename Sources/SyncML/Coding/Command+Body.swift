public import WBXML
internal import XMLCoding

extension Command {
  /// Reads commands from a document whose root is a SyncBody: how a schedule keeps its task.
  ///
  /// - Throws: ``CodingError``; `unexpectedRoot` where the root is something else.
  public static func decodeBody(
    _ bytes: Span<UInt8>, encoding: Encoding, limits: Limits = .default
  ) throws(CodingError) -> [Command] {
    var reader = MessageReader(collectingWith: limits, isFragment: true)
    switch encoding {
    case .wbxml:
      try WBXMLDecoder.decode(bytes, options: .init(language: .syncML12, limits: limits), into: &reader)
    case .xml:
      try XMLEventParser.parse(bytes, options: .init(language: .syncML12, limits: limits), into: &reader)
    }
    return reader.commands
  }

  /// Writes commands as a document whose root is a SyncBody.
  public static func encodeBody(_ commands: [Command], as encoding: Encoding) throws(CodingError) -> [UInt8] {
    switch encoding {
    case .wbxml:
      var encoder = WBXMLEncoder()
      try writeBody(commands, encoding, into: &encoder)
      return try encoder.takeDocument()
    case .xml:
      var serializer = XMLSerializer(options: .init(includesDeclaration: false, includesDoctype: false))
      try writeBody(commands, encoding, into: &serializer)
      return serializer.output
    }
  }

  private static func writeBody<Sink: EventSink & ~Copyable>(
    _ commands: [Command], _ encoding: Encoding, into sink: inout Sink
  ) throws(CodingError) {
    let writer = MessageWriter(encoding: encoding)
    try sink.startDocument(DocumentHeader(language: .syncML12), stringTable: Span())
    try sink.startElement(SyncMLTag.syncBody)
    for command in commands { try writer.write(command, into: &sink) }
    try sink.endElement()
    try sink.endDocument()
  }
}
