extension WBXMLEncoder {
  /// Which texts an encoder moves to the string table, where a document repeats them.
  ///
  /// Names that WBXML can only write through the table (a textual public identifier, literal names) stand there in every
  /// mode, before the texts. Each embedded document has a table of its own. The output is the same for the same events,
  /// and never larger than that of ``none``.
  public enum StringTableMode: Sendable, Hashable, CaseIterable {
    /// No text: every one is written inline, where it stands.
    case none
    /// Whole texts that occur at least twice, where a reference is worth it.
    case dedupe
    /// As ``dedupe``; a text that is the end of another one refers to the other's last bytes, and a text that begins or
    /// ends with one of the table refers to it for that piece, as libwbxml does: readers have to join pieces.
    case smallest
  }
}

/// Where the texts of a document being written stand in its body: what a string table is made of at its end.
///
/// Eight bytes for a text. The body is kept until then in any case: a table stands before it.
struct TextLog {
  struct Occurrence {
    /// Where the STR_I stands.
    var start: UInt32
    /// Bytes of text, without STR_I and NUL.
    var length: UInt32

    /// The text's bytes in the body.
    var range: Range<Int> { Int(start) + 1..<Int(start) + 1 + Int(length) }
  }

  var occurrences: [Occurrence] = []
  /// What the body's literal names are together: readers count them, too, when they limit what references give.
  var nameBytes = 0
  var openStart = -1

  /// An STR_I is about to be written.
  mutating func open(at start: Int) { openStart = start }

  /// A text's NUL is about to be written. Whatever stands beyond 4 GB stays inline.
  mutating func close(at end: Int) {
    if openStart >= 0, let start = UInt32(exactly: openStart), let length = UInt32(exactly: end - openStart - 1) {
      occurrences.append(Occurrence(start: start, length: length))
    }
    openStart = -1
  }

  mutating func countName(_ bytes: Int) { nameBytes += bytes }

  /// Forgets the texts that stand at or after a place; one that is open stays.
  mutating func removeOccurrences(from start: Int) {
    while let last = occurrences.last, Int(last.start) >= start { occurrences.removeLast() }
  }

  mutating func removeAll() {
    nameBytes = 0
    occurrences.removeAll(keepingCapacity: true)
    openStart = -1
  }
}
