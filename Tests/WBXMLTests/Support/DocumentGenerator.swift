import WBXML

/// Makes documents that are well-formed and written in every way but the usual one, the same ones for the same seed.
struct DocumentGenerator {
  private var state: UInt64
  private var output: [UInt8] = []
  private var version: UInt8 = 3
  private var charset: UInt32 = 106
  private var table: [UInt8] = []
  /// Where strings of the table begin.
  private var entries: [Int] = []
  private var budget = 0

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// SplitMix64.
  mutating func random(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  mutating func document(level: Int = 0) -> [UInt8] {
    output = []
    version = UInt8(random(4))
    charset = version == 0 ? 106 : [106, 106, 3, 0, 4, 1000, 1013, 1014, 1015][random(9)]
    makeTable()
    output.append(version)
    if random(3) == 0, !entries.isEmpty {
      integer(0)
      integer(UInt32(entries[random(entries.count)]))
    } else {
      integer([1, 0x1201, 0xFD3, 4, 0x10, 0x7777][random(6)])
    }
    if version > 0 { integer(charset) }
    integer(UInt32(table.count))
    output += table
    budget = 60
    if random(8) == 0 { instruction() }
    element(depth: 0, level)
    if random(8) == 0 { instruction() }
    if random(8) == 0 { output += [0x6D, 0x00, UInt8(random(256))] }
    return output
  }

  private mutating func makeTable() {
    table = []
    entries = []
    for _ in 0..<random(4) {
      entries.append(table.count)
      table += string()
    }
    let isShort = charset == 106 || charset == 4
    if random(6) == 0, isShort, !table.isEmpty { table.removeLast() }
  }

  private var isWide: Bool { charset >= 1000 }

  /// A string in the charset, with its terminator, and sometimes a byte order mark.
  private mutating func string(mayBeEmpty: Bool = false) -> [UInt8] {
    var characters = ["a", "Hello", "x-y", "0", "long text, longer than eight bytes"][random(5)]
    if mayBeEmpty, random(5) == 0 { characters = "" }
    if random(3) == 0 {
      switch charset {
      case 4: characters += "é"
      case 3: break
      default: characters += ["é", "€", isWide && charset == 1000 ? "ж" : "😀"][random(3)]
      }
    }
    switch charset {
    case 4: return characters.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } + [0]
    case 1000...:
      var isBigEndian = charset != 1014
      var units = Array(characters.utf16)
      switch random(6) {
      case 0: units.insert(0xFEFF, at: 0)
      case 1:
        isBigEndian.toggle()
        units.insert(0xFEFF, at: 0)
      default: break
      }
      return units.flatMap { unit in
        isBigEndian
          ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      } + [0, 0]
    default: return Array(characters.utf8) + [0]
    }
  }

  private mutating func integer(_ value: UInt32) {
    var bytes = [UInt8(value & 0x7F)]
    var rest = value >> 7
    while rest > 0 {
      bytes.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
      rest >>= 7
    }
    if random(5) == 0 {
      for _ in 0..<random(6 - bytes.count) { bytes.insert(0x80, at: 0) }
    }
    output += bytes
  }

  private mutating func pageSwitches() {
    while random(6) == 0 { output += [0x00, UInt8(random(3))] }
  }

  private mutating func element(depth: Int, _ level: Int) {
    budget -= 1
    pageSwitches()
    let hasAttributes = random(4) == 0
    let hasContent = depth < 8 && random(3) > 0
    let bits: UInt8 = (hasAttributes ? 0x80 : 0) | (hasContent ? 0x40 : 0)
    if random(6) == 0, let name = nonEmptyEntry {
      output.append(0x04 | bits)
      integer(UInt32(name))
    } else {
      output.append(UInt8(5 + random(0x3B)) | bits)
    }
    if hasAttributes {
      for _ in 0...random(3) { attribute() }
      pageSwitches()
      output.append(0x01)
    }
    guard hasContent else { return }
    for _ in 0..<random(5) where budget > 0 {
      switch random(8) {
      case 0...2: element(depth: depth + 1, level)
      case 3: instruction()
      default:
        pageSwitches()
        piece(level)
      }
    }
    pageSwitches()
    output.append(0x01)
  }

  private var nonEmptyEntry: Int? {
    mutating get { entries.isEmpty || table.isEmpty ? nil : entries[random(entries.count)] }
  }

  private mutating func attribute() {
    pageSwitches()
    if random(5) == 0, let name = nonEmptyEntry {
      output.append(0x04)
      integer(UInt32(name))
    } else {
      output.append([0x05, 0x3F, 0x45, 0x7F][random(4)])
    }
    for _ in 0..<random(4) {
      pageSwitches()
      if random(4) == 0 { output.append([0x85, 0xBF, 0xC5, 0xFF][random(4)]) } else { piece(4) }
    }
  }

  private mutating func instruction() {
    budget -= 1
    pageSwitches()
    output.append(0x43)
    attribute()
    pageSwitches()
    output.append(0x01)
  }

  /// Text, an entity, opaque data or an extension.
  private mutating func piece(_ level: Int) {
    switch random(8) {
    case 0...2:
      output.append(0x03)
      output += string(mayBeEmpty: true)
    case 3 where !entries.isEmpty:
      output.append(0x83)
      integer(UInt32(entries[random(entries.count)]))
    case 4:
      output.append(0x02)
      integer([0x41, 0xE9, 0x20AC, 0x1F600][random(4)])
    case 5:
      output.append(0xC3)
      var bytes = (0..<random(20)).map { UInt8($0 * 37 & 0xFF) }
      if level < 2, random(3) == 0 {
        var inner = DocumentGenerator(seed: UInt64(random(1 << 30)))
        bytes = inner.document(level: level + 1)
      }
      integer(UInt32(bytes.count))
      output += bytes
    case 6:
      output.append(UInt8(0x40 + random(3)))
      output += string(mayBeEmpty: true)
    case 7:
      output.append(UInt8(0xC0 + random(3)))
    default:
      guard !entries.isEmpty else { return }
      output.append(UInt8(0x80 + random(3)))
      integer(UInt32(entries[random(entries.count)]))
    }
  }
}
