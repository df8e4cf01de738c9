// example
import SyncML
import WBXML

/// Reads a document in a language that a JSON file defines.
func trace(_ document: [UInt8], tables json: [UInt8]) throws -> String {
  let languages = try LanguageFile.languages(in: json)
  var trace = EventTrace()
  try WBXMLDecoder.decode(document.span, options: .init(languages: languages), into: &trace)
  return trace.text
}
// example end
