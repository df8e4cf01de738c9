internal import WBXML

/// Attributes, and the target and value of processing instructions, which come as an attribute.
extension SerializerState {
  mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    if stage == .instructionTarget { return try instructionTarget(start) }
    try beginAttribute()
    guard let nameCount = spell(start) else { return try unknownAttribute(start) }
    // SAFE: nothing below changes `scratch`.
    let spelled = unsafe scratch.elements
    try unsafe appendAttributeName(spelled.span.extracting(0..<nameCount))
    try unsafe appendAttributeValue(spelled.span.extracting(nameCount..<spelled.count))
  }

  /// Puts an attribute token's name, and the beginning of the value that it carries, into `scratch`.
  ///
  /// - Returns: the count of bytes of the name; nil where the language does not know the token.
  mutating func spell(_ start: AttributeStart) -> Int? {
    scratch.removeAll()
    return language?.withAttribute(start) { name, prefix in
      scratch.append(name)
      scratch.append(prefix)
      return name.count
    }
  }

  @inline(never)
  private mutating func unknownAttribute(_ start: AttributeStart) throws(CodingError) {
    var name: [UInt8] = []
    GeneratedName.append(GeneratedName.attributePrefix, start.rawValue, to: &name)
    try appendAttributeName(name.span)
  }

  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    if stage == .instructionTarget { return try instructionTarget(name) }
    guard XMLName.isValid(name) else { throw CodingError(.nameNotInXML) }
    try beginAttribute()
    try appendAttributeName(name)
    if name.equals("xmlns") {
      // The document declares a namespace of its own here: elements of the same page stay below it.
      pendingNamespacePage = -1
      openElements.last.namespacePage = Int16(openElements.last.tag.page)
      ownNamespace = []
      isOwnNamespace = true
    }
  }

  /// Makes sure that a reader takes an element with a namespace of its own for what it is.
  ///
  /// - Throws: `notExpressibleInXML` where the namespace would put it, or what is in it, on another code page.
  @inline(never)
  mutating func checkOwnNamespace() throws(CodingError) {
    guard let namespace = ownNamespace else { return }
    ownNamespace = nil
    guard !isCanonical, let language else { return }
    let tag = openElements.last.tag
    if let page = language.page(ofNamespace: namespace.span) {
      if page != tag.page { throw CodingError(.notExpressibleInXML) }
      return
    }
    if openElements.count == embeddingDepth + 1 { throw CodingError(.notExpressibleInXML) }
    guard let name = language.name(of: tag) else { return }
    let bytes = Array(name.utf8)
    let outerPage = openElements.count > 1 ? openElements[openElements.count - 2].tag.page : 0
    guard language.tag(named: bytes.span, preferredPage: outerPage) == tag,
      LanguageDetection.embedded(root: bytes.span, namespace: namespace.span, in: language) == nil
    else { throw CodingError(.notExpressibleInXML) }
  }

  mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    guard stage == .attribute || stage == .instructionValue else { throw CodingError(.invalidEventOrder) }
    scratch.removeAll()
    let isKnown: Void? = language?.withText(of: value) { scratch.append($0) }
    guard isKnown != nil else { throw CodingError(.notExpressibleInXML, value: UInt32(value.rawValue)) }
    // SAFE: as above.
    let spelled = unsafe scratch.elements
    try unsafe attributeText(spelled.span, .characters)
  }

  mutating func attributeText(_ piece: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if stage == .instructionValue { return try instructionText(piece) }
    guard stage == .attribute else { throw CodingError(.invalidEventOrder) }
    let survey = XMLText.Survey(piece)
    if let character = try XMLText.firstForbidden(piece, survey) {
      throw CodingError(.characterNotInXML, value: character)
    }
    try appendAttributeValue(piece)
  }

  mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    throw CodingError(stage == .attribute || stage == .instructionValue ? .notExpressibleInXML : .invalidEventOrder)
  }

  mutating func endAttributes() throws(CodingError) {
    guard stage == .attribute else { throw CodingError(.invalidEventOrder) }
    closeAttribute()
    stage = .startTag
  }

  private mutating func beginAttribute() throws(CodingError) {
    switch stage {
    case .startTag: break
    case .attribute: closeAttribute()
    default: throw CodingError(.invalidEventOrder)
    }
    stage = .attribute
  }

  /// Ends the value of the current attribute.
  mutating func closeAttribute() {
    isOwnNamespace = false
    if !isCanonical { text.append(UInt8(ascii: "\"")) }
  }

  private mutating func appendAttributeValue(_ piece: Span<UInt8>) throws(CodingError) {
    if isOwnNamespace { ownNamespace?.append(piece) }
    if isCanonical { return try canonicalTag.append(piece) }
    text.appendEscaped(piece, .attribute)
  }

  private mutating func appendAttributeName(_ name: Span<UInt8>) throws(CodingError) {
    try attributeNames.insert(name)
    if isCanonical { return canonicalTag.begin(name) }
    text.append(UInt8(ascii: " "))
    text.append(name)
    append("=\"")
  }
}

/// The attribute names of one start tag: XML allows each once.
struct AttributeNames {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// More than any element has; a bound, because each name is compared with those before it.
  private static let limit = 512

  @inline(__always)
  var isEmpty: Bool { ends.isEmpty }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// - Throws: `notExpressibleInXML` where the element has the attribute already, `tokenLimit` where it has too many.
  mutating func insert(_ name: Span<UInt8>) throws(CodingError) {
    guard ends.count < Self.limit else { throw CodingError(.tokenLimit, value: UInt32(Self.limit)) }
    var start = 0
    for end in ends {
      if bytes.span.extracting(start..<end).equals(name) { throw CodingError(.notExpressibleInXML) }
      start = end
    }
    bytes.append(name)
    ends.append(bytes.count)
  }
}
