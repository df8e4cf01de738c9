internal import WBXML

/// Remembers the tags of names already met, so that a name's tag is found with one comparison of 16 bytes.
///
/// Each name has two places; where both are taken, a new one drives one of them out. Names longer than 16 bytes, and names
/// that no table knows, are not kept.
struct TagCache: ~Copyable {
  /// How a name without prefix is looked up: in which language, and on which page first.
  struct Context: Equatable, BitwiseCopyable {
    var rawValue: UInt32

    /// - Parameter isNamespace: whether the page is that of the default namespace, which must not be passed over for
    ///   another page as long as the language or its successor has the name on it.
    init(language: Int, page: UInt8, isNamespace: Bool) {
      rawValue = UInt32(truncatingIfNeeded: language + 1) << 16 | (isNamespace ? 0x100 : 0) | UInt32(page)
    }

    var page: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
    /// The number of the language; negative where there is none.
    var language: Int32 { Int32(truncatingIfNeeded: rawValue >> 16) - 1 }
    var isNamespace: Bool { rawValue & 0x100 != 0 }

    /// The context inside an element that declares no namespace: a namespace stays in force, without one the
    /// element's own page comes first.
    func inside(_ tag: Tag) -> Context {
      isNamespace ? self : Context(rawValue: rawValue & ~0xFF | UInt32(tag.page))
    }

    /// The context inside an element of another page than the namespace's, which its writer has left out: its children
    /// are of that page too.
    func outside(_ tag: Tag) -> Context { Context(rawValue: rawValue & 0xFFFF_0000 | UInt32(tag.page)) }

    /// The context under the namespace of a page.
    func inNamespace(ofPage page: UInt8) -> Context {
      Context(rawValue: rawValue & 0xFFFF_0000 | 0x100 | UInt32(page))
    }

    private init(rawValue: UInt32) { self.rawValue = rawValue }
  }

  /// A name's bytes, padded with zeros.
  struct Key: Equatable, BitwiseCopyable {
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  struct Entry: BitwiseCopyable {
    var key = Key()
    /// 0 where the place is free.
    var context: UInt32 = 0
    var tag = Tag(rawValue: 0)
    var space = SpaceRule.keep
    /// Whether the tag is of a page that has another namespace than the context's.
    var leavesNamespace = false
  }

  private static var bits: UInt64 { 8 }
  private var entries = GrowingBuffer<Entry>(capacity: 1 << TagCache.bits)
  private var turn = false
  /// The languages met, by number.
  private var languages: [Language] = []

  /// How many languages have been met.
  var languageCount: Int { languages.count }

  init() {
    for _ in 0..<1 << Self.bits { entries.append(Entry()) }
  }

  /// The number that stands for a language in a context.
  mutating func number(of language: Language) -> Int {
    if let index = languages.firstIndex(where: { $0 === language }) { return index }
    languages.append(language)
    return languages.count - 1
  }

  @inline(__always)
  private func slot(_ key: Key, _ context: Context) -> Int {
    var hash = (key.low ^ UInt64(context.rawValue)) &* 0x9E37_79B9_7F4A_7C15
    hash ^= key.high &* 0xC2B2_AE3D_27D4_EB4F
    return Int(truncatingIfNeeded: hash &>> (64 &- Self.bits))
  }

  @inline(__always)
  func find(_ key: Key, _ context: Context) -> Entry? {
    let slot = slot(key, context)
    let first = entries[slot]
    if first.key == key, first.context == context.rawValue { return first }
    let second = entries[slot ^ 1]
    return second.key == key && second.context == context.rawValue ? second : nil
  }

  mutating func insert(
    _ key: Key, _ context: Context, _ tag: Tag, _ space: SpaceRule, leavesNamespace: Bool
  ) {
    var slot = slot(key, context)
    if entries[slot].context != 0 {
      // The other place, or where that is taken too, either of them by turns.
      if entries[slot ^ 1].context == 0 || turn { slot ^= 1 }
      turn.toggle()
    }
    entries[slot] = Entry(
      key: key, context: context.rawValue, tag: tag, space: space, leavesNamespace: leavesNamespace)
  }
}

extension TagCache.Key {
  /// The key of a C string; nil where the name is too long for one or has a prefix.
  @inline(__always)
  init?(_ name: UnsafePointer<CChar>) {
    // SAFE: the string ends with NUL, and no byte after it is read.
    var index = 0
    while true {
      let byte = unsafe UInt64(UInt8(bitPattern: name[index]))
      if byte == 0 { return }
      if byte == UInt64(UInt8(ascii: ":")) { return nil }
      low |= byte &<< UInt64(truncatingIfNeeded: index &* 8)
      index &+= 1
      if index == 8 { break }
    }
    while true {
      let byte = unsafe UInt64(UInt8(bitPattern: name[index]))
      if byte == 0 { return }
      if byte == UInt64(UInt8(ascii: ":")) || index == 16 { return nil }
      high |= byte &<< UInt64(truncatingIfNeeded: (index &- 8) &* 8)
      index &+= 1
    }
  }

  /// The key of a name; nil where the name is too long for one.
  init?(_ name: Span<UInt8>) {
    guard name.count <= 16 else { return nil }
    for i in 0..<min(8, name.count) { low |= UInt64(name[i]) << UInt64(8 * i) }
    for i in min(8, name.count)..<name.count { high |= UInt64(name[i]) << UInt64(8 * (i - 8)) }
  }
}
