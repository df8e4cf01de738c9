extension Language {
  /// A language that does not come with the library, as plain facts: ``Language/init(_:languages:)`` checks them.
  ///
  ///     var meter = Language.Definition(name: "meter10", rootElement: "Meter")
  ///     meter.publicIdentifier = 0x7A01
  ///     meter.tags = [.init(page: 0, token: 0x05, name: "Meter"), .init(page: 0, token: 0x06, name: "Unit")]
  ///     let language = try Language(meter)
  ///
  /// A language that extends another one has all that the other has; where both say something about the same number or
  /// the same page, the extending one's word counts.
  public struct Definition: Hashable, Sendable {
    /// The short name: ASCII letters, digits, `.`, `_` and `-`. It may be a known language's, which it then overrides
    /// for those who are given it.
    public var name: String
    /// The numeric public identifier; 1 (unknown) where there is none.
    public var publicIdentifier: UInt32
    /// The formal public identifier; may be empty.
    public var formalPublicIdentifier: String
    /// The system identifier of the DOCTYPE; may be empty.
    public var systemIdentifier: String
    /// The name of the root element; may be empty in a language that extends another one.
    public var rootElement: String
    /// The name of the language that this one adds to.
    public var extends: String?
    /// Whether extension tokens have a meaning.
    public var definesExtensions: Bool
    /// The namespaces of its tag code pages, at most one a page.
    public var namespaces: [NamespaceDefinition] = []
    /// Its tags: a token once on a page, and a name once on a page.
    public var tags: [TagDefinition] = []
    /// Its attribute starts: a token once on a page.
    public var attributes: [AttributeDefinition] = []
    /// Its attribute values: a token once on a page.
    public var values: [ValueDefinition] = []

    /// A definition without tokens, which are added afterwards.
    public init(
      name: String, publicIdentifier: UInt32 = 1, formalPublicIdentifier: String = "", systemIdentifier: String = "",
      rootElement: String, extends: String? = nil, definesExtensions: Bool = false
    ) {
      self.name = name
      self.publicIdentifier = publicIdentifier
      self.formalPublicIdentifier = formalPublicIdentifier
      self.systemIdentifier = systemIdentifier
      self.rootElement = rootElement
      self.extends = extends
      self.definesExtensions = definesExtensions
    }
  }

  /// The namespace of a tag code page.
  public struct NamespaceDefinition: Hashable, Sendable {
    /// The tag code page, 0 to 255.
    public var page: UInt8
    /// The namespace's name, such as `syncml:metinf`.
    public var name: String

    /// The namespace of a page.
    public init(page: UInt8, name: String) {
      self.page = page
      self.name = name
    }
  }

  /// A tag token, 0x05 to 0x3F, and its name.
  public struct TagDefinition: Hashable, Sendable {
    /// The tag code page, 0 to 255.
    public var page: UInt8
    /// The token without its flag bits, 0x05 to 0x3F.
    public var token: UInt8
    /// The element's name; without a colon where its page has a namespace.
    public var name: String
    /// What the element holds, which decides what white space in XML text is layout.
    public var content: ContentKind

    /// A tag; its element may hold anything unless its content is given.
    public init(page: UInt8, token: UInt8, name: String, content: ContentKind = .any) {
      self.page = page
      self.token = token
      self.name = name
      self.content = content
    }
  }

  /// An attribute token, 0x05 to 0x3F or 0x45 to 0x7F, its name and the beginning of the value that it carries.
  public struct AttributeDefinition: Hashable, Sendable {
    /// The attribute code page, 0 to 255.
    public var page: UInt8
    /// The token, 0x05 to 0x3F or 0x45 to 0x7F.
    public var token: UInt8
    /// The attribute's name.
    public var name: String
    /// The beginning of the value that the token stands for; empty where it is the name alone.
    public var prefix: String

    /// An attribute start, without a beginning of the value unless one is given.
    public init(page: UInt8, token: UInt8, name: String, prefix: String = "") {
      self.page = page
      self.token = token
      self.name = name
      self.prefix = prefix
    }
  }

  /// An attribute value token, 0x85 to 0xBF or 0xC5 to 0xFF, and the text that it stands for.
  public struct ValueDefinition: Hashable, Sendable {
    /// The attribute code page, 0 to 255.
    public var page: UInt8
    /// The token, 0x85 to 0xBF or 0xC5 to 0xFF.
    public var token: UInt8
    /// The piece of a value that the token stands for.
    public var text: String

    /// An attribute value.
    public init(page: UInt8, token: UInt8, text: String) {
      self.page = page
      self.token = token
      self.text = text
    }
  }
}

/// Why a language cannot be built from a definition, and which of its facts is at fault.
public struct LanguageDefinitionError: Error, Hashable, Sendable {
  /// What is wrong with a fact; its description is one for people.
  public enum Code: Sendable, Hashable {
    /// The language's name is empty or has other characters than ASCII letters, digits, `.`, `_` and `-`.
    case invalidLanguageName
    /// The public identifier is 0, which means "by string".
    case invalidPublicIdentifier
    /// A public or system identifier has characters that it cannot have in a DOCTYPE.
    case invalidIdentifierText
    /// No language has the name that is extended.
    case unknownBase
    /// The token is none of its kind.
    case tokenOutOfRange
    /// The page has a token twice, or the language a page's namespace.
    case duplicateToken
    /// A page has a tag's name twice: a writer could not choose.
    case duplicateName
    /// A name, a namespace or a value's text is missing.
    case emptyName
    /// A name that XML does not allow, or that begins with `wbxml-`, by which tokens without a name are written.
    case invalidName
    /// A tag's name has a colon, and its page a namespace: in XML text the prefix would be another namespace's.
    case prefixedName
    /// A text with a character that XML does not have, or longer than 65535 bytes.
    case invalidText
    /// More than 255 code pages have tags.
    case tooManyPages
  }

  /// A fact of a definition. Indices are those of its arrays.
  public enum Place: Sendable, Hashable {
    /// One of the definition's own texts or numbers, outside its arrays.
    case name, publicIdentifier, formalPublicIdentifier, systemIdentifier, rootElement, extends
    /// An element of `namespaces`.
    case namespace(Int)
    /// An element of `tags`.
    case tag(Int)
    /// An element of `attributes`.
    case attribute(Int)
    /// An element of `values`.
    case value(Int)
  }

  /// What is wrong.
  public var code: Code
  /// The fact at fault.
  public var place: Place

  /// An error at a fact of a definition.
  public init(_ code: Code, at place: Place) {
    self.code = code
    self.place = place
  }
}

#if !hasFeature(Embedded)
  extension LanguageDefinitionError.Code: CustomStringConvertible {
    public var description: String {
      switch self {
      case .invalidLanguageName: "a language's name has letters, digits, '.', '_' and '-', at least one"
      case .invalidPublicIdentifier: "a public identifier is 1 (unknown) or higher"
      case .invalidIdentifierText: "a character that a DOCTYPE cannot have there"
      case .unknownBase: "no language has this name"
      case .tokenOutOfRange: "no token of this kind has this number"
      case .duplicateToken: "a second time on the same page"
      case .duplicateName: "a second tag of this name on the same page"
      case .emptyName: "missing or empty"
      case .invalidName: "no name that XML allows, or one that begins with 'wbxml-'"
      case .prefixedName: "a colon in a tag's name on a page that has a namespace"
      case .invalidText: "a character that XML does not have, or more than 65535 bytes"
      case .tooManyPages: "more than 255 code pages with tags"
      }
    }
  }

  extension LanguageDefinitionError: CustomStringConvertible {
    /// One line: the place and the reason.
    public var description: String {
      switch place {
      case .name: "name: \(code)"
      case .publicIdentifier: "publicIdentifier: \(code)"
      case .formalPublicIdentifier: "formalPublicIdentifier: \(code)"
      case .systemIdentifier: "systemIdentifier: \(code)"
      case .rootElement: "rootElement: \(code)"
      case .extends: "extends: \(code)"
      case .namespace(let index): "namespaces[\(index)]: \(code)"
      case .tag(let index): "tags[\(index)]: \(code)"
      case .attribute(let index): "attributes[\(index)]: \(code)"
      case .value(let index): "values[\(index)]: \(code)"
      }
    }
  }
#endif
