import SyncML

/// What descriptions say of a change before it is made.
///
/// Source: OMA-TS-DM_TND-V1_2 9.4.3 (framework properties); the statuses are those of OMA-TS-DM_RepPro-V1_2 6.6.
extension ManagementTree {
  /// How a description completes a node that a server adds, or the status that refuses it.
  enum DescribedAddition {
    case refused(StatusCode)
    case allowed(Node)
    /// Nothing is said of the place: the node is as it was given.
    case undescribed
  }

  /// Whether a server may add a node in a place at all.
  ///
  /// The node's own description or its parent's must allow Add: descriptions in use do either. A server cannot create
  /// permanent nodes (6.2.3).
  func allowsAddition(of uri: NodeURI, underAccess access: AccessTypes) -> Bool {
    if descriptions.isEmpty { return access.contains(.add) }
    switch descriptions.finding(at: uri.segments) {
    case .open: return access.contains(.add)
    case .undescribed: return false
    case .described(let description):
      return !description.isPermanent && (description.access.contains(.add) || access.contains(.add))
    }
  }

  /// Checks a node that a server adds, and gives it what its description says: access types and initial properties.
  func describedAddition(of node: Node, under parent: NodeURI) -> DescribedAddition {
    let uri = parent.appending(node.name)
    switch descriptions.finding(at: uri.segments) {
    case .open: return .undescribed
    case .undescribed: return .refused(.commandNotAllowed)
    case .described(let description):
      guard description.accepts(format: node.format, type: node.type) else {
        return .refused(.unsupportedMediaTypeOrFormat)
      }
      if let maximum = description.occurrence.maximum, has(maximum, instancesOf: description, under: parent) {
        // One place is taken for good; of several, one can become free.
        return .refused(maximum == 1 ? .commandNotAllowed : .deviceFull)
      }
      var node = node
      node.access = description.access
      if node.acl.isEmpty { node.acl = description.runTimeProperties?.acl ?? node.acl }
      if node.title.isEmpty { node.title = description.runTimeProperties?.title ?? node.title }
      return .allowed(node)
    }
  }

  /// Why descriptions forbid another change; nil where they do not.
  func describedRefusal(of change: ProposedChange) -> StatusCode? {
    if descriptions.isEmpty { return nil }
    switch change {
    case .add: return nil
    case .replace(let uri, let format, let type, _):
      guard let description = description(of: uri), let node = self[uri] else { return nil }
      return description.accepts(format: format ?? node.format, type: type ?? node.type)
        ? nil : .unsupportedMediaTypeOrFormat
    case .delete(let uri):
      guard let description = description(of: uri), let parent = uri.parent else { return nil }
      // What must occur goes only together with the node above it.
      let minimum = description.occurrence.minimum
      return minimum == 0 || has(minimum + 1, instancesOf: description, under: parent) ? nil : .commandNotAllowed
    case .set(let uri, .name(let name)):
      guard let description = description(of: uri), let parent = uri.parent else { return nil }
      guard case .described(let other) = descriptions.finding(at: parent.appending(name).segments),
        other == description
      else { return .commandNotAllowed }
      return nil
    case .set: return nil
    }
  }

  /// Whether a place is in or below a node that takes anything and shows nothing, as the Inbox does: a Get is not
  /// allowed there, whether there is a node or not (OMA-TS-DM_StdObj-V1_2 5.3.4).
  func isWriteOnly(_ uri: NodeURI) -> Bool {
    if descriptions.isEmpty { return false }
    var place: NodeURI? = uri
    while let next = place {
      if let description = description(of: next) {
        return description.isOpen && !description.access.contains(.get)
      }
      place = next.parent
    }
    return false
  }

  /// Whether a description is about at least so many children of a node. Looks at no more of them than it takes.
  private func has(_ count: Int, instancesOf description: NodeDescription, under parent: NodeURI) -> Bool {
    let names = children(of: parent)
    if names.count < count { return false }
    var found = 0
    for name in names where self.description(of: parent.appending(name)) == description {
      found += 1
      if found >= count { return true }
    }
    return false
  }

  /// The names of a node's children that a description is about.
  func instances(of description: NodeDescription, under parent: NodeURI) -> [String] {
    children(of: parent).filter { self.description(of: parent.appending($0)) == description }
  }
}

extension NodeDescription {
  /// Whether a node of this format and type fits. A type that is not given fits.
  func accepts(format: NodeFormat, type: String) -> Bool {
    guard format == self.format else { return false }
    switch self.type {
    case .mime(let types): return types.isEmpty || type.isEmpty || types.contains(type)
    case .ddfName(let name): return name.isEmpty || type.isEmpty || type == name
    }
  }
}
