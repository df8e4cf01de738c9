/// Elements: start tags, their content bit, END.
extension WBXMLEncoder {
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    guard (0x05...0x3F).contains(tag.token) else {
      throw CodingError(.notExpressibleInWBXML, value: UInt32(tag.rawValue))
    }
    try beginElement()
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

  public mutating func endElement() throws(CodingError) {
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
