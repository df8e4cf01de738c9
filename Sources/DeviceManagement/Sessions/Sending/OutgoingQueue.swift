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

  fileprivate struct Entry: Sendable {
    var command: Command
    var tag: Tag
  }

  private var entries: [Entry] = []
  private var first = 0
  private var object: ObjectChunker?

  /// Whether there is nothing to send.
  var isEmpty: Bool { first == entries.count && object == nil }
  /// Whether some chunks of an object have been sent, and the last one has not.
  var isSendingObject: Bool { object != nil }

  /// Whose object is being sent.
  var objectTag: Tag? { object?.tag }
  /// What waits, without an object that is being sent.
  var commands: [Command] { entries[first...].map(\.command) }
  /// How many commands wait.
  private var count: Int { entries.count - first }

  mutating func append(_ command: consuming Command, tag: Tag) { entries.append(Entry(command: command, tag: tag)) }

  mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(entries.count + count) }

  /// Gives up the object that is being sent.
  mutating func abandonObject() { object = nil }

  /// Forgets all that waits, and returns it.
  mutating func removeAll() -> [Command] {
    let rest = (object.map { [$0.original] } ?? []) + commands
    self = OutgoingQueue()
    return rest
  }

  /// What has gone into a message and is to be remembered.
  struct Sent {
    /// The number of the command in its message.
    var cmdID: Int
    /// The command as it was to be sent.
    var original: Command
    var tag: Tag
    /// Whether it is a chunk after which others follow.
    var isChunk: Bool
  }

  /// What has gone into a message.
  struct Filling {
    /// How many commands.
    var count = 0
    /// Those that the other side will speak of again: all but answers that are whole.
    var sent: [Sent] = []

    fileprivate mutating func note(_ cmdID: Int, _ entry: Entry, isChunk: Bool = false) {
      count += 1
      if entry.tag == .answer, !isChunk { return }
      sent.append(Sent(cmdID: cmdID, original: entry.command, tag: entry.tag, isChunk: isChunk))
    }
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
  ///   - refuse: takes a command that fits into no message; where it returns false, filling ends.
  /// - Returns: what has gone into the message.
  mutating func fill(
    _ builder: inout MessageBuilder, reserve: Int, for peer: Peer, refuse: (Command, Tag) -> Bool
  ) -> Filling {
    var filling = Filling()
    if var object {
      guard let cmdID = object.appendNext(to: &builder, reserve: reserve) else {
        if builder.isBare, refuse(object.original, object.tag) {
          self.object = nil
          return fill(&builder, reserve: reserve, for: peer, refuse: refuse)
        }
        return filling
      }
      filling.note(cmdID, Entry(command: object.original, tag: object.tag), isChunk: !object.isDone)
      self.object = object.isDone ? nil : object
      if self.object != nil { return filling }
    }
    builder.reserveCapacity(count)
    while first < entries.count {
      var surplus = 0
      if let cmdID = builder.appendIfFits(entries[first].command, reserve: reserve, surplus: &surplus) {
        filling.note(cmdID, entries[first])
        removeFirst()
        continue
      }
      let entry = entries[first]
      if let (cmdID, rest) = split(entry, &builder, reserve) {
        filling.note(cmdID, entry)
        entries[first].command = entry.command.with(items: rest)
        continue
      }
      // In a message of its own it may fit.
      guard builder.isBare else { break }
      if entry.command.isSplittable, entry.command.items.count > 1 {
        // Its first item does not fit: it goes by itself, in chunks.
        entries[first].command = entry.command.with(items: Array(entry.command.items.dropFirst()))
        insertFirst(entry.command.with(items: [entry.command.items[0]]), entry.tag)
        continue
      }
      if peer.takesChunks, var object = ObjectChunker(entry.command, tag: entry.tag, encoding: peer.encoding),
        let cmdID = object.appendNext(to: &builder, reserve: reserve)
      {
        removeFirst()
        filling.note(cmdID, entry, isChunk: !object.isDone)
        self.object = object.isDone ? nil : object
        break
      }
      guard refuse(entry.command, entry.tag) else { break }
      removeFirst()
    }
    return filling
  }

  private mutating func removeFirst() {
    first += 1
    if first == entries.count {
      // Others may still hold these entries: what is done with is let go of, not copied to be emptied.
      entries = []
      first = 0
    } else if first > 256 {
      // What has been sent is let go of now and then, not each time.
      entries.removeFirst(first)
      first = 0
    }
  }

  private mutating func insertFirst(_ command: Command, _ tag: Tag) {
    entries.insert(Entry(command: command, tag: tag), at: first)
  }

  /// Puts some of a command's items into a message: half of them, a quarter, down to one.
  ///
  /// - Returns: the number of the command that was added, and the items that are left; nil where not one fits.
  private func split(
    _ entry: Entry, _ builder: inout MessageBuilder, _ reserve: Int
  ) -> (Int, [Item])? {
    guard entry.command.isSplittable else { return nil }
    let items = entry.command.items
    var count = items.count / 2
    while count > 0 {
      var surplus = 0
      if let cmdID = builder.appendIfFits(
        entry.command.with(items: Array(items[..<count])), reserve: reserve, surplus: &surplus)
      {
        return (cmdID, Array(items[count...]))
      }
      count /= 2
    }
    return nil
  }
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
