/// How the two sides of a session prove who they are; each side has one of these.
///
/// Source: OMA-TS-DM_Security-V1_2 5.3 and 5.4; OMA-TS-DM_Protocol-V1_2 9.
public struct SessionAuthentication: Hashable, Sendable {
  /// What this side shows; nil where it has nothing to show, and a challenge ends the session.
  public var own: Credentials?
  /// The types in which this side may answer a challenge; `own`'s type where nothing is said.
  public var ownTypes: Set<AuthenticationType>
  /// Whether ``own`` is shown before it is asked for.
  public var showsFirst: Bool
  /// What the other side must show; nil where it need not authenticate. Its type is what a challenge demands.
  public var peer: Credentials?
  /// Whether every message must be authenticated, not the first alone: for a transport that cannot tell sessions apart
  /// (OMA-TS-DM_Security-V1_2 5.3). `syncml:auth-MAC` always does so.
  public var checksEveryMessage: Bool
  /// How often each side may fail before the session ends. At least 2, because a nonce can be stale
  /// (OMA-TS-DM_Security-V1_2 5.3.3).
  public var maximumFailures: Int
  /// Where new nonces come from.
  public var nonces: NonceGenerator

  /// Says how a session authenticates. `maximumFailures` below 2 counts as 2.
  public init(
    own: Credentials?, ownTypes: Set<AuthenticationType>? = nil, showsFirst: Bool = true, peer: Credentials?,
    checksEveryMessage: Bool = false, maximumFailures: Int = 2, nonces: NonceGenerator
  ) {
    self.own = own
    self.ownTypes = ownTypes ?? (own.map { [$0.type] } ?? [])
    self.showsFirst = showsFirst
    self.peer = peer
    self.checksEveryMessage = checksEveryMessage
    self.maximumFailures = max(2, maximumFailures)
    self.nonces = nonces
  }

  /// The client's side of an account.
  ///
  /// - Parameters:
  ///   - account: the account with the server.
  ///   - nonces: where new nonces come from.
  ///   - resynchronizes: whether both nonces begin at 0x00000000, because a notification was verified with it
  ///     (OMA-TS-DM_Notification-V1_2 6.2).
  public init(client account: Account, nonces: NonceGenerator, resynchronizes: Bool = false) {
    var own = account.clientCredentials
    var peer = account.serverCredentials
    if resynchronizes {
      own?.nonce = .resynchronization
      peer?.nonce = .resynchronization
    }
    self.init(own: own, ownTypes: account.clientTypes, peer: peer, nonces: nonces)
  }

  /// The server's side of an account, as the server keeps a copy of it.
  public init(server account: Account, nonces: NonceGenerator) {
    self.init(own: account.serverCredentials, peer: account.clientCredentials, nonces: nonces)
  }
}

/// Why authentication ended a session.
public enum AuthenticationFailure: Error, Hashable, Sendable {
  /// The other side refused this side's credentials as often as may be.
  case refused
  /// The other side asks for credentials, and there are none that could be sent.
  case noCredentials
  /// The other side asks for a type that this side does not do, or must not do.
  case unsupportedType(String)
  /// A refusal came without Chal (OMA-TS-DM_Protocol-V1_2 9.1), or without the nonce that its type needs.
  case missingChallenge
  /// With `syncml:auth-MAC` a message was not answered with 200 and a new nonce (OMA-TS-DM_Security-V1_2 5.4.3).
  case missingNonce
  /// The other side did not prove who it is as often as may be.
  case peerRefused
  /// The other side answered a challenge with another type, or left out the MAC once it was in use.
  case peerChangedType
}
