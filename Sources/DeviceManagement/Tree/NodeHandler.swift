public import SyncML

/// A management object implemented in code: the nodes at and below one place, read, changed and run on demand.
///
/// The nodes are in the device's tree like any others. The handler keeps them up to date when somebody looks, has the
/// last word on changes, and carries them out; the tree's transactions undo what a failed Atomic has done. It is to one
/// object what ``ManagedDevice`` is to the whole device, and has the same verbs.
public protocol NodeHandler: Sendable {
  /// Brings the object's nodes up to date, those at and below a place at least: values that are measured, children
  /// that come and go.
  mutating func refresh(_ uri: NodeURI, in tree: inout ManagementTree, by actor: Actor)

  /// The last word on a change that all rules allow.
  mutating func check(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> ChangeDecision

  /// Carries a change out, which the tree already shows; any status but success takes it back.
  mutating func apply(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> StatusCode

  /// Takes a change back, one that ``apply(_:in:by:)`` has carried out or only begun: the tree shows what the state is
  /// to be. False where that fails.
  mutating func revert(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> Bool

  /// Runs the process behind a node.
  mutating func execute(_ request: ExecRequest, in tree: inout ManagementTree, by actor: Actor) -> ExecOutcome

  /// A command, or a whole Atomic, has changed these nodes for good.
  mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor)
}

extension NodeHandler {
  public mutating func refresh(_ uri: NodeURI, in tree: inout ManagementTree, by actor: Actor) {}
  public mutating func check(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> ChangeDecision {
    .allow()
  }
  public mutating func apply(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> StatusCode { .ok }
  public mutating func revert(_ change: ProposedChange, in tree: ManagementTree, by actor: Actor) -> Bool { true }
  public mutating func execute(
    _ request: ExecRequest, in tree: inout ManagementTree, by actor: Actor
  ) -> ExecOutcome { ExecOutcome(.commandNotAllowed) }
  public mutating func didChange(_ uris: [NodeURI], in tree: inout ManagementTree, by actor: Actor) {}
}
