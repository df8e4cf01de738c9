public import SyncML

/// A generic alert that waits until its server has taken it.
public struct WaitingAlert: Hashable, Sendable, Identifiable {
  /// The number by which the device knows it again; no other alert of the queue has or had it.
  public var id: Int
  /// The server that is to get it.
  public var serverID: String
  /// The command to send.
  public var alert: Alert

  /// An alert for a server, under its number.
  public init(id: Int, serverID: String, alert: Alert) {
    self.id = id
    self.serverID = serverID
    self.alert = alert
  }
}

/// The alerts that wait for their servers: what a device gives out in ``ManagedDevice/outgoingAlerts(to:)`` and takes
/// answers for in ``ManagedDevice/didSend(_:status:)``.
///
/// An alert is sent in every session with its server until that server has taken it, across restarts where the host
/// stores ``waiting``: an alert whose answer was lost is sent twice.
public struct AlertQueue: Hashable, Sendable {
  /// The alerts in the order in which they came about.
  public private(set) var waiting: [WaitingAlert]
  private var lastID: Int

  /// A queue of alerts that wait already.
  public init(_ waiting: [WaitingAlert] = []) {
    self.waiting = waiting
    lastID = max(0, waiting.map(\.id).max() ?? 0)
  }

  /// Queues an alert for a server; the number it got.
  @discardableResult
  public mutating func add(_ alert: Alert, for serverID: String) -> Int {
    lastID &+= 1
    waiting.append(WaitingAlert(id: lastID, serverID: serverID, alert: alert))
    return lastID
  }

  /// The alerts to send to a server.
  public func alerts(for serverID: String) -> [OutgoingAlert] {
    waiting.filter { $0.serverID == serverID }.map { OutgoingAlert(id: $0.id, alert: $0.alert) }
  }

  /// Takes a server's answer: 200 and 202 let go of the alert, anything else leaves it for the next session.
  ///
  /// - Returns: false where no alert of the queue has the number.
  @discardableResult
  public mutating func take(_ id: Int, status: StatusCode) -> Bool {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return false }
    if status == .ok || status == .acceptedForProcessing { waiting.remove(at: index) }
    return true
  }

  /// Lets go of an alert, whatever its server says.
  public mutating func remove(_ id: Int) { waiting.removeAll { $0.id == id } }
}
