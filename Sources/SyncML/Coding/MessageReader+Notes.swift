public import WBXML

/// What is passed over, or refused by a strict reader.
extension MessageReader {
  /// Reports something that is passed over. A hostile message can hold endless such things; a few tell enough.
  ///
  /// - Parameter tag: the element concerned, which a strict reader's error names.
  mutating func note(_ kind: Note.Kind, _ text: String, of tag: Tag = Self.noLeaf) {
    if isStrict, refusal == nil {
      let code: CodingError.Code =
        switch kind {
        case .unknownElement: .unexpectedElement
        case .missingElement: .missingElement
        case .invalidValue, .encoding: .invalidValue
        }
      refusal = CodingError(
        code, offset: start.offset, line: start.line, column: start.column, value: UInt32(tag.rawValue))
    }
    if notes.count < 1000 { notes.append(Note(kind, text, at: start)) }
  }

  mutating func noteMissing(_ tag: Tag) { note(.missingElement, name(of: tag), of: tag) }

  /// Throws what a note of this event has become.
  func refuseNote() throws(CodingError) {
    if let refusal { throw refusal }
  }

  /// Skips an element that the model has no place for, and says so.
  mutating func skipUnknown(_ tag: Tag) {
    note(.unknownElement, name(of: tag), of: tag)
    skipDepth = 1
  }

  func name(of tag: Tag) -> String {
    language?.name(of: tag) ?? "page \(tag.page), 0x\(String(tag.token, radix: 16))"
  }

  public mutating func diagnostic(_ diagnostic: Diagnostic) {
    if isStrict, refusal == nil {
      refusal = CodingError(.quirkRefused, offset: diagnostic.offset, value: UInt32(diagnostic.code.rawValue))
    }
    if notes.count < 1000 {
      notes.append(Note(.encoding, diagnostic.code.description, at: SourcePosition(offset: diagnostic.offset)))
    }
  }
}
