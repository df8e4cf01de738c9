public import WBXML
internal import XMLCoding

/// Builds typed SyncML from events: the header first, then one command at a time.
///
/// It is a sink for either encoding's reader. Memory holds one command, not the message:
///
///     var reader = MessageReader()
///     try decoder.feed(chunk, into: &reader)
///     while let part = reader.next() { … }
///
/// Values are built while the events come; nothing is recorded but markup inside a `Data`. Elements the model does not
/// know are skipped and reported in ``notes``.
public struct MessageReader: EventSink {
  /// A piece of a message, complete.
  public enum Part: Hashable, Sendable {
    /// The SyncHdr, which comes before every command.
    case header(SyncHdr)
    /// A command of the SyncBody, with all that belongs to it.
    case command(Command)
    /// An Atomic, Sequence or Sync begins whose members follow, up to its ``groupEnd``: the group itself, without
    /// members. Only where ``MessageReader/init(limits:streamsGroups:isStrict:)`` asks for it.
    case groupStart(Command)
    /// The group that began last is over.
    case groupEnd
    /// The Final element: the package ends with this message.
    case final
    /// The message is over.
    case end
  }

  /// What was passed over so far.
  public internal(set) var notes: [Note] = []
  /// The language of the document, once it is known.
  public private(set) var language: Language?

  let limits: Limits
  /// The elements that a command may have.
  private var elementLimit: Int { limits.tokenBytes >> 4 }
  /// Whether a note ends reading.
  private let isStrict: Bool
  /// What a note has become in a strict reader, until the event is over.
  private var refusal: CodingError?
  /// The SyncML version that the document's type states.
  private var statedVersion: String?
  /// Whether the document is WBXML: opaque data in XML text is a CDATA section, which is text like any other.
  private var isBinary = false
  private let streamsGroups: Bool
  /// Whether the document is a SyncBody alone.
  private let isFragment: Bool
  private var hasHeader = false
  private var parts: [Part?] = []
  /// All commands, where a whole message is wanted rather than parts.
  private(set) var commands: [Command] = []
  private(set) var isFinal = false
  private let collects: Bool
  private var nextPart = 0
  /// Where the last element began.
  var start = SourcePosition(offset: 0)

  // Where the next event belongs
  var place = Place.document
  private var enclosing: [Frame] = []
  /// The open element that holds text or nothing; ``noLeaf`` where there is none.
  var leaf = MessageReader.noLeaf
  private var skipDepth = 0
  private var captureDepth = 0
  private var capture = Capture.data
  private var tape = EventTape()

  // What has been read of it
  var leafText = ""
  /// The leaf's content, once opaque data is among it.
  private var leafBytes: [UInt8] = []
  private var leafHasText = false
  private var leafHasOpaque = false
  private var textBytes = 0
  private var elements = 0
  var header = SyncHdr(verDTD: "", verProto: "", sessionID: "", msgID: "", target: Location(""), source: Location(""))
  var draft = CommandDraft()
  /// The groups around the command being read.
  private var groups: [CommandDraft] = []
  /// Whether the outermost group has been announced by `groupStart`.
  private var isInStreamedGroup = false
  var item = Item()
  var mapItem = MapItem(target: Location(""), source: Location(""))
  var location = Location("")
  var cred = Cred(meta: nil, data: "")
  var chal = Chal(meta: Meta())
  var metaFormat: String?
  var metaType: String?
  var metaRest: Meta.Rest?
  /// Whether there is a `metaRest`: asked for every Meta, where a look at the large value would be a copy of it.
  var hasMetaRest = false

  /// What an open element with children is.
  enum Place: UInt8 {
    case document, message, header, body, command
    case item, mapItem, location, parent, cred, chal, meta, metInf, anchor, memory
  }

  private struct Frame {
    var place: Place
    /// The element's own tag.
    var tag: Tag
  }

  /// What events are recorded for.
  private enum Capture {
    /// The content of an item's Data that holds elements.
    case data
    /// A command of no known kind.
    case command
    /// An element with a spelled-out name where commands stand: a command if it is numbered.
    case literal
    /// A Filter.
    case filter
  }

  static var noLeaf: Tag { Tag(rawValue: 0) }

  /// - Parameters:
  ///   - limits: `tokenBytes` bounds one command.
  ///   - streamsGroups: whether the members of an Atomic, a Sequence or a Sync are handed over one by one, so that
  ///     a group of any size needs one member's memory.
  ///   - isStrict: whether what would be a ``Note`` is an error instead: `unexpectedElement`, `missingElement`,
  ///     `invalidValue`, and `quirkRefused` for what the encoding's reader reports. Give that reader its own
  ///     `isStrict` too: its errors say more.
  public init(limits: Limits = .default, streamsGroups: Bool = false, isStrict: Bool = false) {
    self.limits = limits
    self.isStrict = isStrict
    self.streamsGroups = streamsGroups
    isFragment = false
    collects = false
  }

  /// A reader that keeps the commands for one who wants them all: there are no parts.
  ///
  /// - Parameters:
  ///   - isFragment: whether the document is a SyncBody alone.
  ///   - isStrict: whether what would be a note is an error.
  init(collectingWith limits: Limits, isFragment: Bool, isStrict: Bool = false) {
    self.limits = limits
    self.isStrict = isStrict
    self.isFragment = isFragment
    streamsGroups = false
    collects = true
  }

  /// The message that has been read; nil where it had no header.
  ///
  /// Header and commands are moved out: a copy of all that a reader holds costs more than a short message.
  mutating func takeMessage() -> Message? {
    guard hasHeader else { return nil }
    hasHeader = false
    var taken: [Command] = []
    swap(&taken, &commands)
    return Message(header: header, commands: taken, isFinal: isFinal)
  }

  /// Makes room for commands of a whole message.
  mutating func reserveCapacity(_ count: Int) { commands.reserveCapacity(count) }

  /// The next piece that is complete, or nil until more has been fed.
  public mutating func next() -> Part? {
    guard nextPart < parts.count else {
      parts.removeAll(keepingCapacity: true)
      nextPart = 0
      return nil
    }
    defer { nextPart += 1 }
    return parts[nextPart].take()
  }

  // MARK: Structure

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    language = header.language
    statedVersion = header.statedSyncMLVersion
    isBinary = header.version != nil
  }

  public mutating func endDocument() throws(CodingError) {
    try refuseNote()
    guard hasHeader || isFragment else {
      throw CodingError(.missingElement, value: UInt32(SyncMLTag.syncHdr.rawValue))
    }
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

  private mutating func start(_ tag: Tag) throws(CodingError) {
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
  private mutating func takeFrequent(_ tag: Tag, _ text: Span<UInt8>) -> Bool {
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
  private mutating func close() throws(CodingError) {
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

  private func missingHeader() -> CodingError {
    CodingError(
      .missingElement, offset: start.offset, line: start.line, column: start.column,
      value: UInt32(SyncMLTag.syncHdr.rawValue))
  }

  private func tokenLimitError() -> CodingError {
    CodingError(
      .tokenLimit, offset: start.offset, line: start.line, column: start.column,
      value: UInt32(clamping: limits.tokenBytes))
  }

  private mutating func finishHeader() {
    if header.sessionID.isEmpty { noteMissing(SyncMLTag.sessionID) }
    if header.msgID.isEmpty { noteMissing(SyncMLTag.msgID) }
    if let statedVersion, header.verDTD != statedVersion {
      note(
        .invalidValue, "VerDTD '\(header.verDTD.prefix(40))' in a document of SyncML \(statedVersion)",
        of: SyncMLTag.verDTD)
    }
    if !collects { parts.append(.header(header)) }
    hasHeader = true
    resetSize()
  }

  /// Another command may be as large as the one before.
  private mutating func resetSize() {
    textBytes = 0
    elements = 0
  }

  // MARK: Commands

  private mutating func startCommand(_ tag: Tag) throws(CodingError) {
    if tag == SyncMLTag.final, place == .body {
      leaf = tag
    } else if let shape = CommandShape(of: tag) {
      draft.begin(tag, shape)
      open(.command, tag)
    } else {
      try startCapture(.command, with: tag)
    }
  }

  /// A command inside a group begins.
  mutating func startMember(_ tag: Tag) throws(CodingError) {
    openMember()
    try startCommand(tag)
  }

  private mutating func openMember() {
    if streamsGroups, groups.isEmpty, !isInStreamedGroup {
      isInStreamedGroup = true
      // The group's tag and shape stay: they say what its members are.
      parts.append(.groupStart(draft.takeCommand()))
      resetSize()
    }
    // Moved, not copied: a group's members are many.
    var group = CommandDraft()
    swap(&group, &draft)
    groups.append(consume group)
  }

  private mutating func finishCommand() {
    if draft.cmdID.isEmpty { noteMissing(SyncMLTag.cmdID) }
    if draft.shape.needsItem, draft.items.isEmpty { noteMissing(SyncMLTag.item) }
    if groups.isEmpty, isInStreamedGroup {
      isInStreamedGroup = false
      parts.append(.groupEnd)
    } else {
      finish(draft.takeCommand())
    }
  }

  /// A command is complete: it goes to its group, or to the reader's user.
  private mutating func finish(_ command: consuming Command) {
    if !groups.isEmpty {
      draft = groups.removeLast()
      if groups.isEmpty, isInStreamedGroup {
        parts.append(.command(command))
        resetSize()
      } else {
        draft.commands.append(command)
      }
    } else {
      if collects { commands.append(command) } else { parts.append(.command(command)) }
      resetSize()
    }
  }

  // MARK: Leaves

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

  private mutating func count(_ bytes: Span<UInt8>) throws(CodingError) {
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
    return XMLSpace.trimmed(text)
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

  private mutating func forgetLeaf() {
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

  private mutating func finishLeaf() {
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
  private mutating func startChildOfLeaf(_ tag: Tag) throws(CodingError) {
    guard leaf == SyncMLTag.data, place == .item else { return skipUnknown(tag) }
    try startDataCapture()
    captureDepth += 1
    try tape.startElement(tag)
  }

  // MARK: Markup

  /// Begins to record: the content of the Data that is open, what was read of it first.
  private mutating func startDataCapture() throws(CodingError) {
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

  private mutating func startCapture(_ kind: Capture, with tag: Tag) throws(CodingError) {
    tape = EventTape(byteLimit: limits.tokenBytes)
    capture = kind
    captureDepth = 1
    tape.position(start)
    try tape.startElement(tag)
  }

  private mutating func finishCapture() {
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
  private mutating func noteCapabilities(in tape: borrowing EventTape) {
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

  private mutating func noteMissingProperty() { note(.missingElement, "a property of a CTCap") }

  // MARK: Notes

  /// Reports something that is passed over. A hostile message can hold endless such things; a few tell enough.
  ///
  /// - Parameter tag: the element concerned, which a strict reader's error names.
  mutating func note(_ kind: Note.Kind, _ text: String, of tag: Tag = Self.noLeaf) {
    if isStrict, refusal == nil {
      let code: CodingError.Code =
        switch kind {
        case .unknownElement: .unexpectedElement
        case .missingElement: .missingElement
        case .invalidValue, .encoding: .invalidValue
        }
      refusal = CodingError(
        code, offset: start.offset, line: start.line, column: start.column, value: UInt32(tag.rawValue))
    }
    if notes.count < 1000 { notes.append(Note(kind, text, at: start)) }
  }

  mutating func noteMissing(_ tag: Tag) { note(.missingElement, name(of: tag), of: tag) }

  /// Throws what a note of this event has become.
  private func refuseNote() throws(CodingError) {
    if let refusal { throw refusal }
  }

  /// Skips an element that the model has no place for, and says so.
  mutating func skipUnknown(_ tag: Tag) {
    note(.unknownElement, name(of: tag), of: tag)
    skipDepth = 1
  }

  private func name(of tag: Tag) -> String {
    language?.name(of: tag) ?? "page \(tag.page), 0x\(String(tag.token, radix: 16))"
  }

  public mutating func diagnostic(_ diagnostic: Diagnostic) {
    if isStrict, refusal == nil {
      refusal = CodingError(.quirkRefused, offset: diagnostic.offset, value: UInt32(diagnostic.code.rawValue))
    }
    if notes.count < 1000 {
      notes.append(Note(.encoding, diagnostic.code.description, at: SourcePosition(offset: diagnostic.offset)))
    }
  }

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
