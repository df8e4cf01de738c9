public import WBXML

/// Documents and elements: what begins, what ends, and where it belongs.
extension MessageReader {
  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    language = header.language
    knowsLanguage = header.language.map { $0 == .syncML12 || $0 == .syncML11 || $0 == .syncML10 } ?? false
    statedVersion = header.statedSyncMLVersion
    isBinary = header.version != nil
  }

  public mutating func endDocument() throws(CodingError) {
    try refuseNote()
    guard hasHeader || isFragment else { throw missingHeader() }
    if !collects { parts.append(.end) }
  }

  public mutating func position(_ position: SourcePosition) {
    start = position
    if captureDepth > 0 { tape.position(position) }
  }

  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    try start(tag)
    try refuseNote()
  }

  public static var takesTextElements: Bool { true }

  public mutating func textElement(
    _ tag: Tag, _ text: Span<UInt8>, _ origin: TextOrigin
  ) throws(CodingError) {
    if skipDepth == 0, captureDepth == 0, leaf == Self.noLeaf, elements < elementLimit,
      text.count <= limits.tokenBytes &- textBytes, takeFrequent(tag, text)
    {
      elements &+= 1
      textBytes &+= text.count
      return
    }
    try start(tag)
    if leaf == tag, skipDepth == 0, captureDepth == 0 {
      try count(text)
      leafHasText = !text.isEmpty
      leafText = String(utf8: text)
      finishLeaf()
    } else {
      try refuseNote()
      try self.text(text, origin)
      try endElement()
    }
    try refuseNote()
  }

  mutating func start(_ tag: Tag) throws(CodingError) {
    if skipDepth > 0 {
      skipDepth += 1
      return
    }
    if captureDepth > 0 {
      captureDepth += 1
      return try tape.startElement(tag)
    }
    if leaf != Self.noLeaf { return try startChildOfLeaf(tag) }
    elements += 1
    if elements > elementLimit { throw tokenLimitError() }
    switch place {
    case .command: try startChildOfCommand(tag)
    case .item: startChildOfItem(tag)
    case .location:
      if tag == SyncMLTag.locURI || tag == SyncMLTag.locName {
        leaf = tag
      } else if tag == SyncMLTag.filter {
        try startCapture(.filter, with: tag)
      } else {
        skipUnknown(tag)
      }
    case .meta, .metInf: startChildOfMeta(tag)
    case .parent: if tag == SyncMLTag.locURI { leaf = tag } else { skipUnknown(tag) }
    case .cred:
      switch tag {
      case SyncMLTag.data: leaf = tag
      case SyncMLTag.meta: open(.meta, tag)
      default: skipUnknown(tag)
      }
    case .chal: if tag == SyncMLTag.meta { open(.meta, tag) } else { skipUnknown(tag) }
    case .mapItem:
      switch tag {
      case SyncMLTag.target, SyncMLTag.source: open(.location, tag)
      default: skipUnknown(tag)
      }
    case .anchor: if tag == MetInfTag.last || tag == MetInfTag.next { leaf = tag } else { skipUnknown(tag) }
    case .memory:
      switch tag {
      case MetInfTag.sharedMem, MetInfTag.freeMem, MetInfTag.freeID: leaf = tag
      default: skipUnknown(tag)
      }
    case .header: startChildOfHeader(tag)
    case .body: try startCommand(tag)
    case .message:
      switch tag {
      case SyncMLTag.syncHdr where !hasHeader: open(.header, tag)
      case SyncMLTag.syncBody:
        guard hasHeader else { throw missingHeader() }
        open(.body, tag)
      default: skipUnknown(tag)
      }
    case .document:
      guard tag == (isFragment ? SyncMLTag.syncBody : SyncMLTag.syncML) else {
        throw CodingError(
          .unexpectedRoot, offset: start.offset, line: start.line, column: start.column, value: UInt32(tag.rawValue))
      }
      open(isFragment ? .body : .message, tag)
    }
  }

  /// Takes an element of text straight to its property, where it is one of those that most of a message consists of.
  ///
  /// - Returns: whether it is; where it is not, nothing has happened.
  @inline(__always)
  mutating func takeFrequent(_ tag: Tag, _ text: Span<UInt8>) -> Bool {
    // What is around an identifier is no part of it; of data it is.
    if place != .item, XMLSpace.isAround(text) { return false }
    switch place {
    case .command:
      guard tag.rawValue < 64, draft.shape.leaves & CommandShape.bit(tag) != 0 else { return false }
      switch tag {
      case SyncMLTag.cmdID: draft.cmdID = String(utf8: text)
      case SyncMLTag.cmdRef: draft.cmdRef = String(utf8: text)
      case SyncMLTag.msgRef: draft.msgRef = String(utf8: text)
      case SyncMLTag.cmd: draft.cmd = String(utf8: text)
      default: return false
      }
    case .location:
      guard tag == SyncMLTag.locURI else { return false }
      location.locURI = String(utf8: text)
    case .item:
      guard tag == SyncMLTag.data else { return false }
      item.data = .text(String(utf8: text))
    case .meta:
      switch tag {
      case MetInfTag.format: metaFormat = String(utf8: text)
      case MetInfTag.type: metaType = String(utf8: text)
      default: return false
      }
    default: return false
    }
    return true
  }

  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    // The reader of XML text has reported the name before.
    try refuseNote()
    if skipDepth > 0 {
      skipDepth += 1
    } else if captureDepth > 0 {
      captureDepth += 1
      try tape.startElement(literal: name)
    } else if place == .document {
      throw CodingError(.unexpectedRoot, offset: start.offset, line: start.line, column: start.column)
    } else if leaf == SyncMLTag.data, place == .item {
      try startDataCapture()
      captureDepth += 1
      try tape.startElement(literal: name)
    } else {
      note(.unknownElement, String(utf8: name))
      try refuseNote()
      guard leaf == Self.noLeaf, place == .body || place == .command && draft.shape.isGroup else {
        skipDepth = 1
        return
      }
      tape = EventTape(byteLimit: limits.tokenBytes)
      capture = .literal
      captureDepth = 1
      tape.position(start)
      try tape.startElement(literal: name)
    }
  }

  public mutating func endElement() throws(CodingError) {
    if skipDepth > 0 {
      skipDepth -= 1
    } else if captureDepth > 0 {
      captureDepth -= 1
      if captureDepth > 0 || capture != .data { try tape.endElement() }
      if captureDepth == 0 { finishCapture() }
    } else if leaf != Self.noLeaf {
      finishLeaf()
    } else {
      try close()
    }
    try refuseNote()
  }

  /// An element with children begins.
  mutating func open(_ place: Place, _ tag: Tag) {
    enclosing.append(Frame(place: self.place, tag: tag))
    self.place = place
  }

  /// An element with children is over: what was read of it goes to where it belongs.
  mutating func close() throws(CodingError) {
    guard let frame = enclosing.popLast() else { throw CodingError(.invalidEventOrder) }
    let closed = place
    place = frame.place
    switch closed {
    case .item: finishItem()
    case .location: finishLocation(as: frame.tag)
    case .meta: finishMeta()
    case .command: finishCommand()
    case .cred: finishCred()
    case .chal: finishChal()
    case .mapItem: finishMapItem()
    case .header: finishHeader()
    case .anchor: finishAnchor()
    case .document, .message, .body, .parent, .metInf, .memory: break
    }
  }

  func missingHeader() -> CodingError {
    CodingError(
      .missingElement, offset: start.offset, line: start.line, column: start.column,
      value: UInt32(SyncMLTag.syncHdr.rawValue))
  }

  func tokenLimitError() -> CodingError {
    CodingError(
      .tokenLimit, offset: start.offset, line: start.line, column: start.column,
      value: UInt32(clamping: limits.tokenBytes))
  }
}
