internal import WBXML

private typealias S = SyncMLTag

/// Whole commands, and the header, if they are in the form that as good as all have: known elements, text in them.
///
/// It is the short way past the events and the state that a ``MessageReader`` keeps between them, and makes the same of
/// the same tokens. Where a function returns nil or false the element has to be read the long way, which knows everything
/// else: groups, credentials of commands, markup, string tables, what is missing, unknown or broken.
extension TokenReader {
  /// The levels of elements that a command or a header may have in it: Item, Target, LocURI.
  static var levelsOfCommand: Int { 3 }

  /// Reads the command that begins with a tag, which has been read, and appends it to others.
  ///
  /// - Returns: whether there is one more command.
  mutating func readCommand(_ tag: Tag, _ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    switch tag {
    case S.status: readStatus(chunk, into: &commands)
    case S.results: readResults(chunk, into: &commands)
    case S.alert: readAlert(chunk, into: &commands)
    case S.exec: readExec(chunk, into: &commands)
    case S.add, S.replace, S.delete, S.copy, S.get, S.put, S.move: readItemCommand(tag, chunk, into: &commands)
    default: false
    }
  }

  // MARK: Commands

  private mutating func readItemCommand(_ tag: Tag, _ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    var cmdID = ""
    var noResp = false
    var meta: Meta?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        cmdID = text
      case .start(S.item): guard readItem(chunk, into: &items) else { return false }
      case .start(S.meta):
        guard let read = self.meta(chunk) else { return false }
        meta = read
      case .empty(S.noResp): noResp = true
      case .end:
        if cmdID.isEmpty || items.isEmpty { return false }
        let command = ItemCommand(
          cmdID: cmdID, noResp: noResp, archive: false, softDelete: false, rest: nil, meta: meta, items: items)
        switch tag {
        case S.add: commands.append(.add(command))
        case S.replace: commands.append(.replace(command))
        case S.delete: commands.append(.delete(command))
        case S.copy: commands.append(.copy(command))
        case S.get: commands.append(.get(command))
        case S.put: commands.append(.put(command))
        default: commands.append(.move(command))
        }
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readStatus(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    var (cmdID, msgRef, cmdRef, cmd) = ("", "", "", "")
    var (targetRefs, sourceRefs): ([String], [String]) = ([], [])
    var code: StatusCode?
    var rest: Boxed<Status.Rest>?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        cmdID = text
      case .start(S.msgRef):
        guard let text = self.identifier(chunk) else { return false }
        msgRef = text
      case .start(S.cmdRef):
        guard let text = self.identifier(chunk) else { return false }
        cmdRef = text
      case .start(S.cmd):
        guard let text = self.identifier(chunk) else { return false }
        cmd = text
      case .start(S.targetRef):
        guard let text = self.identifier(chunk) else { return false }
        targetRefs.append(text)
      case .start(S.sourceRef):
        guard let text = self.identifier(chunk) else { return false }
        sourceRefs.append(text)
      case .start(S.data):
        guard let number = self.number(chunk) else { return false }
        code = StatusCode(rawValue: number)
      case .start(S.chal):
        guard let chal = self.chal(chunk) else { return false }
        rest = Boxed(Status.Rest(cred: nil, chal: chal))
      case .start(S.item): guard readItem(chunk, into: &items) else { return false }
      case .end:
        if cmdID.isEmpty { return false }
        commands.append(
          .status(
            Status(
              cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, cmd: cmd, targetRefs: targetRefs, sourceRefs: sourceRefs,
              rest: rest, code: code, items: items)))
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readResults(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    var (cmdID, cmdRef) = ("", "")
    var (msgRef, targetRef, sourceRef): (String?, String?, String?) = (nil, nil, nil)
    var meta: Meta?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        cmdID = text
      case .start(S.msgRef):
        guard let text = self.identifier(chunk) else { return false }
        msgRef = text
      case .start(S.cmdRef):
        guard let text = self.identifier(chunk) else { return false }
        cmdRef = text
      case .start(S.targetRef):
        guard let text = self.identifier(chunk) else { return false }
        targetRef = text
      case .start(S.sourceRef):
        guard let text = self.identifier(chunk) else { return false }
        sourceRef = text
      case .start(S.meta):
        guard let read = self.meta(chunk) else { return false }
        meta = read
      case .start(S.item): guard readItem(chunk, into: &items) else { return false }
      case .end:
        if cmdID.isEmpty { return false }
        commands.append(
          .results(
            Results(
              cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, meta: meta,
              refs: Results.References.boxed(targetRef, sourceRef),
              items: items)))
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readAlert(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    var cmdID = ""
    var noResp = false
    var code: AlertCode?
    var correlator: String?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        cmdID = text
      case .start(S.data):
        guard let number = self.number(chunk) else { return false }
        code = AlertCode(rawValue: number)
      case .start(S.correlator):
        guard let text = self.identifier(chunk) else { return false }
        correlator = text
      case .start(S.item): guard readItem(chunk, into: &items) else { return false }
      case .empty(S.noResp): noResp = true
      case .end:
        if cmdID.isEmpty { return false }
        commands.append(
          .alert(
            Alert(
              cmdID: cmdID, noResp: noResp, boxedCred: nil, code: code, correlator: correlator, items: items)))
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readExec(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    var cmdID = ""
    var noResp = false
    var meta: Meta?
    var correlator: String?
    var item: Item?
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        cmdID = text
      case .start(S.correlator):
        guard let text = self.identifier(chunk) else { return false }
        correlator = text
      case .start(S.meta):
        guard let read = self.meta(chunk) else { return false }
        meta = read
      case .start(S.item):
        // One is all that an Exec has.
        guard item == nil, let read = self.item(chunk) else { return false }
        item = read
      case .empty(S.noResp): noResp = true
      case .end:
        guard !cmdID.isEmpty, let item else { return false }
        commands.append(
          .exec(
            Exec(
              cmdID: cmdID, noResp: noResp, boxedCred: nil, meta: meta, correlator: correlator, item: item)))
        return true
      default: return false
      }
    }
    return false
  }

  // MARK: What commands are made of

  /// Reads an element of text that is no data: white space around it is no part of it, and is to be reported.
  private mutating func identifier(_ chunk: Span<UInt8>) -> String? {
    guard index &+ 1 < chunk.count, chunk[index &+ 1] > 0x20, let text = self.text(chunk), chunk[index &- 3] > 0x20
    else { return nil }
    return text
  }

  private mutating func readItem(_ chunk: Span<UInt8>, into items: inout [Item]) -> Bool {
    guard let item = self.item(chunk) else { return false }
    // One item is the rule: an array that is made for it holds it alone.
    if items.isEmpty { items = [item] } else { items.append(item) }
    return true
  }

  private mutating func item(_ chunk: Span<UInt8>) -> Item? {
    var (target, source): (Location?, Location?) = (nil, nil)
    var meta: Meta?
    var data: ItemData?
    var moreData = false
    // An element without content that says that it has some is to be reported.
    let start = index
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.target):
        guard let read = location(chunk) else { return nil }
        target = read
      case .start(S.source):
        guard let read = location(chunk) else { return nil }
        source = read
      case .start(S.meta):
        guard let read = self.meta(chunk) else { return nil }
        meta = read
      case .start(S.data):
        if let text = self.text(chunk) {
          data = .text(text)
        } else if let bytes = opaque(chunk) {
          data = .bytes(bytes)
        } else {
          return nil
        }
      case .empty(S.moreData): moreData = true
      case .end:
        if index == start + 1 { return nil }
        return Item(target: target, source: source, parents: nil, meta: meta, data: data, moreData: moreData)
      default: return nil
      }
    }
    return nil
  }

  private mutating func location(_ chunk: Span<UInt8>) -> Location? {
    guard structure(chunk) == .start(S.locURI), let uri = identifier(chunk) else { return nil }
    switch structure(chunk) {
    case .end: return Location(locURI: uri, rest: nil)
    case .start(S.locName):
      guard let name = text(chunk), structure(chunk) == .end else { return nil }
      return Location(uri, locName: name)
    default: return nil
    }
  }

  private mutating func meta(_ chunk: Span<UInt8>) -> Meta? {
    var (format, type): (String?, String?) = (nil, nil)
    let start = index
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(MetInfTag.format):
        guard let text = self.identifier(chunk) else { return nil }
        format = text
      case .start(MetInfTag.type):
        guard let text = self.identifier(chunk) else { return nil }
        type = text
      case .end: return index == start + 1 ? nil : Meta(format: format, type: type, rest: nil)
      default:
        guard let rest = metaRest(structure, chunk, &format, &type) else { return nil }
        return Meta(format: format, type: type, rest: rest)
      }
    }
    return nil
  }

  /// Reads meta-information on, from an element that not every item has.
  @inline(never)
  private mutating func metaRest(
    _ first: Structure, _ chunk: Span<UInt8>, _ format: inout String?, _ type: inout String?
  ) -> Boxed<Meta.Rest>? {
    var rest = Meta.Rest()
    var structure = first
    while structure != .end {
      guard let text = self.identifier(chunk) else { return nil }
      switch structure {
      case .start(MetInfTag.format): format = text
      case .start(MetInfTag.type): type = text
      case .start(MetInfTag.mark): rest.mark = text
      case .start(MetInfTag.size): rest.size = text
      case .start(MetInfTag.version): rest.version = text
      case .start(MetInfTag.nextNonce): rest.nextNonce = text
      case .start(MetInfTag.maxMsgSize): rest.maxMsgSize = text
      case .start(MetInfTag.maxObjSize): rest.maxObjSize = text
      default: return nil
      }
      guard let next = self.structure(chunk) else { return nil }
      structure = next
    }
    return Boxed(rest)
  }

  private mutating func cred(_ chunk: Span<UInt8>) -> Cred? {
    guard structure(chunk) == .start(S.meta), let meta = self.meta(chunk),
      structure(chunk) == .start(S.data), let data = identifier(chunk), structure(chunk) == .end
    else { return nil }
    return Cred(meta: meta, data: data)
  }

  private mutating func chal(_ chunk: Span<UInt8>) -> Chal? {
    guard structure(chunk) == .start(S.meta), let meta = self.meta(chunk), structure(chunk) == .end else {
      return nil
    }
    return Chal(meta: meta)
  }

  // MARK: The header

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
}
