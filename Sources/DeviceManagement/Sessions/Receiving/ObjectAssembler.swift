import SyncML

/// Puts the chunks of large objects together.
///
/// A command whose last item has MoreData is held back, whole, until the item's last chunk has come: it is carried out
/// then or never (OMA-TS-DM_Protocol-V1_2 7). One object is open at a time, and its memory is bounded by the size that
/// its first chunk declares, which is checked before anything is kept.
struct ObjectAssembler: Sendable {
  /// The largest object in bytes; nil where only the buffer bounds it. What is larger gets 413.
  var maxObjSize: Int?
  /// Bytes that may be kept; an object that says it is larger gets 416.
  let bufferLimit: Int
  /// Whether chunks are taken at all; else they get 406.
  let isSupported: Bool

  private var progress = Progress.none

  init(maxObjSize: Int?, bufferLimit: Int, isSupported: Bool) {
    self.maxObjSize = maxObjSize
    self.bufferLimit = bufferLimit
    self.isSupported = isSupported
  }

  /// The object that is coming in.
  private struct Open: Sendable {
    var name: String
    var command: Command
    /// The items of the command before the object, which are complete.
    var items: [Item]
    /// The object's item, without data.
    var item: Item
    var bytes: [UInt8] = []
    var isText = true
    var declared: Int

    mutating func append(_ data: ItemData?) -> Int {
      switch data {
      case nil: return 0
      case .text(let text):
        bytes.append(contentsOf: text.utf8)
        return text.utf8.count
      case .bytes(let more):
        isText = false
        bytes.append(contentsOf: more)
        return more.count
      case .markup(let markup):
        let text = markup.xmlText ?? ""
        bytes.append(contentsOf: text.utf8)
        return text.utf8.count
      }
    }

    /// The data, text where all chunks were.
    var data: ItemData {
      if isText, let text = String(validating: bytes, as: UTF8.self) { return .text(text) }
      return .bytes(bytes)
    }
  }

  /// An object that was refused, while its sender may not know it yet.
  private struct Refused: Sendable {
    var name: String
    var item: Item
    var code: StatusCode
    /// The size that its first chunk said, where it said any.
    var declared: Int?
    /// The bytes that are to come, where that is known.
    var rest: Int?
  }

  /// What has come of an object; on the heap, because most sessions never see one.
  private enum Progress: Sendable {
    case none
    indirect case open(Open)
    indirect case refused(Refused)
  }

  /// What is to be done with a command.
  enum Outcome {
    /// It is whole: as it came, or put together from chunks.
    case whole(Command)
    /// It is held back: 213.
    case isBuffered(isEmpty: Bool)
    /// It is refused.
    case isRefused(StatusCode)
  }

  /// Whether nothing is known of any object: a command without chunk is whole then.
  var isIdle: Bool { if case .none = progress { true } else { false } }

  /// Whether an object is coming in.
  var isOpen: Bool { if case .open = progress { true } else { false } }

  /// Takes a command of a message.
  ///
  /// - Parameter lost: receives the item of an object that the command shows to be lost: it is told by alert 1225.
  mutating func take(_ command: Command, lost: inout Item?) -> Outcome {
    switch progress {
    case .none: break
    case .open(let open):
      if continuesObject(command) { return append(command, lost: &lost) }
      lost = abandon()
      // Its sender may not know it yet: what is left of it must not be taken for the whole.
      progress = .refused(
        Refused(
          name: open.name, item: open.item, code: .sizeMismatch, declared: open.declared,
          rest: max(0, open.declared - open.bytes.count)))
    case .refused(let refused):
      progress = .none
      if continues(command, refused.name, refused.item), let first = command.items.first,
        isRest(first, of: refused, saying: declaredSize(of: command))
      {
        if first.moreData {
          var left = refused
          left.rest = refused.rest.map { max(0, $0 - first.dataSize) }
          progress = .refused(left)
        }
        return .isRefused(refused.code)
      }
    }
    return begin(command, before: [], lost: &lost)
  }

  /// Takes the end of a message: the item of an object whose chunk should have been in it.
  mutating func endMessage(_ message: Message) -> Item? { message.isFinal ? abandon() : nil }

  /// Gives up the object that is coming in; its item, without data.
  private mutating func abandon() -> Item? {
    guard case .open(let open) = progress else { return nil }
    progress = .none
    return Item(target: open.item.target, source: open.item.source)
  }

  /// Whether a command is the next chunk of the object that is coming in.
  private func continuesObject(_ command: Command) -> Bool {
    guard case .open(let open) = progress else { return false }
    return continues(command, open.name, open.item) && !beginsAnew(command, open)
  }

  // MARK: Chunks

  private mutating func begin(_ command: Command, before items: [Item], lost: inout Item?) -> Outcome {
    guard let index = command.items.firstIndex(where: { $0.moreData }) else {
      return .whole(items.isEmpty ? command : command.with(items: items + command.items))
    }
    let item = command.items[index]
    guard index == command.items.count - 1 else {
      // Another item begins although this one goes on: it is lost.
      lost = Item(target: item.target, source: item.source)
      return .isRefused(.incompleteCommand)
    }
    guard isSupported else { return refuse(command, item, .optionalFeatureNotSupported, declared: nil) }
    guard let declared = declaredSize(of: item, in: command) else {
      return refuse(command, item, .sizeRequired, declared: nil)
    }
    if let maxObjSize, declared > maxObjSize {
      return refuse(command, item, .requestEntityTooLarge, declared: declared)
    }
    guard declared <= bufferLimit else { return refuse(command, item, .requestedSizeTooBig, declared: declared) }
    var bare = item
    bare.data = nil
    bare.moreData = false
    var object = Open(
      name: command.name, command: command, items: items + command.items[..<index], item: bare, declared: declared)
    let count = object.append(item.data)
    guard object.bytes.count <= declared else { return refuse(command, item, .sizeMismatch, declared: declared) }
    progress = .open(object)
    return .isBuffered(isEmpty: count == 0)
  }

  private mutating func append(_ command: Command, lost: inout Item?) -> Outcome {
    guard case .open(var object) = progress, let item = command.items.first else { return .whole(command) }
    // Nothing else refers to the bytes then, and none of them is copied.
    progress = .none
    let count = object.append(item.data)
    if object.bytes.count > object.declared {
      let isTooLarge = maxObjSize.map { object.bytes.count > $0 } ?? false
      let code: StatusCode = isTooLarge ? .requestEntityTooLarge : .sizeMismatch
      if item.moreData {
        progress = .refused(
          Refused(name: object.name, item: object.item, code: code, declared: object.declared, rest: nil))
      }
      return .isRefused(code)
    }
    if item.moreData {
      guard command.items.count == 1 else {
        lost = Item(target: object.item.target, source: object.item.source)
        return .isRefused(.incompleteCommand)
      }
      object.command.cmdID = command.cmdID
      progress = .open(object)
      return .isBuffered(isEmpty: count == 0)
    }
    guard object.bytes.count == object.declared else { return .isRefused(.sizeMismatch) }
    var whole = object.item
    whole.data = object.data
    // The command is the last chunk's by its number, and the first chunk's by what was said then.
    var result = object.command
    result.cmdID = command.cmdID
    let rest = Array(command.items.dropFirst())
    if rest.contains(where: \.moreData) {
      return begin(result.with(items: rest), before: object.items + [whole], lost: &lost)
    }
    return .whole(result.with(items: object.items + [whole] + rest))
  }

  private mutating func refuse(
    _ command: Command, _ item: Item, _ code: StatusCode, declared: Int?
  ) -> Outcome {
    progress = .refused(
      Refused(
        name: command.name, item: item, code: code, declared: declared,
        rest: declared.map { max(0, $0 - item.dataSize) }))
    return .isRefused(code)
  }

  /// Whether a command is about an object that was begun. Later chunks should repeat the item's addresses
  /// (OMA-TS-DM_Protocol-V1_2 7): where they say none at all, they go on with it.
  private func continues(_ command: Command, _ name: String, _ item: Item) -> Bool {
    guard command.name == name, let first = command.items.first else { return false }
    if first.target == nil, first.source == nil { return true }
    return first.target?.path == item.target?.path && first.source?.path == item.source?.path
  }

  /// Whether a command that goes on with the open object by its name is the first chunk of another one: only a first
  /// chunk says the size (OMA-TS-DM_Protocol-V1_2 7). Senders that repeat the same size with each chunk go on, as long
  /// as there is room for what they send.
  private func beginsAnew(_ command: Command, _ open: Open) -> Bool {
    guard let first = command.items.first, first.meta?.size != nil || command.itemMeta?.size != nil else {
      return false
    }
    return declaredSize(of: command) != open.declared || open.bytes.count + first.dataSize > open.declared
  }

  /// Whether an item is what is left of a refused object, rather than the object from its beginning.
  private func isRest(_ item: Item, of refused: Refused, saying size: Int?) -> Bool {
    // Where senders repeat the size, the last chunk is shorter than what it says.
    if let size { return !item.moreData && size == refused.declared && item.dataSize < size }
    return item.moreData || refused.rest.map { $0 == item.dataSize } ?? true
  }

  /// The size that a command's first item says; nil where it says none that is a number.
  private func declaredSize(of command: Command) -> Int? {
    command.items.first.flatMap { declaredSize(of: $0, in: command) }
  }

  private func declaredSize(of item: Item, in command: Command) -> Int? {
    let text = item.meta?.size ?? command.itemMeta?.size
    guard let size = text.flatMap({ Int($0.filter { !$0.isWhitespace }) }), size >= 0 else { return nil }
    return size
  }
}

extension Location {
  /// The address without the `./` that may stand before it or not (OMA-TS-DM_TND-V1_2 6.2.1).
  fileprivate var path: Substring { locURI.hasPrefix("./") ? locURI.dropFirst(2) : locURI[...] }
}

extension Item {
  /// The bytes of the data as the message has them: what Meta/Size counts.
  var dataSize: Int {
    switch data {
    case nil: 0
    case .text(let text): text.utf8.count
    case .bytes(let bytes): bytes.count
    case .markup(let markup): markup.xmlText?.utf8.count ?? 0
    }
  }
}

extension Item {
  /// The bytes that the data has in a message of an encoding: binary data in XML is base64.
  func dataSize(in encoding: Encoding) -> Int {
    guard encoding == .xml, case .bytes(let bytes) = data else { return dataSize }
    return meta?.format == "bin" || String(validating: bytes, as: UTF8.self) == nil
      ? (bytes.count + 2) / 3 * 4 : bytes.count
  }
}

extension Command {
  /// The Meta that holds for all items; nil where there is none, or the command has no such Meta.
  var itemMeta: Meta? {
    switch self {
    case .add(let command), .replace(let command), .delete(let command), .copy(let command), .get(let command),
      .put(let command), .move(let command):
      command.meta
    case .exec(let exec): exec.meta
    case .results(let results): results.meta
    default: nil
    }
  }

  /// The same command about other items.
  func with(items: [Item]) -> Command {
    func changed(_ command: ItemCommand) -> ItemCommand {
      var command = command
      command.items = items
      return command
    }
    switch self {
    case .add(let command): return .add(changed(command))
    case .replace(let command): return .replace(changed(command))
    case .delete(let command): return .delete(changed(command))
    case .copy(let command): return .copy(changed(command))
    case .get(let command): return .get(changed(command))
    case .put(let command): return .put(changed(command))
    case .move(let command): return .move(changed(command))
    case .exec(var exec):
      if let item = items.first { exec.item = item }
      return .exec(exec)
    case .alert(var alert):
      alert.items = items
      return .alert(alert)
    case .results(var results):
      results.items = items
      return .results(results)
    case .status, .atomic, .sequence, .sync, .map, .search, .other: return self
    }
  }
}
