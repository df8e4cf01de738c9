import DeviceManagement
import SyncML
import Testing

/// Random commands of three servers: what must hold after any of them.
@Suite struct RandomCommandTests {
  private static let servers = ["s", "t", "u"]
  private static let names = ["a", "b", "c"]

  private func uri(_ generator: inout SplitMix) -> String {
    let depth = Int.random(in: 0...3, using: &generator)
    if depth == 0 { return "." }
    return "./" + (0..<depth).map { _ in Self.names.randomElement(using: &generator) ?? "a" }.joined(separator: "/")
  }

  private func acl(_ generator: inout SplitMix) -> String {
    var list = AccessControlList()
    for right in AccessControlList.Right.allCases where Int.random(in: 0..<3, using: &generator) > 0 {
      let server = Int.random(in: 0..<4, using: &generator)
      list.grant(right, to: server == 3 ? "*" : Self.servers[server])
    }
    return list.description
  }

  private func command(_ generator: inout SplitMix, _ id: Int) -> Command {
    let uri = uri(&generator)
    let cmdID = String(id)
    switch Int.random(in: 0..<12, using: &generator) {
    case 0...1: return Make.add(uri, format: "node", cmdID: cmdID)
    case 2...3: return Make.add(uri, "v\(id)", cmdID: cmdID)
    case 4: return Make.delete(uri, cmdID: cmdID)
    case 5...6: return Make.replace(uri, "r\(id)", cmdID: cmdID)
    case 7: return Make.replace(uri + "?prop=ACL", acl(&generator), cmdID: cmdID)
    case 8:
      return Make.replace(uri + "?prop=Name", Self.names.randomElement(using: &generator) ?? "a", cmdID: cmdID)
    case 9: return Make.replace(uri + "?prop=Title", "t\(id)", cmdID: cmdID)
    case 10: return Make.copy(uri, to: self.uri(&generator))
    default: return Make.get(uri + "?list=StructData")
    }
  }

  private func device(_ generator: inout SplitMix) throws -> PlainDevice {
    var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
    for id in 0..<40 { _ = device.run([command(&generator, id)], for: "s") }
    return device
  }

  @Test(
    "an Atomic that fails leaves the tree as it was, one that does not is the same as its members", arguments: 1...40)
  func atomic(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    var device = try device(&generator)
    for round in 0..<15 {
      let server = Self.servers.randomElement(using: &generator) ?? "s"
      let members = (0..<Int.random(in: 1...6, using: &generator)).map { _ in command(&generator, round) }
        .filter { $0.name != "Get" }
      if members.isEmpty { continue }
      let before = device
      let codes = device.run([Make.atomic(members)], for: server).codes
      if codes[0] == 200 {
        var other = before
        _ = other.run(members, for: server)
        #expect(ManagementTreeTests.dump(device.tree) == ManagementTreeTests.dump(other.tree))
      } else {
        #expect(codes[0] == 507)
        #expect(ManagementTreeTests.dump(device.tree) == ManagementTreeTests.dump(before.tree))
        #expect(device.tree.count == before.tree.count)
      }
    }
  }

  @Test(
    "a command that is refused changes nothing, and no command changes what its server has no right to",
    arguments: 1...40)
  func rights(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    var device = try device(&generator)
    for id in 0..<120 {
      let server = Self.servers.randomElement(using: &generator) ?? "s"
      let command = command(&generator, id)
      let before = device.tree
      let (codes, results) = device.run([command], for: server)
      if codes.contains(where: { $0 >= 300 }) {
        #expect(ManagementTreeTests.dump(device.tree) == ManagementTreeTests.dump(before))
      }
      for item in results {
        let uri = try NodeURI(parsing: item.source?.locURI ?? "")
        #expect(before.grants(.get, on: uri, to: server), "\(uri)")
      }
      for uri in Self.places(of: before) where device.tree[uri]?.value != before[uri]?.value {
        // A value is another one because the server could replace it, or because something went or came in its place.
        let parent = try #require(uri.parent)
        let isAllowed =
          before.grants(.replace, on: uri, to: server) || before.grants(.delete, on: uri, to: server)
          || Self.ancestors(of: uri).contains {
            before.grants(.delete, on: $0, to: server) || before.grants(.replace, on: $0, to: server)
          }
        #expect(isAllowed, "\(command) by \(server) changed \(uri) under \(parent)")
      }
    }
  }

  @Test("a node's rights are those of exactly one list, its own or the nearest", arguments: 1...20)
  func inheritance(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let tree = try device(&generator).tree
    for uri in Self.places(of: tree) {
      let lists = ([uri] + Self.ancestors(of: uri)).compactMap { tree[$0]?.acl }
      #expect(tree.effectiveACL(of: uri) == lists.first { !$0.isEmpty })
      for right in AccessControlList.Right.allCases {
        for server in Self.servers where tree.grants(right, on: uri, to: server) {
          #expect(lists.first { !$0.isEmpty }?.grants(right, to: server) == true)
        }
      }
    }
    #expect(tree[.root]?.acl.isEmpty == false)
  }

  private static func places(of tree: ManagementTree) -> [NodeURI] {
    var places: [NodeURI] = []
    var pending = [NodeURI.root]
    while let uri = pending.popLast() {
      places.append(uri)
      for name in tree.children(of: uri) { pending.append(uri.appending(name)) }
    }
    return places
  }

  private static func ancestors(of uri: NodeURI) -> [NodeURI] {
    var ancestors: [NodeURI] = []
    var place = uri.parent
    while let next = place {
      ancestors.append(next)
      place = next.parent
    }
    return ancestors
  }
}
