import DeviceManagement
import Foundation
import SyncML
import Testing
import WBXML

/// Messages of real devices and servers, which lie beside the repository where they are at hand: they are others'
/// files, so they are no part of it.
enum MessageCorpus {
  static let folder: URL = {
    var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder.appending(path: "../shared/corpus").standardized
  }()

  /// Why a test that needs the corpus is skipped.
  static let absence: Comment = "../shared/corpus is absent: no messages to read"

  static var isPresent: Bool { !paths.isEmpty }

  /// The files that may hold a message: not the hostile ones, which have tests of their own, nor generated ones.
  static let paths: [String] = {
    let files = FileManager.default.enumerator(atPath: folder.path)
    let paths = (files?.allObjects as? [String]) ?? []
    return paths.filter { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isData = ["xml", "wbxml", "txt", "xml1", "syncml"].contains { name.hasSuffix("." + $0) }
      return isData && !["hostile/", "bench/"].contains { path.hasPrefix($0) } && !path.contains("dmt_data")
    }.sorted()
  }()

  static func bytes(_ path: String) throws -> [UInt8] {
    var bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
    // Some samples begin with blanks before the declaration.
    while let first = bytes.first, [0x20, 0x0A, 0x0D, 0x09].contains(first) { bytes.removeFirst() }
    return bytes
  }

  /// Whether a file is a whole message: XML text with the root SyncML, or WBXML with its token.
  static func isMessage(_ bytes: [UInt8]) -> Bool {
    if Encoding(detecting: bytes.span) == .wbxml {
      var tape = EventTape()
      try? WBXMLDecoder.decode(bytes.span, options: .init(), into: &tape)
      return tape.records.first { $0.kind == .startElement }?.tag == SyncMLTag.syncML
    }
    guard let text = String(validating: bytes, as: UTF8.self) ?? String(bytes: bytes, encoding: .isoLatin1) else {
      return false
    }
    // A fragment of the standard's prose has dots where a message has elements.
    let isProse = ["...", "blah"].contains { text.contains($0) } || !text.contains("</SyncML>")
    return text.hasPrefix("<") && text.firstRange(of: /<SyncML[\s>]/) != nil && !isProse
  }
}

/// What every answer to a message must be, whoever gives it.
enum AnswerCheck {
  /// - Returns: what is wrong with the answer.
  static func faults(of answer: Message, to message: Message, membersToo: Bool) -> [String] {
    var found: [String] = []
    // What the message itself lacks, such as addresses, its answer cannot have.
    var known = Set(findings(of: message).map(\.ruleID))
    if message.header.msgID.isEmpty { known.insert("MSG-08") }
    for encoding in Encoding.allCases {
      guard let bytes = try? answer.encoded(as: encoding) else { return ["it cannot be written as \(encoding)"] }
      for finding in MessageValidator.validate(bytes.span, encoding: encoding)
      where finding.severity == .error && !known.contains(finding.ruleID) {
        found.append("\(finding)")
      }
    }
    if answer.header.sessionID != message.header.sessionID { found.append("it is of another session") }
    let statuses = answer.commands.compactMap { if case .status(let status) = $0 { status } else { nil } }
    if statuses.contains(where: { $0.msgRef != message.header.msgID }) {
      found.append("a Status is of another message")
    }
    let headers = statuses.filter { $0.cmd == "SyncHdr" }
    if headers.count != 1 || statuses.first?.cmd != "SyncHdr" { found.append("the Status of SyncHdr is not the first") }
    // Who does not speak the version need not look at the commands.
    let isRefused =
      headers.first?.code == .dtdVersionNotSupported || headers.first?.code == .protocolVersionNotSupported
    // Some samples give two commands one number.
    let sent = orders(in: message.commands, membersToo)
    for command in sent where !command.cmdID.isEmpty {
      let own = statuses.filter { $0.cmdRef == command.cmdID && $0.cmd == command.name }
      let alike = sent.filter { $0.cmdID == command.cmdID && $0.name == command.name }
      let most = alike.reduce(0) { $0 + max(1, $1.items.count) }
      if own.isEmpty, !command.noResp, !isRefused { found.append("\(command.name) \(command.cmdID) has no Status") }
      if own.count > most { found.append("\(command.name) \(command.cmdID) has \(own.count) statuses") }
    }
    return found
  }

  private static func findings(of message: Message) -> [Finding] {
    guard let bytes = try? message.encoded(as: .xml) else { return [] }
    return MessageValidator.validate(bytes.span, encoding: .xml)
  }

  /// The commands that want a Status, groups before their members.
  private static func orders(in commands: [Command], _ membersToo: Bool) -> [Command] {
    commands.flatMap { command -> [Command] in
      switch command {
      case .status, .results: []
      case .atomic(let group), .sequence(let group):
        [command] + (membersToo ? orders(in: group.commands, true) : [])
      default: [command]
      }
    }
  }
}
