/// Add, Replace, Delete, Copy, Get, Put or Move: a list of items with meta-information on all of them.
public struct ItemCommand: Hashable, Sendable {
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// Whether the sender wants no Status for it.
  public var noResp: Bool
  /// Whether what a Delete removes is to be archived; data synchronization only.
  public var archive: Bool
  /// Whether a Delete leaves the item to others of the same user; data synchronization only.
  public var softDelete: Bool
  var rest: Optional<Boxed<Rest>>
  /// What holds for every item, unless the item's own Meta says otherwise.
  public var meta: Meta?
  /// What the command is about, one item or more.
  public var items: [Item]
}

extension ItemCommand {
  /// A command on items; what is not given, it does not say.
  public init(
    cmdID: String = "", noResp: Bool = false, archive: Bool = false, softDelete: Bool = false, lang: String? = nil,
    cred: Cred? = nil, meta: Meta? = nil, items: [Item]
  ) {
    self.init(
      cmdID: cmdID, noResp: noResp, archive: archive, softDelete: softDelete,
      rest: cred == nil && lang == nil ? nil : Boxed(Rest(cred: cred, lang: lang)), meta: meta, items: items)
  }

  struct Rest: Hashable, Sendable {
    var cred: Cred?
    var lang: String?
  }

  /// Credentials for this command alone, beside the header's; data synchronization only.
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
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// Whether the sender wants no Status for it.
  public var noResp: Bool
  var boxedCred: Optional<Boxed<Cred>>
  /// What holds for the item, unless its own Meta says otherwise.
  public var meta: Meta?
  /// Comes back in the alert that tells the result later.
  public var correlator: String?
  /// What to run, by its target, and the data that it gets.
  public var item: Item
}

extension Exec {
  /// An Exec of an item's target, with the item's data for arguments.
  public init(
    cmdID: String = "", noResp: Bool = false, cred: Cred? = nil, meta: Meta? = nil, correlator: String? = nil,
    item: Item
  ) {
    self.init(
      cmdID: cmdID, noResp: noResp, boxedCred: cred.map { Boxed($0) }, meta: meta, correlator: correlator, item: item)
  }

  /// Credentials for this command alone, beside the header's; data synchronization only.
  public var cred: Cred? {
    get { boxedCred.unboxed() }
    set { boxedCred = newValue.map { Boxed($0) } }
  }
}

/// Alert: something happened, or the user is asked something.
public struct Alert: Hashable, Sendable {
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// Whether the sender wants no Status for it.
  public var noResp: Bool
  var boxedCred: Optional<Boxed<Cred>>
  /// What it says; nil where the sender gave no code.
  public var code: AlertCode?
  /// The correlator of the Exec whose result a generic alert tells.
  public var correlator: String?
  /// What the code says they are: a generic alert's sources and data, a prompt's options, text and choices.
  public var items: [Item]
}

extension Alert {
  /// An alert; without items unless they are given.
  public init(
    cmdID: String = "", noResp: Bool = false, cred: Cred? = nil, code: AlertCode?, correlator: String? = nil,
    items: [Item] = []
  ) {
    self.init(
      cmdID: cmdID, noResp: noResp, boxedCred: cred.map { Boxed($0) }, code: code, correlator: correlator, items: items)
  }

  /// Credentials for this command alone, beside the header's; data synchronization only.
  public var cred: Cred? {
    get { boxedCred.unboxed() }
    set { boxedCred = newValue.map { Boxed($0) } }
  }
}

/// Atomic or Sequence: commands that belong together.
public struct CommandGroup: Hashable, Sendable {
  /// The number, as text, that is the group's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// Whether the sender wants no Status for the group.
  public var noResp: Bool
  /// What holds for every command of the group, unless its own Meta says otherwise.
  public var meta: Meta?
  /// The members, in order; each has a number and gets a Status of its own.
  public var commands: [Command]

  /// A group of commands; ``Command`` says whether it is an Atomic or a Sequence.
  public init(cmdID: String = "", noResp: Bool = false, meta: Meta? = nil, commands: [Command]) {
    self.cmdID = cmdID
    self.noResp = noResp
    self.meta = meta
    self.commands = commands
  }
}

/// Status: what became of a command of the other side.
public struct Status: Hashable, Sendable {
  /// The Status's own number, as text; empty where the sender gave none.
  public var cmdID: String
  /// The message that held the command.
  public var msgRef: String
  /// The command's number; `0` for the SyncHdr.
  public var cmdRef: String
  /// The command's name; `SyncHdr` for the header.
  public var cmd: String
  /// The target addresses of the items it speaks of; empty where it is for the command as a whole.
  public var targetRefs: [String]
  /// The source addresses of the items it speaks of.
  public var sourceRefs: [String]
  var rest: Optional<Boxed<Rest>>
  /// The result; nil where the sender gave no code.
  public var code: StatusCode?
  /// What the other side can use beside the code, such as the address at fault or a user's answer.
  public var items: [Item]
}

extension Status {
  /// The answer to a command.
  ///
  /// - Parameters:
  ///   - cmdID: the Status's own number.
  ///   - msgRef: the MsgID of the message that held the command.
  ///   - cmdRef: the command's CmdID; `0` for the SyncHdr.
  ///   - cmd: the command's name; `SyncHdr` for the header.
  ///   - targetRefs: the targets it speaks of.
  ///   - sourceRefs: the sources it speaks of.
  ///   - cred: credentials for this answer alone.
  ///   - chal: a challenge for credentials.
  ///   - code: the result.
  ///   - items: what goes with the code.
  public init(
    cmdID: String = "", msgRef: String, cmdRef: String, cmd: String, targetRefs: [String] = [],
    sourceRefs: [String] = [], cred: Cred? = nil, chal: Chal? = nil, code: StatusCode?, items: [Item] = []
  ) {
    self.init(
      cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, cmd: cmd, targetRefs: targetRefs, sourceRefs: sourceRefs,
      rest: cred == nil && chal == nil ? nil : Boxed(Rest(cred: cred, chal: chal)), code: code, items: items)
  }

  struct Rest: Hashable, Sendable {
    var cred: Cred?
    var chal: Chal?
  }

  /// Credentials for this answer alone, beside the header's; data synchronization only.
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
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// The message that held the command; a missing one means 1.
  public var msgRef: String?
  /// The number of the command that it answers.
  public var cmdRef: String
  /// What holds for every item, unless the item's own Meta says otherwise.
  public var meta: Meta?
  var refs: Optional<Boxed<References>>
  /// What was found, each with its address as the source.
  public var items: [Item]
}

extension Results {
  /// The data for a command, which `msgRef` and `cmdRef` name.
  public init(
    cmdID: String = "", msgRef: String?, cmdRef: String, meta: Meta? = nil, targetRef: String? = nil,
    sourceRef: String? = nil, items: [Item]
  ) {
    self.init(
      cmdID: cmdID, msgRef: msgRef, cmdRef: cmdRef, meta: meta, refs: References.boxed(targetRef, sourceRef),
      items: items)
  }

  struct References: Hashable, Sendable {
    var target: String?
    var source: String?

    static func boxed(_ target: String?, _ source: String?) -> Boxed<References>? {
      target == nil && source == nil ? nil : Boxed(References(target: target, source: source))
    }
  }

  /// The command's target address, where the items do not say it.
  public var targetRef: String? {
    get { refs?.value.target }
    set { refs = References.boxed(newValue, sourceRef) }
  }

  /// The command's source address, where the items do not say it.
  public var sourceRef: String? {
    get { refs?.value.source }
    set { refs = References.boxed(targetRef, newValue) }
  }
}

/// A command this model has no type for, kept as it came: a Status can be sent for it, and it can be written again.
public struct OtherCommand: Hashable, Sendable {
  /// The element's name, as a Status carries it in Cmd.
  public var name: String
  /// The number in its message, as text; empty where the sender gave none.
  public var cmdID: String
  /// The whole element.
  public var markup: Markup

  /// A command from its element, whose name and number must be those of the markup.
  public init(name: String, cmdID: String, markup: Markup) {
    self.name = name
    self.cmdID = cmdID
    self.markup = markup
  }
}
