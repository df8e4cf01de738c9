public import SyncML

/// Keeps a server durable: the devices it knows, its sessions, and the work that operators have queued.
///
/// The changes that a message brings are one ``ServerChanges``, committed before the answer is sent. Operators queue
/// work at any time; a batch that was queued is kept until it is answered, cancelled or abandoned.
public protocol ServerStore {
  /// Why the store cannot do what it is asked.
  associatedtype Failure: Error

  /// What is known of a device; nil where it is not known.
  func device(_ deviceURI: String) throws(Failure) -> DeviceRecord?

  /// The addresses of known devices, in alphabetical order.
  ///
  /// - Parameters:
  ///   - after: the address after which to go on; nil for the first ones.
  ///   - limit: how many at most.
  func deviceURIs(after: String?, limit: Int) throws(Failure) -> [String]

  /// Records what is known of a device.
  func save(_ device: DeviceRecord) throws(Failure)

  /// Forgets a device, with its sessions and batches; nothing where it is not known.
  func removeDevice(_ deviceURI: String) throws(Failure)

  /// Queues commands for a device, which becomes known if it was not.
  ///
  /// - Returns: the batch's number.
  func enqueue(_ commands: [Command], for deviceURI: String, at now: Timestamp?) throws(Failure) -> Int64

  /// Takes back a batch that has not been sent yet.
  ///
  /// - Returns: false where there is no such batch, or it is no longer queued.
  func cancel(_ batch: Int64) throws(Failure) -> Bool

  /// A batch; nil where there is none of that number.
  func batch(_ id: Int64) throws(Failure) -> CommandBatch?

  /// The first batches of a device, those in some states only.
  func batches(
    for deviceURI: String, in states: Set<CommandBatch.State>, limit: Int
  ) throws(Failure) -> [CommandBatch]

  /// Records that a session has begun. Others of the device that are open are interrupted: a device has one at a time.
  func beginSession(
    with deviceURI: String, sessionID: String, at now: Timestamp?
  ) throws(Failure) -> SessionRecord

  /// The sessions of a device, the latest first.
  func sessions(of deviceURI: String, limit: Int) throws(Failure) -> [SessionRecord]

  /// Makes what a message has changed durable: all of it or nothing.
  func commit(_ changes: ServerChanges) throws(Failure)

  /// Marks sessions that a former run of the server left open as interrupted.
  ///
  /// - Returns: how many they were.
  func interruptOpenSessions() throws(Failure) -> Int
}

/// What a message has changed for a server.
public struct ServerChanges: Hashable, Sendable {
  /// What is known of the device now; nil where nothing of it is different.
  public var device: DeviceRecord?
  /// The session as it is now.
  public var session: SessionRecord?
  /// The batches that are different.
  public var batches: [CommandBatch]

  /// Changes; what is left out is not different.
  public init(device: DeviceRecord? = nil, session: SessionRecord? = nil, batches: [CommandBatch] = []) {
    self.device = device
    self.session = session
    self.batches = batches
  }
}
