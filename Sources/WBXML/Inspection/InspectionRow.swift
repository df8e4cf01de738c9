#if !hasFeature(Embedded)
  /// One header field or one token of a WBXML document, explained.
  public struct InspectionRow: Hashable, Sendable {
    /// What the bytes are. The raw value is the name in machine-readable dumps.
    public enum Kind: String, Sendable, CaseIterable {
      /// A header field.
      case header
      /// An entry of the string table.
      case string
      /// A start tag, by token or literal.
      case tag
      /// END, of an element or of attributes.
      case end
      /// SWITCH_PAGE.
      case page
      /// An attribute's start.
      case attribute
      /// A token that stands for a piece of an attribute's value.
      case value
      /// STR_I, STR_T or ENTITY.
      case text
      /// OPAQUE, with its length and its data.
      case opaque
      /// EXT_n, EXT_T_n or EXT_I_n, with what it carries.
      case `extension`
      /// PI.
      case instruction
      /// What follows the root element.
      case trailing
      /// What could not be read: the bytes of the token at fault.
      case unreadable
    }

    /// What the bytes are.
    public var kind: Kind
    /// Bytes from the start of the document to the row's first one.
    public var offset: Int
    /// How many bytes the row stands for.
    public var byteCount: Int
    /// The first of these bytes, as many as the inspector was told to keep.
    public var bytes: [UInt8]
    /// How many elements are open around it; those of an enclosing document count.
    public var depth: Int
    /// The field's or token's name, such as `charset`, `STR_I` or `tag 2D +C`.
    public var token: String
    /// What it says.
    public var meaning: String
    /// What is out of line about it.
    public var diagnostics: [Diagnostic]
  }

  extension InspectionRow {
    /// The names of the global tokens (WAP-192 7.1); nil for tags and attributes.
    static func globalTokenName(_ byte: UInt8) -> String? {
      switch byte {
      case GlobalToken.switchPage: "SWITCH_PAGE"
      case GlobalToken.end: "END"
      case GlobalToken.entity: "ENTITY"
      case GlobalToken.strI: "STR_I"
      case GlobalToken.literal: "LITERAL"
      case GlobalToken.literalC: "LITERAL_C"
      case GlobalToken.literalA: "LITERAL_A"
      case GlobalToken.literalAC: "LITERAL_AC"
      case GlobalToken.extI0...GlobalToken.extI2: "EXT_I_\(byte & 0x03)"
      case GlobalToken.extT0...GlobalToken.extT2: "EXT_T_\(byte & 0x03)"
      case GlobalToken.ext0...GlobalToken.ext2: "EXT_\(byte & 0x03)"
      case GlobalToken.pi: "PI"
      case GlobalToken.strT: "STR_T"
      case GlobalToken.opaque: "OPAQUE"
      default: nil
      }
    }
  }

  /// Texts for people: nothing that a terminal would obey, and never longer than asked for.
  enum DisplayText {
    /// Bytes in quotation marks; `count` is how many there are where only the first of them are given.
    static func quoted(_ bytes: Span<UInt8>, count: Int, limit: Int) -> String {
      var text = "\""
      var shown = 0
      for scalar in String(utf8: bytes).unicodeScalars {
        if shown >= limit { break }
        shown += 1
        switch scalar {
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        default:
          if isVisible(scalar) {
            text.unicodeScalars.append(scalar)
          } else {
            text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
          }
        }
      }
      return text + (count > bytes.count || shown >= limit && bytes.count > limit ? "…\" (\(count) bytes)" : "\"")
    }

    /// Controls, and what turns the direction of writing, can make a terminal show something else.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
      default: true
      }
    }

    /// A number in upper-case hexadecimal, with at least two digits.
    static func hexadecimal(_ value: some BinaryInteger) -> String {
      let digits = String(value, radix: 16, uppercase: true)
      return digits.count < 2 ? "0" + digits : digits
    }
  }
#endif
