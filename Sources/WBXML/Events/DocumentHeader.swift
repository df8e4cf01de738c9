/// A WBXML version, as the header's first byte carries it (WAP-192 5.4).
@frozen
public struct Version: RawRepresentable, Hashable, Sendable, Comparable {
  /// Major version minus one in the high four bits, minor version in the low four.
  public var rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// WBXML 1.0, which has no charset in its header.
  @inlinable public static var v10: Version { Version(rawValue: 0x00) }
  /// WBXML 1.1.
  @inlinable public static var v11: Version { Version(rawValue: 0x01) }
  /// WBXML 1.2, which nearly all SyncML devices send.
  @inlinable public static var v12: Version { Version(rawValue: 0x02) }
  /// WBXML 1.3, the version of WAP-192.
  @inlinable public static var v13: Version { Version(rawValue: 0x03) }

  /// Whether this is one of the published versions, 1.0 to 1.3.
  @inlinable public var isKnown: Bool { rawValue <= 0x03 }

  @inlinable public static func < (a: Version, b: Version) -> Bool { a.rawValue < b.rawValue }
}

/// A character set, named by its IANA MIBenum (WAP-192 5.6).
@frozen
public struct Charset: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32

  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// MIBenum 0: the header does not say, which in practice means UTF-8.
  @inlinable public static var unknown: Charset { Charset(rawValue: 0) }
  /// MIBenum 3: US-ASCII.
  @inlinable public static var usASCII: Charset { Charset(rawValue: 3) }
  /// MIBenum 4: ISO-8859-1.
  @inlinable public static var latin1: Charset { Charset(rawValue: 4) }
  /// MIBenum 106: UTF-8.
  @inlinable public static var utf8: Charset { Charset(rawValue: 106) }
  /// ISO-10646-UCS-2; read as UTF-16, which has the same characters and more.
  @inlinable public static var ucs2: Charset { Charset(rawValue: 1000) }
  /// MIBenum 1013: UTF-16BE, without a byte order mark.
  @inlinable public static var utf16BE: Charset { Charset(rawValue: 1013) }
  /// MIBenum 1014: UTF-16LE, without a byte order mark.
  @inlinable public static var utf16LE: Charset { Charset(rawValue: 1014) }
  /// UTF-16 with a byte order mark; big-endian without one (RFC 2781 4.3).
  @inlinable public static var utf16: Charset { Charset(rawValue: 1015) }

  /// Whether strings are UTF-8 as they stand.
  @inlinable public var isUTF8: Bool { self == .utf8 || self == .usASCII || self == .unknown }
}

/// What a document says of itself before its first element (WAP-192 5.3).
public struct DocumentHeader: Sendable {
  /// The WBXML version; nil where the events come from XML text or a model (WAP-192 5.4).
  public var version: Version?

  /// The numeric public identifier; 0 where the identifier is a string in the table, 1 where it is unknown (WAP-192 5.5
  /// and 7.2).
  public var publicIdentifier: UInt32

  /// The string-table index of a textual public identifier (WAP-192 5.5).
  public var publicIdentifierIndex: UInt32?

  /// The charset of the strings as encoded. Events always carry UTF-8, whatever it is (WAP-192 5.6).
  public var charset: Charset

  /// The token tables that fit the document; nil where nobody knows them.
  public var language: Language?

  /// How the header's integers were written, where they take more bytes than they need.
  public var layout = HeaderLayout()

  /// A header of what is given; by default one of UTF-8 events with an unknown public identifier.
  public init(
    version: Version? = nil, publicIdentifier: UInt32 = 1, publicIdentifierIndex: UInt32? = nil,
    charset: Charset = .utf8, language: Language?
  ) {
    self.version = version
    self.publicIdentifier = publicIdentifier
    self.publicIdentifierIndex = publicIdentifierIndex
    self.charset = charset
    self.language = language
  }

  /// The header of a document in a language, with the language's registered public identifier.
  public init(language: Language) {
    self.init(publicIdentifier: language.publicIdentifier, language: language)
  }
}
