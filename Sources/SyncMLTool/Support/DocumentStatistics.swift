import WBXML

/// What a WBXML document consists of, counted from the rows of an inspection that keep all bytes.
///
/// Documents inside opaque data are not looked into: their bytes are opaque data here.
struct DocumentStatistics: Encodable {
  struct Kind: Encodable {
    var kind: String
    var count = 0
    var bytes = 0
  }

  struct TagCount: Encodable {
    var page: UInt8
    var token: UInt8
    var name: String
    var count: Int
  }

  struct StringTable: Encodable {
    var bytes = 0
    var entries = 0
    var references = 0
    var unusedEntries = 0
    var unusedBytes = 0
  }

  struct InlineStrings: Encodable {
    var count = 0
    /// Texts that stand inline more than once, and how often they do after the first time.
    var repeatedTexts = 0
    var repeats = 0
    /// Texts that were not compared with others, because they are long or because there are too many.
    var notCompared = 0
    /// What the document would be shorter if whole texts that pay for it stood in the string table.
    var savedBytesByTable = 0
  }

  let file: String
  private(set) var bytes = 0
  private(set) var depth = 0
  private(set) var elements = 0
  private(set) var attributes = 0
  /// Bytes of STR_I without token and terminator.
  private(set) var textBytes = 0
  /// Bytes of OPAQUE without token and length.
  private(set) var opaqueBytes = 0
  private(set) var tokens: [Kind] = []
  private(set) var tags: [TagCount] = []
  private(set) var stringTable = StringTable()
  private(set) var inlineStrings = InlineStrings()

  private enum CodingKeys: String, CodingKey {
    case file, bytes, depth, elements, attributes, textBytes, opaqueBytes, tokens, tags, stringTable, inlineStrings
  }

  private struct Entry {
    var start: Int
    /// Its bytes, with the terminator.
    var length: Int
    var text: [UInt8]
    var references = 0
  }

  private var end = 0
  private var isInAttributes = false
  private var tagPage: UInt8 = 0
  private var kinds: [String: Kind] = [:]
  private var tagCounts: [Tag: (count: Int, name: String)] = [:]
  private var entries: [Entry] = []
  private var inline: [[UInt8]: Int] = [:]

  init(file: String) { self.file = file }

  /// How many bytes of a text are looked at: a longer one is not compared with others.
  static let longestText = 64 << 10
  /// How many bytes of different texts are kept to compare others with.
  private static let keptTextBytes = 16 << 20
  private var keptBytes = 0

  mutating func add(_ row: InspectionRow) {
    // The rows of a document inside opaque data lie within the row of the data.
    guard row.offset >= end else { return }
    end = row.offset + row.byteCount
    bytes = end
    let name = row.kind == .tag || row.kind == .attribute || row.kind == .value ? row.kind.rawValue : row.token
    let label = row.kind == .header ? "header" : row.kind == .string ? "string table" : name
    kinds[label, default: Kind(kind: label)].count += 1
    kinds[label, default: Kind(kind: label)].bytes += row.byteCount
    switch row.kind {
    case .header where row.token == "public id index": refer(row.bytes, from: 0)
    case .string: addEntry(row)
    case .tag: addTag(row)
    case .attribute:
      attributes += 1
      if row.bytes.first == GlobalToken.literal { refer(row.bytes, from: 1) }
    case .instruction: isInAttributes = true
    case .end: isInAttributes = false
    case .page: if !isInAttributes, row.bytes.count > 1 { tagPage = row.bytes[1] }
    case .text: addText(row)
    case .extension where row.bytes.first.map({ $0 & 0xC0 == 0x80 }) == true: refer(row.bytes, from: 1)
    case .opaque: opaqueBytes += Self.number(row.bytes, from: 1).map { Int($0.value) } ?? 0
    default: break
    }
  }

  private mutating func addEntry(_ row: InspectionRow) {
    let start = entries.last.map { $0.start + $0.length } ?? 0
    let isTerminated = row.bytes.last == 0 && row.bytes.count == row.byteCount
    entries.append(Entry(start: start, length: row.byteCount, text: isTerminated ? row.bytes.dropLast() : row.bytes))
    stringTable.bytes += row.byteCount
  }

  private mutating func addTag(_ row: InspectionRow) {
    elements += 1
    depth = max(depth, row.depth + 1)
    guard let byte = row.bytes.first else { return }
    isInAttributes = byte & 0x80 != 0
    if byte & 0x3F == GlobalToken.literal {
      refer(row.bytes, from: 1)
    } else {
      var name = row.meaning
      if name.hasPrefix("<"), let close = name.firstIndex(where: { $0 == ">" || $0 == "/" }) {
        name = String(name[..<close].dropFirst())
      }
      tagCounts[Tag(page: tagPage, token: byte & 0x3F), default: (0, name)].count += 1
    }
  }

  private mutating func addText(_ row: InspectionRow) {
    switch row.bytes.first {
    case GlobalToken.strI:
      textBytes += row.byteCount - 2
      inlineStrings.count += 1
      countInline(row)
    case GlobalToken.strT: refer(row.bytes, from: 1)
    default: break
    }
  }

  private mutating func countInline(_ row: InspectionRow) {
    guard row.byteCount == row.bytes.count else {
      inlineStrings.notCompared += 1
      return
    }
    let text = Array(row.bytes.dropFirst().dropLast())
    if let count = inline[text] {
      inline[text] = count + 1
    } else if keptBytes < Self.keptTextBytes {
      // What the dictionary needs for a text is counted, too.
      keptBytes += text.count + 64
      inline[text] = 1
    } else {
      inlineStrings.notCompared += 1
    }
  }

  /// Counts a reference to the entry in which an index lies: encoders may refer to the end of a string.
  private mutating func refer(_ bytes: [UInt8], from start: Int) {
    stringTable.references += 1
    guard let number = Self.number(bytes, from: start) else { return }
    if entries.isEmpty { headerReference = Int(number.value) } else { count(referenceTo: Int(number.value)) }
  }

  /// The index that the header refers to: it stands before the string table.
  private var headerReference: Int?

  private mutating func count(referenceTo index: Int) {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].start <= index { low = middle + 1 } else { high = middle }
    }
    if low > 0 { entries[low - 1].references += 1 }
  }

  private static func number(_ bytes: [UInt8], from start: Int) -> (value: UInt32, count: Int)? {
    var value: UInt32 = 0
    for (index, byte) in bytes.dropFirst(start).prefix(5).enumerated() {
      value = value << 7 | UInt32(byte & 0x7F)
      if byte < 0x80 { return (value, index + 1) }
    }
    return nil
  }

  private static func multiByteLength(_ value: Int) -> Int {
    value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5
  }

  /// Draws the conclusions, after the last row.
  mutating func finish() {
    if let headerReference { count(referenceTo: headerReference) }
    stringTable.entries = entries.count
    for entry in entries where entry.references == 0 {
      stringTable.unusedEntries += 1
      stringTable.unusedBytes += entry.length
    }
    tokens = kinds.values.sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
    tags = tagCounts.map { TagCount(page: $0.page, token: $0.token, name: $1.name, count: $1.count) }
      .sorted { ($0.page, $1.count, $0.token) < ($1.page, $0.count, $1.token) }
    countRepeats()
  }

  /// Puts each repeated text into the string table where it pays, the one that saves most first.
  private mutating func countRepeats() {
    let repeated = inline.filter { $0.value > 1 }
    inlineStrings.repeatedTexts = repeated.count
    inlineStrings.repeats = repeated.values.reduce(0) { $0 + $1 - 1 }
    var known: [[UInt8]: Int] = [:]
    for entry in entries where entry.length == entry.text.count + 1 && known[entry.text] == nil {
      known[entry.text] = entry.start
    }
    var size = stringTable.bytes
    let order = inline.filter { $0.value > 1 || known[$0.key] != nil }.sorted {
      let (a, b) = ($0.key.count * $0.value, $1.key.count * $1.value)
      return a == b ? $0.key.lexicographicallyPrecedes($1.key) : a > b
    }
    var saved = 0
    for (text, count) in order {
      let index = known[text] ?? size
      let added = known[text] == nil ? text.count + 1 : 0
      let gain = count * (text.count + 2) - count * (1 + Self.multiByteLength(index)) - added
      guard gain > 0 else { continue }
      saved += gain
      size += added
    }
    let growth = Self.multiByteLength(size) - Self.multiByteLength(stringTable.bytes)
    inlineStrings.savedBytesByTable = max(0, saved - growth)
  }

  var text: String {
    var text = """
      \(file): \(bytes) bytes, \(elements) elements, \(attributes) attributes, depth \(depth)
      text \(textBytes) bytes, opaque data \(opaqueBytes) bytes
      string table: \(stringTable.bytes) bytes, \(stringTable.entries) entries, \(stringTable.references) references, \
      \(stringTable.unusedEntries) unused (\(stringTable.unusedBytes) bytes)
      inline strings: \(inlineStrings.count), of which \(inlineStrings.repeats) repeat one of \
      \(inlineStrings.repeatedTexts) texts; a string table would save \(inlineStrings.savedBytesByTable) bytes\
      \(inlineStrings.notCompared > 0 ? "; \(inlineStrings.notCompared) were not compared" : "")


      """
    var table = TextTable(["tokens", "count", "bytes"], rightAligned: [1, 2])
    for kind in tokens { table.append([kind.kind, "\(kind.count)", "\(kind.bytes)"]) }
    text += table.text + "\n"
    var tagTable = TextTable(["page", "tag", "name", "count"], rightAligned: [0, 3])
    for tag in tags {
      let token = String(tag.token, radix: 16, uppercase: true)
      tagTable.append(["\(tag.page)", token.count < 2 ? "0" + token : token, tag.name, "\(tag.count)"])
    }
    return text + tagTable.text
  }
}
