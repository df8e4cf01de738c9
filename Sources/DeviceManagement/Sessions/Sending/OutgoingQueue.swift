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

  private struct Entry: Sendable {
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

  mutating func append(_ command: Command, tag: Tag) { entries.append(Entry(command: command, tag: tag)) }

  /// Gives up the object that is being sent.
  mutating func abandonObject() { object = nil }

  /// Forgets all that waits, and returns it.
  mutating func removeAll() -> [Command] {
    let rest = (object.map { [$0.original] } ?? []) + entries[first...].map(\.command)
    self = OutgoingQueue()
    return rest
  }

  /// What has gone into a message.
  struct Sent {
    /// The command as the message has it, numbered.
    var command: Command
    /// The command as it was to be sent.
    var original: Command
    var tag: Tag
    /// Whether it is a chunk after which others follow.
    var isChunk: Bool
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
  ) -> [Sent] {
    var sent: [Sent] = []
    if var object {
      guard let command = object.appendNext(to: &builder, reserve: reserve) else {
        if builder.isBare, refuse(object.original, object.tag) {
          self.object = nil
          return fill(&builder, reserve: reserve, for: peer, refuse: refuse)
        }
        return sent
      }
      sent.append(
        Sent(command: command, original: object.original, tag: object.tag, isChunk: !object.isDone))
      self.object = object.isDone ? nil : object
      if self.object != nil { return sent }
    }
    while first < entries.count {
      let entry = entries[first]
      var surplus = 0
      if let command = builder.appendIfFits(entry.command, reserve: reserve, surplus: &surplus) {
        sent.append(Sent(command: command, original: entry.command, tag: entry.tag, isChunk: false))
        removeFirst()
        continue
      }
      if let (part, rest) = split(entry, &builder, reserve) {
        sent.append(Sent(command: part, original: entry.command, tag: entry.tag, isChunk: false))
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
        let command = object.appendNext(to: &builder, reserve: reserve)
      {
        removeFirst()
        sent.append(Sent(command: command, original: entry.command, tag: entry.tag, isChunk: !object.isDone))
        self.object = object.isDone ? nil : object
        break
      }
      guard refuse(entry.command, entry.tag) else { break }
      removeFirst()
    }
    return sent
  }

  private mutating func removeFirst() {
    first += 1
    // What has been sent is let go of now and then, not each time.
    if first == entries.count || first > 256 {
      entries.removeFirst(first)
      first = 0
    }
  }

  private mutating func insertFirst(_ command: Command, _ tag: Tag) {
    entries.insert(Entry(command: command, tag: tag), at: first)
  }

  /// Puts some of a command's items into a message: half of them, a quarter, down to one.
  ///
  /// - Returns: the command that was added, and the items that are left; nil where not one fits.
  private func split(
    _ entry: Entry, _ builder: inout MessageBuilder, _ reserve: Int
  ) -> (Command, [Item])? {
    guard entry.command.isSplittable else { return nil }
    let items = entry.command.items
    var count = items.count / 2
    while count > 0 {
      var surplus = 0
      if let part = builder.appendIfFits(
        entry.command.with(items: Array(items[..<count])), reserve: reserve, surplus: &surplus)
      {
        return (part, Array(items[count...]))
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
