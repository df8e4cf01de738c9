internal import AsyncHTTPClient
public import DeviceManagement
internal import Foundation
internal import NIOCore
internal import NIOSSL
public import SyncML

/// A device management client over HTTP: it carries the messages of a device's session to the server and back.
///
///     var device = PlainDevice(tree: tree)
///     let outcome = try await DMClient().run(
///       .init(sessionID: "1", deviceURI: "IMEI:…", serverURI: "https://dm.example.com/dm", serverID: "example"),
///       on: &device)
///
/// A session has connections of its own, which end with it. Where no answer comes, the same bytes are sent again: the
/// server gives the same answer again, and nothing is done twice. A server that says that it is busy, by HTTP's 503 or by
/// the Status of a message (101, 417, 503), is asked again after a wait, as often as may be.
///
/// Source: OMA-TS-SyncML_HTTPBinding-V1_2; OMA-TS-DM_Protocol-V1_2 section 8.
public struct DMClient: Sendable {
  /// How servers are reached.
  public let configuration: Configuration

  /// A client; nothing is opened before a session runs.
  public init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

  /// What a session came to.
  public struct Outcome: Hashable, Sendable {
    /// How it ended: `finished` where all went well.
    public var state: ClientSession.State
    /// The messages that were sent, each counted once.
    public var messageCount: Int
    /// The bytes of these messages.
    public var sentBytes: Int
    /// The bytes of the server's messages.
    public var receivedBytes: Int
    /// How often the server said in a message that it is busy.
    public var busyCount = 0
    /// What the server said last where it was busy more often than `SessionLimits/maximumRetries`: the session was given
    /// up, and may do better another time. Nil where it ended otherwise.
    public var busyStatus: StatusCode?
  }

  /// Runs a session to its end.
  ///
  /// - Parameters:
  ///   - session: who with whom. The first message goes to its `serverURI`.
  ///   - device: what the server's commands work on.
  ///   - report: is told what happens, while it happens; nonces that it is given must be kept.
  ///   - commit: makes durable what a message of the server has changed, before its answer is sent: the device, and
  ///     nonces for the next session. Where it throws, the answer is not sent.
  /// - Throws: ``DMClientError`` where the server cannot be reached, or answers with something else than messages.
  public nonisolated(nonsending) func run<Device: ManagedDevice>(
    _ session: ClientSession.Configuration, on device: inout Device,
    report: (ClientEvent) -> Void = { _ in }, commit: (inout Device, [NonceUpdate]) throws -> Void = { _, _ in }
  ) async throws(DMClientError) -> Outcome {
    guard let first = Address(parsing: session.serverURI) else { throw .invalidURL(session.serverURI) }
    let client = try makeClient()
    let result: Result<Outcome, DMClientError>
    do throws(DMClientError) {
      result = .success(
        try await run(
          session, on: &device, HTTPExchange(client: client, configuration: configuration, first: first), commit, report
        ))
    } catch {
      result = .failure(error)
    }
    try? await client.shutdown()
    return try result.get()
  }

  private nonisolated(nonsending) func run<Device: ManagedDevice>(
    _ configuration: ClientSession.Configuration, on device: inout Device, _ exchange: HTTPExchange,
    _ commit: (inout Device, [NonceUpdate]) throws -> Void, _ report: (ClientEvent) -> Void
  ) async throws(DMClientError) -> Outcome {
    let type = MessageMediaType(self.configuration.encoding, family: self.configuration.family)
    var configuration = configuration
    // The server's MaxMsgSize counts in the encoding that is sent.
    configuration.encoding = type.encoding
    var session = ClientSession(configuration)
    var outcome = Outcome(state: .notStarted, messageCount: 0, sentBytes: 0, receivedBytes: 0)
    var address = exchange.first
    var delay = self.configuration.retryDelay
    var next: Message? = session.start(on: &device)
    while let message = next {
      guard outcome.messageCount < self.configuration.maximumMessages else {
        throw .tooManyMessages(limit: self.configuration.maximumMessages)
      }
      let bytes: [UInt8]
      do { bytes = try message.encoded(as: type.encoding) } catch { throw .cannotEncode(error) }
      let request = HTTPExchange.Request(
        bytes: bytes, hmacHeader: session.hmacHeader(for: bytes.span), address: address)
      report(
        .sending(
          TransportedMessage(bytes: bytes, message: message, mediaType: type, hmacHeader: request.hmacHeader),
          url: address.url))
      outcome.messageCount += 1
      outcome.sentBytes += bytes.count
      let answer = try await exchange.send(request, report: report)
      outcome.receivedBytes += answer.bytes.count
      let reply: Message
      do { reply = try Message(decoding: answer.bytes.span) } catch { throw .undecodable(error) }
      report(
        .received(
          TransportedMessage(
            bytes: answer.bytes, message: reply,
            mediaType: MessageMediaType(Encoding(detecting: answer.bytes.span), family: answer.mediaType.family),
            hmacHeader: answer.hmacHeader), url: answer.address.url))
      next = session.handle(
        reply, integrity: MessageIntegrity(headerValue: answer.hmacHeader, body: answer.bytes.span), on: &device)
      let nonces = session.takeNonceUpdates()
      do { try commit(&device, nonces) } catch { throw .notStored(reason: String(describing: error)) }
      if !nonces.isEmpty { report(.nonces(nonces)) }
      outcome.state = session.state
      if case .retry(let retry) = session.state {
        next = session.retry()
        outcome.state = session.state
        outcome.busyCount += 1
        // Nothing more is sent to a server that has been busy too often: there is nothing to wait for.
        guard next != nil else {
          outcome.busyStatus = retry.status
          break
        }
        let wait = min(delay, self.configuration.maximumRetryDelay)
        report(.busy(retry.status, delay: wait))
        do { try await self.configuration.clock.sleep(for: wait) } catch { throw .cancelled }
        delay = min(delay * 2, self.configuration.maximumRetryDelay)
      } else {
        delay = self.configuration.retryDelay
      }
      // Without a RespURI the session goes on where it went last, be it by a redirect.
      address = answer.address
      if next != nil, let respURI = reply.header.respURI, !respURI.isEmpty {
        guard let following = answer.address.following(respURI),
          self.configuration.follows.allows(following, from: answer.address, of: exchange.first)
        else { throw .refusedAddress(respURI) }
        address = following
      }
    }
    return outcome
  }

  private func makeClient() throws(DMClientError) -> HTTPClient {
    var http = HTTPClient.Configuration()
    http.redirectConfiguration = .disallow
    http.timeout = .init(
      connect: TimeAmount(configuration.connectTimeout), read: TimeAmount(configuration.readTimeout))
    http.decompression = .disabled
    http.httpVersion = .http1Only
    // What fails is said and tried again here, not behind our back.
    http.connectionPool.retryConnectionEstablishment = false
    if let file = configuration.trustedCertificatesFile {
      var tls = TLSConfiguration.makeClientConfiguration()
      do {
        tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
      } catch {
        throw .trustedCertificates(file: file, reason: "no certificates in PEM can be read from it")
      }
      tls.minimumTLSVersion = .tlsv12
      http.tlsConfiguration = tls
    }
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: http)
  }
}
