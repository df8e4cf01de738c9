import DMScheduling
import DeviceManagement
import Foundation
public import SyncML

/// The device of this package, in the same process and under a virtual clock.
public struct BuiltinDriver: DeviceDriver {
  /// The encoding in which messages travel.
  public let encoding: Encoding

  private enum Device {
    case plain(SimulatedDevice)
    case scheduling(SchedulingDevice<SimulatedDevice>)
  }

  private var device: Device?
  private var session: ClientSession?
  private var sessionCount = 0

  /// A driver without a device yet, which ``prepare(_:)`` makes; its messages travel in one encoding.
  public init(encoding: Encoding) { self.encoding = encoding }

  public mutating func prepare(_ setup: FlowVector.DeviceSetup) throws {
    let simulated = try SimulatedDevice(setup)
    session = nil
    sessionCount = 0
    guard setup.scheduling ?? true else {
      device = .plain(simulated)
      return
    }
    guard let zone = TimeZone(identifier: setup.zone ?? "UTC") else {
      throw DriverError("there is no time zone '\(setup.zone ?? "")'")
    }
    var limits = SchedulingLimits()
    if let count = setup.maxContexts { limits.maxContexts = count }
    if let size = setup.maxTaskSize { limits.maxTaskSize = size }
    device = .scheduling(
      try SchedulingDevice(simulated, now: Instant(parsing: setup.start), zone: zone, limits: limits))
  }

  public mutating func advance(to instant: String) throws {
    guard case .scheduling(var scheduling) = device else { return }
    device = nil
    defer { device = .scheduling(scheduling) }
    let target = try Instant(parsing: instant)
    guard target >= scheduling.now else { throw DriverError("the clock is already past \(instant)") }
    // A rule can fire every second: a vector that runs a million tasks is a mistake.
    let limit = 1_000_000
    if scheduling.advance(to: target, maximumRuns: limit) >= limit {
      throw DriverError("more than \(limit) tasks ran before \(instant)")
    }
  }

  public var wantsSession: Bool {
    if case .scheduling(let scheduling) = device { scheduling.wantsSession } else { false }
  }

  public mutating func startSession(serverID: String, isServerInitiated: Bool) throws -> [UInt8] {
    sessionCount += 1
    var session = ClientSession(
      ClientSession.Configuration(
        sessionID: String(sessionCount, radix: 16, uppercase: true), deviceURI: SimulatedDevice.deviceURI,
        serverURI: "https://\(serverID)/dm", serverID: serverID, isServerInitiated: isServerInitiated))
    defer { self.session = session }
    let message: Message
    switch device {
    case .plain(var plain):
      message = session.start(on: &plain)
      device = .plain(plain)
    case .scheduling(var scheduling):
      device = nil
      message = session.start(on: &scheduling)
      device = .scheduling(scheduling)
    case nil: throw DriverError("the device has not been prepared")
    }
    return try message.encoded(as: encoding)
  }

  public mutating func exchange(_ bytes: [UInt8]) throws -> [UInt8]? {
    guard var session else { throw DriverError("no session has begun") }
    defer { self.session = session }
    let message = try Message(decoding: bytes.span, encoding: encoding)
    let answer: Message?
    switch device {
    case .plain(var plain):
      answer = session.handle(message, on: &plain)
      device = .plain(plain)
    case .scheduling(var scheduling):
      device = nil
      answer = session.handle(message, on: &scheduling)
      device = .scheduling(scheduling)
    case nil: throw DriverError("the device has not been prepared")
    }
    return try answer?.encoded(as: encoding)
  }
}

/// A device made of the nodes that a vector lists, some of which answer Exec.
struct SimulatedDevice: ManagedDevice, Sendable {
  static let deviceURI = "IMEI:004401013456782"

  var tree = ManagementTree()
  private var execStatuses: [NodeURI: StatusCode] = [:]

  init(_ setup: FlowVector.DeviceSetup) throws {
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
          access: access, isPermanent: false),
        under: parent)
      if let code = node.exec { execStatuses[uri] = StatusCode(rawValue: code) }
    }
  }

  private static func access(_ text: String?) throws -> AccessTypes {
    guard let text else { return .all }
    var access: AccessTypes = []
    for name in text.split(separator: ",") {
      switch name {
      case "Add": access.insert(.add)
      case "Copy": access.insert(.copy)
      case "Delete": access.insert(.delete)
      case "Exec": access.insert(.exec)
      case "Get": access.insert(.get)
      case "Replace": access.insert(.replace)
      default: throw DriverError("there is no access type '\(name)'")
      }
    }
    return access
  }

  mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome {
    ExecOutcome(execStatuses[request.uri] ?? .commandNotAllowed)
  }
}
