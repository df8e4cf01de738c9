/// A SyncML message: who to whom in which session, and commands in order.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.1; OMA-TS-DM_Protocol-V1_2 section 8.
public struct Message: Hashable, Sendable {
  public var header: SyncHdr
  public var commands: [Command]
  /// Whether this is the last message of its package.
  public var isFinal: Bool

  public init(header: SyncHdr, commands: [Command] = [], isFinal: Bool = true) {
    self.header = header
    self.commands = commands
    self.isFinal = isFinal
  }
}

/// The SyncHdr element: versions, session, message number, addresses, credentials.
public struct SyncHdr: Hashable, Sendable {
  /// The DTD's version, `1.2` in DM 1.2.
  public var verDTD: String
  /// The protocol and its version, `DM/1.2` in DM 1.2.
  public var verProto: String
  public var sessionID: String
  public var msgID: String
  public var target: Location
  public var source: Location
  /// Where the answer is to be sent, if not to the source.
  public var respURI: String?
  /// Whether no Status is wanted for any command of the message.
  public var noResp: Bool
  public var cred: Cred?
  public var meta: Meta?

  public init(
    verDTD: String = "1.2", verProto: String = "DM/1.2", sessionID: String, msgID: String, target: Location,
    source: Location, respURI: String? = nil, noResp: Bool = false, cred: Cred? = nil, meta: Meta? = nil
  ) {
    self.verDTD = verDTD
    self.verProto = verProto
    self.sessionID = sessionID
    self.msgID = msgID
    self.target = target
    self.source = source
    self.respURI = respURI
    self.noResp = noResp
    self.cred = cred
    self.meta = meta
  }
}

/// A Target or Source: an address and perhaps a name for it.
public struct Location: Hashable, Sendable {
  public var locURI: String
  private var rest: Boxed<Rest>?

  public init(_ locURI: String, locName: String? = nil, filter: Markup? = nil) {
    self.locURI = locURI
    if locName != nil || filter != nil { rest = Boxed(Rest(locName: locName, filter: filter)) }
  }
}

extension Location {
  struct Rest: Hashable, Sendable {
    var locName: String?
    var filter: Markup?
  }

  /// A name for people.
  public var locName: String? {
    get { rest?.value.locName }
    set { set(locName: newValue, filter: filter) }
  }

  /// What of a datastore is wanted: the content of a Filter element (SyncML 1.2).
  public var filter: Markup? {
    get { rest?.value.filter }
    set { set(locName: locName, filter: newValue) }
  }

  private mutating func set(locName: String?, filter: Markup?) {
    rest = locName == nil && filter == nil ? nil : Boxed(Rest(locName: locName, filter: filter))
  }
}

/// Credentials: the type is in the Meta, the value in the Data.
public struct Cred: Hashable, Sendable {
  public var meta: Meta?
  public var data: String

  public init(meta: Meta?, data: String) {
    self.meta = meta
    self.data = data
  }
}

/// A challenge for credentials: type, format and next nonce are in the Meta.
public struct Chal: Hashable, Sendable {
  public var meta: Meta

  public init(meta: Meta) { self.meta = meta }
}
