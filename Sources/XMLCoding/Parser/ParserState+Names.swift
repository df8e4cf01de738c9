internal import WBXML

/// From names to tags, and which language they are in.
extension ParserState {
  /// What an element's name stands for.
  struct Resolution {
    /// The tag; nil where the name has to be spelled out.
    var tag: Tag?
    var space = SpaceRule.dropNextToElements
    /// The language of the document that begins with the element inside another one.
    var embedded: Language?
    /// Whether the tag is of a page that has another namespace than the one in force.
    var leavesNamespace = false
  }

  /// How names without prefix are looked up under a default namespace.
  mutating func context(_ defaultNamespace: NamespaceBindings.Index, page: UInt8) -> TagCache.Context {
    guard let language else { return TagCache.Context(language: 0, page: page, isNamespace: false) }
    let number = tags.number(of: language)
    if let page = namespaces.page(of: defaultNamespace, in: language, number: number) {
      return TagCache.Context(language: number, page: page, isNamespace: true)
    }
    return TagCache.Context(language: number, page: page, isNamespace: false)
  }

  /// The page of the innermost open element.
  var parentPage: UInt8 { openElements.isEmpty ? 0 : openElements.last.tag.page }

  mutating func resolve(_ name: Span<UInt8>, _ defaultNamespace: NamespaceBindings.Index) -> Resolution? {
    guard let language else { return nil }
    let parentPage = parentPage
    let colon = QualifiedName.colon(in: name)
    let local = name.extracting((colon.map { $0 + 1 } ?? 0)..<name.count)
    let namespace = colon.map { namespaces.index(ofPrefix: name.extracting(0..<$0)) } ?? defaultNamespace
    if let marked = markedLanguage {
      markedLanguage = nil
      return resolveMarked(colon == nil ? name : local, namespace, marked)
    }
    let number = tags.number(of: language)

    // Where an element above has left the namespace, what is in it has too.
    let hasLeft = colon == nil && inheritsNamespace(namespace) && !openElements.last.context.isNamespace
    if !hasLeft, let page = namespaces.page(of: namespace, in: language, number: number) {
      let context = TagCache.Context(language: number, page: page, isNamespace: true)
      if let found = find(local, context, language) { return found }
    } else {
      if namespace >= 0, !openElements.isEmpty, let embedded = embeddedLanguage(local, namespace, in: language) {
        return resolveRoot(local, embedded)
      }
      let context = TagCache.Context(language: number, page: parentPage, isNamespace: false)
      if let found = find(name, context, language) { return found }
    }
    if colon == nil, isOwnNamespace(namespace, number), let embedded = unnamedDeviceInformation(local, in: language) {
      return resolveRoot(local, embedded)
    }
    return generated(name, language) ?? Resolution()
  }

  /// Whether a default namespace is none, or one of the language's own.
  private mutating func isOwnNamespace(_ namespace: NamespaceBindings.Index, _ number: Int) -> Bool {
    guard namespace >= 0, let language else { return true }
    return namespaces.page(of: namespace, in: language, number: number) != nil
  }

  /// The element of a name that the serializer has made for a tag without one.
  private func generated(_ name: Span<UInt8>, _ language: Language) -> Resolution? {
    guard let raw = GeneratedName.parse(name, prefix: GeneratedName.tagPrefix), raw & 0xFF >= 0x05, raw & 0xFF <= 0x3F
    else { return nil }
    let tag = Tag(rawValue: raw)
    return Resolution(tag: tag, space: SpaceRule(language.content(of: tag)))
  }

  private mutating func find(_ name: Span<UInt8>, _ context: TagCache.Context, _ language: Language) -> Resolution? {
    let key = TagCache.Key(name)
    if let key, let found = tags.find(key, context) {
      return Resolution(tag: found.tag, space: found.space, leavesNamespace: found.leavesNamespace)
    }
    var tag = context.isNamespace ? language.tag(named: name, onPage: context.page) : nil
    if tag == nil { tag = language.tag(named: name, preferredPage: context.page) }
    guard let tag else { return nil }
    let space = SpaceRule(language.content(of: tag))
    let leaves = context.isNamespace && tag.page != context.page && language.namespace(ofPage: tag.page) != nil
    if let key { tags.insert(key, context, tag, space, leavesNamespace: leaves) }
    return Resolution(tag: tag, space: space, leavesNamespace: leaves)
  }

  /// Whether a default namespace is the one around the element, rather than one that it declares.
  func inheritsNamespace(_ namespace: NamespaceBindings.Index) -> Bool {
    !openElements.isEmpty && openElements.last.defaultNamespace == namespace
  }

  private func resolveRoot(_ name: Span<UInt8>, _ language: Language) -> Resolution {
    guard let tag = language.tag(named: name, preferredPage: 0) else { return Resolution(embedded: language) }
    return Resolution(tag: tag, space: SpaceRule(language.content(of: tag)), embedded: language)
  }

  // MARK: Embedded documents

  /// The root element of a document whose language an instruction has said.
  private mutating func resolveMarked(
    _ name: Span<UInt8>, _ namespace: NamespaceBindings.Index, _ language: Language
  ) -> Resolution {
    let number = tags.number(of: language)
    let page = namespaces.page(of: namespace, in: language, number: number)
    let context = TagCache.Context(language: number, page: page ?? 0, isNamespace: page != nil)
    var root = find(name, context, language) ?? generated(name, language) ?? Resolution()
    root.embedded = language
    return root
  }

  /// The language whose root element this is, by its namespace.
  private func embeddedLanguage(
    _ name: Span<UInt8>, _ namespace: NamespaceBindings.Index, in outer: Language
  ) -> Language? {
    namespaces.withURI(of: namespace) {
      LanguageDetection.embedded(root: name, namespace: $0, in: outer, own: options.languages)
    }
  }

  /// Device information without a namespace of its own inside a SyncML `Data`, as many devices send it.
  private func unnamedDeviceInformation(_ name: Span<UInt8>, in outer: Language) -> Language? {
    guard name.equals("DevInf"), !openElements.isEmpty, outer.rootElement == "SyncML",
      outer.withName(of: openElements.last.tag, { $0.equals("Data") }) == true
    else { return nil }
    return LanguageDetection.deviceInformation(for: outer)
  }
}

/// The names that the serializer makes for tokens without a name: `wbxml-tag-PP-TT`, page and token in hexadecimal.
enum GeneratedName {
  static var tagPrefix: StaticString { "wbxml-tag-" }
  static var attributePrefix: StaticString { "wbxml-attr-" }

  /// Page and token as one number.
  static func parse(_ name: Span<UInt8>, prefix: StaticString) -> UInt16? {
    let start = prefix.utf8CodeUnitCount
    guard name.count == start + 5, name.extracting(0..<start).equals(prefix), name[start + 2] == UInt8(ascii: "-"),
      let a = hexadecimalDigit(name[start]), let b = hexadecimalDigit(name[start + 1]),
      let c = hexadecimalDigit(name[start + 3]), let d = hexadecimalDigit(name[start + 4])
    else { return nil }
    return UInt16(a) << 12 | UInt16(b) << 8 | UInt16(c) << 4 | UInt16(d)
  }

  static func append(_ prefix: StaticString, _ number: UInt16, to output: inout [UInt8]) {
    // SAFE: a StaticString's storage is immortal and only read.
    prefix.withUTF8Buffer { unsafe output.append(contentsOf: $0) }
    appendHexadecimal(UInt8(truncatingIfNeeded: number >> 8), to: &output)
    output.append(UInt8(ascii: "-"))
    appendHexadecimal(UInt8(truncatingIfNeeded: number), to: &output)
  }

  private static func appendHexadecimal(_ byte: UInt8, to output: inout [UInt8]) {
    for digit in [byte >> 4, byte & 0x0F] {
      output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
  }
}
