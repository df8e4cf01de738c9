/// The header: version, public identifier, charset, string table (WAP-192 5.3: `start = version publicid charset strtbl`).
extension WBXMLDecoder {
  /// Reads header fields until the string table's bytes begin or the chunk ends.
  @usableFromInline
  mutating func readHeader(_ chunk: Span<UInt8>, _ index: inout Int) throws(CodingError) {
    while index < chunk.count {
      if operandBytes == 0 { tokenStart = base + index }
      let byte = chunk[index]
      index += 1
      if state == .version {
        version = Version(rawValue: byte)
        guard version.isKnown else { throw CodingError(.unsupportedVersion, value: UInt32(byte)) }
        state = .publicIdentifier
        continue
      }
      guard try appendOperand(byte) else { continue }
      let value = operand
      let length = operandBytes > [UInt8].multiByteCount(Int(value)) ? UInt8(truncatingIfNeeded: operandBytes) : 0
      operand = 0
      operandBytes = 0
      switch state {
      case .publicIdentifier:
        publicIdentifier = value
        if value == 0 {
          headerLayout.markerLength = length
          state = .publicIdentifierIndex
        } else {
          headerLayout.publicIdentifierLength = length
          try endPublicIdentifier()
        }
      case .publicIdentifierIndex:
        publicIdentifierIndex = value
        headerLayout.publicIdentifierLength = length
        try endPublicIdentifier()
      case .charset:
        let named = Charset(rawValue: value)
        headerLayout.charsetLength = length
        headerLayout.saysCharset = named != .unknown
        try setCharset(named == .unknown ? options.charset ?? .unknown : named)
        state = .stringTableLength
      default:
        guard Int(value) <= options.limits.stringTableBytes else {
          throw CodingError(.stringTableLimit, value: UInt32(clamping: options.limits.stringTableBytes))
        }
        stringTableLength = Int(value)
        headerLayout.stringTableLength = length
        bodyStart = base + index + Int(value)
        state = .stringTable
        return
      }
    }
  }

  private mutating func endPublicIdentifier() throws(CodingError) {
    state = .charset
    if version == .v10 {
      // WBXML 1.0 has no charset field (WBXML 1.0 5.6): the transport says it, in practice UTF-8.
      if let charset = options.charset { try setCharset(charset) }
      state = .stringTableLength
    }
  }

  private mutating func setCharset(_ charset: Charset) throws(CodingError) {
    self.charset = charset
    guard let converter = TextConverter(charset) else {
      throw CodingError(.unsupportedCharset, value: charset.rawValue)
    }
    self.converter = converter
  }

  /// Takes one byte of an mb_u_int32 (WAP-192 5.1); true when it is the last.
  @inlinable
  mutating func appendOperand(_ byte: UInt8) throws(CodingError) -> Bool {
    if operandBytes >= 5 || operand > 0x01FF_FFFF { throw CodingError(.integerOverflow) }
    operand = operand &<< 7 | UInt32(byte & 0x7F)
    operandBytes &+= 1
    return byte < 0x80
  }

  @usableFromInline
  mutating func readStringTable(_ chunk: Span<UInt8>, _ index: inout Int) {
    let count = min(stringTableLength - stringTable.count, chunk.count - index)
    stringTable.append(chunk.extracting(index..<index + count))
    index += count
  }

  @inlinable
  mutating func startDocument<Sink: EventSink & ~Copyable>(_ sink: inout Sink) throws(CodingError) {
    try resolveHeader()
    var header = DocumentHeader(
      version: version, publicIdentifier: publicIdentifier, publicIdentifierIndex: publicIdentifierIndex,
      charset: charset, language: language)
    header.layout = headerLayout
    try sink.startDocument(header, stringTable: stringTable.span)
    if tableLacksTerminator() {
      try report(.unterminatedStringTable, at: bodyStart &- 1, strict: .unterminatedStringTable, &sink)
    }
    if language == nil {
      try report(
        .unknownPublicIdentifier, at: 1, value: publicIdentifier, strict: .unknownPublicIdentifier, &sink)
    }
    if identifierHasOtherCase { sink.diagnostic(Diagnostic(.publicIdentifierLetterCase, offset: 1)) }
    if charset == .usASCII, !stringTableIsASCII {
      let table = stringTable
      try reportCharset(table.span, at: bodyStart &- table.count, &sink)
    }
    if charset == .unknown { sink.diagnostic(Diagnostic(.unknownCharset, offset: tokenStart)) }
    state = .content
  }

  /// Whether the string table's last string goes on to the table's end.
  @usableFromInline
  mutating func tableLacksTerminator() -> Bool {
    let table = stringTable.span
    let width = min(table.count, converter.coding == .utf16 ? 2 : 1)
    for index in table.count - width..<table.count where table[index] != 0 { return true }
    return false
  }

  /// Whether all bytes are below 0x80.
  private static func isASCII(_ table: Span<UInt8>) -> Bool {
    var bits: UInt8 = 0
    for index in table.indices { bits |= table[index] }
    return bits < 0x80
  }

  /// Finds the language; the string table is complete.
  @usableFromInline
  mutating func resolveHeader() throws(CodingError) {
    stringTableIsASCII = Self.isASCII(stringTable.span)
    if let index = publicIdentifierIndex {
      guard let range = tableString(at: index) else {
        throw CodingError(.publicIdentifierOutsideTable, offset: 1, value: index)
      }
      if converter.coding == .utf8 {
        (language, identifierHasOtherCase) = Self.find(stringTable.span.extracting(range), options)
      } else {
        try convertTableString(at: index)
        (language, identifierHasOtherCase) = Self.find(converted.span, options)
        converted.removeAll(keepingCapacity: true)
      }
    } else {
      language =
        Language.first(in: options.languages, publicIdentifier: publicIdentifier)
        ?? Language.builtIn(publicIdentifier: publicIdentifier)
    }
    if let forced = options.language { language = forced }
    definedTags = language?.definedTags(onPage: 0) ?? .max
    otherTags = definedTags
  }

  /// The language of a textual public identifier, and whether the identifier is the language's but for its letter case.
  private static func find(_ identifier: Span<UInt8>, _ options: Options) -> (Language?, Bool) {
    if let language = Language.first(in: options.languages, formalPublicIdentifier: identifier)
      ?? Language.builtIn(formalPublicIdentifier: identifier)
    {
      return (language, false)
    }
    let family = options.isStrict ? nil : Language.family(formalPublicIdentifierIgnoringCase: identifier)
    return (family, family != nil)
  }

  /// The string at an index of the string table, without its terminator; nil where the index lies outside.
  @usableFromInline
  func tableString(at index: UInt32) -> Range<Int>? {
    guard let start = Int(exactly: index), start < stringTable.count else { return nil }
    let scan = StringScan(stringTable.span, from: start)
    return start..<scan.end
  }

  /// Reports a deviation, or refuses it in strict mode.
  @inlinable
  mutating func report<Sink: EventSink & ~Copyable>(
    _ code: Diagnostic.Code, at offset: Int, value: UInt32 = 0, strict: CodingError.Code = .quirkRefused,
    _ sink: inout Sink
  ) throws(CodingError) {
    if options.isStrict {
      throw CodingError(strict, offset: offset, value: strict == .quirkRefused ? UInt32(code.rawValue) : value)
    }
    sink.diagnostic(Diagnostic(code, offset: offset, value: value))
  }
}
