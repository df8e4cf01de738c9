import SyncML
internal import XMLCoding

/// Sends one large object in chunks.
///
/// Source: OMA-TS-DM_Protocol-V1_2 7 (large object handling).
struct ObjectChunker: Sendable {
  /// The command whose item the object is, without the item's data.
  private let command: Command
  private let item: Item
  /// The command as it was to be sent.
  let original: Command
  let tag: OutgoingQueue.Tag
  private let content: [UInt8]
  private let isText: Bool
  private var offset = 0

  /// The chunks of a command's only item; nil where the command or its data cannot be cut.
  init?(_ command: Command, tag: OutgoingQueue.Tag, encoding: Encoding) {
    switch command {
    case .add, .replace, .exec, .results: break
    case .alert(let alert):
      guard alert.code == .genericAlert || alert.code == .clientEvent else { return nil }
    default: return nil
    }
    guard command.items.count == 1, var item = command.items.first else { return nil }
    var meta = item.meta ?? Meta()
    switch item.data {
    case nil: return nil
    case .text(let text):
      content = Array(text.utf8)
      isText = true
    case .bytes(let bytes):
      let format = meta.format ?? command.itemMeta?.format
      if encoding == .xml, format == "bin" || String(validating: bytes, as: UTF8.self) == nil {
        // Base64 of the whole: chunks that were each encoded by themselves would not join.
        content = Array(Base64.encode(bytes).utf8)
        isText = true
        meta.format = "b64"
      } else {
        content = bytes
        isText = encoding == .xml
      }
    case .markup(let markup):
      // Elements cannot be cut: their text can.
      guard let text = markup.xmlText else { return nil }
      content = Array(text.utf8)
      isText = true
    }
    guard !content.isEmpty else { return nil }
    item.data = nil
    item.meta = meta.isEmpty ? nil : meta
    self.item = item
    self.command = command
    self.original = command
    self.tag = tag
  }

  /// The size of the object in bytes, as messages have it.
  var size: Int { content.count }

  /// Whether the last chunk has been given out.
  var isDone: Bool { offset == content.count }

  /// Adds the next chunk to a message, as much as fits.
  ///
  /// - Returns: the number that the command got, or nil where not one character fits.
  mutating func appendNext(to builder: inout MessageBuilder, reserve: Int) -> Int? {
    var surplus = 0
    if let sent = builder.appendIfFits(chunk(content.count - offset), reserve: reserve, surplus: &surplus) {
      offset = content.count
      return sent
    }
    // Every byte that is left out makes the message shorter by at least one.
    var count = cut(max(content.count - offset - surplus, (content.count - offset) / 2))
    var ceiling = content.count - offset - 1
    while count > 0 {
      count = min(count, cut(ceiling))
      if count == 0 { break }
      if let sent = builder.appendIfFits(chunk(count), reserve: reserve, surplus: &surplus) {
        offset += count
        return sent
      }
      ceiling = count - 1
      count = cut(max(count - surplus, count / 2))
    }
    return nil
  }

  /// The longest piece of at most so many bytes that ends between characters.
  private func cut(_ count: Int) -> Int {
    var count = max(0, min(count, content.count - offset))
    guard isText else { return count }
    while count > 0, offset + count < content.count, content[offset + count] & 0xC0 == 0x80 { count -= 1 }
    return count
  }

  private func chunk(_ count: Int) -> Command {
    let piece = content[offset..<(offset + count)]
    var item = item
    item.moreData = offset + count < content.count
    item.data = isText ? .text(String(decoding: piece, as: UTF8.self)) : .bytes(Array(piece))
    if offset == 0, item.moreData {
      var meta = item.meta ?? Meta()
      meta.size = String(content.count)
      item.meta = meta
    } else if var meta = item.meta {
      // Only the first chunk says the size.
      meta.size = nil
      item.meta = meta.isEmpty ? nil : meta
    }
    return command.with(items: [item])
  }
}
