import SyncML

/// The DevInfo object: what a device tells of itself at the beginning of every session.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.2 (DevInfo).
public struct DevInfo: Hashable, Sendable {
  /// A globally unique identifier, as a URN where there is one (`IMEI:…`).
  public var devID: String
  /// Who made the device, `Man`.
  public var manufacturer: String
  /// The device's model, `Mod`.
  public var model: String
  /// The version of the DM client.
  public var dmVersion: String
  /// The user interface's language (RFC 1766).
  public var language: String

  /// The values of the object's leaves, of a DM 1.2 client in English unless it is said otherwise.
  public init(
    devID: String, manufacturer: String, model: String, dmVersion: String = "1.2", language: String = "en"
  ) {
    self.devID = devID
    self.manufacturer = manufacturer
    self.model = model
    self.dmVersion = dmVersion
    self.language = language
  }

  /// The leaves that package 1 must carry, in the order it carries them.
  static let leafNames = ["DevId", "Man", "Mod", "DmV", "Lang"]
  static let uri = NodeURI(segments: ["DevInfo"])

  /// Puts the object into a tree.
  public func install(in tree: inout ManagementTree) throws(TreeError) {
    try tree.add(
      .interior("DevInfo", type: "urn:oma:mo:oma-dm-devinfo:1.0", access: .get, isPermanent: true), under: .root)
    for (name, value) in zip(Self.leafNames, [devID, manufacturer, model, dmVersion, language]) {
      try tree.add(.leaf(name, .text(value), access: .get, isPermanent: true), under: Self.uri)
    }
  }

  /// The leaves' places, and their addresses as messages write them.
  private static let leaves = leafNames.map { name in
    let uri = DevInfo.uri.appending(name)
    return (uri: uri, address: uri.description)
  }

  /// The items of package 1's Replace; empty where the tree has no DevInfo.
  static func items(of tree: ManagementTree) -> [Item] {
    var items: [Item] = []
    items.reserveCapacity(leaves.count)
    for leaf in leaves {
      if let value = tree.text(leaf.uri) { items.append(Item(source: Location(leaf.address), data: .text(value))) }
    }
    return items
  }
}
