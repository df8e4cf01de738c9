public import SyncML

/// A device some of whose objects are implemented by handlers.
///
/// What concerns a handler's place goes to the handler, the rest to the device underneath. Where places lie in each
/// other, the inner handler is asked; deleting or renaming a node concerns all handlers below it too.
public struct HandlerDevice<Base: ManagedDevice>: ManagedDevice {
  /// The device underneath.
  public var base: Base
  private var handlers: [(root: NodeURI, handler: any NodeHandler)] = []

  /// A device without any handler yet.
  public init(_ base: Base) { self.base = base }

  public var tree: ManagementTree {
    get { base.tree }
    set { base.tree = newValue }
    _modify { yield &base.tree }
  }

  /// Puts a handler in charge of a node and all below it; a handler that was is so no more.
  public mutating func attach(_ handler: any NodeHandler, at root: NodeURI) {
    handlers.removeAll { $0.root == root }
    handlers.append((root, handler))
    // The inner ones first, so that the first that fits is the one to ask.
    handlers.sort { $0.root.segments.count > $1.root.segments.count }
  }

  private func index(of uri: NodeURI) -> Int? { handlers.firstIndex { $0.root.contains(uri) } }

  /// The handlers that a change concerns, the one in charge of its node first.
  private func indices(of change: ProposedChange) -> [Int] {
    let uri = change.uri
    var indices = index(of: uri).map { [$0] } ?? []
    switch change {
    case .delete, .set(_, .name):
      let new = change.newPlace
      indices += handlers.indices.filter { index in
        let root = handlers[index].root
        guard !indices.contains(index) else { return false }
        return uri.contains(root) || new.map { root.contains($0) || $0.contains(root) } ?? false
      }
    case .add, .replace, .set: break
    }
    return indices
  }

  public mutating func refresh(_ uri: NodeURI, by actor: Actor) {
    base.refresh(uri, by: actor)
    for index in handlers.indices where handlers[index].root.contains(uri) || uri.contains(handlers[index].root) {
      handlers[index].handler.refresh(uri, in: &base.tree, by: actor)
    }
  }

  public mutating func check(_ change: ProposedChange, by actor: Actor) -> ChangeDecision {
    let indices = indices(of: change)
    var decision: ChangeDecision?
    for index in indices {
      let answer = handlers[index].handler.check(change, in: base.tree, by: actor)
      if case .refuse = answer { return answer }
      decision = decision ?? answer
    }
    guard index(of: change.uri) == nil else { return decision ?? .allow() }
    return base.check(change, by: actor)
  }

  public mutating func apply(_ change: ProposedChange, by actor: Actor) -> StatusCode {
    for index in indices(of: change) {
      let status = handlers[index].handler.apply(change, in: base.tree, by: actor)
      guard status.isSuccess else { return status }
    }
    return index(of: change.uri) == nil ? base.apply(change, by: actor) : .ok
  }

  public mutating func revert(_ change: ProposedChange, by actor: Actor) -> Bool {
    var isReverted = index(of: change.uri) == nil ? base.revert(change, by: actor) : true
    for index in indices(of: change).reversed() {
      isReverted = handlers[index].handler.revert(change, in: base.tree, by: actor) && isReverted
    }
    return isReverted
  }

  public mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome {
    guard let index = index(of: request.uri) else { return base.execute(request, by: actor) }
    return handlers[index].handler.execute(request, in: &base.tree, by: actor)
  }

  public mutating func didChange(_ uris: [NodeURI], by actor: Actor) {
    for index in handlers.indices {
      let concerned = uris.filter {
        self.index(of: $0) == index || $0.contains(handlers[index].root)
      }
      if !concerned.isEmpty { handlers[index].handler.didChange(concerned, in: &base.tree, by: actor) }
    }
    let others = uris.filter { index(of: $0) == nil }
    if !others.isEmpty { base.didChange(others, by: actor) }
  }

  public mutating func interact(_ alert: Alert) -> InteractionOutcome { base.interact(alert) }
  public mutating func outgoingAlerts(to serverID: String) -> [OutgoingAlert] { base.outgoingAlerts(to: serverID) }
  public mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) { base.didSend(id, status: status) }
}
