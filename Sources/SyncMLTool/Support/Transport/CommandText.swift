import SyncML

/// Commands in a line for people.
enum CommandText {
  /// What a command is about: `Get ./DevInfo/Man`, `Replace ./A/B = "text"`.
  static func line(_ command: Command) -> String {
    switch command {
    case .alert(let alert): return alertLine(alert)
    case .atomic(let group), .sequence(let group):
      return "\(command.name)(\(group.commands.map(line).joined(separator: "; ")))"
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

  static func alertLine(_ alert: Alert) -> String {
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
      line.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "·" : scalar)
    }
    return line + (text.unicodeScalars.count > 72 ? "…\"" : "\"")
  }

  /// A text from outside in one line, without anything that moves the cursor.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(200).map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "·" : $0 }))
  }
}
