import SyncML
import WBXML
internal import XMLCoding

extension SerializedTree {
  /// Serializes a node and what lies below it, as far as a server may get it.
  ///
  /// The first node has its name and no path: its place is said by whoever sends it.
  ///
  /// - Returns: the elements as a message carries them; nil where they are more than a message can hold.
  static func markup(
    of tree: ManagementTree, at uri: NodeURI, _ parts: TNDSParts, for server: String
  ) -> Markup? {
    var tape = EventTape(byteLimit: Limits.default.tokenBytes)
    do {
      try write(tree, uri, parts, server, into: &tape)
    } catch {
      return nil
    }
    return Markup(language: .syncML12, tape: tape)
  }

  private static func write(
    _ tree: ManagementTree, _ uri: NodeURI, _ parts: TNDSParts, _ server: String, into tape: inout EventTape
  ) throws(CodingError) {
    try tape.startElement(DMDDFTag.mgmtTree)
    try tape.write(DMDDFTag.verDTD, "1.2")
    var depth = 0
    for (place, node) in tree.readable(at: uri, by: server) {
      // Document order: whatever is not deeper than this node has ended.
      let level = place.segments.count - uri.segments.count
      while depth > level {
        try tape.endElement()
        depth -= 1
      }
      try tape.startElement(DMDDFTag.node)
      depth += 1
      try write(node, tree.properties(of: place), parts, into: &tape)
    }
    for _ in 0..<depth { try tape.endElement() }
    try tape.endElement()
  }

  private static func write(
    _ node: Node, _ properties: NodeProperties, _ parts: TNDSParts, into tape: inout EventTape
  ) throws(CodingError) {
    try tape.write(DMDDFTag.nodeName, node.name)
    try tape.startElement(DMDDFTag.rtProperties)
    if parts.contains(.acl), !node.acl.isEmpty { try tape.write(DMDDFTag.acl, node.acl.description) }
    if parts.contains(.format) {
      try tape.startElement(DMDDFTag.format)
      try tape.writeEmpty(FormatTag.tag(of: node.format))
      try tape.endElement()
    }
    if parts.contains(.title), properties.contains(.title), !node.title.isEmpty {
      try tape.write(DMDDFTag.title, node.title)
    }
    if parts.contains(.tStamp), properties.contains(.tStamp), let timestamp = node.timestamp {
      try tape.write(DMDDFTag.tStamp, timestamp.description)
    }
    // The DTD has no RTProperties without a Type.
    try tape.startElement(DMDDFTag.type)
    try tape.write(node.isInterior ? DMDDFTag.ddfName : DMDDFTag.mime, node.type)
    try tape.endElement()
    if parts.contains(.verNo), properties.contains(.verNo) {
      try tape.write(DMDDFTag.verNo, String(node.versionNumber))
    }
    try tape.endElement()
    if parts.contains(.value), !node.isInterior { try tape.write(DMDDFTag.value, text(of: node)) }
  }

  /// A value as text: of binary data the base64 text.
  private static func text(of node: Node) -> String {
    if node.format == .b64 || node.format == .bin { return Base64.encode(node.value.bytes) }
    return node.value.string ?? Base64.encode(node.value.bytes)
  }
}
