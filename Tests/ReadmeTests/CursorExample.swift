// example
import WBXML

/// Lists the elements of a document by name, with the place where each begins.
func elements(in document: [UInt8]) throws(CodingError) -> [String] {
  var cursor = WBXMLCursor()
  cursor.feed(document)
  cursor.finish()
  var found: [String] = []
  while let event = try cursor.next() {
    guard case .startElement(let tag, let offset) = event else { continue }
    found.append("\(offset) \(cursor.header?.language?.name(of: tag) ?? "unknown")")
  }
  return found
}
// example end
