import DeviceManagement
import Foundation
import SyncML

/// A batch of commands and what became of it, for people and machines.
struct BatchReport: Encodable {
  /// An answer: a Status, or one value that a Get has brought.
  struct Answer: Encodable {
    /// The command that a Status answers; nil for a value.
    var command: String?
    /// The node; nil where the device does not say it.
    var uri: String?
    var status: Int?
    var format: String?
    /// A value as text, in base64 where it is none; a Status's data.
    var value: String?
    var isBase64: Bool?
  }

  var id: Int64
  var device: String
  var state: String
  var attempts: Int
  var queuedAt: String?
  var sentAt: String?
  var answeredAt: String?
  /// The commands, one a line.
  var commands: [String]
  var answers: [Answer]

  init(_ batch: CommandBatch) {
    id = batch.id
    device = batch.deviceURI
    state = batch.state.rawValue
    attempts = batch.attempts
    queuedAt = batch.queuedAt?.description
    sentAt = batch.sentAt?.description
    answeredAt = batch.answeredAt?.description
    commands = batch.commands.map(CommandText.line)
    answers = batch.answers.map(\.withoutSecrets).flatMap(Self.answers)
  }

  private static func answers(_ command: Command) -> [Answer] {
    switch command {
    case .status(let status):
      let data = status.items.compactMap { $0.data?.string }
      return [
        Answer(
          command: status.cmd, uri: status.targetRefs.first, status: status.code?.rawValue,
          value: data.isEmpty ? nil : data.joined(separator: "\n"))
      ]
    case .results(let results):
      return results.items.map { item in
        var answer = Answer(
          uri: item.source?.locURI ?? results.sourceRef ?? results.targetRef,
          format: item.meta?.format ?? results.meta?.format)
        switch item.data {
        case nil: break
        case .markup(let markup): answer.value = markup.xmlText
        case .text(let text): answer.value = text
        case .bytes(let bytes):
          answer.isBase64 = true
          answer.value = Data(bytes).base64EncodedString()
        }
        return answer
      }
    default: return []
    }
  }

  // MARK: For people

  /// Batches, one a line.
  static func table(_ reports: [BatchReport]) -> String {
    var table = TextTable(
      ["batch", "device", "state", "queued", "sent", "answered", "codes", "commands"], rightAligned: [0])
    for report in reports {
      let more = report.commands.count - 1
      let codes = report.answers.compactMap { $0.status.map(String.init) }
      table.append([
        "\(report.id)", CommandText.clean(report.device), report.state, report.queuedAt ?? "-", report.sentAt ?? "-",
        report.answeredAt ?? "-",
        codes.isEmpty ? "-" : codes.prefix(6).joined(separator: " ") + (codes.count > 6 ? " …" : ""),
        CommandText.clean(report.commands.first ?? "") + (more > 0 ? " and \(more) more" : ""),
      ])
    }
    return table.text
  }

  /// The batch with its commands and answers.
  var text: String {
    var lines = ["batch \(id) for \(CommandText.clean(device)): \(state)"]
    for (word, time) in [("queued", queuedAt), ("sent", sentAt), ("answered", answeredAt)] {
      if let time { lines[0] += ", \(word) \(time)" }
    }
    if attempts > 1 { lines[0] += ", sent \(attempts) times" }
    for command in commands { lines.append("  → \(CommandText.clean(command))") }
    for answer in answers {
      var line: String
      if let command = answer.command {
        let code = CommandText.code(answer.status.map { StatusCode(rawValue: $0) })
        line = "\(code) for \(command)" + (answer.uri.map { " \($0)" } ?? "")
        if let value = answer.value { line += ": \(value)" }
      } else {
        let value = answer.value.map { answer.isBase64 == true ? "\($0) in base64" : "\"\($0)\"" }
        line = "\(answer.uri ?? "?") = \(value ?? "nothing")"
        if let format = answer.format { line += " (\(format))" }
      }
      lines.append("  ← \(CommandText.clean(line))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
