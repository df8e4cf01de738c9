/// Writing a document as it was read: ``WBXMLEncoder/LayoutMode/preserving``.
extension WBXMLEncoder {
  /// An encoder may be one that preserves: which it is, only its options say.
  @inlinable public static var keepsLayout: Bool { true }

  public mutating func layout(_ layout: Layout) throws(CodingError) {
    guard isPreserving, isStarted, !hasEnded else { return }
    switch layout {
    case .integerLength(let length): hints.integerLength = min(length, 5)
    case .reference(let index): hints.reference = index
    case .byteOrderMark(let isBigEndian): hints.byteOrderMark = isBigEndian
    case .pageSwitch(let page): hints.pageSwitch = page
    case .misplacedPageSwitch(let page): try writePageSwitch(page)
    case .misplacedAttributePageSwitch(let page): try writeAttributePageSwitch(page)
    case .content:
      if openTag >= 0, !isInAttributes {
        body[openTag] |= 0x40
        openTag = -1
      }
    }
  }

  public mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError) {
    guard isPreserving, isStarted, !hasEnded else { return }
    switch kind {
    case .stringTable:
      // Only before anything can refer to another table.
      if body.isEmpty, !headerIsMade || !outer.isEmpty, keepsPublicIdentifier { table.adopt(bytes) }
    case .trailing:
      guard hasRoot, depth == 0 else { return }
      guard bytes.count <= options.limits.tokenBytes - source.trailing.count else {
        throw CodingError(.tokenLimit, value: UInt32(clamping: options.limits.tokenBytes))
      }
      source.trailing.append(bytes)
    }
  }

  /// Whether the header names the language as the document did that the events were read from.
  var keepsPublicIdentifier: Bool {
    isPreserving && header.version != nil && (options.language == nil || !outer.isEmpty)
  }

  /// Takes over what a document's header says of its strings.
  mutating func beginSource(_ stringTable: Span<UInt8>) {
    guard header.version != nil else {
      source = SourceLayout()
      return
    }
    // WBXML 1.0 cannot name a charset: another version's would be lost in it.
    let losesCharset = version(of: header) == .v10 && header.version != .v10
    source = losesCharset ? SourceLayout() : SourceLayout(charset: header.charset)
    table.adopt(stringTable)
  }

  private mutating func writePageSwitch(_ page: UInt8) throws(CodingError) {
    guard !isInAttributes, !isInPayload else { return }
    if depth > 0 {
      try startContent()
    } else if hasRoot {
      return
    }
    try checkRoom(for: 2)
    tagPage = page
    body.append(GlobalToken.switchPage)
    body.append(page)
  }

  /// Before the first attribute, it waits for it: without any, the start tag must not announce one.
  private mutating func writeAttributePageSwitch(_ page: UInt8) throws(CodingError) {
    try checkRoom(for: 2)
    if isInAttributes {
      guard !isInPayload else { return }
      closeString()
      attributePage = page
      body.append(GlobalToken.switchPage)
      body.append(page)
    } else if openTag >= 0, hints.attributePageSwitches.count < options.limits.tokenBytes {
      hints.attributePageSwitches.append(page)
    }
  }

  /// Writes the page switches that stood before the first attribute.
  mutating func writeAttributePageSwitches() {
    for page in hints.attributePageSwitches {
      body.append(GlobalToken.switchPage)
      body.append(page)
      attributePage = page
    }
    hints.attributePageSwitches.removeAll(keepingCapacity: true)
  }

  /// Writes the page switch that stood before a token which belongs to no page.
  mutating func writeHeldPageSwitch() {
    guard let page = hints.takePageSwitch() else { return }
    body.append(GlobalToken.switchPage)
    body.append(page)
    if isInAttributes { attributePage = page } else { tagPage = page }
  }

  // MARK: Strings

  /// Writes a text as the token, or the piece of one, that it was read from.
  mutating func preserveText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    let kind = isInAttributes ? Cursor.attributeString : .string
    switch origin.kind {
    case .table where table(at: origin.value, holds: text):
      try beginToken()
      body.append(GlobalToken.strT)
      body.appendMultiByte(origin.value, length: hints.takeIntegerLength())
    case .entity where Self.isEntity(origin.value, text):
      try beginToken()
      body.append(GlobalToken.entity)
      body.appendMultiByte(origin.value, length: hints.takeIntegerLength())
    case .inline:
      if cursor != kind {
        if text.isEmpty, !origin.isLast { return }
        try beginToken()
        body.append(GlobalToken.strI)
        writeByteOrderMark()
        cursor = kind
      }
      try appendPreserved(text)
      if origin.isLast { closeString() }
    case .table, .entity, .characters:
      if text.isEmpty { return }
      if cursor != kind { try beginToken() }
      try appendPreserved(text)
    }
  }

  private mutating func beginToken() throws(CodingError) {
    if isInAttributes { try continueAttribute() } else { try startContent() }
    try checkRoom(for: 0)
  }

  private mutating func appendPreserved(_ text: Span<UInt8>) throws(CodingError) {
    guard !StringScan(text, from: 0).isTerminated else { throw CodingError(.notExpressibleInWBXML) }
    try checkRoom(for: text.count)
    if !source.isForeign {
      openString()
      body.append(text)
      return
    }
    for scalar in String(utf8: text).unicodeScalars {
      openString()
      if source.append(scalar, to: &body) { continue }
      closeString()
      body.append(GlobalToken.entity)
      body.appendMultiByte(scalar.value)
    }
  }

  /// Begins an inline string, where none is open.
  private mutating func openString() {
    let kind = isInAttributes ? Cursor.attributeString : .string
    if cursor == kind { return }
    body.append(GlobalToken.strI)
    cursor = kind
  }

  /// Appends a text that must stand in one string.
  ///
  /// - Throws: `notExpressibleInWBXML` for a character that the charset lacks; `value` is its number.
  mutating func appendInCharset(_ text: Span<UInt8>) throws(CodingError) {
    if !source.isForeign {
      body.append(text)
      return
    }
    for scalar in String(utf8: text).unicodeScalars where !source.append(scalar, to: &body) {
      throw CodingError(.notExpressibleInWBXML, value: scalar.value)
    }
  }

  /// Writes the byte order mark that the string being begun had, if it had one.
  mutating func writeByteOrderMark() {
    guard let isBigEndian = hints.takeByteOrderMark(), source.terminatorBytes == 2 else { return }
    source.stringIsBigEndian = isBigEndian
    source.append(unit: 0xFEFF, to: &body)
  }

  /// Writes a string's terminator.
  mutating func endString() {
    body.append(0)
    if source.terminatorBytes == 2 {
      body.append(0)
      source.stringIsBigEndian = source.isBigEndian
    }
  }

  private static func isEntity(_ value: UInt32, _ text: Span<UInt8>) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    return Array(String(scalar).utf8).span.equals(text)
  }

  // MARK: String table

  /// Whether the string at an index of the table is a text.
  func table(at index: UInt32, holds text: Span<UInt8>) -> Bool {
    guard let start = Int(exactly: index) else { return false }
    let bytes = table.bytes
    // A literal `xmlns` of encoders that forget the table.
    if bytes.isEmpty, start == 0 { return isInAttributes && text.equals("xmlns") }
    guard start < bytes.count else { return false }
    if !source.isForeign {
      return bytes.span.extracting(start..<StringScan(bytes.span, from: start).end).equals(text)
    }
    guard var converter = TextConverter(source.charset) else { return false }
    var converted: [UInt8] = []
    for byte in bytes[start...] {
      do throws(CodingError) {
        if try converter.append(byte, to: &converted) { break }
      } catch {
        return false
      }
      if converted.count > text.count { return false }
    }
    return converted.span.equals(text)
  }

  /// Adds a string in a charset other than UTF-8.
  mutating func foreignTableIndex(of text: Span<UInt8>) throws(CodingError) -> UInt32 {
    if headerIsMade, outer.isEmpty { throw CodingError(.undeclaredName) }
    guard !StringScan(text, from: 0).isTerminated else { throw CodingError(.notExpressibleInWBXML) }
    var string: [UInt8] = []
    for scalar in String(utf8: text).unicodeScalars where !source.append(scalar, to: &string) {
      throw CodingError(.notExpressibleInWBXML, value: scalar.value)
    }
    string.append(contentsOf: repeatElement(0, count: source.terminatorBytes))
    return try table.append(
      encoded: string, width: source.terminatorBytes, limit: options.limits.stringTableBytes)
  }
}
