public import SyncML

extension Status {
  /// Whether it answers the SyncHdr, rather than a command.
  public var isForHeader: Bool { cmdRef == "0" || cmd == "SyncHdr" }
}

extension Message {
  /// The Status of the other side's SyncHdr; nil where it has none.
  public var headerStatus: Status? {
    for case .status(let status) in commands where status.isForHeader { return status }
    return nil
  }
}

extension StatusCode {
  /// Whether the other side's credentials, or their absence, are what it is about: 401 or 407.
  public var refusesCredentials: Bool { self == .invalidCredentials || self == .authenticationRequired }
}
