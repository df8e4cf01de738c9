/// How long the document is, and how long it may be.
extension WBXMLEncoder {
  /// The bytes that the document would have if every element that is open ended here, header and string table included.
  ///
  /// Exact, without a string table of texts (``Options/stringTable``): what such a table saves is known at the end only,
  /// and the document is then no longer than this. 0 before `startDocument`, and once the document has ended.
  /// What MaxMsgSize counts (OMA-TS-SyncML_RepPro-V1_2 section 6.1.13) can so be known before anything is sent.
  ///
  /// - Complexity: O(1), but for documents inside documents.
  public var byteCount: Int {
    guard isStarted, !hasEnded else { return 0 }
    var count = body.count + byteCountToEnd
    if !outer.isEmpty || !hasHeader {
      count += headerByteCount(table, header, publicIdentifierIndex, isEmbedded: !outer.isEmpty)
    }
    for (level, enclosing) in outer.enumerated().reversed() {
      count += 1 + [UInt8].multiByteCount(count) + enclosing.body.count + enclosing.depth
      if level > 0 || !hasHeader {
        count += headerByteCount(
          enclosing.table, enclosing.header, enclosing.publicIdentifierIndex, isEmbedded: level > 0)
      }
    }
    return passedOn + count
  }

  /// Whether the outermost document's body has its header before it.
  private var hasHeader: Bool { headerIsMade || headerAhead > 0 }

  /// The bytes by which some events would make the document longer; the document stays as it is.
  ///
  /// - Parameter write: writes the events; it may leave elements open, whose ends are counted.
  /// - Throws: What `write` throws; `invalidEventOrder` where no ``mark()`` can be made.
  public mutating func byteCount(
    adding write: (inout WBXMLEncoder) throws(CodingError) -> Void
  ) throws(CodingError) -> Int {
    let mark = try mark()
    let before = byteCount
    do throws(CodingError) {
      try write(&self)
    } catch {
      try rollback(to: mark)
      throw error
    }
    let added = byteCount - before
    try rollback(to: mark)
    return added
  }

  /// What comes after the innermost document's last byte if everything that is open in it ends.
  private var byteCountToEnd: Int {
    var count = depth - (openTag >= 0 ? 1 : 0)
    switch cursor {
    case .string, .extensionString: count += source.terminatorBytes
    case .attributeString, .attributeExtension: count += 1 + source.terminatorBytes
    case .attribute, .instruction: count += 1
    case .closed, .content: break
    }
    if opaqueIsOpen { count += 1 + [UInt8].multiByteCount(opaqueBytes.count) + opaqueBytes.count }
    return count
  }

  /// The bytes of a header with its string table.
  func headerByteCount(
    _ table: borrowing StringTableBuilder, _ header: DocumentHeader, _ publicIdentifierIndex: UInt32?, isEmbedded: Bool
  ) -> Int {
    let layout = isPreserving ? header.layout : HeaderLayout()
    func bytes(_ value: Int, _ length: UInt8) -> Int { max([UInt8].multiByteCount(value), Int(length)) }
    let identifier = publicIdentifierIndex ?? publicIdentifier(of: header, isEmbedded: isEmbedded)
    var count = 1 + bytes(Int(identifier), layout.publicIdentifierLength)
    if publicIdentifierIndex != nil { count += bytes(0, layout.markerLength) }
    if version(of: header) != .v10 {
      let charset = layout.saysCharset ? source.charset : .unknown
      count += bytes(Int(charset.rawValue), layout.charsetLength)
    }
    return count + bytes(table.bytes.count, layout.stringTableLength) + table.bytes.count
  }

  // MARK: Limits

  /// Refuses more bytes than the innermost document may have, before they are kept.
  @inline(__always)
  func checkRoom(for count: Int) throws(CodingError) {
    if count > bodyLimit &- body.count { throw roomError }
  }

  private var roomError: CodingError {
    outer.isEmpty || options.limits.documentBytes < options.limits.tokenBytes
      ? CodingError(.documentLimit, value: UInt32(clamping: options.limits.documentBytes))
      : CodingError(.tokenLimit, value: UInt32(clamping: options.limits.tokenBytes))
  }

  /// Refuses a complete document that is too long.
  func checkDocumentLimit(_ count: Int) throws(CodingError) {
    if count > options.limits.documentBytes {
      throw CodingError(.documentLimit, value: UInt32(clamping: options.limits.documentBytes))
    }
  }
}
