import DMTransport
import DeviceManagement
import Foundation
import SyncML

/// What a device's session was, for machines.
struct DeviceReport: Encodable {
  struct Step: Encodable {
    var direction: String
    var url: String
    var msgID: String
    var bytes: Int
    var commands: [String]
    var isFinal: Bool
  }

  var server: String
  var encoding: String
  var sessionID: String
  var state: String
  var reason: String?
  var steps: [Step] = []
  var changes: [String] = []
  var retries = 0
  var sentBytes = 0
  var receivedBytes = 0

  mutating func add(_ event: ClientEvent) {
    switch event {
    case .sending(let message, let url): steps.append(Self.step("sent", message, url))
    case .received(let message, let url): steps.append(Self.step("received", message, url))
    case .retrying, .busy: retries += 1
    case .nonces, .redirected: break
    }
  }

  private static func step(_ direction: String, _ message: TransportedMessage, _ url: String) -> Step {
    Step(
      direction: direction, url: url, msgID: message.message.header.msgID, bytes: message.bytes.count,
      commands: message.message.commands.map(CommandText.line), isFinal: message.message.isFinal)
  }

  /// The lines about an event for people.
  static func lines(_ event: ClientEvent) -> [String] {
    switch event {
    case .sending(let message, let url):
      ["→ message \(message.message.header.msgID) to \(url), \(message.bytes.count) bytes"] + commands(message)
    case .received(let message, _):
      ["← message \(CommandText.clean(message.message.header.msgID)), \(message.bytes.count) bytes"] + commands(message)
    case .retrying(let error, let delay): ["  \(error): once more in \(text(delay))"]
    case .busy(let code, let delay): ["  the server is busy (\(code)): once more in \(text(delay))"]
    case .redirected(let url): ["  redirected to \(CommandText.clean(url))"]
    case .nonces: []
    }
  }

  private static func text(_ delay: Duration) -> String {
    delay.formatted(.units(allowed: [.minutes, .seconds, .milliseconds], width: .narrow))
  }

  private static func commands(_ message: TransportedMessage) -> [String] {
    var lines = message.message.commands.map { command in
      guard case .results(let results) = command.withoutSecrets else { return "    " + CommandText.line(command) }
      return "    Results "
        + results.items.prefix(4).map { item in
          (item.source?.locURI ?? "?") + (item.data.map { " = " + CommandText.value($0) } ?? "")
        }.joined(separator: ", ") + (results.items.count > 4 ? ", …" : "")
    }
    if !message.message.isFinal { lines.append("    (more of this package follows)") }
    return lines
  }
}
