import SyncML
import WBXML
internal import XMLCoding

/// A serialized subtree (TNDS): a MgmtTree whose nodes have run-time properties and values.
///
/// Source: OMA-TS-DM_TNDS-V1_2 section 6.
struct SerializedTree {
  static let xmlType = "application/vnd.syncml.dmtnds+xml"
  static let wbxmlType = "application/vnd.syncml.dmtnds+wbxml"

  /// Whether a Meta's Type says that the data is a serialized tree.
  static func isNamed(by type: String?) -> Bool {
    // No letter has a lower-case form in ASCII that takes more bytes: what is shorter cannot become the name.
    guard let type, type.utf8.count >= xmlType.utf8.count else { return false }
    // The standard's own example has white space around it.
    let name = type.filter { !$0.isWhitespace }.lowercased()
    return name == xmlType || name == wbxmlType
  }

  /// A node and where it belongs.
  struct Entry {
    var uri: NodeURI
    var node: Node
    /// Whether the document gives the node an ACL, an empty one perhaps.
    var hasACL: Bool
    var hasTitle: Bool
  }

  private struct Element {
    /// The names from the place that paths start at; the last one may be empty.
    var path: [String]
    var node: Node
    var hasACL: Bool
    var hasTitle: Bool
    var hasFormat: Bool
    var hasValue: Bool
  }

  private var elements: [Element] = []

  /// Why a document is no serialized tree.
  struct ReadError: Error {
    var reason: String
  }

  /// Reads a document of any form: elements, XML text or WBXML.
  init(_ data: ItemData) throws(ReadError) {
    let root: DescriptionElement
    do {
      root = try DescriptionElement(data)
    } catch {
      throw ReadError(reason: "\(error)")
    }
    guard root.tag == DMDDFTag.mgmtTree else { throw ReadError(reason: "no MgmtTree") }
    guard root[DMDDFTag.verDTD]?.trimmed.hasPrefix("1.") == true else { throw ReadError(reason: "VerDTD") }
    for node in root.all(DMDDFTag.node) {
      var path: [String] = []
      var text = node[DMDDFTag.path]?.trimmed ?? ""
      while text.hasSuffix("/") { text.removeLast() }
      if !text.isEmpty {
        guard let uri = try? NodeURI(parsing: text, limits: .none) else { throw ReadError(reason: "Path \(text)") }
        path = uri.segments
      }
      try read(node, under: path)
    }
    guard !elements.isEmpty else { throw ReadError(reason: "no Node") }
    // A node without value and format is an interior one where another goes on below it.
    let parents = Set(elements.map { $0.path.dropLast() })
    for index in elements.indices where !elements[index].hasFormat && !elements[index].hasValue {
      if parents.contains(elements[index].path[...]) { elements[index].node.format = .node }
    }
    for index in elements.indices where elements[index].node.format == .node {
      if elements[index].hasValue { throw ReadError(reason: "an interior node with a Value") }
      elements[index].node.value = .null
    }
  }

  /// Reads a Node element; the reader of the document has bounded how deep they lie in each other.
  private mutating func read(_ element: DescriptionElement, under path: [String]) throws(ReadError) {
    guard let nameElement = element[DMDDFTag.nodeName] else { throw ReadError(reason: "a Node without NodeName") }
    let name = nameElement.trimmed
    guard name.isEmpty || name == "." || NodeURI.isName(name) else { throw ReadError(reason: "NodeName \(name)") }
    let properties = element[DMDDFTag.rtProperties]
    let children = element.all(DMDDFTag.node)
    let value = element[DMDDFTag.value]
    guard value == nil || children.isEmpty else { throw ReadError(reason: "a Value and nodes") }
    var format: NodeFormat?
    if let formatElement = properties?[DMDDFTag.format] {
      format = FormatTag.format(in: formatElement)
      if format == nil { throw ReadError(reason: "Format") }
    }
    guard format == nil || format == .node || children.isEmpty else { throw ReadError(reason: "a leaf with nodes") }
    let typeElement = properties?[DMDDFTag.type]
    let type = (typeElement?[DMDDFTag.ddfName] ?? typeElement?[DMDDFTag.mime])?.trimmed ?? ""
    let aclElement = properties?[DMDDFTag.acl]
    let titleElement = properties?[DMDDFTag.title]
    let acl: AccessControlList
    do {
      acl = try AccessControlList(parsing: aclElement?.trimmed ?? "")
    } catch {
      throw ReadError(reason: "ACL")
    }
    let actual = format ?? (children.isEmpty ? .chr : .node)
    let node = Node(
      name: name, format: actual, type: type.isEmpty && actual != .node ? "text/plain" : type,
      value: try Self.value(value, actual), acl: acl, title: titleElement?.trimmed ?? "")
    elements.append(
      Element(
        path: path + [name], node: node, hasACL: aclElement != nil, hasTitle: titleElement != nil,
        hasFormat: format != nil || !children.isEmpty, hasValue: value != nil))
    for child in children { try read(child, under: path + [name]) }
  }

  private static func value(_ element: DescriptionElement?, _ format: NodeFormat) throws(ReadError) -> NodeValue {
    guard let element else { return format == .node || format == .null ? .null : .text("") }
    switch format {
    case .node, .null: return element.bytes.isEmpty ? .null : .bytes(element.bytes)
    case .b64, .bin:
      if let text = element.string, let bytes = Base64.decode(text) { return .bytes(bytes) }
      if format == .bin { return .bytes(element.bytes) }
      throw ReadError(reason: "base64")
    default:
      guard let text = element.string else { throw ReadError(reason: "UTF-8") }
      return .text(text)
    }
  }

  /// The nodes with their places, each after the node above it where the document has that too.
  ///
  /// Paths are relative to the target. The first node is the target itself where its name is empty, or where it is the
  /// target's own name and the target is what the command is about.
  ///
  /// - Parameter targetIsRoot: whether a first node with the target's name is the target, rather than a child of it.
  func entries(at target: NodeURI, targetIsRoot: Bool) -> [Entry] {
    var base = target
    if targetIsRoot, let first = elements.first, first.path == [target.name], let parent = target.parent {
      base = parent
    }
    return elements.map { element in
      let names = element.path.filter { !$0.isEmpty && $0 != "." }
      // An empty name is the target's own (6.3.1.6).
      let uri = element.path.first == "" ? target.appending(names) : base.appending(names)
      return Entry(uri: uri, node: element.node, hasACL: element.hasACL, hasTitle: element.hasTitle)
    }
  }
}
