import Foundation
import SyncML
import Testing

/// The README's examples are these files: they compile, they run, and the README shows them to the letter.
@Suite struct ReadmeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "the README shows the example as it is compiled",
    arguments: ["ImporterExample", "InteroperabilityExample", "PerformanceExample"])
  func readmeShowsExample(name: String) throws {
    let source = try String(contentsOf: Self.folder.appendingPathComponent("\(name).swift"), encoding: .utf8)
    let readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let example = try #require(source.components(separatedBy: "// example end").first)
      .replacingOccurrences(of: "// example\n", with: "")
    #expect(example.count > 200)
    #expect(readme.contains("```swift\n\(example)```"), "README.md does not hold \(name) as it is")
  }

  @Test("the importers' example answers a Get with 404 in the encoding of the question", arguments: Encoding.allCases)
  func importerExample(encoding: Encoding) throws {
    let question = Message(
      header: SyncHdr(sessionID: "1", msgID: "3", target: Location("device"), source: Location("server")),
      commands: [.get(ItemCommand(cmdID: "5", items: [Item(target: Location("./DevInfo"))]))])
    let bytes = try answer(try question.encoded(as: encoding))
    #expect(Encoding(detecting: bytes.span) == encoding)
    let reply = try Message(decoding: bytes.span)
    #expect(reply.header.target.locURI == "server")
    #expect(reply.commands == [.status(Status(cmdID: "1", msgRef: "3", cmdRef: "5", cmd: "Get", code: .notFound))])
  }

  @Test("the IOT engineers' example gives a report with results")
  func interoperabilityExample() async throws {
    let report = try await reportOnTimeConditions(vectors: Self.root.appendingPathComponent("Vectors"))
    #expect(report.contains("| SCHED-TIME-01 | flow |"))
    #expect(!report.contains("## Failures"))
  }

  @Test("the device information example lists the types of each datastore", arguments: Encoding.allCases)
  func deviceInformationExample(encoding: Encoding) throws {
    let information = DeviceInformation(
      devID: "1", devTyp: "phone",
      dataStores: [
        .init(
          sourceRef: "./contacts", rxPref: .init("text/x-vcard", "2.1"), rx: [.init("text/vcard", "3.0")],
          txPref: .init("text/x-vcard", "2.1"), syncCap: [.twoWay])
      ])
    let sent = Message(
      header: SyncHdr(sessionID: "1", msgID: "1", target: Location("server"), source: Location("device")),
      commands: [.put(ItemCommand(cmdID: "1", items: [try information.item(for: encoding)]))])
    let bytes = try sent.encoded(as: encoding)
    let message = try Message(decoding: bytes.span)
    #expect(try receivedTypes(in: message) == ["./contacts": ["text/x-vcard", "text/vcard"]])
  }

  @Test("the performance people's example counts the same in any chunks")
  func performanceExample() throws {
    let message = Message(
      header: SyncHdr(sessionID: "1", msgID: "3", target: Location("device"), source: Location("server")))
    let bytes = try message.encoded(as: .wbxml)
    let whole = try countElements(in: [bytes])
    #expect(whole == 12)
    #expect(try countElements(in: bytes.map { [$0] }) == whole)
  }
}
