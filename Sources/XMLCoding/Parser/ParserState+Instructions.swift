internal import WBXML

/// Processing instructions: ours, which carry what XML text cannot, and others.
extension ParserState {
  mutating func processingInstruction(_ target: Span<UInt8>, _ data: Span<UInt8>) {
    // Inside the DOCTYPE an instruction concerns the document type alone.
    if isInDoctype { return }
    if markedLanguage != nil { return fail(.malformedInstruction) }
    let limit = options.limits.tokenBytes
    guard target.count <= limit, data.count <= limit else {
      fail(.tokenLimit, value: UInt32(clamping: limit))
      return
    }
    if target.count > 6, target.extracting(0..<6).equals("wbxml-") {
      let content = data.extracting(0..<Self.trimmedCount(data))
      guard !openElements.isEmpty, readOwnInstruction(target.extracting(6..<target.count), content) else {
        fail(.malformedInstruction)
        return
      }
    } else if !isStarted {
      prolog.appendInstruction(target, data)
      if prolog.byteCount > limit { fail(.tokenLimit, value: UInt32(clamping: limit)) }
    } else {
      endRun(before: .data)
      if !openElements.isEmpty { markData() }
      queue.appendInstruction(target, data)
    }
  }

  /// - Returns: whether the instruction could be read.
  private mutating func readOwnInstruction(_ name: Span<UInt8>, _ data: Span<UInt8>) -> Bool {
    if name.equals("opaque") {
      guard let bytes = Base64.decode(data) else { return false }
      startOpaque()
      queue.extend(.opaque, with: bytes.span)
      endOpaque()
      return true
    }
    if name.equals("end-opaque") {
      guard data.isEmpty, run == .opaque else { return false }
      endRun(before: .data)
      return true
    }
    if name.equals("text") {
      guard let bytes = Base64.decode(data), (try? UTF8Span(validating: bytes.span)) != nil else { return false }
      if run == .space {
        // What stands beside it is data, then.
        keepSpace()
      } else if run != .text {
        endRun(before: .data)
      }
      run = .text
      queue.extend(.text, with: bytes.span)
      return true
    }
    if name.equals("document") {
      guard let language = language(named: data) else { return false }
      endRun(before: .element)
      markedLanguage = language
      return true
    }
    guard name.count >= 5, name.extracting(0..<4).equals("ext-"), let number = Self.number(name[name.count - 1])
    else { return false }
    return readExtension(name.extracting(4..<name.count - 1), number, data)
  }

  private mutating func readExtension(_ kind: Span<UInt8>, _ number: UInt16, _ data: Span<UInt8>) -> Bool {
    if kind.isEmpty {
      guard data.isEmpty else { return false }
      endRun(before: .data)
      queue.append(.init(.extensionToken, token: number))
    } else if kind.equals("t-") {
      guard let value = Self.decimal(data) else { return false }
      endRun(before: .data)
      queue.append(.init(.extensionTable, token: number, count: Int(value)))
    } else if kind.equals("i-") || kind.equals("v-") {
      guard let bytes = Base64.decode(data), (try? UTF8Span(validating: bytes.span)) != nil else { return false }
      endRun(before: .data)
      queue.append(kind.equals("v-") ? .extensionVariable : .extensionText, token: number, bytes.span)
    } else {
      return false
    }
    markData()
    return true
  }

  private func language(named name: Span<UInt8>) -> Language? {
    let name = String(utf8: name)
    return options.languages.first { $0.name == name } ?? Language.builtIn(named: name)
  }

  /// Says that data stands before the current place.
  private mutating func markData() {
    openElements.last.preceding = .data
  }

  /// The number of an extension: 0, 1 or 2.
  private static func number(_ digit: UInt8) -> UInt16? {
    digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "2") ? UInt16(digit - UInt8(ascii: "0")) : nil
  }

  private static func decimal(_ text: Span<UInt8>) -> UInt32? {
    guard (1...10).contains(text.count) else { return nil }
    var value: UInt64 = 0
    for i in text.indices {
      guard text[i] >= UInt8(ascii: "0"), text[i] <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + UInt64(text[i] - UInt8(ascii: "0"))
    }
    return UInt32(exactly: value)
  }

  /// The count of bytes before white space at the end.
  private static func trimmedCount(_ text: Span<UInt8>) -> Int {
    var end = text.count
    while end > 0, text[end - 1] <= 0x20 { end -= 1 }
    return end
  }
}
