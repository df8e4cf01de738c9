/// The commands that a node's description allows on it (the DDF's AccessType).
///
/// Source: OMA-TS-DM_TND-V1_2 9.4.3.1 (AccessType). It is independent of the ACL.
public struct AccessTypes: OptionSet, Hashable, Sendable {
  /// One bit for each command.
  public let rawValue: UInt8

  /// The commands whose bits are set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Add, of the node or of nodes below it.
  public static let add = AccessTypes(rawValue: 1)
  /// Copy.
  public static let copy = AccessTypes(rawValue: 2)
  /// Delete, addressed to the node itself.
  public static let delete = AccessTypes(rawValue: 4)
  /// Exec.
  public static let exec = AccessTypes(rawValue: 8)
  /// Get.
  public static let get = AccessTypes(rawValue: 16)
  /// Replace.
  public static let replace = AccessTypes(rawValue: 32)
  /// Every command.
  public static let all: AccessTypes = [.add, .copy, .delete, .exec, .get, .replace]

  /// Each type with the name of its element, in the DTD's order.
  static let names: [(type: AccessTypes, name: String)] = [
    (.add, "Add"), (.copy, "Copy"), (.delete, "Delete"), (.exec, "Exec"), (.get, "Get"), (.replace, "Replace"),
  ]

  /// The type that a name stands for, `Get` for instance; nil where there is none.
  public init?(named name: String) {
    guard let type = Self.names.first(where: { $0.name == name })?.type else { return nil }
    self = type
  }
}

extension AccessTypes: CustomStringConvertible {
  /// The names, separated by commas.
  public var description: String {
    Self.names.filter { contains($0.type) }.map(\.name).joined(separator: ",")
  }
}
