public import WBXML

/// Checks which element stands where: the content models of SyncML 1.2, MetInf, DMDDF and DevInf.
///
/// It is a sink for either encoding's reader, and can be fed chunk by chunk. Memory holds the open elements and the
/// findings, never the document. Data of other vocabularies is not looked at.
public struct ContentModelChecker: EventSink {
  /// The root elements that may begin a document.
  public enum Root: Sendable {
    /// A whole message: the root is SyncML.
    case message
    /// A SyncBody alone, as a schedule keeps its task, or a MgmtTree.
    case part
  }

  /// An element that has begun and not ended.
  private struct OpenElement {
    /// nil where the name was spelled out.
    var tag: Tag?
    var name: String
    var index: Int
    var position: SourcePosition
    /// nil where the content is not looked at.
    var model: ContentModel?
    var match = ContentMatch()
    var children = SiblingCounter()
    /// One finding tells of all text that is out of place, one of all attributes.
    var hasTextFinding = false
    var hasAttributeFinding = false
    var hasOpaqueFinding = false
    /// Whether it is a CTCap that has named no property yet.
    var lacksProperty = false
  }

  /// The namespace that the attribute at hand declares, of which no document type knows; nil where it is another one.
  private var namespace: [UInt8]?
  /// A longer one is told by its beginning.
  private static let namespaceLimit = 128

  private var list: FindingList
  private var open: [OpenElement] = []
  private var languages: [Language?] = []
  /// Whether the document is WBXML.
  private var isBinary = false
  /// Of each document that is open inside another one, whether it is WBXML.
  private var embeddedBinaries: [Bool] = []
  private var instructionDepth = 0
  private var place = SourcePosition(offset: 0)
  private let root: Root

  /// A checker that has seen nothing yet.
  ///
  /// - Parameters:
  ///   - root: what the document is: a message, or a piece of one.
  ///   - findingLimit: how many findings are kept.
  public init(root: Root = .message, findingLimit: Int = 1000) {
    self.root = root
    list = FindingList(limit: findingLimit)
  }

  /// What was found so far, in the order in which it was found.
  public var findings: [Finding] { list.findings }
  /// Whether there were more findings than are kept.
  public var isCut: Bool { list.isCut }
  /// The path of the innermost open element; `/` outside the root.
  public var path: String {
    open.isEmpty ? "/" : open.reduce(into: "") { $0 += ElementName.step($1.name, $1.index) }
  }
  /// Where the element that began last stands.
  var lastPosition: SourcePosition { place }

  private var language: Language { (languages.last ?? nil) ?? .syncML12 }

  // MARK: Elements

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
    isBinary = header.version != nil
  }

  public mutating func position(_ position: SourcePosition) {
    // A binary document inside another one counts its bytes from its own beginning.
    if !embeddedBinaries.contains(true) { place = position }
  }

  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    let index = open.isEmpty ? 1 : open[open.count - 1].children.next(tag)
    let name = language.name(of: tag)
    var element = OpenElement(
      tag: tag, name: name ?? ElementName.made(for: tag), index: index, position: place,
      model: name == nil ? nil : model(of: tag))
    if DevInfTag.isLanguage(language) {
      element.lacksProperty = tag == DevInfTag.ctCap
      if tag == DevInfTag.propName || tag == DevInfTag.property, let parent = open.indices.last {
        open[parent].lacksProperty = false
      }
    }
    enter(element, isKnown: name != nil)
  }

  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    let name = ElementName.text(ofLiteral: name)
    let index = open.isEmpty ? 1 : open[open.count - 1].children.next(literal: name)
    enter(OpenElement(tag: nil, name: name, index: index, position: place, model: nil), isKnown: false)
  }

  private mutating func enter(_ element: OpenElement, isKnown: Bool) {
    guard let parent = open.indices.last else { return enterRoot(element) }
    var element = element
    if let model = open[parent].model {
      if model.kind == .any {
        if !mayBeginPart(element.tag) { element.model = nil }
      } else if let tag = element.tag, isKnown {
        report(open[parent].match.accept(tag, in: model), element, in: model)
      } else if model.kind == .empty {
        reportContent(in: parent)
      } else {
        append(.unknownElement, element, "\(element.name) is not an element of \(language.name)")
      }
    } else {
      element.model = nil
    }
    open.append(element)
  }

  private mutating func enterRoot(_ element: OpenElement) {
    var element = element
    let isRight = root == .message ? element.tag == SyncMLTag.syncML : mayBeginPart(element.tag)
    if !isRight || models == nil {
      append(.wrongRoot, element, "the root element is \(element.name)")
      element.model = nil
    }
    open.append(element)
  }

  /// Whether the current document's language is SyncML or one of the languages on its other code pages.
  private var isSyncML: Bool {
    let languages: [Language] = [.syncML12, .syncML11, .syncML10, .dmDDF12, .metInf12, .metInf11]
    return languages.contains(language)
  }

  /// The models of the current document's language; nil where they are not known.
  private var models: ContentModels? {
    if isSyncML { return .syncML }
    guard DevInfTag.isLanguage(language) else { return nil }
    return language == .devInf12 ? .devInf12 : .devInf11
  }

  private func model(of tag: Tag) -> ContentModel? { models?.model(of: tag) }

  /// Whether an element inside Data is one whose content is known: a tree, a schedule's task, meta-information, what a
  /// device says of itself.
  private func mayBeginPart(_ tag: Tag?) -> Bool {
    guard isSyncML else { return DevInfTag.isLanguage(language) && tag == DevInfTag.devInf }
    return tag == DMDDFTag.mgmtTree || tag == SyncMLTag.syncBody || tag == MetInfTag.metInf
  }

  public mutating func endElement() throws(CodingError) {
    guard let element = open.last else { return }
    if let model = element.model, model.kind == .sequence || model.kind == .set {
      for particle in element.match.missing(in: model) {
        append(.missingElement, element, isEntered: true, "\(element.name) has no \(words(for: particle))")
      }
    }
    if element.lacksProperty {
      append(.capabilityHasProperty, element, isEntered: true, "the \(element.name) names no property")
    }
    open.removeLast()
  }

  private func words(for particle: ContentModel.Particle) -> String {
    let names = particle.options.map { language.name(of: $0.tag) ?? ElementName.text(of: $0.tag) }
    if names.count > 3 { return "child such as \(names[0])" }
    return names.joined(separator: " or ")
  }

  // MARK: Text and attributes

  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) { content(text) }
  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    checkOpaque()
    content(bytes)
  }

  /// Reports opaque data in an element of text. In XML text it is a CDATA section, which is text like any other.
  private mutating func checkOpaque() {
    guard embeddedBinaries.last ?? isBinary, instructionDepth == 0, let last = open.indices.last,
      !open[last].hasOpaqueFinding, holdsCharacters(last)
    else { return }
    open[last].hasOpaqueFinding = true
    append(.opaqueText, open[last], isEntered: true, "\(open[last].name) holds opaque data")
  }

  /// Whether an element holds character data. NextNonce may hold its octets as they are, Data whatever its format says
  /// but where it is a code.
  private func holdsCharacters(_ element: Int) -> Bool {
    guard let tag = open[element].tag, !(isSyncML && tag == MetInfTag.nextNonce) else { return false }
    if isSyncML, tag == SyncMLTag.data, element > 0 {
      let parent = open[element - 1].tag
      return parent == SyncMLTag.status || parent == SyncMLTag.alert
    }
    return language.name(of: tag) != nil && language.content(of: tag) == .text
  }

  private mutating func content(_ bytes: Span<UInt8>) {
    guard let last = open.indices.last, instructionDepth == 0, !open[last].hasTextFinding,
      let kind = open[last].model?.kind, kind == .sequence || kind == .empty, !XMLSpace.isSpace(bytes)
    else { return }
    if kind == .empty { return reportContent(in: last) }
    open[last].hasTextFinding = true
    append(.unexpectedText, open[last], isEntered: true, "\(open[last].name) holds text")
  }

  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    reportNamespace()
    reportAttribute("an attribute")
  }

  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    reportNamespace()
    // Namespaces of other vocabularies are no attributes of the DTD, and no fault where prefixes name them.
    if name.count >= 5, name.extracting(0..<5).equals("xmlns") {
      if name.count == 5, instructionDepth == 0 { namespace = [] }
      return
    }
    reportAttribute("the attribute \(ElementName.text(ofLiteral: name))")
  }

  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    let room = Self.namespaceLimit - (namespace?.count ?? Self.namespaceLimit)
    namespace?.append(contentsOf: Array(copying: text.extracting(first: min(room, text.count))))
  }

  public mutating func endAttributes() throws(CodingError) { reportNamespace() }

  /// Reports a namespace that takes an element out of the document types that are checked; without any it is in them, as
  /// its DOCTYPE or the element around it says.
  private mutating func reportNamespace() {
    guard let value = namespace else { return }
    namespace = nil
    guard !value.isEmpty, let last = open.last, last.model != nil, last.tag != nil else { return }
    if open.count > 1, open[open.count - 2].model?.kind == .any {
      // Data of another vocabulary, whose root has the name of one that is known here.
      open[open.count - 1].model = nil
      return
    }
    append(
      .foreignNamespace, last, isEntered: true,
      "\(last.name) is in the namespace \(String(decoding: value, as: UTF8.self).debugDescription)")
  }

  private mutating func reportAttribute(_ what: String) {
    guard let last = open.indices.last, instructionDepth == 0, open[last].model != nil,
      !open[last].hasAttributeFinding
    else { return }
    open[last].hasAttributeFinding = true
    append(.unexpectedAttribute, open[last], isEntered: true, "\(open[last].name) has \(what)")
  }

  public mutating func startProcessingInstruction() throws(CodingError) { instructionDepth += 1 }
  public mutating func endProcessingInstruction() throws(CodingError) { instructionDepth -= 1 }

  // MARK: Documents inside Data

  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    languages.append(header.language)
    embeddedBinaries.append(header.version != nil)
  }

  public mutating func endEmbeddedDocument() throws(CodingError) {
    _ = languages.popLast()
    _ = embeddedBinaries.popLast()
  }

  // MARK: Findings

  private mutating func report(_ outcome: ContentMatch.Outcome, _ element: OpenElement, in model: ContentModel) {
    guard outcome.isFinding, let tag = element.tag, let parent = open.indices.last else { return }
    let parentTag = open[parent].tag ?? Tag(rawValue: 0)
    let parentName = open[parent].name
    switch outcome {
    case .fits: break
    case .notAllowed where model.kind == .empty: reportContent(in: parent)
    case .notAllowed where isSyncML && ContentModels.toleratesExtra(tag, in: parentTag):
      append(.toleratedDeviation, element, "\(element.name) stands in \(parentName), as MS-MDM writes it")
    case .notAllowed:
      append(.unexpectedElement, element, "\(element.name) may not stand in \(parentName)")
    case .tooMany:
      append(.tooManyElements, element, "\(parentName) has more than one \(element.name), or what excludes it")
    case .directlyAfterFollower where isSyncML && ContentModels.toleratesLate(tag, in: parentTag):
      append(.toleratedDeviation, element, "\(element.name) comes late, as the SyncML Toolkit writes it")
    case .outOfOrder, .directlyAfterFollower:
      append(.wrongOrder, element, "\(element.name) comes too late in \(parentName)")
    }
  }

  private mutating func reportContent(in parent: Int) {
    guard !open[parent].hasTextFinding else { return }
    open[parent].hasTextFinding = true
    append(.contentInEmptyElement, open[parent], isEntered: true, "\(open[parent].name) is not empty")
  }

  /// Keeps a finding about the innermost open element, or about one that is about to be entered.
  private mutating func append(_ rule: Rule, _ element: OpenElement, isEntered: Bool = false, _ message: String) {
    guard list.hasRoom else { return list.cut() }
    let outer = open.isEmpty ? "" : path
    let path = isEntered ? outer : outer + ElementName.step(element.name, element.index)
    list.append(Finding(rule, path, element.position, message))
  }
}

extension ContentMatch.Outcome {
  fileprivate var isFinding: Bool {
    if case .fits = self { return false }
    return true
  }
}

/// White space as XML has it.
enum XMLSpace {
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

  static func isSpace(_ bytes: Span<UInt8>) -> Bool {
    for i in bytes.indices where !isSpace(bytes[i]) { return false }
    return true
  }

  /// Whether a text begins or ends with white space.
  static func isAround(_ text: Span<UInt8>) -> Bool {
    if text.isEmpty { return false }
    let (first, last) = (text[0], text[text.count - 1])
    // Nearly all texts are told by one comparison.
    return min(first, last) <= 0x20 && (isSpace(first) || isSpace(last))
  }

  /// The bytes without the white space around them.
  static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
    var rest = bytes[...]
    while let first = rest.first, isSpace(first) { rest.removeFirst() }
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }
}
