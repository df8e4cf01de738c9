internal import WBXML

/// The elements of DevInf 1.2, whose tokens those of 1.0 and 1.1 share (OMA-TS-DS_DevInf-V1_2 6).
enum DevInfTag {
  static var ctCap: Tag { Tag(page: 0, token: 0x05) }
  static var ctType: Tag { Tag(page: 0, token: 0x06) }
  static var dataStore: Tag { Tag(page: 0, token: 0x07) }
  static var dataType: Tag { Tag(page: 0, token: 0x08) }
  static var devID: Tag { Tag(page: 0, token: 0x09) }
  static var devInf: Tag { Tag(page: 0, token: 0x0A) }
  static var devTyp: Tag { Tag(page: 0, token: 0x0B) }
  static var displayName: Tag { Tag(page: 0, token: 0x0C) }
  static var dsMem: Tag { Tag(page: 0, token: 0x0D) }
  static var ext: Tag { Tag(page: 0, token: 0x0E) }
  static var fwV: Tag { Tag(page: 0, token: 0x0F) }
  static var hwV: Tag { Tag(page: 0, token: 0x10) }
  static var man: Tag { Tag(page: 0, token: 0x11) }
  static var maxGUIDSize: Tag { Tag(page: 0, token: 0x12) }
  static var maxID: Tag { Tag(page: 0, token: 0x13) }
  static var maxMem: Tag { Tag(page: 0, token: 0x14) }
  static var mod: Tag { Tag(page: 0, token: 0x15) }
  static var oem: Tag { Tag(page: 0, token: 0x16) }
  static var paramName: Tag { Tag(page: 0, token: 0x17) }
  static var propName: Tag { Tag(page: 0, token: 0x18) }
  static var rx: Tag { Tag(page: 0, token: 0x19) }
  static var rxPref: Tag { Tag(page: 0, token: 0x1A) }
  static var sharedMem: Tag { Tag(page: 0, token: 0x1B) }
  /// `Size`, which 1.2 calls `MaxSize`.
  static var size: Tag { Tag(page: 0, token: 0x1C) }
  static var sourceRef: Tag { Tag(page: 0, token: 0x1D) }
  static var swV: Tag { Tag(page: 0, token: 0x1E) }
  static var syncCap: Tag { Tag(page: 0, token: 0x1F) }
  static var syncType: Tag { Tag(page: 0, token: 0x20) }
  static var tx: Tag { Tag(page: 0, token: 0x21) }
  static var txPref: Tag { Tag(page: 0, token: 0x22) }
  static var valEnum: Tag { Tag(page: 0, token: 0x23) }
  static var verCT: Tag { Tag(page: 0, token: 0x24) }
  static var verDTD: Tag { Tag(page: 0, token: 0x25) }
  static var xNam: Tag { Tag(page: 0, token: 0x26) }
  static var xVal: Tag { Tag(page: 0, token: 0x27) }
  static var utc: Tag { Tag(page: 0, token: 0x28) }
  static var supportNumberOfChanges: Tag { Tag(page: 0, token: 0x29) }
  static var supportLargeObjs: Tag { Tag(page: 0, token: 0x2A) }
  static var property: Tag { Tag(page: 0, token: 0x2B) }
  static var propParam: Tag { Tag(page: 0, token: 0x2C) }
  static var maxOccur: Tag { Tag(page: 0, token: 0x2D) }
  static var noTruncate: Tag { Tag(page: 0, token: 0x2E) }
  static var filterRx: Tag { Tag(page: 0, token: 0x30) }
  static var filterCap: Tag { Tag(page: 0, token: 0x31) }
  static var filterKeyword: Tag { Tag(page: 0, token: 0x32) }
  static var fieldLevel: Tag { Tag(page: 0, token: 0x33) }
  static var supportHierarchicalSync: Tag { Tag(page: 0, token: 0x34) }

  /// Whether a language is one of DevInf's versions.
  static func isLanguage(_ language: Language?) -> Bool {
    language == .devInf12 || language == .devInf11 || language == .devInf10
  }
}
