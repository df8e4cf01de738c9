package import DMStorage
package import DeviceManagement
package import SyncML

/// A device and a server with a store each, which manage each other in process: what the tests kill.
///
/// The server's jobs count: job `n` is an Atomic that says `n` in two places and adds the node `n` to a list. Every
/// tenth job empties the list first; every seventh fails at its last member.
package struct Rig {
  package static let deviceURI = "IMEI:004401013456782"
  package static let serverID = "dm.example.com"
  package static let serverURI = "https://dm.example.com/dm"

  package let deviceStore: DeviceDatabase
  package let serverStore: ServerDatabase
  package var device: PlainDevice
  package var state: DeviceState

  package static let account = Account(
    serverID: serverID, addresses: [.init(serverURI)],
    credentials: [
      AccountCredentials(level: .client, scheme: .digest, name: "device", secret: Secret("device-pw"), data: [1]),
      AccountCredentials(level: .server, scheme: .digest, name: "server", secret: Secret("server-pw"), data: [2]),
    ])

  /// Opens the stores of a folder, and makes what they do not hold yet.
  package init(folder: String) throws {
    deviceStore = try DeviceDatabase(path: "\(folder)/device.db")
    // Every job is remembered: that none is lost is what is checked.
    serverStore = try ServerDatabase(
      path: "\(folder)/server.db", sessionHistory: 5, batchHistory: BatchHistory(count: .max))
    _ = try serverStore.interruptOpenSessions()
    if let stored = try deviceStore.load() {
      device = PlainDevice(tree: stored.tree)
      state = stored.state
      return
    }
    var tree = ManagementTree(rootACL: .unrestricted)
    try DevInfo(devID: Self.deviceURI, manufacturer: "Example", model: "One").install(in: &tree)
    try tree.add(.leaf("A", .text("0")), under: .root)
    try tree.add(.leaf("B", .text("0")), under: .root)
    try tree.add(.interior("List"), under: .root)
    device = PlainDevice(tree: tree)
    state = DeviceState(accounts: [Self.account])
  }

  // MARK: Jobs

  /// The commands of a job.
  package static func commands(_ job: Int64) -> [Command] {
    var members: [Command] = []
    if isReset(job) {
      members.append(.delete(ItemCommand(items: [Item(target: Location("./List"))])))
      members.append(.add(ItemCommand(items: [Item(target: Location("./List"), meta: Meta(format: "node"))])))
    }
    members.append(replace("./A", String(job)))
    members.append(
      .add(
        ItemCommand(items: [
          Item(
            target: Location("./List/\(job)"), meta: Meta(format: "bin", type: "application/octet-stream"),
            data: .bytes(value(job)))
        ])))
    members.append(replace("./B", String(job)))
    if isFailing(job) { members.append(replace("./Missing", "x")) }
    return [.atomic(CommandGroup(commands: members))]
  }

  package static func isReset(_ job: Int64) -> Bool { job % 10 == 0 }
  package static func isFailing(_ job: Int64) -> Bool { job % 7 == 3 }

  /// What the job's node holds: up to 20 kB, so that pages overflow. No byte is one that a document could begin with.
  package static func value(_ job: Int64) -> [UInt8] {
    (0..<Int(job * 7919 % 20_000)).map { UInt8(truncatingIfNeeded: $0 &+ Int(job)) | 0x80 }
  }

  private static func replace(_ uri: String, _ value: String) -> Command {
    .replace(ItemCommand(items: [Item(target: Location(uri), data: .text(value))]))
  }

  /// The tree after the jobs up to one: the number in `A` and `B`, and the list.
  package static func expected(after last: Int64) -> (number: Int64, list: [Int64]) {
    var number: Int64 = 0
    var list: [Int64] = []
    for job in stride(from: 1, through: last, by: 1) where !isFailing(job) {
      if isReset(job) { list = [] }
      number = job
      list.append(job)
    }
    return (number, list)
  }

  // MARK: Sessions

  package enum Failure: Error {
    case clientFailed(ClientSession.State)
    case endless
  }

  /// Runs a session; `didCommit` is told of each commit of the device.
  package mutating func runSession(
    number: Int, nonces: inout SystemRandomNumberGenerator, didCommit: (Rig) -> Void
  ) throws {
    let account = state.accounts[0]
    var client = ClientSession(
      .init(
        sessionID: String(number), deviceURI: Self.deviceURI, serverURI: Self.serverURI, serverID: Self.serverID,
        authentication: SessionAuthentication(client: account, nonces: NonceGenerator(using: &nonces))))
    let record = try serverStore.device(Self.deviceURI)
    let known = record?.account ?? Self.account
    var server = StoredServerSession(
      .init(
        serverURI: Self.serverURI,
        authentication: SessionAuthentication(server: known, nonces: NonceGenerator(using: &nonces))),
      store: serverStore, account: known, maximumAttempts: 1_000_000)
    var outgoing: Message? = client.start(on: &device)
    try commit(&client, didCommit)
    var count = 0
    while let message = outgoing {
      count += 1
      guard count < 50 else { throw Failure.endless }
      let answer = try server.handle(try carried(message))
      outgoing = client.handle(try carried(answer), on: &device)
      try commit(&client, didCommit)
    }
    guard client.state == .finished else { throw Failure.clientFailed(client.state) }
  }

  /// One transaction for each message, before the answer is sent.
  private mutating func commit(_ client: inout ClientSession, _ didCommit: (Rig) -> Void) throws {
    for update in client.takeNonceUpdates() { state.update(update, of: Self.serverID) }
    commits += 1
    try deviceStore.commit(&device, state)
    didCommit(self)
  }

  private func carried(_ message: Message) throws -> Message {
    let bytes = try message.encoded(as: .wbxml)
    return try Message(decoding: bytes.span)
  }

  /// How many commits there have been, in all runs.
  package var commits: Int {
    get { state.records["rig"]?["commits"].flatMap { String(validating: $0, as: UTF8.self) }.flatMap { Int($0) } ?? 0 }
    set { state.records["rig", default: [:]]["commits"] = Array(String(newValue).utf8) }
  }

  /// The number of the job to queue next: jobs have the numbers from 1 without a gap, because a batch that was not
  /// stored takes none.
  package func nextJob() throws -> Int64 {
    var next: Int64 = 1
    var step: Int64 = 1
    while try serverStore.batch(next + step - 1) != nil { step *= 2 }
    while step > 0 {
      if try serverStore.batch(next + step - 1) != nil { next += step }
      step /= 2
    }
    return next
  }

  /// What an acknowledgement tells of the device: commits, the number in `A`, the length of the list, both nonces.
  package var summary: String {
    let nonces = state.accounts[0].credentials.map { entry in
      (entry.data ?? []).map { String($0, radix: 16) }.joined(separator: ".")
    }
    let number = device.tree.text(NodeURI(segments: ["A"])) ?? "?"
    let count = device.tree.children(of: NodeURI(segments: ["List"])).count
    return "\(commits) \(number) \(count) \(nonces.joined(separator: " "))"
  }
}
