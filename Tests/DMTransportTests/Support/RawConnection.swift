import Foundation
import NIOCore
import NIOPosix

/// A TCP connection over which tests send what no HTTP client would send.
enum RawConnection {
  /// A piece of what is sent, and the wait before it.
  struct Piece {
    var bytes: [UInt8]
    var delay: Duration

    init(_ text: String, after delay: Duration = .zero) {
      bytes = Array(text.utf8)
      self.delay = delay
    }

    init(_ bytes: [UInt8], after delay: Duration = .zero) {
      self.bytes = bytes
      self.delay = delay
    }
  }

  /// Sends pieces to the server of a URL and reads until it closes, or until there is a whole response.
  ///
  /// - Parameters:
  ///   - halfCloses: whether our side is closed after the last piece.
  ///   - untilClosed: whether a whole response is not enough: the server has to close.
  static func exchange(
    _ url: String, _ pieces: [Piece], halfCloses: Bool = false, untilClosed: Bool = false
  ) async throws -> String {
    let parts = URLComponents(string: url)
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: parts?.host ?? "", port: parts?.port ?? 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    let text = Text()
    do {
      try await channel.executeThenClose { inbound, outbound in
        try await withThrowingTaskGroup(of: Void.self) { tasks in
          tasks.addTask {
            for try await buffer in inbound {
              if await text.append(String(buffer: buffer)), !untilClosed { return }
            }
            await text.close()
          }
          tasks.addTask {
            for piece in pieces {
              if piece.delay > .zero { try await Task.sleep(for: piece.delay) }
              try await outbound.write(ByteBuffer(bytes: piece.bytes))
            }
            if halfCloses { outbound.finish() }
            try await Task.sleep(for: .seconds(20))
          }
          try await tasks.next()
          tasks.cancelAll()
        }
      }
    } catch is CancellationError {
    } catch is ChannelError {
    } catch is IOError {
      // A server that has enough may close hard: what it has said before counts.
    }
    if untilClosed, await !text.isClosed { return "" }
    return await text.value
  }

  private actor Text {
    private(set) var value = ""
    /// Whether the server has closed its side.
    private(set) var isClosed = false

    func close() { isClosed = true }

    /// Whether there is a whole response.
    func append(_ more: String) -> Bool {
      value += more
      guard let end = value.range(of: "\r\n\r\n") else { return false }
      let head = value[..<end.lowerBound].lowercased()
      guard let field = head.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
        let length = Int(field.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces))
      else { return false }
      return value[end.upperBound...].utf8.count >= length
    }
  }

  /// The head of a POST of a message.
  static func head(
    _ url: String, length: Int?, type: String = "application/vnd.syncml.dm+xml", more: [String] = []
  ) -> String {
    let parts = URLComponents(string: url)
    let path = (parts?.path ?? "/") + (parts?.query.map { "?" + $0 } ?? "")
    let lines =
      ["POST \(path) HTTP/1.1", "Host: \(parts?.host ?? ""):\(parts?.port ?? 0)", "Content-Type: \(type)"]
      + [length.map { "Content-Length: \($0)" } ?? "Transfer-Encoding: chunked"] + more
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  /// A body as one chunk of a chunked body for each piece of so many bytes.
  static func chunks(_ body: [UInt8], size: Int) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    while start < body.count {
      let part = body[start..<min(start + size, body.count)]
      result += Array((String(part.count, radix: 16) + "\r\n").utf8) + part + Array("\r\n".utf8)
      start += size
    }
    return result + Array("0\r\n\r\n".utf8)
  }
}
