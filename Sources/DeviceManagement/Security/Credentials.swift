public import SyncML
internal import XMLCoding

/// What one side shows and the other checks: a name, a password or its digest, a type and the nonce in force.
public struct Credentials: Hashable, Sendable {
  private let holder: Holder
  /// The type that is shown first, or demanded.
  public var type: AuthenticationType
  /// The nonce for the next digest; nil where none has been agreed.
  public var nonce: Nonce?

  /// Makes credentials of a password.
  public init(name: String, password: Secret, type: AuthenticationType, nonce: Nonce? = nil) {
    holder = Holder(name: name, password: password, userDigest: Digest.user(name: name, password: password))
    self.type = type
    self.nonce = nonce
  }

  /// Makes credentials of what is known of a password.
  ///
  /// - Parameters:
  ///   - name: the user's or the server's name.
  ///   - userDigest: `H(username:password)`, 16 octets.
  ///   - type: the type that is shown first, or demanded.
  ///   - nonce: the nonce for the next digest.
  public init(name: String, userDigest: Secret, type: AuthenticationType, nonce: Nonce? = nil) {
    holder = Holder(name: name, password: nil, userDigest: userDigest)
    self.type = type
    self.nonce = nonce
  }

  /// Who is meant, and what is known of the password: never changed, and shared by all copies.
  private final class Holder: Hashable, Sendable {
    let name: String
    let password: Secret?
    let userDigest: Secret
    /// What the input of a digest begins with: it is the same in every message.
    let digestPrefix: Secret

    init(name: String, password: Secret?, userDigest: Secret) {
      self.name = name
      self.password = password
      self.userDigest = userDigest
      digestPrefix = Digest.prefix(user: userDigest)
    }

    static func == (a: Holder, b: Holder) -> Bool {
      a === b || (a.name == b.name && a.password == b.password && a.userDigest == b.userDigest)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(name)
      hasher.combine(password)
      hasher.combine(userDigest)
    }
  }

  /// The user's or the server's name (AAuthName).
  public var name: String { holder.name }
  /// The password; nil where only ``userDigest`` is known, which is enough for all but sending it in basic form.
  public var password: Secret? { holder.password }
  /// `H(username:password)`.
  public var userDigest: Secret { holder.userDigest }
  /// What the input of a digest begins with.
  var digestPrefix: Secret { holder.digestPrefix }

  /// The Cred element for a type; nil where the type goes by the transport's header or is not known, where it needs
  /// a nonce and there is none, or a password and only its digest is there.
  public func cred(_ type: AuthenticationType, nonce: Nonce?) -> Cred? {
    let data: [UInt8]
    switch type {
    case .basic:
      guard let password else { return nil }
      data = Array(name.utf8) + [UInt8(ascii: ":")] + password.exposedBytes
    case .md5:
      guard let nonce else { return nil }
      data = Digest.credentials(prefix: digestPrefix, nonce: nonce)
    default: return nil
    }
    return Cred(meta: Meta(format: "b64", type: type.rawValue), data: Base64.encode(data))
  }

  /// Whether a Cred element proves these credentials. The comparison takes constant time.
  ///
  /// - Parameters:
  ///   - cred: the element.
  ///   - nonce: the nonce that the digest must be made with; nil refuses every digest.
  public func isProved(by cred: Cred, nonce: Nonce?) -> Bool {
    guard let data = Base64.decode(cred.data) else { return false }
    switch cred.authenticationType {
    case .basic:
      guard let colon = data.firstIndex(of: UInt8(ascii: ":")),
        let user = String(validating: data[..<colon], as: UTF8.self)
      else { return false }
      let shown = Digest.user(name: user, password: Secret(Array(data[(colon + 1)...])))
      return ConstantTime.areEqual(shown.exposedBytes, userDigest.exposedBytes) && user == name
    case .md5:
      guard let nonce else { return false }
      return ConstantTime.areEqual(data, Digest.credentials(prefix: digestPrefix, nonce: nonce))
    default: return false
    }
  }

  /// Whether the transport's header proves these credentials for a message.
  public func isProved(by integrity: MessageIntegrity, nonce: Nonce?) -> Bool {
    guard let header = integrity.header, let nonce, header.userName == name else { return false }
    return ConstantTime.areEqual(
      header.mac, Digest.message(prefix: digestPrefix, nonce: nonce, bodyDigest: integrity.bodyDigest))
  }
}

extension Cred {
  /// The type that the element names; basic where it names none (OMA-TS-DM_RepPro-V1_2 6.1.5).
  public var authenticationType: AuthenticationType {
    (meta?.type).map(AuthenticationType.init(rawValue:)) ?? .basic
  }

  /// The user's name in a basic Cred: for looking up whom to check. Nil in other types.
  public var basicUserName: String? {
    guard authenticationType == .basic, let data = Base64.decode(data),
      let colon = data.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return String(validating: data[..<colon], as: UTF8.self)
  }
}

extension Chal {
  /// A challenge for a type, with the nonce to use. Basic needs none.
  public init(_ type: AuthenticationType, nonce: Nonce?) {
    self.init(
      meta: Meta(format: "b64", type: type.rawValue, nextNonce: type == .basic ? nil : nonce?.base64))
  }

  /// The type that is demanded; nil where the challenge names none.
  public var authenticationType: AuthenticationType? { meta.type.map(AuthenticationType.init(rawValue:)) }

  /// The nonce to use; nil where there is none or it cannot be read.
  public var nonce: Nonce? { meta.nextNonce.flatMap(Nonce.init(base64:)) }
}
