/// Where the grammar of a document's body reads a token (WAP-192 5.3).
enum TokenPlace: String, CaseIterable, Sendable {
  case prolog, content, epilog
  /// Behind a start tag with attributes, before the first of them.
  case attributeStart
  case attributeValue
  case instructionTarget
  case instructionValue

  var isInAttributes: Bool { self != .prolog && self != .content && self != .epilog }
}

/// A kind of token: a global one (WAP-192 7.1), a tag by its two flag bits, an attribute token by its half of the space.
enum TokenKind: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case global(UInt8)
  /// The tag's two flag bits: 0x80 for attributes, 0x40 for content.
  case tag(flags: UInt8)
  /// An attribute's start, 0x05 to 0x3F or 0x45 to 0x7F, or a value, 0x85 to 0xBF or 0xC5 to 0xFF: the two high bits.
  case attributeSpace(half: UInt8)

  static let globals: [UInt8: String] = [
    0x00: "SWITCH_PAGE", 0x01: "END", 0x02: "ENTITY", 0x03: "STR_I", 0x04: "LITERAL", 0x40: "EXT_I_0",
    0x41: "EXT_I_1", 0x42: "EXT_I_2", 0x43: "PI", 0x44: "LITERAL_C", 0x80: "EXT_T_0", 0x81: "EXT_T_1",
    0x82: "EXT_T_2", 0x83: "STR_T", 0x84: "LITERAL_A", 0xC0: "EXT_0", 0xC1: "EXT_1", 0xC2: "EXT_2", 0xC3: "OPAQUE",
    0xC4: "LITERAL_AC",
  ]

  static let allCases: [TokenKind] =
    globals.keys.sorted().map { .global($0) }
    + [0x00, 0x40, 0x80, 0xC0].flatMap { [.tag(flags: $0), .attributeSpace(half: $0)] }

  init(_ byte: UInt8, _ place: TokenPlace) {
    if Self.globals[byte] != nil {
      self = .global(byte)
    } else {
      self = place.isInAttributes ? .attributeSpace(half: byte & 0xC0) : .tag(flags: byte & 0xC0)
    }
  }

  var description: String {
    switch self {
    case .global(let byte): Self.globals[byte] ?? "?"
    case .tag(let flags): ["TAG", "TAG with content", "TAG with attributes", "TAG with both"][Int(flags >> 6)]
    case .attributeSpace(let half):
      ["ATTRSTART", "ATTRSTART, upper half", "ATTRVALUE", "ATTRVALUE, upper half"][Int(half >> 6)]
    }
  }

  /// Whether the grammar has such a token at a place; nil where the place's code space has no such token.
  func isAllowed(at place: TokenPlace) -> Bool? {
    switch self {
    case .tag: return place.isInAttributes ? nil : place != .epilog
    case .attributeSpace(let half):
      if !place.isInAttributes { return nil }
      return half & 0x80 != 0
        ? place == .attributeValue || place == .instructionValue : place != .instructionValue
    case .global(let byte):
      switch place {
      case .content: return true
      case .prolog: return [0x00, 0x04, 0x43, 0x44, 0x84, 0xC4].contains(byte)
      case .epilog: return byte == 0x43
      case .attributeStart, .instructionTarget: return [0x00, 0x04].contains(byte)
      case .attributeValue: return ![0x43, 0x44, 0x84, 0xC4].contains(byte)
      case .instructionValue: return ![0x04, 0x43, 0x44, 0x84, 0xC4].contains(byte)
      }
    }
  }
}

/// A walk over the tokens of a document, by a reading of the grammar that is nobody else's: what the vectors cover is not
/// asked of the decoder that they check.
///
/// It ends at the first token that the grammar does not have there, and at the end of the bytes.
struct TokenWalk {
  struct Step: Hashable {
    var place: TokenPlace
    var kind: TokenKind
    var offset: Int
  }

  private(set) var steps: [Step] = []
  private let bytes: [UInt8]
  private var offset = 0

  /// Walks a document whose strings end with one zero byte; one in UTF-16 has no steps.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let version = byte(), version <= 3, let identifier = integer() else { return }
    if identifier == 0, integer() == nil { return }
    if version > 0 {
      guard let charset = integer(), charset < 1000 else { return }
    }
    guard let table = integer() else { return }
    offset += table
    walk()
  }

  private mutating func byte() -> UInt8? {
    guard offset < bytes.count else { return nil }
    offset += 1
    return bytes[offset - 1]
  }

  private mutating func integer() -> Int? {
    var value = 0
    for _ in 0..<5 {
      guard let byte = byte() else { return nil }
      value = value << 7 | Int(byte & 0x7F)
      if byte < 0x80 { return value }
    }
    return nil
  }

  private mutating func skipString() -> Bool {
    while let byte = byte() {
      if byte == 0 { return true }
    }
    return false
  }

  private mutating func walk() {
    var place = TokenPlace.prolog
    var depth = 0
    // Where the attributes being read return to: the place, and whether the element has content.
    var outer = TokenPlace.prolog
    var hasContent = false
    var hasRoot = false
    while offset < bytes.count {
      let start = offset
      guard let byte = byte() else { return }
      let kind = TokenKind(byte, place)
      steps.append(Step(place: place, kind: kind, offset: start))
      guard kind.isAllowed(at: place) == true else { return }
      switch kind {
      case .tag, .global(0x04), .global(0x44), .global(0x84), .global(0xC4):
        if case .global = kind, integer() == nil { return }
        if place.isInAttributes {
          // A literal name of an attribute or a target.
          place = place == .attributeStart || place == .attributeValue ? .attributeValue : .instructionValue
          continue
        }
        hasRoot = true
        hasContent = byte & 0x40 != 0
        if byte & 0x80 != 0 {
          outer = .content
          place = .attributeStart
        } else {
          if hasContent { depth += 1 }
          place = depth == 0 ? .epilog : .content
        }
      case .attributeSpace(let half):
        if half & 0x80 == 0 { place = place == .instructionTarget ? .instructionValue : .attributeValue }
      case .global(0x00): if self.byte() == nil { return }
      case .global(0x01):
        switch place {
        case .attributeValue:
          if hasContent { depth += 1 }
          place = depth == 0 ? .epilog : .content
        case .instructionValue: place = outer
        default:
          depth -= 1
          if depth == 0 { place = .epilog }
        }
      case .global(0x43):
        outer = !hasRoot ? .prolog : depth == 0 ? .epilog : .content
        place = .instructionTarget
      case .global(0x03), .global(0x40), .global(0x41), .global(0x42): if !skipString() { return }
      case .global(0xC3):
        guard let count = integer() else { return }
        offset += count
      case .global(0xC0), .global(0xC1), .global(0xC2): break
      case .global: if integer() == nil { return }
      }
    }
  }
}
