/// Events kept for later: 16 bytes a record in one array, their texts in another.
///
/// A tape is a sink like any other. What it has recorded can be replayed into a sink, or read by position.
/// It is how a command is held while it is not complete, and how markup inside a SyncML `Data` element is kept.
public struct EventTape: EventSink, Sendable {
  /// What a record stands for; the cases follow the methods of ``EventSink``.
  @frozen
  public enum Kind: UInt8, Sendable {
    /// The beginning of the document, with its header, and its end.
    case startDocument, endDocument
    /// The beginning of an element, by token or by literal name, and its end.
    case startElement, startLiteralElement, endElement
    /// An attribute's start, by token or by literal name, the pieces of its value, and the end of all attributes.
    case attribute, literalAttribute, attributeValue, attributeText, attributeOpaque, endAttributes
    /// A piece of text, or of opaque data.
    case text, opaque
    /// An extension, and a piece of the string of an EXT_I_n.
    case `extension`, extensionText
    /// The beginning and the end of a processing instruction; its target and value stand between as an attribute.
    case startProcessingInstruction, endProcessingInstruction
    /// The beginning of a document inside the current element, with its header, and its end.
    case startEmbeddedDocument, endEmbeddedDocument
    /// A deviation that the reader reported there.
    case diagnostic
    /// A choice of the writer's, and bytes outside the events; only on a tape that keeps the layout.
    case layout, layoutBytes
  }

  /// One event. The fields' meaning depends on the kind; the accessors below know it.
  @frozen
  public struct Record: Hashable, Sendable {
    /// Which event it is.
    public var kind: Kind
    @usableFromInline var flags: UInt8
    @usableFromInline var token: UInt16
    @usableFromInline var first: UInt32
    @usableFromInline var second: UInt32
    @usableFromInline var third: UInt32

    @inlinable
    init(
      _ kind: Kind, flags: UInt8 = 0, token: UInt16 = 0, _ first: UInt32 = 0, _ second: UInt32 = 0, _ third: UInt32 = 0
    ) {
      self.kind = kind
      self.flags = flags
      self.token = token
      self.first = first
      self.second = second
      self.third = third
    }

    /// The tag of a `startElement`.
    @inlinable public var tag: Tag { Tag(rawValue: token) }
    /// The bytes of a text, an opaque or a literal name, as a range of ``EventTape/bytes``.
    @inlinable public var range: Range<Int> { Int(first)..<Int(first) + Int(second) }
    /// Whether the string or the opaque data ends with this piece.
    @inlinable public var isLast: Bool { flags & 0x80 != 0 }
    /// Where an element's start stood in the input.
    @inlinable public var position: SourcePosition {
      kind == .startElement
        ? SourcePosition(offset: Int(first), line: second, column: third) : SourcePosition(offset: Int(third))
    }
  }

  /// The events in the order in which they came.
  public private(set) var records: [Record] = []
  /// The texts, opaque data and literal names of all records; ``Record/range`` says which bytes are a record's.
  public private(set) var bytes: [UInt8] = []
  private var headers: [DocumentHeader] = []
  private var nextPosition = SourcePosition(offset: 0)
  private let byteLimit: Int
  private let recordsLayout: Bool

  /// - Parameters:
  ///   - byteLimit: how much the tape may keep, in bytes; beyond it recording throws `tokenLimit`.
  ///   - recordsLayout: whether the tape also keeps how the document was written (``Layout``), for a replay into an
  ///     encoder that preserves it.
  public init(byteLimit: Int = Limits.default.tokenBytes, recordsLayout: Bool = false) {
    self.recordsLayout = recordsLayout
    self.byteLimit = min(byteLimit, Int(UInt32.max) / 2)
  }

  /// Whether nothing is recorded.
  public var isEmpty: Bool { records.isEmpty }

  /// Forgets what was recorded and keeps the memory.
  public mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    headers.removeAll(keepingCapacity: true)
  }

  /// The header of a `startDocument` or `startEmbeddedDocument` record.
  public func header(of record: Record) -> DocumentHeader? {
    headers.indices.contains(Int(record.first)) ? headers[Int(record.first)] : nil
  }

  // MARK: Recording

  private mutating func append(_ record: Record) throws(CodingError) {
    guard records.count < byteLimit / 16 else { throw CodingError(.tokenLimit, value: UInt32(clamping: byteLimit)) }
    records.append(record)
  }

  private mutating func append(
    _ kind: Kind, _ text: Span<UInt8>, flags: UInt8 = 0, token: UInt16 = 0, third: UInt32 = 0
  ) throws(CodingError) {
    guard text.count <= byteLimit - bytes.count else {
      throw CodingError(.tokenLimit, value: UInt32(clamping: byteLimit))
    }
    try append(
      Record(
        kind, flags: flags, token: token, UInt32(truncatingIfNeeded: bytes.count),
        UInt32(truncatingIfNeeded: text.count), third))
    bytes.append(text)
  }

  public mutating func startDocument(_ header: DocumentHeader, stringTable: Span<UInt8>) throws(CodingError) {
    try append(Record(.startDocument, UInt32(truncatingIfNeeded: headers.count)))
    headers.append(header)
    if !stringTable.isEmpty { try layout(.stringTable, stringTable) }
  }
  public mutating func endDocument() throws(CodingError) { try append(Record(.endDocument)) }
  public mutating func position(_ position: SourcePosition) { nextPosition = position }
  public mutating func startElement(_ tag: Tag) throws(CodingError) {
    try append(
      Record(
        .startElement, token: tag.rawValue, UInt32(clamping: nextPosition.offset), nextPosition.line,
        nextPosition.column))
  }
  public mutating func startElement(literal name: Span<UInt8>) throws(CodingError) {
    try append(.startLiteralElement, name, third: UInt32(clamping: nextPosition.offset))
  }
  public mutating func endElement() throws(CodingError) { try append(Record(.endElement)) }
  public mutating func attribute(_ start: AttributeStart) throws(CodingError) {
    try append(Record(.attribute, token: start.rawValue))
  }
  public mutating func attribute(literal name: Span<UInt8>) throws(CodingError) {
    try append(.literalAttribute, name)
  }
  public mutating func attributeValue(_ value: AttributeValue) throws(CodingError) {
    try append(Record(.attributeValue, token: value.rawValue))
  }
  public mutating func attributeText(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try append(.attributeText, text, flags: Self.flags(origin), third: origin.value)
  }
  public mutating func attributeOpaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try append(.attributeOpaque, bytes, flags: isLast ? 0x80 : 0)
  }
  public mutating func endAttributes() throws(CodingError) { try append(Record(.endAttributes)) }
  public mutating func text(_ text: Span<UInt8>, _ origin: TextOrigin) throws(CodingError) {
    try append(.text, text, flags: Self.flags(origin), third: origin.value)
  }
  public mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try append(.opaque, bytes, flags: isLast ? 0x80 : 0)
  }
  public mutating func `extension`(_ ext: Extension) throws(CodingError) {
    try append(Record(.extension, flags: Self.flags(ext), 0, 0, ext.value))
  }
  public mutating func extensionText(_ ext: Extension, _ text: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try append(.extensionText, text, flags: Self.flags(ext) | (isLast ? 0x80 : 0), third: ext.value)
  }
  public mutating func startProcessingInstruction() throws(CodingError) {
    try append(Record(.startProcessingInstruction))
  }
  public mutating func endProcessingInstruction() throws(CodingError) { try append(Record(.endProcessingInstruction)) }
  public mutating func startEmbeddedDocument(_ header: DocumentHeader) throws(CodingError) {
    try append(Record(.startEmbeddedDocument, UInt32(truncatingIfNeeded: headers.count)))
    headers.append(header)
  }
  public mutating func endEmbeddedDocument() throws(CodingError) { try append(Record(.endEmbeddedDocument)) }
  public mutating func diagnostic(_ diagnostic: Diagnostic) {
    // A tape that is full keeps its events; a remark more or less is no loss.
    try? append(
      Record(
        .diagnostic, token: diagnostic.code.rawValue, UInt32(clamping: diagnostic.offset), 0, diagnostic.value))
  }

  /// A tape may be one that records layout: which it is, only its initializer says.
  @inlinable public static var keepsLayout: Bool { true }
  public mutating func layout(_ layout: Layout) throws(CodingError) {
    guard recordsLayout else { return }
    let (kind, value) = layout.code
    try append(Record(.layout, flags: kind, value))
  }
  public mutating func layout(_ kind: LayoutBytes, _ bytes: Span<UInt8>) throws(CodingError) {
    guard recordsLayout else { return }
    try append(.layoutBytes, bytes, flags: kind.rawValue)
  }

  private static func flags(_ origin: TextOrigin) -> UInt8 { origin.kind.rawValue | (origin.isLast ? 0x80 : 0) }
  private static func flags(_ ext: Extension) -> UInt8 { ext.kind.rawValue | ext.number << 4 }
}

// MARK: - Replaying

extension EventTape {
  /// Calls a sink with what was recorded.
  public func replay<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(CodingError) {
    try replay(0..<records.count, into: &sink)
  }

  /// Calls a sink with the events of some records.
  ///
  /// - Parameters:
  ///   - range: the indices of the records; those that do not exist are left out.
  ///   - sink: what is called.
  ///   - shift: added to the offsets of elements and diagnostics, where the tape's document lies in another.
  /// - Throws: what the sink throws.
  public func replay<Sink: EventSink & ~Copyable>(
    _ range: Range<Int>, into sink: inout Sink, shiftedBy shift: Int = 0
  ) throws(CodingError) {
    let text = bytes.span
    for index in range.clamped(to: 0..<records.count) {
      let record = records[index]
      switch record.kind {
      case .startDocument:
        guard let header = header(of: record) else { break }
        let next = index + 1 < records.count ? records[index + 1] : record
        let hasTable = next.kind == .layoutBytes && next.flags == LayoutBytes.stringTable.rawValue
        try sink.startDocument(header, stringTable: text.extracting(hasTable ? next.range : 0..<0))
      case .endDocument: try sink.endDocument()
      case .startElement:
        sink.position(record.position(shiftedBy: shift))
        try sink.startElement(record.tag)
      case .startLiteralElement:
        sink.position(record.position(shiftedBy: shift))
        try sink.startElement(literal: text.extracting(record.range))
      case .endElement: try sink.endElement()
      case .attribute: try sink.attribute(AttributeStart(rawValue: record.token))
      case .literalAttribute: try sink.attribute(literal: text.extracting(record.range))
      case .attributeValue: try sink.attributeValue(AttributeValue(rawValue: record.token))
      case .attributeText: try sink.attributeText(text.extracting(record.range), record.origin)
      case .attributeOpaque: try sink.attributeOpaque(text.extracting(record.range), isLast: record.isLast)
      case .endAttributes: try sink.endAttributes()
      case .text: try sink.text(text.extracting(record.range), record.origin)
      case .opaque: try sink.opaque(text.extracting(record.range), isLast: record.isLast)
      case .extension: try sink.extension(record.extension)
      case .extensionText:
        try sink.extensionText(record.extension, text.extracting(record.range), isLast: record.isLast)
      case .startProcessingInstruction: try sink.startProcessingInstruction()
      case .endProcessingInstruction: try sink.endProcessingInstruction()
      case .startEmbeddedDocument:
        if let header = header(of: record) { try sink.startEmbeddedDocument(header) }
      case .endEmbeddedDocument: try sink.endEmbeddedDocument()
      case .layout:
        if Sink.keepsLayout, let layout = Layout(code: record.flags, value: record.first) { try sink.layout(layout) }
      case .layoutBytes:
        // The table has gone with the document's start.
        let isTold = index > range.lowerBound && records[index - 1].kind == .startDocument
        if Sink.keepsLayout, !isTold, let kind = LayoutBytes(rawValue: record.flags) {
          try sink.layout(kind, text.extracting(record.range))
        }
      case .diagnostic:
        sink.diagnostic(
          Diagnostic(.init(rawValue: record.token), offset: Int(record.first) + shift, value: record.third))
      }
    }
  }
}

extension EventTape.Record {
  fileprivate func position(shiftedBy shift: Int) -> SourcePosition {
    var position = position
    position.offset += shift
    return position
  }

  /// Where a text came from.
  public var origin: TextOrigin {
    TextOrigin(TextOrigin.Kind(rawValue: flags & 0x0F) ?? .characters, isLast: isLast, value: third)
  }

  /// The extension of an `extension` or `extensionText` record.
  public var `extension`: Extension {
    Extension(Extension.Kind(rawValue: flags & 0x0F) ?? .token, number: flags >> 4 & 0x03, value: third)
  }
}

extension Layout {
  /// The kind and the number of a record.
  fileprivate var code: (UInt8, UInt32) {
    switch self {
    case .integerLength(let count): (0, UInt32(count))
    case .pageSwitch(let page): (1, UInt32(page))
    case .misplacedPageSwitch(let page): (2, UInt32(page))
    case .misplacedAttributePageSwitch(let page): (6, UInt32(page))
    case .content: (3, 0)
    case .reference(let index): (4, index)
    case .byteOrderMark(let isBigEndian): (5, isBigEndian ? 1 : 0)
    }
  }

  fileprivate init?(code: UInt8, value: UInt32) {
    switch code {
    case 0: self = .integerLength(UInt8(truncatingIfNeeded: value))
    case 1: self = .pageSwitch(UInt8(truncatingIfNeeded: value))
    case 2: self = .misplacedPageSwitch(UInt8(truncatingIfNeeded: value))
    case 3: self = .content
    case 4: self = .reference(value)
    case 5: self = .byteOrderMark(isBigEndian: value != 0)
    case 6: self = .misplacedAttributePageSwitch(UInt8(truncatingIfNeeded: value))
    default: return nil
    }
  }
}
