import DMStorage
public import DMTransport
import DeviceManagement
import Foundation
import Logging
import SyncML
import Synchronization

/// Sends each device what waits for it in a store, and records what becomes of it (`--store`).
///
/// The script is queued for a device that opens a session while nothing waits for it. What was queued or sent and not
/// answered is sent in the next session, by this run of the server or a later one.
final class StoredManager: DeviceManager {
  private struct Session {
    var record: SessionRecord
    /// The batch whose answers are awaited.
    var current: CommandBatch?

    mutating func take(_ events: [ServerSession.Event]) {
      for event in events {
        // The package is sent again, with credentials.
        if event == .challenged { current?.answers = [] } else { current?.answers += event.answers }
      }
    }

    /// The batch as it is when nothing more is to come of it; nil where there is none.
    mutating func finishBatch(at now: Timestamp?) -> CommandBatch? {
      guard var batch = current else { return nil }
      batch.state = .answered
      batch.answeredAt = now
      current = nil
      return batch
    }

    /// Notes that a batch goes out with the next answer.
    mutating func send(_ batch: CommandBatch, at now: Timestamp?) {
      var batch = batch
      batch.state = .sent
      batch.attempts += 1
      batch.sentAt = now
      batch.answers = []
      current = batch
    }
  }

  private let store: ServerDatabase
  private let script: CommandScript
  private let sessions = Mutex<[Int: Session]>([:])
  private let didEnd: @Sendable (SessionOutcome) -> Void

  private static let logger = Logger(label: "syncml.server") { StreamLogHandler.standardError(label: $0) }

  /// How often a batch is sent before it is given up.
  private static let maximumAttempts = 5

  init(_ store: ServerDatabase, _ script: CommandScript, didEnd: @escaping @Sendable (SessionOutcome) -> Void) {
    self.store = store
    self.script = script
    self.didEnd = didEnd
  }

  static var now: Timestamp? {
    Timestamp(Date.now.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)))
  }

  func packages(after events: [ServerSession.Event], from device: DeviceSession) async throws -> [[Command]] {
    // One session has one message at a time: nobody else needs its entry meanwhile.
    let known = sessions.withLock { $0[device.id] }
    let (session, package) = try await store.perform { [script] store in
      let session = try known ?? Self.begin(device, script, in: store)
      // An operator may take a batch back between the moment when it is found and the one when it is noted as sent:
      // then it is not sent, and the next one is looked for.
      for _ in 1..<8 {
        do {
          return try Self.step(session, events, device, in: store)
        } catch StorageError.outOfStep {}
      }
      return try Self.step(session, events, device, in: store)
    }
    sessions.withLock { $0[device.id] = session }
    return package
  }

  /// Takes what a message has told, and stores it together with what is to be sent next.
  ///
  /// - Throws: ``StorageError/outOfStep(path:)`` where what is to be sent next is gone: nothing is stored then.
  private static func step(
    _ session: Session, _ events: [ServerSession.Event], _ device: DeviceSession, in store: ServerDatabase
  ) throws -> (Session, [[Command]]) {
    var session = session
    let now = Self.now
    var changes = ServerChanges()
    let before = session.current
    session.take(events)
    // A device that goes early may have answered all the same: what it has done is not to be sent to it again.
    let isDone = device.awaitsCommands || (device.isEnding && session.current?.hasAllStatuses == true)
    if isDone, let batch = session.finishBatch(at: now) {
      changes.batches.append(batch)
    } else if let current = session.current, current != before {
      changes.batches.append(current)
    }
    var package: [[Command]] = []
    if device.awaitsCommands, session.current == nil, let batch = try next(for: device.deviceURI, &changes, in: store) {
      session.send(batch, at: now)
      if let sent = session.current { changes.batches.append(sent) }
      package = [batch.commands]
    }
    session.record.messageCount = device.messageCount
    session.record.lastMessageAt = now
    // Read anew: the nonces of an account are kept there too.
    var known = try store.device(device.deviceURI) ?? DeviceRecord(deviceURI: device.deviceURI, firstSeen: now)
    known.lastSeen = now
    for case .devInfo(let info) in events { known.devInfo = info }
    changes.session = session.record
    changes.device = known
    try store.commit(changes)
    return (session, package)
  }

  func sessionEnded(_ device: DeviceSession, _ outcome: SessionOutcome) async {
    defer { didEnd(outcome) }
    guard var session = sessions.withLock({ $0.removeValue(forKey: device.id) }) else { return }
    var changes = ServerChanges()
    // A device that has ended its session well has said all that it will: commands without a Status stay without one.
    if outcome == .completed, let batch = session.finishBatch(at: Self.now) { changes.batches.append(batch) }
    session.record.state = SessionRecord.State(outcome)
    session.record.messageCount = device.messageCount
    changes.session = session.record
    let last = changes
    do {
      try await store.perform { try $0.commit(last) }
    } catch {
      // Nobody waits for this: the session stands in the store as one that is open until the server starts again.
      Self.logger.error(
        "the end of a session is not recorded", metadata: ["session": "\(device.id)", "error": "\(error)"])
    }
  }

  private static func begin(
    _ device: DeviceSession, _ script: CommandScript, in store: ServerDatabase
  ) throws -> Session {
    let now = Self.now
    let record = try store.beginSession(with: device.deviceURI, sessionID: device.sessionID, at: now)
    if try store.batches(for: device.deviceURI, in: [.queued, .sent], limit: 1).isEmpty {
      _ = try store.enqueue(script.packages.filter { !$0.isEmpty }, for: [device.deviceURI], at: now)
    }
    return Session(record: record)
  }

  private static func next(
    for deviceURI: String, _ changes: inout ServerChanges, in store: ServerDatabase
  ) throws -> CommandBatch? {
    for var batch in try store.batches(for: deviceURI, in: [.queued, .sent], limit: 100)
    where !changes.batches.contains(where: { $0.id == batch.id }) {
      if batch.attempts < maximumAttempts { return batch }
      batch.state = .abandoned
      changes.batches.append(batch)
    }
    return nil
  }
}

extension StorageError: TemporaryError {
  /// Whether another process is at work on the store, or there is no room on its disk: an operator may make some.
  var isTemporary: Bool {
    switch self {
    case .locked, .full: true
    default: false
    }
  }
}

extension CommandBatch {
  /// Whether each of its commands that wants a Status has got one; of several items one Status is enough.
  fileprivate var hasAllStatuses: Bool {
    var missing: [String: Int] = [:]
    var commands = commands
    while let command = commands.popLast() {
      if !command.noResp { missing[command.name, default: 0] += 1 }
      switch command {
      case .atomic(let group), .sequence(let group): commands += group.commands
      default: break
      }
    }
    var answered: Set<[String]> = []
    for case .status(let status) in answers {
      // The Statuses that the server gives itself refer to no message.
      let isOwn = Int(status.msgRef) == nil
      if isOwn || answered.insert([status.msgRef, status.cmdRef]).inserted { missing[status.cmd, default: 0] -= 1 }
    }
    return missing.values.allSatisfy { $0 <= 0 }
  }
}

extension SessionRecord.State {
  /// How a session that ended is recorded.
  fileprivate init(_ outcome: SessionOutcome) {
    switch outcome {
    case .completed: self = .finished
    case .aborted: self = .aborted
    case .authenticationFailed: self = .unauthenticated
    case .refused, .failed: self = .failed
    case .busy, .expired, .stopped, .displaced: self = .interrupted
    }
  }
}
