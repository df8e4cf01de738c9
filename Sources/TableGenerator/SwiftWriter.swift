/// Swift source from the tables. The text of a table is what `LanguageBuilder` in the module WBXML reads.
enum SwiftWriter {
  private static let head = """
    // Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
    // swift-format-ignore-file


    """

  static func table(of language: TableSource.Language) -> String {
    var lines = ["language\t\(language.name)"]
    lines.append("id\t\(hex(language.publicIdentifier))\t\(language.formalPublicIdentifier)")
    lines.append("dtd\t\(language.systemIdentifier)")
    lines.append("root\t\(language.root)")
    if !language.successor.isEmpty { lines.append("successor\t\(language.successor)") }
    if !language.extensions.isEmpty { lines.append("extensions\t\(language.extensions)") }
    for row in language.rows {
      switch row.kind {
      case "namespace": lines.append("namespace\t\(hex(row.page))\t\(row.name)")
      case "tag": lines.append("tag\t\(hex(row.page))\t\(hex(row.token))\t\(row.name)\t\(row.content)")
      case "attribute":
        let content = row.content.isEmpty ? "" : "\t" + row.content
        lines.append("attribute\t\(hex(row.page))\t\(hex(row.token))\t\(row.name)\t\(row.prefix)\(content)")
      case "extension": lines.append("extension\t\(hex(row.token))\t\(row.name)")
      default: lines.append("value\t\(hex(row.page))\t\(hex(row.token))\t\(row.name)")
      }
    }
    let title = language.formalPublicIdentifier.isEmpty ? language.root : language.formalPublicIdentifier
    return head + """
      extension Language {
        /// \(title)
        public static let \(language.swiftName) = Language(
          builtIn: #\"\"\"
      \(lines.map { "      " + $0 }.joined(separator: "\n"))
            \"\"\"#)
      }

      """
  }

  static func registry(of languages: [TableSource.Language]) -> String {
    let numbered = languages.filter { $0.publicIdentifier > 1 }
    func cases(_ languages: [TableSource.Language], _ pattern: (TableSource.Language) -> String) -> String {
      languages.map { "      case \(pattern($0)): .\($0.swiftName)" }.joined(separator: "\n")
    }
    return head + """
      extension Language {
        /// Every language that comes with the library, in the order of the table file.
        public static var all: [Language] {
          [
      \(languages.map { "      .\($0.swiftName)," }.joined(separator: "\n"))
          ]
        }

        /// The language of a short name, such as `syncml12`.
        public static func builtIn(named name: String) -> Language? {
          switch name {
      \(cases(languages) { "\"\($0.name)\"" })
          default: nil
          }
        }

        /// The language of a numeric public identifier; nil where none is registered.
        public static func builtIn(publicIdentifier: UInt32) -> Language? {
          switch publicIdentifier {
      \(cases(numbered) { "0x\(hex($0.publicIdentifier))" })
          default: nil
          }
        }

        /// The language of a formal public identifier; nil where none is registered.
        public static func builtIn(formalPublicIdentifier identifier: Span<UInt8>) -> Language? {
      \(languages.filter { !$0.formalPublicIdentifier.isEmpty }.map {
        "    if identifier.equals(\"\($0.formalPublicIdentifier)\") { return .\($0.swiftName) }"
      }.joined(separator: "\n"))
          return nil
        }
      }

      """
  }

  static func tagConstants(of language: TableSource.Language) -> String {
    let pages: [(page: UInt8, type: String, comment: String)] = [
      (0, "SyncMLTag", "The elements of SyncML 1.2, tag code page 0 (OMA-TS-SyncML_RepPro-V1_2)."),
      (1, "MetInfTag", "The elements of MetInf 1.2, tag code page 1 (OMA-TS-SyncML_MetaInfo-V1_2)."),
      (2, "DMDDFTag", "The elements of the DM device description framework, tag code page 2 (OMA-TS-DM_TNDS-V1_2)."),
    ]
    var text = head + "public import WBXML\n"
    for (page, type, comment) in pages {
      text += "\n/// \(comment)\npublic enum \(type) {\n"
      for row in language.rows where row.kind == "tag" && row.page == page {
        let tag = UInt16(row.page) << 8 | UInt16(row.token)
        // The DDF has elements `Node` and `node`: those that name a format say so.
        let isFormat = row.page == 2 && row.name.first?.isLowercase == true
        text += "  /// `\(row.name)`\n"
        text +=
          "  @inlinable public static var \(swiftName(row.name))\(isFormat ? "Format" : ""): Tag { Tag(rawValue: 0x\(hex(tag))) }\n"
      }
      text += "}\n"
    }
    return text
  }

  private static func hex(_ value: some BinaryInteger) -> String { String(value, radix: 16, uppercase: true) }

  /// The standard's name with a small beginning: `CmdID` gives `cmdID`, `LocURI` `locURI`, `DFFormat` `dfFormat`.
  private static func swiftName(_ name: String) -> String {
    let run = name.prefix { $0.isUppercase }.count
    let small = run == name.count || run <= 1 ? max(run, 1) : run - 1
    return name.prefix(small).lowercased() + name.dropFirst(small)
  }
}
