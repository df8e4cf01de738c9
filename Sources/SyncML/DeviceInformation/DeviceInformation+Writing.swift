public import WBXML
internal import XMLCoding

extension DeviceInformation {
  /// The information as a document of its own, in the version that ``verDTD`` says: 1.0 and 1.1 list capabilities flat
  /// and leave out what 1.2 added; a version that is not known is written as 1.2 is.
  ///
  /// - Throws: `CodingError` where a text holds what the encoding cannot carry.
  public func encoded(as encoding: Encoding) throws(CodingError) -> [UInt8] {
    switch encoding {
    case .wbxml:
      var encoder = WBXMLEncoder()
      try writeDocument(into: &encoder)
      return try encoder.takeDocument()
    case .xml:
      var serializer = XMLSerializer(options: .init(includesDeclaration: false, includesDoctype: false))
      try writeDocument(into: &serializer)
      return serializer.output
    }
  }

  /// The information as an item's Data: elements, which XML text shows as they are and WBXML packs into a document of
  /// their own in opaque data.
  ///
  /// - Throws: `CodingError` where it takes more than a tape's bytes.
  public func itemData() throws(CodingError) -> ItemData {
    var tape = EventTape()
    try tape.startEmbeddedDocument(DocumentHeader(language: language))
    try writeElements(into: &tape)
    try tape.endEmbeddedDocument()
    return .markup(Markup(language: language, tape: tape))
  }

  /// The information as an item: its address as the source, its media type, its data (OMA-TS-DS_Protocol-V1_2 6.8).
  ///
  /// - Parameter encoding: the encoding that the message will have.
  public func item(for encoding: Encoding) throws(CodingError) -> Item {
    Item(source: Location(locURI), meta: Meta(type: Self.mediaType(encoding)), data: try itemData())
  }

  /// The language of the version.
  var language: Language {
    switch verDTD {
    case "1.0": .devInf10
    case "1.1": .devInf11
    default: .devInf12
    }
  }

  private func writeDocument<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(CodingError) {
    try sink.startDocument(DocumentHeader(language: language), stringTable: Span())
    try writeElements(into: &sink)
    try sink.endDocument()
  }

  private func writeElements<Sink: EventSink & ~Copyable>(into sink: inout Sink) throws(CodingError) {
    let writer = DeviceInformationWriter(isFlat: language != .devInf12, isFirst: language == .devInf10)
    try writer.write(self, into: &sink)
  }
}

/// Writes elements in the order of the DTD.
private struct DeviceInformationWriter {
  /// Whether capabilities are listed in the grammar of 1.0 and 1.1.
  let isFlat: Bool
  /// Whether it is 1.0, which has fewer elements.
  let isFirst: Bool

  private typealias T = DevInfTag
  private typealias Model = DeviceInformation

  func write<Sink: EventSink & ~Copyable>(
    _ value: DeviceInformation, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(T.devInf)
    try sink.element(T.verDTD, value.verDTD)
    try sink.optional(T.man, value.man)
    try sink.optional(T.mod, value.mod)
    try sink.optional(T.oem, value.oem)
    try sink.optional(T.fwV, value.fwV)
    try sink.optional(T.swV, value.swV)
    try sink.optional(T.hwV, value.hwV)
    try sink.element(T.devID, value.devID)
    try sink.element(T.devTyp, value.devTyp)
    if !isFirst {
      try sink.flag(T.utc, value.utc)
      try sink.flag(T.supportLargeObjs, value.supportLargeObjs)
      try sink.flag(T.supportNumberOfChanges, value.supportNumberOfChanges)
    }
    for store in value.dataStores { try write(store, into: &sink) }
    if isFlat {
      for capability in value.allCapabilities { try writeFlat(capability, into: &sink) }
    } else {
      // 1.2 has no place for them outside of datastores; a reader passes them over or takes them.
      for capability in value.capabilities { try write(capability, into: &sink) }
    }
    for entry in value.extensions {
      try sink.startElement(T.ext)
      try sink.element(T.xNam, entry.name)
      for text in entry.values { try sink.element(T.xVal, text) }
      try sink.endElement()
    }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(
    _ store: Model.DataStore, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(T.dataStore)
    try sink.element(T.sourceRef, store.sourceRef)
    try sink.optional(T.displayName, store.displayName)
    try sink.optional(T.maxGUIDSize, store.maxGUIDSize.map(String.init))
    if let type = store.rxPref { try write(type, as: T.rxPref, into: &sink) }
    for type in store.rx { try write(type, as: T.rx, into: &sink) }
    if let type = store.txPref { try write(type, as: T.txPref, into: &sink) }
    for type in store.tx { try write(type, as: T.tx, into: &sink) }
    if !isFlat { for capability in store.capabilities { try write(capability, into: &sink) } }
    if let memory = store.memory {
      try sink.startElement(T.dsMem)
      try sink.flag(T.sharedMem, memory.isShared)
      try sink.optional(T.maxMem, memory.maxMem.map(String.init))
      try sink.optional(T.maxID, memory.maxID.map(String.init))
      try sink.endElement()
    }
    if !isFlat { try sink.flag(T.supportHierarchicalSync, store.supportHierarchicalSync) }
    try sink.startElement(T.syncCap)
    for type in store.syncCap { try sink.element(T.syncType, String(type.rawValue)) }
    try sink.endElement()
    if !isFlat {
      for type in store.filterRx { try write(type, as: T.filterRx, into: &sink) }
      for filter in store.filterCapabilities {
        try sink.startElement(T.filterCap)
        try writeContent(filter.contentType, into: &sink)
        for keyword in filter.keywords { try sink.element(T.filterKeyword, keyword) }
        for name in filter.properties { try sink.element(T.propName, name) }
        try sink.endElement()
      }
    }
    try sink.endElement()
  }

  private func write<Sink: EventSink & ~Copyable>(
    _ type: Model.ContentType, as tag: Tag, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(tag)
    try writeContent(type, into: &sink)
    try sink.endElement()
  }

  private func writeContent<Sink: EventSink & ~Copyable>(
    _ type: Model.ContentType, into sink: inout Sink
  ) throws(CodingError) {
    try sink.element(T.ctType, type.ctType)
    try sink.element(T.verCT, type.verCT)
  }

  // MARK: Capabilities

  private func write<Sink: EventSink & ~Copyable>(
    _ capability: Model.CTCap, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(T.ctCap)
    try sink.element(T.ctType, capability.ctType)
    try sink.optional(T.verCT, capability.verCT)
    try sink.flag(T.fieldLevel, capability.fieldLevel)
    for property in capability.properties {
      try sink.startElement(T.property)
      try sink.element(T.propName, property.name)
      try sink.optional(T.dataType, property.dataType)
      try sink.optional(T.maxOccur, property.maxOccur.map(String.init))
      try sink.optional(T.size, property.maxSize.map(String.init))
      try sink.flag(T.noTruncate, property.noTruncate)
      for text in property.values { try sink.element(T.valEnum, text) }
      try sink.optional(T.displayName, property.displayName)
      for parameter in property.parameters {
        try sink.startElement(T.propParam)
        try sink.element(T.paramName, parameter.name)
        try sink.optional(T.dataType, parameter.dataType)
        for text in parameter.values { try sink.element(T.valEnum, text) }
        try sink.optional(T.displayName, parameter.displayName)
        try sink.endElement()
      }
      try sink.endElement()
    }
    try sink.endElement()
  }

  /// Values exclude type and size in the flat grammar: `(ValEnum+ | (DataType, Size?))?`.
  private func writeFlat<Sink: EventSink & ~Copyable>(
    _ capability: Model.CTCap, into sink: inout Sink
  ) throws(CodingError) {
    try sink.startElement(T.ctCap)
    try sink.element(T.ctType, capability.ctType)
    for property in capability.properties {
      try sink.element(T.propName, property.name)
      try writeFlat(property.values, property.dataType, property.maxSize, into: &sink)
      try sink.optional(T.displayName, property.displayName)
      for parameter in property.parameters {
        try sink.element(T.paramName, parameter.name)
        try writeFlat(parameter.values, parameter.dataType, parameter.maxSize, into: &sink)
        try sink.optional(T.displayName, parameter.displayName)
      }
    }
    try sink.endElement()
  }

  private func writeFlat<Sink: EventSink & ~Copyable>(
    _ values: [String], _ dataType: String?, _ size: Int?, into sink: inout Sink
  ) throws(CodingError) {
    if !values.isEmpty {
      for text in values { try sink.element(T.valEnum, text) }
    } else if let type = dataType ?? size.map({ _ in "chr" }) {
      // A Size needs a DataType before it.
      try sink.element(T.dataType, type)
      try sink.optional(T.size, size.map(String.init))
    }
  }
}
