internal import WBXML
internal import XMLCoding

extension Markup {
  /// The markup as XML text without declaration and DOCTYPE; nil where XML cannot express it.
  ///
  /// Markup that is one embedded document is the text of that document.
  public var xmlText: String? {
    var serializer = XMLSerializer(options: .init(includesDeclaration: false, includesDoctype: false))
    var language = language
    var range = 0..<tape.records.count
    if let first = tape.records.first, first.kind == .startEmbeddedDocument,
      tape.records.firstIndex(where: { $0.kind == .endEmbeddedDocument }) == range.upperBound - 1
    {
      language = tape.header(of: first)?.language
      range = 1..<range.upperBound - 1
    }
    do {
      try serializer.startDocument(DocumentHeader(language: language), stringTable: Span())
      try tape.replay(range, into: &serializer)
      try serializer.endDocument()
    } catch {
      return nil
    }
    return String(validating: serializer.output, as: UTF8.self)
  }
}
