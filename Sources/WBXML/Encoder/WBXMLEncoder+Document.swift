/// The document as a whole, and documents inside it: header, string table, body.
extension WBXMLEncoder {
  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    guard !isStarted else { throw CodingError(.invalidEventOrder) }
    isStarted = true
    var header = header
    if let language = options.language { header.language = language }
    try begin(header, stringTable)
  }

  public mutating func endDocument() throws(CodingError) {
    guard outer.isEmpty, !hasEnded else { throw CodingError(.invalidEventOrder) }
    try checkRootHasEnded()
    body.append(contentsOf: source.trailing)
    if isStreaming {
      try makeHeader()
      try checkDocumentLimit(passedOn + body.count)
    } else {
      finished = try document(isEmbedded: false)
      lastCount = finished?.count ?? 0
      body.removeAll(keepingCapacity: true)
      headerAhead = 0
    }
    hasEnded = true
  }

  /// Takes a header, and puts a textual public identifier where one is needed at the start of the string table.
  mutating func begin(_ header: DocumentHeader, _ stringTable: Span<UInt8>) throws(CodingError) {
    self.header = header
    documentsBegun &+= 1
    documentNumber = documentsBegun
    if isPreserving {
      beginSource(stringTable)
    } else if let charset = options.charset {
      source = try SourceLayout(writing: charset)
    }
    try beginPublicIdentifier(stringTable)
    if outer.isEmpty {
      for name in options.literalNames { _ = try tableIndex(of: Array(name.utf8).span) }
      if !isStreaming, !isPreserving, !logsTexts, !source.isForeign, table.bytes.isEmpty, publicIdentifierIndex == nil {
        writeHeaderAhead()
      }
    }
  }

  private mutating func writeHeaderAhead() {
    if body.capacity == 0 { body.reserveCapacity(min(bodyLimit, max(256, lastCount + lastCount / 8))) }
    var output: [UInt8] = []
    swap(&output, &body)
    appendHeader(to: &output, isEmbedded: false)
    headerAhead = output.count
    swap(&output, &body)
  }

  /// Takes the header back that was written ahead: the string table gets something, and stands between it and the body.
  mutating func removeHeaderAhead() {
    if headerAhead == 0 { return }
    body.removeSubrange(..<headerAhead)
    if openTag >= 0 { openTag -= headerAhead }
    headerAhead = 0
  }

  private mutating func beginPublicIdentifier(_ stringTable: Span<UInt8>) throws(CodingError) {
    publicIdentifierIndex = nil
    if keepsPublicIdentifier {
      publicIdentifierIndex = header.publicIdentifierIndex
      return
    }
    if options.publicIdentifierForm == .omitted, outer.isEmpty { return }
    if let language = header.language {
      guard language.publicIdentifier <= 1 || options.publicIdentifierForm == .text,
        !language.formalPublicIdentifier.isEmpty
      else { return }
      publicIdentifierIndex = try tableIndex(of: Array(language.formalPublicIdentifier.utf8).span)
    } else if let index = header.publicIdentifierIndex, let start = Int(exactly: index), start < stringTable.count {
      // A language that nobody here knows keeps the name that its document gives it.
      let text = Self.string(stringTable.extracting(start..<stringTable.count), in: header.charset)
      if !text.isEmpty { publicIdentifierIndex = try tableIndex(of: text.span) }
    }
  }

  /// The first string of some bytes in UTF-8; empty where the bytes are not of their charset.
  private static func string(_ bytes: Span<UInt8>, in charset: Charset) -> [UInt8] {
    var text: [UInt8] = []
    if charset.isUTF8 {
      text.append(bytes.extracting(0..<StringScan(bytes, from: 0).end))
      return text
    }
    guard var converter = TextConverter(charset) else { return [] }
    for index in bytes.indices {
      do throws(CodingError) {
        if try converter.append(bytes[index], to: &text) { break }
      } catch {
        return []
      }
    }
    return text
  }

  /// Whether the document may end: its root is complete, and nothing is open after it.
  func checkRootHasEnded() throws(CodingError) {
    guard hasRoot, depth == 0, !isInAttributes else { throw CodingError(.invalidEventOrder) }
  }

  /// Header, string table and body in one.
  private mutating func document(isEmbedded: Bool) throws(CodingError) -> [UInt8] {
    if logsTexts { moveTextsToStringTable() }
    var output: [UInt8] = []
    if headerAhead > 0, !isEmbedded {
      try checkDocumentLimit(body.count)
      swap(&output, &body)
      return output
    }
    let headerCount = headerByteCount(table, header, publicIdentifierIndex, isEmbedded: isEmbedded)
    if !isEmbedded { try checkDocumentLimit(headerCount + body.count) }
    output.reserveCapacity(headerCount + body.count)
    appendHeader(to: &output, isEmbedded: isEmbedded)
    output.append(contentsOf: body)
    return output
  }

  /// Puts header and string table before what there is of the outermost document's body; they are then as they are.
  mutating func makeHeader() throws(CodingError) {
    if headerIsMade { return }
    if logsTexts {
      let count = body.count
      moveTextsToStringTable()
      if openTag >= 0 { openTag -= count - body.count }
    }
    headerIsMade = true
    logsTexts = false
    var output: [UInt8] = []
    swap(&output, &spare)
    output.removeAll(keepingCapacity: true)
    output.reserveCapacity(16 + table.bytes.count + body.count)
    appendHeader(to: &output, isEmbedded: false)
    if openTag >= 0 { openTag += output.count }
    output.append(contentsOf: body)
    swap(&output, &body)
    swap(&output, &spare)
  }

  private func appendHeader(to output: inout [UInt8], isEmbedded: Bool) {
    let layout = isPreserving ? header.layout : HeaderLayout()
    output.append(version(of: header).rawValue)
    if let publicIdentifierIndex {
      output.appendMultiByte(0, length: layout.markerLength)
      output.appendMultiByte(publicIdentifierIndex, length: layout.publicIdentifierLength)
    } else {
      output.appendMultiByte(
        publicIdentifier(of: header, isEmbedded: isEmbedded), length: layout.publicIdentifierLength)
    }
    if version(of: header) != .v10 {
      let charset = layout.saysCharset ? source.charset : .unknown
      output.appendMultiByte(charset.rawValue, length: layout.charsetLength)
    }
    output.appendMultiByte(UInt32(truncatingIfNeeded: table.bytes.count), length: layout.stringTableLength)
    output.append(contentsOf: table.bytes)
  }

  func version(of header: DocumentHeader) -> Version { options.version ?? header.version ?? .v12 }

  /// The number that the header says, where it does not refer to the string table.
  func publicIdentifier(of header: DocumentHeader, isEmbedded: Bool) -> UInt32 {
    if keepsPublicIdentifier { return header.publicIdentifier }
    if options.publicIdentifierForm == .omitted, !isEmbedded { return 1 }
    let number = header.language?.publicIdentifier ?? header.publicIdentifier
    return number == 0 ? 1 : number
  }

  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try startContent()
    try checkOpaque(since: .v11)
    guard outer.count < options.limits.depth else {
      throw CodingError(.depthLimit, value: UInt32(clamping: options.limits.depth))
    }
    outer.append(
      Enclosing(
        body: body, table: table, texts: texts, header: self.header, publicIdentifierIndex: publicIdentifierIndex,
        depth: depth, tagPage: tagPage, attributePage: attributePage, documentNumber: documentNumber,
        source: source, integerLength: hints.takeIntegerLength()))
    body = []
    table = StringTableBuilder()
    texts = TextLog()
    logsTexts = options.stringTable != .none && !isPreserving
    source = SourceLayout()
    // It waits for its length, as opaque data that comes in pieces does.
    bodyLimit = min(options.limits.tokenBytes, options.limits.documentBytes)
    var header = header
    if header.version == nil { header.version = self.header.version }
    try begin(header, Span<UInt8>())
    depth = 0
    hasRoot = false
    tagPage = 0
    attributePage = 0
    cursor = .closed
    openTag = -1
  }

  public mutating func endEmbeddedDocument() throws(CodingError) {
    try checkRootHasEnded()
    guard let enclosing = outer.popLast() else { throw CodingError(.invalidEventOrder) }
    body.append(contentsOf: source.trailing)
    let embedded = try document(isEmbedded: true)
    restore(enclosing)
    try opaque(embedded.span, isLast: true)
  }

  /// Goes on with the document around the innermost one.
  mutating func restore(_ enclosing: Enclosing) {
    body = enclosing.body
    table = enclosing.table
    texts = enclosing.texts
    header = enclosing.header
    publicIdentifierIndex = enclosing.publicIdentifierIndex
    depth = enclosing.depth
    tagPage = enclosing.tagPage
    attributePage = enclosing.attributePage
    documentNumber = enclosing.documentNumber
    source = enclosing.source
    hints.integerLength = enclosing.integerLength
    hasRoot = true
    cursor = .content
    openTag = -1
    logsTexts = options.stringTable != .none && !isPreserving && !(outer.isEmpty && headerIsMade)
    if outer.isEmpty { bodyLimit = options.limits.documentBytes - passedOn }
  }
}
