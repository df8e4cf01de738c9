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

  /// Makes an empty draft one of a command.
  mutating func begin(_ tag: Tag, _ shape: CommandShape) {
    self.tag = tag
    self.shape = shape
  }

  /// Takes the command out that the fields make; the draft is empty again.
  ///
  /// Each field is moved, so that the fields a command does not use cost nothing.
  mutating func takeCommand() -> Command {
    switch tag {
    case SyncMLTag.add: return .add(takeItemCommand())
    case SyncMLTag.replace: return .replace(takeItemCommand())
    case SyncMLTag.delete: return .delete(takeItemCommand())
    case SyncMLTag.copy: return .copy(takeItemCommand())
    case SyncMLTag.get: return .get(takeItemCommand())
    case SyncMLTag.put: return .put(takeItemCommand())
    case SyncMLTag.move: return .move(takeItemCommand())
    case SyncMLTag.status: return .status(takeStatus())
    case SyncMLTag.results: return .results(takeResults())
    case SyncMLTag.alert: return .alert(takeAlert())
    case SyncMLTag.exec: return .exec(takeExec())
    case SyncMLTag.atomic: return .atomic(takeGroup())
    case SyncMLTag.sequence: return .sequence(takeGroup())
    case SyncMLTag.sync: return .sync(takeSync())
    case SyncMLTag.map: return .map(takeMap())
    default: return .search(takeSearch())
    }
  }

  private mutating func takeItemCommand() -> ItemCommand {
    var boxed: Boxed<ItemCommand.Rest>?
    // Few have these.
    if case nil = cred, case nil = rest.lang {
    } else {
      boxed = Boxed(ItemCommand.Rest(cred: cred.take(), lang: rest.lang.take()))
    }
    return ItemCommand(
      cmdID: taken(&cmdID), noResp: taken(&noResp), archive: taken(&archive), softDelete: taken(&softDelete),
      rest: boxed, meta: meta.take(), items: taken(&items))
  }

  private mutating func takeStatus() -> Status {
    Status(
      cmdID: taken(&cmdID), msgRef: msgRef.take() ?? "", cmdRef: taken(&cmdRef), cmd: taken(&cmd),
      targetRefs: taken(&targetRefs), sourceRefs: taken(&sourceRefs), cred: cred.take(), chal: chal.take(),
      code: code.take().map(StatusCode.init(rawValue:)), items: taken(&items))
  }

  private mutating func takeResults() -> Results {
    Results(
      cmdID: taken(&cmdID), msgRef: msgRef.take(), cmdRef: taken(&cmdRef), meta: meta.take(),
      targetRef: taken(&targetRefs).last, sourceRef: taken(&sourceRefs).last, items: taken(&items))
  }

  private mutating func takeAlert() -> Alert {
    Alert(
      cmdID: taken(&cmdID), noResp: taken(&noResp), cred: cred.take(),
      code: code.take().map(AlertCode.init(rawValue:)), correlator: correlator.take(), items: taken(&items))
  }

  private mutating func takeExec() -> Exec {
    Exec(
      cmdID: taken(&cmdID), noResp: taken(&noResp), cred: cred.take(), meta: meta.take(),
      correlator: correlator.take(), item: taken(&items).first ?? Item())
  }

  private mutating func takeGroup() -> CommandGroup {
    CommandGroup(cmdID: taken(&cmdID), noResp: taken(&noResp), meta: meta.take(), commands: taken(&commands))
  }

  private mutating func takeSync() -> Sync {
    Sync(
      cmdID: taken(&cmdID), noResp: taken(&noResp), cred: cred.take(), target: rest.target.take(),
      source: taken(&rest.sources).first, meta: meta.take(), numberOfChanges: rest.numberOfChanges.take(),
      commands: taken(&commands))
  }

  private mutating func takeMap() -> Map {
    Map(
      cmdID: taken(&cmdID), target: rest.target.take() ?? Location(""),
      source: taken(&rest.sources).first ?? Location(""), cred: cred.take(), meta: meta.take(),
      items: taken(&rest.mapItems))
  }

  private mutating func takeSearch() -> Search {
    Search(
      cmdID: taken(&cmdID), noResp: taken(&noResp), noResults: taken(&noResults), cred: cred.take(),
      target: rest.target.take(), sources: taken(&rest.sources), lang: rest.lang.take(), meta: meta.take(),
      data: rest.data.take())
  }
}

/// Moves a text out.
@inline(__always)
func taken(_ text: inout String) -> String {
  var result = ""
  swap(&result, &text)
  return result
}

/// Moves an item out.
@inline(__always)
func taken(_ item: inout Item) -> Item {
  var result = Item()
  swap(&result, &item)
  return result
}

@inline(__always)
private func taken<Element>(_ elements: inout [Element]) -> [Element] {
  var result: [Element] = []
  swap(&result, &elements)
  return result
}

@inline(__always)
private func taken(_ flag: inout Bool) -> Bool {
  defer { flag = false }
  return flag
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
