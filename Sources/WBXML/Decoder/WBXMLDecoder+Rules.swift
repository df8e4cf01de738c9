/// What the grammar rules out and readers can understand all the same: reported, or refused in strict mode.
///
/// - A page switch belongs to what follows it (WAP-192 5.3): `element = ([switchPage] stag) …`,
///   `attrStart = ([switchPage] ATTRSTART) | …`, `attrValue = ([switchPage] ATTRVALUE) | …`,
///   `extension = [switchPage] …`. It stands before nothing else.
/// - OPAQUE came with WBXML 1.1; the same byte is reserved in 1.0 (WAP-104, RESERVED_2).
/// - OPAQUE in an attribute's value came with WBXML 1.2: 1.1 has `attrValue = ATTRVALUE | string | extension | entity`
///   (W3C NOTE-wbxml-19990624, section 5.3).
extension WBXMLDecoder {
  /// Looks at the byte after a tag page switch.
  @inline(never)
  @inlinable
  mutating func checkTagPageSwitch<Sink: EventSink & ~Copyable>(
    before byte: UInt8, _ sink: inout Sink
  ) throws(CodingError) {
    let page = UInt8(truncatingIfNeeded: tagPage >> 8)
    let isLiteral = byte & 0x3F == GlobalToken.literal
    if byte & 0x3F > GlobalToken.literal || isLiteral || Self.isExtension(byte) {
      if Sink.keepsLayout, isLiteral || Self.isExtension(byte) || page == pageBeforeSwitch {
        try sink.layout(.pageSwitch(page))
      }
      return
    }
    try reportPageSwitch(page, before: byte, &sink)
    if Sink.keepsLayout { try sink.layout(.misplacedPageSwitch(page)) }
  }

  /// Looks at the byte after an attribute page switch. A literal attribute has no page.
  @inline(never)
  @inlinable
  mutating func checkAttributePageSwitch<Sink: EventSink & ~Copyable>(
    before byte: UInt8, _ sink: inout Sink
  ) throws(CodingError) {
    if byte & 0x3F > GlobalToken.literal || Self.isExtension(byte) {
      if Sink.keepsLayout, Self.isExtension(byte) || attributePage == pageBeforeSwitch {
        try sink.layout(.pageSwitch(attributePage))
      }
      return
    }
    try reportPageSwitch(attributePage, before: byte, &sink)
    if Sink.keepsLayout { try sink.layout(.misplacedAttributePageSwitch(attributePage)) }
  }

  /// Looks at an attribute start or value that the language may not have.
  @inline(never)
  @inlinable
  mutating func checkAttributeToken<Sink: EventSink & ~Copyable>(
    _ byte: UInt8, _ sink: inout Sink
  ) throws(CodingError) {
    guard let language, !language.definesAttributeToken(byte, onPage: attributePage) else { return }
    let value = UInt32(attributePage) &<< 8 | UInt32(byte)
    try report(.unknownAttribute, at: tokenStart, value: value, strict: .unknownAttribute, &sink)
  }

  @inlinable
  static func isExtension(_ byte: UInt8) -> Bool { byte >= 0x40 && byte & 0x3F <= 0x02 }

  @inlinable
  mutating func reportPageSwitch<Sink: EventSink & ~Copyable>(
    _ page: UInt8, before byte: UInt8, _ sink: inout Sink
  ) throws(CodingError) {
    let code: Diagnostic.Code =
      switch byte {
      case GlobalToken.switchPage: .redundantPageSwitch
      case GlobalToken.end: .pageSwitchBeforeEnd
      default: .misplacedPageSwitch
      }
    try report(code, at: switchEnd &- 2, value: UInt32(page), &sink)
  }

  /// Looks at the version of a document that has OPAQUE.
  @inlinable
  mutating func checkOpaque<Sink: EventSink & ~Copyable>(
    since first: Version, at offset: Int, _ sink: inout Sink
  ) throws(CodingError) {
    if version < first { try report(.opaqueBeforeItsVersion, at: offset, value: UInt32(version.rawValue), &sink) }
  }

  /// Tells a sink that keeps layout of an integer in more bytes than it needs.
  @inlinable
  func deliverLength<Sink: EventSink & ~Copyable>(
    _ length: Int, of integer: UInt32, _ sink: inout Sink
  ) throws(CodingError) {
    if length > [UInt8].multiByteCount(Int(integer)) {
      try sink.layout(.integerLength(UInt8(truncatingIfNeeded: length)))
    }
  }
}
