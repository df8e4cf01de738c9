// example
import WBXML

/// Writes a document again, in canonical form.
func canonical(_ document: [UInt8]) throws(CodingError) -> [UInt8] {
  var tape = EventTape()
  try WBXMLDecoder.decode(document.span, into: &tape)
  var encoder = WBXMLEncoder()
  try tape.replay(into: &encoder)
  return try encoder.takeDocument()
}
// example end
