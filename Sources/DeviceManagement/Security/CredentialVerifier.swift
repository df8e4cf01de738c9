import SyncML

/// Checks the other side's credentials, message by message, and gives out nonces. A nonce is good once.
struct CredentialVerifier: Hashable, Sendable {
  private var expected: Credentials
  private let checksEveryMessage: Bool
  private let maximumFailures: Int
  private var nonces: NonceGenerator
  /// What the next digest must be made with; nil accepts none.
  private var nonce: Nonce?
  private var failures = 0
  private var omissions = 0
  private var hasChallenged = false
  /// The type that was accepted; it stays for the session (OMA-TS-DM_Protocol-V1_2 9.1).
  private(set) var acceptedType: AuthenticationType?

  init(_ expected: Credentials, of configuration: borrowing SessionAuthentication) {
    self.expected = expected
    checksEveryMessage = configuration.checksEveryMessage
    maximumFailures = configuration.maximumFailures
    nonces = configuration.nonces
    nonce = expected.nonce
  }

  /// What a message's check came to.
  struct Verdict: Hashable {
    /// The code for the Status of its SyncHdr.
    var code: StatusCode
    var chal: Chal?
    /// A nonce to keep for the next session.
    var kept: Nonce?
    /// Why the session ends.
    var failure: AuthenticationFailure?

    var isAccepted: Bool { code.rawValue < 300 }
  }

  /// Expects another one's credentials. A nonce that was given out stays in force.
  mutating func expect(_ credentials: Credentials) {
    // Whoever was asked for another type is asked once more.
    if credentials.type != expected.type { hasChallenged = false }
    if !hasChallenged { nonce = credentials.nonce }
    expected = credentials
  }

  mutating func verify(_ cred: Cred?, _ integrity: MessageIntegrity?) -> Verdict {
    if let acceptedType, acceptedType != .mac, !checksEveryMessage { return Verdict(code: .ok) }
    let shown: AuthenticationType?
    if integrity?.header != nil, expectsMAC {
      shown = .mac
    } else {
      shown = cred?.authenticationType
    }
    if let acceptedType, shown != acceptedType { return terminate(.peerChangedType) }
    guard let shown else {
      // A MAC that was asked for and is missing counts as a wrong one (OMA-TS-DM_Security-V1_2 5.4.3).
      return refuse(hasChallenged && expected.type == .mac ? .invalidCredentials : .authenticationRequired)
    }
    // A MAC may stand in for a digest unless the digest was asked for (OMA-TS-DM_Security-V1_2 5.4.1).
    guard shown == expected.type || (shown == .mac && expected.type == .md5 && !hasChallenged) || acceptedType != nil
    else { return hasChallenged ? terminate(.peerChangedType) : refuse(.invalidCredentials) }
    let isProved: Bool
    if shown == .mac, let integrity {
      isProved = expected.isProved(by: integrity, nonce: nonce)
    } else if let cred {
      isProved = expected.isProved(by: cred, nonce: nonce)
    } else {
      isProved = false
    }
    guard isProved else { return refuse(.invalidCredentials) }
    failures = 0
    omissions = 0
    acceptedType = shown
    return accept(shown)
  }

  private mutating func accept(_ type: AuthenticationType) -> Verdict {
    let isForSession = type != .mac && !checksEveryMessage
    guard type != .basic else { return Verdict(code: isForSession ? .authenticationAccepted : .ok) }
    let next = nonces.next()
    nonce = next
    return Verdict(
      code: isForSession ? .authenticationAccepted : .ok, chal: Chal(type, nonce: next), kept: next)
  }

  /// Whether each message is proved for itself.
  var checksEachMessage: Bool { checksEveryMessage || (acceptedType ?? expected.type) == .mac }

  /// Whether a header that comes is looked at: a digest that was asked for must come in Cred.
  private var expectsMAC: Bool {
    if let acceptedType { return acceptedType == .mac }
    return expected.type == .mac || (expected.type == .md5 && !hasChallenged)
  }

  private mutating func refuse(_ code: StatusCode) -> Verdict {
    // Whoever showed nothing has not failed, but nobody may go on showing nothing either.
    if code == .authenticationRequired { omissions += 1 } else { failures += 1 }
    let isOver = max(failures, omissions) >= maximumFailures
    return Verdict(code: code, chal: challenge(), failure: isOver ? .peerRefused : nil)
  }

  private mutating func terminate(_ failure: AuthenticationFailure) -> Verdict {
    Verdict(code: .invalidCredentials, chal: challenge(), failure: failure)
  }

  /// Every refusal must have a challenge (OMA-TS-DM_Protocol-V1_2 9.1); its nonce replaces the one before.
  private mutating func challenge() -> Chal {
    hasChallenged = true
    let type = acceptedType ?? expected.type
    nonce = type == .basic ? nil : nonces.next()
    return Chal(type, nonce: nonce)
  }
}
