import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

/// Random commands: after each message the store holds what the device does.
@Suite struct RandomTreeTests {
  private static let names = ["a", "b", "c", "ä", "x y"]

  private func uri(_ generator: inout SplitMix) -> String {
    let depth = Int.random(in: 0...3, using: &generator)
    if depth == 0 { return "." }
    return "./" + (0..<depth).map { _ in Self.names.randomElement(using: &generator) ?? "a" }.joined(separator: "/")
  }

  private func item(_ generator: inout SplitMix, _ uri: String) -> Item {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return Item(target: Location(uri), meta: Meta(format: "node"))
    case 1:
      let bytes = (0..<Int.random(in: 0...6000, using: &generator)).map { UInt8(truncatingIfNeeded: $0) }
      return Item(target: Location(uri), meta: Meta(format: "bin"), data: .bytes(bytes))
    case 2: return Item(target: Location(uri), data: .bytes(Array("nul \u{0} é".utf8)))
    default: return Item(target: Location(uri), data: .text("v\(generator.next())"))
    }
  }

  private func command(_ generator: inout SplitMix) -> Command {
    let uri = uri(&generator)
    func replace(_ uri: String, _ text: String) -> Command {
      .replace(ItemCommand(items: [Item(target: Location(uri), data: .text(text))]))
    }
    switch Int.random(in: 0..<14, using: &generator) {
    case 0...3: return .add(ItemCommand(items: [item(&generator, uri)]))
    case 4...5: return .replace(ItemCommand(items: [item(&generator, uri)]))
    case 6: return .delete(ItemCommand(items: [Item(target: Location(uri))]))
    case 7: return replace(uri + "?prop=Name", Self.names.randomElement(using: &generator) ?? "a")
    case 8: return replace(uri + "?prop=Title", "t\(generator.next())")
    case 9:
      return replace(uri + "?prop=ACL", "Add=*&Get=*&Replace=*&Delete=s\(Int.random(in: 0...2, using: &generator))")
    case 10:
      return .copy(ItemCommand(items: [Item(target: Location(self.uri(&generator)), source: Location(uri))]))
    case 11...12:
      let count = Int.random(in: 1...5, using: &generator)
      return .atomic(CommandGroup(commands: (0..<count).map { _ in command(&generator) }))
    default:
      let count = Int.random(in: 1...3, using: &generator)
      return .sequence(CommandGroup(commands: (0..<count).map { _ in command(&generator) }))
    }
  }

  @Test("the store holds what the device does after every message", arguments: 1...12)
  func everyMessage(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix(state: seed)
    var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
    var store = try DeviceDatabase(path: folder.device)
    for round in 0..<40 {
      device.tree.now = Timestamp("20260131T1200\(10 + round % 50)Z")
      var executor = CommandExecutor(actor: Actor(serverID: "s1"), msgRef: "1")
      executor.execute((0..<Int.random(in: 1...6, using: &generator)).map { _ in command(&generator) }, on: &device)
      if round % 5 == 0, let node = device.tree.places.dropFirst().randomElement(using: &generator),
        let parent = device.tree.places.randomElement(using: &generator)
      {
        // No command moves a node; a device can.
        try? device.tree.move(node, under: parent)
      }
      try store.commit(&device, DeviceState())
      #expect(device.tree.changes.isEmpty)
      if round % 10 == 9 {
        // Another start: from here on the changes are those of the tree that was read.
        try store.close()
        store = try DeviceDatabase(path: folder.device)
        let loaded = try #require(try store.load()).tree
        expectSame(loaded, device.tree)
        device.tree = loaded
      } else {
        expectSame(try #require(try store.load()).tree, device.tree)
      }
    }
    #expect(device.tree.count > 1)
  }
}
