/// The token tables of one document type: which number stands for which name, in which code page.
///
/// A value of this class is immutable and shared. The registered languages are static members (`Language.syncML12`);
/// each is built at its first use from the generated tables.
public final class Language: Sendable {
  /// The short name by which tools and files call the language, such as `syncml12`.
  public let name: String
  /// The numeric public identifier of WBXML headers; 1 (unknown) where none is registered.
  public let publicIdentifier: UInt32
  /// The formal public identifier of the DOCTYPE, such as `-//SYNCML//DTD SyncML 1.2//EN`; may be empty.
  public let formalPublicIdentifier: String
  /// The system identifier of the DOCTYPE; may be empty.
  public let systemIdentifier: String
  /// The name of the root element.
  public let rootElement: String
  /// The language that adds to this one and keeps its numbers (SyncML 1.2 after 1.1), asked for what this one lacks:
  /// devices send elements of a later version under an earlier public identifier.
  public let successor: Language?

  /// What the document type makes of the extension tokens (EXT_n, EXT_I_n, EXT_T_n).
  public let extensionMeaning: ExtensionMeaning
  /// Whether the document type gives the extension tokens a meaning.
  @inlinable public var definesExtensions: Bool { extensionMeaning != .none }

  let storage: LanguageStorage
  /// The defined tags of each of the 256 pages, this language's and its successor's: asked for at every page switch.
  private let tagMasks: [UInt64]
  /// The same of attribute tokens, starts and values: four words a page, up to the last page that has any.
  private let attributeMasks: [UInt64]

  convenience init(_ builder: consuming LanguageBuilder) {
    let successor = builder.successorName.isEmpty ? nil : Language.builtIn(named: builder.successorName)
    self.init(builder, successor: successor)
  }

  init(_ builder: consuming LanguageBuilder, successor: Language?) {
    name = builder.name
    publicIdentifier = builder.publicIdentifier
    formalPublicIdentifier = builder.formalPublicIdentifier
    systemIdentifier = builder.systemIdentifier
    rootElement = builder.rootElement
    self.successor = successor
    extensionMeaning = builder.extensionMeaning
    storage = LanguageStorage(builder)
    var masks = successor?.tagMasks ?? [UInt64](repeating: 0, count: 256)
    for (tag, _) in builder.tags { masks[Int(tag.page)] |= 1 << UInt64(tag.token) }
    tagMasks = masks
    var attributeMasks = successor?.attributeMasks ?? []
    for entry in builder.attributes { Self.insert(entry.token.page, entry.token.token, into: &attributeMasks) }
    for entry in builder.values { Self.insert(entry.token.page, entry.token.token, into: &attributeMasks) }
    self.attributeMasks = attributeMasks
  }

  private static func insert(_ page: UInt8, _ token: UInt8, into masks: inout [UInt64]) {
    let index = Int(page) * 4 + Int(token >> 6)
    while masks.count <= index { masks.append(0) }
    masks[index] |= 1 << UInt64(token & 0x3F)
  }

  /// Builds a registered language from its generated table, which the generator has checked.
  convenience init(builtIn table: StaticString) {
    var builder = LanguageBuilder()
    // SAFE: a StaticString's storage lives as long as the process, and the span does not outlive the closure.
    table.withUTF8Buffer { buffer in
      unsafe builder.parse(buffer.span)
    }
    self.init(builder)
  }
}

extension Language: Hashable {
  public static func == (a: Language, b: Language) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

// MARK: - From numbers to names

extension Language {
  /// All names, one after the other, in UTF-8. Ranges handed out by this class index it.
  public var nameBytes: [UInt8] { storage.bytes }

  /// The tokens of a tag code page that have a name, as a bit set: bit n is token n.
  public func definedTags(onPage page: UInt8) -> UInt64 { tagMasks[Int(page)] }

  /// Whether this language or its successor has a tag.
  public func defines(_ tag: Tag) -> Bool { definedTags(onPage: tag.page) >> UInt64(tag.token & 0x3F) & 1 != 0 }

  /// Whether this language or its successor has an attribute start.
  public func defines(_ start: AttributeStart) -> Bool { definesAttributeToken(start.token, onPage: start.page) }

  /// Whether this language or its successor has an attribute value.
  public func defines(_ value: AttributeValue) -> Bool { definesAttributeToken(value.token, onPage: value.page) }

  /// Starts and values share their code pages' numbers: the token's highest bit tells which it is.
  @usableFromInline
  func definesAttributeToken(_ token: UInt8, onPage page: UInt8) -> Bool {
    let index = Int(page) * 4 + Int(token >> 6)
    return index < attributeMasks.count && attributeMasks[index] >> UInt64(token & 0x3F) & 1 != 0
  }

  /// A tag's name in UTF-8, or nil where neither this language nor its successor knows the tag.
  public func withName<R>(of tag: Tag, _ body: (Span<UInt8>) -> R) -> R? {
    guard let entry = storage.entry(of: tag), entry.isDefined else {
      return successor?.withName(of: tag, body)
    }
    let bytes = storage.bytes
    return body(bytes.span.extracting(entry.range))
  }

  /// A tag's name, or nil where neither this language nor its successor knows the tag.
  public func name(of tag: Tag) -> String? {
    withName(of: tag) { String(utf8: $0) }
  }

  /// The content that the document type gives a tag.
  public func content(of tag: Tag) -> ContentKind {
    guard let entry = storage.entry(of: tag), entry.isDefined else {
      return successor?.content(of: tag) ?? .any
    }
    return entry.content
  }

  /// The name of an attribute token, and the beginning of the value that the token carries.
  public func attribute(_ start: AttributeStart) -> (name: String, prefix: String)? {
    guard let entry = storage.attribute(start) else { return successor?.attribute(start) }
    return (storage.string(entry.name), storage.string(entry.prefix))
  }

  /// The text that an attribute value token stands for.
  public func text(of value: AttributeValue) -> String? {
    guard let range = storage.value(value) else { return successor?.text(of: value) }
    return storage.string(range)
  }

  /// The content that the document type gives an attribute's value.
  public func content(of start: AttributeStart) -> ContentKind {
    guard let entry = storage.attribute(start) else { return successor?.content(of: start) ?? .any }
    return entry.content
  }

  /// The text that an integer of EXT_T_0 stands for, in a language that has a table of them.
  public func text(ofExtension value: UInt32) -> String? {
    for entry in storage.extensions where entry.value == value { return storage.string(entry.range) }
    return nil
  }

  /// The integer of EXT_T_0 that stands for a whole text; the first of several.
  public func extensionValue(of text: Span<UInt8>) -> UInt32? {
    let bytes = storage.bytes
    for entry in storage.extensions where bytes.span.extracting(entry.range).equals(text) { return entry.value }
    return nil
  }

  /// The namespace that a tag code page has in XML text, or nil.
  public func namespace(ofPage page: UInt8) -> String? {
    for entry in storage.namespaces where entry.page == page {
      return storage.string(entry.range)
    }
    return successor?.namespace(ofPage: page)
  }
}

// MARK: - From identifiers

extension Language {
  /// The one of some languages that has a numeric public identifier; 0 and 1 are nobody's.
  package static func first(in languages: [Language], publicIdentifier: UInt32) -> Language? {
    publicIdentifier > 1 ? languages.first { $0.publicIdentifier == publicIdentifier } : nil
  }

  /// The one of some languages that has a formal public identifier.
  package static func first(in languages: [Language], formalPublicIdentifier text: Span<UInt8>) -> Language? {
    if text.isEmpty { return nil }
    for language in languages {
      let identifier = Array(language.formalPublicIdentifier.utf8)
      if identifier.span.equals(text) { return language }
    }
    return nil
  }

  /// The language of the SyncML family whose formal public identifier a text is, but for its letter case.
  @usableFromInline
  static func family(formalPublicIdentifierIgnoringCase text: Span<UInt8>) -> Language? {
    let family: [Language] = [
      .syncML12, .devInf12, .dmDDF12, .metInf12, .syncML11, .devInf11, .metInf11, .syncML10, .devInf10,
    ]
    return family.first { Array($0.formalPublicIdentifier.utf8).span.equalsIgnoringASCIICase(text) }
  }
}

// MARK: - From names to numbers

extension Language {
  /// The tag of a name. A name may stand on several pages: `page` is preferred, then the lowest page.
  public func tag(named name: Span<UInt8>, preferredPage page: UInt8) -> Tag? {
    storage.tag(named: name, preferredPage: page) ?? successor?.tag(named: name, preferredPage: page)
  }

  /// The tag of a name on exactly one page.
  public func tag(named name: Span<UInt8>, onPage page: UInt8) -> Tag? {
    if let tag = storage.tag(named: name, preferredPage: page), tag.page == page { return tag }
    return successor?.tag(named: name, onPage: page)
  }

  /// The code page of an XML namespace. Compared without regard to case: peers disagree about it.
  public func page(ofNamespace namespace: Span<UInt8>) -> UInt8? {
    let bytes = storage.bytes
    for entry in storage.namespaces {
      if bytes.span.extracting(entry.range).equalsIgnoringASCIICase(namespace) { return entry.page }
    }
    return successor?.page(ofNamespace: namespace)
  }

  /// The attribute token that covers a name and as much of its value as possible, with the count of value bytes covered.
  public func attributeStart(named name: Span<UInt8>, value: Span<UInt8>) -> (start: AttributeStart, covered: Int)? {
    let bytes = storage.bytes
    var best: (start: AttributeStart, covered: Int)?
    for entry in storage.attributes where bytes.span.extracting(entry.name).equals(name) {
      let covered = entry.prefix.count
      if covered > (best?.covered ?? -1), value.hasPrefix(bytes.span.extracting(entry.prefix)) {
        best = (entry.token, covered)
      }
    }
    return best
  }

  /// The longest value token at the beginning of a text, with the count of bytes it covers.
  public func attributeValue(prefixOf text: Span<UInt8>) -> (value: AttributeValue, covered: Int)? {
    let bytes = storage.bytes
    var best: (value: AttributeValue, covered: Int)?
    for entry in storage.values where entry.range.count > (best?.covered ?? 0) {
      if text.hasPrefix(bytes.span.extracting(entry.range)) { best = (entry.token, entry.range.count) }
    }
    return best
  }

  /// Whether the language has any attribute value tokens: an encoder need not search where there are none.
  public var hasAttributeValues: Bool { !storage.values.isEmpty }
}
