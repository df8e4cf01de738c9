public import WBXML
internal import XMLCoding

extension DeviceInformation {
  /// Reads device information that lies in an item's Data, in whatever form it came: elements, XML text, or WBXML in
  /// opaque data.
  ///
  /// - Parameters:
  ///   - data: the content of the Data.
  ///   - limits: what the document may take.
  ///   - isStrict: whether what would be a note is an error instead: `unexpectedElement`, `missingElement` or
  ///     `invalidValue`.
  ///   - notes: receives what was passed over or is missing.
  /// - Throws: `CodingError`; `unexpectedRoot` where the data is another document.
  public init(
    _ data: ItemData, limits: Limits = .default, isStrict: Bool = false, notes: inout [Note]
  ) throws(CodingError) {
    switch data {
    case .text(let text):
      let bytes = Array(text.utf8)
      try self.init(decoding: bytes.span, encoding: .xml, limits: limits, isStrict: isStrict, notes: &notes)
    case .bytes(let bytes):
      try self.init(decoding: bytes.span, limits: limits, isStrict: isStrict, notes: &notes)
    case .markup(let markup):
      var reader = NamedElementReader(language: markup.language, byteLimit: limits.tokenBytes)
      try markup.tape.replay(into: &reader)
      try self.init(reader.root, isStrict, &notes)
    }
  }

  /// Reads device information and forgets what was passed over.
  public init(_ data: ItemData, limits: Limits = .default, isStrict: Bool = false) throws(CodingError) {
    var notes: [Note] = []
    try self.init(data, limits: limits, isStrict: isStrict, notes: &notes)
  }

  /// Reads a document of its own.
  ///
  /// - Parameters:
  ///   - bytes: the whole document.
  ///   - encoding: the encoding, or nil to tell it by the first byte.
  ///   - limits: what the document may take.
  ///   - isStrict: whether what would be a note is an error instead.
  ///   - notes: receives what was passed over or is missing.
  /// - Throws: `CodingError`; `unexpectedRoot` where it is another document.
  public init(
    decoding bytes: Span<UInt8>, encoding: Encoding? = nil, limits: Limits = .default, isStrict: Bool = false,
    notes: inout [Note]
  ) throws(CodingError) {
    var reader = NamedElementReader(language: .devInf12, byteLimit: limits.tokenBytes)
    switch encoding ?? Encoding(detecting: bytes) {
    case .wbxml:
      try WBXMLDecoder.decode(bytes, options: .init(isStrict: isStrict, limits: limits), into: &reader)
    case .xml:
      do throws(CodingError) {
        try XMLEventParser.parse(bytes, options: .init(limits: limits), into: &reader)
      } catch {
        // Nothing has come yet: the document does not say what it is.
        guard error.code == .unknownLanguage else { throw error }
        try XMLEventParser.parse(bytes, options: .init(language: .devInf12, limits: limits), into: &reader)
      }
    }
    try self.init(reader.root, isStrict, &notes)
  }

  private init(_ root: NamedElement?, _ isStrict: Bool, _ notes: inout [Note]) throws(CodingError) {
    guard let root, root.name == "DevInf" else {
      let place = root?.position ?? SourcePosition(offset: 0)
      throw CodingError(.unexpectedRoot, offset: place.offset, line: place.line, column: place.column)
    }
    var reader = DeviceInformationReader()
    self = reader.information(root)
    notes.append(contentsOf: reader.notes)
    guard isStrict, let note = reader.notes.first else { return }
    let code: CodingError.Code =
      switch note.kind {
      case .unknownElement: .unexpectedElement
      case .missingElement: .missingElement
      case .invalidValue, .encoding: .invalidValue
      }
    throw CodingError(code, offset: note.position.offset, line: note.position.line, column: note.position.column)
  }
}

/// Makes values of elements, and notes of what does not fit.
///
/// Order is not looked at: phones differ. The grammar of capabilities is told by what is there: a Property is 1.2's,
/// a PropName directly in CTCap is 1.0's and 1.1's.
private struct DeviceInformationReader {
  private(set) var notes: [Note] = []

  private typealias Model = DeviceInformation

  private mutating func note(_ kind: Note.Kind, _ text: String, _ element: NamedElement) {
    // A hostile document can hold endless such things; a few tell enough.
    if notes.count < 1000 { notes.append(Note(kind, text, at: element.position)) }
  }

  private mutating func noteUnknown(_ element: NamedElement) { note(.unknownElement, element.name, element) }

  private mutating func noteMissing(_ name: String, in element: NamedElement) {
    note(.missingElement, "\(name) in \(element.name)", element)
  }

  private func text(_ element: NamedElement) -> String {
    var scalars = Substring(element.text).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  private mutating func number(_ element: NamedElement) -> Int? {
    let digits = text(element)
    if let number = Int(digits), number >= 0 { return number }
    note(.invalidValue, "\(element.name) '\(digits.prefix(40))'", element)
    return nil
  }

  mutating func information(_ root: NamedElement) -> DeviceInformation {
    var value = Model(verDTD: "", devID: "", devTyp: "")
    for child in root.children {
      switch child.name {
      case "VerDTD": value.verDTD = text(child)
      case "Man": value.man = text(child)
      case "Mod": value.mod = text(child)
      case "OEM": value.oem = text(child)
      case "FwV": value.fwV = text(child)
      case "SwV": value.swV = text(child)
      case "HwV": value.hwV = text(child)
      case "DevID": value.devID = text(child)
      case "DevTyp": value.devTyp = text(child)
      case "UTC": value.utc = true
      case "SupportLargeObjs": value.supportLargeObjs = true
      case "SupportNumberOfChanges": value.supportNumberOfChanges = true
      case "DataStore": value.dataStores.append(dataStore(child))
      case "CTCap": value.capabilities += capabilities(child)
      case "Ext": value.extensions.append(`extension`(child))
      default: noteUnknown(child)
      }
    }
    if value.verDTD.isEmpty { noteMissing("VerDTD", in: root) }
    if value.devID.isEmpty { noteMissing("DevID", in: root) }
    if value.devTyp.isEmpty { noteMissing("DevTyp", in: root) }
    if value.dataStores.isEmpty { noteMissing("DataStore", in: root) }
    return value
  }

  private mutating func `extension`(_ element: NamedElement) -> Model.Ext {
    var value = Model.Ext("")
    for child in element.children {
      switch child.name {
      case "XNam": value.name = text(child)
      case "XVal": value.values.append(text(child))
      default: noteUnknown(child)
      }
    }
    if value.name.isEmpty { noteMissing("XNam", in: element) }
    return value
  }

  // MARK: Datastores

  private mutating func dataStore(_ element: NamedElement) -> Model.DataStore {
    var value = Model.DataStore(sourceRef: "", rxPref: nil, txPref: nil, syncCap: [])
    var hasSyncCap = false
    for child in element.children {
      switch child.name {
      case "SourceRef": value.sourceRef = text(child)
      case "DisplayName": value.displayName = text(child)
      case "MaxGUIDSize": value.maxGUIDSize = number(child)
      case "Rx-Pref": value.rxPref = contentType(child)
      case "Rx": value.rx.append(contentType(child))
      case "Tx-Pref": value.txPref = contentType(child)
      case "Tx": value.tx.append(contentType(child))
      case "CTCap": value.capabilities += capabilities(child)
      case "DSMem": value.memory = memory(child)
      case "SupportHierarchicalSync": value.supportHierarchicalSync = true
      case "SyncCap":
        hasSyncCap = true
        value.syncCap += syncTypes(child)
      case "Filter-Rx": value.filterRx.append(contentType(child))
      case "FilterCap": value.filterCapabilities.append(filter(child))
      default: noteUnknown(child)
      }
    }
    if value.sourceRef.isEmpty { noteMissing("SourceRef", in: element) }
    if value.rxPref == nil { noteMissing("Rx-Pref", in: element) }
    if value.txPref == nil { noteMissing("Tx-Pref", in: element) }
    if !hasSyncCap { noteMissing("SyncCap", in: element) }
    return value
  }

  private mutating func contentType(_ element: NamedElement) -> Model.ContentType {
    var type: String?
    var version: String?
    for child in element.children {
      switch child.name {
      case "CTType": type = text(child)
      case "VerCT": version = text(child)
      default: noteUnknown(child)
      }
    }
    if type == nil { noteMissing("CTType", in: element) }
    if version == nil { noteMissing("VerCT", in: element) }
    return Model.ContentType(type ?? "", version ?? "")
  }

  private mutating func memory(_ element: NamedElement) -> Model.DSMem {
    var value = Model.DSMem()
    for child in element.children {
      switch child.name {
      case "SharedMem": value.isShared = true
      case "MaxMem": value.maxMem = number(child)
      case "MaxID": value.maxID = number(child)
      default: noteUnknown(child)
      }
    }
    return value
  }

  private mutating func syncTypes(_ element: NamedElement) -> [Model.SyncType] {
    var types: [Model.SyncType] = []
    for child in element.children {
      if child.name != "SyncType" {
        noteUnknown(child)
      } else if let number = number(child) {
        types.append(Model.SyncType(rawValue: number))
      }
    }
    if element.children.isEmpty { noteMissing("SyncType", in: element) }
    return types
  }

  private mutating func filter(_ element: NamedElement) -> Model.FilterCap {
    var type = element
    type.children.removeAll { $0.name == "FilterKeyword" || $0.name == "PropName" }
    var value = Model.FilterCap(contentType(type))
    for child in element.children {
      switch child.name {
      case "FilterKeyword": value.keywords.append(text(child))
      case "PropName": value.properties.append(text(child))
      default: break
      }
    }
    return value
  }

  // MARK: Capabilities

  /// The capabilities of one CTCap: 1.0 and 1.1 may list several content types in it.
  private mutating func capabilities(_ element: NamedElement) -> [Model.CTCap] {
    var all: [Model.CTCap] = []
    /// Whether the flat grammar's next DataType, Size, ValEnum or DisplayName is a parameter's.
    var isInParameter = false
    for child in element.children {
      if child.name == "CTType" {
        all.append(Model.CTCap(text(child)))
        isInParameter = false
        continue
      }
      guard let last = all.indices.last else {
        noteMissing("CTType", in: element)
        return []
      }
      switch child.name {
      case "VerCT": all[last].verCT = text(child)
      case "FieldLevel": all[last].fieldLevel = true
      case "Property": all[last].properties.append(property(child))
      case "PropName":
        all[last].properties.append(Model.Property(text(child)))
        isInParameter = false
      default: isInParameter = takeFlat(child, in: &all[last], isInParameter)
      }
    }
    if all.isEmpty { noteMissing("CTType", in: element) }
    for capability in all where capability.properties.isEmpty { noteMissing("a property", in: element) }
    return all
  }

  /// Takes what follows a PropName or ParamName in the flat grammar.
  ///
  /// - Returns: whether what follows belongs to a parameter.
  private mutating func takeFlat(
    _ element: NamedElement, in capability: inout Model.CTCap, _ isInParameter: Bool
  ) -> Bool {
    guard let property = capability.properties.indices.last else {
      noteUnknown(element)
      return isInParameter
    }
    if element.name == "ParamName" {
      capability.properties[property].parameters.append(Model.PropParam(text(element)))
      return true
    }
    if isInParameter, let parameter = capability.properties[property].parameters.indices.last {
      if !take(element, in: &capability.properties[property].parameters[parameter]) { noteUnknown(element) }
    } else if !take(element, in: &capability.properties[property]) {
      noteUnknown(element)
    }
    return isInParameter
  }

  /// - Returns: whether the element is one that a property has, in whatever version.
  private mutating func take(_ element: NamedElement, in property: inout Model.Property) -> Bool {
    switch element.name {
    case "DataType": property.dataType = text(element)
    case "MaxOccur": property.maxOccur = number(element)
    case "MaxSize", "Size": property.maxSize = number(element)
    case "NoTruncate": property.noTruncate = true
    case "ValEnum": property.values.append(text(element))
    case "DisplayName": property.displayName = text(element)
    default: return false
    }
    return true
  }

  private mutating func take(_ element: NamedElement, in parameter: inout Model.PropParam) -> Bool {
    switch element.name {
    case "DataType": parameter.dataType = text(element)
    case "MaxSize", "Size": parameter.maxSize = number(element)
    case "ValEnum": parameter.values.append(text(element))
    case "DisplayName": parameter.displayName = text(element)
    default: return false
    }
    return true
  }

  private mutating func property(_ element: NamedElement) -> Model.Property {
    var value = Model.Property("")
    for child in element.children {
      switch child.name {
      case "PropName": value.name = text(child)
      case "PropParam": value.parameters.append(parameter(child))
      default: if !take(child, in: &value) { noteUnknown(child) }
      }
    }
    if value.name.isEmpty { noteMissing("PropName", in: element) }
    return value
  }

  private mutating func parameter(_ element: NamedElement) -> Model.PropParam {
    var value = Model.PropParam("")
    for child in element.children {
      if child.name == "ParamName" {
        value.name = text(child)
      } else if !take(child, in: &value) {
        noteUnknown(child)
      }
    }
    if value.name.isEmpty { noteMissing("ParamName", in: element) }
    return value
  }
}
