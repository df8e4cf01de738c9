package import WBXML

private typealias S = SyncMLTag

/// Groups of commands, whose members a reader of events has one by one.
extension TokenReader {
  /// Reads a command or a group with all its members, appends it to others.
  ///
  /// - Parameters:
  ///   - tag: its tag, which has been read.
  ///   - chunk: the message.
  ///   - levels: how many levels of elements may lie in it.
  ///   - commands: receive it.
  /// - Returns: whether there is one more command.
  fileprivate mutating func readCommandOrGroup(
    _ tag: Tag, _ chunk: Span<UInt8>, levels: Int, into commands: inout [Command]
  ) -> Bool {
    switch tag {
    case S.atomic, S.sequence: readGroup(tag, chunk, levels: levels, into: &commands)
    case S.sync: readSync(chunk, levels: levels, into: &commands)
    default: levels >= Self.levelsOfCommand && readCommand(tag, chunk, into: &commands)
    }
  }

  private mutating func readGroup(
    _ tag: Tag, _ chunk: Span<UInt8>, levels: Int, into commands: inout [Command]
  ) -> Bool {
    var cmdID = ""
    var noResp = false
    var meta: Meta?
    var members: [Command] = []
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        cmdID = text
      case .start(S.meta):
        guard let read = self.meta(chunk) else { return false }
        meta = read
      case .empty(S.noResp): noResp = true
      case .end:
        if cmdID.isEmpty { return false }
        let group = CommandGroup(cmdID: cmdID, noResp: noResp, meta: meta, commands: members)
        commands.append(tag == S.atomic ? .atomic(group) : .sequence(group))
        return true
      default: guard readMember(structure, chunk, levels: levels, into: &members) else { return false }
      }
    }
    return false
  }

  private mutating func readSync(_ chunk: Span<UInt8>, levels: Int, into commands: inout [Command]) -> Bool {
    var sync = Sync()
    while let structure = self.structure(chunk) {
      switch structure {
      case .start(S.cmdID):
        guard let text = self.identifier(chunk) else { return false }
        sync.cmdID = text
      case .start(S.target):
        guard let read = self.location(chunk) else { return false }
        sync.target = read
      case .start(S.source):
        // The first counts where there are several.
        guard sync.source == nil, let read = self.location(chunk) else { return false }
        sync.source = read
      case .start(S.meta):
        guard let read = self.meta(chunk) else { return false }
        sync.meta = read
      case .start(S.numberOfChanges):
        guard let text = self.identifier(chunk) else { return false }
        sync.numberOfChanges = text
      case .empty(S.noResp): sync.noResp = true
      case .end:
        if sync.cmdID.isEmpty { return false }
        commands.append(.sync(sync))
        return true
      default: guard readMember(structure, chunk, levels: levels, into: &sync.commands) else { return false }
      }
    }
    return false
  }

  private mutating func readMember(
    _ structure: Structure, _ chunk: Span<UInt8>, levels: Int, into members: inout [Command]
  ) -> Bool {
    guard levels > Self.levelsOfCommand, let tag = structure.startTag else { return false }
    // Few groups have fewer members: an array that begins small is copied again and again.
    if members.isEmpty { members.reserveCapacity(8) }
    return readCommandOrGroup(tag, chunk, levels: levels - 1, into: &members)
  }
}

extension Message {
  /// Reads a message that is wholly in the form that as good as all have.
  ///
  /// It is the short way past the decoder, its events and a reader's state, which cost as much as the commands of a short
  /// message do. Nil says that the message has to be read the long way, which knows everything else and tells what is
  /// wrong; the work done in vain is at most one pass over the bytes.
  package static func read(
    ofTokens document: Span<UInt8>, limits: Limits, isStrict: Bool, notes: inout [Note]
  ) -> Message? {
    var opened = DocumentHeader(language: nil)
    var unterminated: Int?
    guard var tokens = TokenReader(opening: document, limits: limits, header: &opened, unterminated: &unterminated),
      opened.language == .syncML12 || opened.language == .syncML11 || opened.language == .syncML10,
      unterminated == nil || !isStrict,
      limits.depth > 2 + TokenReader.levelsOfCommand,
      tokens.structure(document) == .start(S.syncML), tokens.structure(document) == .start(S.syncHdr)
    else { return nil }
    var message = Message(header: .none, commands: [], isFinal: false)
    var meter = TokenMeter(limits)
    guard tokens.readHeader(document, into: &message.header), meter.allows(tokens),
      opened.statedSyncMLVersion.map({ $0 == message.header.verDTD }) ?? true,
      tokens.structure(document) == .start(S.syncBody), tokens.readBody(document, of: &message, &meter)
    else { return nil }
    if let unterminated {
      notes.append(
        Note(
          .encoding, Diagnostic.Code.unterminatedStringTable.description, at: SourcePosition(offset: unterminated)))
    }
    return consume message
  }
}

extension TokenReader {
  /// The levels of elements in a command or group that are read here at most: groups are read by recursion, and what is
  /// deeper than anything that anybody sends goes the way that needs none.
  private static var deepest: Int { 32 }

  /// Reads the body and what ends after it, which is the document's end.
  fileprivate mutating func readBody(
    _ document: Span<UInt8>, of message: inout Message, _ meter: inout TokenMeter
  ) -> Bool {
    message.commands.reserveCapacity(Message.commandCapacity(for: document.count))
    while let structure = self.structure(document) {
      switch structure {
      case .empty(S.final): message.isFinal = true
      case .end:
        // A body that says that it has content and has none is to be reported.
        return (message.isFinal || !message.commands.isEmpty) && self.structure(document) == .end
          && index == document.count
      default:
        guard !message.isFinal, let tag = structure.startTag,
          readCommandOrGroup(tag, document, levels: min(levels - 3, Self.deepest), into: &message.commands),
          meter.allows(self)
        else { return false }
      }
    }
    return false
  }
}

/// What the commands of a message may take, each for itself.
private struct TokenMeter {
  private let elementLimit: Int
  private let textLimit: Int
  private var elements = 0
  private var textBytes = 0

  init(_ limits: Limits) {
    // A reader of events counts the element around the first command too.
    elementLimit = (limits.tokenBytes >> 4) - 1
    textLimit = limits.tokenBytes
  }

  /// Whether what has been read since the last call is within the limits.
  mutating func allows(_ tokens: TokenReader) -> Bool {
    let isAllowed = tokens.elements - elements <= elementLimit && tokens.textBytes - textBytes <= textLimit
    elements = tokens.elements
    textBytes = tokens.textBytes
    return isAllowed
  }
}
