import Conformance
import Foundation
import Testing

/// What the suite says when an implementation, or a vector, is wrong: a check that cannot fail checks nothing.
@Suite struct RunnerTests {
  private func broken(_ id: String, _ from: String, _ to: String) throws -> CheckResult {
    let vector = try #require(VectorFiles.all.first { $0.id == id })
    let url = VectorFiles.folder.appendingPathComponent("\(vector.group)/\(id).json")
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(text.contains(from))
    let changed = text.replacingOccurrences(of: from, with: to)
    return Runner().check(try JSONDecoder().decode(Vector.self, from: Data(changed.utf8)))
  }

  @Test("a wrong result, status, alert or instant makes a flow fail with its place")
  func brokenFlows() throws {
    let result = try broken("SCHED-TIME-01", "\"20260105T020000Z\",\n", "\"20260105T020001Z\",\n")
    #expect(result.outcome == .failed)
    #expect(result.reasons.first?.hasPrefix("wbxml, step 5: ./Scheduling/Context/nightly") == true)
    #expect(result.reasons.contains { $0.hasPrefix("xml, step 5") })

    let status = try broken("DM-CMD-02", "\"2\": 404", "\"2\": 405")
    #expect(status.reasons.first == "wbxml, step 1: Add 2: status 405 expected, 404 came")

    let alert = try broken("SCHED-TASK-01", "\"507\",\n            \"mark\"", "\"200\",\n            \"mark\"")
    #expect(alert.reasons.first == "wbxml, step 3: alert 1: '200' expected, '507' came")

    let missing = try broken("SCHED-REPORT-04", "\"to\": \"20260110T000000Z\"", "\"to\": \"20260107T000000Z\"")
    #expect(missing.reasons.first?.contains("3 alerts expected, 1 came") == true)
  }

  @Test("a wrong digest, notification, account or code makes its vector fail")
  func brokenSecurity() throws {
    #expect(
      try broken("DM-AUTH-02", "Zz6EivR3", "Zz6EivR4").reasons == [
        "the value does not prove the password",
        "'Zz6EivR4yeaaENcRN6lpAQ==' expected, 'Zz6EivR3yeaaENcRN6lpAQ==' was made",
      ])
    #expect(try broken("DM-AUTH-11", "false", "true").outcome == .failed)
    #expect(try broken("DM-NOTIF-01", "\"1234\"", "\"1235\"").outcome == .failed)
    #expect(
      try broken("DM-NOTIF-20", "\"wrongDigest\"", "\"tooShort\"").reasons == [
        "tooShort expected, wrongDigest came"
      ])
    #expect(try broken("DM-NOTIF-10", "\"resynchronizes\": true", "\"resynchronizes\": false").outcome == .failed)
    #expect(try broken("DM-BOOT-01", "CLCRED", "SRVCRED").outcome == .failed)
    #expect(try broken("DM-BOOT-01", "value=\\\"Example\\\"", "value=\\\"Other\\\"").outcome == .failed)
    #expect(try broken("DM-BOOT-06", "otherCharacteristic NAPDEF", "otherCharacteristic X").outcome == .failed)
    #expect(try broken("DM-BOOT-20", "\"wrongMAC\"", "\"missingSecurity\"").outcome == .failed)
    #expect(
      try broken("DM-AUTH-50", "deviceRefused", "finished").reasons.contains {
        $0.hasSuffix("the end: finished expected, deviceRefused came")
      })
    #expect(try broken("DM-AUTH-31", "\"none\"", "\"syncml:auth-md5\"").outcome == .failed)
    #expect(try broken("DM-AUTH-36", "401", "407").outcome == .failed)
  }

  @Test("a wrong status, command, code, report or challenge makes a server's vector fail with its place")
  func brokenServers() throws {
    let status = try broken("DM-SRV-ALERT-10", "\"3\": 412", "\"3\": 200")
    #expect(status.reasons.first == "wbxml, step 1: Alert 3: status 200 expected, [412] came")
    #expect(status.reasons.contains { $0.hasPrefix("xml, step 1") })
    let command = try broken("DM-SRV-PKG-04", "./DevDetail/FwV", "./DevDetail/HwV")
    #expect(command.outcome == .passed, "the command that is asked for is the one that is expected")
    #expect(
      try broken("DM-SRV-PKG-02", "\"expect\": {", "\"expect\": {\"commands\": [\"<Alert><Data>1222</Data></Alert>\"],")
        .reasons.first == "wbxml, step 1: commands [\"Alert\"] expected, [] came")
    #expect(
      try broken("DM-SRV-PKG-02", "\"expect\": {", "\"expect\": {\"final\": false,").reasons.first
        == "wbxml, step 1: the answer has Final")
    #expect(try broken("DM-SRV-PKG-01", "\"aborted\": false", "\"aborted\": true").outcome == .failed)
    #expect(try broken("DM-SRV-PKG-01", "\"ends\": true", "\"ends\": false").outcome == .failed)
    #expect(
      try broken("DM-SRV-PKG-03", "\"./DevDetail/SwV\": \"1.0\"", "\"./DevDetail/SwV\": \"1.1\"").outcome == .failed)
    #expect(try broken("DM-SRV-AUTH-03", "syncml:auth-md5", "syncml:auth-basic").outcome == .failed)
    #expect(
      try broken("DM-SRV-AUTH-01", "\"challenge\": \"syncml:auth-md5\"", "\"challenge\": \"\"").reasons.first
        == "wbxml, step 1: a challenge came with the Status of SyncHdr")
    #expect(
      try broken(
        "DM-SRV-AUTH-20", "\"credentials\": {\n          \"type\": \"DIGEST\",\n          \"name\": \"server\"",
        "\"credentials\": {\n          \"type\": \"DIGEST\",\n          \"name\": \"other\""
      ).reasons.first
        == "wbxml, step 1: the credentials do not prove the server")
    #expect(
      try broken(
        "DM-SRV-HDR-03", "\"expect\": {\n        \"verDTD\": \"1.1\"", "\"expect\": {\n        \"verDTD\": \"1.2\""
      )
      .outcome == .failed)
    #expect(try broken("DM-SRV-HDR-08", "\"sameAnswer\": true", "\"sameAnswer\": false").outcome == .failed)
    #expect(try broken("DM-SRV-ABORT-02", "\"ends\": true", "\"ends\": false").outcome == .failed)
    #expect(
      try broken("DM-SRV-CMD-10", "\"mayBreak\": [\n          \"MSG-09\"\n        ]", "\"mayBreak\": []").reasons
        .first?
        .hasPrefix("wbxml, step 1: the answer breaks MSG-09 at") == true)
    #expect(
      try broken("DM-SRV-PKG-06", "${CmdID.2}", "${CmdID.3}").reasons.first
        == "wbxml, step 2: the server's answer brought no ${CmdID.3}")
  }

  @Test("a vector whose features the implementation lacks does not apply")
  func notApplicable() throws {
    let vector = try #require(VectorFiles.all.first { $0.id == "SCHED-TIME-01" })
    let result = Runner(features: []).check(vector)
    #expect(result.outcome == .notApplicable)
    #expect(result.reasons == ["needs scheduling, time"])
  }

  @Test("results come in the vectors' order however many run at once")
  func order() async {
    let results = await Runner().run(VectorFiles.all)
    #expect(results.map(\.vectorID) == VectorFiles.all.map(\.id))
  }

  @Test("a selection takes groups, kinds, requirements and ids together")
  func selection() throws {
    func ids(_ selection: Runner.Selection) -> [String] { VectorFiles.all.filter(selection.includes).map(\.id) }
    #expect(ids(.init(ids: ["DM-SEQ-01"])) == ["DM-SEQ-01"])
    #expect(ids(.init(groups: ["DM"], kinds: ["codec"])) == [])
    #expect(ids(.init(requirements: ["R-13"])).contains("SCHED-REPORT-02"))
    #expect(ids(.init()).count == VectorFiles.all.count)
  }

  @Test("a file that is no vector is named with the reason, and hides no other")
  func badFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vectors-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write("A-1.json", #"{"id":"A-1","kind":"codec","group":"A","title":"t","wbxml":"0102"}"#)
    try write("A-2.json", #"{"id":"A-2","kind":"codec""#)
    try write("A-3.json", #"{"id":"other","kind":"codec","group":"A","title":"t"}"#)
    try write("A-4.json", #"{"id":"A-4","kind":"poem","group":"A","title":"t"}"#)
    try write("A-5.json", #"{"kind":"codec","group":"A","title":"t"}"#)
    let (library, errors) = try VectorLibrary.load(from: folder)
    #expect(library.vectors.map(\.id) == ["A-1"])
    #expect(
      errors.map { $0.path.split(separator: "/").last.map(String.init) } == [
        "A-2.json", "A-3.json", "A-4.json", "A-5.json",
      ])
    #expect(errors.last?.reason.contains("'id' is missing") == true)
    #expect(throws: VectorLibrary.LoadError.self) {
      try VectorLibrary.load(from: folder.appendingPathComponent("nowhere"))
    }
  }
}
