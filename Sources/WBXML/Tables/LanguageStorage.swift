/// The content that a document type allows inside an element: decides which white space of XML text is content.
public enum ContentKind: UInt8, Sendable {
  /// Not known, or ANY: white space next to child elements is layout, alone it is data.
  case any
  /// Child elements only: white space is layout.
  case elements
  /// Character data only: white space is data.
  case text
  /// Text and elements mixed: white space is data.
  case mixed
  /// Nothing.
  case empty
  /// Binary data, carried as OPAQUE.
  case binary
  /// A number, which OPAQUE may carry in one to four bytes (WV-CSP).
  case integer
  /// A date and time, which OPAQUE may carry in six bytes (WV-CSP).
  case dateTime
  /// `%Datetime`, which OPAQUE carries in decimal digits (SI, EMN).
  case bcdDateTime
  /// Base64 in XML text, and the binary data that it stands for in WBXML (DRMREL).
  case base64

  /// Whether WBXML has another form for such content than text.
  package var isTyped: Bool {
    switch self {
    case .integer, .dateTime, .bcdDateTime, .base64: true
    case .any, .elements, .text, .mixed, .empty, .binary: false
    }
  }

  /// The kind that a letter of the table file means.
  init(letter: UInt8) {
    self =
      switch letter {
      case UInt8(ascii: "e"): .elements
      case UInt8(ascii: "t"): .text
      case UInt8(ascii: "m"): .mixed
      case UInt8(ascii: "z"): .empty
      case UInt8(ascii: "b"): .binary
      case UInt8(ascii: "i"): .integer
      case UInt8(ascii: "d"): .dateTime
      case UInt8(ascii: "c"): .bcdDateTime
      case UInt8(ascii: "s"): .base64
      default: .any
      }
  }
}

/// What a document type makes of the extension tokens (WAP-192 5.8.4.2: their semantics are the document type's).
@frozen
public enum ExtensionMeaning: UInt8, Sendable {
  /// Nothing: such a token is out of line.
  case none
  /// Variables, as in WML: EXT_I_n carries the variable's name, EXT_T_n its index in the string table (WAP-191 14.4).
  case variables
  /// The integer of EXT_T_0 is a value of its own, as in WV-CSP, which has a table of them.
  case values

  /// The meaning that a word of the table file has; other words stand for integers as well.
  init(word: Span<UInt8>) { self = word.equals("variable") ? .variables : .values }
}

/// A language's tables in flat arrays: a page index, 64 tags a page, and an open-addressing index from names to tags.
struct LanguageStorage: Sendable {
  struct TagEntry {
    var start: UInt32 = 0
    var length: UInt16 = 0
    var content: ContentKind = .any
    var isDefined: Bool { length > 0 }
    var range: Range<Int> { Int(start)..<Int(start) + Int(length) }
  }

  struct AttributeEntry {
    var token: AttributeStart
    var name: Range<Int>
    var prefix: Range<Int>
    var content = ContentKind.any
  }

  struct ExtensionEntry {
    var value: UInt32
    var range: Range<Int>
  }

  struct ValueEntry {
    var token: AttributeValue
    var range: Range<Int>
  }

  struct NamespaceEntry {
    var page: UInt8
    var range: Range<Int>
  }

  let bytes: [UInt8]
  /// For each page its block of 64 in `tags`, or 0xFF.
  let pageBlocks: [UInt8]
  let tags: [TagEntry]
  let attributes: [AttributeEntry]
  let values: [ValueEntry]
  let namespaces: [NamespaceEntry]
  /// The values of EXT_T_0.
  let extensions: [ExtensionEntry]
  /// Slots hold a tag's raw value, or `emptySlot`. The count is a power of two, at most half full.
  let nameIndex: [UInt16]

  /// No tag: token 0 is SWITCH_PAGE on every page.
  static let emptySlot: UInt16 = 0

  init(_ builder: borrowing LanguageBuilder) {
    bytes = builder.bytes
    attributes = builder.attributes
    values = builder.values
    namespaces = builder.namespaces
    extensions = builder.extensions

    var blocks = [UInt8](repeating: 0xFF, count: 256)
    var table: [TagEntry] = []
    for (tag, entry) in builder.tags {
      if blocks[Int(tag.page)] == 0xFF {
        blocks[Int(tag.page)] = UInt8(truncatingIfNeeded: table.count / 64)
        table.append(contentsOf: repeatElement(TagEntry(), count: 64))
      }
      table[Int(blocks[Int(tag.page)]) * 64 + Int(tag.token)] = entry
    }
    pageBlocks = blocks
    tags = table

    var capacity = 16
    while capacity < builder.tags.count * 2 { capacity *= 2 }
    var index = [UInt16](repeating: Self.emptySlot, count: capacity)
    for (tag, entry) in builder.tags {
      var slot = Int(Self.hash(builder.bytes.span.extracting(entry.range))) & (capacity - 1)
      while index[slot] != Self.emptySlot { slot = (slot + 1) & (capacity - 1) }
      index[slot] = tag.rawValue
    }
    nameIndex = index
  }

  func string(_ range: Range<Int>) -> String { String(utf8: bytes.span.extracting(range)) }

  func tagPageBase(_ page: UInt8) -> Int? {
    let block = pageBlocks[Int(page)]
    return block == 0xFF ? nil : Int(block) * 64
  }

  func entry(of tag: Tag) -> TagEntry? {
    guard let base = tagPageBase(tag.page) else { return nil }
    return tags[base + Int(tag.token & 0x3F)]
  }

  func tag(named name: Span<UInt8>, preferredPage page: UInt8) -> Tag? {
    let mask = nameIndex.count - 1
    var slot = Int(Self.hash(name)) & mask
    var best: Tag?
    while nameIndex[slot] != Self.emptySlot {
      let tag = Tag(rawValue: nameIndex[slot])
      if let entry = entry(of: tag), bytes.span.extracting(entry.range).equals(name) {
        if tag.page == page { return tag }
        if best.map({ tag.page < $0.page }) ?? true { best = tag }
      }
      slot = (slot + 1) & mask
    }
    return best
  }

  func attribute(_ start: AttributeStart) -> AttributeEntry? {
    for entry in attributes where entry.token == start { return entry }
    return nil
  }

  func value(_ value: AttributeValue) -> Range<Int>? {
    for entry in values where entry.token == value { return entry.range }
    return nil
  }

  /// FNV-1a over the name's bytes: names are short, and the tables small.
  static func hash(_ name: Span<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for i in name.indices { hash = (hash ^ UInt32(name[i])) &* 16_777_619 }
    return hash ^ (hash >> 15)
  }
}
