internal import CExpat
internal import WBXML

/// Finds each `&` in character data that begins no reference, as Motorola's devices write it into the options of alerts:
/// `MINDT=10&MAXDT=30`.
///
/// Until there is one, ampersands alone are looked at. From the first one on the text is followed byte by byte, because
/// `&` is at its place in a CDATA section, a comment or an instruction.
struct AmpersandRepair {
  /// What the place that has been reached is in.
  enum Place: UInt8 {
    /// Nobody has had to know yet.
    case unknown
    case content
    /// After `<`, `<!`, `<!-`, and so many bytes of `<![CDATA[`.
    case less, bang, bangDash, bangBracket
    case tag, tagApostrophe, tagQuotation
    case comment, commentDash, commentDashes
    case instruction, instructionMark
    case cdata, cdataBracket, cdataBrackets
    case doctype, doctypeApostrophe, doctypeQuotation
    /// Nothing is put right any more: expat will say what is wrong.
    case lost
  }

  /// What comes next in a slice.
  enum Finding {
    /// Nothing: the rest can be read as it is.
    case nothing
    /// An `&` that begins no reference, in character data.
    case bare(Int)
    /// An `&` that begins no reference: ``place`` must be found out, and then the search goes on from it.
    case suspect(Int)
    /// An `&` of which only the next slice can tell.
    case undecided(Int)
  }

  var place = Place.unknown
  /// How many bytes of `CDATA[` have come.
  private var matched = 0

  /// A name may be longer; a reference to it would be refused anyway.
  private static let longestReference = 64

  mutating func next(in bytes: Span<UInt8>, from start: Int, isFinal: Bool) -> Finding {
    var index = start
    while index < bytes.count {
      if place == .lost { return .nothing }
      if place == .unknown {
        index = Self.ampersand(in: bytes, from: index)
        if index == bytes.count { return .nothing }
      } else if place != .content || bytes[index] != UInt8(ascii: "&") {
        step(bytes[index])
        index += 1
        continue
      }
      switch Self.reference(in: bytes, at: index, isFinal) {
      case .ends(let end): index = end
      case .isCut: return .undecided(index)
      case .isNone: return place == .unknown ? .suspect(index) : .bare(index)
      }
    }
    return .nothing
  }

  // MARK: References

  private enum Reference {
    case ends(Int)
    case isNone, isCut
  }

  /// What an `&` begins: whether a reference that is one is right is expat's business.
  private static func reference(in bytes: Span<UInt8>, at start: Int, _ isFinal: Bool) -> Reference {
    var index = start + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: ";"): return index > start + 1 ? .ends(index + 1) : .isNone
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: ":"), 0x80...0xFF:
        break
      case UInt8(ascii: "#"): if index > start + 1 { return .isNone }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if index == start + 1 { return .isNone }
      default: return .isNone
      }
      index += 1
      if index - start > longestReference { return .isNone }
    }
    return isFinal ? .isNone : .isCut
  }

  private static func ampersand(in bytes: Span<UInt8>, from start: Int) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, start < buffer.count else { return buffer.count }
      // SAFE: the start lies inside the buffer, and the search ends with it.
      guard let found = unsafe memchr(base + start, 0x26, buffer.count &- start) else { return buffer.count }
      return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }
  }

  // MARK: Constructs

  /// Goes on by a byte.
  mutating func step(_ byte: UInt8) {
    switch place {
    case .unknown, .lost: break
    case .content: if byte == UInt8(ascii: "<") { place = .less }
    case .less:
      switch byte {
      case UInt8(ascii: "!"): place = .bang
      case UInt8(ascii: "?"): place = .instruction
      default: place = .tag
      }
    case .bang:
      switch byte {
      case UInt8(ascii: "-"): place = .bangDash
      case UInt8(ascii: "["): (place, matched) = (.bangBracket, 0)
      default: place = .doctype
      }
    case .bangDash: place = byte == UInt8(ascii: "-") ? .comment : .lost
    case .bangBracket:
      let expected: InlineArray<6, UInt8> = [0x43, 0x44, 0x41, 0x54, 0x41, 0x5B]
      guard byte == expected[min(matched, 5)] else {
        place = .lost
        return
      }
      matched += 1
      if matched == 6 { place = .cdata }
    case .tag, .tagApostrophe, .tagQuotation:
      place = Self.inside(place, byte, .tag, .tagApostrophe, .tagQuotation)
    case .doctype where byte == UInt8(ascii: "["): place = .lost
    case .doctype, .doctypeApostrophe, .doctypeQuotation:
      place = Self.inside(place, byte, .doctype, .doctypeApostrophe, .doctypeQuotation)
    case .comment: if byte == UInt8(ascii: "-") { place = .commentDash }
    case .commentDash: place = byte == UInt8(ascii: "-") ? .commentDashes : .comment
    // Anything else than `>` after `--` is a fault.
    case .commentDashes: place = byte == UInt8(ascii: ">") ? .content : .lost
    case .instruction: if byte == UInt8(ascii: "?") { place = .instructionMark }
    case .instructionMark:
      if byte != UInt8(ascii: "?") { place = byte == UInt8(ascii: ">") ? .content : .instruction }
    case .cdata: if byte == UInt8(ascii: "]") { place = .cdataBracket }
    case .cdataBracket: place = byte == UInt8(ascii: "]") ? .cdataBrackets : .cdata
    case .cdataBrackets:
      if byte != UInt8(ascii: "]") { place = byte == UInt8(ascii: ">") ? .content : .cdata }
    }
  }

  /// A tag, or a declaration, in which `>` may stand between quotation marks.
  private static func inside(
    _ place: Place, _ byte: UInt8, _ open: Place, _ apostrophe: Place, _ quotation: Place
  ) -> Place {
    switch (place, byte) {
    case (apostrophe, UInt8(ascii: "'")), (quotation, UInt8(ascii: "\"")): open
    case (open, UInt8(ascii: "'")): apostrophe
    case (open, UInt8(ascii: "\"")): quotation
    case (open, UInt8(ascii: ">")): .content
    default: place
    }
  }
}

extension ParserState {
  /// Finds out what the `&` is in that comes next: all before it has been given to expat.
  mutating func locateAmpersand() {
    guard failure == nil, !lines.isWide, bytesRead >= 4, let pending = expat.pendingBytes(bytesRead - offset) else {
      ampersands.place = .lost
      return
    }
    ampersands.place = isInDoctype ? .doctype : run == .cdata ? .cdata : .content
    for byte in pending { ampersands.step(byte) }
  }

  /// Notes an `&` that is put right, the last byte that expat has been given.
  mutating func noteAmpersand() {
    // A hostile document can be out of line at every byte; some remarks say enough.
    guard bareAmpersands < 1000 else { return }
    bareAmpersands += 1
    queue.pause()
    queue.append(
      .init(
        .diagnostic, token: Diagnostic.Code.bareAmpersand.rawValue, position: SourcePosition(offset: bytesRead - 1)))
  }
}

// SAFE, for all of these: see the other accesses of the parser to its state.
extension XMLEventParser {
  /// Lets expat read a slice in which each `&` of character data that begins no reference is `&amp;`.
  mutating func giveRepaired(_ slice: Span<UInt8>, isFinal: Bool) -> CodingError? {
    var (start, from) = (0, 0)
    while true {
      switch unsafe state.pointee.ampersands.next(in: slice, from: from, isFinal: isFinal) {
      case .nothing: return give(slice.extracting(start..<slice.count), isFinal: isFinal)
      case .undecided(let index):
        if index > start, let error = give(slice.extracting(start..<index), isFinal: false) { return error }
        unsafe state.pointee.head.append(slice.extracting(index..<slice.count))
        return nil
      case .suspect(let index):
        if index > start, unsafe state.pointee.bytesRead + index - start >= 4 {
          if let error = give(slice.extracting(start..<index), isFinal: false) { return error }
          start = index
        }
        unsafe state.pointee.locateAmpersand()
        from = index
      case .bare(let index):
        if let error = give(slice.extracting(start..<index + 1), isFinal: false) { return error }
        unsafe state.pointee.noteAmpersand()
        if let error = unsafe ExpatParser.insert(state) { return unsafe state.pointee.didRead(error, isFinal: false) }
        (start, from) = (index + 1, index + 1)
      }
    }
  }
}
