// example
import WBXML

/// A DevInf that tells the maker.
func deviceInformation(maker: String) throws(CodingError) -> [UInt8] {
  let devInf = Tag(page: 0, token: 0x0A)
  let man = Tag(page: 0, token: 0x11)
  var encoder = WBXMLEncoder()
  try encoder.startDocument(DocumentHeader(language: .devInf12), stringTable: Span())
  try encoder.startElement(devInf)
  try encoder.startElement(man)
  try encoder.text(maker.utf8Span.span, .characters)
  try encoder.endElement()
  try encoder.endElement()
  try encoder.endDocument()
  return try encoder.takeDocument()
}
// example end
