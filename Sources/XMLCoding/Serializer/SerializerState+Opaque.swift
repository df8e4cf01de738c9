internal import WBXML

/// Opaque data: CDATA sections where it is text, base64 where it is not.
///
/// It is written in blocks of 64 KiB, each of which decides for itself, so that neither memory nor the output depends on
/// how the data arrive. Blocks in a row are read back as one datum, unless an instruction says that it ends.
extension SerializerState {
  static var blockBytes: Int { 64 << 10 }

  mutating func opaque(_ bytes: Span<UInt8>, isLast: Bool) throws(CodingError) {
    try enterContent()
    if run != .opaque {
      // The blocks of two data in a row would be read back as one datum, in which a document may be found.
      if run == .afterOpaque, !isCanonical { append("<?wbxml-end-opaque?>") }
      endRun(before: .data)
      openElements.last.hasData = true
      run = .opaque
      hasWrittenBlock = false
      if isLast, bytes.count < Self.blockBytes {
        appendBlock(bytes)
        run = .afterOpaque
        return
      }
    }
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.blockBytes - block.count)
      block.append(bytes.extracting(start..<end))
      start = end
      if block.count == Self.blockBytes { flushFullBlock() }
    }
    if isLast {
      finishOpaque()
      run = .afterOpaque
    }
  }

  /// Writes what is left of the data.
  mutating func finishOpaque() {
    if !block.isEmpty || !hasWrittenBlock { flushBlock(keeping: 0) }
  }

  /// Writes a full block, but for the beginning of a character at its end.
  private mutating func flushFullBlock() {
    flushBlock(keeping: XMLText.incompleteTail(block))
  }

  private mutating func flushBlock(keeping tail: Int) {
    // SAFE: `block` does not change while it is written to `text`.
    let full = unsafe block.elements
    unsafe appendBlock(full.span.extracting(0..<full.count - tail))
    for index in 0..<tail { block[index] = block[block.count - tail + index] }
    block.removeAll(after: tail)
    hasWrittenBlock = true
  }

  private mutating func appendBlock(_ bytes: Span<UInt8>) {
    if XMLText.isText(bytes) {
      if isCanonical { text.appendEscaped(bytes, .canonicalContent) } else { appendCDATA(bytes) }
    } else {
      appendInstruction("<?wbxml-opaque ", bytes)
    }
  }

  private mutating func appendCDATA(_ characters: Span<UInt8>) {
    append("<![CDATA[")
    var start = 0
    var index = 0
    while true {
      index = XMLText.nextSpecialInCDATA(characters, from: index)
      if index == characters.count { break }
      if characters[index] == UInt8(ascii: "\r") {
        // A reader makes CR a line feed, and CDATA has no references: they stand between two sections.
        text.append(characters.extracting(start..<index))
        append("]]>")
        while index < characters.count, characters[index] == UInt8(ascii: "\r") {
          append("&#13;")
          index += 1
        }
        append("<![CDATA[")
        start = index
      } else {
        // A bracket: the section must not end after it.
        index += 1
        if index + 1 < characters.count, characters[index] == UInt8(ascii: "]"),
          characters[index + 1] == UInt8(ascii: ">")
        {
          text.append(characters.extracting(start..<index))
          append("]]><![CDATA[")
          start = index
        }
      }
    }
    text.append(characters.extracting(start..<characters.count))
    append("]]>")
  }

  mutating func appendInstruction(_ start: StaticString, _ bytes: Span<UInt8>) {
    append(start)
    var encoder = Base64Encoder()
    encoder.append(bytes, to: &text)
    encoder.finish(to: &text)
    append("?>")
  }
}
