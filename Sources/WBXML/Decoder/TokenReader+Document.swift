extension TokenReader {
  /// Opens a whole document whose header is in the ordinary form: WBXML 1.1 to 1.3, a public identifier that belongs to a
  /// registered language, UTF-8 or US-ASCII.
  ///
  /// It stands before the root element then. Of a header that a ``WBXMLDecoder`` would have to say something about there
  /// is nothing to open; but that the string table ends without a NUL, as that of many devices does, the caller reports.
  ///
  /// - Parameters:
  ///   - document: all of it; the root's END is to be its last byte.
  ///   - limits: what it may take.
  ///   - header: what it says of itself.
  ///   - unterminated: where the string table's last byte is, if that is no NUL.
  package init?(
    opening document: Span<UInt8>, limits: Limits, header: inout DocumentHeader, unterminated: inout Int?
  ) {
    guard document.count <= limits.documentBytes, document.count > 4 else { return nil }
    let version = Version(rawValue: document[0])
    guard version >= .v11, version <= .v13, let identifier = ShortOperand(document, at: 1) else { return nil }
    // A textual identifier is the table's first string wherever anybody has seen one.
    var start = identifier.end
    if identifier.value == 0 {
      guard start < document.count, document[start] == 0 else { return nil }
      start += 1
    }
    guard let named = ShortOperand(document, at: start), let table = ShortOperand(document, at: named.end),
      Int(table.value) <= limits.stringTableBytes, Int(table.value) < document.count - table.end
    else { return nil }
    let charset = Charset(rawValue: named.value)
    guard charset == .utf8 || charset == .usASCII else { return nil }
    let body = table.end + Int(table.value)
    let strings = document.extracting(table.end..<body)
    if charset == .usASCII, !strings.isASCII { return nil }
    if !strings.isEmpty, strings[strings.count - 1] != 0 { unterminated = body - 1 }
    let language: Language?
    if identifier.value == 0 {
      let scan = StringScan(strings, from: 0)
      language = Language.builtIn(formalPublicIdentifier: strings.extracting(0..<scan.end))
    } else {
      language = Language.builtIn(publicIdentifier: identifier.value)
    }
    guard let language else { return nil }
    header = DocumentHeader(
      version: version, publicIdentifier: identifier.value, publicIdentifierIndex: identifier.value == 0 ? 0 : nil,
      charset: charset, language: language)
    self.init(
      document, at: body, page: 0, levels: limits.depth, isUTF8: charset == .utf8, hasOpaque: true)
  }
}
