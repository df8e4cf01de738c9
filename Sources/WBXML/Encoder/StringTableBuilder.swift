/// The string table of a document being written: each text once, in the order of first use.
struct StringTableBuilder {
  private(set) var bytes: [UInt8] = []
  /// Where each text begins and how long it is, by hash: open addressing, at most half full.
  private var slots: [Slot] = []
  private var count = 0

  private struct Slot {
    var start: Int32 = -1
    var length: Int32 = 0
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    count = 0
  }

  /// The index of a text, which is added when it is new.
  ///
  /// - Parameter limit: bytes that the table may have.
  /// - Throws: `notExpressibleInWBXML` for a text with NUL or a table beyond 2 GB; `stringTableLimit`.
  mutating func index(of text: Span<UInt8>, limit: Int) throws(CodingError) -> UInt32 {
    guard !StringScan(text, from: 0).isTerminated else { throw CodingError(.notExpressibleInWBXML) }
    if (count + 1) * 2 > slots.count { grow() }
    let slot = self.slot(of: text)
    if slots[slot].start >= 0 { return UInt32(slots[slot].start) }
    guard text.count < limit - bytes.count else {
      throw CodingError(.stringTableLimit, value: UInt32(clamping: limit))
    }
    guard let length = Int32(exactly: text.count), bytes.count < Int(Int32.max) - text.count - 1 else {
      throw CodingError(.notExpressibleInWBXML)
    }
    terminate(width: 1)
    let start = Int32(truncatingIfNeeded: bytes.count)
    slots[slot] = Slot(start: start, length: length)
    count += 1
    bytes.append(text)
    bytes.append(0)
    return UInt32(truncatingIfNeeded: start)
  }

  /// The index of a text that is there; nil for another one.
  func existingIndex(of text: Span<UInt8>) -> UInt32? {
    if slots.isEmpty { return nil }
    let start = slots[slot(of: text)].start
    return start >= 0 ? UInt32(start) : nil
  }

  /// Where a text's entry is, or the free slot that is the place for it; there are slots.
  private func slot(of text: Span<UInt8>) -> Int {
    var slot = Int(LanguageStorage.hash(text)) & (slots.count - 1)
    while slots[slot].start >= 0 {
      let start = Int(slots[slot].start)
      if Int(slots[slot].length) == text.count, bytes.span.extracting(start..<start + text.count).equals(text) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  /// Forgets the texts that were added after the table had so many bytes.
  mutating func truncate(to byteCount: Int) {
    guard byteCount < bytes.count else { return }
    bytes.removeSubrange(byteCount...)
    for index in slots.indices { slots[index] = Slot() }
    count = 0
    var start = 0
    while start < bytes.count {
      let end = StringScan(bytes.span, from: start).end
      let slot = self.slot(of: bytes.span.extracting(start..<end))
      slots[slot] = Slot(start: Int32(truncatingIfNeeded: start), length: Int32(truncatingIfNeeded: end - start))
      count += 1
      start = end + 1
    }
  }

  /// Takes over the table of a document that was read.
  mutating func adopt(_ raw: Span<UInt8>) {
    removeAll()
    bytes.append(raw)
  }

  /// Ends the last string of an adopted table that lacks its terminator.
  mutating func terminate(width: Int) {
    if !bytes.isEmpty, bytes.suffix(width).contains(where: { $0 != 0 }) {
      bytes.append(contentsOf: repeatElement(0, count: width))
    }
  }

  /// Adds a string, terminator included, as the bytes that it has in the document's charset.
  mutating func append(encoded string: [UInt8], width: Int, limit: Int) throws(CodingError) -> UInt32 {
    terminate(width: width)
    guard string.count <= limit - bytes.count, let index = UInt32(exactly: bytes.count) else {
      throw CodingError(.stringTableLimit, value: UInt32(clamping: limit))
    }
    bytes.append(contentsOf: string)
    return index
  }

  /// Adds a text that nothing will look for.
  mutating func append(_ text: Span<UInt8>) {
    bytes.append(text)
    bytes.append(0)
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: max(8, old.count * 2))
    for entry in old where entry.start >= 0 {
      let start = Int(entry.start)
      var slot =
        Int(LanguageStorage.hash(bytes.span.extracting(start..<start + Int(entry.length)))) & (slots.count - 1)
      while slots[slot].start >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = entry
    }
  }
}

extension [UInt8] {
  /// Appends an mb_u_int32 in the fewest bytes (WAP-192 5.1).
  @inlinable
  mutating func appendMultiByte(_ value: UInt32) {
    if value < 0x80 {
      append(UInt8(truncatingIfNeeded: value))
      return
    }
    var shift: UInt32 = value >= 1 << 28 ? 28 : value >= 1 << 21 ? 21 : value >= 1 << 14 ? 14 : 7
    while shift > 0 {
      append(UInt8(truncatingIfNeeded: value >> shift) | 0x80)
      shift -= 7
    }
    append(UInt8(truncatingIfNeeded: value) & 0x7F)
  }

  /// Appends an mb_u_int32 in so many bytes, where it needs no more.
  @inlinable
  mutating func appendMultiByte(_ value: UInt32, length: UInt8) {
    var padding = Int(length) - Self.multiByteCount(Int(value))
    while padding > 0 {
      append(0x80)
      padding -= 1
    }
    appendMultiByte(value)
  }

  /// The bytes of an mb_u_int32.
  @inlinable
  static func multiByteCount(_ value: Int) -> Int {
    value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5
  }
}
