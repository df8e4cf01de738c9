extension DMServer {
  /// How a server listens, and what it takes upon itself.
  public struct Configuration: Sendable {
    /// The address to listen on: a name or an IP address.
    public var host: String
    /// The port; 0 for one that is free.
    public var port: Int
    /// The path to which devices post, such as `/dm`.
    public var path: String
    /// The server's URL as devices reach it, without a query; nil takes it from the Host of each request. To be given
    /// where a proxy stands before the server.
    public var publicURL: String?
    /// The certificate and its key, for https; nil for http.
    public var tls: TLSIdentity?
    /// How a device's second message finds its session.
    public var continuation: Continuation
    /// What the server takes upon itself.
    public var limits: ServerLimits

    /// A server on 127.0.0.1, unless it is said otherwise.
    public init(
      host: String = "127.0.0.1", port: Int = 8080, path: String = "/dm", publicURL: String? = nil,
      tls: TLSIdentity? = nil, continuation: Continuation = .respURI, limits: ServerLimits = ServerLimits()
    ) {
      self.host = host
      self.port = port
      self.path = path.hasPrefix("/") ? path : "/" + path
      self.publicURL = publicURL
      self.tls = tls
      self.continuation = continuation
      self.limits = limits
    }
  }

  /// How a device's second message finds its session.
  public enum Continuation: Hashable, Sendable {
    /// By an address of its own, which the server gives as RespURI and nobody can guess: who knows the address is the
    /// device of the session (OMA-TS-DM_Protocol-V1_2; RespURI is mandatory for clients to honour).
    case respURI
    /// By device and SessionID: for clients that pass over RespURI. As both can be guessed, every message must be
    /// authenticated (OMA-TS-DM_Security-V1_2 5.3).
    case identity
  }
}

/// What a server takes upon itself, so that no client can make it hold more. A request beyond them is answered with 503
/// and Retry-After, or where it is the client's own fault with 408 or 413.
public struct ServerLimits: Hashable, Sendable {
  /// The connections at a time; more wait until one is closed.
  public var connections: Int
  /// The requests that are answered at a time.
  public var requests: Int
  /// The bytes of one message, which devices are told as MaxMsgSize.
  public var bodyBytes: Int
  /// The bytes of a large object of one device, which comes in several messages.
  public var objectBytes: Int
  /// The bytes of all messages that are being received or answered.
  public var totalBodyBytes: Int
  /// The time for a message's body to come, from the end of its head.
  public var bodyTimeout: Duration
  /// The time that a connection may be silent, between requests or within a head.
  public var connectionTimeout: Duration
  /// The sessions at a time. Where the server has accounts, the oldest session whose device has not proved who it is
  /// gives way to one more, so that strangers cannot lock devices out; else one more is refused.
  public var sessions: Int
  /// The time from one message of a session to the next.
  public var sessionTimeout: Duration
  /// How long a session that is over is remembered, for a device that has not got the last answer.
  public var resendTime: Duration
  /// The messages of a device in one session.
  public var messages: Int
  /// The time that sessions have to end, and requests to come in whole, after the server was asked to stop.
  public var stopTime: Duration
  /// What a refused device is told to wait.
  public var retryAfter: Duration

  /// Limits for a server of some thousands of devices; sizes in bytes.
  public init(
    connections: Int = 4096, requests: Int = 512, bodyBytes: Int = 4 << 20, objectBytes: Int = 16 << 20,
    totalBodyBytes: Int = 256 << 20,
    bodyTimeout: Duration = .seconds(30), connectionTimeout: Duration = .seconds(60), sessions: Int = 10_000,
    sessionTimeout: Duration = .seconds(300), resendTime: Duration = .seconds(30), messages: Int = 10_000,
    stopTime: Duration = .seconds(10), retryAfter: Duration = .seconds(5)
  ) {
    self.connections = max(1, connections)
    self.requests = max(1, requests)
    self.bodyBytes = max(1, bodyBytes)
    self.objectBytes = max(1, objectBytes)
    self.totalBodyBytes = max(1, totalBodyBytes)
    self.bodyTimeout = bodyTimeout
    self.connectionTimeout = connectionTimeout
    self.sessions = max(1, sessions)
    self.sessionTimeout = sessionTimeout
    self.resendTime = resendTime
    self.messages = max(1, messages)
    self.stopTime = stopTime
    self.retryAfter = retryAfter
  }
}
