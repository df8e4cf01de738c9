/// The table files, read and checked: a wrong row stops the generator with its line number.
struct TableSource {
  struct Language {
    var name: String
    var swiftName: String
    var publicIdentifier: UInt32
    var formalPublicIdentifier: String
    var root: String
    var systemIdentifier: String
    var successor: String
    var extensions: String
    var rows: [Row] = []

    var fileName: String { swiftName.prefix(1).uppercased() + swiftName.dropFirst() }
  }

  struct Row {
    var kind: String
    var page: UInt8
    var token: UInt8
    var name: String
    var prefix: String
    var content: String
    /// The row's line in the file.
    var line: Int
  }

  struct Failure: Error, CustomStringConvertible {
    var file: String
    var line: Int
    var reason: String
    var description: String { "\(file):\(line): \(reason)" }
  }

  var languages: [Language] = []

  init(languages languageText: String, tokens: String) throws {
    for (number, fields) in Self.rows(languageText) {
      func fail(_ reason: String) -> Failure { Failure(file: "languages.tsv", line: number, reason: reason) }
      guard fields.count == 8 else { throw fail("8 fields expected, \(fields.count) found") }
      guard let identifier = Self.number(fields[2]) else { throw fail("public identifier '\(fields[2])'") }
      languages.append(
        Language(
          name: fields[0], swiftName: fields[1], publicIdentifier: identifier, formalPublicIdentifier: fields[3],
          root: fields[4], systemIdentifier: fields[5], successor: fields[6], extensions: fields[7]))
    }
    var seen: Set<String> = []
    for (number, fields) in Self.rows(tokens) {
      func fail(_ reason: String) -> Failure { Failure(file: "tokens.tsv", line: number, reason: reason) }
      guard fields.count == 7 else { throw fail("7 fields expected, \(fields.count) found") }
      guard let index = languages.firstIndex(where: { $0.name == fields[0] }) else {
        throw fail("unknown language '\(fields[0])'")
      }
      let kind = fields[1]
      guard let page = Self.number(fields[2]).flatMap({ UInt8(exactly: $0) }) else { throw fail("page '\(fields[2])'") }
      guard let token = kind == "namespace" ? 0 : Self.number(fields[3]).flatMap({ UInt8(exactly: $0) }) else {
        throw fail("token '\(fields[3])'")
      }
      switch kind {
      case "tag" where (0x05...0x3F).contains(token): break
      case "attribute" where (0x05...0x7F).contains(token): break
      case "value" where token >= 0x85: break
      case "namespace", "extension": break
      default: throw fail("no \(kind) can have token \(fields[3])")
      }
      guard seen.insert("\(fields[0]) \(kind) \(page) \(token)").inserted else {
        throw fail("a second \(kind) for page \(page), token \(fields[3])")
      }
      guard !fields[4].isEmpty else { throw fail("no name") }
      languages[index].rows.append(
        Row(
          kind: kind, page: page, token: token, name: fields[4], prefix: fields[5], content: fields[6], line: number))
    }
    try checkPrefixes()
  }

  /// Stops at a tag with a prefix on a page with a namespace: XML text would give it the prefix's namespace.
  private func checkPrefixes() throws {
    for language in languages {
      let pages = Set(language.rows.filter { $0.kind == "namespace" }.map(\.page))
      for row in language.rows where row.kind == "tag" && row.name.contains(":") && pages.contains(row.page) {
        throw Failure(
          file: "tokens.tsv", line: row.line, reason: "'\(row.name)' has a colon, and page \(row.page) a namespace")
      }
    }
  }

  private static func rows(_ text: String) -> [(Int, [String])] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().dropFirst()
      .filter { !$0.element.isEmpty }
      .map { ($0.offset + 1, $0.element.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)) }
  }

  /// A number, decimal or with `0x`.
  private static func number(_ text: String) -> UInt32? {
    text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
  }
}
