public import SyncML

/// The media type of a message over HTTP: whose message it is, and how it is encoded.
///
/// Real device management clients also send the types of data synchronization, so both are taken, and an answer has
/// the type of the question.
///
/// Source: OMA-TS-DM_RepPro-V1_2 section 5 (MIME types); OMA-TS-SyncML_HTTPBinding-V1_2 (Content-Type).
public struct MessageMediaType: Hashable, Sendable {
  /// The protocol that a type names.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// `application/vnd.syncml.dm+xml` and `+wbxml`.
    case deviceManagement = "application/vnd.syncml.dm"
    /// `application/vnd.syncml+xml` and `+wbxml`.
    case dataSynchronization = "application/vnd.syncml"
  }

  /// The protocol that the type names.
  public var family: Family
  /// How the message is encoded.
  public var encoding: Encoding

  /// A type; of device management unless it is said otherwise.
  public init(_ encoding: Encoding, family: Family = .deviceManagement) {
    self.family = family
    self.encoding = encoding
  }

  /// Reads a Content-Type, in any letter case and with any parameters; nil where it is not that of a message.
  public init?(parsing contentType: String) {
    let name = Self.essence(of: contentType)
    guard
      let type = Family.allCases.lazy.flatMap({ family in
        Encoding.allCases.map { Self($0, family: family) }
      }).first(where: { $0.name == name })
    else { return nil }
    self = type
  }

  /// The type as Content-Type and Accept carry it.
  public var name: String { family.rawValue + "+" + encoding.rawValue }

  /// Type and subtype in small letters, without parameters.
  static func essence(of text: some StringProtocol) -> String {
    // By bytes: a type is ASCII, and every request has two of them.
    let bytes = text.utf8.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }
    return String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}

/// What an Accept header takes (RFC 9110 12.5.1).
struct AcceptedTypes: Sendable {
  /// Ranges such as `application/*`, with whether their quality is above zero; empty where everything is taken.
  private var ranges: [(range: String, isAccepted: Bool)] = []

  init(_ header: String?) {
    // A header with more ranges than anybody needs is not read to its end.
    for part in (header ?? "").split(separator: ",").prefix(64) {
      let range = MessageMediaType.essence(of: part)
      if !range.isEmpty { ranges.append((range, !Self.isRefused(part))) }
    }
  }

  private static func isRefused(_ part: Substring) -> Bool {
    part.split(separator: ";").dropFirst().contains { parameter in
      let pair = String(parameter.filter { !$0.isWhitespace }).lowercased().split(separator: "=")
      return pair.count == 2 && pair[0] == "q" && Double(pair[1]) == 0
    }
  }

  /// Whether a type is taken. The most specific range decides.
  func allows(_ type: MessageMediaType) -> Bool {
    if ranges.isEmpty { return true }
    for wanted in [type.name, "application/*", "*/*"] {
      if let range = ranges.first(where: { $0.range == wanted }) { return range.isAccepted }
    }
    return false
  }

  /// The type for the answer to a message: the question's own, or its other encoding where that alone is taken.
  func answerType(to type: MessageMediaType) -> MessageMediaType {
    let other = MessageMediaType(type.encoding == .xml ? .wbxml : .xml, family: type.family)
    return !allows(type) && allows(other) ? other : type
  }
}
