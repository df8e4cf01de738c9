import DMStorage
import DMTransport
import DeviceManagement
import Foundation
import Logging
import SyncML

/// Runs sessions between devices and a server in this process, and measures them.
struct HTTPBenchmark {
  let encoding: SyncML.Encoding
  let sessions: Int
  let devices: Int
  let openSessions: Int
  let auth: AuthenticationChoice
  /// Whether the server keeps its sessions in a file.
  let usesStore: Bool

  /// What was measured; times in milliseconds.
  struct Row: Encodable {
    var encoding: String
    var sessions: Int
    var devices: Int
    var messages: Int
    var seconds: Double
    var sessionsPerSecond: Double
    var medianMilliseconds: Double
    var slowestOfHundredMilliseconds: Double
    var bytesPerSession: Double
    var openSessions: Int
    /// Nil where the system does not say how much memory the process has.
    var memoryPerOpenSession: Double?
    var failures: Int
  }

  static var isOptimized: Bool {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return !isDebug
  }

  private struct Manager: DeviceManager {
    func packages(after events: [ServerSession.Event], from device: DeviceSession) async -> [[Command]] {
      let isFirst = events.contains { if case .started = $0 { true } else { false } }
      return isFirst ? [HTTPBenchmark.package] : []
    }
  }

  private static let package: [Command] = [
    .get(
      ItemCommand(
        items: ["DevTyp", "OEM", "FwV", "SwV", "HwV", "LrgObj"].map { Item(target: Location("./DevDetail/\($0)")) })),
    .replace(
      ItemCommand(
        items: [
          Item(target: Location("./Example/Name"), meta: Meta(format: "chr"), data: .text("a value of everyday length"))
        ])),
  ]

  private var account: AccountEntry { AccountEntry(serverID: "bench", user: "bench", password: "secret", auth: auth) }

  private static func makeTree() throws -> ManagementTree {
    try DeviceTreeFile(nodes: [.init(uri: "./Example/Name", value: "old")])
      .build(serverID: "bench", deviceID: "IMEI:0", file: "bench").0
  }

  func run() async throws -> Row {
    let folder = FileManager.default.temporaryDirectory.appending(path: "syncml-bench-\(UUID().uuidString)")
    defer { if usesStore { try? FileManager.default.removeItem(at: folder) } }
    var manager: any DeviceManager = Manager()
    var accounts: (any AccountDirectory)? = auth == .none ? nil : MemoryAccounts([account.account])
    if usesStore {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let store = try ServerDatabase(path: folder.appending(path: "server.db").path)
      manager = StoredManager(store, CommandScript(packages: [Self.package])) { _ in }
      if auth != .none { accounts = StoredAccounts([account.account], in: store) }
    }
    let server = DMServer(
      .init(
        port: 0, limits: ServerLimits(sessions: openSessions + devices + 1000, stopTime: .zero)),
      accounts: accounts, manager: manager, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    let task = Task { try await server.run() }
    let url = try await server.url
    let result: Result<Row, any Error>
    do {
      result = .success(try await measure(url))
    } catch {
      result = .failure(error)
    }
    server.stop()
    try? await task.value
    return try result.get()
  }

  private struct Sample {
    var milliseconds: Double
    var messages: Int
    var bytes: Int
    var isWell: Bool
  }

  private func measure(_ url: String) async throws -> Row {
    let tree = try Self.makeTree()
    // What is made on first use is not measured.
    for number in 0..<min(8, sessions) { _ = try await runSession(url, tree, "warm\(number)") }
    let start = ContinuousClock.now
    let samples = try await withThrowingTaskGroup(of: [Sample].self) { group in
      for device in 0..<devices {
        group.addTask {
          var samples: [Sample] = []
          var number = device
          while number < sessions {
            samples.append(try await runSession(url, tree, "\(number)"))
            number += devices
          }
          return samples
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let times = samples.map(\.milliseconds).sorted()
    return Row(
      encoding: encoding.rawValue, sessions: samples.count, devices: devices,
      messages: samples.reduce(0) { $0 + $1.messages }, seconds: seconds,
      sessionsPerSecond: Double(samples.count) / seconds, medianMilliseconds: Self.quantile(times, 0.5),
      slowestOfHundredMilliseconds: Self.quantile(times, 0.99),
      bytesPerSession: Double(samples.reduce(0) { $0 + $1.bytes }) / Double(max(1, samples.count)),
      openSessions: openSessions, memoryPerOpenSession: try await measureMemory(url, tree),
      failures: samples.count { !$0.isWell })
  }

  private func configuration(_ url: String, _ id: String) -> ClientSession.Configuration {
    var random = SystemRandomNumberGenerator()
    return ClientSession.Configuration(
      sessionID: "1", deviceURI: "IMEI:\(id)", serverURI: url, serverID: "bench",
      authentication: auth == .none
        ? nil : SessionAuthentication(client: account.account, nonces: NonceGenerator(using: &random)))
  }

  private func runSession(_ url: String, _ tree: ManagementTree, _ id: String) async throws -> Sample {
    var device = PlainDevice(tree: tree)
    let start = ContinuousClock.now
    let outcome = try await DMClient(.init(encoding: encoding)).run(configuration(url, id), on: &device)
    let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
    let isDone = device.tree.text(NodeURI(segments: ["Example", "Name"])) == "a value of everyday length"
    return Sample(
      milliseconds: milliseconds, messages: outcome.messageCount, bytes: outcome.sentBytes + outcome.receivedBytes,
      isWell: outcome.state == .finished && isDone)
  }

  /// What the process grows by for each session that waits for its device.
  private func measureMemory(_ url: String, _ tree: ManagementTree) async throws -> Double? {
    guard openSessions > 0, Self.residentBytes != nil else { return nil }
    // The allocator's reserves are filled first.
    for number in 0..<min(200, openSessions) { try await beginSession(url, tree, "reserve\(number)") }
    guard let before = Self.residentBytes else { return nil }
    for number in 0..<openSessions { try await beginSession(url, tree, "open\(number)") }
    guard let after = Self.residentBytes else { return nil }
    return Double(max(0, after - before)) / Double(openSessions)
  }

  /// Sends a session's first message, and nothing more.
  private func beginSession(_ url: String, _ tree: ManagementTree, _ id: String) async throws {
    var device = PlainDevice(tree: tree)
    do {
      _ = try await DMClient(.init(encoding: encoding, maximumMessages: 1)).run(configuration(url, id), on: &device)
    } catch DMClientError.tooManyMessages {
      // That is what was asked for.
    }
  }

  private static var residentBytes: Int? {
    #if os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    #else
      return nil
    #endif
  }

  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// The rows as a table for people.
  static func table(_ rows: [Row], auth: String, usesStore: Bool) -> String {
    var text = "Sessions over HTTP on the loopback, server and devices in one process; authentication: \(auth)"
    text += usesStore ? "; a store in a file\n\n" : "\n\n"
    var table = TextTable(
      [
        "encoding", "devices", "sessions", "per second", "p50 ms", "p99 ms", "messages", "bytes/session",
        "memory/open session", "failures",
      ], rightAligned: Set(1...9))
    for row in rows {
      table.append([
        row.encoding, "\(row.devices)", "\(row.sessions)", String(format: "%.0f", row.sessionsPerSecond),
        String(format: "%.2f", row.medianMilliseconds), String(format: "%.2f", row.slowestOfHundredMilliseconds),
        "\(row.messages)", String(format: "%.0f", row.bytesPerSession),
        row.memoryPerOpenSession.map { String(format: "%.1f kB", $0 / 1000) } ?? "-", "\(row.failures)",
      ])
    }
    text += table.text
    return text
  }
}
