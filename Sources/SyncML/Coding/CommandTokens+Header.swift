internal import WBXML

/// The header, as tokens.
extension CommandTokens {
  private typealias S = SyncMLTag

  static func write<Sink: EventSink & ~Copyable>(_ header: borrowing SyncHdr, into sink: inout Sink) -> Bool {
    guard let target = size(header.target), let source = size(header.source), let meta = size(header.meta),
      let credMeta = size(header.cred?.meta)
    else { return false }
    var size = 96 + header.verDTD.utf8.count + header.verProto.utf8.count + header.sessionID.utf8.count
    size += header.msgID.utf8.count + target + source + meta + credMeta
    if let uri = header.respURI { size += uri.utf8.count }
    if let cred = header.cred { size += cred.data.utf8.count }
    return sink.writeTokens(atMost: size, levels: levels) { writer in
      writer.start(S.syncHdr)
      writer.text(S.verDTD, header.verDTD)
      writer.text(S.verProto, header.verProto)
      writer.text(S.sessionID, header.sessionID)
      writer.text(S.msgID, header.msgID)
      write(header.target, as: S.target, to: &writer)
      write(header.source, as: S.source, to: &writer)
      if let uri = header.respURI { writer.text(S.respURI, uri) }
      if header.noResp { writer.empty(S.noResp) }
      if let cred = header.cred {
        writer.start(S.cred)
        write(cred.meta, to: &writer)
        writer.text(S.data, cred.data)
        writer.endElement()
      }
      write(header.meta, to: &writer)
      writer.endElement()
    }
  }

  private static func write(_ location: Location, as tag: Tag, to writer: inout TokenWriter) {
    writer.start(tag)
    writer.text(S.locURI, location.locURI)
    if let name = location.locName { writer.text(S.locName, name) }
    writer.endElement()
  }

  /// The bytes that an address takes at most; nil where it has a filter, which goes the long way.
  private static func size(_ location: Location) -> Int? {
    let size = 16 + location.locURI.utf8.count
    guard let rest = location.rest else { return size }
    return rest.value.filter == nil ? size + (rest.value.locName?.utf8.count ?? 0) : nil
  }
}
