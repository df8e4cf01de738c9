/// Reads a header's parameters: `name=value` or `name="quoted value"`, separated by commas (RFC 2616 2.1, 2.2).
struct ParameterParser {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }

  private mutating func skipBlanks() {
    while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
  }

  /// The next parameter, its name in lower case; nil at the end.
  mutating func next() throws(HMACHeader.ParseError) -> (name: String, value: String)? {
    // Empty list elements are allowed (RFC 2616 2.1, #rule).
    while index < bytes.count, Self.isBlank(bytes[index]) || bytes[index] == UInt8(ascii: ",") { index += 1 }
    guard index < bytes.count else { return nil }
    let name = try token(endingWith: UInt8(ascii: "="))
    guard !name.isEmpty, index < bytes.count, bytes[index] == UInt8(ascii: "=") else {
      throw .malformed(offset: index)
    }
    index += 1
    skipBlanks()
    let value: String
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      value = try quotedString()
      skipBlanks()
    } else {
      value = try token(endingWith: nil)
    }
    guard index == bytes.count || bytes[index] == UInt8(ascii: ",") else { throw .malformed(offset: index) }
    return (name.lowercased(), value)
  }

  /// What stands before a comma, or before another byte; blanks around it do not count.
  private mutating func token(endingWith end: UInt8?) throws(HMACHeader.ParseError) -> String {
    skipBlanks()
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != end {
      guard bytes[index] != UInt8(ascii: "\"") else { throw .malformed(offset: index) }
      index += 1
    }
    var last = index
    while last > start, Self.isBlank(bytes[last - 1]) { last -= 1 }
    guard let text = String(validating: bytes[start..<last], as: UTF8.self) else { throw .malformed(offset: start) }
    return text
  }

  private mutating func quotedString() throws(HMACHeader.ParseError) -> String {
    let start = index
    index += 1
    var content: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw .malformed(offset: start) }
        return text
      case UInt8(ascii: "\\"):
        guard index < bytes.count else { throw .malformed(offset: start) }
        content.append(bytes[index])
        index += 1
      default: content.append(byte)
      }
    }
    throw .malformed(offset: start)
  }
}
