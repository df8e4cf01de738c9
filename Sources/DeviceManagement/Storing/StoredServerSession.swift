public import SyncML

/// A server's session whose every step is durable before its answer is given out: it sends the batches that wait for the
/// device, records what became of them, and keeps what the device tells of itself and the nonces agreed with it.
///
///     var session = try StoredServerSession(configuration, store: store)
///     let answer = try session.handle(message, at: now)  // stored: it may be sent
///
/// A batch whose package was sent and never answered is sent again in the device's next session: the device may then
/// carry it out twice, as it may where it has lost power itself. Nothing is recorded of a device that has not proved who
/// it is, where it must.
public struct StoredServerSession<Store: ServerStore> {
  /// The session underneath.
  public private(set) var session: ServerSession
  /// The session's record; nil until the device has proved who it is.
  public private(set) var record: SessionRecord?
  /// What is known of the device; nil until it has proved who it is.
  public private(set) var device: DeviceRecord?
  /// How often a batch is sent before it is given up.
  public let maximumAttempts: Int

  private let store: Store
  private let account: Account?
  private var events: [ServerSession.Event] = []
  /// The batch whose answers are awaited.
  private var current: CommandBatch?
  private var lastMsgID: String?

  /// A session that waits for the device's first message.
  ///
  /// - Parameters:
  ///   - configuration: what is settled before it.
  ///   - store: where devices, sessions and batches are kept.
  ///   - account: the server's copy of the account, which is recorded with a device that is new, and whose nonces are
  ///     kept; nil where the transport vouches for the device.
  ///   - maximumAttempts: how often a batch is sent before it is given up, because sessions end with it; at least 1.
  public init(
    _ configuration: ServerSession.Configuration, store: Store, account: Account? = nil, maximumAttempts: Int = 5
  ) {
    session = ServerSession(configuration)
    self.store = store
    self.account = account
    self.maximumAttempts = max(1, maximumAttempts)
  }

  /// Whether the session is over.
  public var isFinished: Bool { session.isFinished }

  /// The value of `x-syncml-hmac` for the message given out last, once it is encoded; nil where it needs none.
  public func hmacHeader(for body: Span<UInt8>) -> String? { session.hmacHeader(for: body) }

  /// What the device's messages have told since the last call.
  public mutating func takeEvents() -> [ServerSession.Event] {
    defer { events = [] }
    return events
  }

  /// Takes the device's message, and stores what has come of it; then the answer is to be sent.
  ///
  /// - Parameters:
  ///   - message: the device's message.
  ///   - integrity: what the transport says of it; needed where the device uses `syncml:auth-MAC`.
  ///   - now: the present time; nil where nobody knows it.
  /// - Throws: what the store throws. The session is as before then: the same message may come again.
  public mutating func handle(
    _ message: Message, integrity: MessageIntegrity? = nil, at now: Timestamp? = nil
  ) throws(Store.Failure) -> Message {
    var attempt = self
    let answer = try attempt.process(message, integrity, now)
    self = attempt
    return answer
  }

  /// Records that the device is not heard of any more. A batch that it has not answered is sent again in the next
  /// session.
  ///
  /// - Throws: what the store throws.
  public mutating func interrupt() throws(Store.Failure) {
    guard var record, record.state == .open else { return }
    record.state = .interrupted
    try store.commit(ServerChanges(session: record))
    self.record = record
  }

  private mutating func process(
    _ message: Message, _ integrity: MessageIntegrity?, _ now: Timestamp?
  ) throws(Store.Failure) -> Message {
    var changes = ServerChanges()
    var step = Step(session, message, integrity)
    // The same message again got the same answer again: nothing has happened.
    if step.answer.header.msgID == lastMsgID { return step.answer }
    let isAnswered = step.isFinished
    var sent: CommandBatch?
    // Only where the session would end now is there room for a batch, and only now is it known whom it is for: what
    // waits for a device is not laid out for whoever bears its name. So the step is taken again, with the batch.
    if isAnswered, let batch = try findNext(for: step.session.deviceURI, &changes) {
      var longer = session
      longer.enqueue(batch.commands)
      step = Step(longer, message, integrity)
      sent = batch
    }
    session = step.session
    events += step.events
    lastMsgID = step.answer.header.msgID
    let answer = step.answer
    if session.deviceURI.isEmpty { return answer }

    if record == nil {
      record = try store.beginSession(with: session.deviceURI, sessionID: message.header.sessionID, at: now)
      var known = try store.device(session.deviceURI) ?? DeviceRecord(deviceURI: session.deviceURI, firstSeen: now)
      if let account { known.account = account }
      device = known
    }
    let before = current
    // What could not be sent is of the batch that goes out now, where one does.
    let notSent = sent == nil ? [] : step.events.filter { if case .notSent = $0 { true } else { false } }
    take(step.events.filter { !notSent.contains($0) })
    if var batch = current {
      if isAnswered {
        batch.state = .answered
        batch.answeredAt = now
        current = nil
      }
      if batch != before { changes.batches.append(batch) }
    }
    if var batch = sent {
      batch.state = .sent
      batch.attempts += 1
      batch.sentAt = now
      batch.answers = notSent.flatMap(\.answers)
      changes.batches.append(batch)
      current = batch
    }

    guard var record, var device else { return answer }
    for update in session.takeNonceUpdates() { device.account?.update(update) }
    device.lastSeen = now ?? device.lastSeen
    record.messageCount += 1
    record.lastMessageAt = now
    if session.isFinished { record.state = Self.state(after: step.events) }
    changes.device = device
    changes.session = record
    try store.commit(changes)
    self.device = device
    self.record = record
    return answer
  }

  /// A message handled by a session.
  private struct Step {
    var session: ServerSession
    let answer: Message
    let events: [ServerSession.Event]

    init(_ session: ServerSession, _ message: Message, _ integrity: MessageIntegrity?) {
      self.session = session
      answer = self.session.handle(message, integrity: integrity)
      events = self.session.takeEvents()
    }

    /// Whether the device has answered all, and there is nothing more to send.
    var isFinished: Bool { events.contains(.finished) && (answer.headerStatus?.code?.isSuccess ?? true) }
  }

  /// The batch to send next; those that have been sent too often are given up.
  private func findNext(
    for deviceURI: String, _ changes: inout ServerChanges
  ) throws(Store.Failure) -> CommandBatch? {
    var passedOver: Set<Int64> = []
    if let current { passedOver.insert(current.id) }
    while true {
      let waiting = try store.batches(for: deviceURI, in: [.queued, .sent], limit: passedOver.count + 1)
      guard var batch = waiting.first(where: { !passedOver.contains($0.id) }) else { return nil }
      if batch.attempts < maximumAttempts { return batch }
      batch.state = .abandoned
      changes.batches.append(batch)
      passedOver.insert(batch.id)
    }
  }

  private mutating func take(_ told: [ServerSession.Event]) {
    for event in told {
      switch event {
      case .challenged: current?.answers = []
      case .devInfo(let info): device?.devInfo = info
      default: current?.answers += event.answers
      }
    }
  }

  private static func state(after events: [ServerSession.Event]) -> SessionRecord.State {
    for event in events.reversed() {
      switch event {
      case .aborted, .cancelled: return .aborted
      // The device has not looked at what was sent: it is sent again.
      case .busy: return .interrupted
      case .authenticationFailed: return .unauthenticated
      case .finished: return .finished
      default: break
      }
    }
    return .failed
  }
}

extension StoredServerSession: Sendable where Store: Sendable {}
