import Foundation
import Testing
import WBXML

/// Every token of every language, by the names that libwbxml gives it.
@Suite("Names of tokens beside libwbxml", .tags(.slow), .enabled(if: Peer.isPresent, Peer.absence))
struct TokenNamesTests {
  /// Languages that the peer finds only where it is told, which its tool does not let one do by document.
  static let unnamed: Set<String> = ["otasettings"]

  /// Tokens whose names differ, and why: `language kind page.token`. Seen with libwbxml 0.11.8.
  static let differences: [(prefix: String, reason: String)] = [
    ("syncml12 tag 2.", "it has the DMDDF page in DMDDF documents only"),
    ("airsync tag 8.10", "it stops before ActiveSync 16"),
    ("airsync tag 8.11", "it stops before ActiveSync 16"),
    (
      "airsync tag 14.10",
      "[MS-ASWBXML] 2.1.2.1.15 has RequireStorageCardEncryption; DeviceEncryptionEnabled is an old name"
    ),
    ("airsync tag 14.3b", "it stops before ActiveSync 16"),
    ("airsync tag 25.", "it stops before ActiveSync 16.1, which has Find"),
    ("activesync tag 8.10", "it stops before ActiveSync 16"),
    ("activesync tag 8.11", "it stops before ActiveSync 16"),
    (
      "activesync tag 14.10",
      "[MS-ASWBXML] 2.1.2.1.15 has RequireStorageCardEncryption; DeviceEncryptionEnabled is an old name"
    ),
    ("activesync tag 14.3b", "it stops before ActiveSync 16"),
    ("activesync tag 25.", "it stops before ActiveSync 16.1, which has Find"),
  ]

  /// The first tag of the table: some languages' root elements have no token.
  private static func root(_ language: Language) throws -> ElementTag {
    let row = try #require(TableFiles.rows.first { $0.language == language.name && $0.kind == "tag" })
    return ElementTag(page: row.page, token: row.token)
  }

  /// It knows WV-CSP 1.2 by its textual public identifier only.
  private static func document(
    _ language: Language, _ root: ElementTag, _ body: (inout WBXMLEncoder) throws(CodingError) -> Void
  ) throws(CodingError) -> [UInt8] {
    var encoder = WBXMLEncoder(options: .init(publicIdentifierForm: language == .wvCSP12 ? .text : .number))
    try encoder.startDocument(DocumentHeader(language: language), stringTable: Span<UInt8>())
    try encoder.startElement(root)
    try body(&encoder)
    try encoder.endElement()
    try encoder.endDocument()
    return try encoder.takeDocument()
  }

  private static func names(_ xml: [UInt8], _ pattern: Regex<(Substring, Substring)>) -> [String] {
    let text = String(decoding: xml, as: UTF8.self)
    return text.matches(of: pattern).map { String($0.output.1) }
  }

  private static func unexplained(
    _ language: Language, _ kind: String, _ tokens: [(place: String, name: String)], _ theirs: [String]
  ) -> [String] {
    guard theirs.count == tokens.count else {
      return ["\(language.name) \(kind): \(tokens.count) ours, \(theirs.count) theirs"]
    }
    return zip(tokens, theirs).compactMap { ours, name in
      let key = "\(language.name) \(kind) \(ours.place)"
      if ours.name == name || differences.contains(where: { key.hasPrefix($0.prefix) }) { return nil }
      return "\(key): \(ours.name) ours, \(name) theirs"
    }
  }

  @Test("every tag has the name that libwbxml has", arguments: Language.all.filter { !unnamed.contains($0.name) })
  func tags(_ language: Language) throws {
    let root = try Self.root(language)
    var tokens: [(place: String, name: String)] = []
    var tags: [ElementTag] = []
    for row in TableFiles.rows where row.language == language.name && row.kind == "tag" {
      tags.append(ElementTag(page: row.page, token: row.token))
      tokens.append(("\(row.page).\(String(row.token, radix: 16))", row.name))
    }
    let bytes = try Self.document(language, root) { (encoder) throws(CodingError) -> Void in
      for tag in tags {
        try encoder.startElement(tag)
        try encoder.endElement()
      }
    }
    let xml = try #require(try Peer.xml(of: bytes), "libwbxml cannot read \(language.name)")
    let theirs = Array(Self.names(xml, #/<([A-Za-z_][^\s\/>]*)/#).dropFirst())
    #expect(Self.unexplained(language, "tag", tokens, theirs) == [])
  }

  @Test(
    "every attribute and every value has the text that libwbxml has",
    arguments: Language.all.filter { !unnamed.contains($0.name) })
  func attributes(_ language: Language) throws {
    let starts = TableFiles.rows.filter { $0.language == language.name && $0.kind == "attribute" }
    let values = TableFiles.rows.filter { $0.language == language.name && $0.kind == "value" }
    // One whose value is nothing but text.
    let any = starts.first { language.content(of: AttributeStart(page: $0.page, token: $0.token)) == .any }
    guard let any else { return }
    let root = try Self.root(language)
    let bytes = try Self.document(language, root) { (encoder) throws(CodingError) -> Void in
      for row in starts {
        try encoder.startElement(root)
        try encoder.attribute(AttributeStart(page: row.page, token: row.token))
        try encoder.endAttributes()
        try encoder.endElement()
      }
      for row in values {
        try encoder.startElement(root)
        try encoder.attribute(AttributeStart(page: any.page, token: any.token))
        try encoder.attributeValue(AttributeValue(page: row.page, token: row.token))
        try encoder.endAttributes()
        try encoder.endElement()
      }
    }
    let tokens =
      starts.map { (place: "\($0.page).\(String($0.token, radix: 16))", name: "\($0.name)=\"\($0.prefix)\"") }
      + values.map {
        (place: "\($0.page).\(String($0.token, radix: 16))", name: "\(any.name)=\"\(any.prefix)\($0.name)\"")
      }
    let xml = try #require(try Peer.xml(of: bytes), "libwbxml cannot read \(language.name)")
    let name = NSRegularExpression.escapedPattern(for: language.name(of: root) ?? "")
    let pattern = try Regex("<\(name) ([^\\s=]+=\"[^\"]*\")/>", as: (Substring, Substring).self)
    #expect(Self.unexplained(language, "attribute", tokens, Self.names(xml, pattern)) == [])
  }

  @Test("every difference that is excused is of a token")
  func excuses() {
    for (prefix, _) in Self.differences {
      let keys = TableFiles.rows.map { "\($0.language) \($0.kind) \($0.page).\(String($0.token, radix: 16))" }
      #expect(keys.contains { $0.hasPrefix(prefix) }, "\(prefix)")
    }
  }
}
