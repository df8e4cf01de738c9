internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import SyncML

/// One message to a server and its answer: requests, redirects and repeats.
struct HTTPExchange: Sendable {
  let client: HTTPClient
  let configuration: DMClient.Configuration
  /// Where the session began.
  let first: Address

  struct Request: Sendable {
    var bytes: [UInt8]
    var hmacHeader: String?
    var address: Address
  }

  struct Answer: Sendable {
    var bytes: [UInt8]
    var mediaType: MessageMediaType
    var hmacHeader: String?
    /// Where it came from, after redirects.
    var address: Address
  }

  private enum Reply {
    case answer(Answer)
    case redirect(Address)
    case failure(DMClientError, retryAfter: Duration?)
  }

  /// Sends a message until there is an answer.
  nonisolated(nonsending) func send(_ request: Request, report: (ClientEvent) -> Void) async throws(DMClientError)
    -> Answer
  {
    var request = request
    var redirects = 0
    var attempt = 1
    var delay = configuration.retryDelay
    while true {
      switch await reply(to: request) {
      case .answer(let answer): return answer
      case .redirect(let address):
        redirects += 1
        guard redirects <= configuration.maximumRedirects else {
          throw .tooManyRedirects(limit: configuration.maximumRedirects)
        }
        request.address = address
        report(.redirected(url: address.url))
      case .failure(let error, let retryAfter):
        guard error.isTemporary, attempt < configuration.attempts else { throw error }
        attempt += 1
        let wait = min(max(delay, retryAfter ?? .zero), configuration.maximumRetryDelay)
        report(.retrying(error, delay: wait))
        do { try await configuration.clock.sleep(for: wait) } catch { throw .cancelled }
        delay = min(delay * 2, configuration.maximumRetryDelay)
      }
    }
  }

  private func reply(to request: Request) async -> Reply {
    let url = request.address.url
    var http = HTTPClientRequest(url: url)
    http.method = .POST
    let mediaType = MessageMediaType(configuration.encoding, family: configuration.family)
    http.headers.add(name: "Content-Type", value: mediaType.name)
    http.headers.add(name: "Accept", value: mediaType.name)
    http.headers.add(name: "Cache-Control", value: "no-store")
    http.headers.add(name: "User-Agent", value: "swift-syncml")
    if let mac = request.hmacHeader { http.headers.add(name: "x-syncml-hmac", value: mac) }
    http.body = .bytes(ByteBuffer(bytes: request.bytes))
    do {
      // The silence of a server is bounded by the read timeout, a trickle by this.
      let response = try await client.execute(http, timeout: TimeAmount(configuration.readTimeout * 4))
      let status = Int(response.status.code)
      if [301, 302, 307, 308].contains(status) {
        return redirect(response.headers.first(name: "Location"), request.address)
      }
      guard status == 200 else {
        let text = await Self.beginning(of: response)
        let seconds = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
        return .failure(
          .httpStatus(status, url: url, text: text), retryAfter: seconds.map { .seconds(min(max(0, $0), 86_400)) })
      }
      let contentType = response.headers.first(name: "Content-Type")
      guard let type = contentType.flatMap(MessageMediaType.init(parsing:)) else {
        return .failure(.notSyncML(contentType: contentType, url: url), retryAfter: nil)
      }
      var bytes: [UInt8] = []
      for try await chunk in response.body {
        guard chunk.readableBytes <= configuration.maximumAnswerBytes - bytes.count else {
          return .failure(.answerTooLarge(limit: configuration.maximumAnswerBytes), retryAfter: nil)
        }
        bytes.append(contentsOf: chunk.readableBytesView)
      }
      return .answer(
        Answer(
          bytes: bytes, mediaType: type, hmacHeader: response.headers.first(name: "x-syncml-hmac"),
          address: request.address))
    } catch {
      return .failure(Self.error(error, request.address), retryAfter: nil)
    }
  }

  private func redirect(_ location: String?, _ current: Address) -> Reply {
    guard let location, let next = current.following(location),
      configuration.follows.allows(next, from: current, of: first)
    else { return .failure(.refusedAddress(location ?? ""), retryAfter: nil) }
    return .redirect(next)
  }

  /// The first words of an error's body, where it is text.
  private static func beginning(of response: HTTPClientResponse) async -> String {
    guard response.headers.first(name: "Content-Type")?.lowercased().hasPrefix("text/plain") == true else { return "" }
    var bytes: [UInt8] = []
    do {
      for try await chunk in response.body where bytes.count < 200 {
        bytes.append(contentsOf: chunk.readableBytesView.prefix(200 - bytes.count))
      }
    } catch {
      // What has come is enough to say what the status alone would say.
    }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
  }

  // MARK: Errors

  private static func error(_ error: any Error, _ address: Address) -> DMClientError {
    let url = address.url
    switch error {
    case let error as HTTPClientError:
      switch error {
      case .connectTimeout: return .cannotConnect(url: url, reason: "no answer in time")
      case .tlsHandshakeTimeout: return .tls(url: url, reason: "no answer in time")
      case .readTimeout, .deadlineExceeded, .writeTimeout: return .timeout(url: url)
      case .cancelled: return .cancelled
      default: return .connectionLost(url: url, reason: error.shortDescription)
      }
    case let error as NIOConnectionError:
      if let failure = error.connectionErrors.first { return .cannotConnect(url: url, reason: reason(failure.error)) }
      return .unknownHost(address.host)
    case let error as NIOSSLError: return .tls(url: url, reason: reason(error))
    case is NIOSSLExtraError: return .tls(url: url, reason: "the certificate is not for this host")
    case is CancellationError: return .cancelled
    case ChannelError.connectTimeout: return .cannotConnect(url: url, reason: "no answer in time")
    case let error as IOError:
      let isRefused = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ETIMEDOUT].contains(error.errnoCode)
      return isRefused
        ? .cannotConnect(url: url, reason: reason(error)) : .connectionLost(url: url, reason: reason(error))
    default: return .connectionLost(url: url, reason: String(describing: error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? IOError {
      // SAFE: strerror gives a terminated string, which is copied here.
      let text = unsafe String(cString: strerror(error.errnoCode))
      return text.prefix(1).lowercased() + text.dropFirst()
    }
    let text = String(describing: error)
    for (part, reason) in [
      ("CERTIFICATE_VERIFY_FAILED", "the server's certificate is not trusted"),
      ("WRONG_VERSION_NUMBER", "the server does not speak TLS at this port"),
      ("HTTP_REQUEST", "the server does not speak TLS at this port"),
    ] where text.contains(part) {
      return reason
    }
    return text
  }
}
