import DeviceManagement
import SyncML

/// A device made of the nodes that a vector lists, some of which answer Exec.
struct SimulatedDevice: ManagedDevice, Sendable {
  static let deviceURI = "IMEI:004401013456782"

  var tree: ManagementTree
  private var execStatuses: [NodeURI: StatusCode] = [:]
  /// How the device fails to carry out changes.
  private var applyStatuses: [NodeURI: StatusCode] = [:]
  /// The nodes that cannot be changed back.
  private var stuck: Set<NodeURI> = []
  /// What the processes come to that Execs begin.
  private var processResults: [NodeURI: FlowVector.ProcessResult] = [:]
  /// The results that wait to be sent.
  private var results = AsynchronousResultQueue()
  /// The user.
  var user = ScriptedUserAgent()

  init(_ setup: FlowVector.DeviceSetup) throws {
    tree = ManagementTree(rootACL: try setup.rootACL.map { try AccessControlList(parsing: $0) } ?? .unrestricted)
    tree.now = Timestamp(setup.start)
    if let names = setup.properties {
      tree.optionalProperties = try names.reduce(into: []) { properties, name in
        guard let property = NodeProperty(rawValue: name) else { throw DriverError("there is no property '\(name)'") }
        properties.formUnion(NodeProperties(property))
      }
    }
    try DevInfo(devID: Self.deviceURI, manufacturer: "Example", model: "One").install(in: &tree)
    for node in setup.tree ?? [] {
      let uri = try NodeURI(parsing: node.uri)
      guard let parent = uri.parent, let format = NodeFormat(rawValue: node.format) else {
        throw DriverError("\(node.uri): no node can be made of it")
      }
      let type = node.type ?? (format == .node ? "" : "text/plain")
      let access = try Self.access(node.access)
      try tree.add(
        Node(
          name: uri.name, format: format, type: type,
          value: node.value.map(NodeValue.text) ?? (format == .node || format == .null ? .null : .text("")),
          access: access, isPermanent: node.permanent ?? false,
          acl: try AccessControlList(parsing: node.acl ?? ""), title: node.title ?? ""),
        under: parent)
      if let code = node.exec { execStatuses[uri] = StatusCode(rawValue: code) }
      if let code = node.apply { applyStatuses[uri] = StatusCode(rawValue: code) }
      if node.stuck ?? false { stuck.insert(uri) }
      processResults[uri] = node.result
    }
    for description in setup.descriptions ?? [] {
      let document = try DeviceDescription(parsing: Array(description.xml.joined(separator: "\n").utf8))
      tree.attach(document, at: try description.at.map { try NodeURI(parsing: $0) } ?? .root)
    }
  }

  func apply(_ change: ProposedChange, by actor: Actor) -> StatusCode { applyStatuses[change.uri] ?? .ok }

  func revert(_ change: ProposedChange, by actor: Actor) -> Bool { !stuck.contains(change.uri) }

  private static func access(_ text: String?) throws -> AccessTypes {
    guard let text else { return .all }
    return try text.split(separator: ",").reduce(into: []) { access, name in
      guard let type = AccessTypes(named: String(name)) else { throw DriverError("there is no access type '\(name)'") }
      access.formUnion(type)
    }
  }

  mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome {
    let status = execStatuses[request.uri] ?? .commandNotAllowed
    if status == .acceptedForProcessing, let result = processResults[request.uri] {
      results.add(
        AsynchronousResult(
          serverID: actor.serverID, correlator: request.correlator, source: request.uri, type: result.type,
          format: NodeFormat(rawValue: result.format) ?? .chr, data: .text(result.data),
          mark: result.mark.flatMap(AlertMark.init)))
    }
    return ExecOutcome(status)
  }

  mutating func interact(_ alert: Alert) -> InteractionOutcome { user.interact(alert) }

  func outgoingAlerts(to serverID: String) -> [OutgoingAlert] { results.alerts(to: serverID) }

  mutating func didSend(_ id: OutgoingAlert.ID, status: StatusCode) { results.didSend(id, status: status) }
}
