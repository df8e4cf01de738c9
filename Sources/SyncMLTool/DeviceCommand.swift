import ArgumentParser
import DMTransport
import DeviceManagement
import Foundation
import SyncML

/// `syncml device`: a simulated device that connects to a management server.
struct DeviceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device",
    abstract: "Be a simulated device: connect to a management server and do what it says.",
    discussion: """
      One session over HTTP or HTTPS. DevInfo and DevDetail are made up where the tree has none; the server of the \
      account may do everything, unless the tree says otherwise.

      The tree is JSON: a list of nodes, or an object with "nodes", "device" (id, manufacturer, model, dmVersion, \
      language) and "rootACL". A node has a uri, and where they matter format (chr; node for an interior node), type, \
      value (base64 for b64 and bin), acl, access, title, permanent, and exec, the status of an Exec. Interior nodes \
      above a listed one are made. Keys that are none of these are refused, but for comment and those that begin with $.

        {"nodes": [{"uri": "./Example", "format": "node", "acl": "Get=*&Replace=example"},
                   {"uri": "./Example/Name", "value": "old", "access": "Get,Replace", "title": "A name"},
                   {"uri": "./Example/Reset", "exec": 200}]}

      Alerts to the user (1100 to 1104) get the answers of --answer in turn: yes, no, a text, the numbers of choices, \
      cancel, timeout. Without any left, a terminal is asked; without a terminal the user cancels.

      With --store the device keeps its tree, its account with the nonces, and alerts that no server has taken, in a \
      file, and goes on with it the next time: each message is stored before its answer is sent. --tree fills a new \
      file; later only its exec counts. The file holds passwords, and can be read by its owner alone.

      A message that gets no answer is sent again, --attempts times. A server that is busy, as its message says (101, 417 \
      or 503), is asked again as often as --busy-retries says. Before each time the device waits: half a second, then \
      twice as long each time, as long as HTTP's Retry-After says, and never longer than --longest-wait.

      The exit code is 0 when the session ends well, 1 when one side refuses the other or breaks off, 65 for a tree or \
      an account that is none, or certificates to trust that are none, 66 where a file is missing, 74 when the server cannot be reached or answers with something else, 75 when it stays \
      busy: another session, later, may do better.

      EXAMPLES
        syncml device --server http://127.0.0.1:8080/dm --account syncml:syncml:secret
        syncml device --server https://dm.example.com/dm --account example:device --password-env DM_PASSWORD --auth hmac
        syncml device --server http://127.0.0.1:8080/dm --auth none --tree device.json --xml --answer yes --answer 2
        syncml device --account account.json --alert org.example.alert=done --format json
        syncml device --store device.db --account syncml:syncml:secret
        syncml device --store device.db
      """)

  @Option(
    help: ArgumentHelp("The server's URL. Default: the account's, else http://127.0.0.1:8080/dm.", valueName: "url"))
  var server: String?

  @OptionGroup var accounts: AccountArguments

  @Option(help: "The device's nodes, as JSON.", completion: .file())
  var tree: String?

  @Option(help: "Keep the device in this file, and go on with it the next time.", completion: .file())
  var store: String?

  @Option(
    help: ArgumentHelp("The device's address, such as IMEI:… Default: the tree's, else a new one.", valueName: "uri"))
  var deviceID: String?

  @Option(help: ArgumentHelp("The SessionID. Default: one to four hexadecimal digits by chance.", valueName: "id"))
  var sessionID: String?

  @Flag(help: "Say that the server wanted the session (alert 1200).")
  var serverInitiated = false

  @Flag(exclusivity: .exclusive, help: "How messages are encoded. Default: --wbxml.")
  var encoding = EncodingFlag.wbxml

  @Option(
    help: ArgumentHelp(
      "Send a generic alert (1226) of this type, with data; may be given several times.", valueName: "type=data"))
  var alert: [String] = []

  @Option(help: ArgumentHelp("What the user answers to the next alert; may be given several times.", valueName: "text"))
  var answer: [String] = []

  @Option(
    help: ArgumentHelp("Certificates to trust beside the system's, in PEM.", valueName: "file"), completion: .file())
  var trust: String?

  @Flag(help: "Follow RespURI and redirects to other hosts, too; never from https to http.")
  var followAnyHost = false

  @Option(help: ArgumentHelp("Take messages of so many bytes at most (MaxMsgSize), 200 or more.", valueName: "bytes"))
  var maxMessage: Int?

  @Option(help: ArgumentHelp("Take values of so many bytes at most (MaxObjSize).", valueName: "bytes"))
  var maxObject: Int?

  @Option(help: ArgumentHelp("How long the server may be silent.", valueName: "seconds"))
  var timeout = 60

  @Option(help: "How often a message is sent where no answer comes.")
  var attempts = 3

  @Option(help: ArgumentHelp("How often a server that is busy is asked again.", valueName: "times"))
  var busyRetries = 8

  @Option(help: ArgumentHelp("The longest wait before a message is sent again.", valueName: "seconds"))
  var longestWait = 30

  @Option(name: .shortAndLong, help: "text or json.")
  var format = TextOrJSON.text

  @Flag(name: .shortAndLong, help: "No output: the exit code alone.")
  var quiet = false

  enum EncodingFlag: String, EnumerableFlag {
    case wbxml, xml
    var encoding: SyncML.Encoding { self == .xml ? .xml : .wbxml }
  }

  private static let complaints = Complaints(command: "device")

  func validate() throws {
    if accounts.account.count > 1 { throw ValidationError("A device has one account with its server.") }
    if !(1...86_400).contains(timeout) { throw ValidationError("--timeout takes 1 to 86400 seconds.") }
    if let maxMessage, maxMessage < 200 { throw ValidationError("--max-message takes 200 bytes or more.") }
    if let maxObject, maxObject < 1 { throw ValidationError("--max-object takes 1 byte or more.") }
    if !(1...100).contains(attempts) { throw ValidationError("--attempts takes 1 to 100.") }
    if !(0...1000).contains(busyRetries) { throw ValidationError("--busy-retries takes 0 to 1000.") }
    if !(0...86_400).contains(longestWait) { throw ValidationError("--longest-wait takes 0 to 86400 seconds.") }
    if let sessionID, sessionID.isEmpty || sessionID.utf8.count > 64 {
      throw ValidationError("--session-id takes 1 to 64 bytes.")
    }
    for text in alert where text.isEmpty || text.hasPrefix("=") {
      throw ValidationError("--alert takes a type, and data after a =.")
    }
  }

  func run() async throws {
    do {
      try await runSession()
    } catch let failure as ToolFailure {
      Self.complaints.say(failure)
      throw failure.exitCode
    } catch is BrokenPipe {
      throw ExitCode.success
    }
  }

  private func runSession() async throws {
    if let trust { try InputFile(path: trust).checkReadable() }
    let entries = try accounts.entries()
    guard entries.count < 2 else { throw ValidationError("A device has one account with its server.") }
    let entry = entries.first
    var kept = try store.map { try DeviceFile($0) }
    var account = entry?.account
    if kept != nil { account = kept?.account(given: account) }
    let storedURL = entry == nil ? account?.addresses.first?.address : nil
    let url = server ?? entry?.url ?? storedURL ?? "http://127.0.0.1:8080/dm"
    kept?.keepAddress(url)
    let serverID = account?.serverID ?? "syncml"
    let file = try tree.map { try DeviceTreeFile.read($0) } ?? .empty
    let (nodes, execs) = try file.build(serverID: serverID, deviceID: deviceID, file: tree ?? "the device")
    let alerts = kept?.queue(outgoingAlerts.map(\.alert), for: serverID) ?? outgoingAlerts
    var device = SimulatedDevice(
      tree: kept?.tree ?? nodes, execStatuses: execs,
      user: UserAnswers(
        prepared: answer, isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !quiet),
      alerts: alerts)
    do {
      // The device is there from now on, whatever becomes of the session.
      try kept?.commit(&device, [], serverID: serverID)
    } catch {
      throw ToolFailure(nil, "\(error)", .inputOutput)
    }
    let deviceURI = device.tree.text(NodeURI(segments: ["DevInfo", "DevId"])) ?? "device"
    let id = sessionID ?? String(UInt16.random(in: 1 ... .max), radix: 16, uppercase: true)
    var random = SystemRandomNumberGenerator()
    let session = ClientSession.Configuration(
      sessionID: id, deviceURI: deviceURI, serverURI: url, serverID: serverID, isServerInitiated: serverInitiated,
      maxMsgSize: maxMessage, maxObjSize: maxObject, limits: SessionLimits(maximumRetries: busyRetries),
      authentication: account.flatMap { account in
        account.credentials.isEmpty
          ? nil : SessionAuthentication(client: account, nonces: NonceGenerator(using: &random))
      })
    let client = DMClient(
      .init(
        encoding: encoding.encoding, trustedCertificatesFile: trust, follows: followAnyHost ? .anyHost : .sameHost,
        readTimeout: .seconds(timeout), attempts: attempts, maximumRetryDelay: .seconds(longestWait)))
    var report = DeviceReport(server: url, encoding: encoding.rawValue, sessionID: id, state: "failed")
    let showsText = format == .text && !quiet
    let output = LastingOutput()
    let outcome: DMClient.Outcome
    do {
      outcome = try await client.run(session, on: &device) { event in
        report.add(event)
        if showsText { output.write(DeviceReport.lines(event)) }
      } commit: { device, nonces in
        try kept?.commit(&device, nonces, serverID: serverID)
      }
    } catch {
      // What the server had done by then is done.
      report.changes = device.takeLog()
      report.reason = CommandText.clean("\(error)")
      try show(report, asText: showsText, output)
      throw Self.failure(error)
    }
    report.changes = device.takeLog()
    report.sentBytes = outcome.sentBytes
    report.receivedBytes = outcome.receivedBytes
    let reason =
      outcome.busyStatus.map { "the server is busy (\($0)), it said so \(Self.times(outcome.busyCount)): try later" }
      ?? Self.reason(outcome.state)
    report.state = reason == nil ? "finished" : "failed"
    report.reason = reason
    let last =
      reason.map { "session \(id) failed: \($0)" }
      ?? "session \(id) ended well: \(outcome.messageCount) messages, "
      + "\(outcome.sentBytes) bytes sent, \(outcome.receivedBytes) received"
    try show(report, asText: showsText, last: last, output)
    if let reason {
      if quiet || format == .json { Self.complaints.say("syncml device: \(reason)") }
      throw outcome.busyStatus == nil ? ExitCode.findings : .tryAgainLater
    }
  }

  /// What was done, for people; all of the report for machines.
  private func show(_ report: DeviceReport, asText: Bool, last: String? = nil, _ output: LastingOutput) throws {
    if asText {
      output.write(report.changes.map { "  done: \($0)" } + (last.map { [$0] } ?? []))
      try output.check()
    } else if !quiet {
      try OutputFile.standard.write(jsonText(report))
    }
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private var outgoingAlerts: [OutgoingAlert] {
    alert.enumerated().map { index, text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let item = Item(
        meta: Meta(format: "chr", type: parts[0], mark: "informational"), data: .text(parts.count > 1 ? parts[1] : ""))
      return OutgoingAlert(id: index, alert: Alert(code: .genericAlert, items: [item]))
    }
  }

  /// Why a session did not end well; nil where it did.
  private static func reason(_ state: ClientSession.State) -> String? {
    switch state {
    case .finished: return nil
    case .failed(let failure):
      switch failure {
      case .aborted: return "the server broke it off (alert 1223)"
      case .wrongSession(let id): return "the server answered for another session, \(CommandText.clean(id))"
      case .refused(let code) where code.refusesCredentials:
        return "the server asks for credentials (\(code)): give it some by --account"
      case .refused(let code): return "the server refused the message: \(code)"
      case .unsupportedVersion(let text): return "the server speaks another version: \(CommandText.clean(text))"
      case .authentication(let failure): return authenticationReason(failure)
      case .cancelled: return "the device broke it off"
      case .wrongMessage(let id): return "the server used the message number \(CommandText.clean(id)) twice"
      case .messageSizeTooSmall(let size): return "the server's MaxMsgSize of \(size) bytes is too small to go on"
      case .limit: return "the server went on for too long"
      }
    case .retry(let retry): return "the server is busy (\(retry.status)): try again later"
    default: return "it did not end"
    }
  }

  private static func authenticationReason(_ failure: AuthenticationFailure) -> String {
    switch failure {
    case .refused: "the server refused the credentials: is the password right?"
    case .noCredentials: "the server asks for credentials: give it some by --account"
    case .unsupportedType(let type): "the server asks for \(CommandText.clean(type)): --auth chooses another type"
    case .missingChallenge: "the server refused the credentials without saying what it wants instead"
    case .missingNonce: "the server gave no new nonce"
    case .peerRefused: "the server did not prove who it is"
    case .peerChangedType: "the server changed its way of proving who it is"
    }
  }

  private static func failure(_ error: DMClientError) -> ToolFailure {
    let hint: String? =
      switch error {
      case .invalidURL: "--server takes a URL such as http://127.0.0.1:8080/dm"
      case .unknownHost: "check the spelling of --server, and whether this machine has a name server"
      case .cannotConnect: "is the server running? `syncml server` starts one"
      case .tls(_, let reason) where reason.contains("trusted"): "--trust FILE trusts the certificates of a PEM file"
      case .tls: "does the server speak https at this port? Try http://"
      case .timeout: "--timeout SECONDS waits longer"
      case .httpStatus(404, _, _): "check the path of --server"
      case .httpStatus(429, _, _), .httpStatus(503, _, _):
        "the server is busy: try again later, or let --attempts and --longest-wait wait longer"
      case .notSyncML, .undecodable: "check the path of --server: something else than a management server answers there"
      case .refusedAddress: "--follow-any-host goes there, unless it leads from https to http"
      default: nil
      }
    let exitCode: ExitCode =
      switch error {
      case .invalidURL: ExitCode(64)
      case .trustedCertificates: .badData
      case .httpStatus(429, _, _), .httpStatus(503, _, _): .tryAgainLater
      default: .inputOutput
      }
    return ToolFailure(nil, CommandText.clean("\(error)"), hint: hint, exitCode)
  }
}
