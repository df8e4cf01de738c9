import SyncML

extension ManagementTree {
  /// Makes a change.
  ///
  /// - Throws: what ``add(_:under:)``, ``update(_:_:)``, ``remove(_:)`` and ``rename(_:to:)`` throw.
  public mutating func make(_ change: ProposedChange) throws(TreeError) { try make(change, companions: []) }

  /// Makes a change, and adds the nodes that the device adds with it.
  private mutating func make(_ change: ProposedChange, companions: [Companion]) throws(TreeError) {
    // Companions nearly always go under the node that they come with, whose place is known then.
    var added: Int?
    switch change {
    case .add(let node, let parent):
      guard let slot = slot(parent) else { throw TreeError(.notFound, at: parent) }
      reserveSlots(companions.count + 1)
      let index = try add(node, under: parent, in: slot)
      if !companions.isEmpty { slots[index].children.reserveCapacity(companions.count) }
      added = index
    case .delete(let uri): try remove(uri)
    case .set(let uri, .name(let name)): try rename(uri, to: name)
    case .set(let uri, .acl(let acl)): try update(uri) { $0.acl = acl }
    case .set(let uri, .title(let title)): try update(uri) { $0.title = title }
    case .replace(let uri, let format, let type, let value):
      try update(uri) { node in
        if let format { node.format = format }
        if let type { node.type = type }
        node.value = value
      }
    }
    for index in companions.indices {
      let parent = companions[index].parent
      if let added, change.isAbout(parent) {
        _ = try add(companions[index].node, under: parent, in: added)
      } else {
        try add(companions[index].node, under: parent)
      }
    }
  }

  /// Begins a transaction with a change and what the device adds with it.
  ///
  /// - Returns: nil where a transaction is open now; else the status that refuses the change: the tree is as it was.
  mutating func begin(_ change: ProposedChange, companions: [Companion]) -> StatusCode? {
    beginTransaction()
    do {
      try make(change, companions: companions)
      return nil
    } catch {
      endTransaction(commit: false)
      return error.status
    }
  }
}
