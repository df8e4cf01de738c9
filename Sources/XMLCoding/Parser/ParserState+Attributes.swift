internal import WBXML

/// Attributes: namespace declarations, names with a token, values with tokens in them.
extension ParserState {
  /// Takes an element's namespace declarations into force, before its own name is looked up.
  ///
  /// - Returns: whether the element can be read.
  mutating func declareNamespaces(
    _ attributes: ExpatAttributes, _ defaultNamespace: inout NamespaceBindings.Index
  ) -> Bool {
    for index in 0..<attributes.count {
      // SAFE: the strings live until expat's callback returns.
      let (nameBytes, valueBytes) = unsafe (attributes.name(index), attributes.value(index))
      let (name, value) = unsafe (nameBytes.span, valueBytes.span)
      let limit = options.limits.tokenBytes
      guard name.count <= limit, value.count <= limit else {
        fail(.tokenLimit, value: UInt32(clamping: limit))
        return false
      }
      guard let prefix = Self.declaredPrefix(name) else { continue }
      if value.isEmpty {
        if prefix.isEmpty { defaultNamespace = NamespaceBindings.none }
        continue
      }
      guard let binding = namespaces.declare(prefix: name.extracting(prefix), uri: value) else {
        fail(.tokenLimit, value: UInt32(NamespaceBindings.limit))
        return false
      }
      if prefix.isEmpty { defaultNamespace = binding }
    }
    return true
  }

  /// The prefix that an attribute declares, as a range of its name; nil where it declares none.
  private static func declaredPrefix(_ name: Span<UInt8>) -> Range<Int>? {
    guard name.count >= 5, name.extracting(0..<5).equals("xmlns") else { return nil }
    if name.count == 5 { return 5..<5 }
    return name[5] == UInt8(ascii: ":") ? 6..<name.count : nil
  }

  /// Queues an element's attributes, but for the namespaces that the code pages say.
  ///
  /// - Parameters:
  ///   - firstBinding: the first binding that the attributes have declared.
  ///   - outerLanguage: the language around the element; another one than the element's where a document begins.
  mutating func deliver(_ attributes: ExpatAttributes, firstBinding: Int, outerLanguage: Language?) {
    guard let language else { return }
    var binding = NamespaceBindings.Index(truncatingIfNeeded: firstBinding)
    var isFirst = true
    for index in 0..<attributes.count {
      // SAFE: as above.
      let (nameBytes, valueBytes) = unsafe (attributes.name(index), attributes.value(index))
      let (name, value) = unsafe (nameBytes.span, valueBytes.span)
      // Device information without a namespace is in its language's now.
      if value.isEmpty, name.equals("xmlns"), let outerLanguage, outerLanguage != language { continue }
      if Self.declaredPrefix(name) != nil, !value.isEmpty {
        binding += 1
        if isPage(binding - 1, of: language) { continue }
        if let outerLanguage, outerLanguage != language, isPage(binding - 1, of: outerLanguage) { continue }
      }
      isFirst = false
      deliver(name, value, language)
    }
    if !isFirst { queue.append(.init(.endAttributes)) }
  }

  private mutating func isPage(_ binding: NamespaceBindings.Index, of language: Language) -> Bool {
    namespaces.page(of: binding, in: language, number: tags.number(of: language)) != nil
  }

  private mutating func deliver(_ name: Span<UInt8>, _ value: Span<UInt8>, _ language: Language) {
    if let known = language.attributeStart(named: name, value: value) {
      queue.append(.init(.attribute, token: known.start.rawValue))
      deliverValue(value.extracting(known.covered..<value.count), language)
    } else if let raw = GeneratedName.parse(name, prefix: GeneratedName.attributePrefix), Self.isAttributeStart(raw) {
      queue.append(.init(.attribute, token: raw))
      deliverValue(value, language)
    } else {
      queue.append(.literalAttribute, name)
      if !value.isEmpty { queue.append(.attributeText, value) }
    }
  }

  /// Queues a value, with tokens for the pieces that have one.
  private mutating func deliverValue(_ value: Span<UInt8>, _ language: Language) {
    var start = 0
    if language.hasAttributeValues {
      var index = 0
      while index < value.count {
        guard let found = language.attributeValue(prefixOf: value.extracting(index..<value.count)) else {
          index += 1
          continue
        }
        if index > start { queue.append(.attributeText, value.extracting(start..<index)) }
        queue.append(.init(.attributeValue, token: found.value.rawValue))
        index += found.covered
        start = index
      }
    }
    if start < value.count { queue.append(.attributeText, value.extracting(start..<value.count)) }
  }

  /// Whether a number can be an attribute's name (WAP-192 5.8.3).
  private static func isAttributeStart(_ number: UInt16) -> Bool {
    let token = number & 0xFF
    return token < 0x80 && token & 0x3F >= 0x05
  }
}
