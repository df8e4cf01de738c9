internal import WBXML

/// What a command's target names: a node, or a property or a listing of one.
///
/// Source: OMA-TS-DM_TND-V1_2 7.3 (property addressing) and 8.1 (requesting a part of a management tree).
public struct TargetURI: Hashable, Sendable {
  /// What follows `?`.
  public enum Query: Hashable, Sendable {
    /// `prop=`, and the property's name as it was written.
    case property(String)
    /// `list=`
    case list(ListRequest)
    /// A listing that nobody knows, or one whose parts contradict each other.
    case unknownList(String)
    /// Anything else.
    case unknown(String)
  }

  /// The node.
  public var node: NodeURI
  /// What of it is meant; nil for the node itself.
  public var query: Query?

  init(node: NodeURI) { self.node = node }

  /// Reads a target. The limit on the total length holds for all of it, the one on segments for names.
  public init(parsing text: String, limits: NodeURI.Limits = .init()) throws(NodeURI.ParseError) {
    let bytes = text.utf8Span.span
    guard NodeURI.fits(bytes, limits.maximumTotalLength) else { throw .tooLong }
    var mark = 0
    while mark < bytes.count, bytes[mark] != UInt8(ascii: "?") { mark += 1 }
    node = try NodeURI(bytes.extracting(..<mark), limits)
    query = mark == bytes.count ? nil : Self.query(String(utf8: bytes.extracting((mark + 1)...)))
  }

  private static func query(_ text: String) -> Query {
    let scalars = text.unicodeScalars
    if scalars.starts(with: "prop=".unicodeScalars) { return .property(String(scalars.dropFirst(5))) }
    if scalars.starts(with: "list=".unicodeScalars) {
      let name = String(scalars.dropFirst(5))
      return ListRequest(parsing: name).map(Query.list) ?? .unknownList(name)
    }
    return .unknown(text)
  }

  /// The name of the property that the query asks for, or nil.
  public var property: String? {
    if case .property(let name) = query { name } else { nil }
  }
}
