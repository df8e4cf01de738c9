import ArgumentParser
import SyncML
import WBXML

/// Which languages there are, and which one a document is read or written in.
struct LanguageArguments: ParsableArguments {
  /// Languages from files, and the one that was named.
  struct Choice {
    var language: Language?
    /// The languages of `--tables`, the first file's first.
    var languages: [Language] = []
  }

  @Option(
    name: .shortAndLong, help: "The language of the document, whatever its header says; see `syncml languages`.",
    completion: .list(Language.allNames))
  var language: String?

  @OptionGroup var files: TableFiles

  /// Names that libwbxml's tools have for languages, where they are not ours but for the case.
  private static let libwbxmlNames = ["ota": "otasettings", "csp11": "wvcsp11", "csp12": "wvcsp12"]

  func validate() throws {
    if files.tables.isEmpty { _ = try named(in: []) }
  }

  /// Reads the files and finds the language.
  func choice(_ complaints: Complaints) throws -> Choice {
    let languages = try files.languages(complaints)
    return Choice(language: try named(in: languages), languages: languages)
  }

  private func named(in languages: [Language]) throws -> Language? {
    guard let name = language?.lowercased() else { return nil }
    if let own = languages.first(where: { $0.name.lowercased() == name }) { return own }
    guard let builtIn = Language.builtIn(named: Self.libwbxmlNames[name] ?? name) else {
      throw ValidationError("There is no language '\(language ?? "")'; `syncml languages` lists them.")
    }
    return builtIn
  }
}

/// Files that define languages.
struct TableFiles: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A JSON file that defines languages, which come before the built-in ones; may be given several times.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var tables: [String] = []

  /// The languages of all files.
  func languages(_ complaints: Complaints) throws -> [Language] {
    var languages: [Language] = []
    try complaints.around {
      for path in tables {
        let input = InputFile(path: path)
        let json = try input.contents()
        do {
          languages += try LanguageFile.languages(in: json, extending: languages)
        } catch let error as LanguageFileError {
          throw ToolFailure(input.name, "\(error)", hint: "`syncml languages --help` shows such a file", .badData)
        }
      }
    }
    return languages
  }
}
