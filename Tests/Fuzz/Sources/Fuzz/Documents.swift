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
    let whole = Reading(wbxml: [bytes[...]], isStrict: isStrict)
    let pulled = Reading(pulling: chunks(of: bytes), isStrict: isStrict)
    // Of what a sink throws behind a cursor, nobody says the place.
    if pulled.error?.offset == CodingError.unknownOffset {
      require(pulled.error?.code == whole.error?.code, "pulling fails differently")
    } else {
      whole.requireSame(as: pulled, "pulling makes a difference")
    }
  }
}

func checkRoundTrip(_ bytes: [UInt8]) {
  checkPreserving(bytes)
  let before = Reading(wbxml: [bytes[...]])
  guard before.isComplete, let canonical = recoded(bytes) else { return }
  before.requireSameEvents(as: Reading(wbxml: [canonical[...]]), "written and read again")
  require(recoded(canonical) == canonical, "the canonical form is not stable: \(canonical)")
  for mode in WBXMLEncoder.StringTableMode.allCases {
    for form in [WBXMLEncoder.PublicIdentifierForm.number, .text] {
      guard let once = recoded(bytes, .init(publicIdentifierForm: form, limits: limits, stringTable: mode)) else {
        continue
      }
      let label = "string table \(mode), identifier as \(form)"
      before.requireSameEvents(as: Reading(wbxml: [once[...]]), label)
      require(recoded(once) == canonical, "\(label): another canonical form than \(canonical)")
      if form == .number { require(once.count <= canonical.count, "\(label): larger than \(canonical)") }
    }
  }
  for charset in [Charset.usASCII, .latin1, .utf16LE, .utf16] {
    let options = WBXMLEncoder.Options(limits: limits, charset: charset)
    // WBXML 1.0 does not say its charset.
    guard let converted = recoded(bytes, options), converted.first != 0 else { continue }
    let label = "in charset \(charset.rawValue)"
    before.requireSameEvents(as: Reading(wbxml: [converted[...]]), label)
    // The name of a language that nobody knows may be any bytes.
    if converted[1] != 0 {
      require(recoded(converted) == canonical, "\(label): another canonical form than \(canonical)")
    }
  }
  checkSize(of: bytes, canonical)
  for bufferBytes in [1, 16, 1 << 20] { checkStream(of: bytes, bufferBytes, before, canonical) }
}

/// A document that can be read comes out byte for byte, in any chunks, with the documents in it opened or not.
private func checkPreserving(_ bytes: [UInt8]) {
  guard Reading(wbxml: [bytes[...]]).isComplete else { return }
  let encoding = WBXMLEncoder.Options(limits: limits, layout: .preserving)
  let options = WBXMLDecoder.Options(limits: limits)
  for pieces in [[bytes[...]], chunks(of: bytes)] {
    var encoder = WBXMLEncoder(options: encoding)
    let plain = written { () throws(CodingError) in
      var decoder = WBXMLDecoder(options: options)
      for piece in pieces { try decoder.feed(Array(piece).span, into: &encoder) }
      try decoder.finish(into: &encoder)
      return try encoder.takeDocument()
    }
    require(plain == nil || plain == bytes, "not preserved: \(bytes) became \(plain ?? [])")
    var sink = EmbeddedDocuments(WBXMLEncoder(options: encoding), options: options)
    let opened = written { () throws(CodingError) in
      var decoder = WBXMLDecoder(options: options)
      for piece in pieces { try decoder.feed(Array(piece).span, into: &sink) }
      try decoder.finish(into: &sink)
      return try sink.sink.takeDocument()
    }
    require(opened == nil || opened == bytes, "not preserved, opened: \(bytes) became \(opened ?? [])")
  }
}

/// The size that an encoder foretells before a document's end is the document's.
private func checkSize(of bytes: [UInt8], _ canonical: [UInt8]) {
  var decoder = WBXMLDecoder(options: .init(limits: limits))
  var encoder = WBXMLEncoder(options: .init(limits: limits))
  do throws(CodingError) {
    try decoder.feed(bytes.span, into: &encoder)
    require(encoder.byteCount == canonical.count, "\(encoder.byteCount) bytes were foretold, \(canonical.count) came")
  } catch {
    fatalError("a document that was written is refused: \(error)")
  }
}

/// A document written to a stream has the same events as one written at once, and is the same where the buffer holds it.
private func checkStream(of bytes: [UInt8], _ bufferBytes: Int, _ before: Reading, _ canonical: [UInt8]) {
  var encoder = WBXMLStreamEncoder(options: .init(limits: limits), bufferBytes: bufferBytes, output: [UInt8]())
  let streamed = written { () throws(CodingError) in
    try WBXMLDecoder.decode(bytes.span, options: .init(limits: limits), into: &encoder)
    return encoder.output
  }
  guard let streamed else { return }
  // A variable's name goes inline where the string table has been passed on before it: EXT_I for EXT_T.
  var (first, second) = (before, Reading(wbxml: [streamed[...]]))
  first.text.replace("!T", with: "!I")
  second.text.replace("!T", with: "!I")
  first.requireSameEvents(as: second, "written to a stream by \(bufferBytes) bytes")
  if bufferBytes > canonical.count { require(streamed == canonical, "a stream differs from \(canonical)") }
}

/// WBXML of a WBXML document that can be read, in canonical form where the options do not ask for another one; nil where
/// WBXML cannot say it.
private func recoded(_ bytes: [UInt8], _ options: WBXMLEncoder.Options = .init(limits: limits)) -> [UInt8]? {
  var encoder = WBXMLEncoder(options: options)
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
  } else if bytes.prefix(2).contains(where: { [0x00, 0xFE, 0xFF].contains($0) }), whole.error?.code == .malformedXML {
    // In UTF-16 expat looks for a fault in what it has of a token: where it finds one first depends on the chunks.
    require(cut.error?.code == .malformedXML, "chunks make a difference: \(String(describing: cut.error))")
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
  guard before.isComplete, let language = before.language, canStandInXML(before.text, language) else { return }
  var sink = EmbeddedDocuments(XMLSerializer(), options: options)
  let text = written { () throws(CodingError) in
    try WBXMLDecoder.decode(bytes.span, options: options, into: &sink)
    return sink.sink.output
  }
  guard let text else { return }
  let inXML = Reading(xml: [text[...]], language: language)
  // In WBXML a document in the document counts its levels for itself; in XML they are levels like any others.
  if inXML.error?.code == .depthLimit { return }
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

/// Whether XML says all that the lines do: where pages have no namespaces, a name that stands on several of them (PROV's
/// `parm`) is read on one, and a literal name that is a tag's as the tag.
private func canStandInXML(_ text: String, _ outer: Language) -> Bool {
  var languages = [outer]
  for line in text.split(separator: "\n") {
    switch line.first {
    case "(":
      guard let language = languages.last else { return false }
      if line.hasPrefix("(=") {
        let name = Array(line.utf8.dropFirst(2))
        if language.tag(named: name.span, preferredPage: 0) != nil { return false }
        continue
      }
      let parts = line.dropFirst().split(separator: ".", maxSplits: 1)
      if parts.count == 2, let page = UInt8(parts[0]), language.namespace(ofPage: page) == nil,
        isAmbiguous(parts[1], language)
      {
        return false
      }
    case "{": if let language = Language.builtIn(named: String(line.dropFirst())) { languages.append(language) }
    case "}": languages.removeLast()
    default: break
    }
  }
  return true
}

/// Whether a name stands on several pages.
func isAmbiguous(_ name: some StringProtocol, _ language: Language) -> Bool {
  let name = Array(name.utf8)
  return (0...UInt8.max).count { language.tag(named: name.span, onPage: $0) != nil } > 1
}

/// What a piece of writing gives; nil where the other form cannot say the document, which is the one excuse.
func written(_ body: () throws(CodingError) -> [UInt8]) -> [UInt8]? {
  do throws(CodingError) {
    return try body()
  } catch {
    let excuses: [CodingError.Code] = [
      .notExpressibleInXML, .nameNotInXML, .characterNotInXML, .notExpressibleInWBXML, .tokenLimit, .amplificationLimit,
      .depthLimit, .undeclaredName,
    ]
    require(excuses.contains(error.code), "a document that was read cannot be written: \(error)")
    return nil
  }
}
