/// A choice that WBXML leaves to the writer and that no other event tells: what two documents with the same content may
/// differ in.
///
/// A ``WBXMLDecoder`` says only what a canonical writer would not do by itself, to sinks that ask for it
/// (``EventSink/keepsLayout``), right before the event concerned. It is a hint: a writer follows it where it fits the
/// event that comes, and forgets it where events were changed on the way.
@frozen
public enum Layout: Hashable, Sendable {
  /// The integer of the next token takes so many bytes, more than it needs (WAP-192 5.1 allows leading 0x80 bytes).
  case integerLength(UInt8)
  /// A SWITCH_PAGE that the next token does not need, on a page that is the current one already; it stands before a token
  /// that may have one.
  case pageSwitch(UInt8)
  /// A SWITCH_PAGE of the tag code space where the grammar has none: before another one, END, text, opaque data or a
  /// processing instruction.
  case misplacedPageSwitch(UInt8)
  /// The same in the attribute code space, where it may also stand before a literal name, which has no page.
  case misplacedAttributePageSwitch(UInt8)
  /// The start tag says that content comes, whether any comes or not.
  case content
  /// The string-table index of the literal name, or of the EXT_T string, that comes next.
  case reference(UInt32)
  /// The string that comes next begins with a byte order mark (UTF-16).
  case byteOrderMark(isBigEndian: Bool)
}

/// Bytes of a document that no event tells and that stand in it as they are.
@frozen
public enum LayoutBytes: UInt8, Sendable {
  /// The string table of an embedded document that has just begun; `startDocument` has the outermost one's.
  case stringTable
  /// What follows the root element, or a piece of it; comes before `endDocument`.
  case trailing
}

/// How a header was written: how many bytes its integers take, where 0 stands for as many as they need.
public struct HeaderLayout: Hashable, Sendable {
  /// The public identifier, or the string-table index of a textual one.
  public var publicIdentifierLength: UInt8 = 0
  /// The 0 that says that the public identifier is a text.
  public var markerLength: UInt8 = 0
  /// The charset's MIBenum.
  public var charsetLength: UInt8 = 0
  /// Whether the header says the charset; otherwise its field is 0, and the reader was told or took UTF-8.
  public var saysCharset = true
  /// The integer that says how long the string table is.
  public var stringTableLength: UInt8 = 0

  /// A header whose integers take as many bytes as they need, and which says its charset.
  @inlinable public init() {}
}
