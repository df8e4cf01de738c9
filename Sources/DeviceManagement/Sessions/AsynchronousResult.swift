public import SyncML

/// What a process came to that an Exec began and that went on after its Status 202.
///
/// Source: OMA-TS-DM_Protocol-V1_2 8.7 (generic alert); OMA-TS-DM_RepPro-V1_2 6.6.2 (Correlator).
public struct AsynchronousResult: Hashable, Sendable {
  /// The server that is to be told.
  public var serverID: String
  /// The Correlator of the Exec; nil where it had none.
  public var correlator: String?
  /// The node of the management object that the alert speaks of.
  public var source: NodeURI
  /// The alert's type, such as `urn:oma:at:fumo:1.0:OperationComplete`.
  public var type: String
  /// The format of the data.
  public var format: NodeFormat
  /// The result.
  public var data: NodeValue
  /// The importance; informational where nothing is said.
  public var mark: AlertMark?

  /// A result for a server.
  public init(
    serverID: String, correlator: String?, source: NodeURI, type: String, format: NodeFormat, data: NodeValue,
    mark: AlertMark? = nil
  ) {
    self.serverID = serverID
    self.correlator = correlator
    self.source = source
    self.type = type
    self.format = format
    self.data = data
    self.mark = mark
  }

  /// The generic alert that tells it.
  public var alert: Alert {
    let content: ItemData? =
      switch data {
      case .null: nil
      case .text(let text): .text(text)
      case .bytes(let bytes): .bytes(bytes)
      }
    return Alert(
      code: .genericAlert, correlator: correlator,
      items: [
        Item(
          source: Location(source.description),
          meta: Meta(format: format.rawValue, type: type, mark: mark?.rawValue), data: content)
      ])
  }
}

/// How important a generic alert is (Meta/Mark).
///
/// Source: OMA-TS-DM_Protocol-V1_2 8.7.
public enum AlertMark: String, Hashable, Sendable, CaseIterable {
  /// By the names that Mark has; `informational` is what an alert without Mark is.
  case fatal, critical, minor, warning, informational, harmless, indeterminate
}

/// The results that wait until their servers have taken them, for a device whose processes go on after their Exec.
///
/// A device adds a result when its process ends, and passes on
/// ``ManagedDevice/outgoingAlerts(to:)`` and ``ManagedDevice/didSend(_:status:)``.
public struct AsynchronousResultQueue: Sendable {
  private var entries: [(id: Int, result: AsynchronousResult)] = []
  private var lastID: Int

  /// An empty queue.
  ///
  /// - Parameter firstID: the number of the first result, from which they count up: apart from those of other alerts.
  public init(firstID: Int = 1) { lastID = firstID &- 1 }

  /// The results that wait, in their order.
  public var waiting: [AsynchronousResult] { entries.map(\.result) }

  /// Adds a result.
  public mutating func add(_ result: AsynchronousResult) {
    lastID &+= 1
    entries.append((lastID, result))
  }

  /// The alerts that wait for a server.
  public func alerts(to serverID: String) -> [OutgoingAlert] {
    entries.filter { $0.result.serverID == serverID }.map { OutgoingAlert(id: $0.id, alert: $0.result.alert) }
  }

  /// Takes a server's answer; false where the alert is not of this queue.
  ///
  /// 200 and 202 let go of a result, and so do answers that no repetition would change: 406, 412, 413, 415.
  @discardableResult
  public mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) -> Bool {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return false }
    if status.settlesAlert { entries.remove(at: index) }
    return true
  }
}

extension StatusCode {
  /// Whether a device is done with a generic alert that is answered so: it was taken, or no repetition would change
  /// the answer (OMA-TS-DM_Protocol-V1_2 8.7).
  public var settlesAlert: Bool {
    switch self {
    case .ok, .acceptedForProcessing, .optionalFeatureNotSupported, .incompleteCommand, .requestEntityTooLarge,
      .unsupportedMediaTypeOrFormat:
      true
    default: false
    }
  }
}
