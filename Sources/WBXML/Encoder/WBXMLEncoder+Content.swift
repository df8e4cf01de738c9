/// What stands in elements: text, opaque data, extensions.
extension WBXMLEncoder {
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if isPreserving { return try preserveText(text, origin) }
    if source.isForeign { return try preserveText(text, .characters) }
    if text.isEmpty { return }
    if cursor != .string { try startContent() }
    try appendString(text, .string)
  }

  mutating func appendString(_ text: Span<UInt8>, _ kind: Cursor) throws(CodingError) {
    if text.isEmpty { return }
    if cursor != kind {
      closeString()
      if logsTexts { texts.open(at: body.count) }
      body.append(GlobalToken.strI)
      cursor = kind
    }
    guard !StringScan(text, from: 0).isTerminated else { throw CodingError(.notExpressibleInWBXML) }
    try checkRoom(for: text.count)
    body.append(text)
  }

  /// Ends the string being written, if there is one.
  mutating func closeString() {
    switch cursor {
    case .string, .extensionString:
      if logsTexts { texts.close(at: body.count) }
      endString()
      cursor = .content
    case .attributeString, .attributeExtension:
      if logsTexts { texts.close(at: body.count) }
      endString()
      cursor = .attribute
    default: break
    }
  }

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if opaqueIsOpen {
      guard !isInAttributes else { throw CodingError(.invalidEventOrder) }
    } else {
      try startContent()
      try checkOpaque(since: .v11)
    }
    try appendOpaque(bytes, isLast: isLast)
  }

  /// OPAQUE came with WBXML 1.1, and into attributes with 1.2 (``WBXMLDecoder``'s rules cite where): a version that was
  /// asked for must have it. A document that is written in its own version may have it as it had it when it was read.
  func checkOpaque(since first: Version) throws(CodingError) {
    if let version = options.version, version < first {
      throw CodingError(.opaqueBeforeItsVersion, value: UInt32(version.rawValue))
    }
  }

  /// An opaque's length comes first, so its pieces wait for the last one.
  mutating func appendOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    guard bytes.count <= options.limits.tokenBytes - opaqueBytes.count else {
      throw CodingError(.tokenLimit, value: UInt32(clamping: options.limits.tokenBytes))
    }
    opaqueIsOpen = !isLast
    if !isLast {
      opaqueBytes.append(bytes)
      return
    }
    let total = opaqueBytes.count + bytes.count
    try checkRoom(for: total)
    body.append(GlobalToken.opaque)
    body.appendMultiByte(UInt32(clamping: total), length: hints.takeIntegerLength())
    body.append(contentsOf: opaqueBytes)
    body.append(bytes)
    opaqueBytes.removeAll(keepingCapacity: true)
  }

  // MARK: Extensions

  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    guard ext.kind != .inline else { return try extensionText(ext, Span<UInt8>(), isLast: true) }
    guard ext.number <= 2 else { throw CodingError(.notExpressibleInWBXML, value: UInt32(ext.number)) }
    if isInAttributes { try continueAttribute() } else { try startContent() }
    writeHeldPageSwitch()
    if ext.kind == .table {
      body.append(GlobalToken.extT0 | ext.number)
      body.appendMultiByte(ext.value, length: hints.takeIntegerLength())
    } else {
      body.append(GlobalToken.ext0 | ext.number)
    }
  }

  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    guard ext.number <= 2 else { throw CodingError(.notExpressibleInWBXML, value: UInt32(ext.number)) }
    guard !StringScan(text, from: 0).isTerminated else { throw CodingError(.notExpressibleInWBXML) }
    if ext.kind == .table, isLast, !isInPayload { return try tableExtension(ext, text) }
    if cursor != .extensionString, cursor != .attributeExtension {
      let isAttribute = isInAttributes
      if isAttribute { try continueAttribute() } else { try startContent() }
      writeHeldPageSwitch()
      body.append(GlobalToken.extI0 | ext.number)
      writeByteOrderMark()
      cursor = isAttribute ? .attributeExtension : .extensionString
    }
    try checkRoom(for: text.count)
    try appendInCharset(text)
    if isLast { closeString() }
  }

  /// Writes EXT_T_n with its string in the string table; inline, where a stream's table is closed already: both mean the
  /// same (WAP-191 14.4).
  private mutating func tableExtension(_ ext: Extension, _ text: Span<UInt8>) throws(CodingError) {
    if isInAttributes { try continueAttribute() } else { try startContent() }
    try checkRoom(for: 0)
    let index: UInt32
    if isPreserving, table(at: ext.value, holds: text) {
      index = ext.value
    } else {
      do throws(CodingError) {
        index = try tableIndex(of: text)
      } catch {
        guard error.code == .undeclaredName else { throw error }
        return try extensionText(Extension(.inline, number: ext.number), text, isLast: true)
      }
      if logsTexts { texts.countName(text.count) }
    }
    writeHeldPageSwitch()
    body.append(GlobalToken.extT0 | ext.number)
    body.appendMultiByte(index, length: hints.takeIntegerLength())
  }
}
