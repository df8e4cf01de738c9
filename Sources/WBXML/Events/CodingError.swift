/// Why a document could not be read or written, and where.
///
/// Everything that came before the place has been delivered to the sink; nothing after it has.
/// Readers and writers of both encodings throw this one type, so a conversion has one error to handle.
public struct CodingError: Error, Hashable, Sendable {
  /// What is wrong.
  public var code: Code

  /// Bytes from the start of the document to the token at fault; `unknownOffset` until a reader has filled it in.
  public var offset: Int

  /// Line of XML text, counted from 1; 0 where the input is binary.
  public var line: UInt32

  /// Column of XML text in bytes, counted from 1; 0 where the input is binary.
  public var column: UInt32

  /// The number at fault: a token, a length, a MIBenum, a limit. Its meaning is the code's.
  public var value: UInt32

  /// The offset of an error that a sink threw: a sink does not know where its reader is.
  @inlinable public static var unknownOffset: Int { -1 }

  /// An error with its place; a sink leaves the place out, and its reader fills it in.
  @inlinable
  public init(
    _ code: Code, offset: Int = CodingError.unknownOffset, line: UInt32 = 0, column: UInt32 = 0, value: UInt32 = 0
  ) {
    self.code = code
    self.offset = offset
    self.line = line
    self.column = column
    self.value = value
  }

  /// A reason for failure; an open set, so that a reason added later does not break a `switch`.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt16

    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
  }
}

extension CodingError.Code {
  // MARK: The document as a whole

  /// The input ended before the document did (WAP-192 5.3).
  @inlinable public static var unexpectedEnd: Self { .init(rawValue: 1) }
  /// The input holds no byte.
  @inlinable public static var emptyDocument: Self { .init(rawValue: 2) }
  /// Bytes follow the root element (strict mode; a diagnostic otherwise; WAP-192 5.3).
  @inlinable public static var trailingBytes: Self { .init(rawValue: 3) }
  /// The reader was used after it had failed or finished.
  @inlinable public static var readerIsFinished: Self { .init(rawValue: 4) }

  // MARK: WBXML header (WAP-192 5.3 to 5.7)

  /// The version byte is not 1.0 to 1.3; `value` is the byte (WAP-192 5.4).
  @inlinable public static var unsupportedVersion: Self { .init(rawValue: 10) }
  /// An mb_u_int32 has more than five bytes or does not fit 32 bits (WAP-192 5.1).
  @inlinable public static var integerOverflow: Self { .init(rawValue: 11) }
  /// The charset cannot be read; `value` is its MIBenum, or 0 for one that only XML text names, in words of its own
  /// (WAP-192 5.6).
  @inlinable public static var unsupportedCharset: Self { .init(rawValue: 12) }
  /// The public identifier's index lies outside the string table; `value` is the index (WAP-192 5.5).
  @inlinable public static var publicIdentifierOutsideTable: Self { .init(rawValue: 13) }
  /// The public identifier names no known language (strict mode); `value` is its number (WAP-192 5.5).
  @inlinable public static var unknownPublicIdentifier: Self { .init(rawValue: 14) }
  /// The string table's last string has no terminator (strict mode; WAP-192 5.7).
  @inlinable public static var unterminatedStringTable: Self { .init(rawValue: 15) }

  // MARK: WBXML body (WAP-192 5.8)

  /// A token that may not stand here; `value` is the byte (WAP-192 5.3).
  @inlinable public static var unexpectedToken: Self { .init(rawValue: 20) }
  /// A string-table reference lies outside the table; `value` is the reference (WAP-192 5.7).
  @inlinable public static var referenceOutsideTable: Self { .init(rawValue: 21) }
  /// A character entity is NUL, a surrogate or above U+10FFFF; `value` is the number (WAP-192 5.8.4.3).
  @inlinable public static var invalidEntity: Self { .init(rawValue: 22) }
  /// The tag is not in the language's code page (strict mode); `value` is page and token (WAP-192 5.8.2).
  @inlinable public static var unknownTag: Self { .init(rawValue: 23) }
  /// Text that is not well-formed UTF-8 (WAP-192 5.6).
  @inlinable public static var invalidUTF8: Self { .init(rawValue: 24) }
  /// A quirk that tolerant mode accepts with a diagnostic and strict mode refuses; `value` is the diagnostic's code.
  @inlinable public static var quirkRefused: Self { .init(rawValue: 25) }
  /// A text is not in the document's charset; `value` is the byte (WAP-192 5.6).
  @inlinable public static var byteOutsideCharset: Self { .init(rawValue: 26) }
  /// The attribute start or value is not in the language's code page (strict mode); `value` is page and token (WAP-192
  /// 5.8.3).
  @inlinable public static var unknownAttribute: Self { .init(rawValue: 27) }

  // MARK: Limits (``Limits``); `value` is the limit, clamped to 32 bits

  /// Elements nest deeper than the limit.
  @inlinable public static var depthLimit: Self { .init(rawValue: 40) }
  /// The string table is longer than the limit.
  @inlinable public static var stringTableLimit: Self { .init(rawValue: 41) }
  /// The document is longer than the limit.
  @inlinable public static var documentLimit: Self { .init(rawValue: 42) }
  /// String-table references blow the output up beyond the limit.
  @inlinable public static var amplificationLimit: Self { .init(rawValue: 43) }
  /// One token, text or command that had to be kept whole is longer than the limit.
  @inlinable public static var tokenLimit: Self { .init(rawValue: 44) }

  // MARK: XML

  /// The XML is not well formed; `value` is expat's error number.
  @inlinable public static var malformedXML: Self { .init(rawValue: 60) }
  /// The document refers to an entity of its own or to an external one: neither is ever resolved.
  @inlinable public static var entityRefused: Self { .init(rawValue: 61) }
  /// A character that XML 1.0 cannot carry; `value` is the character.
  @inlinable public static var characterNotInXML: Self { .init(rawValue: 62) }
  /// A name that XML 1.0 does not allow.
  @inlinable public static var nameNotInXML: Self { .init(rawValue: 63) }
  /// An instruction of ours (`<?wbxml-opaque …?>`) whose content cannot be read.
  @inlinable public static var malformedInstruction: Self { .init(rawValue: 64) }
  /// A construct of WBXML that XML text cannot express.
  @inlinable public static var notExpressibleInXML: Self { .init(rawValue: 65) }
  /// Neither the DOCTYPE, a namespace nor the root element's name says which language the document is in.
  @inlinable public static var unknownLanguage: Self { .init(rawValue: 66) }
  /// The parser could not get memory.
  @inlinable public static var outOfMemory: Self { .init(rawValue: 67) }

  // MARK: Encoding

  /// The events do not form a document: an end without a start, two roots, an attribute after content.
  @inlinable public static var invalidEventOrder: Self { .init(rawValue: 80) }
  /// What the events carry does not fit WBXML's 32-bit lengths, or a text holds NUL.
  @inlinable public static var notExpressibleInWBXML: Self { .init(rawValue: 81) }

  /// A literal name comes when the string table has been written without it: declare it before
  /// (``WBXMLEncoder/Options/literalNames``).
  @inlinable public static var undeclaredName: Self { .init(rawValue: 82) }
  /// A ``ByteSink`` cannot take the output; `value` is the sink's own number, for a file the system's `errno`.
  @inlinable public static var outputFailed: Self { .init(rawValue: 83) }
  /// The WBXML version that the encoder is told to write has no OPAQUE in this place; `value` is the version's byte.
  @inlinable public static var opaqueBeforeItsVersion: Self { .init(rawValue: 84) }

  // MARK: Messages

  /// The root element is not the one expected; `value` is its page and token, or 0 where its name is spelled out.
  @inlinable public static var unexpectedRoot: Self { .init(rawValue: 100) }
  /// An element that the message cannot do without is missing; `value` is its page and token.
  @inlinable public static var missingElement: Self { .init(rawValue: 101) }
  /// An element stands where it may not; `value` is its page and token, or 0 where its name is spelled out.
  @inlinable public static var unexpectedElement: Self { .init(rawValue: 102) }
  /// An element's text is not of its type (a number, a URI); `value` is the element's page and token.
  @inlinable public static var invalidValue: Self { .init(rawValue: 103) }
}

#if !hasFeature(Embedded)
  extension CodingError.Code: CustomStringConvertible {
    /// The reason in words, without the place.
    public var description: String {
      switch self {
      case .unexpectedEnd: "the input ends inside the document"
      case .emptyDocument: "the input is empty"
      case .trailingBytes: "bytes follow the root element"
      case .readerIsFinished: "the reader has already finished"
      case .unsupportedVersion: "unsupported WBXML version byte"
      case .integerOverflow: "a multi-byte integer does not fit 32 bits"
      case .unsupportedCharset: "unsupported charset"
      case .publicIdentifierOutsideTable: "the public identifier lies outside the string table"
      case .unknownPublicIdentifier: "the public identifier names no known language"
      case .unterminatedStringTable: "the string table's last string is not terminated"
      case .unexpectedToken: "this token may not stand here"
      case .referenceOutsideTable: "a string reference lies outside the string table"
      case .invalidEntity: "the entity is not a character"
      case .unknownTag: "the tag is not in the code page"
      case .invalidUTF8: "the text is not well-formed UTF-8"
      case .quirkRefused: "strict mode refuses this deviation"
      case .byteOutsideCharset: "the text has a byte outside its charset"
      case .unknownAttribute: "the attribute token is not in the code page"
      case .depthLimit: "elements nest deeper than the limit"
      case .stringTableLimit: "the string table is longer than the limit"
      case .documentLimit: "the document is longer than the limit"
      case .amplificationLimit: "string references amplify the output beyond the limit"
      case .tokenLimit: "a single token is longer than the limit"
      case .malformedXML: "the XML is not well formed"
      case .entityRefused: "entity declarations and references are refused"
      case .characterNotInXML: "XML cannot carry this character"
      case .nameNotInXML: "this is not an XML name"
      case .malformedInstruction: "the wbxml processing instruction cannot be read"
      case .notExpressibleInXML: "XML cannot express this construct"
      case .unknownLanguage: "the document does not tell its language; name one"
      case .outOfMemory: "out of memory"
      case .invalidEventOrder: "the events do not form a document"
      case .notExpressibleInWBXML: "WBXML cannot carry this content"
      case .undeclaredName: "a name is not in the string table, which has been written before it"
      case .outputFailed: "the output could not be written"
      case .opaqueBeforeItsVersion: "the WBXML version to write has no opaque data here"
      case .unexpectedRoot: "unexpected root element"
      case .missingElement: "a mandatory element is missing"
      case .unexpectedElement: "the element may not stand here"
      case .invalidValue: "the element's text is not of its type"
      default: "error \(rawValue)"
      }
    }

    /// The code's name, by which vectors and reports call it.
    public var name: String {
      switch self {
      case .unexpectedEnd: "unexpectedEnd"
      case .emptyDocument: "emptyDocument"
      case .trailingBytes: "trailingBytes"
      case .readerIsFinished: "readerIsFinished"
      case .unsupportedVersion: "unsupportedVersion"
      case .integerOverflow: "integerOverflow"
      case .unsupportedCharset: "unsupportedCharset"
      case .publicIdentifierOutsideTable: "publicIdentifierOutsideTable"
      case .unknownPublicIdentifier: "unknownPublicIdentifier"
      case .unterminatedStringTable: "unterminatedStringTable"
      case .unexpectedToken: "unexpectedToken"
      case .referenceOutsideTable: "referenceOutsideTable"
      case .invalidEntity: "invalidEntity"
      case .unknownTag: "unknownTag"
      case .invalidUTF8: "invalidUTF8"
      case .quirkRefused: "quirkRefused"
      case .byteOutsideCharset: "byteOutsideCharset"
      case .unknownAttribute: "unknownAttribute"
      case .depthLimit: "depthLimit"
      case .stringTableLimit: "stringTableLimit"
      case .documentLimit: "documentLimit"
      case .amplificationLimit: "amplificationLimit"
      case .tokenLimit: "tokenLimit"
      case .malformedXML: "malformedXML"
      case .entityRefused: "entityRefused"
      case .characterNotInXML: "characterNotInXML"
      case .nameNotInXML: "nameNotInXML"
      case .malformedInstruction: "malformedInstruction"
      case .notExpressibleInXML: "notExpressibleInXML"
      case .unknownLanguage: "unknownLanguage"
      case .outOfMemory: "outOfMemory"
      case .invalidEventOrder: "invalidEventOrder"
      case .notExpressibleInWBXML: "notExpressibleInWBXML"
      case .undeclaredName: "undeclaredName"
      case .outputFailed: "outputFailed"
      case .opaqueBeforeItsVersion: "opaqueBeforeItsVersion"
      case .unexpectedRoot: "unexpectedRoot"
      case .missingElement: "missingElement"
      case .unexpectedElement: "unexpectedElement"
      case .invalidValue: "invalidValue"
      default: "error\(rawValue)"
      }
    }

    /// Whether ``CodingError/value`` says something for this code.
    var hasValue: Bool {
      switch self {
      case .unsupportedVersion, .unsupportedCharset, .publicIdentifierOutsideTable, .unknownPublicIdentifier,
        .unexpectedToken, .referenceOutsideTable, .invalidEntity, .unknownTag, .unknownAttribute, .byteOutsideCharset,
        .quirkRefused,
        .depthLimit, .stringTableLimit, .documentLimit, .amplificationLimit, .tokenLimit, .characterNotInXML,
        .malformedXML, .outputFailed, .opaqueBeforeItsVersion, .unexpectedRoot, .missingElement, .unexpectedElement,
        .invalidValue:
        true
      default: false
      }
    }
  }

  extension CodingError: CustomStringConvertible {
    /// What expat means by its error numbers (`enum XML_Error` in expat.h); nil for those nobody meets.
    private static func expatReason(_ number: UInt32) -> String? {
      switch number {
      case 2: "syntax error"
      case 3: "no element found"
      case 4: "invalid token"
      case 5: "unclosed token"
      case 6: "partial character"
      case 7: "mismatched tag"
      case 8: "duplicate attribute"
      case 9: "junk after the document's end"
      case 11: "undefined entity"
      case 14: "bad character reference"
      case 17: "misplaced XML declaration"
      case 18: "unknown encoding"
      case 19: "the encoding is not what the declaration says"
      case 20: "unclosed CDATA section"
      case 27: "unbound prefix"
      case 32: "a character that a public identifier cannot have"
      default: nil
      }
    }

    /// The element of a message that a value tells by page and token: its name in SyncML, MetInf or DMDDF, whose
    /// messages alone have such errors; nil for 0, which is no element.
    private static func element(_ value: UInt32) -> String? {
      guard value > 0 else { return nil }
      let tag = Tag(rawValue: UInt16(truncatingIfNeeded: value))
      return Language.syncML12.name(of: tag) ?? "page \(tag.page), 0x" + String(tag.token, radix: 16, uppercase: true)
    }

    /// One line: the place, the reason, the number at fault.
    public var description: String {
      var text = ""
      if line > 0 {
        text = "line \(line), column \(column): "
      } else if offset >= 0 {
        text = "offset \(offset): "
      }
      text += code.description
      switch code {
      case .unsupportedVersion, .unexpectedToken, .unknownTag, .unknownAttribute, .invalidEntity, .byteOutsideCharset,
        .characterNotInXML:
        text += " (0x" + String(value, radix: 16, uppercase: true) + ")"
      case .quirkRefused: text += " (\(Diagnostic.Code(rawValue: UInt16(truncatingIfNeeded: value)).name))"
      case .unexpectedRoot, .missingElement, .unexpectedElement, .invalidValue:
        if let element = Self.element(value) { text += " (\(element))" }
      case .unsupportedCharset:
        if value > 0 { text += " (MIBenum \(value))" }
      case .unknownPublicIdentifier:
        let name = Language.registeredName(publicIdentifier: value)
        text += name.map { " (\(value), \($0))" } ?? " (\(value))"
      case .opaqueBeforeItsVersion: text += " (1.\(value))"
      case .malformedXML, .unexpectedEnd:
        if let reason = Self.expatReason(value) { text += " (\(reason))" }
      case _ where code.hasValue:
        text += " (\(value))"
      default: break
      }
      return text
    }
  }
#endif
