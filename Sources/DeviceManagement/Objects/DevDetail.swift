import SyncML

/// The DevDetail object: what a device tells of itself when a server asks.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.3.
public struct DevDetail: Hashable, Sendable {
  /// Its place, `./DevDetail`.
  public static let uri = NodeURI(segments: ["DevDetail"])
  /// The object's identifier.
  public static let identifier = "urn:oma:mo:oma-dm-devdetail:1.0"

  /// How long and how deep the addresses of nodes may be; `.max` is announced as no limit.
  public var uriLimits: NodeURI.Limits
  /// What kind of device it is, such as `phone`.
  public var deviceType: String
  /// The original equipment manufacturer.
  public var oem: String
  /// FwV.
  public var firmwareVersion: String
  /// SwV.
  public var softwareVersion: String
  /// HwV.
  public var hardwareVersion: String
  /// Whether large objects are taken in pieces: as ``ClientSession/Configuration/supportsLargeObjects`` says.
  public var supportsLargeObjects: Bool

  /// Details; versions are empty where nothing is said.
  public init(
    uriLimits: NodeURI.Limits = .init(), deviceType: String = "device", oem: String = "", firmwareVersion: String = "",
    softwareVersion: String = "", hardwareVersion: String = "", supportsLargeObjects: Bool = true
  ) {
    self.uriLimits = uriLimits
    self.deviceType = deviceType
    self.oem = oem
    self.firmwareVersion = firmwareVersion
    self.softwareVersion = softwareVersion
    self.hardwareVersion = hardwareVersion
    self.supportsLargeObjects = supportsLargeObjects
  }

  /// Puts the object into a tree.
  ///
  /// - Throws: 418 where the tree has one.
  public func install(in tree: inout ManagementTree) throws(TreeError) {
    try tree.add(.interior("DevDetail", type: Self.identifier, access: .get, isPermanent: true), under: .root)
    let uri = Self.uri.appending("URI")
    try tree.add(.interior("URI", access: .get, isPermanent: true), under: Self.uri)
    let limits = [
      ("MaxDepth", uriLimits.maximumDepth), ("MaxTotLen", uriLimits.maximumTotalLength),
      ("MaxSegLen", uriLimits.maximumSegmentLength),
    ]
    for (name, limit) in limits {
      // Sixteen bits, of which zero says that there is no limit.
      let text = (1...Int(UInt16.max)).contains(limit) ? String(limit) : "0"
      try tree.add(.leaf(name, .text(text), access: .get, isPermanent: true), under: uri)
    }
    let leaves = [
      ("DevTyp", deviceType), ("OEM", oem), ("FwV", firmwareVersion), ("SwV", softwareVersion),
      ("HwV", hardwareVersion),
    ]
    for (name, value) in leaves {
      try tree.add(.leaf(name, .text(value), access: .get, isPermanent: true), under: Self.uri)
    }
    try tree.add(
      .leaf("LrgObj", .text(supportsLargeObjects ? "true" : "false"), format: .bool, access: .get, isPermanent: true),
      under: Self.uri)
  }
}
