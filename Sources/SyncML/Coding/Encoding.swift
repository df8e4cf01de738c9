public import WBXML
internal import XMLCoding

/// How a message travels: as XML text or as WBXML.
public enum Encoding: String, Hashable, Sendable, CaseIterable {
  /// XML 1.0 text.
  case xml
  /// WAP Binary XML (WAP-192), the tokens of SyncML's code pages.
  case wbxml

  /// The media type of OMA DM messages in this encoding (OMA-TS-DM_RepPro-V1_2 section 5).
  public var dmMediaType: String {
    switch self {
    case .xml: "application/vnd.syncml.dm+xml"
    case .wbxml: "application/vnd.syncml.dm+wbxml"
    }
  }

  /// The encoding that a document's first bytes show: WBXML begins with a version byte, which no text does but one in
  /// UTF-16 without a byte order mark, whose first character is `<`.
  public init(detecting bytes: Span<UInt8>) {
    let isText = bytes.isEmpty || bytes[0] > 0x03 || (bytes.count > 1 && bytes[0] == 0 && bytes[1] == UInt8(ascii: "<"))
    self = isText ? .xml : .wbxml
  }
}

extension Message {
  /// Reads a message that lies in memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole message.
  ///   - encoding: the encoding, or nil to tell it by the first byte.
  ///   - limits: what the message may take.
  ///   - isStrict: whether what would be a note is an error instead: `unexpectedElement`, `missingElement`,
  ///     `invalidValue`, and for deviations of the encoding `quirkRefused` or the decoder's own.
  ///   - notes: receives what was passed over.
  /// - Throws: `CodingError` with the place of the fault.
  public init(
    decoding bytes: Span<UInt8>, encoding: Encoding? = nil, limits: Limits = .default, isStrict: Bool = false,
    notes: inout [Note]
  ) throws(CodingError) {
    var message: Message?
    switch encoding ?? Encoding(detecting: bytes) {
    case .wbxml:
      if let read = Message.read(ofTokens: bytes, limits: limits, isStrict: isStrict, notes: &notes) {
        self = read
        return
      }
      let options = WBXMLDecoder.Options(isStrict: isStrict, limits: limits)
      var sink = EmbeddedDocuments(
        MessageReader(collectingWith: limits, isFragment: false, isStrict: isStrict), options: options)
      sink.sink.reserveCapacity(Self.commandCapacity(for: min(bytes.count, limits.documentBytes)))
      try WBXMLDecoder.decode(bytes, options: options, into: &sink)
      notes.append(contentsOf: sink.sink.notes)
      message = sink.sink.takeMessage()
    case .xml:
      var reader = MessageReader(collectingWith: limits, isFragment: false, isStrict: isStrict)
      let options = XMLEventParser.Options(limits: limits, acceptsBareAmpersands: !isStrict)
      try XMLEventParser.parse(bytes, options: options, into: &reader)
      notes.append(contentsOf: reader.notes)
      message = reader.takeMessage()
    }
    guard let message else {
      throw CodingError(.missingElement, offset: 0, value: UInt32(SyncMLTag.syncHdr.rawValue))
    }
    self = message
  }

  /// The commands to make room for in a message of so many bytes: few are shorter, and an array that begins small is
  /// copied again and again.
  static func commandCapacity(for byteCount: Int) -> Int {
    byteCount < 16_384 ? byteCount / 96 : byteCount / 256
  }

  /// Reads a message and forgets what was passed over; a strict reading passes over nothing.
  public init(
    decoding bytes: Span<UInt8>, encoding: Encoding? = nil, limits: Limits = .default, isStrict: Bool = false
  ) throws(CodingError) {
    var notes: [Note] = []
    try self.init(decoding: bytes, encoding: encoding, limits: limits, isStrict: isStrict, notes: &notes)
  }

  /// The message in an encoding.
  public func encoded(as encoding: Encoding) throws(CodingError) -> [UInt8] {
    let writer = MessageWriter(encoding: encoding)
    switch encoding {
    case .wbxml:
      var encoder = WBXMLEncoder()
      // A buffer that begins small is copied again and again.
      encoder.reserveCapacity(approximateByteCount)
      try writer.write(self, into: &encoder)
      return try encoder.takeDocument()
    case .xml:
      var serializer = XMLSerializer()
      try writer.write(self, into: &serializer)
      return serializer.output
    }
  }
}

extension Message {
  /// About the bytes that the message takes in WBXML: what most commands take, and data such as the last one's.
  private var approximateByteCount: Int {
    var each = 112
    switch commands.last {
    case .add(let command), .replace(let command), .put(let command):
      if case .text(let text)? = command.items.first?.data { each &+= min(text.utf8.count, 1024) }
    default: break
    }
    return 512 &+ commands.count &* each
  }
}
