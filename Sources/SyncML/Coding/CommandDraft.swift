import WBXML

/// A command while it is being read: the fields of all commands, of which each uses its own.
struct CommandDraft {
  var tag = SyncMLTag.final
  var shape = CommandShape()
  var noResp = false
  var noResults = false
  var archive = false
  var softDelete = false
  var cmdID = ""
  var meta: Meta?
  var items: [Item] = []
  var cmdRef = ""
  var msgRef: String?
  var cmd = ""
  var code: Int?
  var correlator: String?
  var targetRefs: [String] = []
  var sourceRefs: [String] = []
  var cred: Cred?
  var chal: Chal?
  var commands: [Command] = []
  var rest = Rest()

  /// What only data synchronization uses.
  struct Rest {
    var lang: String?
    var target: Location?
    var sources: [Location] = []
    var mapItems: [MapItem] = []
    var numberOfChanges: String?
    var data: ItemData?
  }

  init() {}

  init(_ tag: Tag, _ shape: CommandShape) {
    self.tag = tag
    self.shape = shape
  }

  /// The command that the fields make.
  consuming func command() -> Command {
    switch tag {
    case SyncMLTag.add: .add(itemCommand())
    case SyncMLTag.replace: .replace(itemCommand())
    case SyncMLTag.delete: .delete(itemCommand())
    case SyncMLTag.copy: .copy(itemCommand())
    case SyncMLTag.get: .get(itemCommand())
    case SyncMLTag.put: .put(itemCommand())
    case SyncMLTag.move: .move(itemCommand())
    case SyncMLTag.exec:
      .exec(
        Exec(
          cmdID: cmdID, noResp: noResp, cred: cred, meta: meta, correlator: correlator, item: items.first ?? Item()))
    case SyncMLTag.alert:
      .alert(
        Alert(
          cmdID: cmdID, noResp: noResp, cred: cred, code: code.map(AlertCode.init(rawValue:)), correlator: correlator,
          items: items))
    case SyncMLTag.atomic: .atomic(group())
    case SyncMLTag.sequence: .sequence(group())
    case SyncMLTag.status:
      .status(
        Status(
          cmdID: cmdID, msgRef: msgRef ?? "", cmdRef: cmdRef, cmd: cmd, targetRefs: targetRefs, sourceRefs: sourceRefs,
          cred: cred, chal: chal, code: code.map(StatusCode.init(rawValue:)), items: items))
    case SyncMLTag.results:
      .results(
        Results(
          cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, meta: meta, targetRef: targetRefs.last,
          sourceRef: sourceRefs.last, items: items))
    case SyncMLTag.sync:
      .sync(
        Sync(
          cmdID: cmdID, noResp: noResp, cred: cred, target: rest.target, source: rest.sources.first, meta: meta,
          numberOfChanges: rest.numberOfChanges, commands: commands))
    case SyncMLTag.map:
      .map(
        Map(
          cmdID: cmdID, target: rest.target ?? Location(""), source: rest.sources.first ?? Location(""), cred: cred,
          meta: meta, items: rest.mapItems))
    default:
      .search(
        Search(
          cmdID: cmdID, noResp: noResp, noResults: noResults, cred: cred, target: rest.target, sources: rest.sources,
          lang: rest.lang, meta: meta, data: rest.data))
    }
  }

  private func itemCommand() -> ItemCommand {
    ItemCommand(
      cmdID: cmdID, noResp: noResp, archive: archive, softDelete: softDelete, lang: rest.lang, cred: cred, meta: meta,
      items: items)
  }

  private func group() -> CommandGroup {
    CommandGroup(cmdID: cmdID, noResp: noResp, meta: meta, commands: commands)
  }
}

/// Which children a command has: bits by token of code page 0.
///
/// Source: OMA-TS-SyncML_RepPro_DTD-V1_2, whose sequences are read in any order.
struct CommandShape {
  /// Children that hold text or nothing.
  var leaves: UInt64 = 0
  /// Children with children of their own.
  var containers: UInt64 = 0
  /// Whether other commands lie in it.
  var isGroup = false
  /// Whether the command makes no sense without an item.
  var needsItem = false

  static func bit(_ tag: Tag) -> UInt64 { 1 << UInt64(tag.rawValue & 0x3F) }

  private init(leaves: [Tag], containers: [Tag], isGroup: Bool = false, needsItem: Bool = false) {
    for tag in leaves { self.leaves |= Self.bit(tag) }
    for tag in containers { self.containers |= Self.bit(tag) }
    self.isGroup = isGroup
    self.needsItem = needsItem
  }

  init() {}

  /// The shape of a command, or nil where the tag is none of one.
  init?(of tag: Tag) {
    guard tag.page == 0 else { return nil }
    let shape = Self.all[Int(tag.rawValue & 0x3F)]
    guard shape.leaves != 0 else { return nil }
    self = shape
  }

  /// The shapes by token.
  private static let all: [CommandShape] = {
    var all = [CommandShape](repeating: CommandShape(), count: 64)
    func set(_ tags: Tag..., to shape: CommandShape) {
      for tag in tags { all[Int(tag.rawValue & 0x3F)] = shape }
    }
    typealias T = SyncMLTag
    set(
      T.add, T.replace, T.copy, T.move,
      to: CommandShape(leaves: [T.cmdID, T.noResp], containers: [T.cred, T.meta, T.item], needsItem: true))
    set(
      T.delete,
      to: CommandShape(
        leaves: [T.cmdID, T.noResp, T.archive, T.sftDel], containers: [T.cred, T.meta, T.item], needsItem: true))
    set(
      T.get, T.put,
      to: CommandShape(leaves: [T.cmdID, T.noResp, T.lang], containers: [T.cred, T.meta, T.item], needsItem: true))
    set(
      T.exec,
      to: CommandShape(
        leaves: [T.cmdID, T.noResp, T.correlator], containers: [T.cred, T.meta, T.item], needsItem: true))
    // The SyncML Toolkit writes an Alert's Correlator before its Data: order is not looked at.
    set(
      T.alert, to: CommandShape(leaves: [T.cmdID, T.noResp, T.data, T.correlator], containers: [T.cred, T.item]))
    set(
      T.atomic, T.sequence, to: CommandShape(leaves: [T.cmdID, T.noResp], containers: [T.meta], isGroup: true))
    set(
      T.status,
      to: CommandShape(
        leaves: [T.cmdID, T.msgRef, T.cmdRef, T.cmd, T.targetRef, T.sourceRef, T.data],
        containers: [T.cred, T.chal, T.item]))
    set(
      T.results,
      to: CommandShape(
        leaves: [T.cmdID, T.msgRef, T.cmdRef, T.targetRef, T.sourceRef], containers: [T.meta, T.item]))
    set(
      T.sync,
      to: CommandShape(
        leaves: [T.cmdID, T.noResp, T.numberOfChanges], containers: [T.cred, T.target, T.source, T.meta],
        isGroup: true))
    set(
      T.map, to: CommandShape(leaves: [T.cmdID], containers: [T.target, T.source, T.cred, T.meta, T.mapItem]))
    set(
      T.search,
      to: CommandShape(
        leaves: [T.cmdID, T.noResp, T.noResults, T.lang, T.data], containers: [T.cred, T.target, T.source, T.meta]))
    return all
  }()
}
