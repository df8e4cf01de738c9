/// Meta-information on a message, a command or an item (MetInf).
///
/// Source: OMA-TS-SyncML_MetaInfo-V1_2 section 5.
public struct Meta: Hashable, Sendable {
  /// How the data is encoded or what kind of node it is: `chr`, `int`, `b64`, `node` ...
  public var format: String?
  /// The media type, or a management object's or alert's type.
  public var type: String?
  /// What headers and large objects carry, items of the everyday do not.
  var rest: Optional<Boxed<Rest>>

  /// A data synchronization's anchors.
  public struct Anchor: Hashable, Sendable {
    /// The anchor of the last synchronization, as its sender has kept it; nil where there was none.
    public var last: String?
    /// The anchor of this synchronization, which is the last one of the next.
    public var next: String

    /// Anchors, each a text that its sender chooses, such as a time or a count.
    public init(last: String? = nil, next: String) {
      self.last = last
      self.next = next
    }
  }

  /// What a datastore has left (Mem): bytes and identifiers, as text.
  public struct Memory: Hashable, Sendable {
    /// Whether several datastores share the memory.
    public var isShared: Bool
    /// Bytes.
    public var free: String?
    /// Identifiers of items.
    public var freeID: String?

    /// A datastore's memory; what is nil is not said.
    public init(isShared: Bool = false, free: String? = nil, freeID: String? = nil) {
      self.isShared = isShared
      self.free = free
      self.freeID = freeID
    }
  }
}

extension Meta {
  struct Rest: Hashable, Sendable {
    var mark: String?
    var size: String?
    var anchor: Anchor?
    var version: String?
    var nextNonce: String?
    var maxMsgSize: String?
    var maxObjSize: String?
    var emi: [String] = []
    var fieldLevel = false
    var memory: Memory?
  }

  /// Meta-information of what is given; nothing is said by default.
  public init(
    format: String? = nil, type: String? = nil, mark: String? = nil, size: String? = nil, anchor: Anchor? = nil,
    version: String? = nil, nextNonce: String? = nil, maxMsgSize: String? = nil, maxObjSize: String? = nil,
    emi: [String] = [], fieldLevel: Bool = false, memory: Memory? = nil
  ) {
    let rest = Rest(
      mark: mark, size: size, anchor: anchor, version: version, nextNonce: nextNonce, maxMsgSize: maxMsgSize,
      maxObjSize: maxObjSize, emi: emi, fieldLevel: fieldLevel, memory: memory)
    self.init(format: format, type: type, rest: rest == Rest() ? nil : Boxed(rest))
  }

  /// Whether nothing is said.
  public var isEmpty: Bool { format == nil && type == nil && rest == nil }

  private subscript<Value>(key: WritableKeyPath<Rest, Value> & Sendable, empty: Value) -> Value {
    get { rest?.value[keyPath: key] ?? empty }
    set {
      var value = rest?.value ?? Rest()
      value[keyPath: key] = newValue
      rest = value == Rest() ? nil : Boxed(value)
    }
  }

  /// A generic alert's importance, or an item's mark.
  public var mark: String? {
    get { self[\.mark, nil] }
    set { self[\.mark, nil] = newValue }
  }
  /// The size of the data in bytes, as text.
  public var size: String? {
    get { self[\.size, nil] }
    set { self[\.size, nil] = newValue }
  }
  /// A data synchronization's anchors.
  public var anchor: Anchor? {
    get { self[\.anchor, nil] }
    set { self[\.anchor, nil] = newValue }
  }
  /// The version of the media type, as text.
  public var version: String? {
    get { self[\.version, nil] }
    set { self[\.version, nil] = newValue }
  }
  /// The next nonce, in base64.
  public var nextNonce: String? {
    get { self[\.nextNonce, nil] }
    set { self[\.nextNonce, nil] = newValue }
  }
  /// The largest message the sender takes, in bytes, as text.
  public var maxMsgSize: String? {
    get { self[\.maxMsgSize, nil] }
    set { self[\.maxMsgSize, nil] = newValue }
  }
  /// The largest object the sender takes, in bytes, as text.
  public var maxObjSize: String? {
    get { self[\.maxObjSize, nil] }
    set { self[\.maxObjSize, nil] = newValue }
  }
  /// Experimental meta-information, as many as there are.
  public var emi: [String] {
    get { self[\.emi, []] }
    set { self[\.emi, []] = newValue }
  }
  /// Whether a Replace changes single fields of an item.
  public var fieldLevel: Bool {
    get { self[\.fieldLevel, false] }
    set { self[\.fieldLevel, false] = newValue }
  }
  /// What a datastore has left.
  public var memory: Memory? {
    get { self[\.memory, nil] }
    set { self[\.memory, nil] = newValue }
  }
}
