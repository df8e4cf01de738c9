public import SyncML

/// What a server's commands work on: a tree, and the code behind the nodes that need some.
///
/// Only `tree` must be given: the rest has defaults that suit a device whose nodes are plain values.
public protocol ManagedDevice {
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

  public init(serverID: String, isScheduled: Bool = false) {
    self.serverID = serverID
    self.isScheduled = isScheduled
  }
}

/// A change of the tree, before it is made.
public enum ProposedChange: Hashable, Sendable {
  case add(Node, under: NodeURI)
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

  /// The places that are different afterwards: a node that is renamed has been in one and is in another.
  var changedPlaces: [NodeURI] {
    if case .set(let uri, .name(let name)) = self, let parent = uri.parent { return [uri, parent.appending(name)] }
    return [uri]
  }
}

extension ManagementTree {
  /// Makes a change.
  ///
  /// - Throws: what ``add(_:under:)``, ``update(_:_:)``, ``remove(_:)`` and ``rename(_:to:)`` throw.
  public mutating func make(_ change: ProposedChange) throws(TreeError) {
    switch change {
    case .add(let node, let parent): try add(node, under: parent)
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
  }
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
  public var node: Node
  /// The place under which it goes.
  public var parent: NodeURI

  public init(_ node: Node, under parent: NodeURI) {
    self.node = node
    self.parent = parent
  }
}

/// An Exec, taken apart.
public struct ExecRequest: Hashable, Sendable {
  public var uri: NodeURI
  public var correlator: String?
  public var data: NodeValue

  public init(uri: NodeURI, correlator: String? = nil, data: NodeValue = .null) {
    self.uri = uri
    self.correlator = correlator
    self.data = data
  }
}

/// What an Exec came to: its status, and words for people where it failed.
public struct ExecOutcome: Hashable, Sendable {
  public var status: StatusCode
  public var reason: String?

  public init(_ status: StatusCode, reason: String? = nil) {
    self.status = status
    self.reason = reason
  }
}

/// What the user did with an alert: the Status's code, and the answer as its items.
public struct InteractionOutcome: Hashable, Sendable {
  public var status: StatusCode
  public var answers: [String]

  public init(_ status: StatusCode, answers: [String] = []) {
    self.status = status
    self.answers = answers
  }
}

/// A generic alert on its way to a server; it is sent in every session until it is answered.
public struct OutgoingAlert: Hashable, Sendable, Identifiable {
  public var id: Int
  public var alert: Alert

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
  public var tree: ManagementTree

  public init(tree: ManagementTree) { self.tree = tree }
}
