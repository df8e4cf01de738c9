/// Strings in charsets other than UTF-8: they are delivered as UTF-8 like all others.
extension WBXMLDecoder {
  /// The bytes of converted text that are collected before a piece is delivered.
  @usableFromInline static var convertedPiece: Int { 4096 }

  /// Reads an inline string, or as much of it as the chunk holds.
  @inlinable
  mutating func readForeignString<Sink: EventSink & ~Copyable>(
    _ chunk: Span<UInt8>, _ index: inout Int, _ sink: inout Sink
  ) throws(CodingError) {
    while index < chunk.count {
      let isLast = try convert(chunk, &index)
      if isLast { state = returnState }
      if isLast || !converted.isEmpty {
        if Sink.keepsLayout, let isBigEndian = converter.takeMark() {
          try sink.layout(.byteOrderMark(isBigEndian: isBigEndian))
        }
        try Self.deliver(converted.span, of: token, isLast: isLast, in: returnState, &sink)
      }
      converted.removeAll(keepingCapacity: true)
      if isLast {
        converter.start()
        return
      }
    }
  }

  /// Converts up to a piece's worth of bytes; true at the string's end.
  @usableFromInline
  mutating func convert(_ chunk: Span<UInt8>, _ index: inout Int) throws(CodingError) -> Bool {
    while index < chunk.count, converted.count < Self.convertedPiece {
      let byte = chunk[index]
      do {
        if try converter.append(byte, to: &converted) {
          index += 1
          return true
        }
      } catch {
        throw CodingError(error.code, offset: base + index, value: error.value)
      }
      index += 1
    }
    return false
  }

  /// Converts a string of the string table into `converted`.
  ///
  /// - Throws: `referenceOutsideTable` where the index lies outside; `byteOutsideCharset` for half a character.
  @usableFromInline
  mutating func convertTableString(at index: UInt32) throws(CodingError) {
    guard let start = Int(exactly: index), start < stringTable.count else {
      throw CodingError(.referenceOutsideTable, value: index)
    }
    converter.start()
    defer { converter.start() }
    var position = start
    while position < stringTable.count {
      if try converter.append(stringTable[position], to: &converted) { break }
      position += 1
    }
    // The last string may lack its terminator, but not half of a character.
    guard converter.isComplete else { throw CodingError(.byteOutsideCharset, value: index) }
    try countAmplification(converted.count)
  }
}
