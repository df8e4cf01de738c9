import DeviceManagement
import Foundation
import SyncML
import Testing
import WBXML

@Suite("Messages of other implementations", .enabled(if: MessageCorpus.isPresent, MessageCorpus.absence))
struct MessageCorpusTests {
  /// Files that are no message a tolerant reader could take, and why.
  static let unreadable: [String: String] = [
    "buteo-syncml/respinvalid2.txt": "there is no SyncHdr: the sample is meant to be invalid",
    "buteo-syncml/respinvalid4.txt": "there is no SyncHdr: the sample is meant to be invalid",
    "libwbxml/syncml/syncml-014.xml": "there is no SyncHdr: it is a sample of tokens",
    "devaspot-syncml/putE7.xml": "bytes of WBXML stand in XML text as they are",
    "devaspot-syncml/sync_init.xml": "the attributes' quotes are typographic",
  ]

  /// Every message that can be read.
  static let messages: [(path: String, message: Message)] = MessageCorpus.paths.compactMap { path in
    guard unreadable[path] == nil, let bytes = try? MessageCorpus.bytes(path), MessageCorpus.isMessage(bytes),
      let message = try? Message(decoding: bytes.span)
    else { return nil }
    return (path, message)
  }

  @Test("every message is read and survives both encodings, but for those that are listed with the reason")
  func reading() throws {
    var count = 0
    for path in MessageCorpus.paths {
      let bytes = try MessageCorpus.bytes(path)
      guard MessageCorpus.isMessage(bytes) else { continue }
      do {
        let message = try Message(decoding: bytes.span)
        #expect(Self.unreadable[path] == nil, "\(path) can be read")
        for encoding in Encoding.allCases {
          let encoded = try message.encoded(as: encoding)
          let again = try Message(decoding: encoded.span, encoding: encoding)
          #expect(try again == message || again.encoded(as: encoding) == encoded, "\(path) as \(encoding)")
        }
        count += 1
      } catch {
        #expect(Self.unreadable[path] != nil, "\(path): \(error)")
      }
    }
    #expect(count > 150, "\(count) messages")
  }

  @Test("every message is validated, and no finding but ENC-01 says that it could not be looked at")
  func validation() throws {
    var rules: [String: Int] = [:]
    for (path, _) in Self.messages {
      let bytes = try MessageCorpus.bytes(path)
      let findings = MessageValidator.validate(bytes.span)
      var notes: [Note] = []
      _ = try Message(decoding: bytes.span, notes: &notes)
      // A bare ampersand is no XML, however kindly a reader takes it.
      let isXML = !notes.contains { $0.text == Diagnostic.Code.bareAmpersand.description }
      #expect(findings.contains { $0.ruleID == "ENC-01" } != isXML, "\(path)")
      for finding in findings { rules[finding.ruleID, default: 0] += 1 }
    }
    // Real implementations break many rules; a validator that finds nothing in them looks at nothing.
    #expect(rules.count > 10, "\(rules)")
  }

  @Test("every server's message is answered by a device, and every device's by a server")
  func answers() throws {
    var counts = (device: 0, server: 0, ended: 0)
    for (path, message) in Self.messages {
      if Self.isFromServer(message) {
        var device = PlainDevice(tree: ManagementTree(rootACL: .unrestricted))
        try DevInfo(devID: message.header.target.locURI, manufacturer: "Example", model: "One")
          .install(in: &device.tree)
        var session = ClientSession(
          .init(
            sessionID: message.header.sessionID, deviceURI: message.header.target.locURI,
            serverURI: message.header.source.locURI, serverID: "server"))
        _ = session.start(on: &device)
        if let answer = session.handle(message, on: &device) {
          counts.device += 1
          let isAccepted = message.header.verProto.hasPrefix("DM/")
          let faults = AnswerCheck.faults(of: answer, to: message, membersToo: isAccepted)
          #expect(faults == [], "\(path)")
        } else {
          counts.ended += 1
          #expect(Self.endsSession(message), "\(path): no answer, state \(session.state)")
        }
      } else {
        var session = ServerSession(.init(serverURI: message.header.target.locURI))
        let answer = session.handle(message)
        counts.server += 1
        #expect(AnswerCheck.faults(of: answer, to: message, membersToo: false) == [], "\(path)")
      }
    }
    #expect(counts.device > 40 && counts.server > 40, "\(counts)")
  }

  /// A message that asks for nothing, refuses, or aborts ends a session: a device must not answer it.
  private static func endsSession(_ message: Message) -> Bool {
    let orders = message.commands.filter {
      switch $0 {
      case .status, .results: false
      default: true
      }
    }
    let aborts = orders.contains { if case .alert(let alert) = $0 { alert.code == .sessionAbort } else { false } }
    let refuses = message.commands.contains {
      if case .status(let status) = $0 { status.cmd == "SyncHdr" && (status.code?.rawValue ?? 0) >= 400 } else { false }
    }
    return orders.isEmpty || aborts || refuses
  }

  /// A server's address is a URL, a device's as a rule is none.
  private static func isFromServer(_ message: Message) -> Bool {
    func isURL(_ text: String) -> Bool { text.contains("://") }
    let speaksAsClient = message.commands.contains {
      switch $0 {
      case .alert(let alert):
        [.serverInitiatedManagement, .clientInitiatedManagement, .genericAlert, .clientEvent].contains(alert.code)
      case .results, .put: true
      default: false
      }
    }
    if speaksAsClient { return false }
    return isURL(message.header.source.locURI) || !isURL(message.header.target.locURI)
  }
}
