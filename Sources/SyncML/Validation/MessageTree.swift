internal import WBXML

/// The part of a message that rules look at: the open elements, and what has been closed of the current command.
///
/// A node is a number. Items and commands are removed when they have been looked at, so that memory holds one of them
/// and not the message.
struct MessageTree: Sendable {
  struct Node: Sendable {
    var tag: Tag
    /// The parent's number; -1 for the root.
    var parent: Int
    /// Its number among siblings of its name, from 1.
    var index: Int
    var position: SourcePosition
    /// The text of an element without children, without white space around it.
    var text = ""
    var hasOuterSpace = false
    /// Whether the text was longer than what is kept.
    var isCut = false
    /// Whether it holds anything: text, opaque data or elements.
    var hasContent = false
    fileprivate var hasElements = false
  }

  private(set) var nodes: [Node] = []
  private var open: [(node: Int, children: SiblingCounter)] = []
  private var text: [UInt8] = []

  /// How many nodes are kept: a command without its items has a dozen.
  static var nodeLimit: Int { 4096 }
  /// How much of one text is kept, in bytes. No identifier or number is longer.
  static var textLimit: Int { 4096 }

  /// The innermost open element.
  var innermost: Int? { open.last?.node }

  // MARK: Building

  /// - Returns: whether there was room for the element; otherwise it is to be skipped.
  mutating func start(_ tag: Tag, at position: SourcePosition) -> Bool {
    guard nodes.count < Self.nodeLimit else { return false }
    var node = Node(tag: tag, parent: -1, index: 1, position: position)
    if let last = open.indices.last {
      node.parent = open[last].node
      node.index = open[last].children.next(tag)
      nodes[node.parent].hasElements = true
      nodes[node.parent].hasContent = true
    }
    open.append((nodes.count, SiblingCounter()))
    nodes.append(node)
    text.removeAll(keepingCapacity: true)
    return true
  }

  /// Counts a child that is not kept, so that the numbers of its siblings are right.
  mutating func skip(_ tag: Tag) {
    guard let last = open.indices.last else { return }
    _ = open[last].children.next(tag)
    nodes[open[last].node].hasContent = true
  }

  mutating func append(_ bytes: Span<UInt8>) {
    guard let node = innermost, !bytes.isEmpty else { return }
    nodes[node].hasContent = true
    let room = Self.textLimit - text.count
    if bytes.count > room { nodes[node].isCut = true }
    text.append(bytes.extracting(0..<min(bytes.count, room)))
  }

  /// Says that the innermost element holds something that is not kept.
  mutating func markContent() {
    if let node = innermost { nodes[node].hasContent = true }
  }

  /// Ends the innermost element.
  mutating func end() -> Int? {
    guard let node = open.popLast()?.node else { return nil }
    if !nodes[node].hasElements {
      let bytes = XMLSpace.trimmed(text)
      nodes[node].hasOuterSpace = bytes.count < text.count
      nodes[node].text = String(utf8: Array(bytes).span)
    }
    text.removeAll(keepingCapacity: true)
    return node
  }

  /// Forgets an element that has ended, with everything after it.
  mutating func remove(from node: Int) {
    if nodes.indices.contains(node) { nodes.removeSubrange(node...) }
  }

  // MARK: Looking

  subscript(node: Int) -> Node { nodes[node] }

  func tag(_ node: Int?) -> Tag? {
    guard let node, nodes.indices.contains(node) else { return nil }
    return nodes[node].tag
  }

  func parent(_ node: Int) -> Int? { nodes[node].parent < 0 ? nil : nodes[node].parent }

  /// The first child with a tag.
  func child(_ tag: Tag, of node: Int?) -> Int? {
    guard let node else { return nil }
    return nodes[node...].firstIndex { $0.parent == node && $0.tag == tag }
  }

  /// A value of the element's Meta, with or without MetInf around it.
  func meta(_ tag: Tag, of node: Int?) -> Int? {
    guard let meta = child(SyncMLTag.meta, of: node) else { return nil }
    return value(tag, inMeta: meta)
  }

  func value(_ tag: Tag, inMeta meta: Int) -> Int? {
    child(tag, of: meta) ?? child(tag, of: child(MetInfTag.metInf, of: meta))
  }

  func text(_ node: Int?) -> String? { node.map { nodes[$0].text } }

  /// The number that an element's text is.
  func number(_ node: Int?) -> UInt64? { text(node).flatMap { Self.number($0) } }

  /// A text of decimal digits as a number.
  static func number(_ text: String) -> UInt64? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt64(text) : nil
  }

  /// Such as `/SyncML/SyncBody/Alert[2]/Data`.
  func path(_ node: Int) -> String {
    var steps: [String] = []
    var current: Int? = node
    while let node = current {
      steps.append(ElementName.step(ElementName.text(of: nodes[node].tag), nodes[node].index))
      current = parent(node)
    }
    return steps.reversed().joined()
  }
}
