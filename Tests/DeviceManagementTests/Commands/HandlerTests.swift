import DeviceManagement
import SyncML
import Testing

@Suite struct HandlerTests {
  /// A lamp: how bright it is, how often it was switched, and a shop of bulbs that come and go.
  private struct Lamp: NodeHandler {
    static let root = NodeURI(segments: ["Lamp"])
    var brightness = "1"
    var bulbs = ["A"]
    var switched = 0
    /// The change that fails, and whether going back does too.
    var broken: String?
    var isStuck = false
    var log: [String] = []

    mutating func refresh(_ uri: NodeURI, in tree: inout ManagementTree, by actor: Actor) {
      let shop = Self.root.appending("Bulbs")
      for name in tree.children(of: shop) where !bulbs.contains(name) { try? tree.remove(shop.appending(name)) }
      for name in bulbs where !tree.contains(shop.appending(name)) {
        try? tree.add(.leaf(name, .text(name.lowercased()), access: .get), under: shop)
      }
      try? tree.update(Self.root.appending("Switched")) { $0.value = .text(String(switched)) }
    }

    mutating func check(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> ChangeDecision {
      if case .replace(_, _, _, .text("dark")) = change { return .refuse(.forbidden) }
      return .allow()
    }

    mutating func apply(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> StatusCode {
      guard case .replace(let uri, _, _, let value) = change else { return .ok }
      log.append("apply \(value.string ?? "")")
      if value.string == broken { return .dataStoreFailure }
      if uri == Self.root.appending("Brightness") { brightness = tree.text(uri) ?? "" }
      return .ok
    }

    mutating func revert(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> Bool {
      log.append("revert")
      if isStuck { return false }
      brightness = tree.text(Self.root.appending("Brightness")) ?? ""
      return true
    }

    mutating func execute(
      _ request: ExecRequest, in tree: inout ManagementTree, by actor: Actor
    ) -> ExecOutcome {
      switched += 1
      return ExecOutcome(.ok)
    }

    mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {
      log.append("changed \(uris.map(\.description).joined(separator: " "))")
    }
  }

  /// What the handler keeps, in a box that the test can look into.
  private struct Device: ManagedDevice {
    var tree: ManagementTree
    var lamp: Lamp

    private mutating func handled<R>(_ body: (inout HandlerDevice<PlainDevice>) -> R) -> R {
      var device = HandlerDevice(PlainDevice(tree: tree))
      let shared = Shared(lamp)
      device.attach(shared, at: Lamp.root)
      defer {
        tree = device.tree
        lamp = shared.lamp.value
      }
      return body(&device)
    }

    mutating func run(_ commands: [Command]) -> (codes: [Int], results: [Item]) { handled { $0.run(commands) } }
    mutating func code(_ command: Command) -> Int { run([command]).codes[0] }
  }

  private final class Box: @unchecked Sendable {
    var value: Lamp
    init(_ value: Lamp) { self.value = value }
  }

  private struct Shared: NodeHandler {
    let lamp: Box
    init(_ lamp: Lamp) { self.lamp = Box(lamp) }
    mutating func refresh(_ uri: NodeURI, in tree: inout ManagementTree, by actor: Actor) {
      lamp.value.refresh(uri, in: &tree, by: actor)
    }
    mutating func check(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> ChangeDecision {
      lamp.value.check(change, in: tree, by: actor)
    }
    mutating func apply(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> StatusCode {
      lamp.value.apply(change, in: tree, by: actor)
    }
    mutating func revert(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> Bool {
      lamp.value.revert(change, in: tree, by: actor)
    }
    mutating func execute(_ request: ExecRequest, in tree: inout ManagementTree, by actor: Actor) -> ExecOutcome {
      lamp.value.execute(request, in: &tree, by: actor)
    }
    mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {
      lamp.value.didChange(uris, in: &tree, by: actor)
    }
  }

  private func device(_ lamp: Lamp = Lamp()) throws -> Device {
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.interior("Lamp"), under: .root)
    for name in ["Brightness", "Other", "Switched"] { try tree.add(.leaf(name, .text("1")), under: Lamp.root) }
    try tree.add(.interior("Bulbs"), under: Lamp.root)
    try tree.add(.leaf("Elsewhere", .text("x")), under: .root)
    return Device(tree: tree, lamp: lamp)
  }

  @Test("values and children are what the handler says when somebody looks")
  func refreshed() throws {
    var device = try device()
    #expect(device.code(Make.exec("./Lamp/Switched")) == 200)
    device.lamp.bulbs = ["B", "C"]
    let results = device.run([
      Make.get("./Lamp/Switched"), Make.get("./Lamp/Bulbs"), Make.get("./Lamp/Bulbs/C"), Make.get("./Lamp/Bulbs/A"),
    ])
    #expect(results.results.map { $0.data?.string } == ["1", "B/C", "c"])
    #expect(results.codes == [200, 200, 200, 404])
    #expect(device.run([Make.get(".?list=Struct")]).results.contains { $0.source?.locURI == "./Lamp/Bulbs/B" })
  }

  @Test("a change is checked, made in the tree, applied and told")
  func applied() throws {
    var device = try device()
    #expect(device.code(Make.replace("./Lamp/Brightness", "7")) == 200)
    #expect(device.lamp.brightness == "7")
    #expect(device.lamp.log == ["apply 7", "changed ./Lamp/Brightness"])
    #expect(device.code(Make.replace("./Lamp/Brightness", "dark")) == 403)
    #expect(device.code(Make.replace("./Elsewhere", "y")) == 200)
    #expect(device.lamp.log.count == 2)
  }

  @Test("a change that cannot be carried out is taken back, in the tree and in the object")
  func refusedWhenApplied() throws {
    var lamp = Lamp()
    lamp.broken = "9"
    var device = try device(lamp)
    #expect(device.code(Make.replace("./Lamp/Brightness", "9")) == 510)
    #expect(device.tree.text(Lamp.root.appending("Brightness")) == "1")
    #expect(device.lamp.brightness == "1")
    #expect(device.lamp.log == ["apply 9", "revert"])
  }

  @Test("a failed Atomic takes back what the handler has applied; what it cannot take back is 516")
  func atomic() throws {
    for isStuck in [false, true] {
      var lamp = Lamp()
      lamp.broken = "9"
      lamp.isStuck = isStuck
      var device = try device(lamp)
      let codes = device.run([
        Make.atomic([
          Make.replace("./Elsewhere", "y", cmdID: "1"), Make.replace("./Lamp/Brightness", "5", cmdID: "2"),
          Make.replace("./Lamp/Other", "9", cmdID: "3"), Make.delete("./Elsewhere", cmdID: "4"),
        ])
      ]).codes
      #expect(codes == [507, 216, isStuck ? 516 : 216, 510, 215])
      #expect(device.tree.text(NodeURI(segments: ["Elsewhere"])) == "x")
      #expect(device.tree.text(Lamp.root.appending("Brightness")) == "1")
      #expect(device.lamp.brightness == (isStuck ? "5" : "1"))
      #expect(!device.lamp.log.contains { $0.hasPrefix("changed") })
    }
  }

  @Test("deleting a node asks the handlers below it; the inner of two handlers answers for its nodes")
  func nesting() throws {
    struct Guard: NodeHandler {
      let status: StatusCode
      mutating func check(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> ChangeDecision {
        .refuse(status)
      }
    }
    var tree = ManagementTree(rootACL: .unrestricted)
    try tree.add(.interior("A"), under: .root)
    try tree.add(.interior("B"), under: NodeURI(segments: ["A"]))
    try tree.add(.leaf("C", .text("x")), under: NodeURI(segments: ["A", "B"]))
    var device = HandlerDevice(PlainDevice(tree: tree))
    device.attach(Guard(status: .forbidden), at: NodeURI(segments: ["A", "B"]))
    #expect(device.code(Make.delete("./A")) == 403)
    #expect(device.code(Make.replace("./A?prop=Name", "Z")) == 403)
    #expect(device.code(Make.add("./A/D", "x")) == 200)
    device.attach(Guard(status: .conflict), at: NodeURI(segments: ["A"]))
    #expect(device.code(Make.replace("./A/B/C", "y")) == 403)
    #expect(device.code(Make.replace("./A/D", "y")) == 409)
    #expect(device.code(Make.exec("./A/D")) == 405)
  }
}
