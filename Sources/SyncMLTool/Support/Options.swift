import ArgumentParser
import Foundation
import WBXML

/// When output has colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Whether standard output gets colours: on a terminal, unless NO_COLOR is set (no-color.org).
  var isOn: Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      let environment = ProcessInfo.processInfo.environment
      return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
  }
}

enum TextOrJSON: String, ExpressibleByArgument, CaseIterable { case text, json }

extension Language {
  static let allNames = all.map(\.name)
}

/// A JSON document for machines: stable order, readable.
func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}

extension Charset {
  /// Charsets by the names that libwbxml's tools have for them, whatever the case.
  static func named(_ text: String) throws -> Charset {
    switch text.lowercased() {
    case "utf-8", "utf8": return .utf8
    case "us-ascii", "ascii": return .usASCII
    case "iso-8859-1", "latin1": return .latin1
    case "utf-16", "utf16": return .utf16
    case "utf-16le": return .utf16LE
    case "utf-16be": return .utf16BE
    case "ucs-2", "iso-10646-ucs-2": return .ucs2
    default: throw ValidationError("The charset '\(text)' is none of those that can be read and written.")
    }
  }
}
