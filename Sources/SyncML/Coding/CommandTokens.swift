internal import WBXML

/// Writes whole commands as tokens of WBXML, if they have only what as good as all have: text, addresses, formats and
/// types.
///
/// It is the short way past the events, and gives the same bytes. Where a function returns false nothing has been written,
/// and the command has to go the long way, which knows everything else: groups, credentials, markup, opaque data.
enum CommandTokens {
  private typealias S = SyncMLTag

  /// The levels of elements that a command takes: Item, Target and LocURI below it.
  private static var levels: Int { 4 }

  static func write<Sink: EventSink & ~Copyable>(_ command: borrowing Command, into sink: inout Sink) -> Bool {
    // Each case for itself: where several share a binding, the compiler copies the command.
    switch command {
    case .add(let command): write(command, as: S.add, into: &sink)
    case .replace(let command): write(command, as: S.replace, into: &sink)
    case .delete(let command): write(command, as: S.delete, into: &sink)
    case .copy(let command): write(command, as: S.copy, into: &sink)
    case .get(let command): write(command, as: S.get, into: &sink)
    case .put(let command): write(command, as: S.put, into: &sink)
    case .move(let command): write(command, as: S.move, into: &sink)
    case .status(let status): write(status, into: &sink)
    case .results(let results): write(results, into: &sink)
    case .alert(let alert): write(alert, into: &sink)
    case .exec, .atomic, .sequence, .sync, .map, .search, .other: false
    }
  }

  private static func write<Sink: EventSink & ~Copyable>(
    _ command: borrowing ItemCommand, as tag: Tag, into sink: inout Sink
  ) -> Bool {
    if case .some = command.rest { return false }
    guard let meta = size(command.meta), let items = size(command.items) else { return false }
    let size = 32 + command.cmdID.utf8.count + meta + items
    return sink.writeTokens(atMost: size, levels: levels) { writer in
      writer.start(tag)
      writer.text(S.cmdID, command.cmdID)
      if command.noResp { writer.empty(S.noResp) }
      if command.archive { writer.empty(S.archive) }
      if command.softDelete { writer.empty(S.sftDel) }
      write(command.meta, to: &writer)
      write(command.items, to: &writer)
      writer.endElement()
    }
  }

  private static func write<Sink: EventSink & ~Copyable>(_ status: borrowing Status, into sink: inout Sink) -> Bool {
    if case .some = status.rest { return false }
    guard let items = size(status.items) else { return false }
    var size = 64 + status.cmdID.utf8.count + status.msgRef.utf8.count + status.cmdRef.utf8.count + items
    size += status.cmd.utf8.count
    for reference in status.targetRefs { size += textElementBytes + reference.utf8.count }
    for reference in status.sourceRefs { size += textElementBytes + reference.utf8.count }
    return sink.writeTokens(atMost: size, levels: levels) { writer in
      writer.start(S.status)
      writer.text(S.cmdID, status.cmdID)
      writer.text(S.msgRef, status.msgRef)
      writer.text(S.cmdRef, status.cmdRef)
      writer.text(S.cmd, status.cmd)
      for reference in status.targetRefs { writer.text(S.targetRef, reference) }
      for reference in status.sourceRefs { writer.text(S.sourceRef, reference) }
      if let code = status.code { writer.number(S.data, code.rawValue) }
      write(status.items, to: &writer)
      writer.endElement()
    }
  }

  private static func write<Sink: EventSink & ~Copyable>(_ results: borrowing Results, into sink: inout Sink) -> Bool {
    if case .some = results.refs { return false }
    guard let meta = size(results.meta), let items = size(results.items) else { return false }
    let size = 48 + results.cmdID.utf8.count + (results.msgRef?.utf8.count ?? 0) + results.cmdRef.utf8.count
    return sink.writeTokens(atMost: size + meta + items, levels: levels) { writer in
      writer.start(S.results)
      writer.text(S.cmdID, results.cmdID)
      if let reference = results.msgRef { writer.text(S.msgRef, reference) }
      writer.text(S.cmdRef, results.cmdRef)
      write(results.meta, to: &writer)
      write(results.items, to: &writer)
      writer.endElement()
    }
  }

  private static func write<Sink: EventSink & ~Copyable>(_ alert: borrowing Alert, into sink: inout Sink) -> Bool {
    if case .some = alert.boxedCred { return false }
    guard let items = size(alert.items) else { return false }
    let size = 64 + alert.cmdID.utf8.count + (alert.correlator?.utf8.count ?? 0) + items
    return sink.writeTokens(atMost: size, levels: levels) { writer in
      writer.start(S.alert)
      writer.text(S.cmdID, alert.cmdID)
      if alert.noResp { writer.empty(S.noResp) }
      if let code = alert.code { writer.number(S.data, code.rawValue) }
      if let correlator = alert.correlator { writer.text(S.correlator, correlator) }
      write(alert.items, to: &writer)
      writer.endElement()
    }
  }

  // MARK: What commands are made of

  private static var textElementBytes: Int { TokenWriter.textElementBytes }

  private static func write(_ items: [Item], to writer: inout TokenWriter) {
    items.span.lendEach { write($0, to: &writer) }
  }

  private static func write(_ item: borrowing Item, to writer: inout TokenWriter) {
    writer.start(S.item)
    if let target = item.target {
      writer.start(S.target)
      writer.text(S.locURI, target.locURI)
      writer.endElement()
    }
    if let source = item.source {
      writer.start(S.source)
      writer.text(S.locURI, source.locURI)
      writer.endElement()
    }
    write(item.meta, to: &writer)
    if case .text(let text)? = item.data { writer.text(S.data, text) }
    if item.moreData { writer.empty(S.moreData) }
    writer.endElement()
  }

  private static func write(_ meta: Meta?, to writer: inout TokenWriter) {
    guard let meta else { return }
    writer.start(S.meta)
    if let format = meta.format { writer.text(MetInfTag.format, format) }
    if let type = meta.type { writer.text(MetInfTag.type, type) }
    writer.endElement()
  }

  // MARK: How long it may become

  /// The bytes that items take at most; nil where one of them has to go the long way.
  private static func size(_ items: [Item]) -> Int? {
    var size = 0
    var isPlain = true
    items.span.lendEach { item in
      if let bytes = Self.size(item) { size += bytes } else { isPlain = false }
    }
    return isPlain ? size : nil
  }

  private static func size(_ item: borrowing Item) -> Int? {
    var size = 48
    if case .some = item.parents { return nil }
    if let target = item.target {
      if case .some = target.rest { return nil }
      size += target.locURI.utf8.count
    }
    if let source = item.source {
      if case .some = source.rest { return nil }
      size += source.locURI.utf8.count
    }
    switch item.data {
    case nil: break
    case .text(let text)?: size += text.utf8.count
    default: return nil
    }
    guard let meta = Self.size(item.meta) else { return nil }
    // An element without anything in it is written without content.
    let isEmpty = size == 48 && meta == 0 && !item.moreData
    return isEmpty ? nil : size + meta
  }

  /// The bytes that meta-information takes at most; nil where it has to go the long way.
  private static func size(_ meta: Meta?) -> Int? {
    guard let meta else { return 0 }
    if case .some = meta.rest { return nil }
    // An element without anything in it is written without content.
    if case nil = meta.format, case nil = meta.type { return nil }
    return 24 + (meta.format?.utf8.count ?? 0) + (meta.type?.utf8.count ?? 0)
  }
}
