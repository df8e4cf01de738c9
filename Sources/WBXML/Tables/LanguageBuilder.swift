/// Collects a language's tables from the lines of a table text.
///
/// One fact a line, fields separated by a tab, numbers in hexadecimal:
///
///     language   syncml12
///     id         1201   -//SYNCML//DTD SyncML 1.2//EN
///     dtd        http://www.openmobilealliance.org/tech/DTD/OMA-TS-SyncML_RepPro_DTD-V1_2.dtd
///     root       SyncML
///     successor  syncml13
///     extensions value
///     namespace  0      SYNCML:SYNCML1.2
///     tag        0      5    Add    e
///     attribute  0      4B   href   http://
///     value      0      85   .com/
///     extension  4      application/vnd.wap.mms-message
///
/// A last field after a tag's name, or after an attribute's value, is a ``ContentKind``'s letter. Lines that cannot be read are counted in `rejectedLines`.
struct LanguageBuilder: ~Copyable {
  var name = ""
  var publicIdentifier: UInt32 = 1
  var formalPublicIdentifier = ""
  var systemIdentifier = ""
  var rootElement = ""
  var successorName = ""
  var extensionMeaning = ExtensionMeaning.none
  var bytes: [UInt8] = []
  var tags: [(Tag, LanguageStorage.TagEntry)] = []
  var attributes: [LanguageStorage.AttributeEntry] = []
  var values: [LanguageStorage.ValueEntry] = []
  var namespaces: [LanguageStorage.NamespaceEntry] = []
  var extensions: [LanguageStorage.ExtensionEntry] = []
  var rejectedLines = 0

  init() {}

  mutating func parse(_ text: Span<UInt8>) {
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
      if end > start, !parseLine(text.extracting(start..<end)) { rejectedLines += 1 }
      start = end + 1
    }
  }

  private mutating func parseLine(_ line: Span<UInt8>) -> Bool {
    var fields = TableFields(line)
    let keyword = fields.next()
    switch String(utf8: line.extracting(keyword)) {
    case "language":
      name = String(utf8: line.extracting(fields.next()))
    case "id":
      guard let number = hexadecimal(line.extracting(fields.next())) else { return false }
      publicIdentifier = number
      formalPublicIdentifier = String(utf8: line.extracting(fields.next()))
    case "dtd":
      systemIdentifier = String(utf8: line.extracting(fields.next()))
    case "root":
      rootElement = String(utf8: line.extracting(fields.next()))
    case "successor":
      successorName = String(utf8: line.extracting(fields.next()))
    case "extensions":
      extensionMeaning = ExtensionMeaning(word: line.extracting(fields.next()))
    case "namespace":
      guard let page = byte(line.extracting(fields.next())) else { return false }
      namespaces.append(.init(page: page, range: store(line.extracting(fields.next()))))
    case "tag":
      guard let page = byte(line.extracting(fields.next())), let token = byte(line.extracting(fields.next())),
        token >= 0x05, token < 0x40
      else { return false }
      let range = store(line.extracting(fields.next()))
      guard !range.isEmpty, range.count <= Int(UInt16.max) else { return false }
      let kind = line.extracting(fields.next())
      tags.append(
        (
          Tag(page: page, token: token),
          .init(
            start: UInt32(truncatingIfNeeded: range.lowerBound), length: UInt16(truncatingIfNeeded: range.count),
            content: kind.isEmpty ? .any : ContentKind(letter: kind[0]))
        ))
    case "attribute":
      guard let page = byte(line.extracting(fields.next())), let token = byte(line.extracting(fields.next()))
      else { return false }
      let name = store(line.extracting(fields.next()))
      let prefix = store(line.extracting(fields.next()))
      let kind = line.extracting(fields.next())
      attributes.append(
        .init(
          token: AttributeStart(page: page, token: token), name: name, prefix: prefix,
          content: kind.isEmpty ? .any : ContentKind(letter: kind[0])))
    case "extension":
      guard let value = hexadecimal(line.extracting(fields.next())) else { return false }
      extensions.append(.init(value: value, range: store(line.extracting(fields.next()))))
    case "value":
      guard let page = byte(line.extracting(fields.next())), let token = byte(line.extracting(fields.next()))
      else { return false }
      values.append(
        .init(token: AttributeValue(page: page, token: token), range: store(line.extracting(fields.next()))))
    default:
      return false
    }
    return true
  }

  private mutating func store(_ text: Span<UInt8>) -> Range<Int> {
    let start = bytes.count
    bytes.append(text)
    return start..<bytes.count
  }

  private func byte(_ text: Span<UInt8>) -> UInt8? { hexadecimal(text).flatMap { UInt8(exactly: $0) } }

  private func hexadecimal(_ text: Span<UInt8>) -> UInt32? {
    guard (1...8).contains(text.count) else { return nil }
    var value: UInt32 = 0
    for i in text.indices {
      guard let digit = hexadecimalDigit(text[i]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

/// The ranges of a line's tab-separated fields, one after the other; empty ranges after the last.
private struct TableFields: ~Copyable {
  private var ends: [Int] = []
  private var start = 0
  private var index = 0

  init(_ line: Span<UInt8>) {
    for i in line.indices where line[i] == UInt8(ascii: "\t") { ends.append(i) }
    ends.append(line.count)
  }

  mutating func next() -> Range<Int> {
    guard index < ends.count, let last = ends.last else { return start..<start }
    let range = start..<ends[index]
    start = min(ends[index] + 1, last)
    index += 1
    return range
  }
}
