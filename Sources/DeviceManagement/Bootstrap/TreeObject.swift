import SyncML
import WBXML
import XMLCoding

/// Management objects as bootstrap messages carry them: TNDS, as far as an account needs it.
///
/// Source: OMA-TS-DM_TNDS-V1_2.
enum TreeObject {
  static let mediaType = "application/vnd.syncml.dmtnds+wbxml"

  // MARK: Reading

  /// The MgmtTree of an item; nil where the item is a plain node.
  static func document(
    _ item: Item, _ commandMeta: Meta?, _ limits: Limits, _ place: String
  ) throws(BootstrapError) -> DocumentElement? {
    let type = (item.meta?.type ?? commandMeta?.type ?? "").lowercased()
    let isObject = type.hasPrefix("application/vnd.syncml.dmtnds")
    var reader = DocumentElementReader(language: .dmDDF12, byteLimit: limits.tokenBytes)
    do throws(CodingError) {
      switch item.data {
      case .markup(let markup):
        reader = DocumentElementReader(language: markup.language ?? .dmDDF12, byteLimit: limits.tokenBytes)
        try markup.tape.replay(into: &reader)
      case .text(let text):
        guard isObject else { return nil }
        let bytes = Array(text.utf8)
        try XMLEventParser.parse(bytes.span, options: .init(language: .dmDDF12, limits: limits), into: &reader)
      case .bytes(let bytes):
        guard isObject else { return nil }
        switch Encoding(detecting: bytes.span) {
        case .wbxml: try WBXMLDecoder.decode(bytes.span, options: .init(limits: limits), into: &reader)
        case .xml:
          try XMLEventParser.parse(bytes.span, options: .init(language: .dmDDF12, limits: limits), into: &reader)
        }
      case nil:
        guard isObject else { return nil }
        throw CodingError(.emptyDocument)
      }
    } catch {
      throw isObject ? .unreadable(error) : .malformedObject(place)
    }
    guard let root = reader.root, root.name == "MgmtTree" else { throw .malformedObject(place) }
    return root
  }

  /// The nodes of a MgmtTree, below a place.
  static func nodes(
    of tree: DocumentElement, at place: [String], _ placeText: String
  ) throws(BootstrapError) -> [AccountNode] {
    var nodes: [AccountNode] = []
    var pending = tree.children(named: "Node").reversed().map { (element: $0, parent: place) }
    guard !pending.isEmpty else { throw .malformedObject(placeText) }
    while let (element, parent) = pending.popLast() {
      guard let name = element.child("NodeName")?.text, name.unicodeScalars.first(where: { $0 == "/" }) == nil else {
        throw .malformedObject(placeText)
      }
      // A Path leads further down before the node's own name; an empty name is the target's own (TNDS 5).
      let between = (element.child("Path")?.text ?? "").unicodeScalars.split(separator: "/").map(String.init)
      let path = parent + between.filter { $0 != "." } + (name.isEmpty ? [] : [name])
      guard path.count <= 64 else { throw .malformedObject(placeText) }
      let formatName = element.child("RTProperties")?.child("Format")?.children.first?.name
      guard let format = formatName.map({ NodeFormat(rawValue: $0) }) ?? (element.child("Value") == nil ? .node : .chr)
      else { throw .malformedObject(placeText) }
      let children = element.children(named: "Node")
      if format == .node || !children.isEmpty {
        nodes.append(AccountNode(path: path, format: .node, value: .null))
        pending += children.reversed().map { (element: $0, parent: path) }
      } else {
        nodes.append(AccountNode(path: path, format: format, value: try value(element, format, placeText)))
      }
    }
    return nodes
  }

  private static func value(
    _ element: DocumentElement, _ format: NodeFormat, _ place: String
  ) throws(BootstrapError) -> NodeValue {
    guard let value = element.child("Value") else { return .null }
    if format == .b64 || format == .bin {
      // Text stands for bytes in base64; opaque data is the bytes.
      return .bytes(value.text.flatMap(Base64.decode) ?? value.content)
    }
    guard let text = value.text else { throw .malformedObject(place) }
    return .text(text)
  }

  // MARK: Writing

  /// An account's nodes as a MgmtTree, whose server may read, replace and delete it.
  static func markup(
    named name: String, nodes: [AccountNode], serverID: String
  ) throws(BootstrapError) -> Markup {
    var tape = EventTape()
    do throws(CodingError) {
      var writer = Writer(tape: tape)
      try writer.tape.startEmbeddedDocument(DocumentHeader(language: .dmDDF12))
      try writer.start("MgmtTree")
      try writer.leaf("VerDTD", Array("1.2".utf8))
      try writer.start("Node")
      try writer.leaf("NodeName", Array(name.utf8))
      try writer.properties(
        .node, type: ("DDFName", Account.objectIdentifier),
        acl: "Get=\(serverID)&Replace=\(serverID)&Delete=\(serverID)")
      try writer.children(of: [], among: nodes)
      try writer.tape.endElement()
      try writer.tape.endElement()
      try writer.tape.endEmbeddedDocument()
      tape = writer.tape
    } catch {
      throw .unreadable(error)
    }
    return Markup(language: .syncML12, tape: tape)
  }

  private struct Writer {
    var tape: EventTape

    mutating func start(_ name: String) throws(CodingError) {
      let bytes = Array(name.utf8)
      guard let tag = Language.dmDDF12.tag(named: bytes.span, preferredPage: 2) else {
        throw CodingError(.unknownTag)
      }
      try tape.startElement(tag)
    }

    mutating func leaf(_ name: String, _ content: [UInt8]) throws(CodingError) {
      try start(name)
      if !content.isEmpty { try tape.text(content.span, .characters) }
      try tape.endElement()
    }

    mutating func properties(
      _ format: NodeFormat, type: (kind: String, value: String), acl: String? = nil
    ) throws(CodingError) {
      try start("RTProperties")
      if let acl { try leaf("ACL", Array(acl.utf8)) }
      try start("Format")
      try start(format.rawValue)
      try tape.endElement()
      try tape.endElement()
      try start("Type")
      if !type.value.isEmpty { try leaf(type.kind, Array(type.value.utf8)) }
      try tape.endElement()
      try tape.endElement()
    }

    mutating func children(of parent: [String], among nodes: [AccountNode]) throws(CodingError) {
      for node in nodes where node.path.count == parent.count + 1 && node.path.starts(with: parent) {
        try start("Node")
        try leaf("NodeName", Array((node.path.last ?? "").utf8))
        if node.format == .node {
          try properties(.node, type: ("DDFName", ""))
          try children(of: node.path, among: nodes)
        } else {
          let isBinary = node.format == .bin || node.format == .b64
          try properties(node.format, type: ("MIME", isBinary ? "application/octet-stream" : "text/plain"))
          try leaf("Value", isBinary ? Array(Base64.encode(node.value.bytes).utf8) : node.value.bytes)
        }
        try tape.endElement()
      }
    }
  }
}
