public import WBXML

/// Writes XML 1.0 text from events, in UTF-8.
///
/// What XML cannot say in its own words becomes a processing instruction that ``XMLEventParser`` reads back:
///
///     tag without a name          <wbxml-tag-PP-TT>          page and token in hexadecimal
///     attribute without a name    wbxml-attr-PP-TT="…"
///     text with control codes     <?wbxml-text BASE64?>
///     OPAQUE that is text         <![CDATA[…]]>              CR as ]]>&#13;<![CDATA[
///     OPAQUE that is not          <?wbxml-opaque BASE64?>
///     OPAQUE after OPAQUE         <?wbxml-end-opaque?> between the two
///     embedded document           <?wbxml-document NAME?> before its root, where that does not tell the language
///     EXT_n, EXT_T_n, EXT_I_n     <?wbxml-ext-n?>  <?wbxml-ext-t-n VALUE?>  <?wbxml-ext-i-n BASE64?>
///
/// Reading the output back gives the same events, but for how text is split and attribute tokens, which are chosen anew.
/// White space that a reader would take for layout is written as a character reference.
///
/// A caller that takes the output and removes it after each chunk bounds the memory: the serializer itself holds the
/// open elements' tags and at most 64 KiB of opaque data. ``reset()`` makes it ready for another document.
@safe
public struct XMLSerializer: EventSink {
  /// How to write.
  public struct Options: Hashable, Sendable {
    /// Where white space stands between elements, and whether the text is canonical.
    public enum Layout: Hashable, Sendable {
      /// No white space but that of the content.
      case compact
      /// Child elements on lines of their own, where that does not change the content.
      case indented(spaces: Int)
      /// Canonical XML 1.0, for comparing and signing: without XML declaration, DOCTYPE, CDATA sections and empty-element
      /// tags, with attributes in order.
      ///
      /// What says in other layouts that text was opaque data, or that white space is content, is not canonical: the
      /// text is that of the document, but a reader may take it for other events.
      case canonical
    }

    /// Where white space stands; ``Layout/canonical`` leaves declaration and DOCTYPE out, whatever is said of them.
    public var layout: Layout
    /// Whether the text begins with an XML declaration.
    public var includesDeclaration: Bool
    /// Whether a DOCTYPE says the language's formal public identifier, where it has one.
    public var includesDoctype: Bool

    /// Options; the defaults give compact text with declaration and DOCTYPE.
    public init(layout: Layout = .compact, includesDeclaration: Bool = true, includesDoctype: Bool = true) {
      self.layout = layout
      self.includesDeclaration = includesDeclaration
      self.includesDoctype = includesDoctype
    }
  }

  private var storage: Storage

  /// A serializer at the beginning of a document.
  public init(options: Options = Options()) {
    storage = Storage(SerializerState(options: options))
  }

  /// The state, in memory of its own: a copy of the serializer shares it until one of them writes.
  @safe
  private final class Storage {
    let state: UnsafeMutablePointer<SerializerState>

    init(_ value: consuming SerializerState) {
      unsafe state = UnsafeMutablePointer<SerializerState>.allocate(capacity: 1)
      // SAFE: the memory was allocated above for one value.
      unsafe state.initialize(to: value)
    }

    // SAFE: initialized in `init`; nobody else has the pointer any more.
    deinit {
      unsafe state.deinitialize(count: 1)
      unsafe state.deallocate()
    }
  }

  // SAFE, for all of this type: the state is initialized as long as `storage` lives, which `self` keeps. Changes go
  // through `writing()`, which has made sure that `self` alone refers to the state, and `self` is held exclusively.

  @inline(__always)
  private mutating func writing() -> UnsafeMutablePointer<SerializerState> {
    if !isKnownUniquelyReferenced(&storage) { separate() }
    return unsafe storage.state
  }

  /// Gives a copy of the serializer a state of its own.
  @inline(never)
  private mutating func separate() { storage = unsafe Storage(storage.state.pointee.copy()) }

  /// Makes the serializer ready for another document; buffers keep their memory.
  public mutating func reset() { unsafe writing().pointee.reset() }

  // MARK: Output

  /// A copy of the text written since the last ``removeOutput()``; takes time in proportion to it.
  public var output: [UInt8] { unsafe Array(storage.state.pointee.text.elements) }

  /// How many bytes have been written since the last ``removeOutput()``.
  public var outputCount: Int { unsafe storage.state.pointee.text.count }

  /// Calls a function with the text written since the last ``removeOutput()``, without copying it.
  public func withOutput<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = unsafe storage.state.pointee.text.elements
    return try unsafe body(text.span)
  }

  /// Forgets the text written so far and keeps the memory: for callers that pass it on piece by piece.
  public mutating func removeOutput() { unsafe writing().pointee.text.removeAll() }

  // MARK: Events

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try unsafe writing().pointee.startDocument(header, stringTable: stringTable)
  }
  public mutating func endDocument() throws(CodingError) {
    try unsafe writing().pointee.endDocument()
  }
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    try unsafe writing().pointee.startElement(tag)
  }
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try unsafe writing().pointee.startElement(literal: name)
  }
  public mutating func endElement() throws(CodingError) {
    try unsafe writing().pointee.endElement()
  }
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try unsafe writing().pointee.attribute(start)
  }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try unsafe writing().pointee.attribute(literal: name)
  }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    try unsafe writing().pointee.attributeValue(value)
  }
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try unsafe writing().pointee.attributeText(text, origin)
  }
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try unsafe writing().pointee.attributeOpaque(bytes, isLast: isLast)
  }
  public mutating func endAttributes() throws(CodingError) {
    try unsafe writing().pointee.endAttributes()
  }
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try unsafe writing().pointee.text(text, origin)
  }
  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try unsafe writing().pointee.opaque(bytes, isLast: isLast)
  }
  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    try unsafe writing().pointee.extension(ext)
  }
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try unsafe writing().pointee.extensionText(ext, text, isLast: isLast)
  }
  public mutating func startProcessingInstruction() throws(CodingError) {
    try unsafe writing().pointee.startProcessingInstruction()
  }
  public mutating func endProcessingInstruction() throws(CodingError) {
    try unsafe writing().pointee.endProcessingInstruction()
  }
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try unsafe writing().pointee.startEmbeddedDocument(header)
  }
  public mutating func endEmbeddedDocument() throws(CodingError) {
    try unsafe writing().pointee.endEmbeddedDocument()
  }
}

// Copies do not share what they change, and one value is used from one place at a time like any other.
extension XMLSerializer: @unchecked Sendable {}
