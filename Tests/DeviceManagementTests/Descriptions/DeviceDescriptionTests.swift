import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite struct DeviceDescriptionTests {
  private static let standard = ["DevInfo", "DevDetail", "DMAcc", "Inbox"]

  static func node(
    _ name: String, access: String = "<Get/>", format: String = "chr", rest: String = "", type: String = "",
    children: String = ""
  ) -> String {
    """
    <Node><NodeName>\(name)</NodeName><DFProperties><AccessType>\(access)</AccessType>\
    <DFFormat><\(format)/></DFFormat>\(rest)\(type)</DFProperties>\(children)</Node>
    """
  }

  static func parse(_ nodes: String) throws -> DeviceDescription {
    try DeviceDescription(parsing: Array("<MgmtTree><VerDTD>1.2</VerDTD>\(nodes)</MgmtTree>".utf8))
  }

  @Test("a description that is written is read the same", arguments: standard)
  func roundTrip(name: String) throws {
    let description = try DeviceDescription(parsing: Files.bytes("Fixtures/DDF/\(name).xml"))
    #expect(try DeviceDescription(parsing: description.xml()) == description)
    #expect(description.roots.map(\.node.name) == [name])
  }

  @Test("every part of a description survives being written")
  func allParts() throws {
    let leaf = NodeDescription(
      name: nil, access: .all, format: .int, type: .mime(["text/plain", "text/x"]), occurrence: .oneOrN(65536),
      defaultValue: "1", text: "what & why", title: "A <title>", isCaseSensitive: false,
      runTimeProperties: .init([.mandatory, .size, .title, .tStamp, .verNo], acl: .unrestricted, title: "T"), value: "2"
    )
    let occurrences: [NodeDescription.Occurrence] = [
      .one, .zeroOrOne, .zeroOrMore, .oneOrMore, .zeroOrN(2), .oneOrN(2),
    ]
    var children = [leaf]
    for (index, occurrence) in occurrences.enumerated() {
      children.append(NodeDescription(name: "n\(index)", access: [], format: .chr, occurrence: occurrence))
    }
    for format in NodeFormat.allCases { children.append(NodeDescription(name: format.rawValue, format: format)) }
    let root = NodeDescription(
      name: "R", format: .node, type: .ddfName("urn:x:y"), isPermanent: true, isCaseSensitive: true, children: children)
    let description = DeviceDescription(
      manufacturer: "Man", model: "Mod", roots: [.init(root, under: NodeURI(segments: ["Vendor", "ü b"]))])
    #expect(try DeviceDescription(parsing: description.xml()) == description)
  }

  @Test("documents of Windows are read: a byte order mark, an odd DOCTYPE, foreign elements, no namespace")
  func windows() throws {
    let text = """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE MgmtTree PUBLIC " -//OMA//DTD-DM-DDF 1.2//EN" "http://www.openmobilealliance.org/tech/DTD/DM_DDF-V1_2.dtd" \
      [<?oma-dm-ddf-ver supported-versions="1.2"?>]>
      <MgmtTree xmlns:MSFT="http://schemas.microsoft.com/MobileDevice/DM">
        <VerDTD>1.2</VerDTD>
        <MSFT:Diagnostics>
        </MSFT:Diagnostics>
        <Node>
          <NodeName>Reboot</NodeName>
          <Path>./Device/Vendor/MSFT</Path>
          <DFProperties>
            <AccessType>
              <Get />
            </AccessType>
            <Description>The root node.</Description>
            <DFFormat>
              <node />
            </DFFormat>
            <Occurrence>
              <One />
            </Occurrence>
            <Scope>
              <Permanent />
            </Scope>
            <DFType>
              <MIME />
            </DFType>
            <MSFT:Applicability>
              <MSFT:OsBuildVersion>10.0.14393</MSFT:OsBuildVersion>
            </MSFT:Applicability>
          </DFProperties>
          <Node>
            <NodeName>RebootNow</NodeName>
            <DFProperties>
              <AccessType>
                <Get />
                <Exec />
              </AccessType>
              <DFFormat>
                <null />
              </DFFormat>
              <DFType>
                <MIME>text/plain</MIME>
              </DFType>
              <MSFT:AllowedValues ValueType="None">
              </MSFT:AllowedValues>
            </DFProperties>
          </Node>
          <Node>
            <NodeName></NodeName>
            <DFProperties>
              <AccessType>
                <Add />
              </AccessType>
              <DFFormat>
                <chr />
              </DFFormat>
              <Occurrence>
                <ZeroOrMore />
              </Occurrence>
              <DFTitle>Name</DFTitle>
              <DFType>
                <MIME />
              </DFType>
              <MSFT:DynamicNodeNaming>
                <MSFT:ServerGeneratedUniqueIdentifier />
              </MSFT:DynamicNodeNaming>
            </DFProperties>
          </Node>
        </Node>
      </MgmtTree>
      """
    let description = try DeviceDescription(parsing: Array(text.utf8))
    let root = try #require(description.roots.first)
    #expect(root.path.description == "./Device/Vendor/MSFT")
    #expect(root.node.isPermanent)
    #expect(root.node.children.map(\.name) == ["RebootNow", nil])
    #expect(root.node.children[0].access == [.get, .exec])
    #expect(root.node.children[0].format == .null)
    #expect(root.node.children[1].occurrence == .zeroOrMore)
    #expect(root.node.children.map(\.type) == [.mime(["text/plain"]), .mime([])])
  }

  @Test(
    "what is no description is refused, with the place",
    arguments: [
      "", "<Node/>", node("a/b"), node("."), node("a?b"), node("..", format: "node"),
      node("a").replacing("<DFFormat><chr/></DFFormat>", with: ""),
      node("a").replacing("<AccessType><Get/></AccessType>", with: ""), "<Node><NodeName>a</NodeName></Node>",
      node("a", format: "colour"), node("a", children: node("b")), node("a", children: "<Node/>"),
      node("a", rest: "<Occurrence><ZeroOrN>1</ZeroOrN></Occurrence>"),
      node("a", rest: "<Occurrence><OneOrN>65537</OneOrN></Occurrence>"),
      node("a", rest: "<Occurrence><OneOrN/></Occurrence>"), node("a", rest: "<Occurrence/>"),
      node("a", rest: "<Occurrence><One/><ZeroOrOne/></Occurrence>"),
      node("a", format: "node", children: "<Value>x</Value>"),
      node("a").replacing("</NodeName>", with: "</NodeName><Path>../x</Path>"),
      node("a").replacing("</NodeName>", with: "</NodeName><RTProperties><ACL>Get</ACL></RTProperties>"),
    ])
  func refused(nodes: String) {
    #expect(throws: DeviceDescription.ReadError.self) { try Self.parse(nodes) }
  }

  @Test("what is no MgmtTree of version 1 is refused")
  func otherDocuments() {
    func error(_ text: String) -> DeviceDescription.ReadError? {
      do {
        _ = try DeviceDescription(parsing: Array(text.utf8))
        return nil
      } catch {
        return error
      }
    }
    #expect(error("<MgmtTree><VerDTD>2.0</VerDTD></MgmtTree>") == .unsupportedVersion("2.0"))
    #expect(error("<MgmtTree/>") == .unsupportedVersion(""))
    #expect(error("<Node/>") == .noMgmtTree)
    for text in ["", "<MgmtTree>", "<!DOCTYPE a [<!ENTITY b 'c'>]><MgmtTree>&b;</MgmtTree>", "\u{0}"] {
      guard case .unreadable = error(text) else {
        Issue.record("'\(text)' can be read")
        continue
      }
    }
    let deep = String(repeating: "<Node>", count: 5000) + String(repeating: "</Node>", count: 5000)
    #expect(error("<MgmtTree><VerDTD>1.2</VerDTD>\(deep)</MgmtTree>") != nil)
  }

  @Test("a document in pieces with paths describes the same places as a nested one")
  func pieces() throws {
    func described(_ nodes: String) throws -> [AccessTypes?] {
      var tree = ManagementTree()
      tree.attach(try Self.parse(nodes))
      return ["Vendor", "Vendor/ISP", "Vendor/ISP/GW"].map { path in
        tree.description(of: NodeURI(segments: path.split(separator: "/").map(String.init)))?.access
      }
    }
    func part(_ name: String, _ path: String, _ access: String, _ format: String) -> String {
      Self.node(name, access: access, format: format).replacing("</NodeName>", with: "</NodeName><Path>\(path)</Path>")
    }
    let nested = Self.node(
      "Vendor", access: "<Get/>", format: "node",
      children: Self.node(
        "ISP", access: "<Add/>", format: "node", children: Self.node("GW", access: "<Replace/>")))
    let pieces =
      part("Vendor", "", "<Get/>", "node") + part("ISP", "Vendor", "<Add/>", "node")
      + part("GW", "./Vendor/ISP/", "<Replace/>", "chr")
    #expect(try described(nested) == [.get, .add, .replace])
    #expect(try described(pieces) == described(nested))
  }

  @Test(
    "a shipped client's description is read and written",
    .enabled(if: FileManager.default.fileExists(atPath: corpusFile.path), "../shared/corpus is absent"))
  func shipped() throws {
    let description = try DeviceDescription(parsing: [UInt8](Data(contentsOf: Self.corpusFile)))
    #expect(description.manufacturer == "Motorola")
    #expect(description.roots.map(\.node.name) == ["."])
    #expect(description.roots[0].node.children.contains { $0.name == "CDMA" })
    #expect(try DeviceDescription(parsing: description.xml()) == description)
    var tree = ManagementTree()
    tree.attach(description)
    #expect(tree.description(of: NodeURI(segments: ["CDMA"]))?.access == .get)
  }

  private static let corpusFile = Files.root.appending(
    path: "../shared/corpus/aosp-oma-dm/dmt_data/syncmldm.ddf")
}
