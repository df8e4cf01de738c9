import SyncML

extension ManagementTree {
  /// Whether a server has a right on a node, by the list that rules it.
  ///
  /// - Returns: false where there is no such node.
  public func grants(_ right: AccessControlList.Right, on uri: NodeURI, to server: String) -> Bool {
    slot(uri).map { grants(right, on: $0, to: server) } ?? false
  }

  func grants(_ right: AccessControlList.Right, on slot: Int, to server: String) -> Bool {
    slots[slotOfACL(for: slot)].node.acl.grants(right, to: server)
  }

  /// Whether a server may replace the ACL of a node.
  ///
  /// An interior node's list rules itself: Replace on it or on the node above is enough. A leaf's rules its value only:
  /// Replace on the node above is needed. The root has no node above.
  ///
  /// Source: OMA-TS-DM_TND-V1_2 7.7.1.3 (changing the ACL).
  public func mayReplaceACL(of uri: NodeURI, _ server: String) -> Bool {
    guard let node = self[uri] else { return false }
    if let parent = uri.parent, grants(.replace, on: parent, to: server) { return true }
    return node.isInterior && grants(.replace, on: uri, to: server)
  }

  /// Whether a server may read the ACL of a node: whoever may get the node, and who may replace its list, which takes
  /// reading it first.
  public func mayGetACL(of uri: NodeURI, _ server: String) -> Bool {
    grants(.get, on: uri, to: server) || mayReplaceACL(of: uri, server)
  }

  /// Takes a server out of all lists, as when its account is deleted. A command that nobody is left for leaves its
  /// list; in the root's it is everybody's then, and a list that is empty is inherited.
  ///
  /// Source: OMA-TS-DM_TND-V1_2 7.7.1.4 (deletion of a server identifier).
  ///
  /// - Returns: the nodes whose lists have changed.
  @discardableResult
  public mutating func removeServer(_ server: String) -> [NodeURI] {
    var changed: [NodeURI] = []
    var pending = [NodeURI.root]
    while let uri = pending.popLast() {
      for name in children(of: uri) { pending.append(uri.appending(name)) }
      guard var acl = self[uri]?.acl, !acl.isEmpty else { continue }
      let before = acl
      let emptied = acl.remove(server)
      if uri == .root {
        for right in emptied { acl.grant(right, to: AccessControlList.anyServer) }
      }
      guard acl != before else { continue }
      // The node is there, and the root's list is not empty: updating it cannot fail.
      try? update(uri) { $0.acl = acl }
      changed.append(uri)
    }
    return changed
  }
}
