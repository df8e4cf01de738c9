import ArgumentParser
import DMStorage
import DMTransport
import DeviceManagement
import Foundation
import Logging
import SyncML
import Synchronization

/// `syncml server`: a management server for trying and testing devices.
struct ServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server",
    abstract: "Manage any device that connects over HTTP, and print or record what happens.",
    discussion: """
      Devices post messages, as XML or WBXML; each session gets the commands of the script. Without a script the server \
      reads the root, DevInfo and DevDetail. Without an account it makes one, and prints it with its password.

      A script holds commands as they stand in a SyncBody; CmdIDs are set by the server. <Final/> ends a package: the \
      next one is sent when the device has answered. A package may also be wrapped in <SyncBody>…</SyncBody>.

        <Get><Item><Target><LocURI>./DevInfo/Man</LocURI></Target></Item></Get><Final/>
        <Replace><Item><Target><LocURI>./Example/Name</LocURI></Target><Data>new</Data></Item></Replace>

      A file of accounts is JSON: an object or a list of objects with serverID, user, password (or passwordFile), auth \
      (basic, md5, hmac or none), and server, with which the server proves itself to the device: {"user", "password", \
      "auth"}. A password on the command line can be seen by other users of the machine.

      --record writes JSON lines: each message with its bytes in base64, its XML, and the events around. The bytes hold \
      the devices' credentials, and what the XML has as <secret>: values of AAuthSecret and AAuthData. The file \
      is readable by its owner alone. A file that is there already goes on: what it holds is kept.

      With --store the server keeps devices, their nonces, sessions, and the commands that wait for devices in a file: a \
      device that opens a session while nothing waits for it is queued the script; what it has not answered when a \
      session breaks off, or the server ends, is sent again in the next one. The file can be read by its owner alone.
      `syncml queue` puts commands into the file, also while the server runs, and shows the answers; with --queue-only \
      nothing else is sent. One server alone runs on a store, which it says with a lock on FILE-server beside it: \
      another one ends with 74. Of each device the latest 100 batches that are done are kept, and none for more than \
      90 days.

      Where as many sessions are open as --max-sessions says, the oldest one of a device that has not proved who it is \
      gives way; without accounts one more is refused, with HTTP's 503 and Retry-After.

      Ctrl-C lets open sessions end, for ten seconds at most; once more ends the server at once. The exit code is 0, \
      with --once 1 where the session did not end well; 65 where the script, an account or a certificate is wrong, \
      66 where a file is missing, 74 where the address cannot be used.

      EXAMPLES
        syncml server
        syncml server --listen :8080 --path /dm --account example:device:secret --script commands.xml
        syncml server --account accounts.json --record sessions.jsonl
        syncml server --tls-certificate chain.pem --tls-key key.pem --public-url https://dm.example.com/dm
        syncml server --listen 127.0.0.1:0 --once --auth none
        syncml server --store server.db --account example:device:secret --script commands.xml
        syncml server --store server.db --account example:device:secret --queue-only
      """)

  @Option(
    help: ArgumentHelp(
      "HOST:PORT, :PORT for every address of the machine (IPv6 and IPv4), or PORT; port 0 is any free one.",
      valueName: "address"))
  var listen = ListenAddress(host: "127.0.0.1", port: 8080)

  @Option(help: "The path to which devices post.")
  var path = "/dm"

  @OptionGroup var accounts: AccountArguments

  @Option(help: "The commands for each device, as XML.", completion: .file())
  var script: String?

  @Option(
    help: ArgumentHelp("Add JSON lines with every message to this file; - is standard output.", valueName: "file"),
    completion: .file())
  var record: String?

  @Option(help: "Keep devices, sessions and waiting commands in this file.", completion: .file())
  var store: String?

  @Flag(help: "Send only what `syncml queue` has put into the store, no script.")
  var queueOnly = false

  @Option(help: ArgumentHelp("The certificate chain for https, in PEM.", valueName: "file"), completion: .file())
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The certificate's key, in PEM.", valueName: "file"), completion: .file())
  var tlsKey: String?

  @Option(
    help: ArgumentHelp("The URL by which devices reach the server, where a proxy stands before it.", valueName: "url"))
  var publicURL: String?

  @Flag(
    help: "Give no RespURI and know a session by device and SessionID: for clients that pass over RespURI.")
  var noRespURI = false

  @Option(help: "The sessions at a time.")
  var maxSessions = 10_000

  @Option(help: ArgumentHelp("The bytes of a message.", valueName: "bytes"))
  var maxMessage = 4 << 20

  @Option(help: ArgumentHelp("How long a device may be silent within a session.", valueName: "seconds"))
  var sessionTimeout = 300

  @Flag(help: "End after one session.")
  var once = false

  @Flag(name: .shortAndLong, help: "No lines for people.")
  var quiet = false

  private static let complaints = Complaints(command: "server")

  func validate() throws {
    if (tlsCertificate == nil) != (tlsKey == nil) {
      throw ValidationError("--tls-certificate and --tls-key belong together.")
    }
    if queueOnly, store == nil || script != nil {
      throw ValidationError("--queue-only sends what is in --store, and no --script.")
    }
    if !(1...10_000_000).contains(maxSessions) { throw ValidationError("--max-sessions takes 1 to 10000000.") }
    if !(1...(1 << 30)).contains(maxMessage) { throw ValidationError("--max-message takes 1 to 1073741824.") }
    if !(1...86_400).contains(sessionTimeout) { throw ValidationError("--session-timeout takes 1 to 86400.") }
    if path.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" }) {
      throw ValidationError("--path takes a path such as /dm.")
    }
    if let publicURL, !Self.isPublicURL(publicURL) {
      throw ValidationError("--public-url takes a URL of http or https with a host and without a query.")
    }
    try checkRecord()
  }

  private static func isPublicURL(_ text: String) -> Bool {
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), let host = url.host() else {
      return false
    }
    return ["http", "https"].contains(scheme) && !host.isEmpty && !text.contains("?") && !text.contains("#")
  }

  /// Refuses to write a record into a file that another option reads or keeps.
  private func checkRecord() throws {
    guard let record, record != "-" else { return }
    let others =
      [
        ("--store", store), ("--script", script), ("--password-file", accounts.passwordFile),
        ("--tls-certificate", tlsCertificate), ("--tls-key", tlsKey),
      ] + accounts.account.map { ("--account", $0) }
    for case (let option, let path?) in others where InputFile(path: record).isSame(as: InputFile(path: path)) {
      throw ValidationError("--record and \(option) name the same file: a record needs one of its own.")
    }
  }

  func run() async throws {
    do {
      try await serve()
    } catch let failure as ToolFailure {
      Self.complaints.say(failure)
      throw failure.exitCode
    }
  }

  private func serve() async throws {
    let script = try script.map { try CommandScript(reading: $0) } ?? (queueOnly ? CommandScript() : .standard)
    let given = try accounts.entries()
    let entries = given.isEmpty && accounts.auth != .none ? [Self.makeAccount(accounts.auth)] : given
    let known = entries.map(\.account).filter { $0.clientCredentials != nil }
    let output = LineOutput(isSilent: quiet || record == "-")
    var observers: [any ServerObserver] = [SessionPrinter(output)]
    if let record { observers.append(try SessionRecorder(path: record)) }
    let outcome = Mutex<SessionOutcome?>(nil)
    let stopping = Once()
    let didEnd: @Sendable (SessionOutcome) -> Void = { ended in
      outcome.withLock { $0 = $0 ?? ended }
      stopping.fire()
    }
    let database = try store.map { try Self.openStore($0) }
    let manager: any DeviceManager
    let directory: any AccountDirectory
    if let database {
      manager = StoredManager(database, script, didEnd: didEnd)
      directory = StoredAccounts(known, in: database)
    } else {
      manager = ScriptedManager(script, didEnd: didEnd)
      directory = MemoryAccounts(known)
    }
    let server = DMServer(
      try serverConfiguration(), accounts: known.isEmpty ? nil : directory, manager: manager,
      observer: ObserverList(observers: observers), logger: Self.logger)
    if once { stopping.action = { server.stop() } }
    Interruption.leavesSignals()
    do {
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await server.runUntilInterrupted() }
        if let url = try? await server.url { greet(url, entries, isMade: given.isEmpty, output) }
        try await tasks.waitForAll()
      }
    } catch let error as DMServerError {
      throw ToolFailure(nil, "\(error)", hint: Self.hint(error), .inputOutput)
    }
    if once, let ended = outcome.withLock({ $0 }), ended != .completed { throw ExitCode.findings }
  }

  /// Opens a store, of which this process now runs the sessions.
  private static func openStore(_ path: String) throws -> ServerDatabase {
    do {
      let database = try ServerDatabase(path: path)
      try database.claimSessions()
      _ = try database.interruptOpenSessions()
      try database.pruneBatches(at: StoredManager.now)
      return database
    } catch {
      throw ToolFailure(nil, "\(error)", .inputOutput)
    }
  }

  private func serverConfiguration() throws -> DMServer.Configuration {
    var tls: TLSIdentity?
    if let tlsCertificate, let tlsKey {
      for file in [tlsCertificate, tlsKey] { try InputFile(path: file).checkReadable() }
      do {
        tls = try TLSIdentity(certificateFile: tlsCertificate, keyFile: tlsKey)
      } catch {
        throw ToolFailure(error.file, error.reason, .badData)
      }
    }
    return DMServer.Configuration(
      host: listen.host, port: listen.port, path: path, publicURL: publicURL, tls: tls,
      continuation: noRespURI ? .identity : .respURI,
      limits: ServerLimits(
        bodyBytes: maxMessage, sessions: maxSessions, sessionTimeout: .seconds(sessionTimeout)))
  }

  /// An account for whoever brings none: a new password each time.
  private static func makeAccount(_ auth: AuthenticationChoice) -> AccountEntry {
    let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
    let password = String((0..<16).map { _ in letters[Int.random(in: 0..<letters.count)] })
    return AccountEntry(serverID: "syncml", user: "syncml", password: password, auth: auth)
  }

  private func greet(_ url: String, _ entries: [AccountEntry], isMade: Bool, _ output: LineOutput) {
    output.write("syncml server listens at \(url)")
    if entries.isEmpty { output.write("any device may come: there is no account") }
    for entry in entries.prefix(20) {
      var line = "account: server-id \(entry.serverID), user \(entry.user), \(entry.auth?.rawValue ?? "md5")"
      // A password that somebody chose is not repeated.
      if isMade, let password = entry.password { line += ", password \(password)" }
      output.write(line)
    }
    if isMade, let entry = entries.first, let password = entry.password {
      output.write("try: syncml device --server \(url) --account \(entry.serverID):\(entry.user):\(password)")
    }
  }

  private static func hint(_ error: DMServerError) -> String? {
    switch error {
    case .addressInUse: "end the other program, or give --listen another port; port 0 is any free one"
    case .permissionDenied: "give --listen a port above 1023"
    case .noSuchAddress: "give --listen an address of this machine, or :PORT for all of them"
    case .failed: nil
    }
  }

  private static var logger: Logger {
    var logger = Logger(label: "syncml.server") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    return logger
  }
}

/// Something to do once, by whoever comes first.
final class Once: Sendable {
  private let state = Mutex<(@Sendable () -> Void)?>(nil)

  var action: (@Sendable () -> Void)? {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }

  func fire() {
    let action = state.withLock { action in
      defer { action = nil }
      return action
    }
    action?()
  }
}
