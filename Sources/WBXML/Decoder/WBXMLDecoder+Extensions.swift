/// Extension tokens (WAP-192 5.8.4.2): what they carry, the document type says.
extension WBXMLDecoder {
  /// Delivers EXT_T_n of a language in which it names a variable, with the name that its integer refers to.
  ///
  /// - Throws: `referenceOutsideTable`, or what is wrong with the name.
  @inline(never)
  @inlinable
  mutating func deliverVariable<Sink: EventSink & ~Copyable>(_ value: UInt32, _ sink: inout Sink) throws(CodingError) {
    let variable = Extension(.table, number: token & 0x03, value: value)
    if try selectTableString(at: value) {
      try sink.extensionText(variable, stringTable.span.extracting(selected), isLast: true)
    } else {
      try sink.extensionText(variable, converted.span, isLast: true)
      converted.removeAll(keepingCapacity: true)
    }
  }
}
