// example
import WBXML

/// A document type of a vendor's own: two elements on one page.
func lampLanguage() throws(LanguageDefinitionError) -> Language {
  var definition = Language.Definition(
    name: "lamp", formalPublicIdentifier: "-//EXAMPLE//DTD LAMP 1.0//EN", rootElement: "Lamp")
  definition.tags = [
    .init(page: 0, token: 0x05, name: "Lamp"),
    .init(page: 0, token: 0x06, name: "Brightness"),
  ]
  return try Language(definition)
}

/// Reads a document of the library's languages or of ours.
func rootName(of document: [UInt8]) throws -> String? {
  var cursor = WBXMLCursor(options: .init(languages: [try lampLanguage()]))
  cursor.feed(document)
  cursor.finish()
  while let event = try cursor.next() {
    if case .startElement(let tag, offset: _) = event { return cursor.header?.language?.name(of: tag) }
  }
  return nil
}
// example end
