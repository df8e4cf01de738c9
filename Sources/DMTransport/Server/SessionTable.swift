internal import Synchronization

/// The sessions of a server, by their tokens and by their devices.
final class SessionTable: Sendable {
  /// Whose session it is.
  struct Owner: Hashable, Sendable {
    var deviceURI: String
    var sessionID: String
  }

  private struct Entry {
    let session: ManagedSession
    let owner: Owner
    /// The request that began it, until another one has come.
    var firstKey: RequestKey?
    var lastUse: ContinuousClock.Instant
    /// Whether the device has proved who it is, or need not.
    var isProved: Bool
    var isOver = false
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// The newest session of each device and SessionID.
    var newest: [Owner: String] = [:]
    /// The tokens of sessions that are over, the oldest first.
    var over: [String] = []
    var count = 0
    var isStopping = false

    var openCount: Int { entries.count - over.count }

    mutating func remove(_ token: String) {
      guard let entry = entries.removeValue(forKey: token) else { return }
      if newest[entry.owner] == token { newest[entry.owner] = nil }
      if entry.isOver { over.removeAll { $0 == token } }
    }
  }

  private let state = Mutex(State())
  private let maximumCount: Int
  private let sessionTimeout: Duration
  private let resendTime: Duration
  /// How long a device that has proved nothing is waited for where others want its place.
  private let patience: Duration

  init(_ limits: ServerLimits) {
    maximumCount = limits.sessions
    sessionTimeout = limits.sessionTimeout
    resendTime = limits.resendTime
    patience = limits.retryAfter
  }

  /// The session that an address of its own names; nil where there is none of that device.
  func session(_ token: String, of owner: Owner, _ key: RequestKey) -> ManagedSession? {
    state.withLock { state in
      guard let entry = state.entries[token], entry.owner == owner else { return nil }
      Self.use(&state, token, key)
      return entry.session
    }
  }

  /// The newest session of a device: if the message is the one that began it, or if it may go on without a token.
  func session(of owner: Owner, _ key: RequestKey, goesOn: Bool) -> ManagedSession? {
    state.withLock { state in
      guard let token = state.newest[owner], let entry = state.entries[token] else { return nil }
      guard entry.firstKey == key || (goesOn && !entry.isOver) else { return nil }
      Self.use(&state, token, key)
      return entry.session
    }
  }

  /// Whether a session of a device is open.
  func hasOpen(of owner: Owner) -> Bool {
    state.withLock { state in state.newest[owner].flatMap { state.entries[$0] }.map { !$0.isOver } ?? false }
  }

  private static func use(_ state: inout State, _ token: String, _ key: RequestKey) {
    state.entries[token]?.lastUse = .now
    if state.entries[token]?.firstKey != key { state.entries[token]?.firstKey = nil }
  }

  /// The number for a session to be made, and the session that gives way to it, which is to be abandoned.
  ///
  /// - Throws: ``BindingRefusal`` where none may begin.
  func reserve() throws(BindingRefusal) -> (number: Int, displaced: ManagedSession?) {
    try state.withLock { state throws(BindingRefusal) in
      if state.isStopping { throw .stopping }
      // Those that are over are remembered as a courtesy: they give way.
      while state.entries.count >= maximumCount, let oldest = state.over.first { state.remove(oldest) }
      let displaced = state.entries.count >= maximumCount ? displace(&state) : nil
      guard state.entries.count < maximumCount else { throw .tooManySessions }
      state.count += 1
      return (state.count, displaced)
    }
  }

  /// Takes the place of the session that has been silent longest of those whose devices have proved nothing: strangers
  /// do not keep devices out.
  private func displace(_ state: inout State) -> ManagedSession? {
    let now = ContinuousClock.now
    let strangers = state.entries.lazy.filter { !$0.value.isProved && now - $0.value.lastUse >= self.patience }
    guard let (token, entry) = strangers.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
    state.remove(token)
    return entry.session
  }

  /// Notes that the device of a session has proved who it is.
  func didProve(_ token: String) { state.withLock { $0.entries[token]?.isProved = true } }

  /// Adds a session, unless the same request has begun one meanwhile, which is given back then.
  ///
  /// - Throws: ``BindingRefusal`` where none may begin.
  func add(
    _ session: ManagedSession, of owner: Owner, _ key: RequestKey, isProved: Bool
  ) throws(BindingRefusal) -> ManagedSession {
    try state.withLock { state throws(BindingRefusal) in
      if let token = state.newest[owner], let entry = state.entries[token], entry.firstKey == key {
        return entry.session
      }
      if state.isStopping { throw .stopping }
      guard state.entries.count < maximumCount else { throw .tooManySessions }
      state.entries[session.token] = Entry(
        session: session, owner: owner, firstKey: key, lastUse: .now, isProved: isProved)
      state.newest[owner] = session.token
      return session
    }
  }

  /// A session is over; it is remembered for a while.
  func didEnd(_ token: String) {
    state.withLock { state in
      guard let entry = state.entries[token], !entry.isOver else { return }
      state.entries[token]?.isOver = true
      state.entries[token]?.lastUse = .now
      state.over.append(token)
    }
  }

  /// Forgets what is over, and gives the open sessions whose devices have been silent for too long.
  func sweep() -> [ManagedSession] {
    state.withLock { state in
      let now = ContinuousClock.now
      while let oldest = state.over.first, let entry = state.entries[oldest], now - entry.lastUse >= resendTime {
        state.remove(oldest)
      }
      return state.entries.values.filter { !$0.isOver && now - $0.lastUse >= sessionTimeout }.map(\.session)
    }
  }

  /// From now on no session begins.
  func stop() { state.withLock { $0.isStopping = true } }

  /// The sessions that are not over.
  var open: [ManagedSession] { state.withLock { $0.entries.values.filter { !$0.isOver }.map(\.session) } }

  /// How many sessions are not over.
  var openCount: Int { state.withLock(\.openCount) }
}
