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
  private var accounts: [Account] = []
  private var serverID = ""
  private var setup: FlowVector.DeviceSetup?
  /// The value of `x-syncml-hmac` for the message given out last.
  public private(set) var hmacHeader: String?

  /// A driver without a device yet, which ``prepare(_:)`` makes; its messages travel in one encoding.
  public init(encoding: Encoding) { self.encoding = encoding }

  public mutating func prepare(_ setup: FlowVector.DeviceSetup) throws {
    let simulated = try SimulatedDevice(setup)
    self.setup = setup
    session = nil
    sessionCount = 0
    accounts = try (setup.accounts ?? []).map { try $0.account }
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
    if case .plain(var plain) = device {
      plain.tree.now = Timestamp(instant)
      device = .plain(plain)
    }
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

  public mutating func set(_ uri: String, to value: String) throws {
    let place = try NodeURI(parsing: uri)
    switch device {
    case .plain(var plain):
      try plain.tree.update(place) { $0.value = .text(value) }
      device = .plain(plain)
    case .scheduling(var scheduling):
      try scheduling.tree.update(place) { $0.value = .text(value) }
      device = .scheduling(scheduling)
    case nil: throw DriverError("the device has not been prepared")
    }
  }

  public var wantsSession: Bool {
    if case .scheduling(let scheduling) = device { scheduling.wantsSession } else { false }
  }

  public mutating func startSession(serverID: String, isServerInitiated: Bool) throws -> [UInt8] {
    sessionCount += 1
    self.serverID = serverID
    // A virtual device has virtual chance: every run gives the same nonces.
    let authentication = accounts.first { $0.serverID == serverID }.map {
      SessionAuthentication(client: $0, nonces: NonceGenerator(seed: Secret("device, session \(sessionCount)")))
    }
    var limits = SessionLimits()
    if let buffer = setup?.objectBuffer { limits.maximumObjectBytes = buffer }
    var session = ClientSession(
      ClientSession.Configuration(
        sessionID: String(sessionCount, radix: 16, uppercase: true), deviceURI: SimulatedDevice.deviceURI,
        serverURI: "https://\(serverID)/dm", serverID: serverID, isServerInitiated: isServerInitiated,
        maxMsgSize: setup?.maxMsgSize, maxObjSize: setup?.maxObjSize, encoding: encoding,
        supportsLargeObjects: setup?.largeObjects ?? true,
        splitsAtomicAnswers: setup?.splitsAtomicAnswers ?? true, sendsNewAlerts: setup?.sendsNewAlerts ?? false,
        limits: limits, authentication: authentication))
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
    let bytes = try message.encoded(as: encoding)
    hmacHeader = session.hmacHeader(for: bytes.span)
    return bytes
  }

  public mutating func exchange(_ bytes: [UInt8]) throws -> [UInt8]? { try exchange(bytes, hmacHeader: nil) }

  public mutating func exchange(_ bytes: [UInt8], hmacHeader header: String?) throws -> [UInt8]? {
    guard var session else { throw DriverError("no session has begun") }
    defer { self.session = session }
    let message = try Message(decoding: bytes.span, encoding: encoding)
    let integrity = MessageIntegrity(headerValue: header, body: bytes.span)
    let answer: Message?
    switch device {
    case .plain(var plain):
      answer = session.handle(message, integrity: integrity, on: &plain)
      device = .plain(plain)
    case .scheduling(var scheduling):
      device = nil
      answer = session.handle(message, integrity: integrity, on: &scheduling)
      device = .scheduling(scheduling)
    case nil: throw DriverError("the device has not been prepared")
    }
    if let index = accounts.firstIndex(where: { $0.serverID == serverID }) {
      for update in session.takeNonceUpdates() { accounts[index].update(update) }
    }
    return try encoded(answer, of: session)
  }

  private mutating func encoded(_ message: Message?, of session: ClientSession) throws -> [UInt8]? {
    guard let bytes = try message?.encoded(as: encoding) else { return nil }
    hmacHeader = session.hmacHeader(for: bytes.span)
    return bytes
  }

  public mutating func resend() throws -> [UInt8]? {
    guard let session else { throw DriverError("no session has begun") }
    return try encoded(session.resend(), of: session)
  }

  public mutating func retry() throws -> [UInt8]? {
    guard var session else { throw DriverError("no session has begun") }
    defer { self.session = session }
    return try encoded(session.retry(), of: session)
  }

  public mutating func abort() throws -> [UInt8]? {
    guard var session else { throw DriverError("no session has begun") }
    defer { self.session = session }
    return try encoded(session.abort(), of: session)
  }

  public mutating func answer(_ answers: [String]) throws {
    switch device {
    case .plain(var plain):
      try plain.user.add(answers)
      device = .plain(plain)
    case .scheduling(var scheduling):
      try scheduling.base.user.add(answers)
      device = .scheduling(scheduling)
    case nil: throw DriverError("the device has not been prepared")
    }
  }
}
