/// An array for one owner: no reference count to ask before each change, which an append per event would feel.
///
/// Elements are plain bits. Memory is kept until the buffer goes.
@safe
@frozen
@usableFromInline
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
  // SAFE, for all of this type: `base` has room for `capacity` elements, of which the first `count` are initialized. It
  // is memory to give back where the capacity is not 0.
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var count = 0
  @usableFromInline var capacity: Int

  @usableFromInline
  init(capacity: Int = 0) {
    self.capacity = max(0, capacity)
    unsafe base = Self.memory(self.capacity)
  }

  @inlinable deinit { if capacity != 0 { unsafe base.deallocate() } }

  /// Memory for so many elements; for none there is nothing to ask the system for.
  private static func memory(_ capacity: Int) -> UnsafeMutablePointer<Element> {
    if capacity == 0, let nowhere = unsafe UnsafeMutablePointer<Element>(bitPattern: MemoryLayout<Element>.alignment) {
      return unsafe nowhere
    }
    return UnsafeMutablePointer<Element>.allocate(capacity: capacity)
  }

  func copy() -> GrowingBuffer {
    var copy = GrowingBuffer(capacity: count)
    unsafe copy.base.update(from: base, count: count)
    copy.count = count
    return copy
  }

  @inlinable var isEmpty: Bool { count == 0 }

  /// The elements, for reading while the buffer does not change.
  @inlinable var elements: UnsafeBufferPointer<Element> { unsafe UnsafeBufferPointer(start: base, count: count) }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: count &+ 1) }
    unsafe base[count] = element
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ elements: Span<Element>) {
    reserve(elements.count)
    // SAFE: there is room for the elements; the span is memory of somebody else, which cannot overlap.
    unsafe elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe (base + count).update(from: start, count: source.count) }
    }
    count &+= elements.count
  }

  /// Makes room for some more elements.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if more > capacity &- count { grow(to: count &+ more) }
  }

  /// The last element; there must be one.
  @inlinable var last: Element {
    get {
      precondition(count > 0)
      return unsafe base[count &- 1]
    }
    _modify {
      precondition(count > 0)
      yield unsafe &base[count &- 1]
    }
  }

  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return unsafe base[index]
    }
    _modify {
      precondition(index >= 0 && index < count)
      yield unsafe &base[index]
    }
  }

  /// Takes the last element off; there must be one.
  @inline(__always)
  mutating func removeLast() -> Element {
    precondition(count > 0)
    count &-= 1
    return unsafe base[count]
  }

  mutating func removeAll() { count = 0 }

  /// Keeps the first elements only.
  mutating func removeAll(after limit: Int) { count = min(count, max(0, limit)) }

  /// Gives back what an unusual document has made the buffer grow to.
  mutating func shrink(to limit: Int) {
    guard capacity > limit, count == 0 else { return }
    self = GrowingBuffer()
  }

  @inline(never)
  private mutating func grow(to minimum: Int) {
    let larger = max(minimum, capacity * 2, 1024 / max(1, MemoryLayout<Element>.stride))
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    unsafe memory.update(from: base, count: count)
    if capacity != 0 { unsafe base.deallocate() }
    unsafe base = memory
    capacity = larger
  }
}

extension GrowingBuffer<UInt8> {
  // SAFE, for all of these: `reserve` has made room for what is written.

  @inline(__always)
  mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    unsafe (base + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count &+= text.utf8CodeUnitCount
  }

  /// Appends the first bytes of a name that two vectors hold.
  @inline(__always)
  mutating func append(_ name: ShortName) {
    reserve(32)
    let end = unsafe UnsafeMutableRawPointer(base + count)
    unsafe end.storeBytes(of: name.low, as: SIMD16<UInt8>.self)
    unsafe end.storeBytes(of: name.high, toByteOffset: 16, as: SIMD16<UInt8>.self)
    count &+= Int(name.count)
  }

  /// Appends text that element content takes as it is; other text not at all.
  ///
  /// - Returns: whether it has been appended.
  @inline(__always)
  mutating func appendPlain(_ text: Span<UInt8>) -> Bool {
    let length = text.count
    if length < 16 {
      if length == 0 { return true }
      guard XMLText.isPlain(ByteBlock(allOf: text)) else { return false }
      appendShort(text)
      return true
    }
    reserve(length)
    let end = unsafe UnsafeMutableRawPointer(base + count)
    var index = 0
    while index &+ 16 <= length {
      let block = text.block(at: index)
      guard XMLText.isPlain(block) else { return false }
      unsafe end.storeBytes(of: block, toByteOffset: index, as: ByteBlock.self)
      index &+= 16
    }
    if index < length {
      // The last block may overlap the one before it.
      let block = text.block(at: length &- 16)
      guard XMLText.isPlain(block) else { return false }
      unsafe end.storeBytes(of: block, toByteOffset: length &- 16, as: ByteBlock.self)
    }
    count &+= length
    return true
  }

  /// Appends 1 to 15 bytes, without the call that copying longer ones is.
  @inline(__always)
  private mutating func appendShort(_ text: Span<UInt8>) {
    let length = text.count
    reserve(length)
    let (source, end) = unsafe (text.bytes, UnsafeMutableRawPointer(base + count))
    if length >= 8 {
      let (first, last) = unsafe (
        source.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self),
        source.unsafeLoadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
      )
      unsafe end.storeBytes(of: first, as: UInt64.self)
      unsafe end.storeBytes(of: last, toByteOffset: length &- 8, as: UInt64.self)
    } else if length >= 4 {
      let (first, last) = unsafe (
        source.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self),
        source.unsafeLoadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
      )
      unsafe end.storeBytes(of: first, as: UInt32.self)
      unsafe end.storeBytes(of: last, toByteOffset: length &- 4, as: UInt32.self)
    } else {
      for index in text.indices { unsafe base[count &+ index] = text[index] }
    }
    count &+= length
  }

  mutating func append(repeating byte: UInt8, count more: Int) {
    reserve(more)
    unsafe (base + count).update(repeating: byte, count: more)
    count &+= more
  }
}

/// A name of at most 32 bytes, which two vector moves copy.
struct ShortName: BitwiseCopyable {
  var low = SIMD16<UInt8>(repeating: 0)
  var high = SIMD16<UInt8>(repeating: 0)
  var count: UInt8 = 0

  init() {}

  /// Nil where the name is longer.
  init?(_ name: Span<UInt8>) {
    guard name.count <= 32 else { return nil }
    for i in name.indices { if i < 16 { low[i] = name[i] } else { high[i - 16] = name[i] } }
    count = UInt8(truncatingIfNeeded: name.count)
  }
}
