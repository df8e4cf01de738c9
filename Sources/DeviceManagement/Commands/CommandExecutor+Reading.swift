import SyncML
internal import XMLCoding

/// Get: of a value, of a list of children, and of a part of the tree (`?list=`).
extension CommandExecutor {
  func get(_ uri: NodeURI, on tree: ManagementTree, _ results: inout [Item]) -> StatusCode {
    if tree.isWriteOnly(uri) { return .commandNotAllowed }
    guard let node = tree[uri] else { return .notFound }
    guard node.access.contains(.get) else { return .commandNotAllowed }
    guard tree.grants(.get, on: uri, to: actor.serverID) else { return .permissionDenied }
    let source = Location(uri.description)
    if node.isInterior {
      let names = tree.children(of: uri).joined(separator: "/")
      results.append(Item(source: source, meta: Meta(format: "node", type: "text/plain"), data: .text(names)))
    } else {
      let type = node.type.isEmpty ? nil : node.type
      results.append(Item(source: source, meta: Meta(format: node.format.rawValue, type: type), data: node.itemData))
    }
    return .ok
  }

  /// Lists a node and what lies below it, as far as the server may read it.
  ///
  /// Source: OMA-TS-DM_TND-V1_2 section 8 (device management tree exchange).
  func list(
    _ request: ListRequest, _ uri: NodeURI, on tree: ManagementTree, _ results: inout [Item]
  ) -> StatusCode {
    if tree.isWriteOnly(uri) { return .commandNotAllowed }
    guard let node = tree[uri] else { return .notFound }
    guard node.access.contains(.get) else { return .commandNotAllowed }
    guard tree.grants(.get, on: uri, to: actor.serverID) else { return .permissionDenied }
    switch request {
    case .tnds(let parts):
      guard let markup = SerializedTree.markup(of: tree, at: uri, parts, for: actor.serverID) else {
        return .commandFailed
      }
      results.append(
        Item(
          source: Location(uri.description), meta: Meta(format: "xml", type: SerializedTree.xmlType),
          data: .markup(markup)))
    case .structure, .structureAndData:
      for (uri, node) in tree.readable(at: uri, by: actor.serverID) {
        let data = request == .structureAndData && !node.isInterior ? node.itemData : nil
        results.append(Item(source: Location(uri.description), meta: node.listMeta, data: data))
      }
    }
    return .ok
  }
}

extension ManagementTree {
  /// A node and the nodes below it in document order, without those that a server may not get and what they hold.
  func readable(at uri: NodeURI, by server: String) -> [(uri: NodeURI, node: Node)] {
    var found: [(NodeURI, Node)] = []
    var pending = [uri]
    while let uri = pending.popLast() {
      guard let node = self[uri], node.access.contains(.get), grants(.get, on: uri, to: server) else { continue }
      found.append((uri, node))
      for name in children(of: uri).reversed() { pending.append(uri.appending(name)) }
    }
    return found
  }
}

extension Node {
  /// The value as a message carries it: of a b64 node the base64 text, of a bin node the bytes.
  var itemData: ItemData {
    switch value {
    case .null: .text("")
    case .text(let text): .text(text)
    case .bytes(let bytes): format == .b64 ? .text(Base64.encode(bytes)) : .bytes(bytes)
    }
  }

  /// The Meta of a listed node: what is the default is left out (8.2).
  fileprivate var listMeta: Meta? {
    let format = format == .chr ? nil : format.rawValue
    let type = type.isEmpty || type == "text/plain" ? nil : type
    return format == nil && type == nil ? nil : Meta(format: format, type: type)
  }
}
