import ArgumentParser
import DMTransport
import DeviceManagement
import Foundation

/// How a side proves who it is, by the names that people know.
enum AuthenticationChoice: String, ExpressibleByArgument, CaseIterable, Codable {
  case none, basic, md5, hmac

  var scheme: AuthenticationScheme {
    switch self {
    case .none: .transport
    case .basic: .basic
    case .md5: .digest
    case .hmac: .hmac
    }
  }
}

/// Accounts on a command line: `server-id:user:password`, or a file; a password may stand elsewhere.
struct AccountArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "SERVER-ID:USER:PASSWORD, or a JSON file of accounts. Without the password it is asked of --password-file or "
        + "--password-env.", valueName: "account"))
  var account: [String] = []

  @Option(help: "How accounts without a word of their own prove themselves: basic, md5, hmac or none.")
  var auth = AuthenticationChoice.md5

  @Option(help: "A file whose first line is the password, so that it need not stand here.", completion: .file())
  var passwordFile: String?

  @Option(help: ArgumentHelp("The environment variable that holds the password.", valueName: "name"))
  var passwordEnv: String?

  func validate() throws {
    if passwordFile != nil, passwordEnv != nil {
      throw ValidationError("Give --password-file or --password-env, not both.")
    }
  }

  /// The accounts that are given; nothing where none is.
  ///
  /// - Throws: `ValidationError` for an account that is none, ``ToolFailure`` for a file.
  func entries() throws -> [AccountEntry] {
    var entries: [AccountEntry] = []
    for text in account {
      if text.hasSuffix(".json") || (!text.contains(":") && FileManager.default.fileExists(atPath: text)) {
        entries += try AccountEntry.read(text)
      } else {
        entries.append(try entry(text))
      }
    }
    for index in entries.indices where entries[index].auth == nil { entries[index].auth = auth }
    return entries
  }

  private func entry(_ text: String) throws -> AccountEntry {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      // The text may hold a password, so it is not repeated.
      throw ValidationError("--account takes SERVER-ID:USER:PASSWORD, or a JSON file.")
    }
    let outside = try passwordElsewhere()
    if parts.count == 3, outside != nil {
      throw ValidationError("The password stands in --account and elsewhere, too: which one is meant?")
    }
    guard let password = outside ?? (parts.count == 3 ? parts[2] : nil) else {
      throw ValidationError(
        "The account '\(parts[0]):\(parts[1])' has no password: add one, or give --password-file or --password-env.")
    }
    return AccountEntry(serverID: parts[0], user: parts[1], password: password)
  }

  private func passwordElsewhere() throws -> String? {
    if let passwordEnv {
      guard let value = ProcessInfo.processInfo.environment[passwordEnv] else {
        throw ValidationError("The environment has no variable '\(passwordEnv)'.")
      }
      return value
    }
    guard let passwordFile else { return nil }
    return try AccountEntry.firstLine(of: passwordFile)
  }
}

/// An account as a JSON file holds it.
struct AccountEntry: Codable {
  /// Proves one side to the other.
  struct ServerSide: Codable {
    var user: String?
    var password: String
    var auth: AuthenticationChoice?
  }

  var serverID: String
  var user: String
  var password: String?
  /// A file beside the JSON file whose first line is the password.
  var passwordFile: String?
  var auth: AuthenticationChoice?
  /// What the server proves itself to the device with.
  var server: ServerSide?
  /// Where the server is.
  var url: String?

  init(serverID: String, user: String, password: String?, auth: AuthenticationChoice? = nil) {
    self.serverID = serverID
    self.user = user
    self.password = password
    self.auth = auth
  }

  /// The account that sessions are configured from.
  var account: Account {
    var credentials: [AccountCredentials] = []
    if auth != AuthenticationChoice.none, let password {
      credentials.append(
        AccountCredentials(
          level: .client, scheme: (auth ?? .md5).scheme, name: user, secret: Secret(password)))
    }
    if let server, server.auth != AuthenticationChoice.none {
      credentials.append(
        AccountCredentials(
          level: .server, scheme: (server.auth ?? auth ?? .md5).scheme, name: server.user ?? serverID,
          secret: Secret(server.password)))
    }
    return Account(serverID: serverID, addresses: url.map { [.init($0)] } ?? [], credentials: credentials)
  }

  /// Reads a file: an account, or a list of them.
  static func read(_ path: String) throws -> [AccountEntry] {
    let bytes = try InputFile(path: path).contents(limit: 16 << 20)
    let decoder = JSONDecoder()
    var entries: [AccountEntry]
    do {
      let isList = bytes.first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: "[")
      entries =
        isList
        ? try decoder.decode([AccountEntry].self, from: Data(bytes))
        : [try decoder.decode(AccountEntry.self, from: Data(bytes))]
    } catch {
      throw ToolFailure(
        path, "not an account: \(JSONFault(error))",
        hint: #"{"serverID": "example", "user": "device", "password": "…", "auth": "md5"}, or a list of these"#,
        .badData)
    }
    if let reason = keys.first(in: Data(bytes)) { throw ToolFailure(path, reason, .badData) }
    for index in entries.indices {
      if let reason = entries[index].fault { throw ToolFailure(path, reason, .badData) }
      if let file = entries[index].passwordFile {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        entries[index].password = try firstLine(of: URL(fileURLWithPath: file, relativeTo: folder).path)
      }
      guard entries[index].password != nil || entries[index].auth == AuthenticationChoice.none else {
        throw ToolFailure(
          path, "the account of '\(entries[index].user)' has neither password nor passwordFile", .badData)
      }
    }
    return entries
  }

  /// Why an account of a file cannot be meant as it is; nil where it can.
  private var fault: String? {
    if serverID.isEmpty { return "an account has an empty serverID" }
    if user.isEmpty { return "an account of '\(CommandText.clean(serverID))' has an empty user" }
    if password != nil, passwordFile != nil {
      return "the account of '\(CommandText.clean(user))' has password and passwordFile: which one is meant?"
    }
    return nil
  }

  private static let keys = UnknownKeys(allowed: [
    []: ["serverID", "user", "password", "passwordFile", "auth", "server", "url"],
    ["server"]: ["user", "password", "auth"],
  ])

  static func firstLine(of path: String) throws -> String {
    let bytes = try InputFile(path: path).contents(limit: 1 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ToolFailure(path, "the password is no UTF-8", .badData)
    }
    let line = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let password = line.hasSuffix("\r") ? String(line.dropLast()) : String(line)
    guard !password.isEmpty else {
      throw ToolFailure(path, "the first line, which is the password, is empty", .badData)
    }
    return password
  }
}

/// What is wrong with a JSON file, with its place where there is one.
struct JSONFault: CustomStringConvertible {
  let description: String

  init(_ error: any Error) {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      description = Self.place(context) + "'\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      description = Self.place(context) + context.debugDescription
    case DecodingError.dataCorrupted(let context):
      let detail = (context.underlyingError as NSError?)?.userInfo["NSDebugDescription"] as? String
      description = Self.place(context) + (detail ?? context.debugDescription)
    default: description = error.localizedDescription
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    guard !context.codingPath.isEmpty else { return "" }
    return context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".") + ": "
  }
}
