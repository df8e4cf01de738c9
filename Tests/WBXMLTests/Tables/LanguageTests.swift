import Foundation
import Testing
import WBXML

/// The table files that the generator reads, read here by other means.
enum TableFiles {
  struct Row: Hashable, Sendable {
    var language: String
    var kind: String
    var page: UInt8
    var token: UInt8
    var name: String
    var prefix: String
  }

  struct LanguageRow: Sendable, CustomTestStringConvertible {
    var name: String
    var publicIdentifier: UInt32
    var formalPublicIdentifier: String
    var root: String
    var successor: String
    var extensions: String
    var testDescription: String { name }
  }

  private static func lines(_ file: String) -> [[String]] {
    guard
      let text = try? String(contentsOf: Files.root.appending(path: "Sources/WBXML/Tables/\(file)"), encoding: .utf8)
    else { return [] }
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static func number(_ text: String) -> UInt32 {
    UInt32(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text, radix: text.hasPrefix("0x") ? 16 : 10) ?? 0
  }

  static let rows: [Row] = lines("tokens.tsv").map { fields in
    Row(
      language: fields[0], kind: fields[1], page: UInt8(number(fields[2])), token: UInt8(number(fields[3])),
      name: fields[4], prefix: fields.count > 5 ? fields[5] : "")
  }

  static let languages: [LanguageRow] = lines("languages.tsv").map { fields in
    LanguageRow(
      name: fields[0], publicIdentifier: number(fields[2]), formalPublicIdentifier: fields[3], root: fields[4],
      successor: fields[6], extensions: fields[7])
  }
}

@Suite("Language tables")
struct LanguageTests {
  private func rows(_ language: String, _ kind: String) -> [TableFiles.Row] {
    TableFiles.rows.filter { $0.language == language && $0.kind == kind }
  }

  private func language(_ row: TableFiles.LanguageRow) throws -> Language {
    try #require(Language.builtIn(named: row.name))
  }

  @Test("a token is defined where it has a name or a text, and nowhere else", arguments: Language.all.map(\.name))
  func defined(_ name: String) throws {
    let language = try #require(Language.builtIn(named: name))
    var count = 0
    for page in UInt8(0)...30 {
      for token in UInt8(0)...0x3F {
        let tag = Tag(page: page, token: token)
        #expect(language.defines(tag) == (language.name(of: tag) != nil), "tag \(page) \(token)")
        if language.defines(tag) { count += 1 }
      }
      for token in UInt8(0)...0x7F {
        let start = AttributeStart(page: page, token: token)
        #expect(language.defines(start) == (language.attribute(start) != nil), "attribute \(page) \(token)")
        let value = AttributeValue(page: page, token: token | 0x80)
        #expect(language.defines(value) == (language.text(of: value) != nil), "value \(page) \(token)")
        if language.defines(start) || language.defines(value) { count += 1 }
      }
    }
    #expect(count >= rows(name, "tag").count + rows(name, "attribute").count)
  }

  @Test("the table files are there, and every language of theirs is built in")
  func complete() {
    #expect(TableFiles.languages.count == 29)
    #expect(Set(Language.all.map(\.name)) == Set(TableFiles.languages.map(\.name)))
    #expect(Language.all.count == TableFiles.languages.count)
    #expect(Set(TableFiles.rows.map(\.language)) == Set(TableFiles.languages.map(\.name)))
  }

  @Test("a language has the identifiers of its row", arguments: TableFiles.languages)
  func identifiers(_ row: TableFiles.LanguageRow) throws {
    let language = try language(row)
    #expect(language.publicIdentifier == row.publicIdentifier)
    #expect(language.formalPublicIdentifier == row.formalPublicIdentifier)
    #expect(language.rootElement == row.root)
    #expect(language.successor?.name ?? "" == row.successor)
    #expect(language.definesExtensions == !row.extensions.isEmpty)
    if row.publicIdentifier > 1 { #expect(Language.builtIn(publicIdentifier: row.publicIdentifier) == language) }
    if !row.formalPublicIdentifier.isEmpty {
      #expect(Language.builtIn(formalPublicIdentifier: Array(row.formalPublicIdentifier.utf8).span) == language)
    }
  }

  @Test(
    "the pages hold the tags of the table file and of the successor, and no others", arguments: TableFiles.languages)
  func counts(_ row: TableFiles.LanguageRow) throws {
    let language = try language(row)
    var expected = Set(rows(row.name, "tag").map { ElementTag(page: $0.page, token: $0.token) })
    #expect(!expected.isEmpty)
    var successor = language.successor
    while let next = successor {
      expected.formUnion(rows(next.name, "tag").map { ElementTag(page: $0.page, token: $0.token) })
      successor = next.successor
    }
    var defined: Set<ElementTag> = []
    for page in UInt8.min...UInt8.max {
      let mask = language.definedTags(onPage: page)
      for token in UInt8(0)..<64 where mask >> UInt64(token) & 1 == 1 {
        defined.insert(ElementTag(page: page, token: token))
      }
    }
    #expect(defined == expected)
  }

  @Test("every tag is found by number and by name", arguments: TableFiles.languages)
  func tags(_ row: TableFiles.LanguageRow) throws {
    let language = try language(row)
    for entry in rows(row.name, "tag") {
      let tag = ElementTag(page: entry.page, token: entry.token)
      #expect(language.name(of: tag) == entry.name)
      #expect(language.tag(named: Array(entry.name.utf8).span, onPage: entry.page) == tag)
      #expect(language.tag(named: Array(entry.name.utf8).span, preferredPage: entry.page) == tag)
    }
  }

  @Test("every attribute and every value is found by number and by name", arguments: TableFiles.languages)
  func attributes(_ row: TableFiles.LanguageRow) throws {
    let language = try language(row)
    for entry in rows(row.name, "attribute") {
      let found = language.attribute(AttributeStart(page: entry.page, token: entry.token))
      #expect(found?.name == entry.name)
      #expect(found?.prefix == entry.prefix)
      let start = language.attributeStart(named: Array(entry.name.utf8).span, value: Array(entry.prefix.utf8).span)
      let isShared = rows(row.name, "attribute").count { $0.name == entry.name && $0.prefix == entry.prefix } > 1
      #expect(start?.covered == entry.prefix.utf8.count)
      if !isShared { #expect(start?.start == AttributeStart(page: entry.page, token: entry.token)) }
    }
    for entry in rows(row.name, "value") {
      #expect(language.text(of: AttributeValue(page: entry.page, token: entry.token)) == entry.name)
      #expect(language.attributeValue(prefixOf: Array(entry.name.utf8).span)?.covered == entry.name.utf8.count)
    }
    #expect(language.hasAttributeValues == !rows(row.name, "value").isEmpty)
  }

  @Test("every namespace is found by page and by name, whatever its letter case", arguments: TableFiles.languages)
  func namespaces(_ row: TableFiles.LanguageRow) throws {
    let language = try language(row)
    for entry in rows(row.name, "namespace") {
      #expect(language.namespace(ofPage: entry.page) == entry.name)
      #expect(language.page(ofNamespace: Array(entry.name.uppercased().utf8).span) == entry.page)
    }
  }

  @Test("no number and no name stands twice on a page", arguments: TableFiles.languages)
  func noDuplicates(_ row: TableFiles.LanguageRow) {
    for kind in ["tag", "attribute", "value", "namespace"] {
      let numbers = rows(row.name, kind).map { "\($0.page) \($0.token)" }
      #expect(Set(numbers).count == numbers.count, "\(kind)")
    }
    let names = rows(row.name, "tag").map { "\($0.page) \($0.name)" }
    #expect(Set(names).count == names.count)
  }

  @Test("tokens stand where WBXML has room for them", arguments: TableFiles.languages)
  func ranges(_ row: TableFiles.LanguageRow) {
    #expect(rows(row.name, "tag").allSatisfy { (0x05...0x3F).contains($0.token) && !$0.name.isEmpty })
    #expect(rows(row.name, "attribute").allSatisfy { $0.token < 0x80 && $0.token & 0x3F >= 5 && !$0.name.isEmpty })
    #expect(rows(row.name, "value").allSatisfy { $0.token >= 0x80 && $0.token & 0x3F >= 5 && !$0.name.isEmpty })
  }

  @Test(
    "registered identifiers are those of the standards",
    arguments: [
      (0x0FD1, "syncml10"), (0x0FD2, "devinf10"), (0x0FD3, "syncml11"), (0x0FD4, "devinf11"), (0x1201, "syncml12"),
      (0x1202, "metinf12"), (0x1203, "devinf12"), (0x02, "wml10"), (0x04, "wml11"), (0x05, "si10"), (0x06, "sl10"),
      (0x0B, "prov10"), (0x0D, "emn10"), (0x0E, "drmrel10"),
    ] as [(UInt32, String)])
  func registered(_ number: UInt32, _ name: String) {
    #expect(Language.builtIn(publicIdentifier: number)?.name == name)
  }

  @Test(
    "the numbers at which peers differ are those of the standards",
    arguments: [
      (.devInf11, 0, 0x1C, "Size"), (.devInf12, 0, 0x1C, "MaxSize"), (.syncML12, 0, 0x33, "NumberOfChanges"),
      (.syncML12, 0, 0x30, nil), (.syncML12, 2, 0x20, "MgmtTree"), (.dmDDF12, 2, 0x20, "MgmtTree"),
      (.syncML12, 1, 0x16, "FieldLevel"), (.syncML11, 0, 0x3C, "Correlator"), (.syncML12, 3, 0x05, nil),
    ] as [(Language, UInt8, UInt8, String?)])
  func decided(_ language: Language, _ page: UInt8, _ token: UInt8, _ name: String?) {
    #expect(language.name(of: ElementTag(page: page, token: token)) == name)
  }

  @Test("unknown names, numbers and identifiers are nil")
  func unknown() {
    #expect(Language.builtIn(named: "nothing") == nil)
    #expect(Language.builtIn(publicIdentifier: 1) == nil)
    #expect(Language.builtIn(publicIdentifier: 0xFFFF_FFFF) == nil)
    #expect(Language.builtIn(formalPublicIdentifier: Array("-//X//DTD Y//EN".utf8).span) == nil)
    #expect(Language.syncML12.tag(named: Array("Nothing".utf8).span, preferredPage: 0) == nil)
    #expect(Language.syncML12.tag(named: Array("Format".utf8).span, onPage: 0) == nil)
    #expect(Language.syncML12.name(of: ElementTag(page: 200, token: 5)) == nil)
    #expect(Language.si10.attribute(AttributeStart(page: 0, token: 0x7F)) == nil)
    #expect(Language.si10.text(of: AttributeValue(page: 0, token: 0xFF)) == nil)
  }

  @Test("a name on several pages is found on the preferred one, else on the lowest")
  func preferredPage() {
    // Size is on page 1 (MetInf) and on page 2 (DMDDF) of SyncML 1.2.
    let name = Array("Size".utf8)
    #expect(Language.syncML12.tag(named: name.span, preferredPage: 2)?.page == 2)
    #expect(Language.syncML12.tag(named: name.span, preferredPage: 1)?.page == 1)
    #expect(Language.syncML12.tag(named: name.span, preferredPage: 0)?.page == 1)
  }

  @Test("an attribute takes the token with the longest beginning of its value")
  func longestPrefix() {
    func token(_ value: String) -> UInt8? {
      Language.si10.attributeStart(named: Array("href".utf8).span, value: Array(value.utf8).span)?.start.token
    }
    #expect(token("http://www.example.com/") == 0x0D)
    #expect(token("http://example.com/") == 0x0C)
    #expect(token("https://www") == 0x0E)
    #expect(token("mailto:a") == 0x0B)
    #expect(token("") == 0x0B)
  }
}
