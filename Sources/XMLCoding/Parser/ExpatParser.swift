internal import CExpat
internal import WBXML

/// The one place that talks to expat: handlers, hardening, errors.
@safe
struct ExpatParser: ~Copyable {
  /// Owned; nil where there was no memory for it.
  private let parser: XML_Parser?
  /// What names are hashed with, so that nobody outside can choose some that collide. Expat would ask the system for
  /// another one with each document.
  private let salt = CUnsignedLong.random(in: 1 ... .max)

  init() {
    unsafe parser = XML_ParserCreate(nil)
  }

  // SAFE, here and below: the parser is the one made in `init`, and it is freed here alone.
  deinit {
    if let parser = unsafe parser { unsafe XML_ParserFree(parser) }
  }

  /// Connects expat with the state that its callbacks change; the state owns this parser.
  func install(_ state: UnsafeMutablePointer<ParserState>) {
    guard let parser = unsafe parser else { return }
    unsafe XML_SetUserData(parser, state)
    _ = unsafe XML_SetHashSalt(parser, salt)
    unsafe XML_SetElementHandler(parser, startElement, endElement)
    unsafe XML_SetCharacterDataHandler(parser, characterData)
    unsafe XML_SetCdataSectionHandler(parser, startCDATA, endCDATA)
    unsafe XML_SetProcessingInstructionHandler(parser, processingInstruction)
    unsafe XML_SetDoctypeDeclHandler(parser, startDoctype, endDoctype)
    unsafe XML_SetEntityDeclHandler(parser, entityDeclaration)
    unsafe XML_SetSkippedEntityHandler(parser, skippedEntity)
    unsafe XML_SetExternalEntityRefHandler(parser, externalEntityReference)
    unsafe XML_SetExternalEntityRefHandlerArg(parser, state)
    unsafe XML_SetUnknownEncodingHandler(parser, unknownEncoding, state)
    _ = unsafe XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER)
    // Entities are refused where they are declared; this is the second line.
    unsafe CExpatLimitAmplification(parser, 8, 1 << 20)
  }

  /// Forgets the document and the handlers.
  func reset() {
    if let parser = unsafe parser { _ = unsafe XML_ParserReset(parser, nil) }
  }

  /// Makes ``read(_:isFinal:_:)`` return an error; called from callbacks.
  func stop() {
    if let parser = unsafe parser { _ = unsafe XML_StopParser(parser, 0) }
  }

  /// Where expat stands: at the start of the current event.
  var offset: Int {
    guard let parser = unsafe parser else { return 0 }
    return unsafe max(0, Int(XML_GetCurrentByteIndex(parser)))
  }

  /// The bytes of input that the current event comes from.
  var byteCount: Int {
    guard let parser = unsafe parser else { return 0 }
    return unsafe Int(XML_GetCurrentByteCount(parser))
  }

  /// How many attributes of the current element its start tag has itself; a DTD may add more.
  var specifiedAttributeCount: Int {
    guard let parser = unsafe parser else { return 0 }
    return unsafe Int(XML_GetSpecifiedAttributeCount(parser)) / 2
  }

  /// Reads a slice of input. What expat finds in it, its callbacks tell the state.
  ///
  /// This is static because the callbacks reach the parser through the state: nothing may hold it meanwhile.
  static func read(
    _ slice: UnsafeBufferPointer<UInt8>, isFinal: Bool, _ state: UnsafeMutablePointer<ParserState>
  ) -> CodingError? {
    guard let parser = unsafe state.pointee.expat.parser else { return CodingError(.outOfMemory) }
    // SAFE: expat reads `count` bytes of the buffer during the call and keeps no pointer to it.
    let status = unsafe XML_Parse(
      parser, UnsafeRawPointer(slice.baseAddress)?.assumingMemoryBound(to: CChar.self), CInt(slice.count),
      isFinal ? 1 : 0)
    if status != XML_STATUS_ERROR { return nil }
    var error = unsafe error(of: parser, isFinal: isFinal)
    if error.code == .unsupportedCharset { error.value = unsafe state.pointee.encodingNumber }
    return error
  }

  /// Makes `&amp;` of an `&`, the last byte that expat has been given.
  static func insert(_ state: UnsafeMutablePointer<ParserState>) -> CodingError? {
    let rest: InlineArray<4, UInt8> = [0x61, 0x6D, 0x70, 0x3B]
    let error = unsafe rest.span.withUnsafeBufferPointer { unsafe read($0, isFinal: false, state) }
    unsafe state.pointee.insertedBytes += rest.count
    return error
  }

  /// The last bytes that expat has been given, which it has not read yet; nil where it does not show them.
  func pendingBytes(_ count: Int) -> [UInt8]? {
    if count == 0 { return [] }
    var (start, end): (CInt, CInt) = (0, 0)
    guard let parser = unsafe parser, let buffer = unsafe XML_GetInputContext(parser, &start, &end), start >= 0,
      Int(end) - Int(start) == count
    else { return nil }
    // SAFE: expat's buffer has bytes up to `end`, and it is not changed meanwhile.
    let bytes = unsafe UnsafeRawBufferPointer(start: buffer + Int(start), count: count)
    return unsafe Array(bytes)
  }

  /// What expat found wrong; the place is wherever it stands.
  private static func error(of parser: XML_Parser, isFinal: Bool) -> CodingError {
    let number = unsafe XML_GetErrorCode(parser)
    let code: CodingError.Code =
      switch number {
      case XML_ERROR_NO_MEMORY: .outOfMemory
      case XML_ERROR_UNKNOWN_ENCODING: .unsupportedCharset
      case XML_ERROR_AMPLIFICATION_LIMIT_BREACH: .entityRefused
      case XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_PARTIAL_CHAR, XML_ERROR_UNCLOSED_CDATA_SECTION:
        isFinal ? .unexpectedEnd : .malformedXML
      default: .malformedXML
      }
    return CodingError(code, value: code == .unsupportedCharset ? 0 : UInt32(number.rawValue))
  }
}

// MARK: - Callbacks

// SAFE, for all callbacks: expat hands over the user data that `install` gave it, a state that outlives the parser and
// that nobody else accesses while expat runs; its strings end with NUL and live until the callback returns.

private func startElement(
  _ userData: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?,
  _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), let name = unsafe name,
    let attributes = unsafe attributes, unsafe state.pointee.failure == nil
  else { return }
  if unsafe attributes[0] == nil { return unsafe state.pointee.startElement(name) }
  // Those that a DTD adds come after the specified ones: they are left out.
  let count = unsafe state.pointee.expat.specifiedAttributeCount
  // Nearly all attributes are the namespace of a page, and alone.
  if count == 1, let first = unsafe attributes[0], let value = unsafe attributes[1],
    unsafe isNamespaceAttribute(first), unsafe state.pointee.startElement(name, namespace: value)
  {
    return
  }
  unsafe state.pointee.startElement(name, attributes: ExpatAttributes(attributes, count: count))
}

private func endElement(_ userData: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  unsafe state.pointee.endElement()
}

private func characterData(_ userData: UnsafeMutableRawPointer?, _ text: UnsafePointer<XML_Char>?, _ count: CInt) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  let bytes = unsafe UnsafeBufferPointer(
    start: UnsafeRawPointer(text)?.assumingMemoryBound(to: UInt8.self), count: Int(count))
  unsafe state.pointee.characters(bytes.span)
}

private func startCDATA(_ userData: UnsafeMutableRawPointer?) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  unsafe state.pointee.startOpaque()
}

private func endCDATA(_ userData: UnsafeMutableRawPointer?) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  unsafe state.pointee.endOpaque()
}

private func processingInstruction(
  _ userData: UnsafeMutableRawPointer?, _ target: UnsafePointer<XML_Char>?, _ data: UnsafePointer<XML_Char>?
) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  let (target, data) = unsafe (bytes(of: target), bytes(of: data))
  unsafe state.pointee.processingInstruction(target.span, data.span)
}

private func startDoctype(
  _ userData: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?, _ system: UnsafePointer<XML_Char>?,
  _ publicIdentifier: UnsafePointer<XML_Char>?, _ hasInternalSubset: CInt
) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  let identifier = unsafe bytes(of: publicIdentifier)
  unsafe state.pointee.doctype(identifier.span)
}

private func endDoctype(_ userData: UnsafeMutableRawPointer?) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self) else { return }
  unsafe state.pointee.isInDoctype = false
}

private func entityDeclaration(
  _ userData: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?, _ isParameter: CInt,
  _ value: UnsafePointer<XML_Char>?, _ count: CInt, _ base: UnsafePointer<XML_Char>?,
  _ system: UnsafePointer<XML_Char>?, _ publicIdentifier: UnsafePointer<XML_Char>?,
  _ notation: UnsafePointer<XML_Char>?
) {
  unsafe refuseEntity(userData)
}

private func skippedEntity(
  _ userData: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?, _ isParameter: CInt
) {
  unsafe refuseEntity(userData)
}

private func externalEntityReference(
  _ userData: XML_Parser?, _ context: UnsafePointer<XML_Char>?, _ base: UnsafePointer<XML_Char>?,
  _ system: UnsafePointer<XML_Char>?, _ publicIdentifier: UnsafePointer<XML_Char>?
) -> CInt {
  // SAFE: `install` made the state this handler's first argument.
  unsafe refuseEntity(UnsafeMutableRawPointer(userData))
  return 0
}

/// Called with the name of an encoding that expat does not know, and refuses it.
private func unknownEncoding(
  _ userData: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?,
  _ encoding: UnsafeMutablePointer<XML_Encoding>?
) -> CInt {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self) else { return 0 }
  let name = unsafe bytes(of: name)
  unsafe state.pointee.encodingNumber = EncodingNumbers.number(of: name.span)
  return 0
}

private func refuseEntity(_ userData: UnsafeMutableRawPointer?) {
  guard let state = unsafe userData?.assumingMemoryBound(to: ParserState.self), unsafe state.pointee.failure == nil
  else { return }
  unsafe state.pointee.fail(.entityRefused)
}

/// Whether an attribute's name is `xmlns`.
@inline(__always)
private func isNamespaceAttribute(_ name: UnsafePointer<XML_Char>) -> Bool {
  // SAFE: the string ends with NUL, and no byte after it is read.
  unsafe name[0] == 0x78 && name[1] == 0x6D && name[2] == 0x6C && name[3] == 0x6E && name[4] == 0x73 && name[5] == 0
}

/// The bytes of a C string; none where there is no string.
@inline(__always)
func bytes(of text: UnsafePointer<XML_Char>?) -> UnsafeBufferPointer<UInt8> {
  guard let text = unsafe text else { return unsafe UnsafeBufferPointer(start: nil, count: 0) }
  // SAFE: expat's strings end with NUL.
  return unsafe UnsafeBufferPointer(
    start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: strlen(text))
}

/// The attributes of one element, as expat hands them over: name, value, name, value, ...
@safe
struct ExpatAttributes {
  private let strings: UnsafeMutablePointer<UnsafePointer<XML_Char>?>
  let count: Int

  init(_ strings: UnsafeMutablePointer<UnsafePointer<XML_Char>?>, count: Int) {
    unsafe self.strings = unsafe strings
    self.count = count
  }

  // SAFE: `index` is below `count`, which expat has counted itself.
  func name(_ index: Int) -> UnsafeBufferPointer<UInt8> { unsafe bytes(of: strings[2 * index]) }
  func value(_ index: Int) -> UnsafeBufferPointer<UInt8> { unsafe bytes(of: strings[2 * index + 1]) }
}
