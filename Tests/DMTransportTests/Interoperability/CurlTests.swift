import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

/// curl is a client that nobody here has written.
@Suite(
  "curl posts messages",
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "curl is missing: install curl"))
struct CurlTests {
  /// Posts a file's bytes; the response's head and body.
  private func post(_ bytes: [UInt8], to url: String, _ more: [String] = []) async throws -> (
    head: String, body: [UInt8]
  ) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "syncml-curl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["request", "head", "body"].map { folder.appending(path: $0) }
    try Data(bytes).write(to: files[0])
    let encoding = Encoding(detecting: bytes.span)
    let status = try await Program.run(
      "/usr/bin/curl",
      [
        "-s", "-S", "--max-time", "60", "-H", "Content-Type: \(encoding.dmMediaType)", "--data-binary",
        "@\(files[0].path)", "-D", files[1].path, "-o", files[2].path, url,
      ] + more)
    #expect(status == 0)
    return (
      try String(contentsOf: files[1], encoding: .utf8), [UInt8]((try? Data(contentsOf: files[2])) ?? Data())
    )
  }

  @Test(
    "a whole session of a device goes by curl, whole or in chunks", arguments: Encoding.allCases,
    [[], ["-H", "Transfer-Encoding: chunked"], ["--http1.0"], ["-H", "Expect: 100-continue"]])
  func session(encoding: SyncML.Encoding, more: [String]) async throws {
    let manager = RecordingManager([[.replace("./Example/Value", "new")]])
    try await withServer(manager: manager) { _, url in
      var session = ClientSession(makeSession(url))
      var device = try makeDevice()
      var next: Message? = session.start(on: &device)
      while let message = next {
        let (head, body) = try await post(try message.encoded(as: encoding), to: session.nextURI, more)
        #expect(head.contains(" 200 "), "\(head)")
        #expect(head.lowercased().contains("content-type: \(encoding.dmMediaType)\r\n"))
        #expect(head.lowercased().contains("cache-control: no-store\r\n"))
        next = session.handle(try Message(decoding: body.span), on: &device)
      }
      #expect(session.state == .finished)
      #expect(device.value == "new")
    }
    #expect(await manager.outcomes == [.completed])
  }

  @Test("Accept can ask for the other encoding", arguments: Encoding.allCases)
  func accept(encoding: SyncML.Encoding) async throws {
    try await withServer { _, url in
      var session = ClientSession(makeSession(url))
      var device = try makeDevice()
      let other: SyncML.Encoding = encoding == .xml ? .wbxml : .xml
      let bytes = try session.start(on: &device).encoded(as: encoding)
      let (_, body) = try await post(bytes, to: url, ["-H", "Accept: \(other.dmMediaType)"])
      #expect(Encoding(detecting: body.span) == other)
      #expect(session.handle(try Message(decoding: body.span), on: &device) != nil)
    }
  }

  @Test("a body of 20 MB is refused while it comes")
  func tooLarge() async throws {
    try await withServer { _, url in
      let (head, body) = try await post(
        Array(repeating: UInt8(ascii: "<"), count: 20 << 20), to: url, ["-H", "Expect:"])
      #expect(head.contains(" 413 "), "\(head)")
      #expect(String(decoding: body, as: UTF8.self) == "the message is longer than 4194304 bytes\n")
    }
  }
}
