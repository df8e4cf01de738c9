import SyncML
import WBXML

extension DeviceDescription {
  /// Reads a DDF document. Elements of other namespaces (`MSFT:…`) are passed over.
  ///
  /// - Throws: ``ReadError`` with the place of what is wrong.
  public init(parsing xml: [UInt8]) throws(ReadError) {
    let root: DescriptionElement
    do {
      root = try DescriptionElement(xml: xml)
    } catch {
      throw .unreadable("\(error)")
    }
    guard root.tag == DMDDFTag.mgmtTree else { throw .noMgmtTree }
    verDTD = root[DMDDFTag.verDTD]?.trimmed ?? ""
    guard verDTD.hasPrefix("1.") else { throw .unsupportedVersion(verDTD) }
    manufacturer = root[DMDDFTag.man]?.trimmed
    model = root[DMDDFTag.mod]?.trimmed
    roots = []
    for element in root.all(DMDDFTag.node) {
      let path = try Self.path(element[DMDDFTag.path])
      roots.append(Root(try NodeDescription(element, path: path.description), under: path))
    }
    guard !roots.isEmpty else { throw .invalidNode(".", "the document describes no node") }
  }

  /// The place that a Path element names: a URI up to the described node, without it.
  private static func path(_ element: DescriptionElement?) throws(ReadError) -> NodeURI {
    var text = element?.trimmed ?? ""
    while text.hasSuffix("/") { text.removeLast() }
    if text.isEmpty { return .root }
    do {
      return try NodeURI(parsing: text, limits: .none)
    } catch {
      throw .invalidNode(text, "Path is no address")
    }
  }
}

extension NodeDescription {
  /// Reads a Node element; the reader of the document has bounded how deep they lie in each other.
  fileprivate init(_ element: DescriptionElement, path: String) throws(DeviceDescription.ReadError) {
    guard let nameElement = element[DMDDFTag.nodeName] else {
      throw .invalidNode(path, "a Node without NodeName in line \(element.line)")
    }
    let nodeName = nameElement.trimmed
    let place = path + "/" + (nodeName.isEmpty ? "*" : nodeName)
    guard let properties = element[DMDDFTag.dfProperties] else { throw .invalidNode(place, "no DFProperties") }
    guard let format = FormatTag.format(in: properties[DMDDFTag.dfFormat]) else {
      throw .invalidNode(place, "no DFFormat")
    }
    guard nodeName.isEmpty || nodeName == "." && format == .node || NodeURI.isName(nodeName) else {
      throw .invalidNode(place, "a NodeName that is no segment of a URI")
    }
    guard let accessElement = properties[DMDDFTag.accessType] else { throw .invalidNode(place, "no AccessType") }
    var children: [NodeDescription] = []
    for child in element.all(DMDDFTag.node) { children.append(try NodeDescription(child, path: place)) }
    guard format == .node || children.isEmpty else { throw .invalidNode(place, "a leaf with nodes below it") }
    let value = element[DMDDFTag.value]?.string
    guard format != .node || value == nil else { throw .invalidNode(place, "an interior node with a Value") }
    self.init(
      name: nodeName.isEmpty ? nil : NodeURI.name(spelled: nodeName), access: Self.access(accessElement),
      format: format,
      type: Self.type(properties[DMDDFTag.dfType], format),
      occurrence: try Self.occurrence(properties[DMDDFTag.occurrence], place),
      isPermanent: properties[DMDDFTag.scope]?[DMDDFTag.permanent] != nil,
      defaultValue: properties[DMDDFTag.defaultValue]?.string, text: properties[DMDDFTag.description]?.trimmed,
      title: properties[DMDDFTag.dfTitle]?.trimmed, isCaseSensitive: Self.isCaseSensitive(properties),
      runTimeProperties: try element[DMDDFTag.rtProperties].map { element throws(DeviceDescription.ReadError) in
        try Self.runTimeProperties(element, format, place)
      }, value: value, children: children)
  }

  private static func access(_ element: DescriptionElement) -> AccessTypes {
    let tags: [(Tag, AccessTypes)] = [
      (DMDDFTag.add, .add), (DMDDFTag.copy, .copy), (DMDDFTag.delete, .delete), (DMDDFTag.exec, .exec),
      (DMDDFTag.get, .get), (DMDDFTag.replace, .replace),
    ]
    return tags.reduce(into: []) { access, entry in if element[entry.0] != nil { access.insert(entry.1) } }
  }

  /// The type. Many documents lack it, leave its media type empty, or give an interior node one: that says nothing.
  private static func type(_ element: DescriptionElement?, _ format: NodeFormat) -> ContentType {
    if format == .node { return .ddfName(element?[DMDDFTag.ddfName]?.trimmed ?? "") }
    return .mime(element?.all(DMDDFTag.mime).map(\.trimmed).filter { !$0.isEmpty } ?? [])
  }

  private static func occurrence(
    _ element: DescriptionElement?, _ place: String
  ) throws(DeviceDescription.ReadError) -> Occurrence {
    guard let element else { return .one }
    guard element.children.count == 1, let child = element.children.first, let tag = child.tag else {
      throw .invalidNode(place, "Occurrence says nothing or too much")
    }
    switch tag {
    case DMDDFTag.one: return .one
    case DMDDFTag.zeroOrOne: return .zeroOrOne
    case DMDDFTag.zeroOrMore: return .zeroOrMore
    case DMDDFTag.oneOrMore: return .oneOrMore
    case DMDDFTag.zeroOrN, DMDDFTag.oneOrN:
      guard let count = Int(child.trimmed), (2...65536).contains(count) else {
        throw .invalidNode(place, "an occurrence of '\(child.trimmed)'")
      }
      return tag == DMDDFTag.zeroOrN ? .zeroOrN(count) : .oneOrN(count)
    default: throw .invalidNode(place, "an unknown Occurrence")
    }
  }

  private static func isCaseSensitive(_ properties: DescriptionElement) -> Bool? {
    guard let element = properties[DMDDFTag.caseSense] else { return nil }
    return element[DMDDFTag.cis] == nil
  }

  private static func runTimeProperties(
    _ element: DescriptionElement, _ format: NodeFormat, _ place: String
  ) throws(DeviceDescription.ReadError) -> RunTimeProperties {
    var properties = RunTimeProperties()
    let tags: [(Tag, NodeProperties)] = [
      (DMDDFTag.size, .size), (DMDDFTag.title, .title), (DMDDFTag.tStamp, .tStamp), (DMDDFTag.verNo, .verNo),
    ]
    for (tag, property) in tags where element[tag] != nil { properties.supported.insert(property) }
    // An interior node has no Size, whatever a document says (9.4.2.4).
    if format == .node { properties.supported.remove(.size) }
    properties.title = element[DMDDFTag.title]?.trimmed ?? ""
    do {
      properties.acl = try AccessControlList(parsing: element[DMDDFTag.acl]?.trimmed ?? "")
    } catch {
      throw .invalidNode(place, "an ACL that is none")
    }
    return properties
  }
}
