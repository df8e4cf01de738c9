internal import WBXML

/// Processing instructions and extension tokens.
extension SerializerState {
  mutating func startProcessingInstruction() throws(CodingError) {
    switch stage {
    case .prolog: break
    case .epilog: if isCanonical || indentation != nil { text.append(UInt8(ascii: "\n")) }
    default:
      try enterContent()
      // Beside an embedded document's root element it would become the outer document's.
      if embeddingDepth == openElements.count { throw CodingError(.notExpressibleInXML) }
      endRun(before: .data)
      openElements.last.hasData = true
      openElements.last.followsElement = false
    }
    append("<?")
    stage = .instructionTarget
    endsWithQuestionMark = false
  }

  mutating func endProcessingInstruction() throws(CodingError) {
    guard stage == .instructionValue else { throw CodingError(.invalidEventOrder) }
    append("?>")
    stage = !openElements.isEmpty ? .content : rootHasBegun ? .epilog : .prolog
    if stage == .prolog, isCanonical || indentation != nil { text.append(UInt8(ascii: "\n")) }
  }

  mutating func instructionTarget(_ start: AttributeStart) throws(CodingError) {
    guard let nameCount = spell(start) else {
      throw CodingError(.notExpressibleInXML, value: UInt32(start.rawValue))
    }
    // SAFE: nothing below changes `scratch`.
    let spelled = unsafe scratch.elements
    try unsafe instructionTarget(spelled.span.extracting(0..<nameCount))
    try unsafe instructionText(spelled.span.extracting(nameCount..<spelled.count))
  }

  mutating func instructionTarget(_ name: Span<UInt8>) throws(CodingError) {
    guard XMLName.isValid(name) else { throw CodingError(.nameNotInXML) }
    let reserved: InlineArray<3, UInt8> = [UInt8(ascii: "x"), UInt8(ascii: "m"), UInt8(ascii: "l")]
    if name.equalsIgnoringASCIICase(reserved.span) { throw CodingError(.nameNotInXML) }
    // Ours mean something else to the parser.
    if name.count >= 6, name.extracting(0..<6).equals("wbxml-") { throw CodingError(.notExpressibleInXML) }
    text.append(name)
    stage = .instructionValue
    instructionHasValue = false
  }

  mutating func instructionText(_ value: Span<UInt8>) throws(CodingError) {
    guard !value.isEmpty else { return }
    if let character = try XMLText.firstForbidden(value, XMLText.Survey(value)) {
      throw CodingError(.characterNotInXML, value: character)
    }
    if !instructionHasValue {
      // A reader takes white space here for what parts the value from the target.
      if value[0] <= 0x20 { throw CodingError(.notExpressibleInXML) }
      text.append(UInt8(ascii: " "))
      instructionHasValue = true
    }
    for i in value.indices {
      let byte = value[i]
      // Instructions have no references: a reader would make CR a line feed, and end at the first `?>`.
      if byte == UInt8(ascii: "\r") { throw CodingError(.characterNotInXML, value: UInt32(byte)) }
      if byte == UInt8(ascii: ">"), endsWithQuestionMark { throw CodingError(.notExpressibleInXML) }
      endsWithQuestionMark = byte == UInt8(ascii: "?")
    }
    text.append(value)
  }

  // MARK: Extensions

  mutating func `extension`(_ ext: Extension) throws(CodingError) {
    try beginExtension(ext)
    switch ext.kind {
    case .token:
      append("<?wbxml-ext-")
      text.append(UInt8(ascii: "0") + ext.number)
    case .table:
      append("<?wbxml-ext-t-")
      text.append(UInt8(ascii: "0") + ext.number)
      text.append(UInt8(ascii: " "))
      appendDecimal(ext.value)
    case .inline:
      append("<?wbxml-ext-i-")
      text.append(UInt8(ascii: "0") + ext.number)
    }
    append("?>")
  }

  mutating func extensionText(_ ext: Extension, _ piece: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if run != .extensionText {
      try beginExtension(ext)
      // A string that EXT_T refers to is a kind of its own.
      if ext.kind == .table { append("<?wbxml-ext-v-") } else { append("<?wbxml-ext-i-") }
      text.append(UInt8(ascii: "0") + ext.number)
      text.append(UInt8(ascii: " "))
      run = .extensionText
    }
    base64.append(piece, to: &text)
    if isLast {
      finishExtensionText()
      run = .none
    }
  }

  mutating func finishExtensionText() {
    base64.finish(to: &text)
    append("?>")
  }

  private mutating func beginExtension(_ ext: Extension) throws(CodingError) {
    // An attribute's value has no place for an instruction.
    if stage == .attribute || stage == .instructionValue { throw CodingError(.notExpressibleInXML) }
    guard ext.number <= 2 else { throw CodingError(.notExpressibleInXML, value: UInt32(ext.number)) }
    try enterContent()
    endRun(before: .data)
    openElements.last.hasData = true
    openElements.last.followsElement = false
  }

  private mutating func appendDecimal(_ value: UInt32) {
    var divisor: UInt32 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}
