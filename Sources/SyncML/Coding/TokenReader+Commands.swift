internal import WBXML

private typealias S = SyncMLTag

/// Whole commands, and the header, if they are in the form that as good as all have: known elements, in the DTD's order
/// where nearly everybody keeps to it, text in them.
///
/// It is the short way past the events and the state that a ``MessageReader`` keeps between them, and makes the same of
/// the same tokens. Where a function returns nil or false the element has to be read the long way, which knows everything
/// else: groups, credentials of commands, markup, string tables, what is missing, unknown or broken.
extension TokenReader {
  /// The levels of elements that a command or a header may have in it: Item, Meta, Anchor, Next.
  static var levelsOfCommand: Int { 4 }

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
    guard structure(chunk) == .start(S.cmdID), let cmdID = identifier(chunk), var next = structure(chunk) else {
      return false
    }
    let noResp = next == .empty(S.noResp)
    if noResp {
      guard let structure = self.structure(chunk) else { return false }
      next = structure
    }
    let meta: Meta?
    if next == .start(S.meta) {
      guard let read = self.meta(chunk) else { return false }
      meta = read
      guard let structure = self.structure(chunk) else { return false }
      next = structure
    } else {
      meta = nil
    }
    var items: [Item] = []
    repeat {
      guard next == .start(S.item), readItem(chunk, into: &items), let structure = self.structure(chunk) else {
        return false
      }
      next = structure
    } while next != .end
    let command = ItemCommand(
      cmdID: cmdID, noResp: noResp, archive: false, softDelete: false, rest: nil, meta: meta, items: consume items)
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
  }

  private mutating func readStatus(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    guard structure(chunk) == .start(S.cmdID), let cmdID = identifier(chunk),
      structure(chunk) == .start(S.msgRef), let msgRef = identifier(chunk),
      structure(chunk) == .start(S.cmdRef), let cmdRef = identifier(chunk),
      structure(chunk) == .start(S.cmd), let cmd = identifier(chunk)
    else { return false }
    var (targetRefs, sourceRefs): ([String], [String]) = ([], [])
    var code: StatusCode?
    var rest: Boxed<Status.Rest>?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.targetRef):
        guard let text = self.identifier(chunk) else { return false }
        if targetRefs.isEmpty { targetRefs = [text] } else { targetRefs.append(text) }
      case .start(S.sourceRef):
        guard let text = self.identifier(chunk) else { return false }
        if sourceRefs.isEmpty { sourceRefs = [text] } else { sourceRefs.append(text) }
      case .start(S.data):
        guard let number = self.number(chunk) else { return false }
        code = StatusCode(rawValue: number)
      case .start(S.chal):
        guard let chal = self.chal(chunk) else { return false }
        rest = Boxed(Status.Rest(cred: nil, chal: chal))
      case .start(S.item): guard readItem(chunk, into: &items) else { return false }
      case .end:
        commands.append(
          .status(
            Status(
              cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, cmd: cmd, targetRefs: consume targetRefs,
              sourceRefs: consume sourceRefs, rest: consume rest, code: code, items: consume items)))
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readResults(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    guard structure(chunk) == .start(S.cmdID), let cmdID = identifier(chunk) else { return false }
    var cmdRef = ""
    var (msgRef, targetRef, sourceRef): (String?, String?, String?) = (nil, nil, nil)
    var meta: Meta?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
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
        commands.append(
          .results(
            Results(
              cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, meta: meta,
              refs: Results.References.boxed(targetRef, sourceRef),
              items: consume items)))
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readAlert(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    guard structure(chunk) == .start(S.cmdID), let cmdID = identifier(chunk) else { return false }
    var noResp = false
    var code: AlertCode?
    var correlator: String?
    var items: [Item] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.data):
        guard let number = self.number(chunk) else { return false }
        code = AlertCode(rawValue: number)
      case .start(S.correlator):
        guard let text = self.identifier(chunk) else { return false }
        correlator = text
      case .start(S.item): guard readItem(chunk, into: &items) else { return false }
      case .empty(S.noResp): noResp = true
      case .end:
        commands.append(
          .alert(
            Alert(
              cmdID: cmdID, noResp: noResp, boxedCred: nil, code: code, correlator: correlator, items: consume items)))
        return true
      default: return false
      }
    }
    return false
  }

  private mutating func readExec(_ chunk: Span<UInt8>, into commands: inout [Command]) -> Bool {
    guard structure(chunk) == .start(S.cmdID), let cmdID = identifier(chunk) else { return false }
    var noResp = false
    var meta: Meta?
    var correlator: String?
    var item: Item?
    while let structure = self.structure(chunk) {
      switch structure {
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
        guard let item else { return false }
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
}
