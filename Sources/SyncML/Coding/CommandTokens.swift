internal import WBXML

/// Writes whole commands as tokens of WBXML, if they have only what as good as all have: text, addresses, formats and
/// types.
///
/// It is the short way past the events, and gives the same bytes. Where a function returns false nothing has been written,
/// and the command has to go the long way, which knows everything else: groups, credentials, markup, opaque data.
enum CommandTokens {
  private typealias S = SyncMLTag

  /// The levels of elements that a command or a header takes: Item, Target and LocURI below it.
  static var levels: Int { 4 }

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
    case .exec(let exec): write(exec, into: &sink)
    case .atomic, .sequence, .sync, .map, .search, .other: false
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
    let chal = status.rest?.value.chal
    if case .some = status.rest, status.cred != nil || chal == nil { return false }
    guard let items = size(status.items), let challenge = size(chal?.meta) else { return false }
    var size = 64 + challenge + status.cmdID.utf8.count + status.msgRef.utf8.count + status.cmdRef.utf8.count + items
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
      if let chal {
        writer.start(S.chal)
        write(chal.meta, to: &writer)
        writer.endElement()
      }
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

  private static func write<Sink: EventSink & ~Copyable>(_ exec: borrowing Exec, into sink: inout Sink) -> Bool {
    if case .some = exec.boxedCred { return false }
    guard let meta = size(exec.meta), let item = size(exec.item) else { return false }
    let size = 48 + exec.cmdID.utf8.count + (exec.correlator?.utf8.count ?? 0) + meta + item
    return sink.writeTokens(atMost: size, levels: levels) { writer in
      writer.start(S.exec)
      writer.text(S.cmdID, exec.cmdID)
      if exec.noResp { writer.empty(S.noResp) }
      write(exec.meta, to: &writer)
      if let correlator = exec.correlator { writer.text(S.correlator, correlator) }
      write(exec.item, to: &writer)
      writer.endElement()
    }
  }
}
