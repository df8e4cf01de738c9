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
    var hasFormat: Bool
    var hasType: Bool

    /// The node, with the format and the type that it has already or that its description gives it where the document,
    /// which need not, says none.
    func node(knownFormat: NodeFormat?, knownType: String?) -> Node {
      var node = node
      if !hasFormat, let format = knownFormat, format != node.format {
        node.format = format
        if !hasType { node.type = format == .node ? "" : "text/plain" }
        switch (format, node.value) {
        case (.node, .text("")), (.null, .text("")): node.value = .null
        case (.b64, .text(let text)), (.bin, .text(let text)):
          node.value = Base64.decode(text).map(NodeValue.bytes) ?? node.value
        default: break
        }
      }
      if !hasType, let type = knownType { node.type = type }
      return node
    }
  }

  private struct Element {
    /// The names from the place that paths start at; the last one may be empty.
    var path: [String]
    var node: Node
    var hasACL: Bool
    var hasTitle: Bool
    var hasFormat: Bool
    var hasType: Bool
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
      guard parents.contains(elements[index].path[...]) else { continue }
      elements[index].node.format = .node
      elements[index].hasFormat = true
      if !elements[index].hasType { elements[index].node.type = "" }
    }
    for index in elements.indices where elements[index].node.format == .node {
      if elements[index].hasValue { throw ReadError(reason: "an interior node with a Value") }
      elements[index].node.value = .null
    }
  }

  /// Reads a Node element; the reader of the document has bounded how deep they lie in each other.
  private mutating func read(_ element: DescriptionElement, under path: [String]) throws(ReadError) {
    guard let nameElement = element[DMDDFTag.nodeName] else { throw ReadError(reason: "a Node without NodeName") }
    let spelled = nameElement.trimmed
    guard spelled.isEmpty || spelled == "." || NodeURI.isName(spelled) else {
      throw ReadError(reason: "NodeName \(spelled)")
    }
    let name = NodeURI.name(spelled: spelled)
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
        hasFormat: format != nil || !children.isEmpty, hasType: !type.isEmpty, hasValue: value != nil))
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
  /// target's own name and the target is what the command is about; what goes on below it says so with its path. No node
  /// lies outside of the target.
  ///
  /// - Parameters:
  ///   - target: the place that the command is about.
  ///   - targetIsRoot: whether a first node with the target's name is the target, rather than a child of it.
  ///   - ignoresCase: whether the target's name is compared without letter case.
  func entries(at target: NodeURI, targetIsRoot: Bool, ignoringCase ignoresCase: Bool) -> [Entry] {
    func isTarget(_ name: String?) -> Bool {
      name == target.name || ignoresCase && name?.lowercased() == target.name.lowercased()
    }
    let namesTarget = targetIsRoot && elements.first?.path.count == 1 && isTarget(elements.first?.path.first)
    return elements.map { element in
      var names = element.path.filter { !$0.isEmpty && $0 != "." }
      if namesTarget, isTarget(names.first) { names.removeFirst() }
      return Entry(
        uri: target.appending(names), node: element.node, hasACL: element.hasACL, hasTitle: element.hasTitle,
        hasFormat: element.hasFormat, hasType: element.hasType)
    }
  }
}
