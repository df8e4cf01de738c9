/// What a device keeps besides its tree.
public struct DeviceState: Hashable, Sendable {
  /// The accounts with their nonces, where the host keeps them outside the tree; each has a ServerID of its own.
  public var accounts: [Account]
  /// The sessions that notifications have asked for (``NotificationReceiver/seen``).
  public var notifications: [SeenNotification]
  /// The alerts that wait for their servers (``AlertQueue/waiting``).
  public var alerts: [WaitingAlert]
  /// What objects implemented in code keep, by the object's name and a name of theirs: bytes that nobody else reads.
  public var records: [String: [String: [UInt8]]]

  /// The state of a device; what is left out is empty.
  public init(
    accounts: [Account] = [], notifications: [SeenNotification] = [], alerts: [WaitingAlert] = [],
    records: [String: [String: [UInt8]]] = [:]
  ) {
    self.accounts = accounts
    self.notifications = notifications
    self.alerts = alerts
    self.records = records
  }

  /// Keeps a nonce that a session has agreed with a server.
  ///
  /// - Returns: false where there is no account with the server.
  @discardableResult
  public mutating func update(_ update: NonceUpdate, of serverID: String) -> Bool {
    guard let index = accounts.firstIndex(where: { $0.serverID == serverID }) else { return false }
    accounts[index].update(update)
    return true
  }
}

/// A device as a store has it.
public struct StoredDevice: Sendable {
  /// The tree, which goes on noting its changes.
  public var tree: ManagementTree
  /// The rest.
  public var state: DeviceState

  /// A tree and what belongs to it.
  public init(tree: ManagementTree, state: DeviceState) {
    self.tree = tree
    self.state = state
  }
}

/// Keeps a device durable: one commit for each message, before the answer is sent.
///
/// What a server has been told must still be so when the device starts again. A host therefore commits after
/// `ClientSession.handle` and before it sends what that gave:
///
///     while let next = session.handle(answer, on: &device) {
///       for update in session.takeNonceUpdates() { state.update(update, of: serverID) }
///       try store.commit(&device, state)
///       answer = try await send(next)
///     }
///
/// and once more when the session is over. A large object that has come only in part is no state of the device: after a
/// restart it is forgotten, and the server sends it again.
public protocol DeviceStore {
  /// Why the store cannot do what it is asked.
  associatedtype Failure: Error

  /// The device that was stored; nil where nothing was yet.
  func load() throws(Failure) -> StoredDevice?

  /// Makes changes of the tree, and the rest of the state, durable: all of it or nothing.
  ///
  /// - Returns: the version that the tree has in the store now, for ``ManagementTree/didStore(_:as:)``.
  /// - Throws: where the store does not have the tree that the changes are for, or cannot write. Then it is as it was.
  func commit(_ changes: TreeChanges, _ state: DeviceState) throws(Failure) -> TreeVersion
}

extension DeviceStore {
  /// Makes durable what a device is now. Where it fails the device keeps its changes, and the next commit has them.
  public func commit(_ device: inout some ManagedDevice, _ state: DeviceState) throws(Failure) {
    let changes = device.tree.changes
    let version = try commit(changes, state)
    device.tree.didStore(changes, as: version)
  }
}
