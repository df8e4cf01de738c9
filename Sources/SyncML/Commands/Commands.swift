/// Add, Replace, Delete, Copy, Get, Put or Move: a list of items with meta-information on all of them.
public struct ItemCommand: Hashable, Sendable {
  public var cmdID: String
  public var noResp: Bool
  /// Whether what a Delete removes is to be archived; data synchronization only.
  public var archive: Bool
  /// Whether a Delete leaves the item to others of the same user; data synchronization only.
  public var softDelete: Bool
  private var rest: Boxed<Rest>?
  public var meta: Meta?
  public var items: [Item]

  public init(
    cmdID: String = "", noResp: Bool = false, archive: Bool = false, softDelete: Bool = false, lang: String? = nil,
    cred: Cred? = nil, meta: Meta? = nil, items: [Item]
  ) {
    self.cmdID = cmdID
    self.noResp = noResp
    self.archive = archive
    self.softDelete = softDelete
    if cred != nil || lang != nil { rest = Boxed(Rest(cred: cred, lang: lang)) }
    self.meta = meta
    self.items = items
  }
}

extension ItemCommand {
  struct Rest: Hashable, Sendable {
    var cred: Cred?
    var lang: String?
  }

  public var cred: Cred? {
    get { rest?.value.cred }
    set { set(cred: newValue, lang: lang) }
  }

  /// The language that Get and Put speak of.
  public var lang: String? {
    get { rest?.value.lang }
    set { set(cred: cred, lang: newValue) }
  }

  private mutating func set(cred: Cred?, lang: String?) {
    rest = cred == nil && lang == nil ? nil : Boxed(Rest(cred: cred, lang: lang))
  }
}

/// Exec: runs a process named by its item's target.
public struct Exec: Hashable, Sendable {
  public var cmdID: String
  public var noResp: Bool
  private var boxedCred: Boxed<Cred>?
  public var meta: Meta?
  /// Comes back in the alert that tells the result later.
  public var correlator: String?
  public var item: Item

  public init(
    cmdID: String = "", noResp: Bool = false, cred: Cred? = nil, meta: Meta? = nil, correlator: String? = nil,
    item: Item
  ) {
    self.cmdID = cmdID
    self.noResp = noResp
    boxedCred = cred.map { Boxed($0) }
    self.meta = meta
    self.correlator = correlator
    self.item = item
  }

  public var cred: Cred? {
    get { boxedCred.unboxed() }
    set { boxedCred = newValue.map { Boxed($0) } }
  }
}

/// Alert: something happened, or the user is asked something.
public struct Alert: Hashable, Sendable {
  public var cmdID: String
  public var noResp: Bool
  private var boxedCred: Boxed<Cred>?
  /// What it says; nil where the sender gave no code.
  public var code: AlertCode?
  public var correlator: String?
  public var items: [Item]

  public init(
    cmdID: String = "", noResp: Bool = false, cred: Cred? = nil, code: AlertCode?, correlator: String? = nil,
    items: [Item] = []
  ) {
    self.cmdID = cmdID
    self.noResp = noResp
    boxedCred = cred.map { Boxed($0) }
    self.code = code
    self.correlator = correlator
    self.items = items
  }

  public var cred: Cred? {
    get { boxedCred.unboxed() }
    set { boxedCred = newValue.map { Boxed($0) } }
  }
}

/// Atomic or Sequence: commands that belong together.
public struct CommandGroup: Hashable, Sendable {
  public var cmdID: String
  public var noResp: Bool
  public var meta: Meta?
  public var commands: [Command]

  public init(cmdID: String = "", noResp: Bool = false, meta: Meta? = nil, commands: [Command]) {
    self.cmdID = cmdID
    self.noResp = noResp
    self.meta = meta
    self.commands = commands
  }
}

/// Status: what became of a command of the other side.
public struct Status: Hashable, Sendable {
  public var cmdID: String
  /// The message that held the command.
  public var msgRef: String
  /// The command's number; `0` for the SyncHdr.
  public var cmdRef: String
  /// The command's name; `SyncHdr` for the header.
  public var cmd: String
  public var targetRefs: [String]
  public var sourceRefs: [String]
  private var rest: Boxed<Rest>?
  /// The result; nil where the sender gave no code.
  public var code: StatusCode?
  public var items: [Item]

  public init(
    cmdID: String = "", msgRef: String, cmdRef: String, cmd: String, targetRefs: [String] = [],
    sourceRefs: [String] = [], cred: Cred? = nil, chal: Chal? = nil, code: StatusCode?, items: [Item] = []
  ) {
    self.cmdID = cmdID
    self.msgRef = msgRef
    self.cmdRef = cmdRef
    self.cmd = cmd
    self.targetRefs = targetRefs
    self.sourceRefs = sourceRefs
    if cred != nil || chal != nil { rest = Boxed(Rest(cred: cred, chal: chal)) }
    self.code = code
    self.items = items
  }
}

extension Status {
  struct Rest: Hashable, Sendable {
    var cred: Cred?
    var chal: Chal?
  }

  public var cred: Cred? {
    get { rest?.value.cred }
    set { set(cred: newValue, chal: chal) }
  }

  /// The challenge that a refused or renewed authentication comes with.
  public var chal: Chal? {
    get { rest?.value.chal }
    set { set(cred: cred, chal: newValue) }
  }

  private mutating func set(cred: Cred?, chal: Chal?) {
    rest = cred == nil && chal == nil ? nil : Boxed(Rest(cred: cred, chal: chal))
  }
}

/// Results: what a Get or an Alert of the other side brought.
public struct Results: Hashable, Sendable {
  public var cmdID: String
  /// The message that held the command; a missing one means 1.
  public var msgRef: String?
  public var cmdRef: String
  public var meta: Meta?
  public var targetRef: String?
  public var sourceRef: String?
  public var items: [Item]

  public init(
    cmdID: String = "", msgRef: String?, cmdRef: String, meta: Meta? = nil, targetRef: String? = nil,
    sourceRef: String? = nil, items: [Item]
  ) {
    self.cmdID = cmdID
    self.msgRef = msgRef
    self.cmdRef = cmdRef
    self.meta = meta
    self.targetRef = targetRef
    self.sourceRef = sourceRef
    self.items = items
  }
}

/// A command this model has no type for, kept as it came: a Status can be sent for it, and it can be written again.
public struct OtherCommand: Hashable, Sendable {
  public var name: String
  public var cmdID: String
  /// The whole element.
  public var markup: Markup

  public init(name: String, cmdID: String, markup: Markup) {
    self.name = name
    self.cmdID = cmdID
    self.markup = markup
  }
}
