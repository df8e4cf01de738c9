import SyncML

/// The management tree of a device: nodes in an arena, found by name from their parent, changed in transactions.
///
/// It keeps the rules that hold for every tree (a leaf has no children, an interior node no value, the root an ACL) and
/// the properties that follow from changes (TStamp and VerNo). Which commands a server may use where is decided above,
/// in ``CommandExecutor``.
public struct ManagementTree: Sendable {
  struct Slot: Sendable {
    var node: Node
    var parent: Int
    /// What a store knows the node by: no other node of the tree has or had it.
    var key: Int64
    /// Grows along the children of a node.
    var order: Int64
    var children: [Int] = []
  }

  struct ChildKey: Hashable {
    var parent: Int
    var name: String
  }

  private enum Undo: Sendable {
    case added(Int)
    case removed(Int, position: Int)
    /// Boxed, so that the log of the other, far more frequent changes stays small.
    indirect case changed(Int, Node, isValueChanged: Bool)
    case stamped(Int, Timestamp?, UInt16)
    case renamed(Int, String)
    case moved(Int, from: Int, position: Int, order: Int64)
  }

  /// The present, as far as the tree knows; nil where nobody has told it. A host with a clock keeps it up to date:
  /// changes bear it as their TStamp.
  public var now: Timestamp?
  /// The optional properties that the device keeps, where no description says it for a node.
  public var optionalProperties: NodeProperties = .optional
  /// What DDF documents say of the nodes.
  var descriptions = DescribedPlaces()

  var slots: [Slot]
  private var free: [Int] = []
  /// The children of those nodes that have more than ``fewChildren``.
  var childIndex: [ChildKey: Int] = [:]
  /// The next key or order that no node has had.
  var nextNumber: Int64 = 1
  /// What a store has not been told; nil where none keeps the tree.
  var unstored: UnstoredChanges?
  /// Goes up with every change that is not undone.
  var generation: UInt64 = 0
  /// What undoes the open transactions, in order; empty where none is open.
  private var journal: [Undo] = []
  /// Where in the journal each open transaction begins.
  private var marks: [Int] = []

  /// A tree that has a root and nothing else.
  ///
  /// - Parameter rootACL: the list that nodes without one of their own inherit; the default where it has no entry.
  public init(rootACL: AccessControlList = .rootDefault) {
    let root = Node.interior(
      ".", access: [.add, .copy, .get, .replace], isPermanent: true, acl: rootACL.isEmpty ? .rootDefault : rootACL)
    slots = [Slot(node: root, parent: -1, key: 0, order: 0)]
  }

  /// A tree of slots that a store gave, the root first.
  init(slots: [Slot], childIndex: [ChildKey: Int], nextNumber: Int64, version: TreeVersion) {
    self.slots = slots
    self.childIndex = childIndex
    self.nextNumber = nextNumber
    unstored = UnstoredChanges(version: version, firstUnstoredKey: nextNumber)
  }

  // MARK: Reading

  func slot(_ uri: NodeURI) -> Int? { slot(uri, depth: uri.segments.count) }

  /// The node that the first names of an address lead to; nil where there is none. There are at least so many names.
  @inline(never)
  func slot(_ uri: NodeURI, depth: Int) -> Int? {
    var index = 0
    for level in 0..<depth {
      if let child = child(uri.segments[level], of: index) {
        index = child
      } else if descriptions.hasCaseInsensitiveNames, descriptions.isCaseInsensitive(uri.segments[...level]),
        let child = child(uri.segments[level], ignoringCaseOf: index)
      {
        index = child
      } else {
        return nil
      }
    }
    return index
  }

  /// The node at a place, or nil.
  public subscript(_ uri: NodeURI) -> Node? { slot(uri).map { slots[$0].node } }

  /// Whether there is a node at a place.
  public func contains(_ uri: NodeURI) -> Bool { slot(uri) != nil }

  /// The value of a leaf as text, or nil where there is no such leaf.
  public func text(_ uri: NodeURI) -> String? {
    guard let slot = slot(uri), slots[slot].node.format != .node else { return nil }
    let value = slots[slot].node.value
    return value.string
  }

  /// The names of a node's children, in the order they were added.
  public func children(of uri: NodeURI) -> [String] {
    guard let index = slot(uri) else { return [] }
    return slots[index].children.map { slots[$0].node.name }
  }

  /// The number of a node's children; 0 where there is no such node.
  package func childCount(of uri: NodeURI) -> Int { slot(uri).map { slots[$0].children.count } ?? 0 }

  /// The number of nodes, the root included.
  public var count: Int { slots.count - free.count }

  /// The list that rules a node: its own, or that of the nearest node above that has one.
  ///
  /// Source: OMA-TS-DM_TND-V1_2 7.7.1.1 (ACL and inheritance): the whole list is inherited, never a part of it.
  ///
  /// - Returns: nil where there is no such node.
  public func effectiveACL(of uri: NodeURI) -> AccessControlList? {
    slot(uri).map { slots[slotOfACL(for: $0)].node.acl }
  }

  /// The node whose list rules a node.
  func slotOfACL(for slot: Int) -> Int {
    var index = slot
    while slots[index].node.acl.isEmpty, slots[index].parent >= 0 { index = slots[index].parent }
    return index
  }

  // MARK: Changing

  /// Adds a node below an interior one. Its TStamp is ``now``, its VerNo 0.
  ///
  /// - Throws: 404 where the parent is missing, 405 where it is a leaf, 418 where the node exists.
  public mutating func add(_ node: Node, under parent: NodeURI) throws(TreeError) {
    guard let parentIndex = slot(parent) else { throw TreeError(.notFound, at: parent) }
    _ = try add(node, under: parent, in: parentIndex)
  }

  /// The same, where the node above has been found; the slot of the new one.
  mutating func add(_ node: consuming Node, under parent: NodeURI, in parentIndex: Int) throws(TreeError) -> Int {
    guard slots[parentIndex].node.format == .node else { throw TreeError(.commandNotAllowed, at: parent) }
    let isTaken =
      descriptions.hasCaseInsensitiveNames
      ? slot(parent.appending(node.name)) != nil : child(node.name, of: parentIndex) != nil
    if isTaken { throw TreeError(.alreadyExists, at: parent.appending(node.name)) }
    let number = takeNumber()
    node.timestamp = now
    node.versionNumber = 0
    let slot = Slot(node: node, parent: parentIndex, key: number, order: number)
    let index: Int
    if let reused = free.popLast() {
      index = reused
      slots[index] = slot
    } else {
      index = slots.count
      if index == slots.capacity { reserveSlots(1) }
      slots.append(slot)
    }
    slots[parentIndex].children.append(index)
    self.index(index, of: parentIndex)
    note(.added(index))
    stamp(parentIndex)
    return index
  }

  /// Makes room for so many more nodes.
  mutating func reserveSlots(_ more: Int) {
    let needed = slots.count + max(0, more - free.count)
    guard needed > slots.capacity else { return }
    // Nodes are large, and trees grow little by little: half as much again, rather than twice as much.
    slots.reserveCapacity(max(needed, slots.count + max(4, slots.count / 2)))
  }

  private mutating func takeNumber() -> Int64 {
    defer { nextNumber += 1 }
    return nextNumber
  }

  /// Notes a change that has been made: in the open transaction, or for good.
  private mutating func note(_ undo: Undo) {
    if isInTransaction { journal.append(undo) } else { settle(undo) }
  }

  /// Notes for the store a change that nothing can undo any more.
  private mutating func settle(_ undo: Undo) {
    generation &+= 1
    guard unstored != nil else { return }
    switch undo {
    case .added(let index): unstored?.noteChange(of: index, isValueChanged: true)
    case .changed(let index, _, let isValueChanged):
      unstored?.noteChange(of: index, isValueChanged: isValueChanged)
    case .stamped(let index, _, _), .renamed(let index, _), .moved(let index, _, _, _):
      unstored?.noteChange(of: index, isValueChanged: false)
    // What was removed is noted when its slots are released.
    case .removed: break
    }
  }

  /// Changes a node's value, format, type, ACL, title or access types; its name and place stay.
  ///
  /// - Throws: 404 where the node is missing, 405 where an interior node would become a leaf or the reverse, or where
  ///   the root would lose its ACL.
  public mutating func update(_ uri: NodeURI, _ change: (inout Node) -> Void) throws(TreeError) {
    guard let index = slot(uri) else { throw TreeError(.notFound, at: uri) }
    let old = slots[index].node
    var new = old
    change(&new)
    new.name = old.name
    guard new.isInterior == old.isInterior, index != 0 || !new.acl.isEmpty else {
      throw TreeError(.commandNotAllowed, at: uri)
    }
    if new == old { return }
    slots[index].node = new
    note(.changed(index, old, isValueChanged: new.value != old.value))
    // What its description allows is no property of the node: nothing has changed that a server can see.
    new.access = old.access
    new.isPermanent = old.isPermanent
    if new != old { stamp(index) }
  }

  /// Gives a node another name; it keeps its place among its siblings, its properties and all below it.
  ///
  /// - Throws: 404 where the node is missing, 405 for the root, 418 where a sibling has the name.
  public mutating func rename(_ uri: NodeURI, to name: String) throws(TreeError) {
    guard let index = slot(uri) else { throw TreeError(.notFound, at: uri) }
    guard index != 0, let parent = uri.parent else { throw TreeError(.commandNotAllowed, at: uri) }
    let old = slots[index].node.name
    if old == name { return }
    let new = parent.appending(name)
    guard slot(new) == nil || slot(new) == index else { throw TreeError(.alreadyExists, at: new) }
    setName(index, name)
    note(.renamed(index, old))
    stamp(index)
    stamp(slots[index].parent)
  }

  /// Hangs a node with all below it under another one; it keeps its name and its properties.
  ///
  /// - Throws: 404 where one of the nodes is missing, 405 for the root, for a place below the node itself and for one
  ///   under a leaf, 418 where the place has a node of that name.
  public mutating func move(_ uri: NodeURI, under parent: NodeURI) throws(TreeError) {
    guard let index = slot(uri) else { throw TreeError(.notFound, at: uri) }
    guard let newParent = slot(parent) else { throw TreeError(.notFound, at: parent) }
    guard index != 0, !uri.contains(parent), slots[newParent].node.isInterior else {
      throw TreeError(.commandNotAllowed, at: parent)
    }
    let new = parent.appending(slots[index].node.name)
    guard slot(new) == nil else { throw TreeError(.alreadyExists, at: new) }
    let oldParent = slots[index].parent
    let position = slots[oldParent].children.firstIndex(of: index) ?? 0
    let order = slots[index].order
    hang(index, under: newParent, position: slots[newParent].children.count, order: takeNumber())
    note(.moved(index, from: oldParent, position: position, order: order))
    stamp(oldParent)
    stamp(newParent)
  }

  private mutating func hang(_ index: Int, under parent: Int, position: Int, order: Int64) {
    let old = slots[index].parent
    slots[old].children.removeAll { $0 == index }
    unindex(index, of: old)
    slots[index].parent = parent
    slots[index].order = order
    slots[parent].children.insert(index, at: min(position, slots[parent].children.count))
    self.index(index, of: parent)
  }

  private mutating func setName(_ index: Int, _ name: String) {
    let parent = slots[index].parent
    let isIndexed = slots[parent].children.count > Self.fewChildren
    if isIndexed { childIndex[ChildKey(parent: parent, name: slots[index].node.name)] = nil }
    slots[index].node.name = name
    if isIndexed { childIndex[ChildKey(parent: parent, name: name)] = index }
  }

  /// Notes on a node that it has changed: an interior node changes with its list of children.
  private mutating func stamp(_ index: Int) {
    note(.stamped(index, slots[index].node.timestamp, slots[index].node.versionNumber))
    slots[index].node.timestamp = now
    slots[index].node.versionNumber &+= 1
  }

  /// Removes a node and all below it.
  ///
  /// - Throws: 404 where the node is missing, 405 for the root.
  public mutating func remove(_ uri: NodeURI) throws(TreeError) {
    guard let index = slot(uri) else { throw TreeError(.notFound, at: uri) }
    guard index != 0 else { throw TreeError(.commandNotAllowed, at: uri) }
    let parent = slots[index].parent
    guard let position = slots[parent].children.firstIndex(of: index) else { throw TreeError(.notFound, at: uri) }
    slots[parent].children.remove(at: position)
    unindex(index, of: parent)
    // In a transaction the subtree stays whole until its end, so that undoing it is hanging it back.
    note(.removed(index, position: position))
    if !isInTransaction { release(index) }
    stamp(parent)
  }

  private mutating func release(_ index: Int) {
    var pending = [index]
    while let next = pending.popLast() {
      if slots[next].children.count > Self.fewChildren { unindexChildren(of: next) }
      pending += slots[next].children
      slots[next].children = []
      unstored?.noteRemoval(of: next, key: slots[next].key)
      free.append(next)
    }
  }

  // MARK: Transactions

  /// Whether a transaction is open.
  var isInTransaction: Bool { !marks.isEmpty }

  /// Begins a transaction: what is changed until its end can be undone. Transactions nest.
  public mutating func beginTransaction() {
    if journal.capacity == 0 { journal.reserveCapacity(16) }
    marks.append(journal.count)
  }

  /// Ends the innermost transaction. Where it is not committed, the tree is as it was at its beginning.
  ///
  /// An inner transaction that was committed is undone with an outer one that is not.
  public mutating func endTransaction(commit: Bool) {
    guard let mark = marks.popLast() else { return }
    if !commit { undo(to: mark) }
    if marks.isEmpty {
      let log = takeJournal()
      if unstored == nil { generation &+= UInt64(log.count) } else { for change in log { settle(change) } }
      for case .removed(let index, _) in log { release(index) }
      giveBack(log)
    }
  }

  /// Takes the journal out, so that nothing else refers to it while it is read, and none of it is copied.
  private mutating func takeJournal() -> [Undo] {
    var log: [Undo] = []
    swap(&log, &journal)
    return log
  }

  /// Keeps the memory of a journal that is done with for the next transaction, unless it is much.
  private mutating func giveBack(_ log: consuming [Undo]) {
    guard log.capacity <= 256 else { return }
    log.removeAll(keepingCapacity: true)
    journal = log
  }

  private mutating func undo(to mark: Int) {
    var log = takeJournal()
    while log.count > mark, let last = log.popLast() {
      switch last {
      case .added(let index):
        let parent = slots[index].parent
        // What was added last is undone first: it is nearly always the last child.
        if slots[parent].children.last == index {
          slots[parent].children.removeLast()
        } else {
          slots[parent].children.removeAll { $0 == index }
        }
        unindex(index, of: parent)
        free.append(index)
      case .removed(let index, let position):
        let parent = slots[index].parent
        slots[parent].children.insert(index, at: min(position, slots[parent].children.count))
        self.index(index, of: parent)
      case .changed(let index, let node, _):
        slots[index].node = node
      case .stamped(let index, let timestamp, let versionNumber):
        slots[index].node.timestamp = timestamp
        slots[index].node.versionNumber = versionNumber
      case .renamed(let index, let name):
        setName(index, name)
      case .moved(let index, let parent, let position, let order):
        hang(index, under: parent, position: position, order: order)
      }
    }
    journal = log
  }
}
