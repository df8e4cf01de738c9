/// A deviation that real devices and servers show and that does not stop a tolerant reader.
public struct Diagnostic: Hashable, Sendable {
  /// What is out of line.
  public var code: Code
  /// Bytes from the start of the document to the place.
  public var offset: Int
  /// The number concerned: a token, a page, a count of bytes. Its meaning is the code's.
  public var value: UInt32

  /// A deviation at a place.
  @inlinable
  public init(_ code: Code, offset: Int, value: UInt32 = 0) {
    self.code = code
    self.offset = offset
    self.value = value
  }

  /// What is out of line; an open set.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt16

    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
  }
}

extension Diagnostic.Code {
  /// The string table's last string has no NUL, which WAP-192 5.7 asks for (sent by Motorola and Horde encoders).
  @inlinable public static var unterminatedStringTable: Self { .init(rawValue: 1) }
  /// The public identifier names no known language: tags are told by number (WAP-192 5.5).
  @inlinable public static var unknownPublicIdentifier: Self { .init(rawValue: 2) }
  /// The tag is not in the language's tables; `value` is page and token (WAP-192 5.8.2).
  @inlinable public static var unknownTag: Self { .init(rawValue: 3) }
  /// Bytes follow the root element; `value` is how many (WAP-192 5.3).
  @inlinable public static var trailingBytes: Self { .init(rawValue: 4) }
  /// A page switch that another one follows at once; `value` is the page that no tag is on (WAP-192 5.3).
  @inlinable public static var redundantPageSwitch: Self { .init(rawValue: 5) }
  /// A page switch right before END; `value` is the page (WAP-192 5.3).
  @inlinable public static var pageSwitchBeforeEnd: Self { .init(rawValue: 6) }
  /// A literal name refers to a string table that is not there; read as `xmlns`, which such encoders mean (WAP-192
  /// 5.8.4.5).
  @inlinable public static var literalWithoutTable: Self { .init(rawValue: 7) }
  /// An extension token that the language does not define; its payload is passed over (WAP-192 5.8.4.2).
  @inlinable public static var undefinedExtension: Self { .init(rawValue: 8) }
  /// An element with content announced, but without any. Allowed, never needed (WAP-192 5.8.2).
  @inlinable public static var emptyContent: Self { .init(rawValue: 9) }
  /// The header's charset is 0 (unknown): read as UTF-8 (WAP-192 5.6).
  @inlinable public static var unknownCharset: Self { .init(rawValue: 10) }
  /// Opaque data that looked like an embedded document could not be read as one and stays opaque.
  @inlinable public static var unreadableEmbeddedDocument: Self { .init(rawValue: 11) }
  /// A byte above 0x7F in a document that says US-ASCII: its texts are read as UTF-8. Only the first one is reported;
  /// `value` is the byte (WAP-192 5.6).
  @inlinable public static var byteOutsideCharset: Self { .init(rawValue: 12) }
  /// An element of XML text that no code page knows; it becomes a literal.
  @inlinable public static var unknownElementName: Self { .init(rawValue: 13) }
  /// The textual public identifier is a known one but for its letter case (`-//SyncML//…`, sent by Ericsson phones).
  @inlinable public static var publicIdentifierLetterCase: Self { .init(rawValue: 14) }
  /// A page switch before text, opaque data, a processing instruction or a literal attribute: the grammar has it before
  /// tags, attribute tokens and extensions only (WAP-192 5.3); `value` is the page.
  @inlinable public static var misplacedPageSwitch: Self { .init(rawValue: 15) }
  /// OPAQUE in WBXML 1.0, or in an attribute's value in 1.1: neither version has it there; `value` is the version.
  @inlinable public static var opaqueBeforeItsVersion: Self { .init(rawValue: 16) }
  /// The attribute start or value is not in the language's tables; `value` is page and token (WAP-192 5.8.3).
  @inlinable public static var unknownAttribute: Self { .init(rawValue: 17) }
  /// An `&` in XML text that begins no reference; read as itself, which such devices mean (sent by Motorola's in the
  /// options of alerts, OMA-TS-DM_Protocol-V1_2 10.3).
  @inlinable public static var bareAmpersand: Self { .init(rawValue: 18) }
}

#if !hasFeature(Embedded)
  extension Diagnostic.Code: CustomStringConvertible {
    /// The deviation in words, without the place.
    public var description: String {
      switch self {
      case .unterminatedStringTable: "the string table's last string is not terminated"
      case .unknownPublicIdentifier: "the public identifier names no known language; tags are shown by number"
      case .unknownTag: "the tag is not in the code page"
      case .trailingBytes: "bytes follow the root element"
      case .redundantPageSwitch: "another page switch follows at once"
      case .pageSwitchBeforeEnd: "a page switch stands before END"
      case .literalWithoutTable: "a literal name refers to a missing string table; read as xmlns"
      case .undefinedExtension: "the language defines no such extension; its payload is passed over"
      case .emptyContent: "content was announced, but there is none"
      case .unknownCharset: "the charset is unknown; read as UTF-8"
      case .unreadableEmbeddedDocument: "opaque data that looks like a document cannot be read as one"
      case .byteOutsideCharset: "a byte outside US-ASCII; read as UTF-8"
      case .unknownElementName: "no code page knows this element; it becomes a literal"
      case .misplacedPageSwitch: "a page switch stands where none may: before text, data or an instruction"
      case .opaqueBeforeItsVersion: "this version of WBXML has no opaque data here"
      case .unknownAttribute: "the attribute token is not in the code page"
      case .bareAmpersand: "an ampersand begins no reference; read as itself"
      case .publicIdentifierLetterCase: "the public identifier is a known one in other letters, upper or lower case"
      default: "deviation \(rawValue)"
      }
    }
  }

  extension Diagnostic.Code {
    /// The code's name, by which vectors and reports call it.
    public var name: String {
      switch self {
      case .unterminatedStringTable: "unterminatedStringTable"
      case .unknownPublicIdentifier: "unknownPublicIdentifier"
      case .unknownTag: "unknownTag"
      case .trailingBytes: "trailingBytes"
      case .redundantPageSwitch: "redundantPageSwitch"
      case .pageSwitchBeforeEnd: "pageSwitchBeforeEnd"
      case .literalWithoutTable: "literalWithoutTable"
      case .undefinedExtension: "undefinedExtension"
      case .emptyContent: "emptyContent"
      case .unknownCharset: "unknownCharset"
      case .unreadableEmbeddedDocument: "unreadableEmbeddedDocument"
      case .byteOutsideCharset: "byteOutsideCharset"
      case .unknownElementName: "unknownElementName"
      case .publicIdentifierLetterCase: "publicIdentifierLetterCase"
      case .misplacedPageSwitch: "misplacedPageSwitch"
      case .opaqueBeforeItsVersion: "opaqueBeforeItsVersion"
      case .unknownAttribute: "unknownAttribute"
      case .bareAmpersand: "bareAmpersand"
      default: "deviation\(rawValue)"
      }
    }
  }

  extension Diagnostic: CustomStringConvertible {
    /// One line: the place and the deviation.
    public var description: String {
      var text = "offset \(offset): \(code)"
      switch code {
      case .unknownTag, .unknownAttribute:
        text += " (page \(value >> 8), 0x\(String(value & 0xFF, radix: 16, uppercase: true)))"
      case .trailingBytes, .redundantPageSwitch, .pageSwitchBeforeEnd, .misplacedPageSwitch: text += " (\(value))"
      case .unknownPublicIdentifier:
        let name = Language.registeredName(publicIdentifier: value)
        text += name.map { " (\(value), \($0))" } ?? " (\(value))"
      default: break
      }
      return text
    }
  }
#endif
