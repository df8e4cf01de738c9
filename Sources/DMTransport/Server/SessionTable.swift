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
    /// Whether its device has proved who it is, or need not.
    var isProved: Bool
    var isOver = false

    /// Whether it gives way to another one where there is no room.
    var givesWay: Bool { !isProved && !isOver }
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// The newest session of each device and SessionID.
    var newest: [Owner: String] = [:]
    /// The tokens of sessions that are over, the oldest first.
    var over = TokenQueue()
    /// The tokens of sessions that began without proof, the oldest first; some have given it since, or are over.
    var unproved = TokenQueue()
    /// How many sessions give way to others.
    var givingWayCount = 0
    var count = 0
    var isStopping = false

    var openCount: Int { entries.count - over.count }

    @discardableResult
    mutating func remove(_ token: String) -> ManagedSession? {
      guard let entry = entries.removeValue(forKey: token) else { return nil }
      if newest[entry.owner] == token { newest[entry.owner] = nil }
      if entry.givesWay { givingWayCount -= 1 }
      return entry.session
    }

    mutating func removeOldestOver() {
      if let token = over.popFirst() { remove(token) }
    }

    /// Makes room for one more than so many; sessions that are over are remembered as a courtesy, and give way.
    mutating func forgetOver(beyond maximumCount: Int) {
      while entries.count >= maximumCount, !over.isEmpty { removeOldestOver() }
    }

    /// Changes an entry, and counts it anew.
    mutating func update(_ token: String, _ change: (inout Entry) -> Void) {
      guard var entry = entries[token] else { return }
      let gaveWay = entry.givesWay
      change(&entry)
      if gaveWay, !entry.givesWay { givingWayCount -= 1 }
      entries[token] = entry
    }

    /// Removes the oldest session whose device has proved nothing: a flood of strangers displaces its own sessions, and
    /// never one of a device that is known. Nil where there is none.
    mutating func displace() -> ManagedSession? {
      while let token = unproved.popFirst() {
        if entries[token]?.givesWay == true { return remove(token) }
      }
      return nil
    }

    /// Notes a session that gives way.
    mutating func addUnproved(_ token: String) {
      givingWayCount += 1
      unproved.append(token)
      // Those that have given proof, or are over, are forgotten now and then.
      if unproved.count > 2 * entries.count + 16 {
        let known = entries
        unproved.filter { known[$0]?.givesWay == true }
      }
    }
  }

  private let state = Mutex(State())
  private let asksForProof: Bool
  private let maximumCount: Int
  private let sessionTimeout: Duration
  private let resendTime: Duration

  /// A table without sessions.
  ///
  /// - Parameter asksForProof: whether devices prove who they are: sessions that have not give way where there is no room.
  init(_ limits: ServerLimits, asksForProof: Bool) {
    self.asksForProof = asksForProof
    maximumCount = limits.sessions
    sessionTimeout = limits.sessionTimeout
    resendTime = limits.resendTime
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

  /// The number for a session to be made.
  ///
  /// - Throws: ``BindingRefusal`` where none may begin.
  func reserve() throws(BindingRefusal) -> Int {
    try state.withLock { state throws(BindingRefusal) in
      if state.isStopping { throw .stopping }
      state.forgetOver(beyond: maximumCount)
      // Which one gives way is decided when the new one is there.
      guard state.entries.count < maximumCount || state.givingWayCount > 0 else { throw .tooManySessions }
      state.count += 1
      return state.count
    }
  }

  /// Adds a session, unless the same request has begun one meanwhile, which is given back then. Where there is no room,
  /// one whose device has proved nothing is displaced: the caller has to end it.
  ///
  /// - Throws: ``BindingRefusal`` where none may begin.
  func add(
    _ session: ManagedSession, of owner: Owner, _ key: RequestKey
  ) throws(BindingRefusal) -> (session: ManagedSession, displaced: ManagedSession?) {
    try state.withLock { state throws(BindingRefusal) in
      if let token = state.newest[owner], let entry = state.entries[token], entry.firstKey == key {
        return (entry.session, nil)
      }
      if state.isStopping { throw .stopping }
      // Others may have taken the room that there was when this one asked for it.
      state.forgetOver(beyond: maximumCount)
      var displaced: ManagedSession?
      if state.entries.count >= maximumCount {
        displaced = state.displace()
        if displaced == nil { throw .tooManySessions }
      }
      state.entries[session.token] = Entry(
        session: session, owner: owner, firstKey: key, lastUse: .now, isProved: !asksForProof)
      if asksForProof { state.addUnproved(session.token) }
      state.newest[owner] = session.token
      return (session, displaced)
    }
  }

  /// A session's device has proved who it is: the session does not give way to others any more.
  func didProve(_ token: String) {
    state.withLock { state in state.update(token) { $0.isProved = true } }
  }

  /// A session is over; it is remembered for a while.
  func didEnd(_ token: String) {
    state.withLock { state in
      guard let entry = state.entries[token], !entry.isOver else { return }
      state.update(token) { entry in
        entry.isOver = true
        entry.lastUse = .now
      }
      state.over.append(token)
    }
  }

  /// Forgets a session that the server itself could not go on with: the request that began it may begin one anew.
  func forget(_ token: String) {
    state.withLock { state in _ = state.remove(token) }
  }

  /// Forgets what is over, and gives the open sessions whose devices have been silent for too long.
  func sweep() -> [ManagedSession] {
    state.withLock { state in
      let now = ContinuousClock.now
      while let oldest = state.over.first, let entry = state.entries[oldest], now - entry.lastUse >= resendTime {
        state.removeOldestOver()
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

/// Tokens in the order in which they came; the oldest is taken in constant time.
struct TokenQueue {
  private var tokens: [String] = []
  private var head = 0

  var count: Int { tokens.count - head }
  var isEmpty: Bool { count == 0 }
  var first: String? { isEmpty ? nil : tokens[head] }

  mutating func append(_ token: String) { tokens.append(token) }

  mutating func popFirst() -> String? {
    guard let token = first else { return nil }
    head += 1
    if head > 64, 2 * head > tokens.count {
      tokens.removeFirst(head)
      head = 0
    }
    return token
  }

  /// Keeps those that are wanted.
  mutating func filter(_ isWanted: (String) -> Bool) {
    tokens = tokens[head...].filter(isWanted)
    head = 0
  }
}
