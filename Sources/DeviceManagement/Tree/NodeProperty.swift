/// A run-time property of a node, as `?prop=` names it.
///
/// Source: OMA-TS-DM_TND-V1_2 7.1 to 7.5 (properties of nodes).
public enum NodeProperty: String, Hashable, Sendable, CaseIterable {
  /// The access control list.
  case acl = "ACL"
  /// How the value is to be read.
  case format = "Format"
  /// The last segment of the address.
  case name = "Name"
  /// The size of a leaf's value in bytes.
  case size = "Size"
  /// A name for people.
  case title = "Title"
  /// The time of the last change.
  case tStamp = "TStamp"
  /// A leaf's media type, an interior node's management object identifier.
  case type = "Type"
  /// The number of changes, modulo 65536.
  case verNo = "VerNo"

  /// Whether a server may replace the value; the other properties follow from what is done to the node.
  public var isReplaceable: Bool {
    switch self {
    case .acl, .name, .title: true
    case .format, .size, .tStamp, .type, .verNo: false
    }
  }
}

/// A set of run-time properties.
public struct NodeProperties: OptionSet, Hashable, Sendable {
  /// One bit for each property.
  public let rawValue: UInt8

  /// The properties whose bits are set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// One property.
  public init(_ property: NodeProperty) {
    switch property {
    case .acl: self = .acl
    case .format: self = .format
    case .name: self = .name
    case .size: self = .size
    case .title: self = .title
    case .tStamp: self = .tStamp
    case .type: self = .type
    case .verNo: self = .verNo
    }
  }

  /// ACL.
  public static let acl = NodeProperties(rawValue: 1)
  /// Format.
  public static let format = NodeProperties(rawValue: 2)
  /// Name.
  public static let name = NodeProperties(rawValue: 4)
  /// Size.
  public static let size = NodeProperties(rawValue: 8)
  /// Title.
  public static let title = NodeProperties(rawValue: 16)
  /// TStamp.
  public static let tStamp = NodeProperties(rawValue: 32)
  /// Type.
  public static let type = NodeProperties(rawValue: 64)
  /// VerNo.
  public static let verNo = NodeProperties(rawValue: 128)

  /// What every device keeps of every node (OMA-TS-DM_TND-V1_2 7.2).
  public static let mandatory: NodeProperties = [.acl, .format, .name, .type]
  /// What a device may keep or not.
  public static let optional: NodeProperties = [.size, .title, .tStamp, .verNo]
  /// Mandatory and optional ones.
  public static let all: NodeProperties = [.mandatory, .optional]
}

/// A new value for one of the properties that a server may replace.
public enum PropertyChange: Hashable, Sendable {
  /// A new list; an empty one inherits.
  case acl(AccessControlList)
  /// A new name.
  case name(String)
  /// A new Title.
  case title(String)

  /// The property that changes.
  public var property: NodeProperty {
    switch self {
    case .acl: .acl
    case .name: .name
    case .title: .title
    }
  }
}
