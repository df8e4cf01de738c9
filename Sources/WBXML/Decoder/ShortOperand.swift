/// An mb_u_int32 (WAP-192 5.1) of at most four bytes that a chunk holds whole: as good as all that follow OPAQUE and
/// STR_T. Four bytes cannot overflow.
@frozen
@usableFromInline
struct ShortOperand {
  @usableFromInline let value: UInt32
  /// Where the next token begins.
  @usableFromInline let end: Int

  /// - Parameter start: Not negative.
  /// - Returns: nil where the chunk ends first, and for a longer integer, which may overflow.
  @inlinable
  init?(_ chunk: Span<UInt8>, at start: Int) {
    var value: UInt32 = 0
    var index = start
    while index < chunk.count {
      // SAFE: the index begins at `start`, only grows, and the loop condition bounds it.
      let byte = unsafe chunk[unchecked: index]
      index &+= 1
      value = value &<< 7 | UInt32(byte & 0x7F)
      if byte < 0x80 {
        self.value = value
        end = index
        return
      }
      if index &- start == 4 { return nil }
    }
    return nil
  }
}
