import SyncML

/// Commands in a line for people, without the secrets of accounts.
enum CommandText {
  /// What a command is about: `Get ./DevInfo/Man`, `Replace ./A/B = "text"`.
  static func line(_ command: Command) -> String { unmaskedLine(command.withoutSecrets) }

  private static func unmaskedLine(_ command: Command) -> String {
    switch command {
    case .alert(let alert): return unmaskedLine(alert)
    case .atomic(let group), .sequence(let group):
      return "\(command.name)(\(group.commands.map(unmaskedLine).joined(separator: "; ")))"
    case .exec(let exec): return "Exec \(exec.item.target?.locURI ?? "?")"
    case .status(let status): return "Status \(code(status.code)) of \(status.cmd)"
    case .get, .delete:
      return "\(command.name) \(places(command.items))"
    default:
      let parts = command.items.prefix(4).map { item in
        let place = item.target?.locURI ?? item.source?.locURI ?? ""
        return item.data.map { "\(place) = \(value($0))" } ?? place
      }
      return "\(command.name) \(parts.joined(separator: ", "))" + (command.items.count > 4 ? ", …" : "")
    }
  }

  static func code(_ code: StatusCode?) -> String { code.map(\.description) ?? "without a code" }

  private static func places(_ items: [Item]) -> String {
    items.prefix(6).map { $0.target?.locURI ?? $0.source?.locURI ?? "?" }.joined(separator: " ")
      + (items.count > 6 ? " …" : "")
  }

  static func alertLine(_ alert: Alert) -> String { unmaskedLine(alert.withoutSecrets) }

  private static func unmaskedLine(_ alert: Alert) -> String {
    var text = "Alert \(alert.code.map { String($0.rawValue) } ?? "?")"
    switch alert.code {
    case AlertCode.serverInitiatedManagement: text += " (the server wanted a session)"
    case AlertCode.clientInitiatedManagement: text += " (the device wants a session)"
    case AlertCode.nextMessage: text += " (next message)"
    case AlertCode.sessionAbort: text += " (session abort)"
    default: break
    }
    let details = alert.items.compactMap { item in
      [
        item.meta?.type, item.source?.locURI, item.data.map(value),
      ].compactMap { $0 }.joined(separator: " ")
    }.filter { !$0.isEmpty }
    return details.isEmpty ? text : "\(text): \(details.prefix(4).joined(separator: ", "))"
  }

  /// A value, short and in one line.
  ///
  /// - Parameter data: data of a command that is without secrets, or of a node that has none.
  static func value(_ data: ItemData) -> String {
    switch data {
    case .markup(let markup): return quoted(markup.xmlText ?? "elements")
    case .text(let text): return quoted(text)
    case .bytes(let bytes): return data.string.map(quoted) ?? "\(bytes.count) bytes"
    }
  }

  private static func quoted(_ text: String) -> String {
    var line = "\""
    for scalar in text.unicodeScalars.prefix(72) {
      // What a device sends must not move the terminal's cursor.
      line.unicodeScalars.append(isControl(scalar) ? "·" : scalar)
    }
    return line + (text.unicodeScalars.count > 72 ? "…\"" : "\"")
  }

  /// A text from outside in one line, without anything that moves the cursor or turns the direction of writing around.
  ///
  /// - Parameters:
  ///   - text: what somebody else wrote.
  ///   - limit: how many characters of it are shown.
  static func clean(_ text: String, limit: Int = 200) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit).map { isControl($0) ? "·" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
