import WBXML
import XMLCoding

func checkDecoder(_ bytes: [UInt8]) {
  for isStrict in [false, true] {
    for opensEmbedded in [false, true] {
      let whole = Reading(wbxml: [bytes[...]], isStrict: isStrict, opensEmbedded: opensEmbedded)
      whole.requirePlace(in: bytes.count)
      let cut = Reading(wbxml: chunks(of: bytes), isStrict: isStrict, opensEmbedded: opensEmbedded)
      whole.requireSame(as: cut, "chunks make a difference")
    }
  }
}

func checkRoundTrip(_ bytes: [UInt8]) {
  let before = Reading(wbxml: [bytes[...]])
  guard before.isComplete, let once = recoded(bytes) else { return }
  let after = Reading(wbxml: [once[...]])
  before.requireSameEvents(as: after, "written and read again")
  require(recoded(once) == once, "the canonical form is not stable: \(once)")
}

/// Canonical WBXML of a WBXML document that can be read; nil where WBXML of the encoder's version cannot say it.
private func recoded(_ bytes: [UInt8]) -> [UInt8]? {
  var encoder = WBXMLEncoder(options: .init(limits: limits))
  return written { () throws(CodingError) in
    try WBXMLDecoder.decode(bytes.span, options: .init(limits: limits), into: &encoder)
    return try encoder.takeDocument()
  }
}

func checkXML(_ bytes: [UInt8]) {
  let whole = Reading(xml: [bytes[...]])
  whole.requirePlace(in: bytes.count)
  let cut = Reading(xml: chunks(of: bytes))
  if let error = whole.error, error.code == .malformedXML, error.value == 4, cut.error?.value == 9 {
    // After the root element expat takes a word for complete where its input ends: what comes after the word is then not
    // the fault any more, but the word is.
    require(cut.error?.code == .malformedXML, "chunks make a difference: \(error), \(String(describing: cut.error))")
    require((cut.error?.offset ?? .max) < error.offset, "the word comes after its end: \(error)")
  } else {
    whole.requireSame(as: cut, "chunks make a difference")
  }
  guard whole.isComplete else { return }
  for layout in [XMLSerializer.Options.Layout.compact, .indented(spaces: 1)] {
    var serializer = XMLSerializer(options: .init(layout: layout))
    let text = written { () throws(CodingError) in
      try XMLEventParser.parse(bytes.span, options: .init(limits: limits), into: &serializer)
      return serializer.output
    }
    guard let text else { continue }
    whole.requireSameEvents(
      as: Reading(xml: [text[...]], language: whole.language),
      "written and read again: \(String(decoding: text, as: UTF8.self))")
  }
}

func checkConversion(_ bytes: [UInt8]) {
  let options = WBXMLDecoder.Options(limits: limits)
  let before = Reading(wbxml: [bytes[...]], opensEmbedded: true)
  guard before.isComplete, let language = before.language else { return }
  var sink = EmbeddedDocuments(XMLSerializer(), options: options)
  let text = written { () throws(CodingError) in
    try WBXMLDecoder.decode(bytes.span, options: options, into: &sink)
    return sink.sink.output
  }
  guard let text else { return }
  let inXML = Reading(xml: [text[...]], language: language)
  require(inXML.isComplete, "\(String(describing: inXML.error)) in \(String(decoding: text, as: UTF8.self))")
  require(
    inXML.text == before.text,
    "written as XML\n\(before.text)---\n\(String(decoding: text, as: UTF8.self))\n---\n\(inXML.text)")
  var encoder = WBXMLEncoder(options: .init(limits: limits))
  let document = written { () throws(CodingError) in
    try XMLEventParser.parse(text.span, options: .init(language: language, limits: limits), into: &encoder)
    return try encoder.takeDocument()
  }
  guard let document else { return }
  let after = Reading(wbxml: [document[...]], opensEmbedded: true)
  require(after.isComplete, "\(String(describing: after.error)) in \(document)")
  require(
    after.text == inXML.text,
    "written as WBXML\n\(inXML.text)---\n\(document)\n---\n\(after.text)")
}

/// What a piece of writing gives; nil where the other form cannot say the document, which is the one excuse.
func written(_ body: () throws(CodingError) -> [UInt8]) -> [UInt8]? {
  do throws(CodingError) {
    return try body()
  } catch {
    let excuses: [CodingError.Code] = [
      .notExpressibleInXML, .nameNotInXML, .characterNotInXML, .notExpressibleInWBXML, .tokenLimit, .amplificationLimit,
      .depthLimit,
    ]
    require(excuses.contains(error.code), "a document that was read cannot be written: \(error)")
    return nil
  }
}
