/// Sync: changes of one datastore, as data synchronization sends them. Device management has no use for it; a
/// device that does both speaks both in one model.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.5.16.
public struct Sync: Hashable, Sendable {
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// Whether the sender wants no Status for it.
  public var noResp: Bool
  /// Credentials for the datastore, beside those of the header.
  public var cred: Cred?
  /// The receiver's datastore.
  public var target: Location?
  /// The sender's datastore.
  public var source: Location?
  /// What holds for the datastore, such as the memory that it has left.
  public var meta: Meta?
  /// How many changes the sender means to send, as text.
  public var numberOfChanges: String?
  /// The changes, in order.
  public var commands: [Command]

  /// A synchronization command; without changes unless they are given.
  public init(
    cmdID: String = "", noResp: Bool = false, cred: Cred? = nil, target: Location? = nil, source: Location? = nil,
    meta: Meta? = nil, numberOfChanges: String? = nil, commands: [Command] = []
  ) {
    self.cmdID = cmdID
    self.noResp = noResp
    self.cred = cred
    self.target = target
    self.source = source
    self.meta = meta
    self.numberOfChanges = numberOfChanges
    self.commands = commands
  }
}

/// Map: which of the server's identifiers belong to which of the client's.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.5.9.
public struct Map: Hashable, Sendable {
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// The server's datastore.
  public var target: Location
  /// The client's datastore.
  public var source: Location
  /// Credentials for the datastore, beside those of the header.
  public var cred: Cred?
  /// What holds for every pair.
  public var meta: Meta?
  /// The pairs of identifiers, one or more.
  public var items: [MapItem]

  /// The pairs for two datastores.
  public init(
    cmdID: String = "", target: Location, source: Location, cred: Cred? = nil, meta: Meta? = nil, items: [MapItem]
  ) {
    self.cmdID = cmdID
    self.target = target
    self.source = source
    self.cred = cred
    self.meta = meta
    self.items = items
  }
}

/// One pair of identifiers in a ``Map``.
public struct MapItem: Hashable, Sendable {
  /// The server's identifier of an item.
  public var target: Location
  /// The client's identifier of the same item.
  public var source: Location

  /// A pair of identifiers of one item.
  public init(target: Location, source: Location) {
    self.target = target
    self.source = source
  }
}

/// Search: a query whose results come back in Results.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.5.14.
public struct Search: Hashable, Sendable {
  /// The number, as text, that is the command's own in its message; empty where the sender gave none.
  public var cmdID: String
  /// Whether the sender wants no Status for it.
  public var noResp: Bool
  /// Whether the results are to be kept by the other side rather than sent.
  public var noResults: Bool
  /// Credentials for this command alone, beside those of the header.
  public var cred: Cred?
  /// Where the other side keeps the results, if it is to keep them.
  public var target: Location?
  /// The datastores to search, one or more.
  public var sources: [Location]
  /// The language of the results, where it matters.
  public var lang: String?
  /// The type of the query.
  public var meta: Meta?
  /// The query, in the language that the meta-information names.
  public var data: ItemData?

  /// A query on datastores of the other side.
  public init(
    cmdID: String = "", noResp: Bool = false, noResults: Bool = false, cred: Cred? = nil, target: Location? = nil,
    sources: [Location], lang: String? = nil, meta: Meta? = nil, data: ItemData?
  ) {
    self.cmdID = cmdID
    self.noResp = noResp
    self.noResults = noResults
    self.cred = cred
    self.target = target
    self.sources = sources
    self.lang = lang
    self.meta = meta
    self.data = data
  }
}
