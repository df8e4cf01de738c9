internal import WBXML

private typealias S = SyncMLTag

extension TokenReader {
  /// Reads the header that begins with a tag, which has been read.
  ///
  /// - Returns: whether it is there, with what every header has; if not, some of it may have been read.
  mutating func readHeader(_ chunk: Span<UInt8>, into header: inout SyncHdr) -> Bool {
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.verDTD):
        guard let text = self.identifier(chunk) else { return false }
        header.verDTD = text
      case .start(S.verProto):
        guard let text = self.identifier(chunk) else { return false }
        header.verProto = text
      case .start(S.sessionID):
        guard let text = self.identifier(chunk) else { return false }
        header.sessionID = text
      case .start(S.msgID):
        guard let text = self.identifier(chunk) else { return false }
        header.msgID = text
      case .start(S.target):
        guard let read = location(chunk) else { return false }
        header.target = read
      case .start(S.source):
        guard let read = location(chunk) else { return false }
        header.source = read
      case .start(S.respURI):
        guard let text = self.identifier(chunk) else { return false }
        header.respURI = text
      case .empty(S.noResp): header.noResp = true
      case .start(S.cred):
        guard let read = cred(chunk) else { return false }
        header.cred = read
      case .start(S.meta):
        guard let read = meta(chunk) else { return false }
        header.meta = read
      case .end: return !header.sessionID.isEmpty && !header.msgID.isEmpty
      default: return false
      }
    }
    return false
  }

  private mutating func cred(_ chunk: Span<UInt8>) -> Cred? {
    guard structure(chunk) == .start(S.meta), let meta = self.meta(chunk),
      structure(chunk) == .start(S.data), let data = identifier(chunk), structure(chunk) == .end
    else { return nil }
    return Cred(meta: meta, data: data)
  }
}
