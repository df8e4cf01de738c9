import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite("Scripts of a shipped client and its own answers", .enabled(if: MessageCorpus.isPresent, MessageCorpus.absence))
struct MotorolaScriptTests {
  /// The shipped client says 2 and takes deeper addresses all the same; here what is announced is kept to.
  private static let announcedDepth = "./DevDetail/URI/MaxDepth"

  /// A server's message that the shipped client was given, and what it answered.
  struct Script: Sendable {
    var name: String
    var request: [UInt8]
    var golden: Message
  }

  /// Where this implementation answers otherwise, as `script: CmdRef shipped -> ours`, and why.
  static let deviations: [String: String] = [
    "dm11/testexecscript.xml: Exec 1 [200] -> [405]": execOnRoot,
    "dm11/testexecscript2.xml: Exec 1 [200] -> [405]": execOnRoot,
    "dm12/testexecscript.xml: Exec 1 [200] -> [405]": execOnRoot,
    "dm12/testexecscript2.xml: Exec 1 [200] -> [405]": execOnRoot,
    "dm11/testreplace.wbxml: Alert 1 [200] -> [406]": packageOne,
    "dm11/testreplace.wbxml: Replace 2 [400, 400, 400, 400, 400, 400, 400, 400, 400] -> [412]": packageOne,
    "dm11/testadd.wbxml: Add 4 [500] -> [200]": "the shipped client's test tree takes no node below its root",
    "dm12/testreplace.wbxml: Alert 1 [200] -> [406]": packageOne,
    "dm12/testreplace.wbxml: Replace 2 [400, 400, 400, 400, 400, 400, 400, 400, 400] -> [412]": packageOne,
    "dm12/testadd.wbxml: Add 4 [500] -> [200]": "the shipped client's test tree takes no node below its root",
    "dm12/testnewdatatype.xml: Add 1 [405] -> [404]": missingParent,
    "dm12/testnewdatatype.xml: Add 2 [405] -> [404]": missingParent,
    "dm12/testnewdatatype.xml: Add 3 [405] -> [404]": missingParent,
    "dm12/testnewdatatype.xml: Add 4 [405] -> [404]": missingParent,
  ]

  private static let packageOne =
    "the script is a client's package 1: to a device alert 1200 is unknown, and items without Target are incomplete"
  private static let missingParent = "the node above is missing, which is 404 here (OMA-TS-DM_RepPro-V1_2 6.6.1)"

  private static let execOnRoot = "the shipped client's test build runs a shell behind the root; no process is there"

  static func scripts(_ version: String) throws -> [Script] {
    let folder = "motorola-aosp-dm\(version)/"
    let output = String(decoding: try MessageCorpus.bytes(folder + "testoutput\(version)"), as: UTF8.self)
    return try output.split(separator: "] Cmd: processscript ").dropFirst().compactMap { section in
      guard let command = section.split(separator: "\n").first else { return nil }
      let name = command.split(separator: " ").first?.split(separator: "/").last.map(String.init) ?? ""
      guard MessageCorpus.paths.contains(folder + name), let answer = answer(in: section) else { return nil }
      return Script(
        name: "dm\(version)/\(name)", request: withoutBareAmpersands(try MessageCorpus.bytes(folder + name)),
        golden: try Message(decoding: answer.span))
    }
  }

  /// The options of user interactions stand in the scripts as `MAXDT=15&DR=1`, which the shipped client's own parser
  /// takes and XML does not.
  private static func withoutBareAmpersands(_ bytes: [UInt8]) -> [UInt8] {
    guard Encoding(detecting: bytes.span) == .xml else { return bytes }
    return Array(String(decoding: bytes, as: UTF8.self).replacing(#/&(?![a-z]+;)/#, with: "&amp;").utf8)
  }

  /// The answer in the client's output: XML text, or a dump in hexadecimal.
  private static func answer(in section: Substring) -> [UInt8]? {
    if let start = section.firstRange(of: "<?xml"), let end = section.firstRange(of: "</SyncML>") {
      return Array(section[start.lowerBound..<end.upperBound].utf8)
    }
    var bytes: [UInt8] = []
    for line in section.split(separator: "\n") where line.prefixMatch(of: #/[0-9a-f]{4}: /#) != nil {
      let digits = line.dropFirst(6).prefix(48).split(separator: " ")
      bytes += digits.compactMap { UInt8($0, radix: 16) }
    }
    return bytes.isEmpty ? nil : bytes
  }

  @Test("each command gets the status that the shipped client gave it, but for deviations with a reason")
  func statuses() throws {
    let scripts = try Self.scripts("11") + Self.scripts("12")
    #expect(scripts.count >= 24, "\(scripts.map(\.name))")
    var used: Set<String> = []
    var agreed = 0
    for script in scripts {
      let message = try Message(decoding: script.request.span)
      var device = try ShippedDevice()
      var session = ClientSession(
        .init(
          sessionID: message.header.sessionID, deviceURI: "000000011234564",
          serverURI: message.header.source.locURI, serverID: "Scts"))
      _ = session.start(on: &device)
      let answer = try #require(session.handle(message, on: &device), "\(script.name): \(session.state)")
      #expect(AnswerCheck.faults(of: answer, to: message, membersToo: true) == [], "\(script.name)")
      let ours = Self.codes(answer)
      for (reference, shipped) in Self.codes(script.golden).sorted(by: { $0.key < $1.key }) {
        let own = ours[reference] ?? []
        if own == shipped {
          agreed += 1
          continue
        }
        let difference = "\(script.name): \(reference) \(shipped) -> \(own)"
        #expect(Self.deviations[difference] != nil, "\(difference)")
        used.insert(difference)
      }
      // What is found has the same data.
      for (source, value) in Self.results(script.golden)
      where Self.results(answer)[source] != nil && source != Self.announcedDepth {
        #expect(Self.results(answer)[source] == value, "\(script.name): \(source)")
      }
      if let respURI = message.header.respURI { #expect(answer.header.target.locURI == respURI) }
    }
    #expect(agreed >= 20, "\(agreed) statuses agree")
    #expect(Set(Self.deviations.keys) == used, "a deviation that is listed did not happen")
  }

  private static func codes(_ message: Message) -> [String: [Int]] {
    var codes: [String: [Int]] = [:]
    for case .status(let status) in message.commands where status.cmd != "SyncHdr" {
      codes["\(status.cmd) \(status.cmdRef)", default: []].append(status.code?.rawValue ?? 0)
    }
    return codes
  }

  private static func results(_ message: Message) -> [String: String] {
    var values: [String: String] = [:]
    for case .results(let results) in message.commands {
      for item in results.items { values[item.source?.locURI ?? ""] = item.data?.string ?? "" }
    }
    return values
  }
}

/// A device with what the shipped client's scripts ask for, whose user does not answer.
private struct ShippedDevice: ManagedDevice {
  var tree = ManagementTree(rootACL: .unrestricted)

  init() throws {
    try DevInfo(devID: "000000011234564", manufacturer: "Motorola", model: "Test").install(in: &tree)
    func add(_ name: String, _ format: NodeFormat, _ value: String, under parent: String) throws {
      try tree.add(
        Node(
          name: name, format: format, type: format == .node ? "" : "text/plain",
          value: format == .node ? .null : .text(value)), under: NodeURI(parsing: parent))
    }
    try add("DevDetail", .node, "", under: ".")
    try add("Bearer", .node, "", under: "./DevDetail")
    try add("GSM", .chr, "x", under: "./DevDetail/Bearer")
    try add("URI", .node, "", under: "./DevDetail")
    try add("MaxDepth", .int, "0", under: "./DevDetail/URI")
  }

  mutating func execute(_ request: ExecRequest, by actor: Actor) -> ExecOutcome { ExecOutcome(.ok) }

  mutating func interact(_ alert: Alert) -> InteractionOutcome {
    InteractionOutcome(alert.code == .display ? .ok : .requestTimeout)
  }
}
