import SyncML

/// What a node becomes that a server adds, and whether it may add it: all that the tree can say of it at once.
extension ManagementTree {
  /// What an item of an Add changes in a place.
  ///
  /// - Throws: the status that answers the command.
  func addition(
    of item: borrowing Item, _ commandMeta: Meta?, at uri: NodeURI, by server: String
  ) throws(TreeStatus) -> ProposedChange {
    let slot = try slotForAddition(of: uri, by: server)
    guard let parent = uri.parent else { throw TreeStatus(status: .alreadyExists) }
    let description = description(of: uri)
    let content = try NodeContent(item, commandMeta: commandMeta, known: description?.format)
    let format = content.format ?? description?.format ?? .chr
    var value = content.value
    if item.data == nil, let initial = description?.initialValue { value = .text(initial) }
    let type = content.type ?? description?.type.first ?? (format == .node ? "" : "text/plain")
    var node = Node(name: uri.name, format: format, type: type, value: value)
    try complete(&node, under: parent, in: slot, by: server)
    return .add(node, under: parent)
  }

  /// What adding a node changes of which name, format, type, value, ACL and title are known.
  ///
  /// - Throws: the status that answers the command.
  func addition(
    of node: Node, at uri: NodeURI, under parent: NodeURI, by server: String
  ) throws(TreeStatus) -> ProposedChange {
    let slot = try slotForAddition(of: uri, by: server)
    var node = node
    try complete(&node, under: parent, in: slot, by: server)
    return .add(node, under: parent)
  }

  /// The slot of the node under which a server may add one in a place, where there is none yet.
  private func slotForAddition(of uri: NodeURI, by server: String) throws(TreeStatus) -> Int {
    // The root is there.
    guard let name = uri.segments.last else { throw TreeStatus(status: .alreadyExists) }
    guard let slot = slot(uri, depth: uri.segments.count - 1) else { throw TreeStatus(status: .notFound) }
    if child(name, of: slot) != nil || (descriptions.hasCaseInsensitiveNames && contains(uri)) {
      throw TreeStatus(status: .alreadyExists)
    }
    guard slots[slot].node.format == .node, allowsAddition(of: uri, underAccess: slots[slot].node.access) else {
      throw TreeStatus(status: .commandNotAllowed)
    }
    guard grants(.add, on: slot, to: server) else { throw TreeStatus(status: .permissionDenied) }
    return slot
  }

  /// Checks a node that is to be added, and gives it what its description and the one who adds it give it.
  private func complete(
    _ node: inout Node, under parent: NodeURI, in slot: Int, by server: String
  ) throws(TreeStatus) {
    guard node.isInterior ? node.value.size == 0 : node.value.fits(node.format) else {
      throw TreeStatus(status: .unsupportedMediaTypeOrFormat)
    }
    guard node.title.utf8.count <= Node.maximumTitleSize else { throw TreeStatus(status: .requestEntityTooLarge) }
    if Account.isSecret(node.name, under: parent, in: self) { node.access = .replace }
    if !descriptions.isEmpty {
      switch describedAddition(of: node, under: parent) {
      case .refused(let status): throw TreeStatus(status: status)
      case .allowed(let described): node = described
      case .undescribed: break
      }
    }
    grantCreator(server, on: &node, in: slot)
  }

  /// Gives a server control of a node that it adds: an interior one under one that it may not replace. Without it the
  /// server could do nothing with what it has made.
  ///
  /// Source: OMA-TS-DM_TND-V1_2 7.7.1.3.
  private func grantCreator(_ server: String, on node: inout Node, in slot: Int) {
    guard node.isInterior, !grants(.replace, on: slot, to: server), AccessControlList.isServerIdentifier(server)
    else { return }
    for right in [AccessControlList.Right.add, .delete, .replace] { node.acl.grant(right, to: server) }
  }
}
