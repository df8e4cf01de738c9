public import WBXML

/// What a bootstrap message brought.
public struct Bootstrap: Hashable, Sendable {
  /// The form it came in.
  public var profile: BootstrapProfile
  /// The DM accounts. Whoever keeps one grants its server Get, Replace and Delete on it
  /// (OMA-TS-DM_Bootstrap-V1_2 5.3.4); a TNDS object brings its own ACLs.
  public var accounts: [ProvisionedAccount]
  /// What was passed over.
  public var notes: [BootstrapNote]
}

/// Takes bootstrap messages of either profile.
///
/// The standard leaves to the device whether it lets itself be bootstrapped at all, and how often a user may mistype a
/// PIN; this says whether a message is what it claims to be, and what it holds.
///
/// Source: OMA-TS-DM_Bootstrap-V1_2 5; OMA-TS-DM_Security-V1_2 5.7.
public struct BootstrapReceiver: Hashable, Sendable {
  /// What the device knows.
  public var secrets: BootstrapSecrets
  /// Whether a message must prove where it comes from. False suits a way that is safe by itself: the factory, a smart
  /// card.
  public var requiresMAC: Bool
  /// How large a document may be.
  public var limits: Limits

  /// Makes a receiver; a document may have 1 MiB where nothing is said.
  public init(
    secrets: BootstrapSecrets, requiresMAC: Bool = true,
    limits: Limits = Limits(depth: 32, tokenBytes: 1 << 20, documentBytes: 1 << 20)
  ) {
    self.secrets = secrets
    self.requiresMAC = requiresMAC
    self.limits = limits
  }

  /// Takes a message.
  ///
  /// - Parameters:
  ///   - bytes: the document in WBXML.
  ///   - mediaType: its Content-Type with SEC and MAC.
  /// - Throws: ``BootstrapError``; the MAC is checked before the document is looked at.
  public func receive(_ bytes: [UInt8], mediaType: String) throws(BootstrapError) -> Bootstrap {
    let type = try BootstrapMediaType(parsing: mediaType)
    if let security = type.security {
      try security.verify(bytes, secrets: secrets, profile: type.profile)
    } else if requiresMAC {
      throw .missingSecurity
    }
    var notes: [BootstrapNote] = []
    let accounts: [ProvisionedAccount]
    switch type.profile {
    case .clientProvisioning:
      accounts = try ProvisioningDocument(decoding: bytes.span, limits: limits).accounts(notes: &notes)
    case .deviceManagement:
      accounts = try BootstrapMessage.accounts(in: bytes.span, limits: limits, notes: &notes)
    }
    return Bootstrap(profile: type.profile, accounts: accounts, notes: notes)
  }
}
