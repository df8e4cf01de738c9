// example
import WBXML
import XMLCoding

/// Rewrites XML text as WBXML: the parser plugs into the encoder, and no tree is built.
func wbxml(from xml: [UInt8]) throws(CodingError) -> [UInt8] {
  var encoder = WBXMLEncoder()
  try XMLEventParser.parse(xml.span, into: &encoder)
  return try encoder.takeDocument()
}

/// Rewrites WBXML as XML text.
func xml(from wbxml: [UInt8]) throws(CodingError) -> [UInt8] {
  var serializer = XMLSerializer()
  try WBXMLDecoder.decode(wbxml.span, into: &serializer)
  return serializer.output
}
// example end
