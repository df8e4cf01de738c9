internal import WBXML

extension ContentModels {
  /// The models of DevInf 1.2 (OMA-TS-DS_DevInf-V1_2 5.3).
  ///
  /// A CTCap without a property is a matter of a rule of its own: some phones write it.
  static let devInf12 = ContentModels(
    parsing: """
      page 0
      DevInf: VerDTD Man? Mod? OEM? FwV? SwV? HwV? DevID DevTyp UTC? SupportLargeObjs? SupportNumberOfChanges? \
      DataStore+ Ext*
      DataStore: SourceRef DisplayName? MaxGUIDSize? Rx-Pref Rx* Tx-Pref Tx* CTCap+ DSMem? SupportHierarchicalSync? \
      SyncCap Filter-Rx* FilterCap*
      Rx-Pref|Rx|Tx-Pref|Tx|Filter-Rx: CTType VerCT
      CTCap: CTType VerCT FieldLevel? Property*
      Property: PropName DataType? MaxOccur? MaxSize? NoTruncate? ValEnum* DisplayName? PropParam*
      PropParam: ParamName DataType? ValEnum* DisplayName?
      DSMem: SharedMem? MaxMem? MaxID?
      SyncCap: SyncType+
      FilterCap: CTType VerCT FilterKeyword* PropName*
      Ext: XNam XVal*
      UTC|SupportLargeObjs|SupportNumberOfChanges|FieldLevel|NoTruncate|SharedMem|SupportHierarchicalSync: #empty
      VerDTD|Man|Mod|OEM|FwV|SwV|HwV|DevID|DevTyp|SourceRef|DisplayName|MaxGUIDSize|CTType|VerCT: #text
      PropName|DataType|MaxOccur|MaxSize|ValEnum|ParamName|MaxMem|MaxID|SyncType|FilterKeyword|XNam|XVal: #text
      """,
    language: .devInf12)

  /// The models of DevInf 1.1, which 1.0 is part of: capabilities belong to the device, and their properties follow one
  /// another without elements around them.
  static let devInf11 = ContentModels(
    parsing: """
      page 0
      DevInf: VerDTD Man? Mod? OEM? FwV? SwV? HwV? DevID DevTyp UTC? SupportLargeObjs? SupportNumberOfChanges? \
      DataStore+ CTCap* Ext*
      DataStore: SourceRef DisplayName? MaxGUIDSize? Rx-Pref Rx* Tx-Pref Tx* DSMem? SyncCap
      Rx-Pref|Rx|Tx-Pref|Tx: CTType VerCT
      CTCap: #set CTType+ PropName* ValEnum* DataType* Size* DisplayName* ParamName*
      DSMem: SharedMem? MaxMem? MaxID?
      SyncCap: SyncType+
      Ext: XNam XVal*
      UTC|SupportLargeObjs|SupportNumberOfChanges|SharedMem: #empty
      VerDTD|Man|Mod|OEM|FwV|SwV|HwV|DevID|DevTyp|SourceRef|DisplayName|MaxGUIDSize|CTType|VerCT: #text
      PropName|DataType|Size|ValEnum|ParamName|MaxMem|MaxID|SyncType|XNam|XVal: #text
      """,
    language: .devInf11)
}
