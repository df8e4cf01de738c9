internal import Foundation
public import WBXML

/// Reads languages that do not come with the library from JSON: an object, or an array of objects.
///
///     {
///       "name": "meter10",                     the name by which tools call it
///       "publicIdentifier": "0x7A01",          a number, or hexadecimal digits in a string; may be missing
///       "formalPublicIdentifier": "-//ACME//DTD Meter 1.0//EN",                    may be missing
///       "systemIdentifier": "https://acme.example/meter10.dtd",                    may be missing
///       "root": "Meter",                       may be missing where there is "extends"
///       "extends": "syncml12",                 the language this one adds to; may be missing
///       "extensions": true,                    whether EXT tokens have a meaning; may be missing
///       "pages": [
///         { "page": 0, "namespace": "acme:meter",
///           "tags": { "05": "Meter", "06": { "name": "Reading", "content": "text" } } }
///       ],
///       "attributes": [ { "page": 0, "token": "05", "name": "unit", "prefix": "k" } ],
///       "values": [ { "page": 0, "token": "85", "text": "Wh" } ]
///     }
///
/// Tokens and pages are numbers, or hexadecimal digits in a string, with or without `0x`; tokens are those of the
/// standard, without flags. `content` is `any`, `elements`, `text`, `mixed`, `empty` or `binary`: it decides which white
/// space of XML text is content. A page that is missing is 0. Nothing else may stand in the file,
/// and no key twice in an object.
public enum LanguageFile {
  /// The languages of a file. A later one may extend an earlier one.
  ///
  /// - Parameters:
  ///   - json: the whole file.
  ///   - languages: further languages that may be extended.
  /// - Throws: ``LanguageFileError`` with the place in the file.
  public static func languages(
    in json: [UInt8], extending languages: [Language] = []
  ) throws(LanguageFileError) -> [Language] {
    let root: JSONValue
    do {
      root = try JSONDecoder().decode(JSONValue.self, from: Data(json))
    } catch {
      throw LanguageFileError(path: "", reason: "no JSON\(detail(of: json))")
    }
    if let path = RepeatedKeys.firstPath(in: json) {
      throw LanguageFileError(path: path, reason: "stands twice in this object")
    }
    var found: [Language] = []
    if case .array(let entries) = root {
      if entries.isEmpty { throw LanguageFileError(path: "", reason: "an empty array defines no language") }
      for (index, entry) in entries.enumerated() {
        let next = try language(JSONPlace(entry, "[\(index)]"), found + languages)
        if found.contains(where: { $0.name == next.name }) {
          throw LanguageFileError(path: "[\(index)].name", reason: "a language before it has this name")
        }
        found.append(next)
      }
    } else {
      found.append(try language(JSONPlace(root, ""), languages))
    }
    return found
  }

  /// What Foundation says of a text that is no JSON, with line and column: its decoder keeps that to itself.
  private static func detail(of json: [UInt8]) -> String {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
    } catch {
      if let text = (error as NSError).userInfo["NSDebugDescription"] as? String { return ": " + text }
    }
    return ""
  }

  private static func language(_ place: JSONPlace, _ known: [Language]) throws(LanguageFileError) -> Language {
    var reader = try LanguageReader(place)
    try reader.read()
    do {
      return try Language(reader.definition, languages: known)
    } catch {
      throw LanguageFileError(path: reader.path(of: error.place), reason: error.code.description, definition: error)
    }
  }
}

/// Why a language file cannot be used, and where in the file.
public struct LanguageFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The value at fault, such as `pages[0].tags.05`; empty for the whole file.
  public var path: String
  /// What is wrong there, in one sentence.
  public var reason: String
  /// What is wrong with the language, where the file itself is well-formed.
  public var definition: LanguageDefinitionError?

  /// An error at a value of the file.
  public init(path: String, reason: String, definition: LanguageDefinitionError? = nil) {
    self.path = path
    self.reason = reason
    self.definition = definition
  }

  /// One line: the place and the reason.
  public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}
