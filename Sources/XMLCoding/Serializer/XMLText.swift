internal import WBXML

/// Which bytes XML text can carry as they are, with a reference, or not at all (XML 1.0 2.2).
enum XMLText {
  /// What a text holds.
  struct Survey {
    private var found: UInt8 = 0

    @inline(__always)
    init(_ text: Span<UInt8>) {
      if text.count < 16 {
        if !text.isEmpty { look(ByteBlock(allOf: text)) }
        return
      }
      var index = 0
      // Plain blocks, which nearly all are, need one look at sixteen bytes.
      while index &+ 16 <= text.count {
        look(text.block(at: index))
        index &+= 16
      }
      // The last block may overlap the one before it.
      if index < text.count { look(text.block(at: text.count &- 16)) }
    }

    @inline(__always)
    private mutating func look(_ block: ByteBlock) {
      if XMLText.isPlain(block) { return }
      let isCarriageReturn = block .== ByteBlock(repeating: 0x0D)
      var isControl = block .< ByteBlock(repeating: 0x20)
      isControl .&= block .!= ByteBlock(repeating: 0x0A)
      isControl .&= block .!= ByteBlock(repeating: 0x09)
      isControl .&= block .!= ByteBlock(repeating: 0x0D)
      if isControl.hasAny { found |= 1 }
      if isCarriageReturn.hasAny || XMLText.isMarkup(block).hasAny { found |= 2 }
      if (block .>= ByteBlock(repeating: 0x80)).hasAny { found |= 4 }
    }

    /// Whether element content can take the text as it is.
    var isPlain: Bool { found == 0 }
    /// Whether there is a control code that XML forbids.
    var hasControl: Bool { found & 1 != 0 }
    var hasNonASCII: Bool { found & 4 != 0 }
  }

  /// Whether element content takes sixteen bytes as they are, whatever stands beside them.
  @inline(__always)
  static func isPlain(_ block: ByteBlock) -> Bool {
    // Control codes and bytes beyond ASCII wrap round to above 0x5F; tab and LF are exempt.
    let shifted = block &- ByteBlock(repeating: 0x20)
    var special = shifted .> ByteBlock(repeating: 0x5F)
    special .&= block .!= ByteBlock(repeating: 0x0A)
    special .&= block .!= ByteBlock(repeating: 0x09)
    special .|= isMarkup(block)
    return !special.hasAny
  }

  @inline(__always)
  private static func isMarkup(_ block: ByteBlock) -> SIMDMask<SIMD16<Int8>> {
    // Less-than and greater-than signs differ in one bit.
    let angle = (block | ByteBlock(repeating: 0x02)) .== ByteBlock(repeating: 0x3E)
    return angle .| (block .== ByteBlock(repeating: 0x26))
  }

  /// The index of the next CR or closing bracket, or the count.
  static func nextSpecialInCDATA(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index &+ 16 <= text.count {
      let block = text.block(at: index)
      let special = (block .== ByteBlock(repeating: 0x0D)) .| (block .== ByteBlock(repeating: 0x5D))
      let first = special.firstIndex
      index &+= first
      if first < 16 { return index }
    }
    while index < text.count, text[index] != 0x0D, text[index] != 0x5D { index &+= 1 }
    return index
  }

  /// The index of the next character that is written as a reference, or the count.
  @inline(__always)
  static func nextReference(_ text: Span<UInt8>, from start: Int, isAttribute: Bool) -> Int {
    var index = start
    while index &+ 16 <= text.count {
      let block = text.block(at: index)
      var special = isMarkup(block) .| (block .== ByteBlock(repeating: 0x0D))
      if isAttribute {
        special .|= block .== ByteBlock(repeating: 0x22)
        // Tab or LF, both below CR.
        special .|= (block &- ByteBlock(repeating: 0x09)) .< ByteBlock(repeating: 0x02)
      }
      let first = special.firstIndex
      index &+= first
      if first < 16 { return index }
    }
    while index < text.count, !needsReference(text[index], isAttribute: isAttribute) { index &+= 1 }
    return index
  }

  @inline(__always)
  static func needsReference(_ byte: UInt8, isAttribute: Bool) -> Bool {
    switch byte {
    case 0x26, 0x3C, 0x3E, 0x0D: true
    case 0x22, 0x09, 0x0A: isAttribute
    default: false
    }
  }

  /// The first character that XML forbids: a control code, U+FFFE or U+FFFF.
  ///
  /// - Throws: `invalidUTF8` where the text is none.
  static func firstForbidden(_ text: Span<UInt8>, _ survey: Survey) throws(CodingError) -> UInt32? {
    if survey.hasNonASCII {
      guard (try? UTF8Span(validating: text)) != nil else { throw CodingError(.invalidUTF8) }
    }
    if survey.hasControl {
      for i in text.indices where text[i] < 0x20 && text[i] != 0x09 && text[i] != 0x0A && text[i] != 0x0D {
        return UInt32(text[i])
      }
    }
    return survey.hasNonASCII ? firstNonCharacter(text) : nil
  }

  /// U+FFFE or U+FFFF, where a well-formed text has them.
  private static func firstNonCharacter(_ text: Span<UInt8>) -> UInt32? {
    var index = 0
    while index + 2 < text.count {
      if index + 16 <= text.count {
        index += (text.block(at: index) .== ByteBlock(repeating: 0xEF)).firstIndex
        if index + 2 >= text.count { break }
        if text[index] != 0xEF { continue }
      }
      if text[index] == 0xEF, text[index + 1] == 0xBF, text[index + 2] >= 0xBE {
        return 0xFFC0 | UInt32(text[index + 2] & 0x3F)
      }
      index += 1
    }
    return nil
  }

  /// Whether data are well-formed UTF-8 that XML can carry.
  static func isText(_ bytes: Span<UInt8>) -> Bool {
    do throws(CodingError) {
      return try firstForbidden(bytes, Survey(bytes)) == nil
    } catch {
      return false
    }
  }

  /// How many bytes at the end begin a character without completing it, 0 to 3.
  static func incompleteTail(_ bytes: borrowing GrowingBuffer<UInt8>) -> Int {
    for length in 1...3 where length <= bytes.count {
      let byte = bytes[bytes.count - length]
      if byte & 0xC0 == 0x80 { continue }
      let expected = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return expected > length ? length : 0
    }
    return 0
  }
}
