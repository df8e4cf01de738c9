import SyncML

/// Add and Replace of a serialized subtree: one Status for all of it, and no change unless all of it is made.
///
/// Source: OMA-TS-DM_TNDS-V1_2 5.3 (DM commands with TNDS data).
extension CommandExecutor {
  /// Adds all nodes of a serialized tree. The first that cannot be added says the status.
  mutating func addTree(_ item: borrowing Item, at target: NodeURI, on device: inout some ManagedDevice) -> StatusCode {
    guard let data = item.data, let tree = try? SerializedTree(data) else { return .unsupportedMediaTypeOrFormat }
    let entries = tree.entries(
      at: target, targetIsRoot: !device.tree.contains(target),
      ignoringCase: device.tree.descriptions.isCaseInsensitive(target.segments[...]))
    beginGroup(on: &device)
    var status = StatusCode.ok
    for entry in entries where status.isSuccess {
      status = add(entry, at: device.tree.spelling(of: entry.uri), on: &device)
      if !status.isSuccess { faultyNode = entry.uri }
    }
    if status.isSuccess { status = replaceACLs(entries, on: &device) }
    endGroup(commit: status.isSuccess, on: &device)
    return status
  }

  /// Makes a subtree what a serialized tree says: nodes that it lacks are deleted, those that differ replaced, and the
  /// rest added.
  mutating func replaceTree(
    _ item: borrowing Item, at target: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let data = item.data, let tree = try? SerializedTree(data) else { return .unsupportedMediaTypeOrFormat }
    let entries = tree.entries(
      at: target, targetIsRoot: true, ignoringCase: device.tree.descriptions.isCaseInsensitive(target.segments[...]))
    beginGroup(on: &device)
    isReplacingTree = true
    defer { isReplacingTree = false }
    var status = StatusCode.ok
    let surplus = surplus(of: device.tree, beside: entries)
    for uri in surplus where status.isSuccess {
      status = delete(uri, on: &device)
      if !status.isSuccess { faultyNode = uri }
    }
    for entry in entries where status.isSuccess {
      let uri = device.tree.spelling(of: entry.uri)
      status =
        device.tree.contains(uri) ? replace(entry, at: uri, on: &device) : add(entry, at: uri, on: &device)
      if !status.isSuccess { faultyNode = entry.uri }
    }
    if status.isSuccess, let missing = surplus.first(where: { device.tree.lacksRequiredNode(at: $0) }) {
      faultyNode = missing
      status = .commandNotAllowed
    }
    if status.isSuccess { status = replaceACLs(entries, on: &device) }
    endGroup(commit: status.isSuccess, on: &device)
    return status
  }

  /// The uppermost nodes below a serialized tree's roots that the serialized tree does not have.
  private func surplus(of tree: ManagementTree, beside entries: [SerializedTree.Entry]) -> [NodeURI] {
    let places = Set(entries.map { tree.spelling(of: $0.uri) })
    var surplus: [NodeURI] = []
    for uri in places.sorted(by: { $0.segments.lexicographicallyPrecedes($1.segments) }) {
      for name in tree.children(of: uri) {
        let child = uri.appending(name)
        if !places.contains(child) { surplus.append(child) }
      }
    }
    return surplus
  }

  private mutating func add(
    _ entry: SerializedTree.Entry, at uri: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let parent = uri.parent else { return .alreadyExists }
    do {
      _ = try NodeURI(parsing: uri.description, limits: NodeURI.Limits(announcedIn: device.tree))
    } catch {
      return error.status
    }
    let description = device.tree.description(of: uri)
    var node = entry.node(knownFormat: description?.format, knownType: description?.type.first)
    node.name = uri.name
    // The lists come after all nodes: with their own ones in force, some of the nodes could not be made.
    node.acl = AccessControlList()
    return add(node, under: parent, on: &device)
  }

  private mutating func replace(
    _ entry: SerializedTree.Entry, at uri: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let old = device.tree[uri] else { return .notFound }
    let new = entry.node(knownFormat: old.format, knownType: old.type)
    guard old.isInterior == new.isInterior else { return .commandNotAllowed }
    var status = StatusCode.ok
    if !old.isInterior, old.value != new.value || old.format != new.format || old.type != new.type {
      status = replace(uri, format: new.format, type: new.type, value: new.value, on: &device)
    }
    if status.isSuccess, entry.hasTitle, old.title != new.title {
      status = replace(property: "Title", of: uri, by: .text(new.title), on: &device)
    }
    return status
  }

  /// Gives the nodes the lists that the document has for them, those below before those above: who may do so follows from
  /// the lists that were there.
  private mutating func replaceACLs(
    _ entries: [SerializedTree.Entry], on device: inout some ManagedDevice
  ) -> StatusCode {
    for entry in entries.sorted(by: { $0.uri.segments.count > $1.uri.segments.count }) where entry.hasACL {
      let uri = device.tree.spelling(of: entry.uri)
      guard device.tree[uri]?.acl != entry.node.acl else { continue }
      let status =
        device.tree.mayReplaceACL(of: uri, actor.serverID)
        ? replaceACL(of: uri, by: entry.node.acl, on: &device) : .permissionDenied
      if !status.isSuccess {
        faultyNode = entry.uri
        return status
      }
    }
    return .ok
  }
}
