/// An element's name as WBXML carries it: a code page and a six-bit token (WAP-192 5.8.2).
///
/// The number alone is an element's identity while it travels; its text is looked up in a ``Language``
/// only when somebody wants to read it. Unknown tags are values like any other.
@frozen
public struct Tag: RawRepresentable, Hashable, Sendable {
  /// The code page in the high byte, the token without its two flag bits in the low byte.
  public var rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The tag of a code page and a token, of which the content and attribute bits (0x40, 0x80) are dropped.
  @inlinable
  public init(page: UInt8, token: UInt8) { rawValue = UInt16(page) << 8 | UInt16(token & 0x3F) }

  /// The tag code page, 0 to 255.
  @inlinable public var page: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }

  /// The token, 0x05 to 0x3F.
  @inlinable public var token: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}

/// An attribute's name, often with the beginning of its value, as WBXML carries it (WAP-192 5.8.3).
@frozen
public struct AttributeStart: RawRepresentable, Hashable, Sendable {
  /// The attribute code page in the high byte, the token (0x05 to 0x7F) in the low byte.
  public var rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The attribute start of a code page, 0 to 255, and a token.
  @inlinable public init(page: UInt8, token: UInt8) { rawValue = UInt16(page) << 8 | UInt16(token) }

  /// The attribute code page, 0 to 255.
  @inlinable public var page: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }
  /// The token, 0x05 to 0x7F.
  @inlinable public var token: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}

/// A well-known piece of an attribute's value as WBXML carries it (WAP-192 5.8.3).
@frozen
public struct AttributeValue: RawRepresentable, Hashable, Sendable {
  /// The attribute code page in the high byte, the token (0x85 to 0xFF) in the low byte.
  public var rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The attribute value of a code page, 0 to 255, and a token.
  @inlinable public init(page: UInt8, token: UInt8) { rawValue = UInt16(page) << 8 | UInt16(token) }

  /// The attribute code page, 0 to 255.
  @inlinable public var page: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }
  /// The token, 0x85 to 0xFF.
  @inlinable public var token: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
}

/// A document-type-specific extension (WAP-192 5.8.4.2): EXT_n, EXT_I_n or EXT_T_n.
@frozen
public struct Extension: Hashable, Sendable {
  /// How the extension carries its payload.
  @frozen
  public enum Kind: UInt8, Sendable {
    /// EXT_0 to EXT_2: the token alone.
    case token
    /// EXT_T_0 to EXT_T_2: an integer; where it refers to the string table (WML), the string is delivered apart.
    case table
    /// EXT_I_0 to EXT_I_2: an inline string, delivered apart.
    case inline
  }

  /// How it carries its payload, if it has any.
  public var kind: Kind
  /// 0, 1 or 2.
  public var number: UInt8
  /// The integer of EXT_T_n; 0 otherwise.
  public var value: UInt32

  /// An extension by its kind and number; the string of an EXT_I_n is not part of it.
  @inlinable
  public init(_ kind: Kind, number: UInt8, value: UInt32 = 0) {
    self.kind = kind
    self.number = number
    self.value = value
  }
}

/// The global tokens, valid in every code page (WAP-192 7.1).
public enum GlobalToken {
  /// SWITCH_PAGE: the byte that follows is the code page of the tags, or of the attributes where it is among them
  /// (WAP-192 5.8.4.7.2).
  @inlinable public static var switchPage: UInt8 { 0x00 }
  /// END of an element's content, or of a list of attributes (WAP-192 5.8.4.7.1).
  @inlinable public static var end: UInt8 { 0x01 }
  /// ENTITY: a character by its number, which follows as an mb_u_int32 (WAP-192 5.8.4.3).
  @inlinable public static var entity: UInt8 { 0x02 }
  /// STR_I: a string, which follows with its terminator (WAP-192 5.8.4.1).
  @inlinable public static var strI: UInt8 { 0x03 }
  /// LITERAL: an element without attributes and content, or an attribute, whose name is in the string table (WAP-192
  /// 5.8.4.5).
  @inlinable public static var literal: UInt8 { 0x04 }
  /// EXT_I_0: a string follows, with its terminator (WAP-192 5.8.4.2).
  @inlinable public static var extI0: UInt8 { 0x40 }
  /// EXT_I_1: a string follows, with its terminator (WAP-192 5.8.4.2).
  @inlinable public static var extI1: UInt8 { 0x41 }
  /// EXT_I_2: a string follows, with its terminator (WAP-192 5.8.4.2).
  @inlinable public static var extI2: UInt8 { 0x42 }
  /// PI: a processing instruction follows, up to an END (WAP-192 5.8.4.4).
  @inlinable public static var pi: UInt8 { 0x43 }
  /// LITERAL_C: an element with content and without attributes, whose name is in the string table (WAP-192 5.8.4.5).
  @inlinable public static var literalC: UInt8 { 0x44 }
  /// EXT_T_0: an mb_u_int32 follows (WAP-192 5.8.4.2).
  @inlinable public static var extT0: UInt8 { 0x80 }
  /// EXT_T_1: an mb_u_int32 follows (WAP-192 5.8.4.2).
  @inlinable public static var extT1: UInt8 { 0x81 }
  /// EXT_T_2: an mb_u_int32 follows (WAP-192 5.8.4.2).
  @inlinable public static var extT2: UInt8 { 0x82 }
  /// STR_T: a string of the table, whose index follows as an mb_u_int32, in bytes (WAP-192 5.8.4.1).
  @inlinable public static var strT: UInt8 { 0x83 }
  /// LITERAL_A: an element with attributes and without content, whose name is in the string table (WAP-192 5.8.4.5).
  @inlinable public static var literalA: UInt8 { 0x84 }
  /// EXT_0: nothing follows (WAP-192 5.8.4.2).
  @inlinable public static var ext0: UInt8 { 0xC0 }
  /// EXT_1: nothing follows (WAP-192 5.8.4.2).
  @inlinable public static var ext1: UInt8 { 0xC1 }
  /// EXT_2: nothing follows (WAP-192 5.8.4.2).
  @inlinable public static var ext2: UInt8 { 0xC2 }
  /// OPAQUE: data follow, their length in bytes as an mb_u_int32 before them (WAP-192 5.8.4.6).
  @inlinable public static var opaque: UInt8 { 0xC3 }
  /// LITERAL_AC: an element with attributes and content, whose name is in the string table (WAP-192 5.8.4.5).
  @inlinable public static var literalAC: UInt8 { 0xC4 }
}
