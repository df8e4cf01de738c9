internal import WBXML

/// Start and end tags, and the namespaces that tell code pages.
extension SerializerState {
  @inline(__always)
  mutating func startElement(_ tag: Tag) throws(CodingError) {
    // SAFE: the entry lives as long as the spellings, which an element does not change.
    guard let known = unsafe spellings?.find(tag) else { return try startUnusualElement(tag) }
    try beginStartTag(tag)
    unsafe text.append(known.pointee.start)
    unsafe push(tag, nameStart: -1, known.pointee.space)
  }

  /// An element whose name is long or that no table knows: its name is kept for the end tag.
  @inline(never)
  private mutating func startUnusualElement(_ tag: Tag) throws(CodingError) {
    try beginStartTag(tag)
    text.append(UInt8(ascii: "<"))
    var name: [UInt8] = []
    let content = language?.appendName(of: tag, to: &name)
    if content == nil { GeneratedName.append(GeneratedName.tagPrefix, tag.rawValue, to: &name) }
    let nameStart = Int32(truncatingIfNeeded: names.count)
    names.append(name.span)
    text.append(name.span)
    push(tag, nameStart: nameStart, SpaceRule(content ?? .any))
  }

  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    guard XMLName.isValid(name) else { throw CodingError(.nameNotInXML) }
    try beginStartTag(nil)
    text.append(UInt8(ascii: "<"))
    let nameStart = Int32(truncatingIfNeeded: names.count)
    names.append(name)
    text.append(name)
    let page = openElements.isEmpty ? 0 : openElements.last.tag.page
    push(Tag(page: page, token: 0), nameStart: nameStart, .dropNextToElements)
    pendingNamespacePage = -1
  }

  @inline(__always)
  mutating func endElement() throws(CodingError) {
    switch stage {
    case .content:
      if run == .text { run = .none } else if run != .none { endRun(before: .end) }
      guard openElements.count > max(embeddingDepth, 0) else { throw CodingError(.invalidEventOrder) }
      let element = openElements.removeLast()
      if let indentation, element.hasElements, element.allowsLayout {
        appendLine(depth: openElements.count, indentation)
      }
      appendEndTag(element)
    case .startTag, .attribute:
      try finishAttributes()
      append(isCanonical ? ">" : "/>")
      let element = openElements.removeLast()
      if isCanonical {
        appendEndTag(element)
      } else if element.nameStart >= 0 {
        names.removeAll(after: Int(element.nameStart))
      }
    default:
      throw CodingError(.invalidEventOrder)
    }
    if isCanonical { canonicalTag.leave(depth: openElements.count &+ 1) }
    if openElements.isEmpty {
      stage = .epilog
    } else {
      openElements.last.followsElement = true
      stage = .content
    }
  }

  @inline(__always)
  private mutating func appendEndTag(_ element: OpenElement) {
    // SAFE: as in `startElement`.
    if element.nameStart < 0, let known = unsafe spellings?.find(element.tag) {
      unsafe text.append(known.pointee.end)
    } else {
      appendUnusualEndTag(element)
    }
  }

  @inline(never)
  private mutating func appendUnusualEndTag(_ element: OpenElement) {
    append("</")
    // SAFE: the buffer does not change while its elements are copied.
    let kept = unsafe names.elements
    unsafe text.append(kept.span.extracting(max(0, Int(element.nameStart))..<kept.count))
    names.removeAll(after: Int(element.nameStart))
    text.append(UInt8(ascii: ">"))
  }

  /// Ends whatever stands before a start tag, which comes next.
  @inline(__always)
  private mutating func beginStartTag(_ tag: Tag?) throws(CodingError) {
    switch stage {
    case .content, .startTag, .attribute:
      try enterContent()
      if run != .none { endRun(before: .element) }
      openElements.last.hasElements = true
      if let indentation, openElements.last.allowsLayout { appendLine(depth: openElements.count, indentation) }
      openElements.last.followsElement = false
      if awaitsEmbeddedRoot { try markEmbeddedRoot(tag) }
    case .prolog where !rootHasBegun:
      rootHasBegun = true
    default:
      throw CodingError(.invalidEventOrder)
    }
    stage = .startTag
  }

  @inline(__always)
  private mutating func push(_ tag: Tag, nameStart: Int32, _ space: SpaceRule) {
    // The page whose namespace is in force where the element begins.
    let outer = openElements.isEmpty || embeddingDepth == openElements.count ? -1 : openElements.last.namespacePage
    pendingNamespacePage = outer == Int16(tag.page) ? -1 : Int16(tag.page)
    openElements.append(OpenElement(tag: tag, namespacePage: outer, nameStart: nameStart, space: space))
  }

  /// Closes a start tag that is still open: content comes.
  @inline(__always)
  mutating func enterContent() throws(CodingError) {
    switch stage {
    case .content: return
    case .startTag, .attribute:
      try finishAttributes()
      text.append(UInt8(ascii: ">"))
      stage = .content
    default:
      throw CodingError(.invalidEventOrder)
    }
  }

  /// Closes the last attribute's value and declares the namespace, last, when it is known that no attribute does.
  @inline(__always)
  mutating func finishAttributes() throws(CodingError) {
    if stage == .attribute { closeAttribute() }
    if pendingNamespacePage >= 0 { declareNamespace() }
    if !attributeNames.isEmpty {
      try checkOwnNamespace()
      attributeNames.removeAll()
    }
    if isCanonical, !canonicalTag.isEmpty { canonicalTag.write(depth: openElements.count, to: &text) }
  }

  @inline(never)
  private mutating func declareNamespace() {
    let page = pendingNamespacePage
    pendingNamespacePage = -1
    guard let declaration = spellings?.declaration(ofPage: UInt8(truncatingIfNeeded: page)) else { return }
    if isCanonical {
      _ = language?.withNamespace(ofPage: UInt8(truncatingIfNeeded: page)) { canonicalTag.addNamespace($0) }
    } else {
      text.append(declaration.span)
    }
    openElements.last.namespacePage = page
  }
}

extension SerializerState.OpenElement {
  /// Whether white space between child elements stays outside the content. An element with EMPTY content has no
  /// children; where it has some, it is left alone.
  var allowsLayout: Bool { space != .keep && !hasData }

  /// Whether a reader takes a run of white space for layout; the same rule as the parser's.
  func dropsSpace(before following: SerializerState.Following) -> Bool {
    switch space {
    case .keep: false
    case .drop: true
    case .dropNextToElements: following == .element || followsElement
    }
  }
}
