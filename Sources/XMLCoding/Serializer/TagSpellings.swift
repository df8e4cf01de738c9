internal import Synchronization
internal import WBXML

/// The start and end tags of a language, spelled out once: writing a tag is two vector moves.
///
/// A language's spellings are made at its first use and kept for all serializers.
@safe
final class TagSpellings {
  /// A tag's spellings; names of more than ``maximalName`` bytes have none.
  struct Entry: BitwiseCopyable {
    /// `<Name`
    var start = ShortName()
    /// `</Name>`
    var end = ShortName()
    var space = SpaceRule.keep
  }

  static var maximalName: Int { 29 }

  let language: Language
  // SAFE, for both: allocated and filled in `init`, only read afterwards, freed in `deinit`.
  /// Which block of entries a page has; negative where it has none.
  private let pages: UnsafeMutablePointer<Int16>
  /// Blocks of 64 entries, by token.
  private let entries: UnsafeMutablePointer<Entry>
  /// The declarations of the pages' namespaces, such as ` xmlns="syncml:metinf"`, by block.
  private let declarations: [[UInt8]]

  private init(_ language: Language) {
    self.language = language
    unsafe pages = .allocate(capacity: 256)
    unsafe pages.initialize(repeating: -1, count: 256)
    var blocks: Int16 = 0
    var declarations: [[UInt8]] = []
    for page in UInt8.min...UInt8.max {
      let declaration = Self.declaration(ofPage: page, in: language)
      if declaration.isEmpty, language.definedTags(onPage: page) == 0 { continue }
      unsafe pages[Int(page)] = blocks
      blocks += 1
      declarations.append(declaration)
    }
    self.declarations = declarations
    unsafe entries = .allocate(capacity: Int(blocks) * 64)
    unsafe entries.initialize(repeating: Entry(), count: Int(blocks) * 64)
    for page in UInt8.min...UInt8.max {
      let tokens = language.definedTags(onPage: page)
      let block = unsafe Int(pages[Int(page)])
      for token in 0..<UInt8(64) where tokens & 1 << UInt64(token) != 0 {
        if let entry = Self.entry(of: Tag(page: page, token: token), in: language) {
          unsafe entries[block * 64 + Int(token)] = entry
        }
      }
    }
  }

  deinit {
    unsafe pages.deallocate()
    unsafe entries.deallocate()
  }

  private static func entry(of tag: Tag, in language: Language) -> Entry? {
    let entry: Entry?? = language.withName(of: tag) { name in
      guard name.count <= maximalName else { return nil }
      var text = [UInt8(ascii: "<"), UInt8(ascii: "/")]
      text.append(name)
      text.append(UInt8(ascii: ">"))
      guard let end = ShortName(text.span) else { return nil }
      text.remove(at: 1)
      text.removeLast()
      guard let start = ShortName(text.span) else { return nil }
      return Entry(start: start, end: end, space: SpaceRule(language.content(of: tag)))
    }
    return entry ?? nil
  }

  /// The spellings of a tag; nil where the language does not know it or its name is long.
  @inline(__always)
  func find(_ tag: Tag) -> UnsafePointer<Entry>? {
    let block = unsafe Int(pages[Int(tag.page)])
    // SAFE: a page's block has an entry for each token of six bits, and tokens with more bits are refused here.
    guard block >= 0, tag.token < 64 else { return nil }
    let entry = unsafe entries + (block &* 64 &+ Int(tag.token))
    return unsafe entry.pointee.start.count > 0 ? unsafe UnsafePointer(entry) : nil
  }

  /// The declaration of a page's namespace, with a blank before it; nil where the page has no namespace.
  func declaration(ofPage page: UInt8) -> [UInt8]? {
    let block = unsafe Int(pages[Int(page)])
    guard block >= 0, !declarations[block].isEmpty else { return nil }
    return declarations[block]
  }

  private static func declaration(ofPage page: UInt8, in language: Language) -> [UInt8] {
    guard let namespace = language.namespace(ofPage: page) else { return [] }
    var text = GrowingBuffer<UInt8>()
    text.append(" xmlns=\"")
    let bytes = Array(namespace.utf8)
    text.appendEscaped(bytes.span, .attribute)
    text.append(UInt8(ascii: "\""))
    return unsafe Array(text.elements)
  }

  // MARK: One for all

  /// More languages than the registered ones and a handful of a caller's own: what comes after them is not kept, so that
  /// a program that makes languages without end does not fill memory.
  private static let limit = 64
  private static let kept = Mutex<[ObjectIdentifier: TagSpellings]>([:])

  static func of(_ language: Language) -> TagSpellings {
    kept.withLock { kept in
      if let spellings = kept[ObjectIdentifier(language)] { return spellings }
      let spellings = TagSpellings(language)
      // It holds the language, whose identifier therefore is not given to another one.
      if kept.count < limit { kept[ObjectIdentifier(language)] = spellings }
      return spellings
    }
  }
}

// Nothing changes after `init`.
extension TagSpellings: @unchecked Sendable {}
