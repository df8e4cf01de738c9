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
    guard outer.isEmpty, finished == nil else { throw CodingError(.invalidEventOrder) }
    try checkRootHasEnded()
    finished = try document(isEmbedded: false)
    body.removeAll(keepingCapacity: true)
  }

  /// Takes a header, and puts a textual public identifier where one is needed at the start of the string table.
  mutating func begin(_ header: DocumentHeader, _ stringTable: Span<UInt8>) throws(CodingError) {
    self.header = header
    publicIdentifierIndex = nil
    if options.publicIdentifierForm == .omitted, outer.isEmpty { return }
    if let language = header.language {
      guard language.publicIdentifier <= 1 || options.publicIdentifierForm == .text,
        !language.formalPublicIdentifier.isEmpty
      else { return }
      publicIdentifierIndex = try table.index(of: Array(language.formalPublicIdentifier.utf8).span)
    } else if header.charset.isUTF8, let index = header.publicIdentifierIndex, let start = Int(exactly: index),
      start < stringTable.count
    {
      // A language that nobody here knows keeps the name that its document gives it.
      let text = stringTable.extracting(start..<StringScan(stringTable, from: start).end)
      if !text.isEmpty { publicIdentifierIndex = try table.index(of: text) }
    }
  }

  /// Whether the document may end: its root is complete, and nothing is open after it.
  func checkRootHasEnded() throws(CodingError) {
    guard hasRoot, depth == 0, !isInAttributes else { throw CodingError(.invalidEventOrder) }
  }

  /// Header, string table and body in one.
  mutating func document(isEmbedded: Bool) throws(CodingError) -> [UInt8] {
    if options.stringTable != .none { moveTextsToStringTable() }
    var output: [UInt8] = []
    let version = options.version ?? header.version ?? .v12
    let isOmitted = options.publicIdentifierForm == .omitted && !isEmbedded
    let number = isOmitted ? 1 : header.language?.publicIdentifier ?? header.publicIdentifier
    output.reserveCapacity(16 + table.bytes.count + body.count)
    output.append(version.rawValue)
    if let publicIdentifierIndex {
      output.append(0)
      output.appendMultiByte(publicIdentifierIndex)
    } else {
      output.appendMultiByte(number == 0 ? 1 : number)
    }
    if version != .v10 { output.appendMultiByte(Charset.utf8.rawValue) }
    output.appendMultiByte(UInt32(truncatingIfNeeded: table.bytes.count))
    output.append(contentsOf: table.bytes)
    output.append(contentsOf: body)
    return output
  }

  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try startContent()
    guard outer.count < options.limits.depth else {
      throw CodingError(.depthLimit, value: UInt32(clamping: options.limits.depth))
    }
    outer.append(
      Enclosing(
        body: body, table: table, texts: texts, header: self.header, publicIdentifierIndex: publicIdentifierIndex,
        depth: depth, tagPage: tagPage, attributePage: attributePage))
    body = []
    table = StringTableBuilder()
    texts = TextLog()
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
    let embedded = try document(isEmbedded: true)
    body = enclosing.body
    table = enclosing.table
    texts = enclosing.texts
    header = enclosing.header
    publicIdentifierIndex = enclosing.publicIdentifierIndex
    depth = enclosing.depth
    tagPage = enclosing.tagPage
    attributePage = enclosing.attributePage
    hasRoot = true
    cursor = .content
    openTag = -1
    try opaque(embedded.span, isLast: true)
  }
}
