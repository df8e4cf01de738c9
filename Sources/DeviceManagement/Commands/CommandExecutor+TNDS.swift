import SyncML

/// Add and Replace of a serialized subtree: one Status for all of it, and no change unless all of it is made.
///
/// Source: OMA-TS-DM_TNDS-V1_2 5.3 (DM commands with TNDS data).
extension CommandExecutor {
  /// Adds all nodes of a serialized tree. The first that cannot be added says the status.
  mutating func addTree(_ item: borrowing Item, at target: NodeURI, on device: inout some ManagedDevice) -> StatusCode {
    guard let data = item.data, let tree = try? SerializedTree(data) else { return .unsupportedMediaTypeOrFormat }
    let entries = tree.entries(at: target, targetIsRoot: !device.tree.contains(target))
    beginGroup(on: &device)
    var status = StatusCode.ok
    for entry in entries where status.isSuccess {
      status = add(entry, on: &device)
      if !status.isSuccess { faultyNode = entry.uri }
    }
    endGroup(commit: status.isSuccess, on: &device)
    return status
  }

  /// Makes a subtree what a serialized tree says: nodes that it lacks are deleted, those that differ replaced, and the
  /// rest added.
  mutating func replaceTree(
    _ item: borrowing Item, at target: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let data = item.data, let tree = try? SerializedTree(data) else { return .unsupportedMediaTypeOrFormat }
    let entries = tree.entries(at: target, targetIsRoot: true)
    beginGroup(on: &device)
    var status = StatusCode.ok
    for uri in surplus(of: device.tree, beside: entries) where status.isSuccess {
      status = delete(uri, on: &device)
      if !status.isSuccess { faultyNode = uri }
    }
    for entry in entries where status.isSuccess {
      status = device.tree.contains(entry.uri) ? replace(entry, on: &device) : add(entry, on: &device)
      if !status.isSuccess { faultyNode = entry.uri }
    }
    endGroup(commit: status.isSuccess, on: &device)
    return status
  }

  /// The uppermost nodes below a serialized tree's roots that the serialized tree does not have.
  private func surplus(of tree: ManagementTree, beside entries: [SerializedTree.Entry]) -> [NodeURI] {
    let places = Set(entries.map(\.uri))
    var surplus: [NodeURI] = []
    for entry in entries where entry.node.format == .node {
      for name in tree.children(of: entry.uri) {
        let child = entry.uri.appending(name)
        if !places.contains(child) { surplus.append(child) }
      }
    }
    return surplus
  }

  private mutating func add(_ entry: SerializedTree.Entry, on device: inout some ManagedDevice) -> StatusCode {
    guard let parent = entry.uri.parent else { return .alreadyExists }
    do {
      _ = try NodeURI(parsing: entry.uri.description, limits: NodeURI.Limits(announcedIn: device.tree))
    } catch {
      return error.status
    }
    var node = entry.node
    node.name = entry.uri.name
    // The list comes after the node, for the right to give one depends on the node's first one.
    node.acl = AccessControlList()
    let status = add(node, under: parent, on: &device)
    return status.isSuccess ? replaceACL(entry, on: &device) : status
  }

  private mutating func replace(_ entry: SerializedTree.Entry, on device: inout some ManagedDevice) -> StatusCode {
    guard let old = device.tree[entry.uri] else { return .notFound }
    guard old.isInterior == entry.node.isInterior else { return .commandNotAllowed }
    var status = StatusCode.ok
    if !old.isInterior, old.value != entry.node.value || old.format != entry.node.format || old.type != entry.node.type
    {
      status = replace(
        entry.uri, format: entry.node.format, type: entry.node.type, value: entry.node.value, on: &device)
    }
    if status.isSuccess, entry.hasTitle, old.title != entry.node.title {
      status = replace(property: "Title", of: entry.uri, by: .text(entry.node.title), on: &device)
    }
    return status.isSuccess ? replaceACL(entry, on: &device) : status
  }

  private mutating func replaceACL(_ entry: SerializedTree.Entry, on device: inout some ManagedDevice) -> StatusCode {
    guard entry.hasACL, device.tree[entry.uri]?.acl != entry.node.acl else { return .ok }
    guard device.tree.mayReplaceACL(of: entry.uri, actor.serverID) else { return .permissionDenied }
    return replaceACL(of: entry.uri, by: entry.node.acl, on: &device)
  }
}
