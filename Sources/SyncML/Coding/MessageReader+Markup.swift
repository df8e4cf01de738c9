public import WBXML

/// Markup, which is recorded as it comes: inside a Data, a Filter, and in commands of no known kind.
extension MessageReader {
  /// Begins to record: the content of the Data that is open, what was read of it first.
  mutating func startDataCapture() throws(CodingError) {
    tape = EventTape(byteLimit: limits.tokenBytes)
    capture = .data
    captureDepth = 1
    if leafHasOpaque {
      let bytes = leafBytes
      try tape.opaque(bytes.span, isLast: true)
    } else if leafHasText {
      let text = leafText
      try tape.text(text.utf8Span.span, .characters)
    }
    forgetLeaf()
    tape.position(start)
  }

  mutating func startCapture(_ kind: Capture, with tag: Tag) throws(CodingError) {
    tape = EventTape(byteLimit: limits.tokenBytes)
    capture = kind
    captureDepth = 1
    tape.position(start)
    try tape.startElement(tag)
  }

  mutating func finishCapture() {
    let markup = Markup(language: language, tape: tape)
    tape = EventTape()
    switch capture {
    case .data:
      noteCapabilities(in: markup.tape)
      item.data = .markup(markup)
      leaf = Self.noLeaf
    case .filter: location.filter = markup
    case .command: finish(.other(OtherCommand(markup, language)))
    case .literal:
      // What has no number nobody could answer: it is no more than an element that is passed over.
      let other = OtherCommand(markup, language)
      if other.cmdID.isEmpty { return }
      if place == .command { openMember() }
      finish(.other(other))
    }
  }

  /// Notes that device information has a capability without properties.
  mutating func noteCapabilities(in tape: borrowing EventTape) {
    guard let first = tape.records.first, first.kind == .startEmbeddedDocument,
      DevInfTag.isLanguage(tape.header(of: first)?.language)
    else { return }
    var isOpen = false
    for record in tape.records where record.kind == .startElement {
      switch record.tag {
      case DevInfTag.ctCap where isOpen: return noteMissingProperty()
      case DevInfTag.ctCap: isOpen = true
      case DevInfTag.propName, DevInfTag.property: isOpen = false
      default: break
      }
    }
    if isOpen { noteMissingProperty() }
  }

  mutating func noteMissingProperty() { note(.missingElement, "a property of a CTCap") }

  // MARK: What only markup has

  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    if captureDepth > 0 { try tape.attribute(start) }
  }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    if captureDepth > 0 { try tape.attribute(literal: name) }
  }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    if captureDepth > 0 { try tape.attributeValue(value) }
  }
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if captureDepth > 0 { try tape.attributeText(text, origin) }
  }
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if captureDepth > 0 { try tape.attributeOpaque(bytes, isLast: isLast) }
  }
  public mutating func endAttributes() throws(CodingError) {
    if captureDepth > 0 { try tape.endAttributes() }
  }
  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    if captureDepth > 0 { try tape.extension(ext) }
  }
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if captureDepth > 0 { try tape.extensionText(ext, text, isLast: isLast) }
  }
  public mutating func startProcessingInstruction() throws(CodingError) {
    if captureDepth > 0 { try tape.startProcessingInstruction() }
  }
  public mutating func endProcessingInstruction() throws(CodingError) {
    if captureDepth > 0 { try tape.endProcessingInstruction() }
  }

  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    if skipDepth > 0 {
      skipDepth += 1
    } else if captureDepth > 0 {
      captureDepth += 1
      try tape.startEmbeddedDocument(header)
    } else if leaf == SyncMLTag.data, place == .item {
      try startDataCapture()
      captureDepth += 1
      try tape.startEmbeddedDocument(header)
    } else {
      note(.unknownElement, header.language?.rootElement ?? "embedded document")
      skipDepth = 1
      try refuseNote()
    }
  }

  public mutating func endEmbeddedDocument() throws(CodingError) {
    if skipDepth > 0 {
      skipDepth -= 1
    } else if captureDepth > 0 {
      captureDepth -= 1
      try tape.endEmbeddedDocument()
    }
  }
}
