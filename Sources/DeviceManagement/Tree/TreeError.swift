public import SyncML

/// Why the tree refused a change, as the status that answers the command.
public struct TreeError: Error, Hashable, Sendable {
  /// The status that answers the command.
  public var status: StatusCode
  /// The node at fault.
  public var uri: NodeURI

  /// A refusal with a status, because of a node.
  public init(_ status: StatusCode, at uri: NodeURI) {
    self.status = status
    self.uri = uri
  }
}
