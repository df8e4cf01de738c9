import WBXML

/// Writes a document's bytes into a file, as they are or as hexadecimal digits, 32 bytes a line.
struct FileSink: ByteSink {
  private let file: OutputFile
  private let usesHexadecimal: Bool
  private var column = 0
  private var digits: [UInt8] = []

  init(_ file: OutputFile, usesHexadecimal: Bool = false) {
    self.file = file
    self.usesHexadecimal = usesHexadecimal
  }

  mutating func write(_ bytes: Span<UInt8>) throws(CodingError) {
    if !usesHexadecimal { return try file.take(bytes) }
    digits.removeAll(keepingCapacity: true)
    for index in bytes.indices {
      digits.append(Self.digit(bytes[index] >> 4))
      digits.append(Self.digit(bytes[index] & 0x0F))
      column += 1
      if column == 32 {
        digits.append(UInt8(ascii: "\n"))
        column = 0
      }
      if digits.count >= 64 << 10 { try flush() }
    }
    try flush()
  }

  private mutating func flush() throws(CodingError) {
    try file.take(digits.span)
    digits.removeAll(keepingCapacity: true)
  }

  /// Ends the last line.
  mutating func finish() throws(CodingError) {
    guard usesHexadecimal, column > 0 else { return }
    column = 0
    let end: [UInt8] = [UInt8(ascii: "\n")]
    try file.take(end.span)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
