/// What a device description says of a node: a Node element of a DDF document.
///
/// Source: OMA-TS-DM_TND-V1_2 9.4 (framework elements).
public struct NodeDescription: Hashable, Sendable {
  /// How many nodes may stand in the described place (9.4.3.5).
  public enum Occurrence: Hashable, Sendable {
    /// Exactly one.
    case one
    /// One or none.
    case zeroOrOne
    /// Any number.
    case zeroOrMore
    /// At least one.
    case oneOrMore
    /// None to N; N is 2 to 65536.
    case zeroOrN(Int)
    /// One to N; N is 2 to 65536.
    case oneOrN(Int)

    /// The smallest number, 0 or 1.
    public var minimum: Int {
      switch self {
      case .one, .oneOrMore, .oneOrN: 1
      case .zeroOrOne, .zeroOrMore, .zeroOrN: 0
      }
    }

    /// The greatest number; nil where there is no bound.
    public var maximum: Int? {
      switch self {
      case .one, .zeroOrOne: 1
      case .zeroOrN(let count), .oneOrN(let count): count
      case .zeroOrMore, .oneOrMore: nil
      }
    }
  }

  /// What the node may hold (9.4.3.8).
  public enum ContentType: Hashable, Sendable {
    /// A leaf's media types, the first being the default; any where there is none.
    case mime([String])
    /// An interior node's management object identifier; may be empty.
    case ddfName(String)

    /// The type of a new node for which a server names none.
    public var first: String {
      switch self {
      case .mime(let types): types.first ?? "text/plain"
      case .ddfName(let name): name
      }
    }
  }

  /// The run-time properties that the node has, and their initial values (9.4.1.9).
  public struct RunTimeProperties: Hashable, Sendable {
    /// The properties it has.
    public var supported: NodeProperties
    /// The list that a new node has.
    public var acl: AccessControlList
    /// The Title that a new node has.
    public var title: String

    /// Properties with their initial values.
    public init(_ supported: NodeProperties = .mandatory, acl: AccessControlList = .init(), title: String = "") {
      self.supported = supported
      self.acl = acl
      self.title = title
    }
  }

  /// The name; nil where it is given when the node is created.
  public var name: String?
  /// The commands that are supported (9.4.3.1).
  public var access: AccessTypes
  /// The only format the node can have (9.4.3.4).
  public var format: NodeFormat
  /// What it may hold.
  public var type: ContentType
  /// How many there may be in its place.
  public var occurrence: Occurrence
  /// Whether servers can neither create nor delete it (9.4.3.6).
  public var isPermanent: Bool
  /// The factory's value; nil where there is none.
  public var defaultValue: String?
  /// What people are to know.
  public var text: String?
  /// A short name for people.
  public var title: String?
  /// Whether the names of this node and of those below are compared with their letter case; nil says nothing.
  public var isCaseSensitive: Bool?
  /// nil says nothing; the device's own choice holds then.
  public var runTimeProperties: RunTimeProperties?
  /// The value that nodes made from this description have (9.4.1.8).
  public var value: String?
  /// The descriptions of the nodes below.
  public var children: [NodeDescription]

  /// A description; what is left out is as the DTD has it for elements that are missing.
  public init(
    name: String?, access: AccessTypes = .get, format: NodeFormat, type: ContentType? = nil,
    occurrence: Occurrence = .one, isPermanent: Bool = false, defaultValue: String? = nil, text: String? = nil,
    title: String? = nil, isCaseSensitive: Bool? = nil, runTimeProperties: RunTimeProperties? = nil,
    value: String? = nil, children: [NodeDescription] = []
  ) {
    self.name = name
    self.access = access
    self.format = format
    self.type = type ?? (format == .node ? .ddfName("") : .mime(["text/plain"]))
    self.occurrence = occurrence
    self.isPermanent = isPermanent
    self.defaultValue = defaultValue
    self.text = text
    self.title = title
    self.isCaseSensitive = isCaseSensitive
    self.runTimeProperties = runTimeProperties
    self.value = value
    self.children = children
  }

  /// Whether what lies below is described elsewhere or nowhere: anything may stand there (9.4.1.5).
  public var isOpen: Bool { format == .node && children.isEmpty }

  /// The description of a child: the one that names it, or else the first without a name.
  ///
  /// A description above may have made names case-insensitive: `ignoresCase`.
  public func child(named name: String, ignoringCase ignoresCase: Bool = false) -> NodeDescription? {
    children.first { $0.name == name }
      ?? children.first {
        ($0.isCaseSensitive.map { !$0 } ?? ignoresCase) && $0.name?.lowercased() == name.lowercased()
      } ?? children.first { $0.name == nil }
  }

  /// The value that a new node has where its server gives none.
  var initialValue: String? { value ?? defaultValue }
}
