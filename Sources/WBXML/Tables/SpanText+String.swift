extension String {
  /// Text from bytes that are meant to be UTF-8; what is not becomes U+FFFD.
  @inlinable
  package init(utf8 bytes: Span<UInt8>) {
    if bytes.isASCII {
      // SAFE: they are ASCII.
      self = unsafe String(ascii: bytes)
    } else if let text = try? UTF8Span(validating: bytes) {
      self = String(copying: text)
    } else {
      self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Text from bytes that are known to be ASCII.
  ///
  /// Most texts of a message are short, and `String`'s own initializers take a hundred instructions for each of them:
  /// up to 15 bytes are put into its form for small strings directly.
  ///
  /// - Parameter bytes: Each is below 0x80.
  @unsafe
  @inlinable
  @inline(__always)
  package init(ascii bytes: Span<UInt8>) {
    if bytes.count < 16, Self.hasKnownSmallForm {
      // SAFE: the bytes are ASCII and fewer than 16, and the form has been looked at.
      self = unsafe String(smallASCII: bytes)
    } else {
      // SAFE: ASCII is UTF-8.
      self = unsafe String(copying: UTF8Span(unchecked: bytes, isKnownASCII: true))
    }
  }
}

#if hasFeature(Embedded) || !_pointerBitWidth(_64) || !_endian(little)
  extension String {
    @inlinable static var hasKnownSmallForm: Bool { false }

    @unsafe
    @inlinable
    init(smallASCII bytes: Span<UInt8>) {
      self = unsafe String(copying: UTF8Span(unchecked: bytes, isKnownASCII: true))
    }
  }
#else
  extension String {
    /// Whether small strings are what they have been since Swift 5 on 64 bits (SmallString.swift and StringObject.swift of
    /// the standard library, which compilers build into programs): up to 15 bytes of UTF-8, the first in the lowest place,
    /// and above them 0xE0 and the count where all are ASCII.
    ///
    /// The compiler knows the answer: the text is a constant.
    @inlinable
    @inline(__always)
    static var hasKnownSmallForm: Bool {
      guard MemoryLayout<String>.size == 16 else { return false }
      // SAFE: the sizes are the same, and every bit pattern is an integer; the text needs no heap, and so no count.
      let words = unsafe unsafeBitCast("abcdefghij" as String, to: (UInt64, UInt64).self)
      return words == (0x6867_6665_6463_6261, 0xEA00_0000_0000_6A69)
    }

    /// - Parameter bytes: At most 15, each below 0x80, where ``hasKnownSmallForm``.
    @unsafe
    @inlinable
    @inline(__always)
    init(smallASCII bytes: Span<UInt8>) {
      let count = bytes.count
      var low: UInt64 = 0
      var high = UInt64(truncatingIfNeeded: 0xE0 | count) &<< 56
      if count >= 8 {
        // SAFE: there are eight bytes at the beginning, and eight before the end.
        low = unsafe StringScan.word(bytes, at: 0)
        // The last word but for what of it is in the first one.
        if count > 8 {
          high |= unsafe StringScan.word(bytes, at: count &- 8) &>> UInt64(truncatingIfNeeded: (16 &- count) &* 8)
        }
      } else if count >= 4 {
        // SAFE: there are four bytes at the beginning, and four before the end; where these are the same, so are the bits.
        let raw = unsafe bytes.bytes
        let first = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt32.self)
        let last = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: count &- 4, as: UInt32.self)
        low = UInt64(first) | UInt64(last) &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8)
      } else if count > 0 {
        // SAFE: first, middle and last of one to three bytes; where they are the same, so are the bits.
        low = unsafe UInt64(bytes[unchecked: 0])
        low |= unsafe UInt64(bytes[unchecked: count &>> 1]) &<< UInt64(truncatingIfNeeded: (count &>> 1) &* 8)
        low |= unsafe UInt64(bytes[unchecked: count &- 1]) &<< UInt64(truncatingIfNeeded: (count &- 1) &* 8)
      }
      // SAFE: the words are a small string's. Moved out of memory, it is not retained first as a cast one would be.
      var words = (low, high)
      self = unsafe withUnsafeMutablePointer(to: &words) { words in
        unsafe UnsafeMutableRawPointer(words).assumingMemoryBound(to: String.self).move()
      }
    }
  }
#endif
