import SyncML

/// Add, Replace, Delete and Copy: what each does to a node, and which status tells it.
///
/// The order of the checks is the same everywhere: whether the node is there (404, 418), what may be done with it at all
/// (405), the server's rights (425), the data (415, 413), and last the device's own word.
extension CommandExecutor {
  /// Makes a change that the rules allow: the device has the last word, before and after the tree shows it.
  mutating func make(
    _ change: consuming ProposedChange, at uri: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    if !change.isAddition, let status = device.tree.describedRefusal(of: change, countsMinimum: !isReplacingTree) {
      return status
    }
    let companions: [Companion]
    switch device.check(change, by: actor) {
    case .refuse(let status): return status
    case .allow(let access, let allowed):
      change = change.limited(to: access)
      companions = allowed
    }
    if let status = device.tree.begin(change, companions: companions) { return status }
    let status = device.apply(change, by: actor)
    device.tree.endTransaction(commit: status.isSuccess)
    guard status.isSuccess else {
      // It may have been carried out half way.
      _ = device.revert(change, by: actor)
      return status
    }
    note(change, at: uri, on: &device)
    return .ok
  }

  // MARK: Add

  mutating func add(
    _ item: borrowing Item, _ commandMeta: Meta?, at uri: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    if SerializedTree.isNamed(by: item.meta?.type ?? commandMeta?.type) {
      return addTree(item, at: uri, on: &device)
    }
    let change: ProposedChange
    do {
      change = try device.tree.addition(of: item, commandMeta, at: uri, by: actor.serverID)
    } catch {
      return error.status
    }
    return make(change, at: uri, on: &device)
  }

  /// Adds a node whose name, format, type, value, ACL and title are known.
  mutating func add(_ node: Node, under parent: NodeURI, on device: inout some ManagedDevice) -> StatusCode {
    let uri = parent.appending(node.name)
    let change: ProposedChange
    do {
      change = try device.tree.addition(of: node, at: uri, under: parent, by: actor.serverID)
    } catch {
      return error.status
    }
    return make(change, at: uri, on: &device)
  }

  // MARK: Replace

  mutating func replace(
    _ item: borrowing Item, _ commandMeta: Meta?, at uri: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let node = device.tree[uri] else { return .notFound }
    if SerializedTree.isNamed(by: item.meta?.type ?? commandMeta?.type), node.isInterior {
      guard device.tree.grants(.replace, on: uri, to: actor.serverID) else { return .permissionDenied }
      return replaceTree(item, at: uri, on: &device)
    }
    guard !node.isInterior, node.access.contains(.replace) else { return .commandNotAllowed }
    guard device.tree.grants(.replace, on: uri, to: actor.serverID) else { return .permissionDenied }
    let content: NodeContent
    do {
      content = try NodeContent(item, commandMeta: commandMeta, known: node.format)
    } catch {
      return error.status
    }
    return replace(uri, format: content.format, type: content.type, value: content.value, on: &device)
  }

  /// Gives a leaf another value.
  mutating func replace(
    _ uri: NodeURI, format: NodeFormat?, type: String?, value: NodeValue, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let node = device.tree[uri] else { return .notFound }
    guard !node.isInterior, node.access.contains(.replace) else { return .commandNotAllowed }
    guard device.tree.grants(.replace, on: uri, to: actor.serverID) else { return .permissionDenied }
    let newFormat = format ?? node.format
    guard newFormat != .node, value.fits(newFormat) else { return .unsupportedMediaTypeOrFormat }
    return make(.replace(uri, format: format, type: type, value: value), at: uri, on: &device)
  }

  // MARK: Delete

  mutating func delete(_ uri: NodeURI, on device: inout some ManagedDevice) -> StatusCode {
    guard let node = device.tree[uri] else { return .notFound }
    // The root and permanent nodes cannot be deleted (DM TND 6.2.3); what AccessType protects can be deleted only
    // together with the node above it (DM TND 6.2.5).
    guard uri.parent != nil, !node.isPermanent, node.access.contains(.delete) else { return .commandNotAllowed }
    guard device.tree.grants(.delete, on: uri, to: actor.serverID) else { return .permissionDenied }
    return make(.delete(uri), at: uri, on: &device)
  }

  // MARK: Copy

  /// Copies a leaf onto a leaf, or to where there is none yet (DM RepPro 6.6.4).
  ///
  /// There is no right to copy: it takes those of the Get, Replace or Add that it stands for (DM TND 7.7.1.5).
  mutating func copy(
    from source: Location?, to uri: NodeURI, on device: inout some ManagedDevice
  ) -> StatusCode {
    guard let source else { return .incompleteCommand }
    let from: TargetURI
    do {
      from = try targets.read(source.locURI, on: device)
    } catch {
      return error.status
    }
    guard from.query == nil else { return .commandNotAllowed }
    device.refresh(from.node, by: actor)
    guard let copy = device.tree[from.node] else { return .notFound }
    guard !copy.isInterior else { return .optionalFeatureNotSupported }
    guard copy.access.contains(.get), copy.access.contains(.copy) else { return .commandNotAllowed }
    guard device.tree.grants(.get, on: from.node, to: actor.serverID) else { return .permissionDenied }
    let status = paste(copy, to: uri, on: &device)
    // What the target cannot take is forbidden; there is no data that could be of another format.
    return status == .unsupportedMediaTypeOrFormat ? .forbidden : status
  }

  private mutating func paste(_ copy: Node, to uri: NodeURI, on device: inout some ManagedDevice) -> StatusCode {
    if let existing = device.tree[uri] {
      guard !existing.isInterior else { return .commandNotAllowed }
      return replace(uri, format: copy.format, type: copy.type, value: copy.value, on: &device)
    }
    guard let parent = uri.parent else { return .commandNotAllowed }
    return add(
      Node(name: uri.name, format: copy.format, type: copy.type, value: copy.value), under: parent, on: &device)
  }
}
