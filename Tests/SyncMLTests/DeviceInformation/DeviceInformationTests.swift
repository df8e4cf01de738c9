import SyncML
import Testing
import WBXML

@Suite("Device information as typed values")
struct DeviceInformationTests {
  /// Every element of DevInf 1.2.
  static let full = DeviceInformation(
    man: "Example", mod: "One", oem: "Shop", fwV: "1", swV: "2", hwV: "3", devID: "IMEI:004401123456789",
    devTyp: "phone", utc: true, supportLargeObjs: true, supportNumberOfChanges: true,
    dataStores: [
      .init(
        sourceRef: "./contacts", displayName: "Contacts ☎", maxGUIDSize: 64, rxPref: .init("text/x-vcard", "2.1"),
        rx: [.init("text/vcard", "3.0")], txPref: .init("text/x-vcard", "2.1"), tx: [.init("text/vcard", "3.0")],
        capabilities: [
          .init(
            "text/x-vcard", verCT: "2.1", fieldLevel: true,
            properties: [
              .init(
                "TEL", dataType: "chr", maxOccur: 5, maxSize: 80, noTruncate: true, values: ["1", "2"],
                displayName: "Phone",
                parameters: [.init("TYPE", dataType: "chr", values: ["HOME", "WORK"], displayName: "Kind")]),
              .init("N"),
            ])
        ],
        memory: .init(isShared: true, maxMem: 1000, maxID: 100), supportHierarchicalSync: true,
        syncCap: [.twoWay, .slowSync, .serverAlerted, .init(rawValue: 99)],
        filterRx: [.init("syncml:filtertype-cgi", "1.0")],
        filterCapabilities: [
          .init(.init("syncml:filtertype-cgi", "1.0"), keywords: ["since"], properties: ["TEL", "N"])
        ])
    ],
    extensions: [.init("X-Example", values: ["a", "b"]), .init("X-Empty")])

  /// What DevInf 1.1 can say, as 1.1 says it.
  static let old = DeviceInformation(
    verDTD: "1.1", man: "Example", devID: "1", devTyp: "pda", utc: true,
    dataStores: [
      .init(
        sourceRef: "./cal", rxPref: .init("text/x-vcalendar", "1.0"), txPref: .init("text/x-vcalendar", "1.0"),
        memory: .init(), syncCap: [.refreshFromServer])
    ],
    capabilities: [
      .init(
        "text/x-vcalendar",
        properties: [
          .init("BEGIN", values: ["VCALENDAR", "VEVENT"]),
          .init(
            "DTSTART", dataType: "chr", maxSize: 16, displayName: "Start",
            parameters: [.init("VALUE", dataType: "chr", maxSize: 4), .init("TYPE", values: ["A"], displayName: "T")]),
          .init("DTEND"),
        ]),
      .init("text/plain", properties: [.init("TEXT")]),
    ])

  @Test("what is written is read again, in both encodings and all versions", arguments: Encoding.allCases)
  func roundTrip(_ encoding: Encoding) throws {
    for information in [Self.full, Self.old] {
      var notes: [Note] = []
      let bytes = try information.encoded(as: encoding)
      let again = try DeviceInformation(decoding: bytes.span, isStrict: true, notes: &notes)
      #expect(again == information)
      #expect(notes == [])
    }
  }

  @Test("the document is DevInf's: language, tokens and public identifier")
  func bytes() throws {
    var small = DeviceInformation(devID: "1", devTyp: "x")
    small.dataStores = [.init(sourceRef: "a", rxPref: .init("t", "1"), txPref: .init("t", "1"), syncCap: [.twoWay])]
    #expect(
      try small.encoded(as: .wbxml) == [
        0x02, 0xA4, 0x03, 0x6A, 0x00, 0x4A, 0x65, 0x03, 0x31, 0x2E, 0x32, 0x00, 0x01,  // VerDTD 1.2
        0x49, 0x03, 0x31, 0x00, 0x01, 0x4B, 0x03, 0x78, 0x00, 0x01,  // DevID, DevTyp
        0x47, 0x5D, 0x03, 0x61, 0x00, 0x01,  // DataStore, SourceRef
        0x5A, 0x46, 0x03, 0x74, 0x00, 0x01, 0x64, 0x03, 0x31, 0x00, 0x01, 0x01,  // Rx-Pref
        0x62, 0x46, 0x03, 0x74, 0x00, 0x01, 0x64, 0x03, 0x31, 0x00, 0x01, 0x01,  // Tx-Pref
        0x5F, 0x60, 0x03, 0x31, 0x00, 0x01, 0x01, 0x01, 0x01,  // SyncCap
      ])
    let text = String(decoding: try small.encoded(as: .xml), as: UTF8.self)
    #expect(text.hasPrefix("<DevInf xmlns=\"syncml:devinf\"><VerDTD>1.2</VerDTD><DevID>1</DevID>"))
  }

  @Test("an item of a Put carries it as elements in XML text and as a document in WBXML", arguments: Encoding.allCases)
  func put(_ encoding: Encoding) throws {
    for (information, version) in [(Self.full, "12"), (Self.old, "11")] {
      let put = Command.put(ItemCommand(cmdID: "1", items: [try information.item(for: encoding)]))
      let message = Message(
        header: SyncHdr(
          verDTD: information.verDTD, verProto: "SyncML/\(information.verDTD)", sessionID: "1", msgID: "1",
          target: Location("s"), source: Location("c")), commands: [put])
      let bytes = try message.encoded(as: encoding)
      let item = try #require(try Message(decoding: bytes.span, encoding: encoding).commands.first?.items.first)
      #expect(item.source?.locURI == "./devinf\(version)")
      #expect(item.meta?.type == "application/vnd.syncml-devinf+\(encoding.rawValue)")
      #expect(try DeviceInformation(try #require(item.data)) == information)
    }
  }

  @Test("text, bytes and elements are read alike; a device may forget the namespace")
  func forms() throws {
    let xml = String(decoding: try Self.full.encoded(as: .xml), as: UTF8.self)
    #expect(try DeviceInformation(.text(xml)) == Self.full)
    #expect(try DeviceInformation(.bytes(Array(xml.utf8))) == Self.full)
    #expect(try DeviceInformation(.bytes(try Self.full.encoded(as: .wbxml))) == Self.full)
    #expect(try DeviceInformation(try Self.full.itemData()) == Self.full)
    #expect(try DeviceInformation(.text(xml.replacing(" xmlns=\"syncml:devinf\"", with: ""))) == Self.full)
  }

  @Test("in 1.0 and 1.1 the capabilities of datastores go to the device, once, and what 1.2 added is left out")
  func downgrade() throws {
    var information = Self.full
    information.dataStores.append(information.dataStores[0])
    information.verDTD = "1.1"
    let old = try DeviceInformation(.bytes(try information.encoded(as: .wbxml)), isStrict: true)
    #expect(old.capabilities.map(\.ctType) == ["text/x-vcard"])
    #expect(old.capabilities.first?.properties.map(\.name) == ["TEL", "N"])
    #expect(old.capabilities.first?.properties.first?.values == ["1", "2"])
    #expect(old.dataStores.count == 2)
    #expect(old.dataStores.allSatisfy { $0.capabilities.isEmpty && $0.filterRx.isEmpty && !$0.supportHierarchicalSync })
    #expect(old.utc)
    information.verDTD = "1.0"
    #expect(try !DeviceInformation(.bytes(try information.encoded(as: .xml))).utc)
  }

  @Test("one CTCap of 1.1 may list several content types, their properties and parameters without elements around them")
  func flat() throws {
    let capability = """
      <CTCap><CTType>text/x-vcard</CTType><PropName>TEL</PropName><DataType>chr</DataType><Size>80</Size>
      <DisplayName>Phone</DisplayName><ParamName>TYPE</ParamName><ValEnum>HOME</ValEnum><ValEnum>WORK</ValEnum>
      <PropName>N</PropName><CTType>text/x-vnote</CTType><PropName>BODY</PropName></CTCap>
      """
    let xml =
      "<DevInf xmlns='syncml:devinf'><VerDTD>1.1</VerDTD><DevID>1</DevID><DevTyp>x</DevTyp>\(capability)</DevInf>"
    let information = try DeviceInformation(.text(xml))
    #expect(
      information.capabilities == [
        .init(
          "text/x-vcard",
          properties: [
            .init(
              "TEL", dataType: "chr", maxSize: 80, displayName: "Phone",
              parameters: [.init("TYPE", values: ["HOME", "WORK"])]), .init("N"),
          ]), .init("text/x-vnote", properties: [.init("BODY")]),
      ])
  }

  @Test(
    "what is unknown, missing or no number is a note, and a strict reader's error",
    arguments: [
      (
        "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><DevID>1</DevID><DevTyp>x</DevTyp><Colour>red</Colour></DevInf>",
        ["Colour", "DataStore in DevInf"], CodingError.Code.unexpectedElement
      ),
      (
        "<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><DevTyp>x</DevTyp></DevInf>",
        ["DevID in DevInf", "DataStore in DevInf"], .missingElement
      ),
      (
        """
        <DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD><DevID>1</DevID><DevTyp>x</DevTyp><DataStore>\
        <SourceRef>a</SourceRef><MaxGUIDSize>many</MaxGUIDSize><DSMem><MaxMem>-1</MaxMem></DSMem></DataStore></DevInf>
        """,
        [
          "MaxGUIDSize 'many'", "MaxMem '-1'", "Rx-Pref in DataStore", "Tx-Pref in DataStore", "SyncCap in DataStore",
        ], .invalidValue
      ),
      (
        """
        <DevInf xmlns='syncml:devinf'><VerDTD>1.1</VerDTD><DevID>1</DevID><DevTyp>x</DevTyp>\
        <CTCap><PropName>TEL</PropName></CTCap><CTCap><CTType>a</CTType><Size>1</Size></CTCap></DevInf>
        """,
        ["CTType in CTCap", "Size", "a property in CTCap", "DataStore in DevInf"], .missingElement
      ),
    ] as [(String, [String], CodingError.Code)])
  func notes(_ xml: String, _ texts: [String], _ code: CodingError.Code) throws {
    var notes: [Note] = []
    _ = try DeviceInformation(.text(xml), notes: &notes)
    #expect(notes.map(\.text) == texts)
    #expect(throws: CodingError.self) { try DeviceInformation(.text(xml), isStrict: true) }
    do {
      _ = try DeviceInformation(.text(xml), isStrict: true)
    } catch {
      #expect(error.code == code)
    }
  }

  @Test("another document, broken ones and huge ones are errors")
  func refused() throws {
    func code(_ data: ItemData, _ limits: Limits = .default) -> CodingError.Code? {
      do {
        _ = try DeviceInformation(data, limits: limits)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(.text("<MgmtTree xmlns='syncml:dmddf1.2'/>")) == .unexpectedRoot)
    #expect(code(.text("")) == .emptyDocument)
    #expect(code(.text("<DevInf><VerDTD>")) == .unexpectedEnd)
    #expect(code(.bytes([])) == .emptyDocument)
    #expect(code(.bytes([0x02, 0xA4, 0x03, 0x6A, 0x00, 0x4A])) == .unexpectedEnd)
    var limits = Limits.default
    limits.tokenBytes = 4096
    let many = String(repeating: "<Ext><XNam>a</XNam></Ext>", count: 1000)
    #expect(code(.text("<DevInf xmlns='syncml:devinf'>\(many)</DevInf>"), limits) == .tokenLimit)
    let deep = String(repeating: "<Ext>", count: 10_000)
    #expect(code(.text("<DevInf xmlns='syncml:devinf'>\(deep)")) == .depthLimit)
  }

  @Test("a thousand notes are enough")
  func manyNotes() throws {
    let many = String(repeating: "<X/>", count: 5000)
    var notes: [Note] = []
    _ = try DeviceInformation(.text("<DevInf xmlns='syncml:devinf'>\(many)</DevInf>"), notes: &notes)
    #expect(notes.count == 1000)
  }
}
