/// Tokens with an operand or a payload, each able to end in a later chunk than it began in.
extension WBXMLDecoder {
  // MARK: Operands

  /// Reads the mb_u_int32, or the page number, that follows a token, and acts on the pair.
  @inlinable
  mutating func readOperand<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    if token == GlobalToken.switchPage {
      let page = chunk[index]
      index &+= 1
      state = returnState
      if returnState == .attributes {
        pageBeforeSwitch = attributePage
        attributePage = page
        switchEnd = tokenStart &+ 2
      } else {
        switchTagPage(page, at: tokenStart)
      }
      return
    }
    while index < chunk.count {
      let byte = chunk[index]
      index &+= 1
      if try appendOperand(byte) {
        state = returnState
        if Sink.keepsLayout { try deliverLength(operandBytes, of: operand, &sink) }
        return try act(on: operand, &sink)
      }
    }
  }

  /// Delivers what a token and its complete operand mean.
  @inlinable
  mutating func act<Sink: EventSink & ~Copyable>(on value: UInt32, _ sink: inout Sink) throws(CodingError) {
    switch token {
    case GlobalToken.strT:
      try deliverTableString(value, &sink)
    case GlobalToken.opaque:
      remaining = Int(value)
      if remaining == 0 {
        try deliverOpaque(Span<UInt8>(), isLast: true, &sink)
      } else {
        state = .opaque
      }
    case GlobalToken.entity:
      try deliverEntity(value, &sink)
    case GlobalToken.literal where returnState == .attributes:
      try deliverAttributeName(value, &sink)
    case GlobalToken.literal, GlobalToken.literalC, GlobalToken.literalA, GlobalToken.literalAC:
      try deliverElementName(value, &sink)
    case _ where language?.extensionMeaning == .variables:
      try deliverVariable(value, &sink)
    default:
      try reportUndefinedExtension(at: tokenStart, &sink)
      try sink.extension(Extension(.table, number: token & 0x03, value: value))
    }
  }

  @inlinable
  mutating func deliverTableString<Sink: EventSink & ~Copyable>(
    _ value: UInt32, _ sink: inout Sink
  ) throws(CodingError) {
    let origin = TextOrigin(.table, value: value)
    if try selectTableString(at: value) {
      try Self.deliver(stringTable.span.extracting(selected), origin, in: returnState, &sink)
    } else {
      try Self.deliver(converted.span, origin, in: returnState, &sink)
      converted.removeAll(keepingCapacity: true)
    }
  }

  @inlinable
  static func deliver<Sink: EventSink & ~Copyable>(
    _ text: Span<UInt8>, _ origin: TextOrigin, in state: State, _ sink: inout Sink
  ) throws(CodingError) {
    if state == .attributes {
      try sink.attributeText(text, origin)
    } else {
      try sink.text(text, origin)
    }
  }

  /// Finds a string of the table; true where it stands there in UTF-8, at `selected`, and false where it had to be put
  /// into `converted`.
  ///
  /// - Throws: `referenceOutsideTable`, or what is wrong with its text.
  @usableFromInline
  mutating func selectTableString(at value: UInt32) throws(CodingError) -> Bool {
    if selectPlainTableString(at: value) { return true }
    if converter.coding != .utf8 {
      try convertTableString(at: value)
      return false
    }
    guard let range = tableString(at: value) else { throw CodingError(.referenceOutsideTable, value: value) }
    selected = range
    try countAmplification(range.count)
    if !stringTableIsASCII, (try? UTF8Span(validating: stringTable.span.extracting(range))) == nil {
      throw CodingError(.invalidUTF8)
    }
    return true
  }

  /// Finds a string of the table that is plain ASCII; false where it takes a closer look to tell what is delivered.
  @usableFromInline
  mutating func selectPlainTableString(at value: UInt32) -> Bool {
    guard converter.coding != .utf16, let start = Int(exactly: value), start < stringTable.count,
      let end = Self.endOfPlainString(in: stringTable.span, from: start)
    else { return false }
    let sum = amplified &+ (end &- start)
    if sum > options.limits.amplificationFloor { return false }
    amplified = sum
    // SAFE: a string does not end before its start.
    selected = unsafe Range(uncheckedBounds: (start, end))
    return true
  }

  /// The end of a string of the table, the last of which may lack its NUL; nil where it is not plain ASCII.
  private static func endOfPlainString(in table: Span<UInt8>, from start: Int) -> Int? {
    let pairsEnd = table.count &- 2 &* StringScan.wordBytes
    if let end = StringScan.endOfPlainString(table, from: start, pairsEnd: pairsEnd) { return end }
    let scan = StringScan(table, from: start)
    return scan.isASCII ? scan.end : nil
  }

  /// Refuses a document whose references deliver far more than it holds.
  @usableFromInline
  mutating func countAmplification(_ bytes: Int) throws(CodingError) {
    amplified += bytes
    let limits = options.limits
    let allowance = tokenStart.multipliedReportingOverflow(by: limits.amplification)
    if !allowance.overflow, amplified - limits.amplificationFloor > allowance.partialValue {
      throw CodingError(.amplificationLimit, value: UInt32(clamping: limits.amplification))
    }
  }

  @inlinable
  mutating func deliverEntity<Sink: EventSink & ~Copyable>(
    _ value: UInt32, _ sink: inout Sink
  ) throws(CodingError) {
    guard value != 0, let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
      throw CodingError(.invalidEntity, value: value)
    }
    var bytes = InlineArray<4, UInt8>(repeating: 0)
    var count = 0
    for byte in encoded {
      bytes[count] = byte
      count &+= 1
    }
    try Self.deliver(
      bytes.span.extracting(0..<count), TextOrigin(.entity, value: value), in: returnState, &sink)
  }

  @inlinable
  mutating func deliverElementName<Sink: EventSink & ~Copyable>(
    _ value: UInt32, _ sink: inout Sink
  ) throws(CodingError) {
    if depth >= depthLimit { throw CodingError(.depthLimit, value: UInt32(clamping: depthLimit)) }
    sink.position(SourcePosition(offset: tokenStart))
    try deliverName(at: value, &sink)
    if token & 0x80 != 0 {
      startAttributes(hasContent: token & 0x40 != 0, isInstruction: false)
    } else {
      try finishStartTag(hasContent: token & 0x40 != 0, &sink)
    }
  }

  /// After a start tag and its attributes: the content begins, or the element is over.
  @inlinable
  mutating func finishStartTag<Sink: EventSink & ~Copyable>(
    hasContent: Bool, _ sink: inout Sink
  ) throws(CodingError) {
    if hasContent {
      if Sink.keepsLayout { try sink.layout(.content) }
      depth &+= 1
      state = .content
    } else {
      try sink.endElement()
      if depth == 0 { endRoot() } else { state = .content }
    }
  }

  // MARK: Attributes

  @inlinable
  mutating func readAttributes<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    while index < chunk.count, state == .attributes {
      let byte = chunk[index]
      tokenStart = base &+ index
      index &+= 1
      if switchEnd == tokenStart { try checkAttributePageSwitch(before: byte, &sink) }
      switch byte {
      case GlobalToken.end:
        return try endAttributes(&sink)
      case GlobalToken.strI, GlobalToken.extI0, GlobalToken.extI1, GlobalToken.extI2:
        try checkAttributeHasBegun(byte)
        if byte != GlobalToken.strI { try reportUndefinedExtension(at: tokenStart, &sink) }
        start(byte, at: tokenStart, .inlineString, returning: .attributes)
      case GlobalToken.switchPage, GlobalToken.literal:
        start(byte, at: tokenStart, .operand, returning: .attributes)
      case GlobalToken.entity, GlobalToken.strT, GlobalToken.opaque,
        GlobalToken.extT0, GlobalToken.extT1, GlobalToken.extT2:
        try checkAttributeHasBegun(byte)
        if byte == GlobalToken.opaque { try checkOpaque(since: .v12, at: tokenStart, &sink) }
        start(byte, at: tokenStart, .operand, returning: .attributes)
      case GlobalToken.ext0, GlobalToken.ext1, GlobalToken.ext2:
        try checkAttributeHasBegun(byte)
        try reportUndefinedExtension(at: tokenStart, &sink)
        try sink.extension(Extension(.token, number: byte & 0x03))
      case 0x05...0x3F, 0x45...0x7F:
        if isInstruction, hasAttribute { throw CodingError(.unexpectedToken, value: UInt32(byte)) }
        hasAttribute = true
        try checkAttributeToken(byte, &sink)
        try sink.attribute(AttributeStart(page: attributePage, token: byte))
      case 0x85...0xBF, 0xC5...0xFF:
        try checkAttributeHasBegun(byte)
        try checkAttributeToken(byte, &sink)
        try sink.attributeValue(AttributeValue(page: attributePage, token: byte))
      default:
        // PI, LITERAL_C, LITERAL_A and LITERAL_AC have no meaning among attributes.
        throw CodingError(.unexpectedToken, value: UInt32(byte))
      }
    }
  }

  @inlinable
  mutating func deliverAttributeName<Sink: EventSink & ~Copyable>(
    _ value: UInt32, _ sink: inout Sink
  ) throws(CodingError) {
    if isInstruction, hasAttribute { throw CodingError(.unexpectedToken, value: UInt32(token)) }
    hasAttribute = true
    if stringTable.isEmpty, value == 0 {
      // Some encoders put a literal `xmlns` here and forget its string table.
      try report(.literalWithoutTable, at: tokenStart, &sink)
      let name: InlineArray<5, UInt8> = [0x78, 0x6D, 0x6C, 0x6E, 0x73]
      if Sink.keepsLayout { try sink.layout(.reference(0)) }
      return try sink.attribute(literal: name.span)
    }
    try deliverName(at: value, &sink)
  }

  /// Delivers a literal name of an element or an attribute.
  @inlinable
  mutating func deliverName<Sink: EventSink & ~Copyable>(at value: UInt32, _ sink: inout Sink) throws(CodingError) {
    if try selectTableString(at: value) {
      try Self.deliver(name: stringTable.span.extracting(selected), value, in: returnState, &sink)
    } else {
      try Self.deliver(name: converted.span, value, in: returnState, &sink)
      converted.removeAll(keepingCapacity: true)
    }
  }

  @inlinable
  static func deliver<Sink: EventSink & ~Copyable>(
    name: Span<UInt8>, _ value: UInt32, in state: State, _ sink: inout Sink
  ) throws(CodingError) {
    if name.isEmpty { throw CodingError(.referenceOutsideTable, value: value) }
    if Sink.keepsLayout { try sink.layout(.reference(value)) }
    if state == .attributes {
      try sink.attribute(literal: name)
    } else {
      try sink.startElement(literal: name)
    }
  }

  @inlinable
  mutating func checkAttributeHasBegun(_ byte: UInt8) throws(CodingError) {
    if !hasAttribute { throw CodingError(.unexpectedToken, value: UInt32(byte)) }
  }

  @inlinable
  mutating func endAttributes<Sink: EventSink & ~Copyable>(_ sink: inout Sink) throws(CodingError) {
    if !hasAttribute { throw CodingError(.unexpectedToken, value: UInt32(GlobalToken.end)) }
    if isInstruction {
      state = rootHasEnded ? .epilog : .content
      return try sink.endProcessingInstruction()
    }
    try sink.endAttributes()
    try finishStartTag(hasContent: hasContent, &sink)
  }

  // MARK: Opaque data

  @inlinable
  mutating func readOpaque<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    let count = min(remaining, chunk.count &- index)
    let bytes = chunk.extracting(index..<index &+ count)
    index &+= count
    remaining &-= count
    if remaining == 0 { state = returnState }
    try deliverOpaque(bytes, isLast: remaining == 0, &sink)
  }

  @inlinable
  mutating func deliverOpaque<Sink: EventSink & ~Copyable>(
    _ bytes: Span<UInt8>, isLast: Bool, _ sink: inout Sink
  ) throws(CodingError) {
    if returnState == .attributes {
      try sink.attributeOpaque(bytes, isLast: isLast)
    } else {
      try sink.opaque(bytes, isLast: isLast)
    }
  }

  // MARK: Inline strings

  /// Reads a string that is not plain ASCII, or that the chunk does not hold whole.
  @inlinable
  mutating func readInlineString<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    if converter.coding != .utf8 { return try readForeignString(chunk, &index, &sink) }
    let scan = StringScan(chunk, from: index)
    if scan.isASCII, partial.count == 0 {
      let text = chunk.extracting(index..<scan.end)
      index = scan.end
      if scan.isTerminated {
        index &+= 1
        state = returnState
      }
      return try Self.deliver(text, of: token, isLast: scan.isTerminated, in: returnState, &sink)
    }
    var start = index
    if !scan.isASCII, charset == .usASCII, !hasReportedCharset {
      try reportCharset(chunk.extracting(index..<scan.end), at: base &+ index, &sink)
    }
    while partial.count > 0, start < scan.end {
      if !partial.append(chunk[start]) { throw CodingError(.invalidUTF8, offset: partialStart) }
      start &+= 1
      if partialIsComplete {
        let character = partial
        partial.count = 0
        let text = character.bytes.span.extracting(0..<character.count)
        if (try? UTF8Span(validating: text)) == nil { throw CodingError(.invalidUTF8, offset: partialStart) }
        try Self.deliver(text, of: token, isLast: false, in: returnState, &sink)
      }
    }
    let end = try checkedEnd(of: chunk, start, scan)
    index = scan.isTerminated ? scan.end &+ 1 : scan.end
    if scan.isTerminated { state = returnState }
    if end > start || scan.isTerminated {
      try Self.deliver(
        chunk.extracting(start..<end), of: token, isLast: scan.isTerminated, in: returnState, &sink)
    }
  }

  /// Reports the first byte that a document in US-ASCII should not have.
  @inline(never)
  @inlinable
  mutating func reportCharset<Sink: EventSink & ~Copyable>(
    _ text: Span<UInt8>, at offset: Int, _ sink: inout Sink
  ) throws(CodingError) {
    for i in text.indices where text[i] >= 0x80 {
      hasReportedCharset = true
      return try report(
        .byteOutsideCharset, at: offset &+ i, value: UInt32(text[i]), strict: .byteOutsideCharset, &sink)
    }
  }

  @usableFromInline
  var partialIsComplete: Bool { partial.isComplete }

  /// Checks that a piece is UTF-8, and keeps the beginning of a character that it does not complete.
  @usableFromInline
  mutating func checkedEnd(of chunk: Span<UInt8>, _ start: Int, _ scan: StringScan) throws(CodingError) -> Int {
    if scan.isTerminated, partial.count > 0 { throw CodingError(.invalidUTF8, offset: partialStart) }
    if scan.isASCII || start == scan.end { return scan.end }
    var end = scan.end
    if !scan.isTerminated { end -= PartialCharacter.incompleteTail(of: chunk.extracting(start..<end)) }
    do {
      _ = try UTF8Span(validating: chunk.extracting(start..<end))
    } catch {
      throw CodingError(.invalidUTF8, offset: base + start + error.byteOffsets.lowerBound)
    }
    if end < scan.end { partialStart = base + end }
    for i in end..<scan.end where !partial.append(chunk[i]) {
      throw CodingError(.invalidUTF8, offset: partialStart)
    }
    return end
  }

  @inlinable
  static func deliver<Sink: EventSink & ~Copyable>(
    _ text: Span<UInt8>, of token: UInt8, isLast: Bool, in state: State, _ sink: inout Sink
  ) throws(CodingError) {
    if token == GlobalToken.strI {
      try deliver(text, TextOrigin(.inline, isLast: isLast), in: state, &sink)
    } else {
      try sink.extensionText(Extension(.inline, number: token & 0x03), text, isLast: isLast)
    }
  }
}
