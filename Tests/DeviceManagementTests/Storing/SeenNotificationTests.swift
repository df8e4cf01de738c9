import DeviceManagement
import Testing

@Suite struct SeenNotificationTests {
  private static let account = Account(
    serverID: "s", credentials: [AccountCredentials(level: .server, scheme: .digest, secret: Secret("pw"), data: [1])])

  @Test("a notification that was heard before a restart begins no session after it")
  func restart() throws {
    let notification = Notification(sessionID: 12, serverID: "s")
    let bytes = try notification.encoded(password: Secret("pw"), nonce: Nonce([1]))
    var receiver = NotificationReceiver()
    _ = try receiver.receive(bytes, for: [Self.account])
    #expect(receiver.seen == [SeenNotification(serverID: "s", sessionID: 12)])
    var restarted = NotificationReceiver(seen: receiver.seen)
    #expect(throws: NotificationError.repeated(12)) { try restarted.receive(bytes, for: [Self.account]) }
  }

  @Test("of a long memory the latest 64 sessions are taken")
  func bounded() {
    let seen = (0..<100).map { SeenNotification(serverID: "s", sessionID: $0) }
    #expect(NotificationReceiver(seen: seen).seen == Array(seen[36...]))
  }
}
