import WBXML
import XMLCoding

/// Builds a language from an input, and checks that its tables say what the definition says, in both directions.
///
/// The input is a list of facts: a byte for the kind, a page, a token, and a text or two with a byte of length each.
func checkTables(_ bytes: [UInt8]) {
  lookUp(bytes)
  var input = Facts(bytes: bytes[...])
  let definition = input.definition()
  let language: Language
  do throws(LanguageDefinitionError) {
    language = try Language(definition)
  } catch {
    return require(!"\(error)".isEmpty, "an error without words")
  }
  for tag in definition.tags {
    let number = WBXML.Tag(page: tag.page, token: tag.token)
    require(language.name(of: number) == tag.name, "\(tag) has the name \(language.name(of: number) ?? "-")")
    require(language.tag(named: Array(tag.name.utf8).span, onPage: tag.page) == number, "\(tag) is not found")
    require(language.definedTags(onPage: tag.page) >> UInt64(tag.token) & 1 == 1, "\(tag) is not in the mask")
  }
  for attribute in definition.attributes {
    let value = Array(attribute.prefix.utf8)
    guard let found = language.attributeStart(named: Array(attribute.name.utf8).span, value: value.span) else {
      fatalError("\(attribute) is not found")
    }
    require(found.covered == value.count, "\(attribute) is covered to \(found.covered) bytes")
    let facts = language.attribute(found.start)
    require(facts?.name == attribute.name && facts?.prefix == attribute.prefix, "\(attribute) is found as another")
  }
  for value in definition.values {
    let text = Array(value.text.utf8)
    let found = language.attributeValue(prefixOf: text.span)
    require(found?.covered == text.count, "\(value) is not found whole")
    require(found.flatMap { language.text(of: $0.value) } == value.text, "\(value) is found as another")
  }
  checkDocument(of: definition, language)
}

/// Looks an input up in the built-in tables: what is found has the name that was asked for.
private func lookUp(_ bytes: [UInt8]) {
  for language in Language.all {
    guard let tag = language.tag(named: bytes.span, preferredPage: bytes.first ?? 0) else { continue }
    require(
      language.withName(of: tag, { name in name.indices.map { name[$0] } }) == bytes,
      "\(language.name) finds \(tag) by another name")
  }
  if let language = Language.builtIn(formalPublicIdentifier: bytes.span) {
    require(Array(language.formalPublicIdentifier.utf8) == bytes, "\(language.name) has another identifier")
  }
}

/// A document with every tag, attribute and value token has the same events in both encodings.
///
/// XML text without namespaces cannot tell a name's pages apart, nor a tag from a literal of its name, and makes a
/// declaration of every attribute that is called like one.
private func checkDocument(of definition: Language.Definition, _ language: Language) {
  var definition = definition
  definition.tags.removeAll { isAmbiguous($0.name, language) }
  definition.attributes.removeAll { $0.name == "xmlns" || $0.name.hasPrefix("xmlns:") }
  for name in ["root", "carrier"] where language.tag(named: Array(name.utf8).span, preferredPage: 0) != nil { return }
  var encoder = WBXMLEncoder()
  let document = written { () throws(CodingError) in
    try send(definition, language, to: &encoder)
    return try encoder.takeDocument()
  }
  guard let document else { return }
  let before = Reading(wbxml: [document[...]], language: language)
  require(before.isComplete, "\(String(describing: before.error)) in \(document)")
  var serializer = XMLSerializer()
  let text = written { () throws(CodingError) in
    try send(definition, language, to: &serializer)
    return serializer.output
  }
  guard let text else { return }
  before.requireSameEvents(
    as: Reading(xml: [text[...]], language: language), "written as XML: \(String(decoding: text, as: UTF8.self))")
}

private func send(
  _ definition: Language.Definition, _ language: Language, to sink: inout some EventSink & ~Copyable
) throws(CodingError) {
  try sink.startDocument(DocumentHeader(language: language), stringTable: Span())
  let (root, carrier) = (Array("root".utf8), Array("carrier".utf8))
  try sink.startElement(literal: root.span)
  for tag in definition.tags {
    try sink.startElement(WBXML.Tag(page: tag.page, token: tag.token))
    try sink.endElement()
  }
  for attribute in definition.attributes {
    try sink.startElement(literal: carrier.span)
    try sink.attribute(AttributeStart(page: attribute.page, token: attribute.token))
    for value in definition.values where value.page == attribute.page {
      try sink.attributeValue(AttributeValue(page: value.page, token: value.token))
    }
    try sink.endAttributes()
    try sink.endElement()
  }
  try sink.endElement()
  try sink.endDocument()
}

/// An input read as facts about a language.
private struct Facts {
  var bytes: ArraySlice<UInt8>

  private mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  private mutating func text() -> String {
    let count = min(Int(byte()), bytes.count)
    defer { bytes = bytes.dropFirst(count) }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  mutating func definition() -> Language.Definition {
    let bases: [String?] = [nil, "syncml12", "si10", "otasettings"]
    var definition = Language.Definition(
      name: "fuzz", publicIdentifier: 0x7A01, rootElement: "r", extends: bases[Int(byte() & 3)])
    while !bytes.isEmpty, definition.tags.count + definition.attributes.count + definition.values.count < 300 {
      let kind = byte()
      let page = byte()
      switch kind & 3 {
      case 0: definition.tags.append(.init(page: page, token: byte(), name: text()))
      case 1: definition.attributes.append(.init(page: page, token: byte(), name: text(), prefix: text()))
      case 2: definition.values.append(.init(page: page, token: byte(), text: text()))
      default: definition.namespaces.append(.init(page: page, name: text()))
      }
    }
    return definition
  }
}
