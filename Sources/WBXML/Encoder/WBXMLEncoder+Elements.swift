/// Elements: start tags, their content bit, END.
extension WBXMLEncoder {
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    guard tag.token &- 0x05 < 0x3B else {
      throw CodingError(.notExpressibleInWBXML, value: UInt32(tag.rawValue))
    }
    if isBetweenElements, depth < depthLimit, body.count <= bodyLimit {
      markContent()
      depth &+= 1
    } else {
      try beginElement()
    }
    if tag.page != tagPage || (isPreserving && hints.takePageSwitch() == tag.page) {
      body.append(GlobalToken.switchPage)
      body.append(tag.page)
      tagPage = tag.page
    }
    openTag = body.count
    body.append(tag.token)
  }

  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try beginElement()
    let index = try nameIndex(name)
    writeHeldPageSwitch()
    openTag = body.count
    body.append(GlobalToken.literal)
    body.appendMultiByte(index, length: hints.takeIntegerLength())
  }

  mutating func beginElement() throws(CodingError) {
    if depth == 0 {
      guard isStarted, !hasRoot, !isInAttributes else { throw CodingError(.invalidEventOrder) }
      hasRoot = true
    } else {
      try startContent()
    }
    guard depth < options.limits.depth else {
      throw CodingError(.depthLimit, value: UInt32(clamping: options.limits.depth))
    }
    try checkRoom(for: 0)
    if isPreserving { hints.attributePageSwitches.removeAll(keepingCapacity: true) }
    depth += 1
    cursor = .content
  }

  /// Content comes next: the innermost start tag gets its content bit, and an open string ends.
  mutating func startContent() throws(CodingError) {
    guard depth > 0, !isInAttributes, !isInPayload else { throw CodingError(.invalidEventOrder) }
    if openTag >= 0 {
      body[openTag] |= 0x40
      openTag = -1
    }
    closeString()
  }

  /// Whether what was written last is a start tag, an END, or a token that ends by itself, inside an element: what
  /// nearly always comes before another element. Where bytes are to be as they were read, more is to be looked at.
  @inline(__always)
  private var isBetweenElements: Bool { cursor == .content && depth > 0 && !isPreserving && !opaqueIsOpen }

  /// Content comes next: the innermost start tag gets its content bit.
  @inline(__always)
  private mutating func markContent() {
    if openTag >= 0 {
      body[openTag] |= 0x40
      openTag = -1
    }
  }

  public mutating func textElement(
    _ tag: Tag, _ text: Span<UInt8>, _ origin: TextOrigin
  ) throws(CodingError) {
    guard isBetweenElements, !logsTexts, !source.isForeign, depth < depthLimit, tag.token &- 0x05 < 0x3B, origin.isLast,
      !text.isEmpty,
      text.count <= bodyLimit &- body.count &- 4, !text.containsNUL
    else {
      // What is out of line, and what takes more than to be written: event by event.
      try startElement(tag)
      try self.text(text, origin)
      return try endElement()
    }
    markContent()
    if tag.page != tagPage {
      tagPage = tag.page
      body.append(GlobalToken.switchPage)
      body.append(tag.page)
    }
    body.append(addingCapacity: text.count &+ 4) { output in
      output.append(tag.token | 0x40)
      output.append(GlobalToken.strI)
      // SAFE: the capacity asked for leaves room for the text and two bytes; the memory is the body's own, which the
      // borrowed text does not overlap.
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        unsafe text.withUnsafeBufferPointer { source in
          if let source = source.baseAddress, let start = buffer.baseAddress {
            unsafe (start + count).initialize(from: source, count: text.count)
          }
        }
        count &+= text.count
      }
      output.append(0)
      output.append(GlobalToken.end)
    }
  }

  @inlinable public static var takesTokens: Bool { true }

  @inlinable
  public mutating func writeTokens(atMost byteCount: Int, levels: Int, _ write: (inout TokenWriter) -> Void) -> Bool {
    guard takesTokens(atMost: byteCount, levels: levels) else { return false }
    var page = tagPage
    var isComplete = false
    body.append(addingCapacity: byteCount) { output in
      // SAFE: the writer writes to the array's free memory only, and what it has written counts.
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        let free = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
        var writer = unsafe TokenWriter(free, at: start + count, page: page)
        write(&writer)
        isComplete = !writer.isIncomplete
        if isComplete { count = unsafe writer.next - start }
        page = writer.page
      }
    }
    if isComplete { finishTokens(on: page) }
    return isComplete
  }

  /// Whether tokens can be written here as they are.
  @usableFromInline
  func takesTokens(atMost byteCount: Int, levels: Int) -> Bool {
    isBetweenElements && !logsTexts && !source.isForeign && depth &+ levels <= depthLimit
      && byteCount <= bodyLimit &- body.count
  }

  /// What was written as tokens is content of the innermost open element.
  @usableFromInline
  mutating func finishTokens(on page: UInt8) {
    markContent()
    tagPage = page
  }

  public mutating func endElement() throws(CodingError) {
    if isBetweenElements {
      if openTag >= 0 { openTag = -1 } else { body.append(GlobalToken.end) }
      depth &-= 1
      return
    }
    guard depth > 0, !isInAttributes, !isInPayload else { throw CodingError(.invalidEventOrder) }
    closeString()
    if openTag >= 0 {
      openTag = -1
    } else {
      body.append(GlobalToken.end)
    }
    depth -= 1
  }
}
