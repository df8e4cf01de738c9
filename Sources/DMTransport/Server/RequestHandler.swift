internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import SyncML

/// The HTTP binding's server side: from a request to a message, and from the answer to a response.
///
/// Source: OMA-TS-SyncML_HTTPBinding-V1_2; RFC 9110.
struct RequestHandler: HTTPResponder {
  /// What is known of a request's connection.
  struct Context: InitializableFromSource {
    let remoteAddress: String?

    init(source: ApplicationRequestContextSource) {
      let address = source.channel.remoteAddress
      remoteAddress = address?.ipAddress ?? address?.pathname
    }
  }

  let core: ServerCore

  func respond(to request: Request, context: Context) async throws -> Response {
    do throws(BindingRefusal) {
      return try await answer(request)
    } catch {
      await core.observe(.refused(error, remoteAddress: context.remoteAddress))
      core.logger.debug(
        "a request was refused",
        metadata: ["status": "\(error.httpStatus)", "from": "\(context.remoteAddress ?? "-")"])
      var response = refusal(error, of: request)
      // The answer to HEAD ends with its head (RFC 9110 9.3.2).
      if request.method == .head { response.body = ResponseBody() }
      return response
    }
  }

  private func answer(_ request: Request) async throws(BindingRefusal) -> Response {
    guard request.head.authority != "" else { throw .noSingleHost }
    guard request.uri.path == core.configuration.path else { throw .notFound }
    guard request.method == .post else { throw .methodNotAllowed(request.method.rawValue) }
    let contentType = request.headers[.contentType]
    guard let mediaType = contentType.flatMap(MessageMediaType.init(parsing:)) else {
      throw .unsupportedMediaType(contentType)
    }
    if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
      throw .unsupportedContentCoding(coding)
    }
    // Refused at once: a client may wait to be asked for its body, or never send it.
    if announcesTooMuch(request) { throw .bodyTooLarge(limit: core.configuration.limits.bodyBytes) }
    let length = Self.length(request)
    guard core.gate.enter() else { throw .tooManyRequests }
    var taken = 0
    defer { core.gate.leave(taken) }
    let body = await BodyReader(limits: core.configuration.limits, gate: core.gate)
      .read(request.body, length: length)
    taken = body.taken
    if let refusal = body.refusal { throw refusal }

    // The first byte tells the encoding beyond doubt, which some clients' Content-Type does not.
    let encoding = Encoding(detecting: body.bytes.span)
    let actualType = MessageMediaType(encoding, family: mediaType.family)
    let message: Message
    do {
      message = try Message(decoding: body.bytes.span, encoding: encoding)
    } catch {
      throw .undecodable(error)
    }
    let hmacHeader = request.headers[Self.hmacName]
    let incoming = IncomingMessage(
      transported: TransportedMessage(
        bytes: body.bytes, message: message, mediaType: actualType, hmacHeader: hmacHeader),
      answerType: AcceptedTypes(request.headers[.accept]).answerType(to: actualType),
      key: RequestKey(body.bytes, mediaType: mediaType, hmacHeader: hmacHeader), serverURL: serverURL(request))
    let token = request.uri.queryParameters["session"].map(String.init)
    return response(try await core.answer(incoming, token: token))
  }

  private static func length(_ request: Request) -> Int? { request.headers[.contentLength].flatMap { Int($0) } }

  /// Whether the head says that the body is too long: nothing of the body is read then before the answer.
  private func announcesTooMuch(_ request: Request) -> Bool {
    (Self.length(request) ?? 0) > core.configuration.limits.bodyBytes
  }

  // MARK: Responses

  private func response(_ answer: EncodedAnswer) -> Response {
    var headers: HTTPFields = [.contentType: answer.mediaType.name]
    if let mac = answer.hmacHeader { headers[Self.hmacName] = mac }
    Self.forbidCaching(&headers)
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  private func refusal(_ refusal: BindingRefusal, of request: Request) -> Response {
    var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
    Self.forbidCaching(&headers)
    if case .methodNotAllowed = refusal { headers[.allow] = "POST" }
    if case .unsupportedMediaType = refusal {
      headers[.accept] = Encoding.allCases.map { MessageMediaType($0).name }.joined(separator: ", ")
    }
    if case .unsupportedContentCoding = refusal { headers[.acceptEncoding] = "identity" }
    if refusal.isTemporary {
      headers[.retryAfter] = String(max(1, core.configuration.limits.retryAfter.components.seconds))
    }
    let status = HTTPResponse.Status(code: refusal.httpStatus)
    let text = ByteBuffer(string: refusal.description + "\n")
    switch refusal {
    case .bodyTooLarge, .bodyTimeout, .bodyIncomplete, .tooManyRequests:
      // What is left of the body is not looked at: the connection ends.
      headers[.connection] = "close"
      // Who is sending it all the same might lose the answer with the connection. A client that waits sends nothing.
      let unread = announcesTooMuch(request) && request.headers[.expect] == nil ? request.body : nil
      let reader = BodyReader(limits: core.configuration.limits, gate: core.gate)
      return Response(
        status: status, headers: headers,
        body: ResponseBody(contentLength: text.readableBytes) { writer in
          try await writer.write(text)
          try await writer.finish(nil)
          if let unread { await reader.passOver(unread) }
          throw ConnectionEnds()
        })
    default: return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: text))
    }
  }

  /// Thrown after a response has been written, to close its connection.
  private struct ConnectionEnds: Error {}

  private static func forbidCaching(_ headers: inout HTTPFields) { headers[.cacheControl] = "no-store" }

  // MARK: Addresses

  private static let hmacName: HTTPField.Name = .init("x-syncml-hmac") ?? .authorization

  /// The server's URL, as the device that sent the request reaches it.
  private func serverURL(_ request: Request) -> String {
    let configuration = core.configuration
    if let publicURL = configuration.publicURL { return publicURL }
    let scheme = configuration.tls == nil ? "http" : "https"
    guard let authority = Self.authority(request.head.authority) else {
      // A request of HTTP/1.0 need not have a Host.
      return core.ownURL ?? "\(scheme)://\(configuration.host):\(configuration.port)\(configuration.path)"
    }
    return "\(scheme)://\(authority)\(configuration.path)"
  }

  /// A Host that is nothing but host and port; nil for anything else.
  private static func authority(_ text: String?) -> String? {
    guard let text, (1...255).contains(text.utf8.count) else { return nil }
    let isClean = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isClean ? text : nil
  }
}
