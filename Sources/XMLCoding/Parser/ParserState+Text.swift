internal import WBXML

/// Character data and opaque data, and which white space is content.
///
///     none ──► space ──► text          text of an element, which ends at the next tag
///       │        ▲
///       ▼        │ (nothing but white space so far, where that may be layout)
///     cdata ◄──► opaque                 CDATA sections with nothing, or only carriage returns, between them
extension ParserState {
  /// What the current place is in the middle of.
  enum Run: UInt8 { case none, space, text, cdata, opaque }

  /// What comes next.
  enum Following { case element, end, data }

  @inline(__always)
  mutating func characters(_ piece: Span<UInt8>) {
    if run == .text, queue.isOpen { return queue.extend(with: piece) }
    var piece = piece
    switch run {
    case .text: return queue.extend(.text, with: piece)
    case .cdata: return queue.extend(.opaque, with: piece)
    case .opaque:
      let count = Self.leadingCarriageReturns(piece)
      carriageReturns += count
      if count == piece.count, carriageReturns <= Self.maximalCarriageReturns { return }
      piece = piece.extracting(count..<piece.count)
      endOpaqueRun()
      if run == .text { return piece.isEmpty ? () : queue.extend(.text, with: piece) }
    case .none, .space: break
    }
    if openElements.isEmpty { return }
    if openElements.last.space != .keep, Self.isSpace(piece), !isCharacterReference(piece) {
      run = .space
      if space.count + piece.count <= options.limits.tokenBytes { return space.append(piece) }
    }
    if run == .space {
      keepSpace()
      queue.extend(.text, with: piece)
    } else {
      queue.begin(.text, piece)
    }
    run = .text
  }

  /// Ends text or opaque data, and decides what becomes of white space that stands alone.
  @inline(__always)
  mutating func endRun(before following: Following) {
    if run != .none { endOpenRun(before: following) }
  }

  mutating func endOpenRun(before following: Following) {
    switch run {
    case .none: return
    case .space:
      if openElements.isEmpty || openElements.last.dropsSpace(before: following) {
        space.removeAll()
      } else {
        keepSpace()
        queue.close(.text)
        setPreceding(.data)
      }
    case .text:
      queue.close(.text)
      setPreceding(.data)
    case .cdata, .opaque:
      endOpaqueRun()
      if run == .text { queue.close(.text) }
    }
    run = .none
  }

  // MARK: Opaque data

  /// A CDATA section begins, or an instruction that stands for opaque data.
  mutating func startOpaque() {
    if run == .opaque {
      appendCarriageReturns(to: .opaque)
    } else {
      endRun(before: .data)
    }
    run = .cdata
  }

  /// A CDATA section ends: another one may go on with the same data.
  mutating func endOpaque() { run = .opaque }

  /// Completes opaque data; carriage returns that no CDATA section followed are text.
  private mutating func endOpaqueRun() {
    queue.close(.opaque)
    setPreceding(.data)
    run = carriageReturns > 0 ? .text : .none
    appendCarriageReturns(to: .text)
  }

  private mutating func appendCarriageReturns(to kind: EventQueue.Kind) {
    let one: InlineArray<1, UInt8> = [UInt8(ascii: "\r")]
    for _ in 0..<carriageReturns { queue.extend(kind, with: one.span) }
    carriageReturns = 0
  }

  /// More than these in a row are no opaque data: they have to be counted until it is known what they are. The
  /// serializer never writes more, as it ends a CDATA section after 64 KiB of data.
  static var maximalCarriageReturns: Int { 1 << 16 }

  private static func leadingCarriageReturns(_ text: Span<UInt8>) -> Int {
    var count = 0
    while count < text.count, text[count] == UInt8(ascii: "\r") { count += 1 }
    return count
  }

  // MARK: White space

  /// Queues the white space held back: it is content.
  mutating func keepSpace() {
    // SAFE: the buffer does not change while its elements are copied.
    let kept = unsafe space.elements
    unsafe queue.extend(.text, with: kept.span)
    space.removeAll()
  }

  private mutating func setPreceding(_ preceding: OpenElement.Preceding) {
    // The element that an instruction has announced comes right after it.
    if markedLanguage != nil { fail(.malformedInstruction) }
    if !openElements.isEmpty { openElements.last.preceding = preceding }
  }

  /// Whether text is blank, tab and line feed only. A carriage return is data: expat delivers those of line ends as
  /// line feeds, so that it was written as a character reference.
  @inline(__always)
  private static func isSpace(_ text: Span<UInt8>) -> Bool {
    for i in text.indices {
      let byte = text[i]
      guard byte == 0x20 || byte == 0x0A || byte == 0x09 else { return false }
    }
    return true
  }

  /// Whether a white-space character was written as a character reference, which makes it data anywhere: the
  /// serializer writes it so where it would be taken for layout.
  private func isCharacterReference(_ text: Span<UInt8>) -> Bool {
    guard text.count == 1 else { return false }
    // A reference has at least four characters, a line end at most two.
    return expat.byteCount > (lines.isWide ? 4 : 2)
  }
}

extension OpenElement {
  /// Whether a run of white space is layout.
  func dropsSpace(before following: ParserState.Following) -> Bool {
    switch space {
    case .keep: false
    case .drop: true
    case .dropNextToElements: following == .element || preceding == .element
    }
  }
}
