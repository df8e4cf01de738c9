/// What a device says of itself and its datastores (DevInf), in the versions 1.0, 1.1 and 1.2.
///
/// A client sends it in a Put or in Results, as elements, as XML text or as WBXML inside opaque data:
///
///     for item in put.items {
///       guard let data = item.data else { continue }
///       let information = try DeviceInformation(data)
///     }
///
/// One model serves all versions. Where 1.0 and 1.1 list the capabilities of content types flat and for the whole
/// device, ``capabilities`` holds them; where 1.2 nests them in datastores, ``DataStore/capabilities`` does.
///
/// Source: OMA-TS-DS_DevInf-V1_2 5; SyncML Device Information DTD 1.0 and 1.1.
public struct DeviceInformation: Hashable, Sendable {
  /// The version of the DTD (VerDTD), such as `1.2`; it decides how the value is written.
  public var verDTD: String
  /// The manufacturer (Man).
  public var man: String?
  /// The model (Mod).
  public var mod: String?
  /// Who puts his own name on the device (OEM).
  public var oem: String?
  /// The firmware's version (FwV).
  public var fwV: String?
  /// The software's version (SwV).
  public var swV: String?
  /// The hardware's version (HwV).
  public var hwV: String?
  /// The device's identifier (DevID), unique in the world, such as `IMEI:…`.
  public var devID: String
  /// The kind of device (DevTyp), such as `phone`, `pda` or `server`.
  public var devTyp: String
  /// Whether the device understands time in UTC (UTC, since 1.1).
  public var utc: Bool
  /// Whether the device takes large objects in chunks (SupportLargeObjs, since 1.1).
  public var supportLargeObjs: Bool
  /// Whether the device can use NumberOfChanges (SupportNumberOfChanges, since 1.1).
  public var supportNumberOfChanges: Bool
  /// The datastores, one or more.
  public var dataStores: [DataStore]
  /// The capabilities of content types in 1.0 and 1.1 (CTCap), where no datastore owns them.
  public var capabilities: [CTCap]
  /// What the standard has no element for (Ext).
  public var extensions: [Ext]

  /// Device information of what is given; what is left out the device does not say.
  public init(
    verDTD: String = "1.2", man: String? = nil, mod: String? = nil, oem: String? = nil, fwV: String? = nil,
    swV: String? = nil, hwV: String? = nil, devID: String, devTyp: String, utc: Bool = false,
    supportLargeObjs: Bool = false, supportNumberOfChanges: Bool = false, dataStores: [DataStore] = [],
    capabilities: [CTCap] = [], extensions: [Ext] = []
  ) {
    self.verDTD = verDTD
    self.man = man
    self.mod = mod
    self.oem = oem
    self.fwV = fwV
    self.swV = swV
    self.hwV = hwV
    self.devID = devID
    self.devTyp = devTyp
    self.utc = utc
    self.supportLargeObjs = supportLargeObjs
    self.supportNumberOfChanges = supportNumberOfChanges
    self.dataStores = dataStores
    self.capabilities = capabilities
    self.extensions = extensions
  }

  /// An extension: a name and values that only its maker defines (Ext).
  public struct Ext: Hashable, Sendable {
    /// The extension's name (XNam).
    public var name: String
    /// Its values (XVal).
    public var values: [String]

    /// An extension; without values unless they are given.
    public init(_ name: String, values: [String] = []) {
      self.name = name
      self.values = values
    }
  }
}

extension DeviceInformation {
  /// The media type of device information in an encoding (OMA-TS-DS_DevInf-V1_2 5.1).
  public static func mediaType(_ encoding: Encoding) -> String { "application/vnd.syncml-devinf+\(encoding.rawValue)" }

  /// The address that an item of device information has, such as `./devinf12` (OMA-TS-DS_Protocol-V1_2 6.8).
  public var locURI: String { "./devinf\(verDTD.filter { $0 != "." })" }

  /// All capabilities of content types: those of the device, then those of its datastores, none twice.
  public var allCapabilities: [CTCap] {
    (capabilities + dataStores.flatMap(\.capabilities)).reduce(into: []) { all, capability in
      if !all.contains(capability) { all.append(capability) }
    }
  }
}
