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
  ///
  /// - Parameter countsMinimum: whether what must occur has to be there after the change itself.
  func describedRefusal(of change: ProposedChange, countsMinimum: Bool = true) -> StatusCode? {
    if descriptions.isEmpty { return nil }
    switch change {
    case .add: return nil
    case .replace(let uri, let format, let type, _):
      guard let description = description(of: uri), let node = self[uri] else { return nil }
      return description.accepts(format: format ?? node.format, type: type ?? node.type)
        ? nil : .unsupportedMediaTypeOrFormat
    case .delete(let uri):
      guard countsMinimum, let description = description(of: uri), let parent = uri.parent else { return nil }
      // What must occur goes only together with the node above it.
      let minimum = description.occurrence.minimum
      return minimum == 0 || has(minimum + 1, instancesOf: description, under: parent) ? nil : .commandNotAllowed
    case .set(let uri, .name(let name)):
      guard let parent = uri.parent else { return nil }
      // A node keeps its description, or the lack of one: else it would be in the new place what cannot be there.
      switch (descriptions.finding(at: uri.segments), descriptions.finding(at: parent.appending(name).segments)) {
      case (.open, .open): return nil
      case (.described(let old), .described(let new)) where old == new: return nil
      default: return .commandNotAllowed
      }
    case .set: return nil
    }
  }

  /// Whether a place from which a node has gone lacks what must occur there.
  func lacksRequiredNode(at uri: NodeURI) -> Bool {
    guard let description = description(of: uri), let parent = uri.parent, contains(parent) else { return false }
    let minimum = description.occurrence.minimum
    return minimum > 0 && !has(minimum, instancesOf: description, under: parent)
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

  /// Whether a description is about at least so many children of a node.
  private func has(_ count: Int, instancesOf description: NodeDescription, under parent: NodeURI) -> Bool {
    childCount(of: parent) >= count && instanceCount(of: description, under: parent) >= count
  }

  /// The number of a node's children that a description is about.
  ///
  /// It looks at those children alone that descriptions or attached places name: of the others, of which there may be
  /// ten thousands, each is what the description without a name is about.
  func instanceCount(of description: NodeDescription, under parent: NodeURI) -> Int {
    var named: Set<String> = []
    for name in descriptions.names(below: parent.segments) {
      let place = spelling(of: parent.appending(name))
      if contains(place) { named.insert(place.name) }
    }
    let count = named.count { self.description(of: parent.appending($0)) == description }
    guard description.name == nil, let slot = slot(parent),
      let other = slots[slot].children.first(where: { !named.contains(slots[$0].node.name) }),
      self.description(of: parent.appending(slots[other].node.name)) == description
    else { return count }
    return slots[slot].children.count - named.count + count
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
