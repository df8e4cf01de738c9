/// Small comparisons and conversions on borrowed bytes, kept free of Foundation for Embedded Swift.
extension Span<UInt8> {
  @inlinable
  package func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for i in indices where self[i] != other[i] { return false }
    return true
  }

  @inlinable
  package func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    // SAFE: a StaticString's storage is immortal, and the loop stays below its count.
    let bytes = unsafe text.utf8Start
    for i in indices where unsafe self[i] != bytes[i] { return false }
    return true
  }

  @inlinable
  package func hasPrefix(_ prefix: Span<UInt8>) -> Bool {
    guard prefix.count <= count else { return false }
    for i in prefix.indices where self[i] != prefix[i] { return false }
    return true
  }

  /// Whether every byte is below 0x80: eight bytes at a time.
  @inlinable
  @inline(__always)
  package var isASCII: Bool {
    var index = 0
    var high: UInt64 = 0
    while index <= count &- StringScan.wordBytes {
      // SAFE: the index is not negative, and the loop's condition leaves a word.
      high |= unsafe StringScan.word(self, at: index)
      index &+= StringScan.wordBytes
    }
    if index < count, count >= StringScan.wordBytes {
      // SAFE: there is a word before the end; it may overlap the one before it.
      return unsafe (high | StringScan.word(self, at: count &- StringScan.wordBytes)) & StringScan.tops == 0
    }
    while index < count {
      high |= UInt64(self[index])
      index &+= 1
    }
    return high & StringScan.tops == 0
  }

  /// Whether there is a NUL: eight bytes at a time.
  @inline(__always)
  var containsNUL: Bool {
    var index = 0
    while index <= count &- 8 &* StringScan.wordBytes {
      // SAFE: the index is not negative, and the loop's condition leaves eight words.
      if unsafe blockContainsNUL(at: index) { return true }
      index &+= 8 &* StringScan.wordBytes
    }
    while index <= count &- StringScan.wordBytes {
      // SAFE: the index is not negative, and the loop's condition leaves a word.
      let word = unsafe StringScan.word(self, at: index)
      if (word &- StringScan.ones) & ~word & StringScan.tops != 0 { return true }
      index &+= StringScan.wordBytes
    }
    if index < count, count >= StringScan.wordBytes {
      // SAFE: there is a word before the end; it may overlap the one before it.
      let word = unsafe StringScan.word(self, at: count &- StringScan.wordBytes)
      return (word &- StringScan.ones) & ~word & StringScan.tops != 0
    }
    while index < count {
      if self[index] == 0 { return true }
      index &+= 1
    }
    return false
  }

  /// Whether there is a NUL among eight words: several at a time.
  ///
  /// - Parameter index: Not negative, and at most the number of bytes less eight words.
  @unsafe
  @inline(__always)
  private func blockContainsNUL(at index: Int) -> Bool {
    let ones = SIMD2<UInt64>(repeating: StringScan.ones)
    // SAFE: the caller bounds the index. Bytes are bytes: every bit pattern is a vector of integers.
    let raw = unsafe bytes
    let a = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD2<UInt64>.self)
    let b = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index &+ 16, as: SIMD2<UInt64>.self)
    let c = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index &+ 32, as: SIMD2<UInt64>.self)
    let d = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index &+ 48, as: SIMD2<UInt64>.self)
    let marks = ((a &- ones) & ~a) | ((b &- ones) & ~b) | ((c &- ones) & ~c) | ((d &- ones) & ~d)
    return (marks[0] | marks[1]) & StringScan.tops != 0
  }

  package func equalsIgnoringASCIICase(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for i in indices where asciiLowercased(self[i]) != asciiLowercased(other[i]) { return false }
    return true
  }
}

@inlinable
package func asciiLowercased(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

/// The value of a hexadecimal digit.
package func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

extension [UInt8] {
  /// Appends borrowed bytes.
  @inlinable
  package mutating func append(_ bytes: Span<UInt8>) {
    // SAFE: the buffer is only read inside the closure, while the span it belongs to is borrowed.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
