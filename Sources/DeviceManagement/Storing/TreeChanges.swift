/// How far a store has come with a tree: it gives out another one with every commit that changes the tree.
///
/// A tree that was loaded or stored remembers it, so that changes are never laid over the state of another tree.
public struct TreeVersion: RawRepresentable, Hashable, Sendable {
  /// A number that the store chose.
  public var rawValue: Int64

  /// A version by its number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A node as a store keeps it: by a number of its own, so that it stays the same row whatever it is called and wherever
/// it is moved.
public struct StoredNode: Hashable, Sendable {
  /// The number that no other node of the tree has or had; 0 is the root.
  public var key: Int64
  /// The key of the node above; nil for the root.
  public var parent: Int64?
  /// The place among the siblings: children come in the order of these numbers, which have gaps.
  public var order: Int64
  /// The node itself, with its TStamp and VerNo.
  public var node: Node

  /// A node under its number and in its place.
  public init(key: Int64, parent: Int64?, order: Int64, node: Node) {
    self.key = key
    self.parent = parent
    self.order = order
    self.node = node
  }
}

/// What is different in a tree since it was stored last: the nodes that changed, once each, whole; never more.
///
/// Changes that a transaction took back are not in it, nor are nodes that came and went in between.
public struct TreeChanges: Hashable, Sendable {
  /// A node that is new or different.
  public struct Change: Hashable, Sendable {
    /// The node, as it is now.
    public var stored: StoredNode
    /// Whether its value may be another one; false where only properties or the place changed, so that a large value
    /// need not be written again.
    public var isValueChanged: Bool

    /// A change of a node.
    public init(_ stored: StoredNode, isValueChanged: Bool) {
      self.stored = stored
      self.isValueChanged = isValueChanged
    }
  }

  /// The version that the store must be at; nil where this is the whole tree, which takes the place of anything stored.
  public var base: TreeVersion?
  /// The keys of stored nodes that are gone, those below a removed node included.
  public var removed: [Int64]
  /// The nodes that are new or different, in the order of their keys.
  public var changed: [Change]
  /// The state of the tree that the changes lead to.
  let generation: UInt64

  init(base: TreeVersion?, removed: [Int64], changed: [Change], generation: UInt64) {
    self.base = base
    self.removed = removed
    self.changed = changed
    self.generation = generation
  }

  /// Whether this is the whole tree.
  public var isComplete: Bool { base == nil }
  /// Whether there is nothing to store.
  public var isEmpty: Bool { removed.isEmpty && changed.isEmpty }
}

/// What a tree notes for the store that keeps it.
struct UnstoredChanges: Sendable {
  /// What the store has.
  var version: TreeVersion
  /// Nodes with this key and higher ones are new: the store does not know them.
  var firstUnstoredKey: Int64
  /// The slots that are different, and whether their values may be.
  private(set) var changed: [Int: Bool] = [:]
  /// The keys of stored nodes that are gone.
  private(set) var removed: [Int64] = []

  init(version: TreeVersion, firstUnstoredKey: Int64) {
    self.version = version
    self.firstUnstoredKey = firstUnstoredKey
  }

  mutating func noteChange(of slot: Int, isValueChanged: Bool) {
    changed[slot, default: false] = changed[slot] == true || isValueChanged
  }

  mutating func noteRemoval(of slot: Int, key: Int64) {
    changed[slot] = nil
    if key < firstUnstoredKey { removed.append(key) }
  }

  mutating func forget() {
    changed.removeAll()
    removed.removeAll()
  }
}

extension ManagementTree {
  /// What a store must be told so that it has the tree as it is now: the whole tree the first time, then what has
  /// changed since ``didStore(_:as:)``. The changes of a transaction that is still open are not in it.
  ///
  /// It takes time in proportion to the changes. Nothing is noted, and changing the tree costs nothing more, until a
  /// tree has been stored or was loaded.
  public var changes: TreeChanges {
    guard let unstored else {
      let all = isInTransaction ? [] : liveSlots.sorted { slots[$0].key < slots[$1].key }
      return TreeChanges(
        base: nil, removed: [], changed: all.map { TreeChanges.Change(stored(at: $0), isValueChanged: true) },
        generation: generation)
    }
    let changed = isInTransaction ? [] : unstored.changed.keys.sorted { slots[$0].key < slots[$1].key }
    return TreeChanges(
      base: unstored.version, removed: isInTransaction ? [] : unstored.removed.sorted(),
      changed: changed.map {
        TreeChanges.Change(stored(at: $0), isValueChanged: unstored.changed[$0] ?? true)
      }, generation: generation)
  }

  /// Notes that a store has made changes durable: they need not be given again.
  ///
  /// - Parameters:
  ///   - changes: what ``changes`` gave.
  ///   - version: what the store is at now.
  public mutating func didStore(_ changes: TreeChanges, as version: TreeVersion) {
    // Where the tree has gone on meanwhile, what it noted is kept: a node that is written twice does no harm.
    let isUpToDate = changes.generation == generation && !isInTransaction
    if unstored == nil, isUpToDate {
      unstored = UnstoredChanges(version: version, firstUnstoredKey: nextNumber)
    }
    guard unstored != nil else { return }
    unstored?.version = version
    unstored?.firstUnstoredKey = nextNumber
    if isUpToDate { unstored?.forget() }
  }

  private func stored(at slot: Int) -> StoredNode {
    let parent = slots[slot].parent
    return StoredNode(
      key: slots[slot].key, parent: parent < 0 ? nil : slots[parent].key, order: slots[slot].order,
      node: slots[slot].node)
  }

  /// The slots of all nodes; those of removed ones are not among them.
  private var liveSlots: [Int] {
    var live: [Int] = []
    live.reserveCapacity(count)
    var pending = [0]
    while let slot = pending.popLast() {
      live.append(slot)
      pending += slots[slot].children
    }
    return live
  }
}
