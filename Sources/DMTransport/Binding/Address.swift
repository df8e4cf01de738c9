internal import Foundation

/// A server's address, taken apart: an absolute URL of http or https.
struct Address: Hashable, Sendable {
  /// The URL as it goes into a request.
  let url: String
  /// `http` or `https`.
  let scheme: String
  /// The host in small letters.
  let host: String
  /// The port, the scheme's own where none is given.
  let port: Int

  var isSecure: Bool { scheme == "https" }

  /// Reads an absolute URL; nil where it is none of http or https, or names a user or password.
  init?(parsing text: String) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard trimmed.utf8.count <= 8192, let parts = URLComponents(string: trimmed),
      let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil
    else { return nil }
    let port = parts.port ?? (scheme == "https" ? 443 : 80)
    guard (1...65535).contains(port) else { return nil }
    var clean = parts
    clean.fragment = nil
    if clean.path.isEmpty { clean.path = "/" }
    guard let url = clean.string else { return nil }
    self.url = url
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = port
  }

  /// Reads an address that another one leads to: absolute, or relative to this one.
  func following(_ text: String) -> Address? {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if let absolute = Address(parsing: trimmed) { return absolute }
    guard let base = URL(string: url), let next = URL(string: trimmed, relativeTo: base) else { return nil }
    return Address(parsing: next.absoluteString)
  }

  /// Whether two addresses are of one server: scheme, host and port.
  func isSameOrigin(as other: Address) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port
  }
}

/// Where a session may be led by the server: by RespURI and by redirects.
///
/// Whatever the policy, nothing leads from https to http, and nowhere but to these two schemes.
public enum FollowPolicy: Hashable, Sendable {
  /// To the host that the session began with, at any port.
  case sameHost
  /// To this host and those named, compared without letter case.
  case hosts(Set<String>)
  /// Anywhere, as OMA-TS-DM_Protocol-V1_2 allows: for servers that spread sessions over hosts.
  case anyHost

  func allows(_ next: Address, from current: Address, of first: Address) -> Bool {
    guard next.isSecure || !current.isSecure else { return false }
    switch self {
    case .sameHost: return next.host == first.host
    case .hosts(let hosts): return next.host == first.host || hosts.contains { $0.lowercased() == next.host }
    case .anyHost: return true
    }
  }
}
