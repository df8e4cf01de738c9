/// The format of a node: what kind of value it has.
///
/// Source: OMA-TS-DM_TND-V1_2 7.7.2 (Format) and 9.4.2 (the formats' elements).
public enum NodeFormat: String, Hashable, Sendable, CaseIterable {
  /// By the names that Format and Meta have: `b64` and `bin` hold bytes, `bool` is `true` or `false`, `chr` is text,
  /// `date` and `time` are those of ISO 8601, `float` and `int` are numbers of 32 bits, `node` is an interior node's,
  /// `null` a leaf's without a value, `xml` is text that is XML.
  case b64, bin, bool, chr, date, float, int, node, null, time, xml
}

/// What a leaf holds.
public enum NodeValue: Hashable, Sendable {
  /// Nothing, as an interior node and a leaf of format `null` have it.
  case null
  /// Character data.
  case text(String)
  /// Binary data.
  case bytes([UInt8])

  /// The value as text; nil for binary data.
  public var string: String? {
    switch self {
    case .null: ""
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    }
  }

  /// The value's bytes; those of a text are UTF-8.
  public var bytes: [UInt8] {
    switch self {
    case .null: []
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    }
  }

  /// The value's size in bytes.
  public var size: Int {
    switch self {
    case .null: 0
    case .text(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    }
  }

  /// Whether the value is one that the format allows.
  public func fits(_ format: NodeFormat) -> Bool {
    switch format {
    case .node: return false
    case .null: return size == 0
    case .bool: return string == "true" || string == "false"
    // A 32-bit signed integer, and a single-precision number (OMA-TS-DM_TND-V1_2 9.4.2).
    case .int: return string.flatMap { Int32($0) } != nil
    case .float: return string.flatMap { Float($0) }?.isFinite ?? false
    case .chr, .xml: return string != nil
    case .date: return string.map(DateAndTime.isDate) ?? false
    case .time: return string.map(DateAndTime.isTime) ?? false
    case .b64, .bin: return true
    }
  }
}

/// A node of the management tree: an interior node with children, or a leaf with a value.
public struct Node: Hashable, Sendable {
  /// The name, `.` for the root.
  public var name: String
  /// A leaf's media type, or an interior node's management object identifier.
  public var type: String
  /// A leaf's value; `null` for an interior node.
  public var value: NodeValue
  // The small properties stand together, so that they fill one word.
  /// `node` for an interior node.
  public var format: NodeFormat
  /// The commands that its description allows; all where it has none.
  public var access: AccessTypes
  /// Whether the device made it and no server can delete it.
  public var isPermanent: Bool
  /// Goes up by one with every change, from 65535 to 0. The tree keeps it.
  public internal(set) var versionNumber: UInt16 = 0
  /// Who may do what; empty where the list of an ancestor holds.
  public var acl: AccessControlList
  /// A name for people, at most 255 bytes of UTF-8; empty where there is none.
  public var title: String
  /// When the node was changed last; nil where nobody knew the time. The tree keeps it.
  public internal(set) var timestamp: Timestamp?

  /// A Title has 255 bytes at most (OMA-TS-DM_TND-V1_2 7.7.5).
  static var maximumTitleSize: Int { 255 }

  /// Whether it has children rather than a value.
  public var isInterior: Bool { format == .node }

  /// A node, which ``interior(_:type:access:isPermanent:acl:)`` and
  /// ``leaf(_:_:format:type:access:isPermanent:acl:)`` make shorter.
  public init(
    name: String, format: NodeFormat, type: String, value: NodeValue, access: AccessTypes = .all,
    isPermanent: Bool = false, acl: AccessControlList = AccessControlList(), title: String = ""
  ) {
    self.name = name
    self.format = format
    self.type = type
    self.value = value
    self.access = access
    self.isPermanent = isPermanent
    self.acl = acl
    self.title = title
  }

  /// An interior node.
  public static func interior(
    _ name: String, type: String = "", access: AccessTypes = .all, isPermanent: Bool = false,
    acl: AccessControlList = AccessControlList()
  ) -> Node {
    Node(name: name, format: .node, type: type, value: .null, access: access, isPermanent: isPermanent, acl: acl)
  }

  /// A leaf.
  public static func leaf(
    _ name: String, _ value: NodeValue, format: NodeFormat = .chr, type: String = "text/plain",
    access: AccessTypes = .all, isPermanent: Bool = false, acl: AccessControlList = AccessControlList()
  ) -> Node {
    Node(name: name, format: format, type: type, value: value, access: access, isPermanent: isPermanent, acl: acl)
  }
}
