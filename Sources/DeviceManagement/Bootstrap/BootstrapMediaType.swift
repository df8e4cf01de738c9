/// The two forms of a bootstrap message (OMA-TS-DM_Bootstrap-V1_2 5.2).
public enum BootstrapProfile: String, Hashable, Sendable, CaseIterable {
  /// A provisioning document with a `w7` application.
  case clientProvisioning = "application/vnd.wap.connectivity-wbxml"
  /// A DM message whose commands add management objects.
  case deviceManagement = "application/vnd.syncml.dm+wbxml"

  /// The media type without parameters.
  public var mediaType: String { rawValue }
}

/// A bootstrap message's media type: its profile, and its security where it has one.
///
///     application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=5A31…
public struct BootstrapMediaType: Hashable, Sendable {
  /// The form of the message.
  public var profile: BootstrapProfile
  /// How it proves where it comes from; nil where it does not.
  public var security: BootstrapSecurity?

  /// Makes a media type.
  public init(profile: BootstrapProfile, security: BootstrapSecurity?) {
    self.profile = profile
    self.security = security
  }

  /// Reads a Content-Type's value. Names count in any letter case, unknown parameters are passed over.
  public init(parsing text: String) throws(BootstrapError) {
    guard text.utf8.count <= 1024 else { throw .malformedMediaType }
    var parts: [String] = []
    for part in text.unicodeScalars.split(separator: ";", omittingEmptySubsequences: false) {
      parts.append(Self.trimmed(String(part)))
    }
    let name = parts.removeFirst().lowercased()
    guard let profile = BootstrapProfile(rawValue: name) else { throw .unsupportedMediaType(name) }
    self.profile = profile
    var parameters: [String: String] = [:]
    for part in parts where !part.isEmpty {
      guard let equals = part.unicodeScalars.firstIndex(of: "=") else { throw .malformedMediaType }
      let name = Self.trimmed(String(part[..<equals])).uppercased()
      var value = Self.trimmed(String(part.unicodeScalars[equals...].dropFirst()))
      if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
        value = String(value.dropFirst().dropLast())
      }
      guard parameters.updateValue(value, forKey: name) == nil else { throw .malformedMediaType }
    }
    guard let sec = parameters["SEC"] else {
      // A MAC without its method proves nothing.
      if parameters["MAC"] != nil { throw .missingSecurity }
      return
    }
    guard let method = BootstrapSecurity.Method(name: sec) else { throw .unsupportedMethod(sec) }
    var mac: [UInt8]?
    if let digits = parameters["MAC"] {
      guard let bytes = HexadecimalDigits.decode(digits), bytes.count == 20 else { throw .malformedMAC }
      mac = bytes
    } else if method != .userMAC {
      throw .missingSecurity
    }
    security = BootstrapSecurity(method: method, mac: mac)
  }

  private static func trimmed(_ text: String) -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n"
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first...last])
  }

  /// The Content-Type's value.
  public var value: String {
    guard let security else { return profile.mediaType }
    let sec = "\(profile.mediaType); SEC=\(security.method.name(in: profile))"
    return security.mac.map { "\(sec); MAC=\(HexadecimalDigits.encode($0))" } ?? sec
  }
}
