public import SyncML

/// What a server's commands work on: a tree, and the code behind the nodes that need some.
///
/// Only `tree` must be given: the rest has defaults that suit a device whose nodes are plain values.
public protocol ManagedDevice {
  /// The nodes: a command reads and changes them here, and the methods below say what else it does.
  var tree: ManagementTree { get set }

  /// The last word on a change that the tree's own rules allow. It must leave the tree as it is.
  mutating func check(_ change: ProposedChange, by actor: Actor) -> ChangeDecision

  /// Brings the nodes at, above and below a place up to date, before a command looks at them.
  mutating func refresh(_ uri: NodeURI, by actor: Actor)

  /// Does for real what the tree has just been changed to say; any status but success takes the change back.
  mutating func apply(_ change: ProposedChange, by actor: Actor) -> StatusCode

  /// Takes a change back, because it or another one of its group failed; false where that is not possible.
  ///
  /// The tree is already as it was before the group: it says what the state is to be. Changes are taken back in the
  /// reverse of their order. It is asked too for a change that ``apply(_:by:)`` refused, perhaps half way.
  mutating func revert(_ change: ProposedChange, by actor: Actor) -> Bool

  /// Runs the process behind a node that allows Exec.
  mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome

  /// Shows something to the user or asks for an answer (alerts 1100 to 1104).
  mutating func interact(_ alert: Alert) -> InteractionOutcome

  /// A command, or a whole Atomic, has changed these nodes for good.
  mutating func didChange(_ uris: [NodeURI], by actor: Actor)

  /// The alerts that wait to be sent to a server.
  mutating func outgoingAlerts(to serverID: String) -> [OutgoingAlert]

  /// A server has answered an alert that `outgoingAlerts` gave.
  mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode)
}

/// On whose behalf a command runs.
public struct Actor: Hashable, Sendable {
  /// The server's identifier (the ServerID of its DM account).
  public var serverID: String
  /// Whether the device runs a stored task of the server's, rather than the server a session.
  public var isScheduled: Bool

  /// A server, in a session unless `isScheduled` says that it is one of its stored tasks.
  public init(serverID: String, isScheduled: Bool = false) {
    self.serverID = serverID
    self.isScheduled = isScheduled
  }
}

/// A change of the tree, before it is made.
public enum ProposedChange: Hashable, Sendable {
  /// A node is added under another one.
  case add(Node, under: NodeURI)
  /// A leaf gets another value, and a format or type where one is given.
  case replace(NodeURI, format: NodeFormat?, type: String?, value: NodeValue)
  /// A node goes, with all below it.
  case delete(NodeURI)
  /// A property of a node gets another value.
  case set(NodeURI, PropertyChange)

  /// The node that the change is about.
  public var uri: NodeURI {
    switch self {
    case .add(let node, let parent): parent.appending(node.name)
    case .replace(let uri, _, _, _): uri
    case .delete(let uri): uri
    case .set(let uri, _): uri
    }
  }

  /// Whether the change is about the node in a place, or one below it.
  public func isInside(_ root: NodeURI) -> Bool {
    switch self {
    case .add(_, let parent): root.contains(parent) || isAbout(root)
    case .replace(let uri, _, _, _), .delete(let uri), .set(let uri, _): root.contains(uri)
    }
  }

  var isAddition: Bool { if case .add = self { true } else { false } }

  /// Whether the change is about the node in a place.
  func isAbout(_ place: NodeURI) -> Bool {
    switch self {
    case .add(let node, let parent):
      place.segments.count == parent.segments.count + 1 && place.name == node.name && parent.contains(place)
    case .replace(let uri, _, _, _), .delete(let uri), .set(let uri, _): uri == place
    }
  }

  /// The change, where the device lets a node that is added have no more than some access types.
  consuming func limited(to access: AccessTypes) -> ProposedChange {
    guard case .add(var node, let parent) = self, !node.access.isSubset(of: access) else { return self }
    node.access.formIntersection(access)
    return .add(node, under: parent)
  }

  /// Where a node that is renamed is afterwards; nil for other changes.
  var newPlace: NodeURI? {
    if case .set(let uri, .name(let name)) = self, let parent = uri.parent { parent.appending(name) } else { nil }
  }

  /// The places that are different afterwards: a node that is renamed has been in one and is in another.
  var changedPlaces: [NodeURI] { newPlace.map { [uri, $0] } ?? [uri] }
}

/// What a device says to a change.
public enum ChangeDecision: Hashable, Sendable {
  /// It is refused with this status.
  case refuse(StatusCode)
  /// It is made. An added node may be given other access types and companions: nodes that the device makes with it.
  case allow(access: AccessTypes = .all, companions: [Companion] = [])
}

/// A node that the device adds of itself when a server adds another.
public struct Companion: Hashable, Sendable {
  /// The node to add.
  public var node: Node
  /// The place under which it goes.
  public var parent: NodeURI

  /// A node, and the place under which it goes.
  public init(_ node: Node, under parent: NodeURI) {
    self.node = node
    self.parent = parent
  }
}

/// An Exec, taken apart.
public struct ExecRequest: Hashable, Sendable {
  /// The node whose process is to run.
  public var uri: NodeURI
  /// The Correlator of the command, which the alert with the result carries; nil where it has none.
  public var correlator: String?
  /// The data of the command's item, the process's arguments; null where it has none.
  public var data: NodeValue

  /// An Exec on a node, without a correlator and data unless they are given.
  public init(uri: NodeURI, correlator: String? = nil, data: NodeValue = .null) {
    self.uri = uri
    self.correlator = correlator
    self.data = data
  }
}

/// What an Exec came to: its status, and words for people where it failed.
public struct ExecOutcome: Hashable, Sendable {
  /// The code of the Exec's Status: 200 where the process has ended, 202 where it goes on and an alert will follow.
  public var status: StatusCode
  /// Words for the Data of the Status's Item; nil for none.
  public var reason: String?

  /// An outcome, without words unless they are given.
  public init(_ status: StatusCode, reason: String? = nil) {
    self.status = status
    self.reason = reason
  }
}

/// What the user did with an alert: the Status's code, and the answer as its items.
public struct InteractionOutcome: Hashable, Sendable {
  /// The code of the alert's Status.
  public var status: StatusCode
  /// The data of the Status's Items, one an item: what the user typed or chose.
  public var answers: [String]

  /// An outcome, without an answer unless one is given.
  public init(_ status: StatusCode, answers: [String] = []) {
    self.status = status
    self.answers = answers
  }
}

/// A generic alert on its way to a server; it is sent in every session until it is answered.
public struct OutgoingAlert: Hashable, Sendable, Identifiable {
  /// The number by which the device knows it again when it has been answered.
  public var id: Int
  /// The command to send, whose CmdID the session sets.
  public var alert: Alert

  /// An alert under a number that no other waiting alert has.
  public init(id: Int, alert: Alert) {
    self.id = id
    self.alert = alert
  }
}

extension ManagedDevice {
  public mutating func refresh(_ uri: NodeURI, by actor: Actor) {}
  public mutating func check(_ change: ProposedChange, by actor: Actor) -> ChangeDecision { .allow() }
  public mutating func apply(_ change: ProposedChange, by actor: Actor) -> StatusCode { .ok }
  public mutating func revert(_ change: ProposedChange, by actor: Actor) -> Bool { true }
  public mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome { .init(.commandNotAllowed) }
  public mutating func interact(_ alert: Alert) -> InteractionOutcome { .init(.optionalFeatureNotSupported) }
  public mutating func didChange(_ uris: [NodeURI], by actor: Actor) {}
  public mutating func outgoingAlerts(to serverID: String) -> [OutgoingAlert] { [] }
  public mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) {}
}

/// A device without any management object of its own making: plain DM 1.2.
public struct PlainDevice: ManagedDevice, Sendable {
  /// The nodes, which servers may change as the tree's own rules say.
  public var tree: ManagementTree

  /// A device with a tree of its own.
  public init(tree: ManagementTree) { self.tree = tree }
}
