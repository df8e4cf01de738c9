/// Where a NUL-terminated string ends, and whether it is plain ASCII: one pass, eight bytes at a time.
@frozen
@usableFromInline
package struct StringScan {
  /// The index of the NUL, or the end of the bytes where there is none.
  @usableFromInline package var end: Int
  /// Whether a NUL was found.
  @usableFromInline package var isTerminated: Bool
  /// Whether every byte before `end` is below 0x80.
  @usableFromInline package var isASCII: Bool

  /// - Parameter start: Not negative.
  @usableFromInline
  package init(_ bytes: Span<UInt8>, from start: Int) {
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
  /// does not lie in a pair of words that begins at or before `pairsEnd`: ``init(_:from:)`` then tells more.
  ///
  /// - Parameters:
  ///   - start: Not negative.
  ///   - pairsEnd: At most the number of bytes less twice ``wordBytes``.
  @inlinable
  @inline(__always)
  package static func endOfPlainString(_ bytes: Span<UInt8>, from start: Int, pairsEnd: Int) -> Int? {
    var index = start
    var marks: UInt64 = 0
    while index <= pairsEnd {
      // SAFE: `start` is not negative, and the loop condition leaves two words.
      marks = unsafe Self.marks(in: word(bytes, at: index))
      if marks != 0 { break }
      index &+= wordBytes
      marks = unsafe Self.marks(in: word(bytes, at: index))
      if marks != 0 { break }
      index &+= wordBytes
      // A long string: what is left of it goes by faster in blocks of two pairs.
      if index &- start == 4 &* wordBytes {
        while index <= pairsEnd &- 2 &* wordBytes, unsafe isPlainBlock(bytes, at: index) { index &+= 4 &* wordBytes }
      }
    }
    if marks == 0 { return nil }
    index &+= marks.trailingZeroBitCount &>> 3
    // SAFE: the index lies within the word that was marked.
    return unsafe bytes[unchecked: index] == 0 ? index : nil
  }

  /// Whether there is neither a NUL nor a byte from 0x80 among four words.
  ///
  /// - Parameter index: Not negative, and at most the number of bytes less four times ``wordBytes``.
  @unsafe
  @inlinable
  @inline(__always)
  package static func isPlainBlock(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    let ones = SIMD2<UInt64>(repeating: Self.ones)
    // SAFE: the caller bounds the index. Bytes are bytes: every bit pattern is a vector of integers.
    let raw = unsafe bytes.bytes
    let first = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD2<UInt64>.self)
    let second = unsafe raw.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &+ 2 &* wordBytes, as: SIMD2<UInt64>.self)
    let marks = (first &- ones) | first | (second &- ones) | second
    return (marks[0] | marks[1]) & tops == 0
  }

  /// Marks the first NUL or byte from 0x80 in the byte's highest bit. What a borrow marks above it does not matter.
  @inlinable
  @inline(__always)
  package static func marks(in word: UInt64) -> UInt64 { ((word &- ones) | word) & tops }

  /// The bytes that are looked at together.
  @inlinable package static var wordBytes: Int { 8 }
  /// The lowest bit of each byte of a word.
  @inlinable package static var ones: UInt64 { 0x0101_0101_0101_0101 }
  /// The highest bit of each byte of a word.
  @inlinable package static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// Eight bytes, the first in the lowest place.
  ///
  /// - Parameter index: Not negative, and at most the number of bytes less ``wordBytes``.
  @unsafe
  @inlinable
  @inline(__always)
  package static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
    // SAFE: the caller bounds the index. Bytes are bytes: every bit pattern is a UInt64.
    let raw = unsafe bytes.bytes
    return unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }
}
