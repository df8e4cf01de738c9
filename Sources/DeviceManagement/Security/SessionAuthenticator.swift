public import SyncML

/// Both directions of a session's authentication, and the nonces to keep.
struct SessionAuthenticator: Hashable, Sendable {
  private var presenter: CredentialPresenter
  private var verifier: CredentialVerifier?
  private let ownSide: NonceUpdate.Side
  /// Whether the other side has proved who it is, or need not.
  private(set) var isPeerKnown: Bool
  /// A nonce for this side in a message that has not been checked: it must not replace the stored one yet
  /// (OMA-TS-DM_Security-V1_2 5.3.4).
  private var pending: Nonce?
  private var updates: [NonceUpdate] = []
  private var hasSent = false
  /// A nonce for the other side that has not been sent yet.
  private var issued: Nonce?

  init(_ configuration: SessionAuthentication, as side: NonceUpdate.Side) {
    presenter = CredentialPresenter(of: configuration, as: side)
    verifier = configuration.peer.map { CredentialVerifier($0, of: configuration) }
    ownSide = side
    isPeerKnown = configuration.peer == nil
  }

  /// Takes other credentials for both sides, as long as the other side has proved nothing.
  mutating func identify(as configuration: SessionAuthentication) {
    guard verifier?.acceptedType == nil, let peer = configuration.peer else { return }
    presenter = CredentialPresenter(of: configuration, as: ownSide)
    if verifier == nil { verifier = CredentialVerifier(peer, of: configuration) }
    verifier?.expect(peer)
  }

  // MARK: This side's credentials

  /// Notes that a message goes out, with ``locName`` and ``cred`` in its header.
  mutating func sign() {
    hasSent = true
    presenter.isHidden = false
    // A nonce that the last message brought forth goes out with this one. Where none follows, the other side never
    // learns of it and uses the last one again (OMA-TS-DM_Security-V1_2 5.3.3).
    if let nonce = issued { updates.append(NonceUpdate(ownSide == .client ? .server : .client, nonce)) }
    issued = nil
  }

  /// Sends the message that has been signed without a MAC, where the other side has proved nothing in this session: it
  /// could guess the password by it.
  mutating func hideFromStranger() {
    if let verifier, verifier.acceptedType == nil { presenter.isHidden = true }
  }

  /// The name for the LocName of the next header's Source.
  var locName: String? { presenter.locName }
  /// The credentials for the next header.
  var cred: Cred? { presenter.cred }

  func hmacHeader(for body: Span<UInt8>) -> String? { presenter.hmacHeader(for: body) }

  /// Takes what the other side says of this side's header: the first Status of it in a message.
  mutating func takeHeaderStatus(of message: Message) -> CredentialPresenter.Outcome {
    for index in message.commands.indices {
      guard case .status(let status) = message.commands[index], status.isForHeader, let code = status.code else {
        continue
      }
      var kept: Nonce?
      let outcome = presenter.take(code, status.chal, keep: &kept)
      if let kept { keep(kept) }
      return outcome
    }
    // With a MAC every message must be answered with a new nonce.
    return presenter.usesMAC && isPeerKnown && hasSent ? .fails(.missingNonce) : .goesOn
  }

  private mutating func keep(_ nonce: Nonce) {
    if verifier == nil {
      updates.append(NonceUpdate(ownSide, nonce))
    } else {
      pending = nonce
    }
  }

  // MARK: The other side's

  /// Checks the other side's credentials; nil where it need not have any.
  mutating func verify(_ header: SyncHdr, _ integrity: MessageIntegrity?) -> CredentialVerifier.Verdict? {
    guard let verdict = verifier?.verify(header.cred, integrity) else { return nil }
    guard verdict.isAccepted else {
      // In a session where every message is checked, one that fails makes its sender a stranger again.
      isPeerKnown = false
      if verifier?.checksEachMessage == true { pending = nil }
      return verdict
    }
    isPeerKnown = true
    issued = verdict.kept
    if let nonce = pending {
      updates.append(NonceUpdate(ownSide, nonce))
      pending = nil
    }
    return verdict
  }

  /// The same, where the message itself challenges: credentials that are wrong or missing are passed over, because
  /// what repeats a message cannot refuse one (OMA-TS-DM_Protocol-V1_2 9.1).
  mutating func verifyLeniently(
    _ header: SyncHdr, _ integrity: MessageIntegrity?
  ) -> CredentialVerifier.Verdict? {
    var attempt = self
    guard let verdict = attempt.verify(header, integrity), verdict.isAccepted else { return nil }
    self = attempt
    return verdict
  }

  mutating func takeUpdates() -> [NonceUpdate] {
    defer { updates = [] }
    // The last nonce of each side is the one that counts.
    return [NonceUpdate.Side.client, .server].compactMap { side in updates.last { $0.side == side } }
  }
}

/// Whom a message claims to come from: for a server that must look up credentials before it can check them.
///
/// Nothing of it is proved.
public struct ClaimedIdentity: Hashable, Sendable {
  /// The Source's LocURI.
  public var deviceURI: String
  /// The user: of `x-syncml-hmac`, else of a basic Cred, else the Source's LocName.
  public var userName: String?

  /// Reads what a message claims.
  public init(of header: SyncHdr, integrity: MessageIntegrity? = nil) {
    deviceURI = header.source.locURI
    userName = integrity?.header?.userName ?? header.cred?.basicUserName ?? header.source.locName
  }
}
