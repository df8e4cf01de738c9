/// Element content (WAP-192 5.8.2): a hot loop over the tokens that nearly all of a document is made of, and one method
/// that reads any single token.
extension WBXMLDecoder {
  /// Reads tokens until one needs a state of its own, the root ends, or the chunk does.
  ///
  /// The loop takes a token only where nothing is to be said about it and the chunk holds it whole; whatever else there
  /// is it leaves to ``readOtherToken(_:_:_:)``, so that its own few values stay in registers.
  @inlinable
  mutating func readContent<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    // Before the root and right after a page switch some tokens are out of line.
    if depth == 0 || switchEnd == base &+ index { return try readOtherToken(chunk, &index, &sink) }
    var i = index
    var depth = self.depth
    var contentStart = self.contentStart &- base
    let pairsEnd = converter.coding == .utf16 ? -1 : chunk.count &- 2 &* StringScan.wordBytes
    do throws(CodingError) {
      while i < chunk.count {
        // SAFE: `i` begins at an index of the chunk, only grows, and the loop's condition bounds it.
        let byte = unsafe chunk[unchecked: i]
        let next = i &+ 1
        if byte == GlobalToken.end {
          if i == contentStart { break }
          try sink.endElement()
          i = next
          depth &-= 1
          if depth == 0 { break }
        } else if byte &- 0x45 < 0x3B {
          // A tag with content and without attributes.
          if definedTags &>> UInt64(byte) & 1 == 0 || depth >= depthLimit { break }
          sink.position(SourcePosition(offset: base &+ i))
          let tag = Tag(rawValue: tagPage | UInt16(byte) & 0x3F)
          // SAFE: the conditions bound the indices; `end` is the index of the string's NUL.
          if Sink.takesTextElements, next < chunk.count, unsafe chunk[unchecked: next] == GlobalToken.strI,
            let end = StringScan.endOfPlainString(chunk, from: next &+ 1, pairsEnd: pairsEnd), end &+ 1 < chunk.count,
            unsafe chunk[unchecked: end &+ 1] == GlobalToken.end
          {
            let text = unsafe chunk.extracting(unchecked: Range(uncheckedBounds: (next &+ 1, end)))
            try sink.textElement(tag, text, TextOrigin(.inline))
            i = end &+ 2
            continue
          }
          if Sink.takesElements, converter.coding == .utf8 {
            var tokens = TokenReader(
              chunk, at: next, page: UInt8(truncatingIfNeeded: tagPage &>> 8), levels: depthLimit &- depth &- 1,
              isUTF8: charset != .usASCII, hasOpaque: version != .v10)
            if sink.takeElement(tag, chunk, &tokens), tokens.index > i, tokens.index <= chunk.count {
              i = tokens.index
              goToTagPage(tokens.page)
              continue
            }
          }
          try sink.startElement(tag)
          i = next
          depth &+= 1
          contentStart = next
        } else if byte == GlobalToken.strI {
          guard let end = StringScan.endOfPlainString(chunk, from: next, pairsEnd: pairsEnd) else { break }
          // SAFE: `end` is not below `next`, and is the index of the string's NUL.
          try sink.text(unsafe chunk.extracting(unchecked: Range(uncheckedBounds: (next, end))), TextOrigin(.inline))
          i = end &+ 1
        } else if byte == GlobalToken.switchPage {
          // To the page before this one, and a tag follows: SyncML goes to and fro between two pages.
          // SAFE: the first condition bounds the indices.
          guard i &+ 2 < chunk.count, unsafe chunk[unchecked: i &+ 2] & 0x3F > GlobalToken.literal,
            unsafe UInt16(chunk[unchecked: i &+ 1]) &<< 8 == otherPage
          else { break }
          if Sink.keepsLayout, otherPage == tagPage { break }
          swap(&tagPage, &otherPage)
          swap(&definedTags, &otherTags)
          i &+= 2
        } else if byte | 0x40 == GlobalToken.opaque, let operand = ShortOperand(chunk, at: next) {
          // STR_T differs from OPAQUE in this bit alone.
          if Sink.keepsLayout, operand.end &- next > [UInt8].multiByteCount(Int(operand.value)) { break }
          if byte == GlobalToken.opaque {
            let end = operand.end &+ Int(operand.value)
            if end > chunk.count || version == .v10 { break }
            // SAFE: neither bound exceeds the chunk's count.
            try sink.opaque(
              unsafe chunk.extracting(unchecked: Range(uncheckedBounds: (operand.end, end))), isLast: true)
            i = end
          } else {
            tokenStart = base &+ i
            guard selectPlainTableString(at: operand.value) else { break }
            // SAFE: the range lies within the table.
            try sink.text(
              unsafe stringTable.span.extracting(unchecked: selected), TextOrigin(.table, value: operand.value))
            i = operand.end
          }
        } else {
          break
        }
      }
    } catch {
      tokenStart = base &+ i
      throw error
    }
    index = i
    self.depth = depth
    self.contentStart = base &+ contentStart
    if depth == 0 {
      endRoot()
    } else if i < chunk.count {
      try readOtherToken(chunk, &index, &sink)
    }
  }

  /// Reads one token, or its beginning where more than a token's first byte is to come; the chunk has one byte at least.
  @inline(never)
  @inlinable
  mutating func readOtherToken<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    let byte = chunk[index]
    tokenStart = base &+ index
    index &+= 1
    if switchEnd == tokenStart { try checkTagPageSwitch(before: byte, &sink) }
    if byte & 0x3F >= 0x05 { return try startTag(byte, &sink) }
    switch byte {
    case GlobalToken.switchPage where index < chunk.count:
      switchTagPage(chunk[index], at: tokenStart)
      index &+= 1
    case GlobalToken.switchPage, GlobalToken.literal, GlobalToken.literalC, GlobalToken.literalA, GlobalToken.literalAC:
      start(byte, at: tokenStart, .operand, returning: .content)
    case GlobalToken.pi:
      start(byte, at: tokenStart, .attributes, returning: .content)
      try sink.startProcessingInstruction()
      startAttributes(hasContent: true, isInstruction: true)
    case _ where depth == 0:
      throw CodingError(.unexpectedToken, value: UInt32(byte))
    case GlobalToken.end:
      if contentStart == tokenStart { try reportEmptyContent(&sink) }
      depth &-= 1
      try sink.endElement()
      if depth == 0 { endRoot() }
    case GlobalToken.strI:
      start(byte, at: tokenStart, .inlineString, returning: .content)
      if index < chunk.count { try readInlineString(chunk, &index, &sink) }
    case GlobalToken.strT, GlobalToken.opaque:
      if byte == GlobalToken.opaque { try checkOpaque(since: .v11, at: tokenStart, &sink) }
      start(byte, at: tokenStart, .operand, returning: .content)
      if let operand = ShortOperand(chunk, at: index) {
        if Sink.keepsLayout { try deliverLength(operand.end &- index, of: operand.value, &sink) }
        index = operand.end
        state = .content
        try act(on: operand.value, &sink)
      }
    case GlobalToken.entity, GlobalToken.extT0, GlobalToken.extT1, GlobalToken.extT2:
      start(byte, at: tokenStart, .operand, returning: .content)
    case GlobalToken.extI0, GlobalToken.extI1, GlobalToken.extI2:
      try reportUndefinedExtension(at: tokenStart, &sink)
      start(byte, at: tokenStart, .inlineString, returning: .content)
    case GlobalToken.ext0, GlobalToken.ext1, GlobalToken.ext2:
      try reportUndefinedExtension(at: tokenStart, &sink)
      try sink.extension(Extension(.token, number: byte & 0x03))
    default:
      throw CodingError(.unexpectedToken, value: UInt32(byte))
    }
  }

  /// Reads a start tag; attributes and content follow if its bits say so.
  @inlinable
  mutating func startTag<Sink: EventSink & ~Copyable>(_ byte: UInt8, _ sink: inout Sink) throws(CodingError) {
    let tag = Tag(rawValue: tagPage | UInt16(byte) & 0x3F)
    if definedTags &>> UInt64(byte) & 1 == 0 {
      try report(.unknownTag, at: tokenStart, value: UInt32(tag.rawValue), strict: .unknownTag, &sink)
    }
    if depth >= depthLimit { throw CodingError(.depthLimit, value: UInt32(clamping: depthLimit)) }
    sink.position(SourcePosition(offset: tokenStart))
    try sink.startElement(tag)
    if byte >= 0x80 { return startAttributes(hasContent: byte & 0x40 != 0, isInstruction: false) }
    if byte >= 0x40 { contentStart = tokenStart &+ 1 }
    try finishStartTag(hasContent: byte >= 0x40, &sink)
  }

  @usableFromInline
  mutating func endRoot() {
    rootHasEnded = true
    state = .epilog
  }

  @inlinable
  mutating func startAttributes(hasContent: Bool, isInstruction: Bool) {
    self.hasContent = hasContent
    self.isInstruction = isInstruction
    hasAttribute = false
    state = .attributes
  }

  /// Begins a token that may end in a later chunk.
  @inlinable
  mutating func start(_ token: UInt8, at offset: Int, _ state: State, returning returnState: State) {
    self.token = token
    self.returnState = returnState
    self.state = state
    tokenStart = offset
    operand = 0
    operandBytes = 0
    partial.count = 0
  }

  @usableFromInline
  mutating func switchTagPage(_ page: UInt8, at offset: Int) {
    pageBeforeSwitch = UInt8(truncatingIfNeeded: tagPage >> 8)
    if UInt16(page) << 8 != tagPage { selectTagPage(page) }
    switchEnd = offset &+ 2
  }

  @usableFromInline
  mutating func selectTagPage(_ page: UInt8) {
    otherPage = tagPage
    otherTags = definedTags
    tagPage = UInt16(page) << 8
    definedTags = language?.definedTags(onPage: page) ?? .max
  }

  /// Goes on with the page that tokens left which somebody else has read.
  @inlinable
  mutating func goToTagPage(_ page: UInt8) {
    if UInt16(page) &<< 8 == tagPage { return }
    if UInt16(page) &<< 8 == otherPage {
      swap(&tagPage, &otherPage)
      swap(&definedTags, &otherTags)
    } else {
      selectTagPage(page)
    }
  }

  /// Reports an END that follows at once the start tag that announced content.
  @inlinable
  mutating func reportEmptyContent<Sink: EventSink & ~Copyable>(_ sink: inout Sink) throws(CodingError) {
    sink.diagnostic(Diagnostic(.emptyContent, offset: contentStart &- 1))
    if Sink.keepsLayout { try sink.layout(.content) }
  }

  @inlinable
  mutating func reportUndefinedExtension<Sink: EventSink & ~Copyable>(
    at offset: Int, _ sink: inout Sink
  ) throws(CodingError) {
    if let language, !language.definesExtensions { try report(.undefinedExtension, at: offset, &sink) }
  }

  /// After the root element only processing instructions may come (WAP-192 5.3: `body = *pi element *pi`).
  @usableFromInline
  mutating func readEpilog(_ chunk: Span<UInt8>, _ index: inout Int) throws(CodingError) {
    let byte = chunk[index]
    if byte == GlobalToken.pi {
      state = .content
      return
    }
    tokenStart = base + index
    trailingStart = tokenStart
    if options.isStrict { throw CodingError(.trailingBytes, value: UInt32(byte)) }
    state = .trailing
  }
}
