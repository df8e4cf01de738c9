// example
import WBXML

/// Says why a document cannot be read, or nil where it can.
func fault(in document: [UInt8]) -> String? {
  var trace = EventTrace()
  do {
    try WBXMLDecoder.decode(document.span, into: &trace)
    return nil
  } catch {
    return "\(error.code.name) at \(error.offset)"
  }
}
// example end
