internal import WBXML

/// Character data.
extension SerializerState {
  /// What the current place is in the middle of.
  enum Run: UInt8 {
    case none
    /// Text, nothing but white space so far; its last character is held back.
    case space
    case text
    case opaque
    /// Right after opaque data, which a carriage return would go on with.
    case afterOpaque
    case extensionText
  }

  /// What comes next.
  enum Following { case element, end, data }

  @inline(__always)
  mutating func text(_ piece: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if piece.isEmpty, stage == .content || stage == .startTag || stage == .attribute { return }
    try enterContent()
    if run == .text || (run == .none && piece[0] > 0x20), text.appendPlain(piece) {
      openElements.last.hasData = true
      run = .text
      return
    }
    try appendUnusualText(piece, XMLText.Survey(piece))
  }

  /// Text with markup characters, control codes or letters beyond ASCII; and white space.
  @inline(never)
  private mutating func appendUnusualText(_ piece: Span<UInt8>, _ survey: XMLText.Survey) throws(CodingError) {
    if run == .opaque {
      endRun(before: .data)
      run = .afterOpaque
    } else if run == .extensionText {
      endRun(before: .data)
    }
    openElements.last.hasData = true
    if !survey.isPlain, try XMLText.firstForbidden(piece, survey) != nil {
      releaseHeldSpace()
      run = .text
      return appendInstruction("<?wbxml-text ", piece)
    }
    if run != .text, mayBeLayout(piece) { return hold(piece) }
    releaseHeldSpace()
    var piece = piece
    if run == .afterOpaque, !isCanonical, piece[0] == UInt8(ascii: "\r") {
      // Between two CDATA sections a reference to CR would belong to the opaque data.
      append("<?wbxml-text DQ==?>")
      piece = piece.extracting(1..<piece.count)
    }
    run = .text
    text.appendEscaped(piece, isCanonical ? .canonicalContent : .content)
  }

  /// Ends text or opaque data; `following` decides whether white space that stands alone would be read as layout.
  mutating func endRun(before following: Following) {
    switch run {
    case .none: return
    case .text, .afterOpaque: break
    case .space:
      if !isCanonical, openElements.last.dropsSpace(before: following) {
        text.appendReference(heldSpace, .content)
      } else {
        text.append(heldSpace)
      }
      heldSpace = 0
    case .opaque: finishOpaque()
    case .extensionText: finishExtensionText()
    }
    run = .none
    if !openElements.isEmpty { openElements.last.followsElement = false }
  }

  // MARK: White space

  /// Whether text stands where white space may be taken for layout, and is nothing else.
  private func mayBeLayout(_ text: Span<UInt8>) -> Bool {
    if openElements.last.space == .keep { return false }
    for i in text.indices {
      let byte = text[i]
      guard byte == 0x20 || byte == 0x0A || byte == 0x09 else { return false }
    }
    return true
  }

  private mutating func hold(_ space: Span<UInt8>) {
    releaseHeldSpace()
    run = .space
    text.append(space.extracting(0..<space.count - 1))
    heldSpace = space[space.count - 1]
  }

  private mutating func releaseHeldSpace() {
    if run == .space { text.append(heldSpace) }
    heldSpace = 0
  }
}
