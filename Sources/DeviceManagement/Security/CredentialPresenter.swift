import SyncML

/// Shows this side's credentials, and follows what the other side says of them.
struct CredentialPresenter: Hashable, Sendable {
  private let credentials: Credentials?
  private let types: Set<AuthenticationType>
  private let maximumFailures: Int
  private let side: NonceUpdate.Side
  private var type: AuthenticationType?
  private var nonce: Nonce?
  private var failures = 0
  /// Whether the other side has confirmed a MAC with a new nonce.
  private var hasNewNonce = false
  /// Whether the last message goes without a MAC.
  var isHidden = false
  /// Whether no more credentials are needed in this session (212).
  private(set) var isAcceptedForSession = false

  init(of configuration: borrowing SessionAuthentication, as side: NonceUpdate.Side) {
    self.side = side
    credentials = configuration.own
    types = configuration.ownTypes
    maximumFailures = configuration.maximumFailures
    nonce = configuration.own?.nonce
    if configuration.showsFirst { type = configuration.own?.type }
  }

  /// The name for the Source's LocName: digests and MACs need it there (OMA-TS-DM_Security-V1_2 5.3.1, 5.4.3).
  var locName: String? { isActive && type != .basic ? credentials?.name : nil }

  private var isActive: Bool { type != nil && !isAcceptedForSession }

  /// The Cred of the next message.
  var cred: Cred? {
    guard isActive, let type else { return nil }
    return credentials?.cred(type, nonce: nonce)
  }

  var usesMAC: Bool { isActive && type == .mac && nonce != nil && !isHidden }

  /// The value of `x-syncml-hmac` for the message given out last; nil where it has none.
  func hmacHeader(for body: Span<UInt8>) -> String? {
    guard usesMAC, let credentials, let nonce else { return nil }
    let mac = Digest.message(prefix: credentials.digestPrefix, nonce: nonce, bodyDigest: Digest.body(body))
    return HMACHeader(userName: credentials.name, mac: mac).value
  }

  enum Outcome: Hashable {
    case goesOn
    /// The message is to be sent again, with the credentials demanded.
    case repeats
    case fails(AuthenticationFailure)
  }

  /// Takes the Status of this side's SyncHdr.
  ///
  /// - Parameter keep: receives a nonce for the next session.
  mutating func take(_ code: StatusCode, _ chal: Chal?, keep: inout Nonce?) -> Outcome {
    switch code {
    case .invalidCredentials, .authenticationRequired: return takeChallenge(chal)
    case .authenticationAccepted:
      // A MAC proves one message; whoever accepts it for the session breaks 5.4.3.
      if usesMAC { return .fails(.missingNonce) }
      failures = 0
      if type != nil { isAcceptedForSession = true }
      if let next = chal?.nonce { keep = next }
      return .goesOn
    default:
      guard code.rawValue < 300 else {
        // A refusal for another reason can bring a nonce too: one that has been used is not used again.
        if let next = chal?.nonce {
          nonce = next
          keep = next
        }
        return .goesOn
      }
      failures = 0
      if let next = chal?.nonce {
        nonce = next
        hasNewNonce = true
        keep = next
      } else if usesMAC {
        // A client that was itself refused cannot say yet what it makes of the server's MAC: it asks for one then.
        guard side == .server, !hasNewNonce else { return .fails(.missingNonce) }
        nonce = nil
      }
      return .goesOn
    }
  }

  private mutating func takeChallenge(_ chal: Chal?) -> Outcome {
    let hasShown = cred != nil || usesMAC
    guard let credentials else { return .fails(.noCredentials) }
    guard let chal, let demanded = chal.authenticationType else { return .fails(.missingChallenge) }
    guard types.contains(demanded), demanded.isSupported else { return .fails(.unsupportedType(demanded.rawValue)) }
    // The first challenge asks; only what was shown can have failed.
    if hasShown { failures += 1 }
    guard failures < maximumFailures else { return .fails(.refused) }
    if demanded == .basic {
      guard credentials.password != nil else { return .fails(.noCredentials) }
    } else {
      guard let next = chal.nonce else { return .fails(.missingChallenge) }
      // The nonce serves this session; it is kept for the next only once the other side is known (5.3.4).
      nonce = next
    }
    type = demanded
    isAcceptedForSession = false
    return .repeats
  }
}
