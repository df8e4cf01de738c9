public import WBXML
internal import XMLCoding

/// Elements of text or nothing: their content, and the property it goes to.
extension MessageReader {
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if captureDepth > 0 { return try tape.text(text, origin) }
    if leaf == Self.noLeaf || skipDepth > 0 || text.isEmpty { return }
    try count(text)
    leafHasText = true
    if leafHasOpaque {
      leafBytes.append(text)
    } else if leafText.isEmpty {
      leafText = String(utf8: text)
    } else {
      leafText += String(utf8: text)
    }
  }

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if captureDepth > 0 { return try tape.opaque(bytes, isLast: isLast) }
    if leaf == Self.noLeaf || skipDepth > 0 { return }
    try count(bytes)
    if !leafHasOpaque {
      leafHasOpaque = true
      leafBytes.append(contentsOf: leafText.utf8)
    }
    leafBytes.append(bytes)
  }

  mutating func count(_ bytes: Span<UInt8>) throws(CodingError) {
    guard bytes.count <= limits.tokenBytes - textBytes else { throw tokenLimitError() }
    textBytes += bytes.count
  }

  /// The leaf's content as an identifier, number or address. Opaque data counts as text, and is noted where WBXML has
  /// it. So is white space around it, which those leave who write XML for people, the standards' examples too.
  mutating func takeText() -> String {
    if leafHasOpaque, isBinary, leaf == SyncMLTag.data || language?.content(of: leaf) == .text {
      note(.encoding, "\(name(of: leaf)) holds its text as opaque data", of: leaf)
    }
    let text = takeJoinedText()
    guard XMLSpace.isAround(text.utf8Span.span) else { return text }
    note(.invalidValue, "\(name(of: leaf)) has white space around it", of: leaf)
    return String(Substring(XMLSpace.trimmed(text.utf8)))
  }

  /// The leaf's content as it is.
  mutating func takeJoinedText() -> String {
    if leafHasOpaque {
      leafText = String(utf8: leafBytes.span)
      leafBytes.removeAll(keepingCapacity: true)
      leafHasOpaque = false
    }
    leafHasText = false
    return taken(&leafText)
  }

  /// The leaf's content in base64, where some devices put the octets themselves (Format `bin` in WBXML): opaque data
  /// that is no base64 text is encoded.
  mutating func takeBase64Text() -> String {
    guard leafHasOpaque else { return takeText() }
    if let text = String(validating: leafBytes, as: UTF8.self), Base64.decode(text) != nil { return takeJoinedText() }
    defer { forgetLeaf() }
    return Base64.encode(leafBytes)
  }

  /// The leaf's content in the kind it has. Text and opaque data mixed are one value: text if it is UTF-8.
  mutating func takeData() -> ItemData {
    guard leafHasOpaque else { return .text(takeJoinedText()) }
    if leafHasText, let text = String(validating: leafBytes, as: UTF8.self) {
      leafText = text
      leafHasOpaque = false
      leafBytes.removeAll(keepingCapacity: true)
      return .text(takeJoinedText())
    }
    defer { forgetLeaf() }
    return .bytes(leafBytes)
  }

  mutating func forgetLeaf() {
    leafText = ""
    leafBytes.removeAll(keepingCapacity: true)
    leafHasText = false
    leafHasOpaque = false
  }

  /// The leaf's content as a number; a note where it is none.
  mutating func takeNumber() -> Int? {
    let tag = leaf
    let text = takeText()
    if let number = Int(text) { return number }
    note(.invalidValue, "\(name(of: tag)) '\(text.prefix(40))'", of: tag)
    return nil
  }

  mutating func finishLeaf() {
    switch place {
    case .command: finishLeafOfCommand()
    case .item:
      if leaf == SyncMLTag.data { item.data = takeData() } else { item.moreData = true }
    case .location:
      if leaf == SyncMLTag.locURI { location.locURI = takeText() } else { location.locName = takeJoinedText() }
    case .parent: finishParent(enclosing.last?.tag)
    case .meta, .metInf: finishLeafOfMeta()
    case .anchor, .memory: finishLeafInsideMeta()
    case .cred: cred.data = takeBase64Text()
    case .header: finishLeafOfHeader()
    case .body:
      isFinal = true
      if !collects { parts.append(.final) }
    case .document, .message, .mapItem, .chal: break
    }
    // An element whose presence is its meaning may hold text all the same.
    if leafHasText || leafHasOpaque { forgetLeaf() }
    leaf = Self.noLeaf
  }

  /// An element inside an element of text: markup in an item's Data, else something unknown.
  mutating func startChildOfLeaf(_ tag: Tag) throws(CodingError) {
    guard leaf == SyncMLTag.data, place == .item else { return skipUnknown(tag) }
    try startDataCapture()
    captureDepth += 1
    try tape.startElement(tag)
  }
}
