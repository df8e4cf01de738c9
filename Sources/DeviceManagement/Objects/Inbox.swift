import SyncML

/// The Inbox: where a server puts a management object of which it knows the identifier, but not the place.
///
/// It can be added to and not read. What has been added goes to the place of its identifier as soon as the command, or
/// the whole Atomic, is done.
///
/// Source: OMA-TS-DM_StdObj-V1_2 5.3.4.
public struct Inbox: NodeHandler {
  /// Its place, `./Inbox`.
  public static let uri = NodeURI(segments: ["Inbox"])
  /// The object's identifier.
  public static let identifier = "urn:oma:mo:oma-dm-inbox:1.0"

  /// The node above an object's, by the object's identifier.
  public var places: [String: NodeURI]

  /// An Inbox; by default it takes accounts.
  public init(places: [String: NodeURI] = [Account.objectIdentifier: Account.defaultRoot]) { self.places = places }

  /// What a DDF document says of it.
  public static let description = NodeDescription(
    name: "Inbox", access: .add, format: .node, type: .ddfName(identifier), occurrence: .zeroOrOne, isPermanent: true,
    title: "Inbox")

  /// Puts the node into a tree, with its description.
  ///
  /// - Throws: 418 where the tree has one.
  public static func install(in tree: inout ManagementTree) throws(TreeError) {
    try tree.add(.interior("Inbox", type: identifier, access: .add, isPermanent: true), under: .root)
    tree.attach(description, under: .root)
  }

  /// An object whose identifier has no place cannot be taken: 415.
  public mutating func check(
    _ change: ProposedChange, in tree: ManagementTree, by actor: Actor
  ) -> ChangeDecision {
    guard case .add(let node, let parent) = change else { return .allow() }
    if parent == Self.uri {
      guard node.isInterior, let place = places[node.type] else { return .refuse(.unsupportedMediaTypeOrFormat) }
      return decision(on: node, under: parent, place, in: tree)
    }
    guard Self.uri.contains(parent),
      let type = tree[Self.uri.appending(parent.segments[Self.uri.segments.count])]?.type, let place = places[type]
    else { return .allow() }
    return decision(on: node, under: parent, place, in: tree)
  }

  /// What the description of the place to which an object will go says of a node of it: it holds in the Inbox already,
  /// for nobody could refuse the object when it has moved.
  private func decision(
    on node: Node, under parent: NodeURI, _ place: NodeURI, in tree: ManagementTree
  ) -> ChangeDecision {
    func described(_ uri: NodeURI) -> DescribedPlaces.Finding {
      tree.descriptions.finding(at: place.segments + uri.segments.dropFirst(Self.uri.segments.count))
    }
    switch described(parent.appending(node.name)) {
    case .open: return .allow()
    case .undescribed: return .refuse(.commandNotAllowed)
    case .described(let description):
      if description.isPermanent { return .refuse(.commandNotAllowed) }
      guard description.accepts(format: node.format, type: parent == Self.uri ? "" : node.type) else {
        return .refuse(.unsupportedMediaTypeOrFormat)
      }
      // The object itself is one of those in its place, where another may make room for it.
      if parent != Self.uri, let maximum = description.occurrence.maximum {
        let count = tree.children(of: parent).count {
          if case .described(let other) = described(parent.appending($0)) { other == description } else { false }
        }
        if count >= maximum { return .refuse(maximum == 1 ? .commandNotAllowed : .deviceFull) }
      }
      // Nodes are added below it as long as it is here; in its place it gets what its description says.
      return .allow(access: node.isInterior ? description.access.union(.add) : description.access)
    }
  }

  /// Moves what has been added to its place. Where the place is missing or no interior node, it stays.
  public mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {
    for name in tree.children(of: Self.uri) {
      let uri = Self.uri.appending(name)
      guard let type = tree[uri]?.type, let place = places[type], tree.contains(place) else { continue }
      let taken = Set(tree.children(of: place))
      var free = name
      var number = 1
      while taken.contains(free) {
        free = String(number)
        number += 1
      }
      do {
        if free != name { try tree.rename(uri, to: free) }
        try tree.move(Self.uri.appending(free), under: place)
        tree.applyDescriptions(at: place.appending(free))
      } catch {
        // The place is no interior node: the object stays where it is until there is one.
      }
    }
  }
}
