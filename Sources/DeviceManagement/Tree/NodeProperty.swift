/// A run-time property of a node, as `?prop=` names it.
///
/// Source: OMA-TS-DM_TND-V1_2 7.1 to 7.5 (properties of nodes).
public enum NodeProperty: String, Hashable, Sendable, CaseIterable {
  case acl = "ACL"
  case format = "Format"
  case name = "Name"
  case size = "Size"
  case title = "Title"
  case tStamp = "TStamp"
  case type = "Type"
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
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

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

  public static let acl = NodeProperties(rawValue: 1)
  public static let format = NodeProperties(rawValue: 2)
  public static let name = NodeProperties(rawValue: 4)
  public static let size = NodeProperties(rawValue: 8)
  public static let title = NodeProperties(rawValue: 16)
  public static let tStamp = NodeProperties(rawValue: 32)
  public static let type = NodeProperties(rawValue: 64)
  public static let verNo = NodeProperties(rawValue: 128)

  /// What every device keeps of every node (OMA-TS-DM_TND-V1_2 7.2).
  public static let mandatory: NodeProperties = [.acl, .format, .name, .type]
  /// What a device may keep or not.
  public static let optional: NodeProperties = [.size, .title, .tStamp, .verNo]
  public static let all: NodeProperties = [.mandatory, .optional]
}

/// A new value for one of the properties that a server may replace.
public enum PropertyChange: Hashable, Sendable {
  case acl(AccessControlList)
  case name(String)
  case title(String)

  public var property: NodeProperty {
    switch self {
    case .acl: .acl
    case .name: .name
    case .title: .title
    }
  }
}
