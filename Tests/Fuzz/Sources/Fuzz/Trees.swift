import DeviceManagement
import SyncML

func checkTrees(_ bytes: [UInt8]) {
  if let description = try? DeviceDescription(parsing: bytes) { checkDescription(description) }
  checkSerializedTree(bytes)
  let text = String(decoding: bytes, as: UTF8.self)
  if let list = try? AccessControlList(parsing: text) {
    require((try? AccessControlList(parsing: list.description)) == list, "the ACL reads as another: \(list)")
  }
}

private func checkDescription(_ description: DeviceDescription) {
  guard let xml = try? description.xml() else { return require(false, "the description cannot be written") }
  require((try? DeviceDescription(parsing: xml)) == description, "the description reads as another")
  var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
  device.tree.attach(description)
  // Whatever is described, commands are answered and leave a tree that is as described.
  for root in description.roots {
    let uri = root.path.appending(root.node.name ?? "x")
    _ = run(.add(ItemCommand(items: [item(uri, format: "node")])), &device)
    _ = run(.add(ItemCommand(items: [item(uri.appending("x"), .text("1"), format: "chr")])), &device)
    _ = run(.replace(ItemCommand(items: [item(uri, .text("1"))])), &device)
    _ = run(.delete(ItemCommand(items: [item(uri)])), &device)
  }
  require(
    device.tree.nonconformities().allSatisfy { if case .missing = $0.fault { true } else { false } },
    "the tree is not as described")
}

/// What a listing serializes, a Replace takes back and changes nothing.
private func checkSerializedTree(_ bytes: [UInt8]) {
  var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
  let place = NodeURI(segments: ["A"])
  _ = run(.add(ItemCommand(items: [item(place, format: "node")])), &device)
  let type = "application/vnd.syncml.dmtnds+xml"
  let before = device.tree.count
  let (code, _) = run(.add(ItemCommand(items: [item(place, .bytes(bytes), format: "xml", type: type)])), &device)
  guard code == 200 else { return require(device.tree.count == before, "what failed has left nodes") }
  let list = Command.get(ItemCommand(items: [Item(target: Location("./A?list=TNDS-VerNo"))]))
  guard let listed = run(list, &device).results.first else { return require(false, "the tree cannot be listed") }
  var back = listed
  back.target = Location("./A")
  back.source = nil
  // An ACL among the nodes may leave the server without the rights that it takes.
  guard run(.replace(ItemCommand(items: [back])), &device).code == 200 else { return }
  require(run(list, &device).results.first == listed, "the tree is another after a Replace with itself")
}

private func item(
  _ uri: NodeURI, _ data: ItemData? = nil, format: String? = nil, type: String? = nil
) -> Item {
  Item(target: Location(uri.description), meta: Meta(format: format, type: type), data: data)
}

private func run(_ command: Command, _ device: inout PlainDevice) -> (code: Int, results: [Item]) {
  var executor = CommandExecutor(actor: Actor(serverID: "s"), msgRef: "1")
  executor.execute([command], on: &device)
  var code = 0
  var results: [Item] = []
  for answer in executor.answers {
    switch answer {
    case .status(let status): code = status.code?.rawValue ?? 0
    case .results(let result): results += result.items
    }
  }
  return (code, results)
}
