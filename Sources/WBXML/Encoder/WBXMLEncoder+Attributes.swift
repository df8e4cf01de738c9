/// Attributes, and processing instructions, whose target and value come as an attribute.
extension WBXMLEncoder {
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    guard start.token < 0x80, start.token & 0x3F >= 0x05 else {
      throw CodingError(.notExpressibleInWBXML, value: UInt32(start.rawValue))
    }
    try beginAttribute()
    switchAttributePage(start.page)
    body.append(start.token)
  }

  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try beginAttribute()
    let index = try nameIndex(name)
    body.append(GlobalToken.literal)
    body.appendMultiByte(index, length: hints.takeIntegerLength())
  }

  /// Whether a start tag's attributes, or a processing instruction, have begun and not ended.
  var isInAttributes: Bool {
    switch cursor {
    case .attribute, .attributeString, .attributeExtension, .instruction: true
    case .closed, .content, .string, .extensionString: false
    }
  }

  /// Whether opaque data or an extension's string has begun and not ended.
  var isInPayload: Bool { opaqueIsOpen || cursor == .extensionString || cursor == .attributeExtension }

  mutating func beginAttribute() throws(CodingError) {
    if cursor == .instruction {
      // Its target.
    } else if isInAttributes {
      guard !isInstruction else { throw CodingError(.invalidEventOrder) }
      try continueAttribute()
    } else {
      // The bit is there already where the element's attributes have ended.
      guard openTag >= 0, body[openTag] & 0x80 == 0 else { throw CodingError(.invalidEventOrder) }
      body[openTag] |= 0x80
      if !hints.attributePageSwitches.isEmpty { writeAttributePageSwitches() }
    }
    try checkRoom(for: 0)
    cursor = .attribute
  }

  private mutating func switchAttributePage(_ page: UInt8) {
    if page != attributePage || (isPreserving && hints.takePageSwitch() == page) {
      body.append(GlobalToken.switchPage)
      body.append(page)
      attributePage = page
    }
  }

  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    guard value.token >= 0x80, value.token & 0x3F >= 0x05 else {
      throw CodingError(.notExpressibleInWBXML, value: UInt32(value.rawValue))
    }
    try continueAttribute()
    try checkRoom(for: 0)
    switchAttributePage(value.page)
    body.append(value.token)
  }

  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if isPreserving { return try preserveText(text, origin) }
    if source.isForeign { return try preserveText(text, .characters) }
    if cursor != .attributeString { try continueAttribute() }
    try appendString(text, .attributeString)
  }

  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if opaqueIsOpen {
      guard isInAttributes else { throw CodingError(.invalidEventOrder) }
    } else {
      try continueAttribute()
      try checkOpaque(since: .v12)
    }
    try appendOpaque(bytes, isLast: isLast)
  }

  /// Something else comes in the attribute, or after it: an open string ends.
  mutating func continueAttribute() throws(CodingError) {
    guard isInAttributes, cursor != .instruction, !isInPayload else { throw CodingError(.invalidEventOrder) }
    closeString()
  }

  public mutating func endAttributes() throws(CodingError) {
    guard !isInstruction else { throw CodingError(.invalidEventOrder) }
    try finishAttributes()
  }

  private mutating func finishAttributes() throws(CodingError) {
    try continueAttribute()
    body.append(GlobalToken.end)
    cursor = .content
  }

  // MARK: Processing instructions

  public mutating func startProcessingInstruction() throws(CodingError) {
    if depth > 0 {
      try startContent()
    } else {
      guard isStarted, !hasEnded, !isInAttributes else { throw CodingError(.invalidEventOrder) }
    }
    body.append(GlobalToken.pi)
    cursor = .instruction
    isInstruction = true
  }

  public mutating func endProcessingInstruction() throws(CodingError) {
    guard isInstruction else { throw CodingError(.invalidEventOrder) }
    try finishAttributes()
    isInstruction = false
  }
}
