public import WBXML
internal import XMLCoding

/// Writes typed SyncML as events: header first, then commands one at a time.
///
/// Element order is the DTD's (OMA-TS-SyncML_RepPro_DTD-V1_2), which is normative.
public struct MessageWriter: Sendable {
  /// What the events become: decides how binary data travels.
  public var encoding: Encoding

  /// A writer of events for an encoder or serializer of this encoding.
  public init(encoding: Encoding) { self.encoding = encoding }

  /// Writes a whole message.
  public func write<Sink: EventSink & ~Copyable>(_ message: Message, into sink: inout Sink) throws(CodingError) {
    try start(message.header, into: &sink)
    try message.commands.span.lendEach { command throws(CodingError) in try write(command, into: &sink) }
    try finish(isFinal: message.isFinal, into: &sink)
  }

  /// Begins a message: everything up to the body's first command.
  public func start<Sink: EventSink & ~Copyable>(_ header: SyncHdr, into sink: inout Sink) throws(CodingError) {
    let language: Language =
      switch header.verDTD {
      case "1.0": .syncML10
      case "1.1": .syncML11
      default: .syncML12
      }
    try sink.startDocument(DocumentHeader(language: language), stringTable: Span())
    try sink.startElement(SyncMLTag.syncML)
    try write(header, into: &sink)
    try sink.startElement(SyncMLTag.syncBody)
  }

  /// Ends a message.
  public func finish<Sink: EventSink & ~Copyable>(isFinal: Bool, into sink: inout Sink) throws(CodingError) {
    if isFinal { try sink.flag(SyncMLTag.final, true) }
    try sink.endElement()
    try sink.endElement()
    try sink.endDocument()
  }

  private func write<Sink: EventSink & ~Copyable>(_ header: SyncHdr, into sink: inout Sink) throws(CodingError) {
    if Sink.takesTokens, encoding == .wbxml, CommandTokens.write(header, into: &sink) { return }
    try sink.startElement(SyncMLTag.syncHdr)
    try sink.element(SyncMLTag.verDTD, header.verDTD)
    try sink.element(SyncMLTag.verProto, header.verProto)
    try sink.element(SyncMLTag.sessionID, header.sessionID)
    try sink.element(SyncMLTag.msgID, header.msgID)
    try write(header.target, as: SyncMLTag.target, into: &sink)
    try write(header.source, as: SyncMLTag.source, into: &sink)
    try sink.optional(SyncMLTag.respURI, header.respURI)
    try sink.flag(SyncMLTag.noResp, header.noResp)
    try write(header.cred, into: &sink)
    try write(header.meta, into: &sink)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(
    _ location: Location?, as tag: Tag, into sink: inout Sink
  ) throws(CodingError) {
    guard let location else { return }
    try sink.startElement(tag)
    try sink.element(SyncMLTag.locURI, location.locURI)
    try sink.optional(SyncMLTag.locName, location.locName)
    if let filter = location.filter { try filter.tape.replay(into: &sink) }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ cred: Cred?, into sink: inout Sink) throws(CodingError) {
    guard let cred else { return }
    try sink.startElement(SyncMLTag.cred)
    try write(cred.meta, into: &sink)
    try sink.element(SyncMLTag.data, cred.data)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ meta: Meta?, into sink: inout Sink) throws(CodingError) {
    guard let meta else { return }
    try sink.startElement(SyncMLTag.meta)
    try sink.optional(MetInfTag.format, meta.format)
    try sink.optional(MetInfTag.type, meta.type)
    if let rest = meta.rest?.value { try write(rest, into: &sink) }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ meta: Meta.Rest, into sink: inout Sink) throws(CodingError) {
    try sink.flag(MetInfTag.fieldLevel, meta.fieldLevel)
    try sink.optional(MetInfTag.mark, meta.mark)
    try sink.optional(MetInfTag.size, meta.size)
    if let anchor = meta.anchor {
      try sink.startElement(MetInfTag.anchor)
      try sink.optional(MetInfTag.last, anchor.last)
      try sink.element(MetInfTag.next, anchor.next)
      try sink.endElement()
    }
    try sink.optional(MetInfTag.version, meta.version)
    try sink.optional(MetInfTag.nextNonce, meta.nextNonce)
    try sink.optional(MetInfTag.maxMsgSize, meta.maxMsgSize)
    try sink.optional(MetInfTag.maxObjSize, meta.maxObjSize)
    if let memory = meta.memory {
      try sink.startElement(MetInfTag.mem)
      try sink.flag(MetInfTag.sharedMem, memory.isShared)
      try sink.optional(MetInfTag.freeMem, memory.free)
      try sink.optional(MetInfTag.freeID, memory.freeID)
      try sink.endElement()
    }
    for emi in meta.emi { try sink.element(MetInfTag.emi, emi) }
  }

  private func write<Sink: EventSink & ~Copyable>(_ items: [Item], into sink: inout Sink) throws(CodingError) {
    try items.span.lendEach { item throws(CodingError) in try write(item, into: &sink) }
  }

  private func write<Sink: EventSink & ~Copyable>(_ item: borrowing Item, into sink: inout Sink) throws(CodingError) {
    if encoding == .xml, let text = item.forText { return try writeItem(text, into: &sink) }
    try writeItem(item, into: &sink)
  }

  private func writeItem<Sink: EventSink & ~Copyable>(_ item: borrowing Item, into sink: inout Sink) throws(CodingError)
  {
    try sink.startElement(SyncMLTag.item)
    try write(item.target, as: SyncMLTag.target, into: &sink)
    try write(item.source, as: SyncMLTag.source, into: &sink)
    try writeParent(item.sourceParent, as: SyncMLTag.sourceParent, into: &sink)
    try writeParent(item.targetParent, as: SyncMLTag.targetParent, into: &sink)
    try write(item.meta, into: &sink)
    try write(item.data, into: &sink)
    try sink.flag(SyncMLTag.moreData, item.moreData)
    try sink.endElement()
  }

  private func writeParent<Sink: EventSink & ~Copyable>(
    _ parent: String?, as tag: Tag, into sink: inout Sink
  ) throws(CodingError) {
    guard let parent else { return }
    try sink.startElement(tag)
    try sink.element(SyncMLTag.locURI, parent)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ data: ItemData?, into sink: inout Sink) throws(CodingError) {
    switch data {
    case nil: return
    case .text(let text): return try sink.element(SyncMLTag.data, text)
    case .bytes(let bytes):
      try sink.startElement(SyncMLTag.data)
      try sink.opaque(bytes.span, isLast: true)
    case .markup(let markup):
      try sink.startElement(SyncMLTag.data)
      try markup.tape.replay(into: &sink)
    }
    try sink.endElement()
  }

  // MARK: Commands

  /// Writes one command.
  public func write<Sink: EventSink & ~Copyable>(
    _ command: borrowing Command, into sink: inout Sink
  ) throws(CodingError) {
    if Sink.takesTokens, encoding == .wbxml, CommandTokens.write(command, into: &sink) { return }
    switch command {
    case .add(let command): try write(command, as: SyncMLTag.add, into: &sink)
    case .replace(let command): try write(command, as: SyncMLTag.replace, into: &sink)
    case .delete(let command): try write(command, as: SyncMLTag.delete, into: &sink)
    case .copy(let command): try write(command, as: SyncMLTag.copy, into: &sink)
    case .get(let command): try write(command, as: SyncMLTag.get, into: &sink)
    case .exec(let command): try write(command, into: &sink)
    case .alert(let command): try write(command, into: &sink)
    case .atomic(let group): try write(group, as: SyncMLTag.atomic, into: &sink)
    case .sequence(let group): try write(group, as: SyncMLTag.sequence, into: &sink)
    case .status(let status): try write(status, into: &sink)
    case .results(let results): try write(results, into: &sink)
    case .put(let command): try write(command, as: SyncMLTag.put, into: &sink)
    case .move(let command): try write(command, as: SyncMLTag.move, into: &sink)
    case .sync(let command): try write(command, into: &sink)
    case .map(let command): try write(command, into: &sink)
    case .search(let command): try write(command, into: &sink)
    case .other(let other): try other.markup.tape.replay(into: &sink)
    }
  }

  private func write<Sink: EventSink & ~Copyable>(
    _ command: borrowing ItemCommand, as tag: Tag, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(tag)
    try sink.element(SyncMLTag.cmdID, command.cmdID)
    try sink.flag(SyncMLTag.noResp, command.noResp)
    try sink.flag(SyncMLTag.archive, command.archive)
    try sink.flag(SyncMLTag.sftDel, command.softDelete)
    try sink.optional(SyncMLTag.lang, command.lang)
    try write(command.cred, into: &sink)
    try write(command.meta, into: &sink)
    try write(command.items, into: &sink)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ exec: borrowing Exec, into sink: inout Sink) throws(CodingError) {
    try sink.startElement(SyncMLTag.exec)
    try sink.element(SyncMLTag.cmdID, exec.cmdID)
    try sink.flag(SyncMLTag.noResp, exec.noResp)
    try write(exec.cred, into: &sink)
    try write(exec.meta, into: &sink)
    try sink.optional(SyncMLTag.correlator, exec.correlator)
    try write(exec.item, into: &sink)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ alert: borrowing Alert, into sink: inout Sink) throws(CodingError) {
    try sink.startElement(SyncMLTag.alert)
    try sink.element(SyncMLTag.cmdID, alert.cmdID)
    try sink.flag(SyncMLTag.noResp, alert.noResp)
    try write(alert.cred, into: &sink)
    try sink.optional(SyncMLTag.data, alert.code.map { String($0.rawValue) })
    try sink.optional(SyncMLTag.correlator, alert.correlator)
    try write(alert.items, into: &sink)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(
    _ group: borrowing CommandGroup, as tag: Tag, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(tag)
    try sink.element(SyncMLTag.cmdID, group.cmdID)
    try sink.flag(SyncMLTag.noResp, group.noResp)
    try write(group.meta, into: &sink)
    try group.commands.span.lendEach { command throws(CodingError) in try write(command, into: &sink) }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ status: borrowing Status, into sink: inout Sink) throws(CodingError)
  {
    try sink.startElement(SyncMLTag.status)
    try sink.element(SyncMLTag.cmdID, status.cmdID)
    try sink.element(SyncMLTag.msgRef, status.msgRef)
    try sink.element(SyncMLTag.cmdRef, status.cmdRef)
    try sink.element(SyncMLTag.cmd, status.cmd)
    for reference in status.targetRefs { try sink.element(SyncMLTag.targetRef, reference) }
    for reference in status.sourceRefs { try sink.element(SyncMLTag.sourceRef, reference) }
    try write(status.cred, into: &sink)
    if let chal = status.chal {
      try sink.startElement(SyncMLTag.chal)
      try write(chal.meta, into: &sink)
      try sink.endElement()
    }
    try sink.optional(SyncMLTag.data, status.code.map { String($0.rawValue) })
    try write(status.items, into: &sink)
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ results: borrowing Results, into sink: inout Sink)
    throws(CodingError)
  {
    try sink.startElement(SyncMLTag.results)
    try sink.element(SyncMLTag.cmdID, results.cmdID)
    try sink.optional(SyncMLTag.msgRef, results.msgRef)
    try sink.element(SyncMLTag.cmdRef, results.cmdRef)
    try write(results.meta, into: &sink)
    try sink.optional(SyncMLTag.targetRef, results.targetRef)
    try sink.optional(SyncMLTag.sourceRef, results.sourceRef)
    try write(results.items, into: &sink)
    try sink.endElement()
  }
}

// MARK: - Data synchronization

extension MessageWriter {
  private func write<Sink: EventSink & ~Copyable>(_ sync: borrowing Sync, into sink: inout Sink) throws(CodingError) {
    try sink.startElement(SyncMLTag.sync)
    try sink.element(SyncMLTag.cmdID, sync.cmdID)
    try sink.flag(SyncMLTag.noResp, sync.noResp)
    try write(sync.cred, into: &sink)
    try write(sync.target, as: SyncMLTag.target, into: &sink)
    try write(sync.source, as: SyncMLTag.source, into: &sink)
    try write(sync.meta, into: &sink)
    try sink.optional(SyncMLTag.numberOfChanges, sync.numberOfChanges)
    try sync.commands.span.lendEach { command throws(CodingError) in try write(command, into: &sink) }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ map: borrowing Map, into sink: inout Sink) throws(CodingError) {
    try sink.startElement(SyncMLTag.map)
    try sink.element(SyncMLTag.cmdID, map.cmdID)
    try write(map.target, as: SyncMLTag.target, into: &sink)
    try write(map.source, as: SyncMLTag.source, into: &sink)
    try write(map.cred, into: &sink)
    try write(map.meta, into: &sink)
    for item in map.items {
      try sink.startElement(SyncMLTag.mapItem)
      try write(item.target, as: SyncMLTag.target, into: &sink)
      try write(item.source, as: SyncMLTag.source, into: &sink)
      try sink.endElement()
    }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(_ search: borrowing Search, into sink: inout Sink) throws(CodingError)
  {
    try sink.startElement(SyncMLTag.search)
    try sink.element(SyncMLTag.cmdID, search.cmdID)
    try sink.flag(SyncMLTag.noResp, search.noResp)
    try sink.flag(SyncMLTag.noResults, search.noResults)
    try write(search.cred, into: &sink)
    try write(search.target, as: SyncMLTag.target, into: &sink)
    for source in search.sources { try write(source, as: SyncMLTag.source, into: &sink) }
    try sink.optional(SyncMLTag.lang, search.lang)
    try write(search.meta, into: &sink)
    try write(search.data, into: &sink)
    try sink.endElement()
  }
}

extension Item {
  /// The item as XML text carries it: binary data in base64, and a Format that says so (OMA-TS-DM_TND-V1_2 7.7.2).
  ///
  /// Data that is called binary is, even where its bytes happen to be text.
  ///
  /// - Returns: nil where the item is carried as it is.
  var forText: Item? {
    guard case .bytes(let bytes)? = data, meta?.format == "bin" || String(validating: bytes, as: UTF8.self) == nil
    else { return nil }
    var item = self
    item.data = .text(Base64.encode(bytes))
    var meta = item.meta ?? Meta()
    meta.format = "b64"
    item.meta = meta
    return item
  }
}

/// Short forms for the writer: elements made of text.
extension EventSink where Self: ~Copyable {
  mutating func element(_ tag: Tag, _ text: String) throws(CodingError) {
    if text.isEmpty { return try flag(tag, true) }
    try textElement(tag, text.utf8Span.span, .characters)
  }

  mutating func optional(_ tag: Tag, _ text: String?) throws(CodingError) {
    if let text { try element(tag, text) }
  }

  mutating func flag(_ tag: Tag, _ isPresent: Bool) throws(CodingError) {
    if isPresent {
      try startElement(tag)
      try endElement()
    }
  }
}
