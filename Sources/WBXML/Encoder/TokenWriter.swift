/// Writes tokens of element content in canonical form into memory that a ``WBXMLEncoder`` lends: tags without attributes,
/// page switches where the page changes, inline text.
///
/// It is what one writes a whole element with (``EventSink/writeTokens(atMost:levels:_:)``). It writes no further than
/// there is room; where that, or a text that WBXML cannot hold, makes the element incomplete, it is not taken.
@safe
@frozen
public struct TokenWriter {
  @usableFromInline package private(set) var next: UnsafeMutablePointer<UInt8>
  @usableFromInline let end: UnsafeMutablePointer<UInt8>
  /// The tag code page.
  @usableFromInline package private(set) var page: UInt8
  /// Whether something could not be written.
  @usableFromInline package private(set) var isIncomplete = false

  /// - Parameter memory: uninitialized, and nobody else's while the writer is in use.
  @inlinable
  init(_ memory: UnsafeMutableBufferPointer<UInt8>, at start: UnsafeMutablePointer<UInt8>, page: UInt8) {
    unsafe next = start
    unsafe end = start + memory.count
    self.page = page
  }

  /// The bytes of a tag's token at most: SWITCH_PAGE and its page before it.
  package static var tagBytes: Int { 3 }
  /// The bytes of an element of text at most, without the text: a tag, STR_I, NUL and END.
  package static var textElementBytes: Int { 6 }

  /// Writes a start tag that content and an END follow.
  package mutating func start(_ tag: Tag) { write(tag.page, tag.token | 0x40) }

  /// Writes an element without content.
  package mutating func empty(_ tag: Tag) { write(tag.page, tag.token) }

  /// Ends an element that has begun.
  package mutating func endElement() {
    guard unsafe next < end else {
      isIncomplete = true
      return
    }
    // SAFE: the condition leaves a byte.
    unsafe next.initialize(to: GlobalToken.end)
    unsafe next += 1
  }

  @inline(__always)
  private mutating func write(_ page: UInt8, _ token: UInt8) {
    guard unsafe end - next >= Self.tagBytes else {
      isIncomplete = true
      return
    }
    // SAFE: the condition leaves three bytes.
    if page != self.page {
      self.page = page
      unsafe next.initialize(to: GlobalToken.switchPage)
      unsafe (next + 1).initialize(to: page)
      unsafe next += 2
    }
    unsafe next.initialize(to: token)
    unsafe next += 1
  }

  /// Writes an element of text; one without content where the text is empty.
  package mutating func text(_ tag: Tag, _ text: String) {
    let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe self.text(tag, $0) }
    if isWritten == nil { isIncomplete = true }
  }

  @inline(__always)
  private mutating func text(_ tag: Tag, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return empty(tag) }
    guard unsafe end - next >= bytes.count &+ Self.textElementBytes, unsafe !bytes.span.containsNUL else {
      isIncomplete = true
      return
    }
    start(tag)
    // SAFE: the condition leaves the bytes of the text and three more; nobody else has this memory.
    unsafe next.initialize(to: GlobalToken.strI)
    unsafe (next + 1).initialize(from: source, count: bytes.count)
    unsafe next += bytes.count &+ 1
    unsafe next.initialize(to: 0)
    unsafe (next + 1).initialize(to: GlobalToken.end)
    unsafe next += 2
  }

  /// Writes an element of a number that is not negative, in decimal digits.
  package mutating func number(_ tag: Tag, _ number: Int) {
    guard number >= 0, number < 1000 else { return text(tag, String(number)) }
    guard unsafe end - next >= Self.textElementBytes &+ 3 else {
      isIncomplete = true
      return
    }
    start(tag)
    // SAFE: the condition leaves up to three digits and three more bytes.
    unsafe next.initialize(to: GlobalToken.strI)
    unsafe next += 1
    if number >= 100 { digit(number / 100) }
    if number >= 10 { digit(number / 10 % 10) }
    digit(number % 10)
    unsafe next.initialize(to: 0)
    unsafe (next + 1).initialize(to: GlobalToken.end)
    unsafe next += 2
  }

  @inline(__always)
  private mutating func digit(_ digit: Int) {
    // SAFE: `number(_:_:)` has looked for room.
    unsafe next.initialize(to: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
    unsafe next += 1
  }
}
