internal import CExpat
internal import WBXML

/// The namespace declarations in force, innermost last. Documents have a handful, so a search is a short walk.
struct NamespaceBindings: ~Copyable {
  /// A binding's place; negative where there is none.
  typealias Index = Int16

  static var none: Index { -1 }
  /// More than any document needs; a bound, because a search walks them all.
  static var limit: Int { 64 }

  struct Binding: BitwiseCopyable {
    /// Where the prefix, then the URI, begins and ends.
    var start: Int
    var middle: Int
    var end: Int
    /// The language for which `page` holds; negative where it has not been asked for yet.
    var language: Int32
    /// The page that the namespace is in that language; negative where it is none.
    var page: Int16
  }

  private var bindings = GrowingBuffer<Binding>()
  private var bytes = GrowingBuffer<UInt8>()
  /// The namespace asked for last, with a NUL after it: most documents declare the same one again and again.
  private var recentURI = GrowingBuffer<UInt8>()
  private var recentLanguage: Int32 = -2
  private var recentPage: Int16 = -1

  var count: Int { bindings.count }

  mutating func removeAll() { removeLast(to: 0) }

  /// Declares a namespace; nil where there are too many.
  mutating func declare(prefix: Span<UInt8>, uri: Span<UInt8>) -> Index? {
    guard bindings.count < Self.limit else { return nil }
    let start = bytes.count
    bytes.append(prefix)
    bytes.append(uri)
    bindings.append(Binding(start: start, middle: start + prefix.count, end: bytes.count, language: -1, page: -1))
    return Index(truncatingIfNeeded: bindings.count - 1)
  }

  /// Ends the declarations of an element.
  @inline(__always)
  mutating func removeLast(to count: Int) {
    guard count < bindings.count else { return }
    bytes.removeAll(after: bindings[count].start)
    bindings.removeAll(after: count)
  }

  /// The innermost binding of a prefix that is not empty.
  func index(ofPrefix prefix: Span<UInt8>) -> Index {
    // SAFE: the buffer does not change while its elements are compared.
    let storage = unsafe bytes.elements
    let bytes = unsafe storage.span
    for index in (0..<bindings.count).reversed()
    where bytes.extracting(bindings[index].start..<bindings[index].middle).equals(prefix) {
      return Index(truncatingIfNeeded: index)
    }
    return Self.none
  }

  /// The code page that a namespace is in a language.
  mutating func page(of index: Index, in language: Language, number: Int) -> UInt8? {
    guard index >= 0 else { return nil }
    var binding = bindings[Int(index)]
    if binding.language != Int32(truncatingIfNeeded: number) {
      binding.language = Int32(truncatingIfNeeded: number)
      // SAFE: as above.
      let storage = unsafe bytes.elements
      binding.page = unsafe ask(language, binding.language, storage.span.extracting(binding.middle..<binding.end))
      bindings[Int(index)] = binding
    }
    return UInt8(exactly: binding.page)
  }

  private mutating func ask(_ language: Language, _ number: Int32, _ uri: Span<UInt8>) -> Int16 {
    // SAFE: as above.
    let storage = unsafe recentURI.elements
    if unsafe recentLanguage == number && storage.span.extracting(droppingLast: 1).equals(uri) { return recentPage }
    recentPage = language.page(ofNamespace: uri).map { Int16($0) } ?? -1
    recentLanguage = number
    recentURI.removeAll()
    recentURI.append(uri)
    recentURI.append(0)
    return recentPage
  }

  /// The code page that a namespace is in a language, if it is the one asked for last.
  @inline(__always)
  func recentPage(of uri: UnsafePointer<CChar>, in language: Int32) -> UInt8? {
    guard recentLanguage == language, recentPage >= 0, !recentURI.isEmpty else { return nil }
    // SAFE: both strings end with NUL, and no namespace holds one: XML has no such character.
    let storage = unsafe UnsafeRawPointer(recentURI.base).assumingMemoryBound(to: CChar.self)
    return unsafe strcmp(uri, storage) == 0 ? UInt8(truncatingIfNeeded: recentPage) : nil
  }

  /// Declares the namespace asked for last as the default one; nil where there are too many.
  @inline(__always)
  mutating func declareRecent() -> Index? {
    guard bindings.count < Self.limit else { return nil }
    let start = bytes.count
    // SAFE: as above.
    let storage = unsafe recentURI.elements
    unsafe bytes.append(storage.span.extracting(droppingLast: 1))
    bindings.append(
      Binding(start: start, middle: start, end: bytes.count, language: recentLanguage, page: recentPage))
    return Index(truncatingIfNeeded: bindings.count - 1)
  }

  func withURI<R>(of index: Index, _ body: (Span<UInt8>) -> R) -> R {
    guard index >= 0 else { return body(Span<UInt8>()) }
    // SAFE: as above; the closure cannot change the bindings.
    let storage = unsafe bytes.elements
    let binding = bindings[Int(index)]
    return unsafe body(storage.span.extracting(binding.middle..<binding.end))
  }
}
