public import WBXML

/// One item of a command: where, what, and what is known of it.
///
/// Source: OMA-TS-SyncML_RepPro-V1_2 6.4.2 (Item) and its DTD.
public struct Item: Hashable, Sendable {
  /// The address at the receiver: in device management, the node that a server's command is about.
  public var target: Location?
  /// The address at the sender: in device management, the node that a device's Results or Alert are about.
  public var source: Location?
  var parents: Optional<Boxed<Parents>>
  /// The data's format, type and size, and more; it counts before the command's.
  public var meta: Meta?
  /// The content; nil where there is none.
  public var data: ItemData?
  /// Whether the data goes on in the next message (a large object's chunk).
  public var moreData: Bool
}

extension Item {
  /// An item of what is given; without anything it is empty, which no command takes.
  public init(
    target: Location? = nil, source: Location? = nil, sourceParent: String? = nil, targetParent: String? = nil,
    meta: Meta? = nil, data: ItemData? = nil, moreData: Bool = false
  ) {
    self.init(
      target: target, source: source,
      parents: sourceParent == nil && targetParent == nil
        ? nil : Boxed(Parents(source: sourceParent, target: targetParent)),
      meta: meta, data: data, moreData: moreData)
  }

  struct Parents: Hashable, Sendable {
    var source: String?
    var target: String?
  }

  /// The parent of a source in a hierarchical datastore.
  public var sourceParent: String? {
    get { parents?.value.source }
    set { setParents(source: newValue, target: targetParent) }
  }

  /// The parent of a target in a hierarchical datastore.
  public var targetParent: String? {
    get { parents?.value.target }
    set { setParents(source: sourceParent, target: newValue) }
  }

  private mutating func setParents(source: String?, target: String?) {
    parents = source == nil && target == nil ? nil : Boxed(Parents(source: source, target: target))
  }
}

/// An item's data, in the kind it came in.
public enum ItemData: Hashable, Sendable {
  /// Character data.
  case text(String)
  /// Opaque data. Many devices send plain text this way: ask ``string``.
  case bytes([UInt8])
  /// Elements: a TNDS tree, DevInf, or a schedule's task.
  indirect case markup(Markup)

  /// The data as text, where it is text or bytes that are UTF-8.
  public var string: String? {
    switch self {
    case .text(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    case .markup: nil
    }
  }
}

/// Elements kept as they were read: events and the language they are in.
public struct Markup: Sendable {
  /// The language whose tokens the events are; nil where the document's was not known.
  public var language: Language?
  /// The events of the elements, whole, without a document around them.
  public var tape: EventTape

  /// Markup of recorded events in a language.
  public init(language: Language?, tape: EventTape) {
    self.language = language
    self.tape = tape
  }

  /// The canonical lines of the events, by which two pieces of markup are compared.
  public var canonicalText: String {
    var trace = EventTrace(byteLimit: .max)
    do {
      try trace.startDocument(DocumentHeader(language: language), stringTable: Span())
      try tape.replay(into: &trace)
      try trace.endDocument()
    } catch {
      // The trace refuses nothing but texts beyond its limit, and it has none.
    }
    return trace.text
  }
}

extension Markup: Hashable {
  public static func == (a: Markup, b: Markup) -> Bool { a.canonicalText == b.canonicalText }
  public func hash(into hasher: inout Hasher) { hasher.combine(canonicalText) }
}
