/// A DDF document: which nodes a device has or may have, and what may be done with them.
///
/// Source: OMA-TS-DM_TND-V1_2 section 9 (device description framework).
public struct DeviceDescription: Hashable, Sendable {
  /// A described node and where it stands.
  public struct Root: Hashable, Sendable {
    /// The names above the node.
    public var path: NodeURI
    /// What is described.
    public var node: NodeDescription

    /// A node, and the names above it.
    public init(_ node: NodeDescription, under path: NodeURI = .root) {
      self.node = node
      self.path = path
    }
  }

  /// The version of the framework, `1.2`.
  public var verDTD: String
  /// Man: for people.
  public var manufacturer: String?
  /// Mod: for people.
  public var model: String?
  /// The uppermost described nodes, in the order of the document.
  public var roots: [Root]

  /// A description of some nodes.
  public init(verDTD: String = "1.2", manufacturer: String? = nil, model: String? = nil, roots: [Root]) {
    self.verDTD = verDTD
    self.manufacturer = manufacturer
    self.model = model
    self.roots = roots
  }

  /// Why a document is no device description.
  public enum ReadError: Error, Hashable, Sendable {
    /// Not well-formed, too deep or too large.
    case unreadable(String)
    /// The root element is not MgmtTree.
    case noMgmtTree
    /// A version that is not 1.x.
    case unsupportedVersion(String)
    /// A node lacks something it must have, or has something it may not have: its place and what it is.
    case invalidNode(String, String)
  }
}
