/// Undoing: what has been written since a place is taken back as if it had never been.
extension WBXMLEncoder {
  /// A place in a document being written, to which ``WBXMLEncoder/rollback(to:)`` returns.
  public struct Mark: Sendable {
    let documentNumber: Int
    /// Without a header that was written ahead, which may be taken back.
    let bodyCount: Int
    /// Where the innermost start tag stood, counted likewise.
    let openTag: Int
    /// The start tag's byte as it was: content and attributes that come later change it.
    let openTagByte: UInt8
    let tableCount: Int
    let texts: TextLog.Mark
    let depth: Int
    let hasRoot: Bool
    let tagPage: UInt8
    let attributePage: UInt8
    let cursor: Cursor
    let isInstruction: Bool
  }

  /// The bytes of a header at the start of the innermost document's body.
  private var bytesAhead: Int { outer.isEmpty ? headerAhead : 0 }

  /// Remembers this place. A mark serves any number of times, until one before it is returned to or its document ends.
  ///
  /// - Throws: `invalidEventOrder` outside of a document, and inside opaque data that comes in pieces.
  public func mark() throws(CodingError) -> Mark {
    guard isStarted, !hasEnded, !isStreaming, !opaqueIsOpen else { throw CodingError(.invalidEventOrder) }
    return Mark(
      documentNumber: documentNumber, bodyCount: body.count - bytesAhead,
      openTag: openTag >= 0 ? openTag - bytesAhead : -1,
      openTagByte: openTag >= 0 ? body[openTag] : 0, tableCount: table.bytes.count, texts: texts.mark, depth: depth,
      hasRoot: hasRoot, tagPage: tagPage, attributePage: attributePage, cursor: cursor, isInstruction: isInstruction)
  }

  /// Takes back what was written since a mark, embedded documents begun since included.
  ///
  /// - Throws: `invalidEventOrder` where the mark's document has ended, or the mark is after the place returned to before.
  public mutating func rollback(to mark: Mark) throws(CodingError) {
    guard isStarted, !hasEnded, mark.documentNumber > 0,
      mark.documentNumber == documentNumber || outer.contains(where: { $0.documentNumber == mark.documentNumber })
    else { throw CodingError(.invalidEventOrder) }
    while documentNumber != mark.documentNumber, let enclosing = outer.popLast() { restore(enclosing) }
    let bodyCount = mark.bodyCount + bytesAhead
    guard bodyCount <= body.count, mark.tableCount <= table.bytes.count, mark.openTag < mark.bodyCount else {
      throw CodingError(.invalidEventOrder)
    }
    body.removeSubrange(bodyCount...)
    openTag = mark.openTag >= 0 ? mark.openTag + bytesAhead : -1
    if openTag >= 0 { body[openTag] = mark.openTagByte }
    table.truncate(to: mark.tableCount)
    texts.truncate(to: mark.texts)
    opaqueBytes.removeAll(keepingCapacity: true)
    opaqueIsOpen = false
    depth = mark.depth
    hasRoot = mark.hasRoot
    tagPage = mark.tagPage
    attributePage = mark.attributePage
    cursor = mark.cursor
    isInstruction = mark.isInstruction
  }
}

extension TextLog {
  struct Mark: Sendable {
    let occurrences: Int
    let nameBytes: Int
    let openStart: Int
  }

  var mark: Mark { Mark(occurrences: occurrences.count, nameBytes: nameBytes, openStart: openStart) }

  mutating func truncate(to mark: Mark) {
    if mark.occurrences < occurrences.count { occurrences.removeSubrange(mark.occurrences...) }
    nameBytes = mark.nameBytes
    openStart = mark.openStart
  }
}
