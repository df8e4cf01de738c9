#if !hasFeature(Embedded)
  /// Rows of an inspection as lines for people.
  ///
  ///      offset  bytes                    token        meaning
  ///           0  02                       version      WBXML 1.2
  ///          16  6D                       tag 2D +C    <SyncML>
  ///          19  03 31 2E 32 00           STR_I          "1.2"
  public struct InspectionText: Sendable {
    /// Whether lines have colours for a terminal (ECMA-48 SGR).
    public var usesColor: Bool
    /// Whether all kept bytes are shown, on lines of their own; else those of one line.
    public var showsAllBytes: Bool

    /// Lines without colours, and with the bytes of one line for each row, unless it is said otherwise.
    public init(usesColor: Bool = false, showsAllBytes: Bool = false) {
      self.usesColor = usesColor
      self.showsAllBytes = showsAllBytes
    }

    /// Bytes on one line.
    private static var lineBytes: Int { 8 }
    /// The deepest indentation: a hostile document would push everything out of sight.
    private static var maximumIndentation: Int { 20 }

    /// The line above the rows.
    public var heading: String {
      styled(" offset  bytes                    token            meaning", "1") + "\n"
    }

    /// One row, with a line feed; several lines where it has remarks or many bytes.
    public func lines(of row: InspectionRow) -> String {
      var text = padded("\(row.offset)", to: 7, left: true) + "  "
      text += styled(padded(hexadecimal(row, from: 0), to: 25), "2")
      text += styled(padded(row.token, to: 17), color(of: row.kind))
      text += String(repeating: "  ", count: min(row.depth, Self.maximumIndentation)) + row.meaning + "\n"
      if showsAllBytes {
        var start = Self.lineBytes
        while start < row.bytes.count {
          text += padded("\(row.offset + start)", to: 7, left: true) + "  "
          text += styled(hexadecimal(row, from: start), "2") + "\n"
          start += Self.lineBytes
        }
      }
      for diagnostic in row.diagnostics {
        text += "         " + styled("warning: \(diagnostic)", "33") + "\n"
      }
      return text
    }

    private func hexadecimal(_ row: InspectionRow, from start: Int) -> String {
      var text = ""
      for byte in row.bytes.dropFirst(start).prefix(Self.lineBytes) {
        text += (text.isEmpty ? "" : " ") + DisplayText.hexadecimal(byte)
      }
      let isCut =
        showsAllBytes
        ? start + Self.lineBytes >= row.bytes.count && row.byteCount > row.bytes.count
        : row.byteCount > Self.lineBytes
      return isCut ? text + "…" : text
    }

    private func padded(_ text: String, to width: Int, left: Bool = false) -> String {
      let padding = String(repeating: " ", count: max(0, width - text.count))
      return left ? padding + text : text + padding
    }

    private func styled(_ text: String, _ style: String) -> String {
      usesColor ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }

    private func color(of kind: InspectionRow.Kind) -> String {
      switch kind {
      case .header, .string: "35"
      case .tag, .end: "36"
      case .attribute, .value, .instruction: "34"
      case .text, .opaque, .extension: "32"
      case .page: "33"
      case .trailing, .unreadable: "31"
      }
    }
  }

  /// Rows of an inspection as a JSON array, one object a line.
  public struct InspectionJSON: Sendable {
    private var json = JSONText()

    /// An array without rows yet.
    public init() { json.startArray() }

    /// The text written since the last ``removeOutput()``, in UTF-8.
    public var output: [UInt8] { json.output }

    /// Forgets the text written so far and keeps the memory.
    public mutating func removeOutput() { json.output.removeAll(keepingCapacity: true) }

    /// Writes a row as an object on a line of its own.
    public mutating func append(_ row: InspectionRow) {
      json.newLine()
      json.startObject()
      json.member("kind", row.kind.rawValue)
      json.member("offset", row.offset)
      json.member("byteCount", row.byteCount)
      json.key("bytes")
      json.hexadecimal(row.bytes.span)
      json.member("depth", row.depth)
      json.member("token", row.token)
      json.member("meaning", row.meaning)
      if !row.diagnostics.isEmpty {
        json.key("diagnostics")
        json.startArray()
        for diagnostic in row.diagnostics {
          json.startObject()
          json.member("code", diagnostic.code.name)
          json.member("offset", diagnostic.offset)
          json.member("value", Int(diagnostic.value))
          json.endObject()
        }
        json.endArray()
      }
      json.endObject()
    }

    /// Writes what ended the inspection as the last object: kind `error`, its offset, code and reason.
    public mutating func fail(_ error: CodingError) {
      json.newLine()
      json.startObject()
      json.member("kind", "error")
      json.member("offset", error.offset)
      json.member("code", error.code.name)
      json.member("meaning", error.code.description)
      json.endObject()
    }

    /// Closes the array.
    public mutating func finish() {
      json.output.append(UInt8(ascii: "\n"))
      json.endArray()
      json.endText()
    }
  }
#endif
