import DMTransport
import DeviceManagement
import Foundation
import SyncML
import Testing

@Suite("Messages that are sent again")
struct ResendTests {
  /// Posts bytes with the HTTP client of this package's own kind: whole, and gives the answer's body.
  private func post(_ bytes: [UInt8], to url: String) async throws -> (head: String, body: [UInt8]) {
    let answer = try await RawConnection.exchange(
      url, [.init(RawConnection.head(url, length: bytes.count)), .init(bytes)])
    let parts = try #require(answer.firstRange(of: "\r\n\r\n"))
    return (String(answer[..<parts.lowerBound]), Array(answer[parts.upperBound...].utf8))
  }

  @Test("the same bytes get the same bytes, and what they hold is done once")
  func sameAnswer() async throws {
    let manager = RecordingManager([[.get("./DevInfo/Man")], [.replace("./Example/Value", "new")]])
    let observer = RecordingObserver()
    try await withServer(manager: manager, observer: observer) { _, url in
      var session = ClientSession(makeSession(url))
      var device = try makeDevice()
      var next: Message? = session.start(on: &device)
      var address = url
      while let message = next {
        let bytes = try message.encoded(as: .xml)
        let first = try await post(bytes, to: address)
        let second = try await post(bytes, to: address)
        #expect(first.head.hasPrefix("HTTP/1.1 200 "))
        #expect(first.body == second.body)
        let answer = try Message(decoding: first.body.span)
        address = try #require(answer.header.respURI)
        next = session.handle(answer, on: &device)
      }
      #expect(session.state == .finished)
    }
    #expect(await manager.outcomes == [.completed])
    #expect(await manager.statuses == [.ok, .ok])
    #expect(await observer.messages(received: true).count == 3)
    let resent = await observer.events.count { if case .resent = $0 { true } else { false } }
    #expect(resent == 3)
  }

  @Test("two that come at once begin one session")
  func atOnce() async throws {
    let manager = RecordingManager(delay: .milliseconds(200))
    try await withServer(manager: manager) { server, url in
      var session = ClientSession(makeSession(url))
      var device = try makeDevice()
      let bytes = try session.start(on: &device).encoded(as: .xml)
      async let one = post(bytes, to: url)
      async let two = post(bytes, to: url)
      let bodies = [try await one.body, try await two.body]
      #expect(bodies[0] == bodies[1])
      #expect(server.openSessionCount == 1)
    }
  }

  @Test("a device that begins anew within a session gets a new one")
  func beginsAnew() async throws {
    let manager = RecordingManager([[.get("./DevInfo/Man")]])
    try await withServer(.init(limits: ServerLimits()), manager: manager) { server, url in
      var device = try makeDevice()
      var lost = ClientSession(makeSession(url))
      let first = try await post(try lost.start(on: &device).encoded(as: .xml), to: url)
      #expect(first.head.hasPrefix("HTTP/1.1 200 "))
      // The device has lost its power: the same SessionID, another first message.
      device = try makeDevice(value: "after")
      try device.tree.update(NodeURI(segments: ["DevInfo", "Lang"])) { $0.value = .text("de") }
      #expect(try await makeClient().run(makeSession(url), on: &device).state == .finished)
      #expect(server.openSessionCount == 1)
    }
    #expect(await manager.outcomes == [.completed, .stopped])
  }

  @Test("a session that is over is over: its address is 404 for anything but the last message")
  func over() async throws {
    let observer = RecordingObserver()
    try await withServer(observer: observer) { _, url in
      var device = try makeDevice()
      #expect(try await makeClient(.xml).run(makeSession(url), on: &device).state == .finished)
      let messages = await observer.messages(received: true)
      let address = try #require(await observer.messages(received: false).last?.message.header.respURI)
      let last = try #require(messages.last)
      #expect(try await post(last.bytes, to: address).head.hasPrefix("HTTP/1.1 200 "))
      var other = last.message
      other.header.msgID = "77"
      #expect(try await post(try other.encoded(as: .xml), to: address).head.hasPrefix("HTTP/1.1 404 "))
    }
  }

  @Test("another device cannot use the address of a session")
  func otherDevice() async throws {
    try await withServer(.init(limits: ServerLimits())) { _, url in
      var device = try makeDevice()
      var session = ClientSession(makeSession(url))
      let first = try await post(try session.start(on: &device).encoded(as: .xml), to: url)
      let address = try #require(try Message(decoding: first.body.span).header.respURI)
      var thief = ClientSession(makeSession(url, device: "IMEI:1"))
      var other = try makeDevice(id: "IMEI:1")
      let stolen = try thief.start(on: &other).encoded(as: .xml)
      #expect(try await post(stolen, to: address).head.hasPrefix("HTTP/1.1 404 "))
    }
  }

  @Test("two devices with the same SessionID are kept apart")
  func sameSessionID() async throws {
    let manager = RecordingManager([[.get("./Example/Value")]])
    try await withServer(manager: manager) { _, url in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...8 {
          group.addTask {
            var device = try makeDevice(id: "IMEI:\(number)", value: "\(number)")
            let outcome = try await makeClient().run(makeSession(url, device: "IMEI:\(number)"), on: &device)
            #expect(outcome.state == .finished)
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(await manager.outcomes.count == 8)
    #expect(await Set(manager.devices.map(\.deviceURI)).count == 8)
  }
}
