/// Sixteen bytes looked at together.
typealias ByteBlock = SIMD16<UInt8>

extension Span<UInt8> {
  /// The sixteen bytes from an index on, which must lie inside the span.
  @inline(__always)
  func block(at index: Int) -> ByteBlock {
    // SAFE: bytes are bytes, the load checks its bounds itself, and every bit pattern is a vector.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: ByteBlock.self)
  }
}

extension ByteBlock {
  /// Bytes of a text that is shorter than a block, 1 to 15, each of them at least once and nothing else.
  @inline(__always)
  init(allOf text: Span<UInt8>) {
    // SAFE: as in `block(at:)`.
    let bytes = unsafe text.bytes
    let count = text.count
    if count >= 8 {
      let (first, last) = unsafe (
        bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self),
        bytes.unsafeLoadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      )
      self = unsafe unsafeBitCast(SIMD2(first, last), to: ByteBlock.self)
    } else if count >= 4 {
      let (first, last) = unsafe (
        bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self),
        bytes.unsafeLoadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      )
      self = unsafe unsafeBitCast(SIMD4(first, last, first, last), to: ByteBlock.self)
    } else {
      self = ByteBlock(repeating: text[0])
      self[1] = text[count / 2]
      self[2] = text[count &- 1]
    }
  }
}

extension SIMDMask<SIMD16<Int8>> {
  /// Whether a lane is set. The standard library's `any` is a loop over the lanes.
  @inline(__always)
  var hasAny: Bool {
    // SAFE: a mask is sixteen bytes, each 0 or -1.
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    return words.x | words.y != 0
  }

  /// The first lane that is set; 16 where none is.
  @inline(__always)
  var firstIndex: Int {
    // SAFE: as above; lanes are in the order of memory, the first one lowest.
    let words = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
    let low = UInt64(littleEndian: words.x)
    if low != 0 { return low.trailingZeroBitCount / 8 }
    return 8 &+ UInt64(littleEndian: words.y).trailingZeroBitCount / 8
  }
}
