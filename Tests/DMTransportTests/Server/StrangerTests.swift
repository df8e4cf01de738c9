import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

/// What somebody without credentials can make a server write and keep.
@Suite("Strangers")
struct StrangerTests {
  /// A device's first message without credentials, with so many Gets.
  private static func message(gets count: Int, device: String = "IMEI:1", msgID: String = "1") -> Message {
    var message = Message(
      header: SyncHdr(
        verDTD: "1.2", verProto: "DM/1.2", sessionID: "1", msgID: msgID, target: Location("http://dm.example"),
        source: Location(device)))
    for number in 1...count {
      message.commands.append(.get(ItemCommand(cmdID: "\(number)", items: [Item(target: Location("./A"))])))
    }
    message.isFinal = true
    return message
  }

  private func post(_ bytes: [UInt8], to url: String, type: String) async throws -> (head: String, body: [UInt8]) {
    let answer = try await RawConnection.exchange(
      url, [.init(RawConnection.head(url, length: bytes.count, type: type)), .init(bytes)])
    let end = try #require(answer.firstRange(of: "\r\n\r\n"))
    return (String(answer[..<end.lowerBound]), Array(answer[end.upperBound...].utf8))
  }

  @Test("a message of 20,000 commands without credentials gets a small answer, which says of all that it was not done")
  func smallAnswer() async throws {
    let manager = RecordingManager()
    let observer = RecordingObserver()
    try await withServer(accounts: MemoryAccounts([makeAccount(.digest)]), manager: manager, observer: observer) {
      _, url in
      let bytes = try Self.message(gets: 20_000).encoded(as: .xml)
      let type = Encoding.xml.dmMediaType
      let first = try await post(bytes, to: url, type: type)
      #expect(first.head.hasPrefix("HTTP/1.1 200 "))
      #expect(first.body.count < 20_000)
      let answer = try Message(decoding: first.body.span)
      #expect(answer.headerCode == .authenticationRequired)
      #expect(answer.commands.count == 65)
      #expect(try await post(bytes, to: url, type: type).body == first.body)
    }
    #expect(await observer.messages(received: true).count == 1)
    #expect(await manager.events.isEmpty)
  }

  @Test("a refused message is known again without being kept, and another one of its number is not taken for it")
  func knownAgain() async throws {
    try await withServer(accounts: MemoryAccounts([makeAccount(.digest)])) { _, url in
      let message = Self.message(gets: 1000)
      let bytes = try message.encoded(as: .xml)
      let first = try await post(bytes, to: url, type: MessageMediaType(.xml).name)
      let address = try #require(try Message(decoding: first.body.span).header.respURI)
      // Of another media type it is another request, and the same message.
      let otherType = MessageMediaType(.xml, family: .dataSynchronization).name
      #expect(try await post(bytes, to: address, type: otherType).body == first.body)
      let other = try Self.message(gets: 999).encoded(as: .xml)
      let refused = try await post(other, to: address, type: otherType)
      #expect(try Message(decoding: refused.body.span).headerCode == .badRequest)
    }
  }

  @Test("a message with a huge identifier is 400, and leaves no session behind")
  func hugeIdentifier() async throws {
    let observer = RecordingObserver()
    try await withServer(accounts: MemoryAccounts([makeAccount(.basic)]), observer: observer) { server, url in
      let huge = String(repeating: "a", count: 5000)
      var messages = [Self.message(gets: 1, device: huge), Self.message(gets: 1, msgID: huge)]
      messages.append(Self.message(gets: 1))
      messages[2].header.cred = Cred(meta: Meta(format: "b64", type: "syncml:auth-basic"), data: huge)
      for message in messages {
        let answer = try await post(try message.encoded(as: .xml), to: url, type: MessageMediaType(.xml).name)
        #expect(answer.head.hasPrefix("HTTP/1.1 400 "))
      }
      #expect(server.openSessionCount == 0)
    }
    #expect(await observer.refusals == Array(repeating: .identifierTooLong(limit: 4096), count: 3))
  }
}
