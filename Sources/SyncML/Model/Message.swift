/// A SyncML message: who to whom in which session, and commands in order.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.1; OMA-TS-DM_Protocol-V1_2 section 8.
public struct Message: Hashable, Sendable {
  @usableFromInline var storage: HeaderStorage
  /// The commands of the SyncBody, in order.
  public var commands: [Command]
  /// Whether this is the last message of its package.
  public var isFinal: Bool

  /// A message; the last of its package unless `isFinal` says otherwise.
  public init(header: SyncHdr, commands: [Command] = [], isFinal: Bool = true) {
    storage = HeaderStorage(header)
    self.commands = commands
    self.isFinal = isFinal
  }

  /// Who sends the message to whom, in which session.
  @inlinable public var header: SyncHdr {
    // SAFE: as ``HeaderStorage`` says.
    _read { yield unsafe storage.header }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = unsafe HeaderStorage(storage.header) }
      yield unsafe &storage.header
    }
  }

  public static func == (a: Message, b: Message) -> Bool {
    (a.storage === b.storage || a.header == b.header) && a.isFinal == b.isFinal && a.commands == b.commands
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(header)
    hasher.combine(commands)
    hasher.combine(isFinal)
  }

  /// A header on the heap, which copies of a message share until one of them changes it: sessions hand messages on and
  /// remember them, and a header has many parts.
  @usableFromInline
  final class HeaderStorage: @unchecked Sendable {
    // SAFE: whoever changes it holds the one reference there is, and the message that has it exclusively.
    @exclusivity(unchecked) @usableFromInline var header: SyncHdr

    @usableFromInline
    init(_ header: SyncHdr) { unsafe self.header = header }
  }
}

/// The SyncHdr element: versions, session, message number, addresses, credentials.
public struct SyncHdr: Hashable, Sendable {
  /// The DTD's version, `1.2` in DM 1.2.
  public var verDTD: String
  /// The protocol and its version, `DM/1.2` in DM 1.2.
  public var verProto: String
  /// The session, as text; the same in every message of it, in both directions.
  public var sessionID: String
  /// The message's number in its session, as text; each side counts its own.
  public var msgID: String
  /// The receiver: the device as `IMEI:…`, or a server's address.
  public var target: Location
  /// The sender: the device as `IMEI:…`, or a server's address.
  public var source: Location
  /// Where the answer is to be sent, if not to the source.
  public var respURI: String?
  /// Whether no Status is wanted for any command of the message.
  public var noResp: Bool
  /// The sender's credentials; nil where none are needed, or none are had.
  public var cred: Cred?
  /// What the sender can take: the largest message and object.
  public var meta: Meta?

  /// A header of DM 1.2, unless the versions are given.
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

extension SyncHdr {
  /// A header of which nothing has been read yet.
  static var none: SyncHdr {
    SyncHdr(
      verDTD: "", verProto: "", sessionID: "", msgID: "", target: Location(locURI: "", rest: nil),
      source: Location(locURI: "", rest: nil))
  }
}

/// A Target or Source: an address and perhaps a name for it.
public struct Location: Hashable, Sendable {
  /// The address: absolute, such as `https://server.example.com` or `IMEI:…`, or a node's, such as `./DevInfo/DevId`.
  public var locURI: String
  var rest: Optional<Boxed<Rest>>
}

extension Location {
  /// An address, perhaps with a name for people and a filter on a datastore.
  public init(_ locURI: String, locName: String? = nil, filter: Markup? = nil) {
    self.init(
      locURI: locURI, rest: locName == nil && filter == nil ? nil : Boxed(Rest(locName: locName, filter: filter)))
  }

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
  /// The type, `syncml:auth-basic`, `syncml:auth-md5` or `syncml:auth-MAC`, and the data's format; nil where none came.
  public var meta: Meta?
  /// The credentials as text, in the format that the Meta says: as a rule base64.
  public var data: String

  /// Credentials of the type that the Meta says.
  public init(meta: Meta?, data: String) {
    self.meta = meta
    self.data = data
  }
}

extension Cred: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The type alone: basic credentials are a password in clear.
  public var description: String { "Cred(\(meta?.type ?? "no type"), <secret>)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A challenge for credentials: type, format and next nonce are in the Meta.
public struct Chal: Hashable, Sendable {
  /// The authentication type wanted, its format, and for a digest the nonce to use next.
  public var meta: Meta

  /// A challenge: with a Status of 401 or 407 it asks for credentials, with 200 or 212 it gives the next nonce.
  public init(meta: Meta) { self.meta = meta }
}
