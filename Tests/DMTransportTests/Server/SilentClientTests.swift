import DMTransport
import Foundation
import NIOCore
import NIOPosix
import Testing

/// Clients that announce a message and do not send it.
@Suite("Clients that send a head and no more")
struct SilentClientTests {
  /// Opens a connection that stays open, and sends what a test has.
  private func connect(_ url: String, _ bytes: [UInt8]) async throws -> any Channel {
    let parts = try #require(URLComponents(string: url))
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: parts.host ?? "", port: parts.port ?? 0).get()
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    return channel
  }

  /// Whether a message of ten bytes that are none is refused because the server has no room for it.
  private func isFull(_ url: String) async throws -> Bool {
    try await DeviceMessages.post(Array("no message".utf8), to: url).head.hasPrefix("HTTP/1.1 503 ")
  }

  /// Opens a connection whose request takes the one place that the server has.
  private func hold(_ url: String, _ bytes: [UInt8]) async throws -> any Channel {
    while true {
      let channel = try await connect(url, bytes)
      // The message that asks may have had the place when it came: then it has been refused, and comes again.
      while channel.isActive {
        if try await isFull(url) { return channel }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  @Test(
    "a server that is asked to stop cuts off a message that does not come when its time is over",
    .timeLimit(.minutes(15)))
  func stop() async throws {
    let limits = ServerLimits(requests: 1, bodyTimeout: .seconds(3600), connectionTimeout: .seconds(3600))
    var client: (any Channel)?
    try await withServer(.init(limits: limits), stopTime: .milliseconds(500)) { _, url in
      client = try await hold(url, Array(RawConnection.head(url, length: 1000).utf8))
    }
    // The server has ended, which it would else have done with the hour; so does the connection.
    try await client?.closeFuture.get()
  }

  @Test("what a client announces is not held before it comes", .timeLimit(.minutes(15)))
  func announced() async throws {
    let limits = ServerLimits(
      bodyBytes: 1 << 30, totalBodyBytes: 60, bodyTimeout: .seconds(3600), connectionTimeout: .seconds(3600))
    try await withServer(.init(limits: limits)) { _, url in
      let before = try Self.addressSpace()
      var clients: [any Channel] = []
      // Fifty of them have a byte in the server then, and more only if it had no room while it was asked.
      var full = false
      while !full {
        clients.append(try await connect(url, Array((RawConnection.head(url, length: 1 << 30) + "<").utf8)))
        guard clients.count >= 60 else { continue }
        try await Task.sleep(for: .milliseconds(20))
        full = try await isFull(url)
      }
      // 50 GB and more were announced; other tests need some memory meanwhile.
      let growth = try Self.addressSpace() - before
      #expect(growth < 8 << 30)
      for client in clients { try await client.close() }
    }
  }

  /// The bytes of this process's address space.
  private static func addressSpace() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ").first
    return (pages.flatMap { Int($0) } ?? 0) * 4096
  }
}
