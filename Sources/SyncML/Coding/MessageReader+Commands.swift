public import WBXML

/// Commands, groups of them, and the header before them.
extension MessageReader {
  mutating func finishHeader() {
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
  mutating func resetSize() {
    textBytes = 0
    elements = 0
  }

  // MARK: Commands

  public static var takesElements: Bool { true }

  public mutating func takeElement(_ tag: Tag, _ chunk: Span<UInt8>, _ tokens: inout TokenReader) -> Bool {
    if tag == SyncMLTag.syncHdr, place == .message { return takeHeader(chunk, &tokens) }
    guard knowsLanguage, place == .body || place == .command && draft.shape.isGroup,
      leaf == Self.noLeaf, skipDepth == 0, captureDepth == 0, tokens.levels >= TokenReader.levelsOfCommand
    else { return false }
    let tagIndex = tokens.lastTag
    let isMember = place == .command
    // A member of a group that is not handed over in parts waits for the others.
    let waits = isMember && (!streamsGroups || !groups.isEmpty)
    guard
      waits
        ? tokens.readCommand(tag, chunk, into: &draft.commands) : tokens.readCommand(tag, chunk, into: &commands)
    else { return false }
    guard tokens.elements <= elementLimit - elements, tokens.textBytes <= limits.tokenBytes - textBytes else {
      // As events they will say so.
      if waits { draft.commands.removeLast() } else { commands.removeLast() }
      return false
    }
    if waits {
      elements += tokens.elements
      textBytes += tokens.textBytes
    } else {
      if isMember { announceGroup() }
      if !collects, let command = commands.popLast() { parts.append(.command(command)) }
      resetSize()
    }
    start.offset += tokens.lastTag - tagIndex
    return true
  }

  private mutating func takeHeader(_ chunk: Span<UInt8>, _ tokens: inout TokenReader) -> Bool {
    guard knowsLanguage, !hasHeader, leaf == Self.noLeaf, skipDepth == 0, captureDepth == 0,
      tokens.levels >= TokenReader.levelsOfCommand
    else { return false }
    let tagIndex = tokens.lastTag
    // Where there is something to note, the events say where.
    guard tokens.readHeader(chunk, into: &header), statedVersion == nil || header.verDTD == statedVersion,
      tokens.elements <= elementLimit - elements, tokens.textBytes <= limits.tokenBytes - textBytes
    else {
      header = .none
      return false
    }
    start.offset += tokens.lastTag - tagIndex
    finishHeader()
    return true
  }

  mutating func startCommand(_ tag: Tag) throws(CodingError) {
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

  mutating func openMember() {
    if streamsGroups, groups.isEmpty { announceGroup() }
    // Moved, not copied: a group's members are many.
    var group = CommandDraft()
    swap(&group, &draft)
    groups.append(consume group)
  }

  /// Hands over the group whose first member has begun, if that has not been done.
  mutating func announceGroup() {
    if isInStreamedGroup { return }
    isInStreamedGroup = true
    // The group's tag and shape stay: they say what its members are.
    parts.append(.groupStart(draft.takeCommand()))
    resetSize()
  }

  mutating func finishCommand() {
    if draft.cmdID.isEmpty { noteMissing(SyncMLTag.cmdID) }
    if draft.shape.needsItem, draft.items.isEmpty { noteMissing(SyncMLTag.item) }
    if groups.isEmpty, isInStreamedGroup {
      isInStreamedGroup = false
      // What came after the group's members is nobody's, least of all the next command's.
      draft = CommandDraft()
      parts.append(.groupEnd)
    } else {
      finish(draft.takeCommand())
    }
  }

  /// A command is complete: it goes to its group, or to the reader's user.
  mutating func finish(_ command: consuming Command) {
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
}
