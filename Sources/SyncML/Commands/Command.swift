/// A command of a SyncML body.
public enum Command: Hashable, Sendable {
  /// Adds items that are not there yet.
  case add(ItemCommand)
  /// Replaces items, or in device management the values of nodes.
  case replace(ItemCommand)
  /// Deletes items.
  case delete(ItemCommand)
  /// Copies items within the other side's datastore or tree.
  case copy(ItemCommand)
  /// Asks for items, whose data comes back in Results.
  case get(ItemCommand)
  /// Runs a process on the other side.
  indirect case exec(Exec)
  /// Tells something, or asks the user something.
  case alert(Alert)
  /// Commands of which all are carried out or none is.
  case atomic(CommandGroup)
  /// Commands that are carried out in their order.
  case sequence(CommandGroup)
  /// The answer to a command or to the SyncHdr.
  case status(Status)
  /// The data that a Get or an Alert asked for.
  case results(Results)
  /// Hands items over unasked, such as device information; data synchronization only.
  case put(ItemCommand)
  /// Moves items within the other side's datastore; data synchronization only.
  case move(ItemCommand)
  /// The changes of one datastore; data synchronization only.
  indirect case sync(Sync)
  /// Identifiers that belong together; data synchronization only.
  indirect case map(Map)
  /// A query; data synchronization only.
  indirect case search(Search)
  /// A command of no SyncML version, kept as it came.
  indirect case other(OtherCommand)

  /// The element's name, as a Status carries it in Cmd.
  public var name: String {
    switch self {
    case .add: "Add"
    case .replace: "Replace"
    case .delete: "Delete"
    case .copy: "Copy"
    case .get: "Get"
    case .exec: "Exec"
    case .alert: "Alert"
    case .atomic: "Atomic"
    case .sequence: "Sequence"
    case .status: "Status"
    case .results: "Results"
    case .put: "Put"
    case .move: "Move"
    case .sync: "Sync"
    case .map: "Map"
    case .search: "Search"
    case .other(let command): command.name
    }
  }

  // Each case for itself here and below: where several share a binding, the compiler copies the whole command.

  /// The command's number in its message; empty where the sender gave none.
  public var cmdID: String {
    get {
      switch self {
      case .add(let command): command.cmdID
      case .replace(let command): command.cmdID
      case .delete(let command): command.cmdID
      case .copy(let command): command.cmdID
      case .get(let command): command.cmdID
      case .put(let command): command.cmdID
      case .move(let command): command.cmdID
      case .exec(let command): command.cmdID
      case .alert(let command): command.cmdID
      case .atomic(let command): command.cmdID
      case .sequence(let command): command.cmdID
      case .status(let command): command.cmdID
      case .results(let command): command.cmdID
      case .sync(let command): command.cmdID
      case .map(let command): command.cmdID
      case .search(let command): command.cmdID
      case .other(let command): command.cmdID
      }
    }
    set {
      switch self {
      case .add(var command):
        command.cmdID = newValue
        self = .add(command)
      case .replace(var command):
        command.cmdID = newValue
        self = .replace(command)
      case .delete(var command):
        command.cmdID = newValue
        self = .delete(command)
      case .copy(var command):
        command.cmdID = newValue
        self = .copy(command)
      case .get(var command):
        command.cmdID = newValue
        self = .get(command)
      case .exec(var command):
        command.cmdID = newValue
        self = .exec(command)
      case .alert(var command):
        command.cmdID = newValue
        self = .alert(command)
      case .atomic(var command):
        command.cmdID = newValue
        self = .atomic(command)
      case .sequence(var command):
        command.cmdID = newValue
        self = .sequence(command)
      case .status(var command):
        command.cmdID = newValue
        self = .status(command)
      case .results(var command):
        command.cmdID = newValue
        self = .results(command)
      case .put(var command):
        command.cmdID = newValue
        self = .put(command)
      case .move(var command):
        command.cmdID = newValue
        self = .move(command)
      case .sync(var command):
        command.cmdID = newValue
        self = .sync(command)
      case .map(var command):
        command.cmdID = newValue
        self = .map(command)
      case .search(var command):
        command.cmdID = newValue
        self = .search(command)
      case .other: break
      }
    }
  }

  /// Whether the sender wants no Status for it.
  public var noResp: Bool {
    switch self {
    case .add(let command): command.noResp
    case .replace(let command): command.noResp
    case .delete(let command): command.noResp
    case .copy(let command): command.noResp
    case .get(let command): command.noResp
    case .put(let command): command.noResp
    case .move(let command): command.noResp
    case .exec(let command): command.noResp
    case .alert(let command): command.noResp
    case .atomic(let command): command.noResp
    case .sequence(let command): command.noResp
    case .sync(let command): command.noResp
    case .search(let command): command.noResp
    case .status, .results, .map, .other: false
    }
  }

  /// The items of a command that has items directly.
  public var items: [Item] {
    switch self {
    case .add(let command): command.items
    case .replace(let command): command.items
    case .delete(let command): command.items
    case .copy(let command): command.items
    case .get(let command): command.items
    case .put(let command): command.items
    case .move(let command): command.items
    case .exec(let command): [command.item]
    case .alert(let command): command.items
    case .status(let command): command.items
    case .results(let command): command.items
    case .atomic, .sequence, .sync, .map, .search, .other: []
    }
  }
}
