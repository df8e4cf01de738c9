extension ManagementTree {
  /// Attaches a description to the tree: from now on servers can do with the nodes it describes what it says, and no
  /// more. Nodes that are there already get its access types and its scope.
  ///
  /// The description's paths start from `base`.
  public mutating func attach(_ description: DeviceDescription, at base: NodeURI = .root) {
    for root in description.roots { attach(root.node, under: base.appending(root.path.segments)) }
  }

  /// Attaches the description of a node below `parent`, and of what lies below it.
  public mutating func attach(_ description: NodeDescription, under parent: NodeURI) {
    descriptions.attach(description, under: parent)
    if description.name == "." {
      applyDescriptions(at: parent)
    } else if let name = description.name {
      applyDescriptions(at: parent.appending(name))
    } else {
      for name in children(of: parent) { applyDescriptions(at: parent.appending(name)) }
    }
  }

  /// Gives a node and those below it, which are there already, the access types and the scope of their descriptions.
  mutating func applyDescriptions(at uri: NodeURI) {
    var pending = [uri]
    while let uri = pending.popLast() {
      guard let described = self.description(of: uri), let node = self[uri] else { continue }
      if node.access != described.access || node.isPermanent != described.isPermanent {
        // The node is there: updating it cannot fail.
        try? update(uri) {
          $0.access = described.access
          $0.isPermanent = described.isPermanent
        }
      }
      for name in children(of: uri) { pending.append(uri.appending(name)) }
    }
  }

  /// What the attached descriptions say of a place; nil where they say nothing.
  public func description(of uri: NodeURI) -> NodeDescription? {
    if descriptions.isEmpty { return nil }
    if case .described(let description) = descriptions.finding(at: uri.segments) { return description }
    return nil
  }

  /// The address as the tree spells it: names that a description makes case-insensitive in the case they were given.
  /// Those of nodes that are not there stay as they are.
  public func spelling(of uri: NodeURI) -> NodeURI {
    guard descriptions.hasCaseInsensitiveNames else { return uri }
    var depth = uri.segments.count
    while depth > 0 {
      guard var index = slot(uri, depth: depth) else {
        depth -= 1
        continue
      }
      var names = Array(uri.segments[depth...].reversed())
      while index != 0 {
        names.append(slots[index].node.name)
        index = slots[index].parent
      }
      return NodeURI(segments: names.reversed())
    }
    return uri
  }

  /// The properties that a node has: of the optional ones those that its description or else the device says, without
  /// Size for an interior node and without TStamp as long as nobody knows the time.
  ///
  /// Source: OMA-TS-DM_TND-V1_2 7.2 (supported properties) and 9.4.1.9 (RTProperties).
  public func properties(of uri: NodeURI) -> NodeProperties {
    guard let node = self[uri] else { return [] }
    var properties = description(of: uri)?.runTimeProperties?.supported ?? optionalProperties
    properties.formUnion(.mandatory)
    if node.isInterior { properties.remove(.size) }
    if node.timestamp == nil { properties.remove(.tStamp) }
    return properties
  }

  /// Describes a node and what lies below it as they are now: the beginning of a DDF document for a device that has
  /// none. Each node is described by its name and as occurring once.
  ///
  /// - Returns: nil where there is no such node.
  public func described(at uri: NodeURI) -> NodeDescription? {
    guard contains(uri) else { return nil }
    var places: [NodeURI] = []
    var pending = [uri]
    while let place = pending.popLast() {
      places.append(place)
      for name in children(of: place) { pending.append(place.appending(name)) }
    }
    // Backwards, so that a node's children are complete when it is its turn. They were visited from the last to the
    // first: this way they come in order.
    var complete: [Int: [NodeDescription]] = [:]
    for place in places.reversed() {
      guard let node = self[place] else { continue }
      let level = place.segments.count
      let description = NodeDescription(
        name: node.name, access: node.access, format: node.format,
        type: node.isInterior ? .ddfName(node.type) : .mime(node.type.isEmpty ? [] : [node.type]),
        isPermanent: node.isPermanent, children: complete.removeValue(forKey: level + 1) ?? [])
      complete[level, default: []].append(description)
    }
    return complete[uri.segments.count]?.first
  }
}
