internal import CExpat
internal import WBXML

/// Finds lines and columns of ascending offsets: it counts the line feeds between one and the next in the slice at hand,
/// and notes where lines begin in what a slice leaves unread.
///
/// Expat can do that too, but takes a fourth of its time for it.
@safe
struct LineCounter: ~Copyable {
  private var line: UInt32 = 1
  /// Where the current line begins.
  private var lineStart = 0
  /// The slice at hand; empty between slices.
  private var slice = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var sliceStart = 0
  /// The lines that begin before are known.
  private var counted = 0
  /// No line begins in the slice up to here but those that have been counted.
  private var uneventful = 0
  /// Where lines begin in what earlier slices have left unread, counted from `origin`; those below `next` have been
  /// passed. In UTF-16 the lines of the slice at hand stand here too.
  private var starts = GrowingBuffer<UInt32>()
  private var next = 0
  private var origin = 0
  /// The bytes of one character, and which of them is the significant one of a line feed in UTF-16.
  private var width = 1
  private var lowByte = 0

  mutating func reset() {
    line = 1
    lineStart = 0
    counted = 0
    uneventful = 0
    starts.removeAll()
    next = 0
    width = 1
  }

  /// Says how wide characters are, by the first two bytes of the document.
  mutating func setEncoding(_ first: UInt8, _ second: UInt8) {
    switch (first, second) {
    case (0xFE, 0xFF), (0, _): (width, lowByte) = (2, 1)
    case (0xFF, 0xFE), (_, 0): (width, lowByte) = (2, 0)
    default: width = 1
    }
  }

  /// Whether a character takes two bytes.
  var isWide: Bool { width == 2 }

  // MARK: Slices

  /// Takes the next slice of the document, whose bytes stay where they are until ``endSlice(at:)``.
  mutating func beginSlice(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    sliceStart = start
    counted = start
    uneventful = start
    if width == 2 {
      forgetPassedLines(start)
      // SAFE: indices are checked, and the memory is borrowed until `endSlice`.
      unsafe readWide(bytes.span, start - origin)
      counted = start + bytes.count
    } else {
      unsafe slice = unsafe bytes
    }
  }

  /// Leaves the slice: from the offset on it is unread.
  mutating func endSlice(at target: Int) {
    advance(to: target)
    if width == 2 { return }
    let bytes = unsafe slice
    forgetPassedLines(counted)
    var index = unsafe Self.lineFeed(in: bytes, from: max(counted, uneventful) - sliceStart)
    while index < bytes.count {
      starts.append(UInt32(truncatingIfNeeded: sliceStart + index + 1 - origin))
      index = unsafe Self.lineFeed(in: bytes, from: index + 1)
    }
    counted = sliceStart + bytes.count
    uneventful = counted
    unsafe slice = UnsafeBufferPointer(start: nil, count: 0)
  }

  // MARK: Places

  /// The place of an offset; offsets must not descend.
  @inline(__always)
  mutating func position(of target: Int) -> SourcePosition {
    advance(to: target)
    return SourcePosition(
      offset: target, line: line, column: UInt32(truncatingIfNeeded: max(0, target &- lineStart) &+ 1))
  }

  @inline(__always)
  private mutating func advance(to target: Int) {
    if next < starts.count { passNotedLines(target) }
    if target > uneventful { countLines(target) }
  }

  @inline(never)
  private mutating func passNotedLines(_ target: Int) {
    while next < starts.count, origin &+ Int(starts[next]) <= target {
      lineStart = origin &+ Int(starts[next])
      line &+= 1
      next &+= 1
    }
  }

  /// Passes the lines that begin in the slice up to an offset, and looks where the next one begins.
  private mutating func countLines(_ target: Int) {
    // SAFE: indices are checked, and the memory is borrowed from `beginSlice` to `endSlice`.
    let storage = unsafe slice
    let bytes = unsafe storage.span
    defer { uneventful = unsafe max(counted, Self.lineFeed(in: storage, from: counted &- sliceStart) &+ sliceStart) }
    let first = counted &- sliceStart
    let end = min(target &- sliceStart, bytes.count)
    guard first < end, let base = storage.baseAddress else { return }
    let raw = unsafe UnsafeRawPointer(base)
    let lineFeed = ByteBlock(repeating: 0x0A)
    var index = first
    var total: UInt64 = 0
    while index &+ 16 <= end {
      // No lane can overflow in so many blocks.
      let limit = min(end, index &+ 255 &* 16)
      var counts = ByteBlock(repeating: 0)
      while index &+ 16 <= limit {
        // SAFE: the block ends at `limit`, which lies inside the slice.
        let block = unsafe raw.loadUnaligned(fromByteOffset: index, as: ByteBlock.self)
        // SAFE: a mask is sixteen bytes, each 0 or -1.
        counts &-= unsafe unsafeBitCast(block .== lineFeed, to: ByteBlock.self)
        index &+= 16
      }
      total &+= Self.sum(counts)
    }
    while index < end {
      if bytes[index] == 0x0A { total &+= 1 }
      index &+= 1
    }
    counted = sliceStart &+ end
    if total == 0 { return }
    line &+= UInt32(truncatingIfNeeded: total)
    while index > first, bytes[index &- 1] != 0x0A { index &-= 1 }
    lineStart = sliceStart &+ index
  }

  /// The index of the first line feed from an index on, or the count.
  private static func lineFeed(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = bytes.baseAddress, start < bytes.count else { return bytes.count }
    // SAFE: the start lies inside the buffer, and the search ends with it.
    guard let found = unsafe memchr(base + start, 0x0A, bytes.count &- start) else { return bytes.count }
    return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
  }

  private static func sum(_ counts: ByteBlock) -> UInt64 {
    // SAFE: sixteen bytes are two words.
    let words = unsafe unsafeBitCast(counts, to: SIMD2<UInt64>.self)
    let even: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = (words.x & even) &+ (words.x &>> 8 & even) &+ (words.y & even) &+ (words.y &>> 8 & even)
    return (pairs &* 0x0001_0001_0001_0001) &>> 48
  }

  // MARK: Noted lines

  private mutating func readWide(_ slice: Span<UInt8>, _ base: Int) {
    // No character that documents have shares this byte with a line feed and differs in the other one but for
    // U+0A0A and U+010A to U+FF0A at the other place, which the parity of the offset tells apart.
    for index in slice.indices where slice[index] == 0x0A && (origin + base + index) & 1 == lowByte {
      let other = lowByte == 1 ? index - 1 : index + 1
      if slice.indices.contains(other), slice[other] != 0 { continue }
      starts.append(UInt32(truncatingIfNeeded: base + index + 2 - lowByte))
    }
  }

  /// Makes room for more lines, which begin at an offset or after it, and counts from there where none is left.
  private mutating func forgetPassedLines(_ start: Int) {
    let rest = starts.count - next
    // What has not been passed is an unfinished token's.
    let shift = rest == 0 ? start - origin : Int(starts[next])
    for index in 0..<rest { starts[index] = starts[next + index] - UInt32(truncatingIfNeeded: shift) }
    starts.removeAll(after: rest)
    next = 0
    origin += shift
  }
}
