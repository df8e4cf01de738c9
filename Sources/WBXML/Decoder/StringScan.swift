/// Where a NUL-terminated string ends, and whether it is plain ASCII: one pass, eight bytes at a time.
@frozen
@usableFromInline
struct StringScan {
  /// The index of the NUL, or the end of the bytes where there is none.
  @usableFromInline var end: Int
  /// Whether a NUL was found.
  @usableFromInline var isTerminated: Bool
  /// Whether every byte before `end` is below 0x80.
  @usableFromInline var isASCII: Bool

  /// - Parameter start: Not negative.
  @usableFromInline
  init(_ bytes: Span<UInt8>, from start: Int) {
    var index = start
    var high: UInt64 = 0
    while index <= bytes.count &- Self.wordBytes {
      // SAFE: `start` is not negative, and the loop condition leaves a word.
      let word = unsafe Self.word(bytes, at: index)
      let zeros = (word &- Self.ones) & ~word & Self.tops
      if zeros != 0 {
        // The lowest marked byte is the first NUL; marks above it may be false, bytes below it are the string's.
        let bits = UInt64(truncatingIfNeeded: zeros.trailingZeroBitCount &- 7)
        high |= word & Self.tops & ((1 &<< bits) &- 1)
        end = index &+ Int(truncatingIfNeeded: bits >> 3)
        isTerminated = true
        isASCII = high == 0
        return
      }
      high |= word & Self.tops
      index &+= Self.wordBytes
    }
    var tail: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0 {
        end = index
        isTerminated = true
        isASCII = high == 0 && tail < 0x80
        return
      }
      tail |= byte
      index &+= 1
    }
    end = index
    isTerminated = false
    isASCII = high == 0 && tail < 0x80
  }

  /// The index of the NUL that ends a string of nothing but ASCII; nil where another byte comes before it, or where it
  /// does not lie in a word that begins at or before `wordsEnd`: ``init(_:from:)`` then tells more.
  ///
  /// - Parameters:
  ///   - start: Not negative.
  ///   - wordsEnd: At most the number of bytes less ``wordBytes``.
  @inlinable
  @inline(__always)
  static func endOfPlainString(_ bytes: Span<UInt8>, from start: Int, wordsEnd: Int) -> Int? {
    var index = start
    while index <= wordsEnd {
      // SAFE: `start` is not negative, and the loop condition leaves a word.
      let word = unsafe word(bytes, at: index)
      // Marks a NUL and a byte from 0x80. What a borrow marks above the first of these does not matter.
      let marks = ((word &- ones) | word) & tops
      if marks != 0 {
        index &+= marks.trailingZeroBitCount &>> 3
        // SAFE: the index lies within the word.
        return unsafe bytes[unchecked: index] == 0 ? index : nil
      }
      index &+= wordBytes
    }
    return nil
  }

  /// The bytes that are looked at together.
  @inlinable static var wordBytes: Int { 8 }
  /// The lowest bit of each byte of a word.
  @inlinable static var ones: UInt64 { 0x0101_0101_0101_0101 }
  /// The highest bit of each byte of a word.
  @inlinable static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// Eight bytes, the first in the lowest place.
  ///
  /// - Parameter index: Not negative, and at most the number of bytes less ``wordBytes``.
  @unsafe
  @inlinable
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
    // SAFE: the caller bounds the index. Bytes are bytes: every bit pattern is a UInt64.
    let raw = unsafe bytes.bytes
    return unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }
}
