public import WBXML

/// Builds typed SyncML from events: the header first, then one command at a time.
///
/// It is a sink for either encoding's reader. Memory holds one command, not the message:
///
///     var reader = MessageReader()
///     try decoder.feed(chunk, into: &reader)
///     while let part = reader.next() { … }
///
/// Values are built while the events come; nothing is recorded but markup inside a `Data`. Elements the model does not
/// know are skipped and reported in ``notes``.
public struct MessageReader: EventSink {
  /// A piece of a message, complete.
  public enum Part: Hashable, Sendable {
    /// The SyncHdr, which comes before every command.
    case header(SyncHdr)
    /// A command of the SyncBody, with all that belongs to it.
    case command(Command)
    /// An Atomic, Sequence or Sync begins whose members follow, up to its ``groupEnd``: the group itself, without
    /// members. Only where ``MessageReader/init(limits:streamsGroups:isStrict:)`` asks for it.
    case groupStart(Command)
    /// The group that began last is over.
    case groupEnd
    /// The Final element: the package ends with this message.
    case final
    /// The message is over.
    case end
  }

  /// What was passed over so far.
  public internal(set) var notes: [Note] = []
  /// The language of the document, once it is known.
  public internal(set) var language: Language?

  let limits: Limits
  /// The elements that a command may have.
  var elementLimit: Int { limits.tokenBytes >> 4 }
  /// Whether a note ends reading.
  let isStrict: Bool
  /// What a note has become in a strict reader, until the event is over.
  var refusal: CodingError?
  /// The SyncML version that the document's type states.
  var statedVersion: String?
  /// Whether the document is WBXML: opaque data in XML text is a CDATA section, which is text like any other.
  var isBinary = false
  /// Whether the tags are those of SyncML, of whatever version.
  var knowsLanguage = false
  let streamsGroups: Bool
  /// Whether the document is a SyncBody alone.
  let isFragment: Bool
  var hasHeader = false
  var parts: [Part?] = []
  /// All commands, where a whole message is wanted rather than parts; else none but the one that is on its way.
  var commands: [Command] = []
  var isFinal = false
  let collects: Bool
  var nextPart = 0
  /// Where the last element began.
  var start = SourcePosition(offset: 0)

  // Where the next event belongs
  var place = Place.document
  var enclosing: [Frame] = []
  /// The open element that holds text or nothing; ``noLeaf`` where there is none.
  var leaf = MessageReader.noLeaf
  var skipDepth = 0
  var captureDepth = 0
  var capture = Capture.data
  var tape = EventTape()

  // What has been read of it
  var leafText = ""
  /// The leaf's content, once opaque data is among it.
  var leafBytes: [UInt8] = []
  var leafHasText = false
  var leafHasOpaque = false
  var textBytes = 0
  var elements = 0
  var header = SyncHdr.none
  var draft = CommandDraft()
  /// The groups around the command being read.
  var groups: [CommandDraft] = []
  /// Whether the outermost group has been announced by `groupStart`.
  var isInStreamedGroup = false
  var item = Item()
  var mapItem = MapItem(target: Location(""), source: Location(""))
  var location = Location("")
  var cred = Cred(meta: nil, data: "")
  var chal = Chal(meta: Meta())
  var metaFormat: String?
  var metaType: String?
  /// What else the Meta has: large, and mostly nothing.
  var metaRest = Meta.Rest()
  var hasMetaRest = false

  /// What an open element with children is.
  enum Place: UInt8 {
    case document, message, header, body, command
    case item, mapItem, location, parent, cred, chal, meta, metInf, anchor, memory
  }

  struct Frame {
    var place: Place
    /// The element's own tag.
    var tag: Tag
  }

  /// What events are recorded for.
  enum Capture {
    /// The content of an item's Data that holds elements.
    case data
    /// A command of no known kind.
    case command
    /// An element with a spelled-out name where commands stand: a command if it is numbered.
    case literal
    /// A Filter.
    case filter
  }

  static var noLeaf: Tag { Tag(rawValue: 0) }

  /// - Parameters:
  ///   - limits: `tokenBytes` bounds one command.
  ///   - streamsGroups: whether the members of an Atomic, a Sequence or a Sync are handed over one by one, so that
  ///     a group of any size needs one member's memory.
  ///   - isStrict: whether what would be a ``Note`` is an error instead: `unexpectedElement`, `missingElement`,
  ///     `invalidValue`, and `quirkRefused` for what the encoding's reader reports. Give that reader its own
  ///     `isStrict` too: its errors say more.
  public init(limits: Limits = .default, streamsGroups: Bool = false, isStrict: Bool = false) {
    self.limits = limits
    self.isStrict = isStrict
    self.streamsGroups = streamsGroups
    isFragment = false
    collects = false
  }

  /// A reader that keeps the commands for one who wants them all: there are no parts.
  ///
  /// - Parameters:
  ///   - isFragment: whether the document is a SyncBody alone.
  ///   - isStrict: whether what would be a note is an error.
  init(collectingWith limits: Limits, isFragment: Bool, isStrict: Bool = false) {
    self.limits = limits
    self.isStrict = isStrict
    self.isFragment = isFragment
    streamsGroups = false
    collects = true
  }

  /// The message that has been read; nil where it had no header.
  ///
  /// Header and commands are moved out: a copy of all that a reader holds costs more than a short message.
  mutating func takeMessage() -> Message? {
    guard hasHeader else { return nil }
    hasHeader = false
    var message = Message(header: .none, commands: [], isFinal: isFinal)
    swap(&message.header, &header)
    swap(&message.commands, &commands)
    return message
  }

  /// Makes room for commands of a whole message.
  mutating func reserveCapacity(_ count: Int) { commands.reserveCapacity(count) }

  /// The next piece that is complete, or nil until more has been fed.
  public mutating func next() -> Part? {
    guard nextPart < parts.count else {
      parts.removeAll(keepingCapacity: true)
      nextPart = 0
      return nil
    }
    defer { nextPart += 1 }
    return parts[nextPart].take()
  }
}
