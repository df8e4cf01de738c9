#if !hasFeature(Embedded)
  /// Events as JSON: one array, one object a line, in the order of the document.
  ///
  ///     [
  ///     {"event":"document","language":"syncml12","version":"1.2","publicIdentifier":4609,"charset":106},
  ///     {"event":"element","name":"SyncML","page":0,"token":45,"offset":16},
  ///     {"event":"text","text":"1.2"},
  ///     {"event":"end"},
  ///     {"event":"endDocument"}
  ///     ]
  ///
  /// A long string or long opaque data comes in several objects; all but the last say `"more":true`.
  /// Several documents go into one array: call ``finish()`` after the last.
  public struct EventJSON: EventSink, Sendable {
    private var json = JSONText()
    private var hasBegun = false
    private var languages: [Language?] = []
    private var position = SourcePosition(offset: 0)

    /// An array without events yet.
    public init() {}

    /// The text written since the last ``removeOutput()``, in UTF-8.
    public var output: [UInt8] { json.output }

    /// Forgets the text written so far and keeps the memory.
    public mutating func removeOutput() { json.output.removeAll(keepingCapacity: true) }

    /// Closes the array.
    public mutating func finish() {
      if !hasBegun { json.startArray() }
      json.output.append(UInt8(ascii: "\n"))
      json.endArray()
      json.endText()
      hasBegun = false
    }

    /// Says that the document could not be read to its end.
    public mutating func fail(_ error: CodingError) {
      start("error")
      json.member("code", error.code.name)
      json.member("offset", error.offset)
      json.member("reason", error.description)
      json.endObject()
    }

    private var language: Language? { languages.last ?? nil }

    private mutating func start(_ event: String) {
      if !hasBegun { json.startArray() }
      hasBegun = true
      json.newLine()
      json.startObject()
      json.member("event", event)
    }

    private mutating func write(_ event: String) {
      start(event)
      json.endObject()
    }

    private mutating func write(_ event: String, _ header: DocumentHeader) {
      start(event)
      if let language = header.language { json.member("language", language.name) }
      if let version = header.version { json.member("version", "1.\(version.rawValue & 0x0F)") }
      json.member("publicIdentifier", Int(header.publicIdentifier))
      json.member("charset", Int(header.charset.rawValue))
      json.endObject()
    }

    private mutating func write(_ event: String, _ text: Span<UInt8>, isLast: Bool) {
      start(event)
      json.key("text")
      json.string(text)
      if !isLast { json.member("more", true) }
      json.endObject()
    }

    private mutating func writeOpaque(_ event: String, _ bytes: Span<UInt8>, isLast: Bool) {
      start(event)
      json.key("bytes")
      json.hexadecimal(bytes)
      if !isLast { json.member("more", true) }
      json.endObject()
    }

    private mutating func endElementStart(page: UInt8? = nil, token: UInt8 = 0) {
      if let page {
        json.member("page", Int(page))
        json.member("token", Int(token))
      }
      json.member("offset", position.offset)
      json.endObject()
    }

    // MARK: Events

    public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
      languages = [header.language]
      write("document", header)
    }
    public mutating func endDocument() throws(CodingError) { write("endDocument") }
    public mutating func position(_ position: SourcePosition) { self.position = position }

    public mutating func startElement(_ tag: Tag) throws(CodingError) {
      start("element")
      if let name = language?.name(of: tag) { json.member("name", name) }
      endElementStart(page: tag.page, token: tag.token)
    }
    public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
      start("element")
      json.key("name")
      json.string(name)
      endElementStart()
    }
    public mutating func endElement() throws(CodingError) { write("end") }

    public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
      self.start("attribute")
      if let (name, prefix) = language?.attribute(start) {
        json.member("name", name)
        if !prefix.isEmpty { json.member("text", prefix) }
      }
      json.member("page", Int(start.page))
      json.member("token", Int(start.token))
      json.endObject()
    }
    public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
      start("attribute")
      json.key("name")
      json.string(name)
      json.endObject()
    }
    public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
      start("attributeValue")
      if let text = language?.text(of: value) { json.member("text", text) }
      json.member("page", Int(value.page))
      json.member("token", Int(value.token))
      json.endObject()
    }
    public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
      write("attributeText", text, isLast: origin.isLast)
    }
    public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
      writeOpaque("attributeOpaque", bytes, isLast: isLast)
    }
    public mutating func endAttributes() throws(CodingError) { write("endAttributes") }

    public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
      write("text", text, isLast: origin.isLast)
    }
    public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
      writeOpaque("opaque", bytes, isLast: isLast)
    }
    public mutating func `extension`(_ ext: Extension) throws(CodingError) {
      start("extension")
      json.member("number", Int(ext.number))
      if ext.kind == .table { json.member("value", Int(ext.value)) }
      json.endObject()
    }
    public mutating func extensionText(
      _ ext: Extension, _ text: Span<UInt8>, isLast: Bool
    ) throws(CodingError) {
      start("extensionText")
      json.member("number", Int(ext.number))
      json.key("text")
      json.string(text)
      if !isLast { json.member("more", true) }
      json.endObject()
    }
    public mutating func startProcessingInstruction() throws(CodingError) { write("instruction") }
    public mutating func endProcessingInstruction() throws(CodingError) { write("endInstruction") }
    public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
      languages.append(header.language)
      write("embeddedDocument", header)
    }
    public mutating func endEmbeddedDocument() throws(CodingError) {
      if languages.count > 1 { languages.removeLast() }
      write("endEmbeddedDocument")
    }
    public mutating func diagnostic(_ diagnostic: Diagnostic) {
      start("diagnostic")
      json.member("code", diagnostic.code.name)
      json.member("offset", diagnostic.offset)
      json.member("value", Int(diagnostic.value))
      json.endObject()
    }
  }
#endif
