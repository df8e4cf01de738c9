extension DeviceInformation {
  /// A content type and its version, as Rx, Tx and Filter-Rx name one.
  public struct ContentType: Hashable, Sendable {
    /// The media type (CTType), such as `text/x-vcard`.
    public var ctType: String
    /// The type's version (VerCT), such as `2.1`.
    public var verCT: String

    /// A content type in a version.
    public init(_ ctType: String, _ verCT: String) {
      self.ctType = ctType
      self.verCT = verCT
    }
  }

  /// What the device says of one datastore.
  ///
  /// Source: OMA-TS-DS_DevInf-V1_2 5.3 (DataStore).
  public struct DataStore: Hashable, Sendable {
    /// The datastore's address (SourceRef), such as `./contacts`.
    public var sourceRef: String
    /// A name for people (DisplayName).
    public var displayName: String?
    /// The longest identifier that the client can keep for the server, in bytes (MaxGUIDSize).
    public var maxGUIDSize: Int?
    /// The content type it likes best to receive (Rx-Pref); nil where a tolerant reader found none.
    public var rxPref: ContentType?
    /// The other content types it receives (Rx).
    public var rx: [ContentType]
    /// The content type it likes best to send (Tx-Pref); nil where a tolerant reader found none.
    public var txPref: ContentType?
    /// The other content types it sends (Tx).
    public var tx: [ContentType]
    /// What it keeps of each content type (CTCap, since 1.2).
    public var capabilities: [CTCap]
    /// How much it can hold (DSMem).
    public var memory: DSMem?
    /// Whether items have parents (SupportHierarchicalSync, since 1.2).
    public var supportHierarchicalSync: Bool
    /// The kinds of synchronization it does (SyncCap).
    public var syncCap: [SyncType]
    /// The content types of filters it receives (Filter-Rx, since 1.2).
    public var filterRx: [ContentType]
    /// What its filters can ask for (FilterCap, since 1.2).
    public var filterCapabilities: [FilterCap]

    /// A datastore of what is given; what is left out the device does not say.
    public init(
      sourceRef: String, displayName: String? = nil, maxGUIDSize: Int? = nil, rxPref: ContentType?,
      rx: [ContentType] = [], txPref: ContentType?, tx: [ContentType] = [], capabilities: [CTCap] = [],
      memory: DSMem? = nil, supportHierarchicalSync: Bool = false, syncCap: [SyncType], filterRx: [ContentType] = [],
      filterCapabilities: [FilterCap] = []
    ) {
      self.sourceRef = sourceRef
      self.displayName = displayName
      self.maxGUIDSize = maxGUIDSize
      self.rxPref = rxPref
      self.rx = rx
      self.txPref = txPref
      self.tx = tx
      self.capabilities = capabilities
      self.memory = memory
      self.supportHierarchicalSync = supportHierarchicalSync
      self.syncCap = syncCap
      self.filterRx = filterRx
      self.filterCapabilities = filterCapabilities
    }
  }

  /// How much a datastore can hold (DSMem).
  public struct DSMem: Hashable, Sendable {
    /// Whether other datastores use the same memory (SharedMem).
    public var isShared: Bool
    /// Bytes (MaxMem).
    public var maxMem: Int?
    /// Items (MaxID).
    public var maxID: Int?

    /// A datastore's memory; what is nil is not said.
    public init(isShared: Bool = false, maxMem: Int? = nil, maxID: Int? = nil) {
      self.isShared = isShared
      self.maxMem = maxMem
      self.maxID = maxID
    }
  }

  /// A kind of synchronization; unknown numbers survive.
  ///
  /// Source: OMA-TS-DS_DevInf-V1_2 5.3 (SyncType).
  public struct SyncType: RawRepresentable, Hashable, Sendable {
    public var rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// 1: both sides send what changed.
    public static var twoWay: SyncType { SyncType(rawValue: 1) }
    /// 2: both sides send everything.
    public static var slowSync: SyncType { SyncType(rawValue: 2) }
    /// 3: the client alone sends what changed.
    public static var oneWayFromClient: SyncType { SyncType(rawValue: 3) }
    /// 4: the client sends everything, and the server replaces what it has.
    public static var refreshFromClient: SyncType { SyncType(rawValue: 4) }
    /// 5: the server alone sends what changed.
    public static var oneWayFromServer: SyncType { SyncType(rawValue: 5) }
    /// 6: the server sends everything, and the client replaces what it has.
    public static var refreshFromServer: SyncType { SyncType(rawValue: 6) }
    /// 7: the server says when to synchronize.
    public static var serverAlerted: SyncType { SyncType(rawValue: 7) }
  }

  /// What a datastore's filters can ask for (FilterCap).
  public struct FilterCap: Hashable, Sendable {
    /// The content type of the filter.
    public var contentType: ContentType
    /// Keywords of record filters (FilterKeyword).
    public var keywords: [String]
    /// Properties of the items that a filter may name (PropName).
    public var properties: [String]

    /// A filter's capabilities; without keywords and properties unless they are given.
    public init(_ contentType: ContentType, keywords: [String] = [], properties: [String] = []) {
      self.contentType = contentType
      self.keywords = keywords
      self.properties = properties
    }
  }
}
