public import WBXML
internal import XMLCoding

/// Checks a message: its encoding, the content models of its elements, and the protocol's rules.
///
///     let findings = MessageValidator.validate(bytes)
///
/// The rules of device management apply where VerProto begins with `DM/`; other SyncML messages are checked against the
/// `ENC`, `DTD` and `MSG` rules only. Each message is looked at by itself: what a session demands is not known here.
public struct MessageValidator: Sendable {
  /// What a message may take; one that takes more is a finding.
  public var limits: Limits
  /// How many findings are kept; one more says that there were others.
  public var findingLimit: Int

  /// A validator with bounds; a `findingLimit` below 1 counts as 1.
  public init(limits: Limits = .default, findingLimit: Int = 1000) {
    self.limits = limits
    self.findingLimit = max(findingLimit, 1)
  }

  /// Looks at a whole message with the default bounds.
  public static func validate(_ bytes: Span<UInt8>, encoding: Encoding? = nil) -> [Finding] {
    MessageValidator().validate(bytes, encoding: encoding)
  }

  /// Looks at a whole message.
  ///
  /// - Parameters:
  ///   - bytes: the message.
  ///   - encoding: the encoding, or nil to tell it by the first byte.
  /// - Returns: the findings in the order of their places. A document that cannot be decoded has one of rule `ENC-01`
  ///   at the place where reading stopped, after what was found before it.
  public func validate(_ bytes: Span<UInt8>, encoding: Encoding? = nil) -> [Finding] {
    var checker = ValidationSink(findingLimit: findingLimit)
    do throws(CodingError) {
      switch encoding ?? Encoding(detecting: bytes) {
      case .wbxml:
        var sink = EmbeddedDocuments(checker, options: .init(limits: limits))
        defer { checker = sink.sink }
        try WBXMLDecoder.decode(bytes, options: .init(limits: limits), into: &sink)
      case .xml:
        try parse(bytes, into: &checker)
      }
    } catch {
      checker.fail(error)
    }
    return checker.takeFindings()
  }

  private func parse(_ bytes: Span<UInt8>, into checker: inout ValidationSink) throws(CodingError) {
    do throws(CodingError) {
      try XMLEventParser.parse(bytes, options: .init(limits: limits), into: &checker)
    } catch {
      guard error.code == .unknownLanguage else { throw error }
      // The root element is not SyncML: no event has come yet, and the content models can say what is wrong.
      try XMLEventParser.parse(bytes, options: .init(language: .syncML12, limits: limits), into: &checker)
    }
  }
}

/// Hands events to both checkers, and makes findings of what readers say about the encoding.
struct ValidationSink: EventSink {
  private var content: ContentModelChecker
  private var rules: ProtocolRuleChecker
  private var encoding: FindingList
  private let limit: Int

  init(findingLimit: Int) {
    limit = findingLimit
    content = ContentModelChecker(findingLimit: findingLimit)
    rules = ProtocolRuleChecker(findingLimit: findingLimit)
    encoding = FindingList(limit: findingLimit)
  }

  // MARK: Findings

  mutating func fail(_ error: CodingError) {
    var position = content.lastPosition
    if error.offset >= 0 {
      position = SourcePosition(offset: error.offset, line: error.line, column: error.column)
    }
    encoding.insist(Finding(.undecodable, "/", position, error.description))
  }

  mutating func diagnostic(_ diagnostic: Diagnostic) {
    // Unknown elements are findings of the content models already.
    if diagnostic.code == .unknownTag || diagnostic.code == .unknownElementName { return }
    guard encoding.hasRoom else { return encoding.cut() }
    let position = SourcePosition(offset: diagnostic.offset)
    encoding.append(Finding(.encodingDeviation, content.path, position, diagnostic.description))
  }

  /// All findings in the order of their places; where the places are the same, content models come first.
  func takeFindings() -> [Finding] {
    let lists = [content.findings, rules.findings, encoding.findings]
    var all = lists.flatMap(\.self).enumerated().sorted {
      ($0.element.position.offset, $0.offset) < ($1.element.position.offset, $1.offset)
    }
    .map(\.element)
    if all.count > limit || content.isCut || rules.isCut || encoding.isCut {
      let undecodable = all.last { $0.ruleID == Rule.undecodable.id }
      all.removeLast(max(all.count - limit, 0))
      if let undecodable, all.last?.ruleID != undecodable.ruleID { all.append(undecodable) }
      let position = all.last?.position ?? SourcePosition(offset: 0)
      all.append(Finding(.tooManyFindings, "/", position, "there are more findings than the \(limit) shown"))
    }
    return all
  }

  // MARK: Events

  mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try content.startDocument(header, stringTable: stringTable)
    try rules.startDocument(header, stringTable: stringTable)
  }
  mutating func position(_ position: SourcePosition) {
    content.position(position)
    rules.position(position)
  }
  mutating func startElement(_ tag: Tag) throws(CodingError) {
    try content.startElement(tag)
    try rules.startElement(tag)
  }
  mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try content.startElement(literal: name)
    try rules.startElement(literal: name)
  }
  mutating func endElement() throws(CodingError) {
    try content.endElement()
    try rules.endElement()
  }
  mutating func attribute(_ start: AttributeStart) throws(CodingError) { try content.attribute(start) }
  mutating func attribute(literal name: Span<UInt8>) throws(CodingError) { try content.attribute(literal: name) }
  mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try content.attributeText(text, origin)
  }
  mutating func endAttributes() throws(CodingError) { try content.endAttributes() }
  mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try content.text(text, origin)
    try rules.text(text, origin)
  }
  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try content.opaque(bytes, isLast: isLast)
    try rules.opaque(bytes, isLast: isLast)
  }
  mutating func startProcessingInstruction() throws(CodingError) {
    try content.startProcessingInstruction()
    try rules.startProcessingInstruction()
  }
  mutating func endProcessingInstruction() throws(CodingError) {
    try content.endProcessingInstruction()
    try rules.endProcessingInstruction()
  }
  mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try content.startEmbeddedDocument(header)
    try rules.startEmbeddedDocument(header)
  }
  mutating func endEmbeddedDocument() throws(CodingError) {
    try content.endEmbeddedDocument()
    try rules.endEmbeddedDocument()
  }
}
