public import WBXML

/// Checks what a message says: the rules for every SyncML message, and those of device management where VerProto begins
/// with `DM/`.
///
/// It is a sink for either encoding's reader, and can be fed chunk by chunk. Memory holds one item, the message's
/// command ids up to a number, and the findings. What Data holds is not looked at. An element that is missing or misplaced
/// is the ``ContentModelChecker``'s business.
public struct ProtocolRuleChecker: EventSink {
  var tree = MessageTree()
  var commands: [OpenCommand] = []
  var facts = MessageFacts()
  /// Whether the rules of device management apply.
  var isDeviceManagement = false

  /// The SyncML version that the document's type states.
  private(set) var statedVersion: String?

  private var list: FindingList
  private var skipped = 0
  private var instructionDepth = 0
  private var place = SourcePosition(offset: 0)

  /// A command that has begun and not ended.
  struct OpenCommand: Sendable {
    var tag: Tag
    var node: Int
    var items = 0
    /// Whether an item has a Source or a Target.
    var namesItem = false
  }

  /// - Parameter findingLimit: how many findings are kept.
  public init(findingLimit: Int = 1000) { list = FindingList(limit: findingLimit) }

  /// What was found so far, in the order in which it was found.
  public var findings: [Finding] { list.findings }
  /// Whether there were more findings than are kept.
  public var isCut: Bool { list.isCut }

  // MARK: Events

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    statedVersion = header.statedSyncMLVersion
  }

  public mutating func position(_ position: SourcePosition) { place = position }

  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    guard skipped == 0, isLookedAt(tag), tree.start(tag, at: place) else {
      if skipped == 0 { tree.skip(tag) }
      skipped += 1
      return
    }
    if let node = tree.innermost, isCommand(tag, in: tree.tag(tree.parent(node))) { start(tag, node) }
  }

  /// Whether rules concern an element. The content of Data is another document's; only a message has rules at all.
  private func isLookedAt(_ tag: Tag) -> Bool {
    guard let parent = tree.tag(tree.innermost) else { return tag == SyncMLTag.syncML }
    return tag.page <= 1 && parent != SyncMLTag.data && parent != MetInfTag.emi
  }

  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    if skipped == 0 { tree.markContent() }
    skipped += 1
  }

  public mutating func endElement() throws(CodingError) {
    guard skipped == 0 else {
      skipped -= 1
      return
    }
    if let node = tree.end() { end(node) }
  }

  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if skipped == 0, instructionDepth == 0 { tree.append(text) }
  }

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if skipped == 0, instructionDepth == 0 { tree.append(bytes) }
  }

  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    if skipped == 0 { tree.markContent() }
    skipped += 1
  }

  public mutating func endEmbeddedDocument() throws(CodingError) { skipped -= 1 }

  public mutating func startProcessingInstruction() throws(CodingError) { instructionDepth += 1 }
  public mutating func endProcessingInstruction() throws(CodingError) { instructionDepth -= 1 }

  // MARK: Dispatch

  private func isCommand(_ tag: Tag, in parent: Tag?) -> Bool {
    switch parent {
    case SyncMLTag.syncBody, SyncMLTag.atomic, SyncMLTag.sequence, SyncMLTag.sync: CommandTag.all.contains(tag)
    default: false
    }
  }

  private mutating func start(_ tag: Tag, _ node: Int) {
    checkStart(of: tag, node)
    commands.append(OpenCommand(tag: tag, node: node))
  }

  private mutating func end(_ node: Int) {
    let tag = tree[node].tag
    if let command = commands.last, command.node == node {
      checkEnd(of: command)
      commands.removeLast()
      tree.remove(from: node)
      return
    }
    checkSpace(node)
    switch tag {
    case SyncMLTag.verProto: isDeviceManagement = tree[node].text.hasPrefix("DM/")
    case SyncMLTag.locURI: checkLocation(node)
    case SyncMLTag.cmdID: checkCommandID(node)
    case SyncMLTag.meta: checkMeta(node)
    case SyncMLTag.cred: checkCredentials(node)
    case SyncMLTag.chal: checkChallenge(node)
    case SyncMLTag.item where isItemOfCommand(node):
      checkItem(node)
      tree.remove(from: node)
    case SyncMLTag.final: facts.hasFinal = true
    case SyncMLTag.syncHdr:
      checkHeader(node)
      tree.remove(from: node)
    case SyncMLTag.syncBody: checkMessage()
    case SyncMLTag.archive, SyncMLTag.sftDel, SyncMLTag.lang, SyncMLTag.noResp, SyncMLTag.noResults,
      SyncMLTag.numberOfChanges:
      reportDM(.elementNotUsed, node, "\(ElementName.text(of: tag)) is not used in device management")
    default: break
    }
  }

  private func isItemOfCommand(_ node: Int) -> Bool {
    commands.last.map { $0.node == tree[node].parent } ?? false
  }

  // MARK: Findings

  mutating func report(_ rule: Rule, _ node: Int, _ message: String) {
    guard list.hasRoom else { return list.cut() }
    report(rule, Place(path: tree.path(node), position: tree[node].position), message)
  }

  mutating func report(_ rule: Rule, _ place: Place, _ message: String) {
    list.append(Finding(rule, place.path, place.position, message))
  }

  /// Reports where the message is one of device management.
  mutating func reportDM(_ rule: Rule, _ node: Int, _ message: String) {
    if isDeviceManagement { report(rule, node, message) }
  }

  mutating func reportDM(_ rule: Rule, _ place: Place, _ message: String) {
    if isDeviceManagement { report(rule, place, message) }
  }

  func place(of node: Int) -> Place { Place(path: tree.path(node), position: tree[node].position) }

  /// A place that outlives its node.
  struct Place: Sendable {
    var path: String
    var position: SourcePosition
  }
}

/// The elements that are commands.
enum CommandTag {
  static let all: Set<Tag> = [
    SyncMLTag.add, SyncMLTag.alert, SyncMLTag.atomic, SyncMLTag.copy, SyncMLTag.delete, SyncMLTag.exec, SyncMLTag.get,
    SyncMLTag.map, SyncMLTag.move, SyncMLTag.put, SyncMLTag.replace, SyncMLTag.results, SyncMLTag.search,
    SyncMLTag.sequence, SyncMLTag.status, SyncMLTag.sync,
  ]

  /// Those that a client does not send.
  static let ofServers: Set<Tag> = [
    SyncMLTag.add, SyncMLTag.atomic, SyncMLTag.copy, SyncMLTag.delete, SyncMLTag.exec, SyncMLTag.get,
    SyncMLTag.sequence,
  ]

  /// The names that a Status can carry in Cmd.
  static let answered: Set<String> = [
    "SyncHdr", "Add", "Alert", "Atomic", "Copy", "Delete", "Exec", "Get", "Map", "Move", "Put", "Replace", "Results",
    "Search", "Sequence", "Sync",
  ]
}
