// example
import WBXML

/// Writes as many of the texts as fit, each an element; how many did is the result.
func write(
  _ texts: [String], as tag: Tag, into encoder: inout WBXMLEncoder, maxMsgSize: Int
) throws(CodingError) -> Int {
  for (index, text) in texts.enumerated() {
    let mark = try encoder.mark()
    try encoder.startElement(tag)
    try encoder.text(text.utf8Span.span, .characters)
    try encoder.endElement()
    if encoder.byteCount > maxMsgSize {
      try encoder.rollback(to: mark)
      return index
    }
  }
  return texts.count
}
// example end
