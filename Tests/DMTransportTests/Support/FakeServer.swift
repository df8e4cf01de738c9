import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A server of which a test says, request by request, what it answers: HTTP as text, or nothing at all.
final class FakeServer: Sendable {
  /// A request: its head and its body.
  struct Request: Sendable {
    var head: String
    var body: [UInt8]

    /// A header field's value.
    func field(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
  }

  /// What the server does with a request.
  enum Reply: Sendable {
    /// Answers with these bytes.
    case bytes([UInt8])
    /// Answers with these bytes and closes.
    case last([UInt8])
    /// Says nothing more.
    case silence
    /// Closes the connection.
    case close

    static func http(_ status: Int, _ fields: [String] = [], body: [UInt8] = []) -> Reply {
      let head = ["HTTP/1.1 \(status) X", "Content-Length: \(body.count)"] + fields
      return .bytes(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    static func message(_ bytes: [UInt8], type: String = "application/vnd.syncml.dm+wbxml") -> Reply {
      http(200, ["Content-Type: \(type)"], body: bytes)
    }
  }

  private let received = Mutex<[Request]>([])

  /// The requests that have come.
  var requests: [Request] { received.withLock { $0 } }

  /// Runs a server while a test works with it.
  static func run(
    _ answer: @escaping @Sendable (_ number: Int, Request) -> Reply,
    _ body: (_ server: FakeServer, _ url: String) async throws -> Void
  ) async throws {
    let fake = FakeServer()
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let port = channel.channel.localAddress?.port ?? 0
    let task = Task {
      try await withThrowingDiscardingTaskGroup { group in
        try await channel.executeThenClose { connections in
          for try await connection in connections {
            group.addTask { try? await fake.serve(connection, answer) }
          }
        }
      }
    }
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(fake, "http://127.0.0.1:\(port)/dm"))
    } catch {
      result = .failure(error)
    }
    task.cancel()
    try? await channel.channel.close()
    try result.get()
  }

  private func serve(
    _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ answer: @Sendable (Int, Request) -> Reply
  ) async throws {
    try await connection.executeThenClose { inbound, outbound in
      var bytes: [UInt8] = []
      for try await buffer in inbound {
        bytes += buffer.readableBytesView
        while let request = Self.takeRequest(&bytes) {
          let number = received.withLock { requests in
            requests.append(request)
            return requests.count
          }
          switch answer(number, request) {
          case .bytes(let bytes): try await outbound.write(ByteBuffer(bytes: bytes))
          case .last(let bytes):
            try await outbound.write(ByteBuffer(bytes: bytes))
            return
          case .silence: try await Task.sleep(for: .seconds(30))
          case .close: return
          }
        }
      }
    }
  }

  private static func takeRequest(_ bytes: inout [UInt8]) -> Request? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    var request = Request(head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self), body: [])
    let length = request.field("Content-Length").flatMap(Int.init) ?? 0
    guard bytes.count >= end.upperBound + length else { return nil }
    request.body = Array(bytes[end.upperBound..<end.upperBound + length])
    bytes.removeFirst(end.upperBound + length)
    return request
  }
}
