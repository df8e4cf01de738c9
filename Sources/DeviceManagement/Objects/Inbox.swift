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
    guard case .add(let node, Self.uri) = change else { return .allow() }
    return node.isInterior && places[node.type] != nil ? .allow() : .refuse(.unsupportedMediaTypeOrFormat)
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
      } catch {
        // The place is no interior node: the object stays where it is until there is one.
      }
    }
  }
}
