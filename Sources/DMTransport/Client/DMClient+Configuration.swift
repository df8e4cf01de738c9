public import SyncML

extension DMClient {
  /// How a client reaches servers, and how much it puts up with.
  public struct Configuration: Sendable {
    /// How messages are encoded.
    public var encoding: Encoding
    /// The protocol that the media type names.
    public var family: MessageMediaType.Family
    /// A PEM file with the certificates to trust beside the system's; nil for the system's alone.
    public var trustedCertificatesFile: String?
    /// Where the server may lead the session, by RespURI and redirects.
    public var follows: FollowPolicy
    /// The time for a connection, TLS included, to be made.
    public var connectTimeout: Duration
    /// The time that a server may be silent while its answer is awaited.
    public var readTimeout: Duration
    /// How often one message is sent at most, byte for byte the same, where no answer comes: at least 1. How often a
    /// server may say in its messages that it is busy is a limit of the session: `SessionLimits/maximumRetries`.
    public var attempts: Int
    /// The wait before a message is sent again, to a server that gave no answer or said that it is busy; it doubles each
    /// time. A server's Retry-After counts where it is longer.
    public var retryDelay: Duration
    /// The longest wait before a message is sent again.
    public var maximumRetryDelay: Duration
    /// What waits are measured by: a test's clock need not take the time.
    public var clock: any Clock<Duration>
    /// The redirects for one message.
    public var maximumRedirects: Int
    /// The bytes of one answer.
    public var maximumAnswerBytes: Int
    /// The messages of one session.
    public var maximumMessages: Int

    /// A client that sends WBXML, as most devices do, and stays at the server's host.
    public init(
      encoding: Encoding = .wbxml, family: MessageMediaType.Family = .deviceManagement,
      trustedCertificatesFile: String? = nil, follows: FollowPolicy = .sameHost,
      connectTimeout: Duration = .seconds(10), readTimeout: Duration = .seconds(60), attempts: Int = 3,
      retryDelay: Duration = .milliseconds(500), maximumRetryDelay: Duration = .seconds(30), maximumRedirects: Int = 5,
      maximumAnswerBytes: Int = 16 << 20, maximumMessages: Int = 10_000, clock: any Clock<Duration> = ContinuousClock()
    ) {
      self.encoding = encoding
      self.family = family
      self.trustedCertificatesFile = trustedCertificatesFile
      self.follows = follows
      self.connectTimeout = connectTimeout
      self.readTimeout = readTimeout
      self.attempts = max(1, attempts)
      self.retryDelay = retryDelay
      self.maximumRetryDelay = maximumRetryDelay
      self.maximumRedirects = max(0, maximumRedirects)
      self.maximumAnswerBytes = max(1, maximumAnswerBytes)
      self.maximumMessages = max(1, maximumMessages)
      self.clock = clock
    }
  }
}
