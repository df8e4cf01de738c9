/// A part of the tree that a Get asks for at once: what follows `?list=`.
///
/// Source: OMA-TS-DM_TND-V1_2 8.1; the selections of properties are those of OMA-TS-DM_RepPro-V1_2 6.6.7 (Get).
public enum ListRequest: Hashable, Sendable {
  /// The nodes without their values.
  case structure
  /// The nodes with the leaves' values.
  case structureAndData
  /// A serialized subtree with these parts of each node.
  case tnds(TNDSParts)

  /// Reads `Struct`, `StructData` or `TNDS`, the last perhaps followed by parts: `TNDS+ACL+Value` has these and no
  /// others, `TNDS-ACL` has all others. Nil where it is something else, or `+` and `-` are mixed.
  public init?(parsing text: String) {
    switch text {
    case "Struct": self = .structure
    case "StructData": self = .structureAndData
    default:
      guard text.hasPrefix("TNDS") else { return nil }
      let selection = text.dropFirst(4)
      guard let sign = selection.first else {
        self = .tnds(.all)
        return
      }
      guard sign == "+" || sign == "-", !selection.contains(sign == "+" ? "-" : "+") else { return nil }
      var parts: TNDSParts = []
      for name in selection.dropFirst().split(separator: sign, omittingEmptySubsequences: false) {
        guard let part = TNDSParts(named: String(name)) else { return nil }
        parts.insert(part)
      }
      self = .tnds(sign == "+" ? parts : TNDSParts.all.subtracting(parts))
    }
  }
}

/// The parts of a node that a serialized tree can hold or leave out; its name and its type are always there.
///
/// Source: OMA-TS-DM_TNDS-V1_2 6.1 (supported properties in file).
public struct TNDSParts: OptionSet, Hashable, Sendable {
  /// One bit for each part.
  public let rawValue: UInt8

  /// The parts whose bits are set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The node's own list.
  public static let acl = TNDSParts(rawValue: 1)
  /// The format.
  public static let format = TNDSParts(rawValue: 2)
  /// The Title.
  public static let title = TNDSParts(rawValue: 4)
  /// The time of the last change.
  public static let tStamp = TNDSParts(rawValue: 8)
  /// The type, which is there even where it is refused.
  public static let type = TNDSParts(rawValue: 16)
  /// The version number.
  public static let verNo = TNDSParts(rawValue: 32)
  /// A leaf's value.
  public static let value = TNDSParts(rawValue: 64)
  /// All that the device keeps.
  public static let all: TNDSParts = [.acl, .format, .title, .tStamp, .type, .verNo, .value]

  /// The part that a name stands for; nil for those that a serialized tree does not have, Name and Size too.
  public init?(named name: String) {
    switch name {
    case "ACL": self = .acl
    case "Format": self = .format
    case "Title": self = .title
    case "TStamp": self = .tStamp
    case "Type": self = .type
    case "VerNo": self = .verNo
    case "Value": self = .value
    default: return nil
    }
  }
}
