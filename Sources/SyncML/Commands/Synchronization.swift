/// Sync: changes of one datastore, as data synchronization sends them. Device management has no use for it; a
/// device that does both speaks both in one model.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.5.16.
public struct Sync: Hashable, Sendable {
  public var cmdID: String
  public var noResp: Bool
  public var cred: Cred?
  public var target: Location?
  public var source: Location?
  public var meta: Meta?
  /// How many changes the sender means to send, as text.
  public var numberOfChanges: String?
  public var commands: [Command]

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
  public var cmdID: String
  public var target: Location
  public var source: Location
  public var cred: Cred?
  public var meta: Meta?
  public var items: [MapItem]

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
  public var target: Location
  public var source: Location

  public init(target: Location, source: Location) {
    self.target = target
    self.source = source
  }
}

/// Search: a query whose results come back in Results.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.5.14.
public struct Search: Hashable, Sendable {
  public var cmdID: String
  public var noResp: Bool
  /// Whether the results are to be kept by the other side rather than sent.
  public var noResults: Bool
  public var cred: Cred?
  public var target: Location?
  public var sources: [Location]
  public var lang: String?
  public var meta: Meta?
  /// The query, in the language that the meta-information names.
  public var data: ItemData?

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
