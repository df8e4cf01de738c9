/// The descriptions attached to a tree, found by a node's address.
struct DescribedPlaces: Sendable {
  /// What is known of a place.
  enum Finding {
    /// Nothing: any node may be there.
    case open
    /// No node may be there: the description of the node above has none of this name.
    case undescribed
    case described(NodeDescription)
  }

  /// A name on the way to described nodes.
  private struct Place: Sendable {
    var description: NodeDescription?
    var places: [String: Place] = [:]
    /// The description of nodes whose names are given later.
    var unnamed: NodeDescription?
  }

  private var root = Place()
  private(set) var hasCaseInsensitiveNames = false
  private(set) var isEmpty = true

  /// Attaches a description below a node. What was attached in its place before is forgotten.
  mutating func attach(_ description: NodeDescription, under parent: NodeURI) {
    isEmpty = false
    hasCaseInsensitiveNames = hasCaseInsensitiveNames || Self.isCaseInsensitive(description)
    Self.attach(description, parent.segments[...], in: &root)
  }

  private static func attach(_ description: NodeDescription, _ path: ArraySlice<String>, in place: inout Place) {
    if let name = path.first {
      attach(description, path.dropFirst(), in: &place.places[name, default: Place()])
    } else if let name = description.name, name != "." {
      place.places[name, default: Place()].description = description
    } else if description.name == nil {
      place.unnamed = description
    } else {
      place.description = description
    }
  }

  private static func isCaseInsensitive(_ description: NodeDescription) -> Bool {
    description.isCaseSensitive == false || description.children.contains { isCaseInsensitive($0) }
  }

  /// What is known of the node with these names.
  func finding(at names: some Sequence<String>) -> Finding {
    var place: Place? = root
    var description = root.description
    var isOpen = description?.isOpen ?? true
    for name in names {
      let next = place?.places[name]
      let unnamed = place?.unnamed
      // What is attached in a place itself goes before what the description of a node above says of it.
      let found = next?.description ?? (next == nil ? unnamed : nil) ?? description?.child(named: name)
      if found == nil, next == nil, !isOpen { return .undescribed }
      place = next
      description = found
      isOpen = found?.isOpen ?? true
    }
    return description.map(Finding.described) ?? .open
  }

  /// Whether the last of these names is compared without letter case.
  func isCaseInsensitive(_ names: ArraySlice<String>) -> Bool {
    var place: Place? = root
    var description = root.description
    var result = description?.isCaseSensitive == false
    for name in names {
      let next = place?.places[name]
      description = next?.description ?? (next == nil ? place?.unnamed : nil) ?? description?.child(named: name)
      place = next
      if let isCaseSensitive = description?.isCaseSensitive { result = !isCaseSensitive }
    }
    return result
  }
}
