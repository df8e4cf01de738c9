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

  /// What is attached; on the heap, because most trees have nothing, and a place is large.
  private indirect enum Root: Sendable {
    case bare
    case place(Place)
  }

  private var root = Root.bare
  private(set) var hasCaseInsensitiveNames = false
  private(set) var isEmpty = true

  /// Attaches a description below a node. What was attached in its place before is forgotten.
  mutating func attach(_ description: NodeDescription, under parent: NodeURI) {
    isEmpty = false
    hasCaseInsensitiveNames = hasCaseInsensitiveNames || Self.isCaseInsensitive(description)
    var place = rootPlace
    root = .bare
    Self.attach(description, parent.segments[...], in: &place)
    root = .place(place)
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

  /// Where a walk down from the root has come.
  private struct Step {
    var place: Place?
    var description: NodeDescription?
    /// Whether nothing is said of what lies below.
    var isOpen: Bool
    /// Whether names are compared without letter case.
    var ignoresCase = false

    /// Goes down to a name; false where no node of that name may be.
    mutating func descend(to name: String) -> Bool {
      var next = place?.places[name]
      if next == nil, let place {
        // Places are few, and names in another case rare.
        next =
          place.places.first { other in
            (ignoresCase || other.value.description?.isCaseSensitive == false)
              && other.key.lowercased() == name.lowercased()
          }?.value
      }
      // What is attached in a place itself goes before what the description of a node above says of it.
      let found =
        next?.description ?? (next == nil ? place?.unnamed : nil)
        ?? description?.child(named: name, ignoringCase: ignoresCase)
      if found == nil, next == nil, !isOpen { return false }
      place = next
      description = found
      isOpen = found?.isOpen ?? true
      if let isCaseSensitive = found?.isCaseSensitive { ignoresCase = !isCaseSensitive }
      return true
    }
  }

  private var rootPlace: Place { if case .place(let place) = root { place } else { Place() } }

  private var start: Step {
    let root = rootPlace
    return Step(
      place: root, description: root.description, isOpen: root.description?.isOpen ?? true,
      ignoresCase: root.description?.isCaseSensitive == false)
  }

  /// What is known of the node with these names.
  func finding(at names: some Sequence<String>) -> Finding {
    if isEmpty { return .open }
    var step = start
    for name in names where !step.descend(to: name) { return .undescribed }
    return step.description.map(Finding.described) ?? .open
  }

  /// The names of nodes below one of which something is said by their names.
  func names(below names: some Sequence<String>) -> [String] {
    if isEmpty { return [] }
    var step = start
    for name in names where !step.descend(to: name) { return [] }
    return (step.place?.places.keys.map { $0 } ?? []) + (step.description?.children.compactMap(\.name) ?? [])
  }

  /// Whether the last of these names is compared without letter case.
  func isCaseInsensitive(_ names: ArraySlice<String>) -> Bool {
    var step = start
    for name in names where !step.descend(to: name) { return step.ignoresCase }
    return step.ignoresCase
  }
}
