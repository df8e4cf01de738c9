import DMStorage
import DeviceManagement
import Foundation
import SyncML
import Testing

/// A folder that goes away with its owner.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "syncml-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }
  var device: String { url.appending(path: "device.db").path }
  var server: String { url.appending(path: "server.db").path }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension ManagementTree {
  /// Every node with its place and all its properties, in the order of the tree.
  var everything: [String: Node] {
    var nodes: [String: Node] = [:]
    for place in places { nodes[place.description] = self[place] }
    return nodes
  }

  var places: [NodeURI] {
    var places: [NodeURI] = []
    var pending = [NodeURI.root]
    while let uri = pending.popLast() {
      places.append(uri)
      for name in children(of: uri).reversed() { pending.append(uri.appending(name)) }
    }
    return places
  }
}

/// Whether two trees are the same in all that a server can see, and in what is kept besides.
func expectSame(_ a: ManagementTree, _ b: ManagementTree, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(a.places == b.places, sourceLocation: sourceLocation)
  #expect(a.everything == b.everything, sourceLocation: sourceLocation)
  #expect(a.count == b.count, sourceLocation: sourceLocation)
}

/// Opens a store, asks something, and closes it, so that the next one can open it.
func withStore<Value>(_ path: String, _ body: (DeviceDatabase) throws -> Value) throws -> Value {
  let store = try DeviceDatabase(path: path)
  defer { try? store.close() }
  return try body(store)
}

/// The device that a file holds, read by a store that was opened for it.
func reloaded(_ path: String) throws -> StoredDevice {
  try withStore(path) { try #require(try $0.load()) }
}
