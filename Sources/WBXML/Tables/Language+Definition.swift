extension Language {
  /// Builds a language from facts that somebody else states.
  ///
  /// - Parameters:
  ///   - definition: the facts.
  ///   - languages: where `extends` is looked up before the languages that come with the library.
  /// - Throws: ``LanguageDefinitionError`` for the first fact that cannot be.
  public convenience init(
    _ definition: Definition, languages: [Language] = []
  ) throws(LanguageDefinitionError) {
    try definition.check()
    var base: Language?
    if let name = definition.extends {
      base = languages.first { $0.name == name } ?? Language.builtIn(named: name)
      if base == nil { throw LanguageDefinitionError(.unknownBase, at: .extends) }
    }
    guard !definition.rootElement.isEmpty || base != nil else {
      throw LanguageDefinitionError(.emptyName, at: .rootElement)
    }
    var builder = LanguageBuilder()
    builder.name = definition.name
    builder.publicIdentifier = definition.publicIdentifier
    builder.formalPublicIdentifier = definition.formalPublicIdentifier
    builder.systemIdentifier = definition.systemIdentifier
    builder.rootElement = definition.rootElement.isEmpty ? base?.rootElement ?? "" : definition.rootElement
    builder.extensionMeaning = base?.extensionMeaning ?? .none
    if definition.definesExtensions, builder.extensionMeaning == .none { builder.extensionMeaning = .values }
    if let base { builder.append(base, except: definition) }
    try builder.append(definition)
    try builder.checkPrefixes(definition)
    self.init(builder, successor: base?.successor)
  }
}

extension LanguageBuilder {
  /// Takes over what a base language says, but for what a definition says itself.
  fileprivate mutating func append(_ base: Language, except definition: Language.Definition) {
    let storage = base.storage
    bytes = storage.bytes
    let tokens = Set(definition.tags.map { Tag(page: $0.page, token: $0.token) })
    let names = Set(definition.tags.map { PageName(page: $0.page, name: $0.name) })
    for page in 0...UInt8.max {
      guard let first = storage.tagPageBase(page) else { continue }
      for token in 0..<UInt8(64) {
        let entry = storage.tags[first + Int(token)]
        let tag = Tag(page: page, token: token)
        if !entry.isDefined || tokens.contains(tag) { continue }
        if names.contains(PageName(page: page, name: storage.string(entry.range))) { continue }
        tags.append((tag, entry))
      }
    }
    let starts = Set(definition.attributes.map { AttributeStart(page: $0.page, token: $0.token) })
    attributes = storage.attributes.filter { !starts.contains($0.token) }
    let pieces = Set(definition.values.map { AttributeValue(page: $0.page, token: $0.token) })
    values = storage.values.filter { !pieces.contains($0.token) }
    let pages = Set(definition.namespaces.map { $0.page })
    namespaces = storage.namespaces.filter { !pages.contains($0.page) }
    extensions = storage.extensions
  }

  /// Appends a checked definition's facts.
  fileprivate mutating func append(_ definition: Language.Definition) throws(LanguageDefinitionError) {
    var pages = Set(tags.map { $0.0.page })
    for (index, tag) in definition.tags.enumerated() {
      pages.insert(tag.page)
      // A page's block has a number below 0xFF.
      if pages.count > 255 { throw LanguageDefinitionError(.tooManyPages, at: .tag(index)) }
      let range = store(tag.name)
      tags.append(
        (
          Tag(page: tag.page, token: tag.token),
          .init(
            start: UInt32(truncatingIfNeeded: range.lowerBound), length: UInt16(truncatingIfNeeded: range.count),
            content: tag.content)
        ))
    }
    for attribute in definition.attributes {
      attributes.append(
        .init(
          token: AttributeStart(page: attribute.page, token: attribute.token), name: store(attribute.name),
          prefix: store(attribute.prefix)))
    }
    for value in definition.values {
      values.append(.init(token: AttributeValue(page: value.page, token: value.token), range: store(value.text)))
    }
    for namespace in definition.namespaces {
      namespaces.append(.init(page: namespace.page, range: store(namespace.name)))
    }
  }

  /// Throws for a name with a colon on a page with a namespace, be either the definition's or its base's: in XML text
  /// the name's prefix would stand for another namespace than the page's.
  fileprivate func checkPrefixes(_ definition: Language.Definition) throws(LanguageDefinitionError) {
    let pages = Set(namespaces.map { $0.page })
    for (index, tag) in definition.tags.enumerated()
    where pages.contains(tag.page) && tag.name.utf8.contains(UInt8(ascii: ":")) {
      throw LanguageDefinitionError(.prefixedName, at: .tag(index))
    }
    // What is left is the base's: the definition gives its page a namespace.
    for (tag, entry) in tags {
      guard let index = definition.namespaces.firstIndex(where: { $0.page == tag.page }) else { continue }
      let name = bytes[Int(entry.start)..<Int(entry.start) + Int(entry.length)]
      if name.contains(UInt8(ascii: ":")) { throw LanguageDefinitionError(.prefixedName, at: .namespace(index)) }
    }
  }

  private mutating func store(_ text: String) -> Range<Int> {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return start..<bytes.count
  }
}

/// A name on a page.
private struct PageName: Hashable {
  var page: UInt8
  var name: String
}

// MARK: - Checks

extension Language.Definition {
  /// Throws for the first fact that is wrong by itself or contradicts another one.
  fileprivate func check() throws(LanguageDefinitionError) {
    if name.isEmpty || !name.unicodeScalars.allSatisfy(Self.isNameCharacter) {
      throw .init(.invalidLanguageName, at: .name)
    }
    if publicIdentifier == 0 { throw .init(.invalidPublicIdentifier, at: .publicIdentifier) }
    guard formalPublicIdentifier.unicodeScalars.allSatisfy(Self.isPublicIdentifierCharacter) else {
      throw .init(.invalidIdentifierText, at: .formalPublicIdentifier)
    }
    guard
      systemIdentifier.unicodeScalars.allSatisfy({
        (0x21..<0x7F).contains($0.value) && !"\"<>".unicodeScalars.contains($0)
      })
    else { throw .init(.invalidIdentifierText, at: .systemIdentifier) }
    if !rootElement.isEmpty { try Self.checkName(rootElement, .rootElement) }

    var pages: Set<UInt8> = []
    for (index, namespace) in namespaces.enumerated() {
      try Self.checkText(namespace.name, .namespace(index))
      if !pages.insert(namespace.page).inserted { throw .init(.duplicateToken, at: .namespace(index)) }
    }
    var tokens: Set<UInt16> = []
    var names: Set<PageName> = []
    for (index, tag) in tags.enumerated() {
      guard (0x05...0x3F).contains(tag.token) else { throw .init(.tokenOutOfRange, at: .tag(index)) }
      try Self.checkName(tag.name, .tag(index))
      guard tokens.insert(UInt16(tag.page) << 8 | UInt16(tag.token)).inserted else {
        throw .init(.duplicateToken, at: .tag(index))
      }
      guard names.insert(PageName(page: tag.page, name: tag.name)).inserted else {
        throw .init(.duplicateName, at: .tag(index))
      }
    }
    tokens = []
    for (index, attribute) in attributes.enumerated() {
      guard attribute.token < 0x80, attribute.token & 0x3F >= 0x05 else {
        throw .init(.tokenOutOfRange, at: .attribute(index))
      }
      try Self.checkName(attribute.name, .attribute(index))
      if !attribute.prefix.isEmpty { try Self.checkText(attribute.prefix, .attribute(index)) }
      guard tokens.insert(UInt16(attribute.page) << 8 | UInt16(attribute.token)).inserted else {
        throw .init(.duplicateToken, at: .attribute(index))
      }
    }
    tokens = []
    for (index, value) in values.enumerated() {
      guard value.token >= 0x80, value.token & 0x3F >= 0x05 else { throw .init(.tokenOutOfRange, at: .value(index)) }
      try Self.checkText(value.text, .value(index))
      guard tokens.insert(UInt16(value.page) << 8 | UInt16(value.token)).inserted else {
        throw .init(.duplicateToken, at: .value(index))
      }
    }
  }

  private static func checkName(_ name: String, _ place: LanguageDefinitionError.Place) throws(LanguageDefinitionError)
  {
    try checkText(name, place)
    let bytes = Array(name.utf8)
    guard XMLName.isValid(bytes.span), !name.hasPrefix("wbxml-") else {
      throw LanguageDefinitionError(.invalidName, at: place)
    }
  }

  private static func checkText(_ text: String, _ place: LanguageDefinitionError.Place) throws(LanguageDefinitionError)
  {
    if text.isEmpty { throw LanguageDefinitionError(.emptyName, at: place) }
    guard text.utf8.count <= Int(UInt16.max),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0.value & 0xFFFE != 0xFFFE })
    else { throw LanguageDefinitionError(.invalidText, at: place) }
  }

  private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
    default: false
    }
  }

  /// `PubidChar` of XML 1.0, without line ends, and `'` left out so that either quotation mark can enclose it.
  private static func isPublicIdentifierCharacter(_ scalar: Unicode.Scalar) -> Bool {
    isNameCharacter(scalar) || " ()+,/:=?;!*#@$%".unicodeScalars.contains(scalar)
  }
}
