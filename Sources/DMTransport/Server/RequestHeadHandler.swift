internal import NIOCore
internal import NIOHTTP1

/// What the web server leaves undone with the heads of requests: it answers `Expect: 100-continue`, and closes the
/// connections of HTTP/1.0, whose clients may read an answer until its end. It marks heads that must have one Host and have
/// none or two.
///
/// Source: RFC 9110 10.1.1 (Expect); RFC 9112 3.2 (Host), 9.3 (persistence).
final class RequestHeadHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let bodyLimit: Int
  /// The requests whose responses have not ended.
  private var open = 0

  /// - Parameter bodyLimit: the bytes of the longest body that is asked for.
  init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    open += 1
    let hostCount = head.headers["Host"].count
    if hostCount > 1 || (hostCount == 0 && head.version != .http1_0) {
      // An address of HTTP always has a host: without one the request is refused where its answer has its turn.
      head.headers.replaceOrAdd(name: "Host", value: "")
    }
    if head.version == .http1_0 {
      if !head.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
    } else if open == 1, expectsContinue(head) {
      let response = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(response)), promise: nil)
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { open -= 1 }
    context.write(data, promise: promise)
  }

  /// Whether a client waits to be asked for its body, and will be: what is too long is refused instead.
  private func expectsContinue(_ head: HTTPRequestHead) -> Bool {
    head.headers["Expect"].contains { $0.lowercased() == "100-continue" }
      && (head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0) <= bodyLimit
  }
}

/// Puts a ``RequestHeadHandler`` where heads still say which version of HTTP they are of: right after the decoder.
final class RequestHeadInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = Any

  private let bodyLimit: Int

  init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    do {
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(RequestHeadHandler(bodyLimit: bodyLimit), position: .after(decoder))
    } catch {
      // Without a decoder there are no heads to look at.
      context.fireErrorCaught(error)
    }
  }
}
