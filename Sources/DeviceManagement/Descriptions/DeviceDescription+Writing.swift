import SyncML
public import WBXML
import XMLCoding

extension DeviceDescription {
  /// The description as a DDF document.
  ///
  /// - Throws: `CodingError` where a text holds a character that XML cannot.
  public func xml() throws(CodingError) -> [UInt8] {
    var serializer = XMLSerializer(options: .init(layout: .indented(spaces: 2)))
    try serializer.startDocument(DocumentHeader(language: .dmDDF12), stringTable: Span())
    try serializer.startElement(DMDDFTag.mgmtTree)
    try serializer.write(DMDDFTag.verDTD, verDTD)
    try serializer.writeOptional(DMDDFTag.man, manufacturer)
    try serializer.writeOptional(DMDDFTag.mod, model)
    for root in roots {
      try root.node.write(path: root.path == .root ? nil : root.path.description, into: &serializer)
    }
    try serializer.endElement()
    try serializer.endDocument()
    return serializer.output
  }
}

extension NodeDescription {
  /// Writes a Node element, its parts in the DTD's order.
  fileprivate func write(path: String?, into sink: inout XMLSerializer) throws(CodingError) {
    try sink.startElement(DMDDFTag.node)
    try sink.write(DMDDFTag.nodeName, name ?? "")
    try sink.writeOptional(DMDDFTag.path, path)
    if let runTimeProperties { try write(runTimeProperties, into: &sink) }
    try writeProperties(into: &sink)
    for child in children { try child.write(path: nil, into: &sink) }
    if children.isEmpty { try sink.writeOptional(DMDDFTag.value, value) }
    try sink.endElement()
  }

  private func write(_ properties: RunTimeProperties, into sink: inout XMLSerializer) throws(CodingError) {
    try sink.startElement(DMDDFTag.rtProperties)
    try sink.write(DMDDFTag.acl, properties.acl.description)
    try write(DMDDFTag.format, into: &sink)
    try sink.write(DMDDFTag.name, name ?? "")
    if properties.supported.contains(.size), format != .node { try sink.writeEmpty(DMDDFTag.size) }
    if properties.supported.contains(.title) { try sink.write(DMDDFTag.title, properties.title) }
    if properties.supported.contains(.tStamp) { try sink.writeEmpty(DMDDFTag.tStamp) }
    try sink.startElement(DMDDFTag.type)
    try sink.write(format == .node ? DMDDFTag.ddfName : DMDDFTag.mime, type.first)
    try sink.endElement()
    if properties.supported.contains(.verNo) { try sink.writeEmpty(DMDDFTag.verNo) }
    try sink.endElement()
  }

  private func write(_ tag: Tag, into sink: inout XMLSerializer) throws(CodingError) {
    try sink.startElement(tag)
    try sink.writeEmpty(FormatTag.tag(of: format))
    try sink.endElement()
  }

  private func writeProperties(into sink: inout XMLSerializer) throws(CodingError) {
    try sink.startElement(DMDDFTag.dfProperties)
    try sink.startElement(DMDDFTag.accessType)
    let tags: [(Tag, AccessTypes)] = [
      (DMDDFTag.add, .add), (DMDDFTag.copy, .copy), (DMDDFTag.delete, .delete), (DMDDFTag.exec, .exec),
      (DMDDFTag.get, .get), (DMDDFTag.replace, .replace),
    ]
    for (tag, access) in tags where self.access.contains(access) { try sink.writeEmpty(tag) }
    try sink.endElement()
    try sink.writeOptional(DMDDFTag.defaultValue, defaultValue)
    try sink.writeOptional(DMDDFTag.description, text)
    try write(DMDDFTag.dfFormat, into: &sink)
    try writeOccurrence(into: &sink)
    try sink.startElement(DMDDFTag.scope)
    try sink.writeEmpty(isPermanent ? DMDDFTag.permanent : DMDDFTag.dynamic)
    try sink.endElement()
    try sink.writeOptional(DMDDFTag.dfTitle, title)
    try sink.startElement(DMDDFTag.dfType)
    switch type {
    case .mime(let types): for type in types.isEmpty ? [""] : types { try sink.write(DMDDFTag.mime, type) }
    case .ddfName(let name): try sink.write(DMDDFTag.ddfName, name)
    }
    try sink.endElement()
    if let isCaseSensitive {
      try sink.startElement(DMDDFTag.caseSense)
      try sink.writeEmpty(isCaseSensitive ? DMDDFTag.cs : DMDDFTag.cis)
      try sink.endElement()
    }
    try sink.endElement()
  }

  private func writeOccurrence(into sink: inout XMLSerializer) throws(CodingError) {
    try sink.startElement(DMDDFTag.occurrence)
    switch occurrence {
    case .one: try sink.writeEmpty(DMDDFTag.one)
    case .zeroOrOne: try sink.writeEmpty(DMDDFTag.zeroOrOne)
    case .zeroOrMore: try sink.writeEmpty(DMDDFTag.zeroOrMore)
    case .oneOrMore: try sink.writeEmpty(DMDDFTag.oneOrMore)
    case .zeroOrN(let count): try sink.write(DMDDFTag.zeroOrN, String(count))
    case .oneOrN(let count): try sink.write(DMDDFTag.oneOrN, String(count))
    }
    try sink.endElement()
  }
}
