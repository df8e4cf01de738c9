import DeviceManagement
import Testing

@Suite struct NotificationTests {
  private static let serverID = "com.mgmtsrv.manage"
  private static let password = Secret("srvpwd")

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  private func account(nonce: [UInt8]?) -> Account {
    Account(
      serverID: Self.serverID,
      credentials: [
        AccountCredentials(level: .server, scheme: .digest, name: "other", secret: Self.password, data: nonce)
      ])
  }

  private func bytes(
    _ notification: Notification, nonce: Nonce = Nonce(Array("nonce".utf8))
  ) throws -> [UInt8] {
    try notification.encoded(password: Self.password, nonce: nonce)
  }

  @Test(
    "the octets are those of independent calculations",
    arguments: [
      (0, 0, "889083e7f5a327d457468480b86620b002c0000000123412"),
      (0, 1, "e771873a1d9535e816f374d9411a1a7702c8000000123412"),
      (1, 0, "686860a800770b26a5d7fa957e8c509a02d0000000123412"),
      (1, 1, "c96c90bd4077b928356400b66d2a29cf02d8000000123412"),
      (2, 0, "785e65751c12302561889893fe98510102e0000000123412"),
      (2, 1, "df0ac68d0210ef336ac176252960923102e8000000123412"),
      (3, 0, "264210ca9a4eb756ac1d4426bc460bb602f0000000123412"),
      (3, 1, "0c8aca55e55a173d7bd5b385a1d93cd002f8000000123412"),
    ])
  func knownOctets(uiMode: UInt8, initiator: UInt8, expected: String) throws {
    let notification = Notification(
      uiMode: try #require(.init(rawValue: uiMode)), initiator: try #require(.init(rawValue: initiator)),
      sessionID: 0x1234, serverID: Self.serverID)
    let bytes = try bytes(notification)
    #expect(Self.hex(bytes) == expected + "636f6d2e6d676d747372762e6d616e616765")
    let received = try ReceivedNotification(parsing: bytes)
    #expect(received.notification == notification)
    let user = Digest.user(name: Self.serverID, password: Self.password)
    #expect(received.isGenuine(user: user, nonce: Nonce(Array("nonce".utf8))))
    #expect(!received.isGenuine(user: user, nonce: Nonce(Array("Nonce".utf8))))
  }

  @Test("every field comes back, at its bounds too")
  func bounds() throws {
    for notification in [
      Notification(
        version: 1023, uiMode: .userInteraction, initiator: .server, futureUse: 0x7FF_FFFF, sessionID: 0xFFFF,
        serverID: String(repeating: "s", count: 255), vendorSpecific: [0, 255]),
      Notification(version: 0, uiMode: .notSpecified, initiator: .client, sessionID: 1, serverID: "ü"),
    ] {
      let received = try ReceivedNotification(parsing: bytes(notification), versions: 0...1023)
      #expect(received.notification == notification)
    }
  }

  @Test(
    "a session's number goes into messages as upper-case hexadecimal without zeros before it",
    arguments: [
      (1, "1"), (0x0ABC, "ABC"), (0xFFFF, "FFFF"), (0x10, "10"),
    ])
  func sessionID(number: UInt16, text: String) {
    #expect(Notification(sessionID: number, serverID: "s").messageSessionID == text)
  }

  @Test("what does not fit its field cannot be written")
  func notWritable() {
    func error(_ notification: Notification) -> NotificationError? {
      do throws(NotificationError) {
        _ = try notification.encoded(password: Self.password, nonce: Nonce([]))
        return nil
      } catch {
        return error
      }
    }
    #expect(error(Notification(sessionID: 0, serverID: "s")) == .invalidSessionID)
    #expect(error(Notification(sessionID: 1, serverID: "")) == .invalidServerID)
    #expect(error(Notification(sessionID: 1, serverID: String(repeating: "é", count: 128))) == .serverIDTooLong)
    #expect(error(Notification(version: 1024, sessionID: 1, serverID: "s")) == .fieldOverflow)
    #expect(error(Notification(futureUse: 1 << 27, sessionID: 1, serverID: "s")) == .fieldOverflow)
    #expect(
      error(Notification(sessionID: 1, serverID: "s", vendorSpecific: [UInt8](repeating: 0, count: 1000))) == .tooLong)
    #expect(error(Notification(sessionID: 1, serverID: "s", vendorSpecific: [UInt8](repeating: 0, count: 999))) == nil)
  }

  @Test("each cut is too short, and each changed bit is an error or a wrong digest")
  func hostile() throws {
    let bytes = try bytes(Notification(sessionID: 0x1234, serverID: Self.serverID, vendorSpecific: [1, 2, 3]))
    var receiver = NotificationReceiver()
    for count in 0..<bytes.count - 3 {
      #expect(throws: NotificationError.tooShort) { try receiver.receive(Array(bytes.prefix(count)), for: []) }
    }
    let account = account(nonce: Array("nonce".utf8))
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << bit
        #expect(throws: NotificationError.self) { try receiver.receive(changed, for: [account]) }
      }
    }
    for count in bytes.count - 3..<bytes.count {
      #expect(throws: NotificationError.wrongDigest) {
        try receiver.receive(Array(bytes.prefix(count)), for: [account])
      }
    }
    #expect(try receiver.receive(bytes, for: [account]).account == 0)
    #expect(throws: NotificationError.tooLong) { try receiver.receive([UInt8](repeating: 0, count: 1025), for: []) }
  }

  @Test("one notification begins one session, until it is told that the session did not take place")
  func repeated() throws {
    let bytes = try bytes(Notification(sessionID: 7, serverID: Self.serverID))
    let accounts = [Account(serverID: "other"), account(nonce: Array("nonce".utf8))]
    var receiver = NotificationReceiver()
    let accepted = try receiver.receive(bytes, for: accounts)
    #expect(accepted.account == 1)
    #expect(!accepted.resynchronizes)
    #expect(throws: NotificationError.repeated(7)) { try receiver.receive(bytes, for: accounts) }
    receiver.forget(accepted.notification)
    #expect(try receiver.receive(bytes, for: accounts) == accepted)
    // Once the session has brought a new nonce the old notification is worth nothing.
    var later = accounts
    later[1].update(NonceUpdate(.server, Nonce([1])))
    #expect(throws: NotificationError.wrongDigest) { try receiver.receive(bytes, for: later) }
  }

  @Test("the memory of sessions is bounded, the oldest is forgotten first")
  func memory() throws {
    var receiver = NotificationReceiver()
    let accounts = [account(nonce: Array("nonce".utf8))]
    for number in 1...65 {
      _ = try receiver.receive(bytes(Notification(sessionID: UInt16(number), serverID: Self.serverID)), for: accounts)
    }
    #expect(throws: NotificationError.repeated(2)) {
      try receiver.receive(bytes(Notification(sessionID: 2, serverID: Self.serverID)), for: accounts)
    }
    _ = try receiver.receive(bytes(Notification(sessionID: 1, serverID: Self.serverID)), for: accounts)
  }

  @Test(
    "the nonce 0x00000000 counts where the own nonce fails, unless the device does not allow it",
    arguments: [
      Nonce.resynchronization, .resynchronizationText,
    ])
  func resynchronization(nonce: Nonce) throws {
    let bytes = try bytes(Notification(sessionID: 7, serverID: Self.serverID), nonce: nonce)
    for own in [nil, Array("nonce".utf8)] {
      var receiver = NotificationReceiver()
      #expect(try receiver.receive(bytes, for: [account(nonce: own)]).resynchronizes)
      receiver = NotificationReceiver(allowsResynchronization: false)
      #expect(throws: NotificationError.wrongDigest) { try receiver.receive(bytes, for: [account(nonce: own)]) }
    }
  }

  @Test("another server's notification, another password and another version are refused")
  func refused() throws {
    var receiver = NotificationReceiver()
    let genuine = try bytes(Notification(sessionID: 7, serverID: Self.serverID))
    #expect(throws: NotificationError.unknownServer(Self.serverID)) { try receiver.receive(genuine, for: []) }
    #expect(throws: NotificationError.wrongDigest) {
      try receiver.receive(genuine, for: [Account(serverID: Self.serverID)])
    }
    let version = try bytes(Notification(version: 12, sessionID: 7, serverID: Self.serverID))
    #expect(throws: NotificationError.unsupportedVersion(12)) {
      try receiver.receive(version, for: [account(nonce: Array("nonce".utf8))])
    }
    receiver.versions = 11...13
    #expect(try receiver.receive(version, for: [account(nonce: Array("nonce".utf8))]).notification.version == 12)
  }

  @Test("a push carries the standard's headers, and gives the notification back")
  func push() throws {
    let body = try bytes(Notification(sessionID: 7, serverID: Self.serverID))
    let pdu = PushHeaders.wsp(transactionID: 1) + body
    #expect(Array(pdu.prefix(6)) == [0x01, 0x06, 0x03, 0xC4, 0xAF, 0x87])
    #expect(PushHeaders.userDataHeader() == [0x06, 0x05, 0x04, 0x0B, 0x84, 0xC0, 0x02])
    #expect(PushHeaders.body(ofPush: pdu) == body)
    let text = Array("application/vnd.syncml.notification".utf8) + [0]
    #expect(PushHeaders.body(ofPush: [0x01, 0x06, UInt8(text.count)] + text + body) == body)
    for other in [
      [], [1, 6, 3], [1, 7, 3, 0xC4, 0xAF, 0x87], [1, 6, 3, 0xB6, 0xAF, 0x87], [1, 6, 9, 0xC4, 0xAF], [1, 6, 0, 0xC4],
      [1, 6, 0x81, 0xC4, 0xAF, 0x87],
    ] as [[UInt8]] {
      #expect(PushHeaders.body(ofPush: other) == nil)
    }
  }
}
