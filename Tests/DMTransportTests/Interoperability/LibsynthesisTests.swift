import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

/// What Debian's SyncEvolution 2.0.0, a client of data synchronization on libsynthesis, sends as its first message.
///
/// Its own HTTP transport crashes on Debian 12 before it has sent anything (libcurl is given no function to read
/// with), so the messages were taken from it on their way there, in both encodings.
@Suite("A client of data synchronization comes by")
struct LibsynthesisTests {
  private static func fixture(_ encoding: SyncML.Encoding) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](
      try Data(contentsOf: root.appending(path: "Fixtures/libsynthesis-package-1.\(encoding.rawValue)")))
  }

  @Test("its message is read whole, in both encodings alike", arguments: Encoding.allCases)
  func reading(encoding: SyncML.Encoding) throws {
    var notes: [Note] = []
    let bytes = try Self.fixture(encoding)
    let message = try Message(decoding: bytes.span, notes: &notes)
    #expect(message.header.verProto == "SyncML/1.2")
    #expect(message.header.source.locURI == "sc-api-nat-1234")
    #expect(message.commands.map(\.name) == ["Put", "Get", "Alert"])
    #expect(message.isFinal)
    #expect(notes.isEmpty)
  }

  @Test(
    "it is told by a Status of 513 that this is device management, in its own media type and encoding",
    arguments: Encoding.allCases)
  func refusal(encoding: SyncML.Encoding) async throws {
    let manager = RecordingManager()
    let observer = RecordingObserver()
    try await withServer(manager: manager, observer: observer) { server, url in
      let bytes = try Self.fixture(encoding)
      let type = MessageMediaType(encoding, family: .dataSynchronization).name
      let answer = try await RawConnection.exchange(
        url, [.init(RawConnection.head(url, length: bytes.count, type: type)), .init(bytes)])
      #expect(answer.hasPrefix("HTTP/1.1 200 "))
      #expect(answer.lowercased().contains("content-type: \(type)\r\n"))
      #expect(server.openSessionCount == 0)
    }
    var codes: [StatusCode?] = []
    for message in await observer.messages(received: false) {
      for case .status(let status) in message.message.commands { codes.append(status.code) }
    }
    #expect(codes == Array(repeating: .protocolVersionNotSupported, count: 4))
    #expect(await manager.outcomes == [.refused(.protocolVersionNotSupported)])
  }
}
