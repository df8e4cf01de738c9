internal import WBXML

/// Start and end tags.
extension ParserState {
  /// A start tag without attributes, by far the most frequent one.
  mutating func startElement(_ name: UnsafePointer<CChar>) {
    // SAFE: expat's strings end with NUL and live until its callback returns.
    if !openElements.isEmpty, markedLanguage == nil, let key = unsafe TagCache.Key(name),
      let found = tags.find(key, openElements.last.context)
    {
      let parent = openElements.last
      endRun(before: .element)
      guard openElements.count < options.limits.depth else { return failDepth() }
      queue.append(.init(.startElement, token: found.tag.rawValue, position: position))
      openElements.append(
        OpenElement(
          tag: found.tag, space: options.keepsWhiteSpace ? .keep : found.space,
          context: found.leavesNamespace ? parent.context.outside(found.tag) : parent.context.inside(found.tag),
          defaultNamespace: parent.defaultNamespace, outerBindings: UInt16(truncatingIfNeeded: namespaces.count)))
    } else {
      unsafe startElement(name, attributes: nil)
    }
  }

  /// A start tag whose one attribute declares the default namespace.
  ///
  /// - Returns: whether all that it takes is known already; where it is not, nothing has happened.
  mutating func startElement(_ name: UnsafePointer<CChar>, namespace: UnsafePointer<CChar>) -> Bool {
    guard !openElements.isEmpty, markedLanguage == nil, openElements.count < options.limits.depth else { return false }
    let parent = openElements.last.context
    // SAFE: expat's strings end with NUL and live until its callback returns.
    guard let page = unsafe namespaces.recentPage(of: namespace, in: parent.language),
      let key = unsafe TagCache.Key(name)
    else { return false }
    let context = parent.inNamespace(ofPage: page)
    guard let found = tags.find(key, context) else { return false }
    let outerBindings = UInt16(truncatingIfNeeded: namespaces.count)
    guard let binding = namespaces.declareRecent() else { return false }
    endRun(before: .element)
    queue.append(.init(.startElement, token: found.tag.rawValue, position: position))
    openElements.append(
      OpenElement(
        tag: found.tag, space: options.keepsWhiteSpace ? .keep : found.space, context: context,
        defaultNamespace: binding, outerBindings: outerBindings))
    return true
  }

  /// A start tag with whatever it may have.
  mutating func startElement(_ name: UnsafePointer<CChar>, attributes: ExpatAttributes?) {
    endRun(before: .element)
    guard openElements.count < options.limits.depth else { return failDepth() }
    let outerBindings = UInt16(truncatingIfNeeded: namespaces.count)
    var defaultNamespace = openElements.isEmpty ? NamespaceBindings.none : openElements.last.defaultNamespace
    if let attributes, !declareNamespaces(attributes, &defaultNamespace) { return }

    let place = position
    // SAFE: as above.
    let storage = unsafe bytes(of: name)
    let name = unsafe storage.span
    let outerLanguage = language
    if openElements.isEmpty, !startDocument(name, defaultNamespace) { return }
    guard let element = resolve(name, defaultNamespace) else { return }
    if let embedded = element.embedded {
      queue.append(.startEmbeddedDocument, DocumentHeader(language: embedded))
      if let language { outerLanguages.append(language) }
      language = embedded
    }
    let outerPage = element.embedded == nil ? parentPage : 0
    if let tag = element.tag {
      queue.append(.init(.startElement, token: tag.rawValue, position: place))
    } else {
      queue.append(
        .init(.diagnostic, token: Diagnostic.Code.unknownElementName.rawValue, position: place))
      queue.append(.startLiteralElement, name, position: place)
    }
    if let attributes { deliver(attributes, firstBinding: Int(outerBindings), outerLanguage: outerLanguage) }

    let tag = element.tag ?? Tag(page: outerPage, token: 0)
    var context = context(defaultNamespace, page: tag.page)
    if element.embedded == nil, inheritsNamespace(defaultNamespace),
      element.leavesNamespace || !openElements.last.context.isNamespace
    {
      context = context.outside(tag)
    }
    openElements.append(
      OpenElement(
        tag: tag, space: options.keepsWhiteSpace ? .keep : element.space, isEmbeddedRoot: element.embedded != nil,
        context: context, defaultNamespace: defaultNamespace, outerBindings: outerBindings))
  }

  mutating func endElement() {
    endRun(before: .end)
    if openElements.isEmpty { return }
    if markedLanguage != nil { return fail(.malformedInstruction) }
    let element = openElements.removeLast()
    queue.append(.init(.endElement))
    namespaces.removeLast(to: Int(element.outerBindings))
    if element.isEmbeddedRoot {
      queue.append(.init(.endEmbeddedDocument))
      language = outerLanguages.popLast()
    }
    if !openElements.isEmpty { openElements.last.preceding = .element }
  }

  /// Begins the document: the language is known, or can be found by the root element.
  private mutating func startDocument(_ name: Span<UInt8>, _ defaultNamespace: NamespaceBindings.Index) -> Bool {
    if language == nil {
      let colon = QualifiedName.colon(in: name)
      let local = name.extracting((colon.map { $0 + 1 } ?? 0)..<name.count)
      let namespace = colon.map { namespaces.index(ofPrefix: name.extracting(0..<$0)) } ?? defaultNamespace
      language = namespaces.withURI(of: namespace) {
        LanguageDetection.language(root: local, namespace: $0, own: options.languages)
      }
    }
    isStarted = true
    if let language {
      queue.append(.startDocument, DocumentHeader(language: language))
      queue.append(prolog)
      return true
    }
    guard GeneratedName.parse(name, prefix: GeneratedName.tagPrefix) != nil else {
      fail(.unknownLanguage)
      return false
    }
    // The root's name is a number: the text was made from a document whose language nobody knew.
    language = .withoutNames
    queue.append(.startDocument, DocumentHeader(language: nil))
    queue.append(prolog)
    return true
  }

  @inline(never)
  private mutating func failDepth() {
    fail(.depthLimit, value: UInt32(clamping: options.limits.depth))
  }
}

/// The parts of a name with a colon.
enum QualifiedName {
  static func colon(in name: Span<UInt8>) -> Int? {
    for i in name.indices where name[i] == UInt8(ascii: ":") { return i }
    return nil
  }
}
