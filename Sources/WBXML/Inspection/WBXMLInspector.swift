#if !hasFeature(Embedded)
  /// Explains a WBXML document byte by byte: every header field, string-table entry and token becomes a row.
  ///
  ///     var inspector = WBXMLInspector()
  ///     try inspector.feed(chunk)
  ///     for row in inspector.rows { … }
  ///     inspector.removeRows()
  ///
  /// What it says is what ``WBXMLDecoder`` reads: the decoder gets single bytes, and a row ends where the decoder stands
  /// between two tokens. Documents inside opaque data of a SyncML `Data` element follow its row.
  public struct WBXMLInspector: ~Copyable {
    /// The rows since the last ``removeRows()``.
    public private(set) var rows: [InspectionRow] = []

    private let options: WBXMLDecoder.Options
    private let byteLimit: Int
    /// How many bytes are held while a row is read: a string-table entry is shown from them.
    private let heldLimit: Int
    private let textLimit: Int
    private let level: Int
    private let baseOffset: Int
    private let baseDepth: Int

    private var decoder: WBXMLDecoder
    private var sink: InspectionSink
    /// Where the row being read began, and the decoder's state there.
    private var start = 0
    private var state = WBXMLDecoder.State.version
    private var count = 0
    private var bytes: [UInt8] = []
    private var depth = 0
    private var tableIndex = 0

    /// An inspector that has read nothing yet.
    ///
    /// - Parameters:
    ///   - options: how to read.
    ///   - byteLimit: how many bytes a row keeps.
    ///   - textLimit: how many characters of a text a row shows.
    public init(options: WBXMLDecoder.Options = .init(), byteLimit: Int = 64, textLimit: Int = 60) {
      self.init(options, byteLimit, textLimit, level: 0, offset: 0, depth: 0)
    }

    private init(
      _ options: WBXMLDecoder.Options, _ byteLimit: Int, _ textLimit: Int, level: Int, offset: Int, depth: Int
    ) {
      self.options = options
      self.byteLimit = byteLimit
      heldLimit = max(byteLimit, min(textLimit, options.limits.tokenBytes / 4) * 4)
      self.textLimit = textLimit
      self.level = level
      baseOffset = offset
      baseDepth = depth
      decoder = WBXMLDecoder(options: options)
      sink = InspectionSink(contentLimit: max(Self.embeddedLimit, min(textLimit, options.limits.tokenBytes / 4) * 4))
    }

    /// The longest opaque data that is looked into for a document.
    private static var embeddedLimit: Int { 1 << 18 }
    private static var maximumLevel: Int { 4 }

    /// Forgets the rows.
    public mutating func removeRows() { rows.removeAll(keepingCapacity: true) }

    /// Reads the next bytes. A chunk may end anywhere.
    ///
    /// - Throws: ``CodingError``; the rows before it are there, and the last one holds the bytes at fault.
    public mutating func feed(_ chunk: Span<UInt8>) throws(CodingError) {
      for index in chunk.indices {
        if count == 0 { startRow() }
        count += 1
        if bytes.count < heldLimit { bytes.append(chunk[index]) }
        do throws(CodingError) {
          try decoder.feed(chunk.extracting(index..<index + 1), into: &sink)
        } catch {
          endRow(.unreadable, token: "?", meaning: error.code.description)
          throw error
        }
        if state == .stringTable {
          if chunk[index] == 0 || decoder.isBetweenTokens { endTableEntry(isTerminated: chunk[index] == 0) }
        } else if decoder.isBetweenTokens {
          endRow()
        }
      }
    }

    /// Says that no more bytes come.
    ///
    /// - Throws: ``CodingError`` where the document is not complete; the last row then holds what there is of its token.
    public mutating func finish() throws(CodingError) {
      do throws(CodingError) {
        if count == 0 { startRow() }
        try decoder.finish(into: &sink)
      } catch {
        if count > 0 { endRow(.unreadable, token: "?", meaning: error.code.description) }
        throw error
      }
      if count > 0 { endRow(.trailing, token: "trailing", meaning: "bytes after the root element") }
    }

    // MARK: Rows

    private mutating func startRow() {
      start = decoder.bytesRead
      state = decoder.state
      depth = sink.openElements.count
      bytes.removeAll(keepingCapacity: true)
      sink.startRow()
    }

    private mutating func endRow(_ kind: InspectionRow.Kind, token: String, meaning: String) {
      rows.append(
        InspectionRow(
          kind: kind, offset: baseOffset + start, byteCount: count, bytes: Array(bytes.prefix(byteLimit)),
          depth: baseDepth + min(depth, sink.openElements.count), token: token, meaning: meaning,
          diagnostics: sink.diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.offset += baseOffset
            return diagnostic
          }))
      count = 0
    }

    private mutating func endRow() {
      switch state {
      case .version:
        let number = "1.\(decoder.version.rawValue & 0x0F)"
        endRow(.header, token: "version", meaning: "WBXML \(number)")
      case .publicIdentifier: endRow(.header, token: "public id", meaning: publicIdentifierText)
      case .publicIdentifierIndex:
        endRow(.header, token: "public id index", meaning: "string \(decoder.publicIdentifierIndex ?? 0)")
      case .charset: endRow(.header, token: "charset", meaning: charsetText)
      case .stringTableLength: endRow(.header, token: "string table", meaning: "\(decoder.stringTableLength) bytes")
      default: endToken()
      }
    }

    private var publicIdentifierText: String {
      let number = decoder.publicIdentifier
      if number == 0 { return "by string" }
      let text = "0x" + DisplayText.hexadecimal(number)
      let own = Language.first(in: options.languages, publicIdentifier: number)
      guard let language = own ?? Language.builtIn(publicIdentifier: number) else {
        if let name = Language.registeredName(publicIdentifier: number) { return "\(text) \(name), no tables here" }
        return number == 1 ? text + " unknown" : text + " not registered here"
      }
      return "\(text) \(language.formalPublicIdentifier) (\(language.name))"
    }

    private var charsetText: String {
      switch decoder.charset {
      case .utf8: "106 UTF-8"
      case .usASCII: "3 US-ASCII"
      case .unknown: "0 unknown"
      default: "\(decoder.charset.rawValue)"
      }
    }

    private mutating func endTableEntry(isTerminated: Bool) {
      let length = isTerminated ? count - 1 : count
      let kept = bytes.prefix(length)
      let text = DisplayText.quoted(Array(kept).span, count: length, limit: textLimit)
      let index = tableIndex
      tableIndex += count
      endRow(.string, token: "string \(index)", meaning: text + (isTerminated ? "" : " not terminated"))
    }

    // MARK: Tokens

    private mutating func endToken() {
      let byte = bytes.first ?? 0
      let name = InspectionRow.globalTokenName(byte)
      let isInAttributes = state == .attributes
      switch byte {
      case GlobalToken.switchPage: endPageSwitch(isInAttributes: isInAttributes)
      case GlobalToken.end: endRow(.end, token: "END", meaning: sink.meaning)
      case GlobalToken.literal where isInAttributes: endRow(.attribute, token: "LITERAL", meaning: sink.meaning)
      case GlobalToken.literal, GlobalToken.literalC, GlobalToken.literalA, GlobalToken.literalAC:
        endRow(.tag, token: name ?? "", meaning: sink.meaning)
      case GlobalToken.strI, GlobalToken.strT, GlobalToken.entity:
        endRow(.text, token: name ?? "", meaning: contentText)
      case GlobalToken.opaque: endOpaque()
      case GlobalToken.pi: endRow(.instruction, token: "PI", meaning: sink.meaning)
      case _ where name != nil:
        endRow(.extension, token: name ?? "", meaning: sink.hasContent ? contentText : sink.meaning)
      case 0x80... where isInAttributes:
        endRow(.value, token: "value \(DisplayText.hexadecimal(byte))", meaning: sink.meaning)
      case _ where isInAttributes:
        endRow(.attribute, token: "attribute \(DisplayText.hexadecimal(byte))", meaning: sink.meaning)
      default:
        let flags = (byte & 0xC0 == 0 ? "" : " +") + (byte & 0x80 == 0 ? "" : "A") + (byte & 0x40 == 0 ? "" : "C")
        endRow(.tag, token: "tag \(DisplayText.hexadecimal(byte & 0x3F))\(flags)", meaning: sink.meaning)
      }
    }

    private mutating func endPageSwitch(isInAttributes: Bool) {
      let page = bytes.count > 1 ? bytes[1] : 0
      var text = (isInAttributes ? "attribute page " : "tag page ") + "\(page)"
      if !isInAttributes, let namespace = sink.language?.namespace(ofPage: page) { text += " (\(namespace))" }
      endRow(.page, token: "SWITCH_PAGE", meaning: text)
    }

    /// What the row says of its text: the place it came from and the text itself.
    private var contentText: String {
      let text = DisplayText.quoted(sink.content.span, count: sink.contentCount, limit: textLimit)
      return sink.meaning.isEmpty ? text : sink.meaning + " " + text
    }

    private mutating func endOpaque() {
      let document = embeddedRows()
      let size = "\(sink.contentCount) bytes"
      endRow(
        .opaque, token: "OPAQUE",
        meaning: document != nil ? size + ", a document:" : contentIsText ? contentText : size)
      if let document { rows += document }
    }

    /// Whether the opaque data can be shown as text.
    private var contentIsText: Bool {
      guard sink.contentCount > 0, sink.content.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0D })
      else { return false }
      // Where only the beginning is kept, it may end inside a character.
      return sink.content.count < sink.contentCount || (try? UTF8Span(validating: sink.content.span)) != nil
    }

    /// The rows of a document inside the opaque data; nil where there is none.
    private func embeddedRows() -> [InspectionRow]? {
      guard level < Self.maximumLevel, sink.openElements.last == "Data", sink.content.count == sink.contentCount,
        sink.content.count > 5, sink.content[0] <= 0x03, sink.content[1] != 0x01
      else { return nil }
      var options = self.options
      options.language = nil
      var inner = WBXMLInspector(
        options, byteLimit, textLimit, level: level + 1, offset: baseOffset + start + count - sink.contentCount,
        depth: baseDepth + depth)
      do {
        try inner.feed(sink.content.span)
        try inner.finish()
      } catch {
        return nil
      }
      return inner.sink.language == nil ? nil : inner.rows
    }
  }
#endif
