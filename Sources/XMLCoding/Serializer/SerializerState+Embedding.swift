internal import WBXML

/// Documents inside the document.
extension SerializerState {
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    guard !openElements.isEmpty, !awaitsEmbeddedRoot else { throw CodingError(.invalidEventOrder) }
    try enterContent()
    awaitsEmbeddedRoot = true
    embeddings.append(Embedding(outerLanguage: language, depth: openElements.count))
    embeddingDepth = openElements.count
    setLanguage(header.language)
  }

  mutating func endEmbeddedDocument() throws(CodingError) {
    guard stage == .content, !awaitsEmbeddedRoot, let embedding = embeddings.last, embedding.depth == openElements.count
    else {
      throw CodingError(.invalidEventOrder)
    }
    embeddings.removeLast()
    embeddingDepth = embeddings.last?.depth ?? -1
    setLanguage(embedding.outerLanguage)
  }

  /// Says which language the embedded document is in, where its root element does not tell a reader.
  ///
  /// - Parameter root: the root element; nil where it is spelled out.
  @inline(never)
  mutating func markEmbeddedRoot(_ root: Tag?) throws(CodingError) {
    awaitsEmbeddedRoot = false
    guard let language else { throw CodingError(.notExpressibleInXML) }
    if let root, let outer = embeddings.last?.outerLanguage, Self.tells(root, language, in: outer) { return }
    // The name ends where white space or the instruction does.
    for byte in language.name.utf8 where byte <= 0x20 || byte == UInt8(ascii: "?") || byte >= 0x7F {
      throw CodingError(.notExpressibleInXML)
    }
    append("<?wbxml-document ")
    appendCopy(of: language.name)
    append("?>")
  }

  /// Whether the parser finds a language by the root element, in the namespace that the element declares.
  private static func tells(_ root: Tag, _ language: Language, in outer: Language) -> Bool {
    guard let name = language.name(of: root), let namespace = language.namespace(ofPage: root.page) else {
      return false
    }
    let (nameBytes, namespaceBytes) = (Array(name.utf8), Array(namespace.utf8))
    return outer.page(ofNamespace: namespaceBytes.span) == nil
      && language.tag(named: nameBytes.span, preferredPage: 0) == root
      && LanguageDetection.embedded(root: nameBytes.span, namespace: namespaceBytes.span, in: outer) == language
  }
}
