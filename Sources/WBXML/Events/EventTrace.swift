/// The canonical events of a document, one a line: what two documents are compared by.
///
///     document syncml12
///     (0.SyncML            an element: page and name; `(0.#3F` where the page has no such tag, `(=x` for a literal
///     @href=http://x       an attribute with its whole value; in it, each closed by `\;`,
///                          `\*00FF\;` opaque data, `\!T0 7\;` an extension, `\#0.85\;` a token without a text
///     -Hello               text, joined from its pieces; `\n`, `\\`, `\x07` and `\x9B` stand for what a line cannot
///                          show: backslash and control characters, by their code points
///     *00FF                opaque data, joined from its pieces, in hexadecimal
///     !T0 7                an extension: T, I or nothing, its number, its payload (with T the integer, or its string)
///     ?                    a processing instruction, its target and value as an attribute
///     {devinf12            an embedded document, closed by }
///     )                    the end of an element
///
/// Text and opaque data that are empty leave no line: XML text cannot tell them from nothing.
public struct EventTrace: EventSink {
  /// The lines, each ended by a line feed, in UTF-8.
  public private(set) var output: [UInt8] = []
  /// What was reported beside the events.
  public private(set) var diagnostics: [Diagnostic] = []

  private var languages: [Language?] = [nil]
  private var pending: Pending = .nothing
  private var buffer: [UInt8] = []
  private let byteLimit: Int

  private enum Pending { case nothing, text, opaque, extensionText }

  /// A trace without lines.
  ///
  /// - Parameter byteLimit: how long one text or opaque data may be, in bytes; beyond it the events throw `tokenLimit`.
  public init(byteLimit: Int = Limits.default.tokenBytes) { self.byteLimit = byteLimit }

  /// The complete lines as text: where an error ended the reading inside an attribute, it leaves no line.
  public var text: String {
    let end = output.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return String(utf8: output.span.extracting(0..<end))
  }

  /// Forgets the lines written so far; what is open stays open.
  public mutating func removeOutput() { output.removeAll(keepingCapacity: true) }

  // MARK: Lines

  private mutating func flush() {
    switch pending {
    case .nothing: return
    case .text:
      if !buffer.isEmpty {
        output.append(UInt8(ascii: "-"))
        appendEscaped(buffer)
        endLine()
      }
    case .opaque:
      if !buffer.isEmpty {
        output.append(UInt8(ascii: "*"))
        for byte in buffer { appendHexadecimal(byte) }
        endLine()
      }
    case .extensionText:
      appendEscaped(buffer)
      endLine()
    }
    buffer.removeAll(keepingCapacity: true)
    pending = .nothing
  }

  private mutating func endLine() { output.append(UInt8(ascii: "\n")) }

  private mutating func appendText(_ text: String) { output.append(contentsOf: text.utf8) }

  private mutating func appendHexadecimal(_ byte: UInt8) {
    for digit in [byte >> 4, byte & 0x0F] {
      output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
  }

  private mutating func appendEscaped(_ bytes: [UInt8]) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\\"): appendText("\\\\")
      case UInt8(ascii: "\n"): appendText("\\n")
      case UInt8(ascii: "\r"): appendText("\\r")
      case UInt8(ascii: "\t"): appendText("\\t")
      case 0..<0x20, 0x7F:
        appendText("\\x")
        appendHexadecimal(byte)
      // U+0080 to U+009F are controls too: some terminals obey U+009B as ESC [. C2 may have come with the piece before.
      case 0x80...0x9F where output.last == 0xC2:
        output.removeLast()
        appendText("\\x")
        appendHexadecimal(byte)
      default: output.append(byte)
      }
    }
  }

  private mutating func keep(_ bytes: Span<UInt8>, as kind: Pending) throws(CodingError) {
    if pending != kind {
      flush()
      pending = kind
    }
    guard bytes.count <= byteLimit - buffer.count else {
      throw CodingError(.tokenLimit, value: UInt32(clamping: byteLimit))
    }
    buffer.append(bytes)
  }

  private var language: Language? { languages.last ?? nil }

  // MARK: Events

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    languages = [header.language]
    appendText("document \(header.language?.name ?? "unknown")\n")
  }

  public mutating func endDocument() throws(CodingError) { flush() }

  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    flush()
    appendText("(\(tag.page).")
    let language = self.language
    if language?.withName(of: tag, { output.append($0) }) == nil {
      output.append(UInt8(ascii: "#"))
      appendHexadecimal(tag.token)
    }
    endLine()
  }

  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    flush()
    appendText("(=")
    appendEscaped(Array(copying: name))
    endLine()
  }

  public mutating func endElement() throws(CodingError) {
    flush()
    appendText(")\n")
  }

  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try beginAttribute()
    if let (name, prefix) = language?.attribute(start) {
      appendText("@\(name)=\(prefix)")
    } else {
      appendText("@\(start.page).#")
      appendHexadecimal(start.token)
      appendText("=")
    }
  }

  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try beginAttribute()
    appendText("@")
    appendEscaped(Array(copying: name))
    appendText("=")
  }

  private var attributeIsOpen = false
  /// Whether opaque data or an extension's string in an attribute's value has more pieces to come.
  private var pieceIsOpen = false

  private mutating func beginAttribute() throws(CodingError) {
    flush()
    if attributeIsOpen { endLine() }
    attributeIsOpen = true
  }

  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    if let text = language?.text(of: value) {
      appendEscaped(Array(text.utf8))
    } else {
      appendText("\\#\(value.page).")
      appendHexadecimal(value.token)
      appendText("\\;")
    }
  }

  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    appendEscaped(Array(copying: text))
  }

  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if !pieceIsOpen { appendText("\\*") }
    for i in bytes.indices { appendHexadecimal(bytes[i]) }
    endPiece(isLast)
  }

  private mutating func endPiece(_ isLast: Bool) {
    if isLast { appendText("\\;") }
    pieceIsOpen = !isLast
  }

  public mutating func endAttributes() throws(CodingError) {
    flush()
    if attributeIsOpen { endLine() }
    attributeIsOpen = false
  }

  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    if !text.isEmpty { try keep(text, as: .text) }
  }

  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if !bytes.isEmpty { try keep(bytes, as: .opaque) }
  }

  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    flush()
    if attributeIsOpen { appendText("\\") }
    appendText(ext.kind == .table ? "!T\(ext.number) \(ext.value)" : "!\(ext.number)")
    if attributeIsOpen { appendText("\\;") } else { endLine() }
  }

  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    if attributeIsOpen {
      if !pieceIsOpen { appendText("\\!\(ext.kind == .table ? "T" : "I")\(ext.number) ") }
      appendEscaped(Array(copying: text))
      return endPiece(isLast)
    }
    if pending != .extensionText {
      flush()
      appendText("!\(ext.kind == .table ? "T" : "I")\(ext.number) ")
    }
    try keep(text, as: .extensionText)
    if isLast { flush() }
  }

  public mutating func startProcessingInstruction() throws(CodingError) {
    flush()
    appendText("?\n")
  }

  public mutating func endProcessingInstruction() throws(CodingError) { try endAttributes() }

  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    flush()
    languages.append(header.language)
    appendText("{\(header.language?.name ?? "unknown")\n")
  }

  public mutating func endEmbeddedDocument() throws(CodingError) {
    flush()
    if languages.count > 1 { languages.removeLast() }
    appendText("}\n")
  }

  public mutating func diagnostic(_ diagnostic: Diagnostic) {
    // A hostile document can be out of line at every byte; a hundred remarks say enough.
    if diagnostics.count < 100 { diagnostics.append(diagnostic) }
  }
}

extension [UInt8] {
  /// The bytes of a span in an array of their own.
  package init(copying bytes: Span<UInt8>) {
    self = []
    append(bytes)
  }
}
