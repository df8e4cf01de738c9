import DeviceManagement
import SyncML
import Testing

/// Binary data is bytes in the tree, whatever it travels as (OMA-TS-DM_TND-V1_2 7.7.2).
@Suite struct BinaryDataTests {
  private let leaf = NodeURI(segments: ["L"])

  private func device(_ format: NodeFormat) throws -> PlainDevice {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.leaf("L", .bytes([1]), format: format, type: "a/b"), under: .root)
    return PlainDevice(tree: tree)
  }

  private func replace(_ format: String?, _ data: ItemData) -> Command {
    .replace(
      ItemCommand(cmdID: "1", items: [Item(target: Location("./L"), meta: format.map { Meta(format: $0) }, data: data)])
    )
  }

  @Test("base64 into a bin node is decoded, and the node stays bin")
  func intoBinary() throws {
    for command in [
      replace("b64", .text("AP8B")), replace("b64", .text(" AP8\nB ")), replace("b64", .bytes(Array("AP8B".utf8))),
      replace("bin", .bytes([0, 255, 1])), replace(nil, .bytes([0, 255, 1])),
    ] {
      var device = try device(.bin)
      #expect(device.code(command) == 200)
      #expect(device.tree[leaf]?.value == .bytes([0, 255, 1]))
      #expect(device.tree[leaf]?.format == .bin)
    }
  }

  @Test("a b64 node is got as base64, a bin node as bytes")
  func got() throws {
    var base64 = try device(.b64)
    #expect(base64.code(replace("b64", .text("QUJD"))) == 200)
    let item = try #require(base64.run([Make.get("./L")]).results.first)
    #expect(item.data == .text("QUJD"))
    #expect(item.meta?.format == "b64")
    #expect(base64.run([Make.get("./L?prop=Size")]).results.first?.data == .text("3"))
    var binary = try device(.bin)
    #expect(binary.run([Make.get("./L")]).results.first?.data == .bytes([1]))
  }

  @Test("text that is no base64 is refused where it says it is")
  func malformed() throws {
    var device = try device(.bin)
    #expect(device.code(replace("b64", .text("not base64!"))) == 415)
    #expect(device.tree[leaf]?.value == .bytes([1]))
  }
}
