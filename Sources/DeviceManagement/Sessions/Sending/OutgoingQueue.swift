import SyncML

/// The commands that are to be sent, put into messages in their order: as many as fit into each.
///
/// A command fits into one message or is not sent (OMA-TS-DM_Protocol-V1_2 6.1). What has several items is sent as
/// several commands where it must be; an item that does not fit alone goes as a large object (section 7).
struct OutgoingQueue: Sendable {
  /// What a command is to its session.
  enum Tag: Hashable, Sendable {
    /// A Status or Results.
    case answer
    /// An alert of the device.
    case alert(OutgoingAlert.ID)
    /// A command of the server.
    case command
  }

  // Side by side rather than in pairs: a command is large, and is not touched to see what it is for.
  private var waiting: [Command] = []
  private var tags: [Tag] = []
  private var first = 0
  private var progress = Progress.none

  /// What of an object has been sent; on the heap, because most sessions never send one.
  private enum Progress: Sendable {
    case none
    indirect case object(ObjectChunker)
  }

  /// The object of which some chunks have been sent, and the last one has not.
  private var object: ObjectChunker? { if case .object(let object) = progress { object } else { nil } }

  /// Whether there is nothing to send.
  var isEmpty: Bool { first == waiting.count && !isSendingObject }
  /// Whether some chunks of an object have been sent, and the last one has not.
  var isSendingObject: Bool { if case .object = progress { true } else { false } }

  /// Whose object is being sent.
  var objectTag: Tag? { object?.tag }
  /// What waits, without an object that is being sent.
  var commands: [Command] { Array(waiting[first...]) }
  /// How many commands wait, without an object that is being sent.
  var count: Int { waiting.count - first }

  mutating func append(_ command: consuming Command, tag: Tag) {
    waiting.append(command)
    tags.append(tag)
  }

  mutating func append(_ commands: consuming [Command], tag: Tag) {
    tags.append(contentsOf: repeatElement(tag, count: commands.count))
    if waiting.isEmpty { waiting = commands } else { waiting.append(contentsOf: commands) }
  }

  mutating func reserveCapacity(_ count: Int) {
    waiting.reserveCapacity(waiting.count + count)
    tags.reserveCapacity(tags.count + count)
  }

  /// Gives up the object that is being sent.
  mutating func abandonObject() { progress = .none }

  /// Forgets all that waits, and returns it.
  mutating func removeAll() -> [Command] {
    let rest = (object.map { [$0.original] } ?? []) + commands
    self = OutgoingQueue()
    return rest
  }

  /// What is to be known of the other side.
  struct Peer {
    /// How messages are encoded, which decides how binary data is cut.
    var encoding: Encoding
    /// Whether it takes objects in chunks.
    var takesChunks: Bool
  }

  /// Fills a message.
  ///
  /// - Parameters:
  ///   - builder: the message, with what every message has.
  ///   - reserve: the bytes to leave free.
  ///   - peer: the other side.
  ///   - sent: takes a note of what has gone into the message and the other side will speak of again: of all but
  ///     answers that are whole.
  ///   - refuse: takes a command that fits into no message; where it returns false, filling ends.
  /// - Returns: how many commands have gone into the message.
  mutating func fill(
    _ builder: inout MessageBuilder, reserve: Int, for peer: Peer, noting sent: inout some SentNoting,
    refuse: (Command, Tag) -> Bool
  ) -> Int {
    var filled = 0
    if case .object(var object) = progress {
      guard let cmdID = object.appendNext(to: &builder, reserve: reserve) else {
        if builder.isBare, refuse(object.original, object.tag) {
          progress = .none
          return fill(&builder, reserve: reserve, for: peer, noting: &sent, refuse: refuse)
        }
        return 0
      }
      filled += 1
      sent.note(cmdID, object.original, object.tag, isChunk: !object.isDone)
      progress = object.isDone ? .none : .object(object)
      if isSendingObject { return filled }
    }
    builder.reserveCapacity(count)
    while first < waiting.count {
      var surplus = 0
      if let cmdID = builder.appendIfFits(waiting[first], reserve: reserve, surplus: &surplus) {
        filled += 1
        if tags[first] != .answer { sent.note(cmdID, waiting[first], tags[first], isChunk: false) }
        removeFirst()
        continue
      }
      let (command, tag) = (waiting[first], tags[first])
      if let (cmdID, rest) = split(command, &builder, reserve) {
        filled += 1
        if tag != .answer { sent.note(cmdID, command, tag, isChunk: false) }
        waiting[first] = command.with(items: rest)
        continue
      }
      // In a message of its own it may fit.
      guard builder.isBare else { break }
      if command.isSplittable, command.items.count > 1 {
        // Its first item does not fit: it goes by itself, in chunks.
        waiting[first] = command.with(items: Array(command.items.dropFirst()))
        waiting.insert(command.with(items: [command.items[0]]), at: first)
        tags.insert(tag, at: first)
        continue
      }
      if peer.takesChunks, var object = ObjectChunker(command, tag: tag, encoding: peer.encoding),
        let cmdID = object.appendNext(to: &builder, reserve: reserve)
      {
        removeFirst()
        filled += 1
        sent.note(cmdID, command, tag, isChunk: !object.isDone)
        progress = object.isDone ? .none : .object(object)
        break
      }
      guard refuse(command, tag) else { break }
      removeFirst()
    }
    return filled
  }

  private mutating func removeFirst() {
    first += 1
    if first == waiting.count {
      // Others may still hold these commands: what is done with is let go of, not copied to be emptied.
      waiting = []
      tags = []
      first = 0
    } else if first > 256 {
      // What has been sent is let go of now and then, not each time.
      waiting.removeFirst(first)
      tags.removeFirst(first)
      first = 0
    }
  }

  /// Puts some of a command's items into a message: half of them, a quarter, down to one.
  ///
  /// - Returns: the number of the command that was added, and the items that are left; nil where not one fits.
  private func split(
    _ command: Command, _ builder: inout MessageBuilder, _ reserve: Int
  ) -> (Int, [Item])? {
    guard command.isSplittable else { return nil }
    let items = command.items
    var count = items.count / 2
    while count > 0 {
      var surplus = 0
      let part = command.with(items: Array(items[..<count]))
      if let cmdID = builder.appendIfFits(part, reserve: reserve, surplus: &surplus) {
        return (cmdID, Array(items[count...]))
      }
      count /= 2
    }
    return nil
  }
}

/// Remembers what has been sent, so that the other side's Statuses find it.
protocol SentNoting {
  /// Takes a note of a command.
  ///
  /// - Parameters:
  ///   - cmdID: its number in the message.
  ///   - command: the command as it was to be sent.
  ///   - tag: what it is to its session.
  ///   - isChunk: whether it is a chunk after which others follow.
  mutating func note(_ cmdID: Int, _ command: consuming Command, _ tag: OutgoingQueue.Tag, isChunk: Bool)
}

/// Remembers nothing: for answers.
struct NothingNoted: SentNoting {
  mutating func note(_ cmdID: Int, _ command: consuming Command, _ tag: OutgoingQueue.Tag, isChunk: Bool) {}
}

extension Command {
  /// Whether it means the same when its items are in several commands.
  fileprivate var isSplittable: Bool {
    switch self {
    case .add, .replace, .delete, .copy, .get, .results: true
    default: false
    }
  }
}
