/// Builds a tree from the nodes that a store gives, in any order, and checks that they make one.
///
///     var restorer = TreeRestorer()
///     for node in rows { try restorer.add(node) }
///     let tree = try restorer.finish(version: version)
///
/// Time and memory are in proportion to the number of nodes, however they hang together.
public struct TreeRestorer: Sendable {
  /// Why nodes make no tree; nodes are named by their keys, so that an error tells nothing of what they hold.
  public enum Failure: Error, Hashable, Sendable {
    /// There is no node with the key 0, or it has a parent, is a leaf or has no ACL.
    case noRoot
    /// A key is negative, or occurs twice.
    case invalidKey(Int64)
    /// The node above is not there.
    case missingParent(of: Int64)
    /// The node above is a leaf.
    case parentIsLeaf(of: Int64)
    /// An interior node has a value.
    case interiorNodeWithValue(Int64)
    /// Two children of a node have one name; the key of the second.
    case duplicateName(Int64)
    /// Some nodes hang in a circle rather than from the root; the key of one of them.
    case unreachable(Int64)
  }

  private var slots: [ManagementTree.Slot] = []
  private var parents: [Int64?] = []
  private var indices: [Int64: Int] = [:]
  private var greatestNumber: Int64 = 0

  /// A restorer that has no node yet.
  ///
  /// - Parameter capacity: about how many nodes will come.
  public init(capacity: Int = 0) {
    let capacity = max(0, min(capacity, 1 << 20))
    slots.reserveCapacity(capacity)
    parents.reserveCapacity(capacity)
    indices.reserveCapacity(capacity)
    // The root's place; whether a root comes is seen at the end.
    slots.append(ManagementTree.Slot(node: .interior("."), parent: -1, key: -1, order: 0))
    parents.append(nil)
  }

  /// Takes a node.
  ///
  /// - Throws: ``Failure``.
  public mutating func add(_ stored: StoredNode) throws(Failure) {
    guard stored.key >= 0, stored.key < .max, stored.order >= 0, stored.order < .max else {
      throw .invalidKey(stored.key)
    }
    guard !stored.node.isInterior || stored.node.value == .null else { throw .interiorNodeWithValue(stored.key) }
    let index = stored.key == 0 ? 0 : slots.count
    guard indices.updateValue(index, forKey: stored.key) == nil else { throw .invalidKey(stored.key) }
    let slot = ManagementTree.Slot(node: stored.node, parent: -1, key: stored.key, order: stored.order)
    if index == 0 {
      slots[0] = slot
      parents[0] = stored.parent
    } else {
      slots.append(slot)
      parents.append(stored.parent)
    }
    greatestNumber = max(greatestNumber, stored.key, stored.order)
  }

  /// The tree that the nodes make; it notes its changes from now on.
  ///
  /// - Parameter version: what the store is at.
  /// - Throws: ``Failure``.
  public consuming func finish(version: TreeVersion) throws(Failure) -> ManagementTree {
    guard slots[0].key == 0, parents[0] == nil, slots[0].node.isInterior, !slots[0].node.acl.isEmpty else {
      throw .noRoot
    }
    slots[0].node.name = "."
    var childIndex: [ManagementTree.ChildKey: Int] = [:]
    childIndex.reserveCapacity(slots.count)
    for index in slots.indices.dropFirst() {
      let key = slots[index].key
      guard let parentKey = parents[index], let parent = indices[parentKey] else { throw .missingParent(of: key) }
      guard slots[parent].node.isInterior else { throw .parentIsLeaf(of: key) }
      slots[index].parent = parent
      slots[parent].children.append(index)
      let place = ManagementTree.ChildKey(parent: parent, name: slots[index].node.name)
      guard childIndex.updateValue(index, forKey: place) == nil else { throw .duplicateName(key) }
    }
    var isReached = [Bool](repeating: false, count: slots.count)
    var pending = [0]
    while let next = pending.popLast() {
      isReached[next] = true
      sortChildren(of: next)
      pending += slots[next].children
    }
    if let lost = isReached.firstIndex(of: false) { throw .unreachable(slots[lost].key) }
    childIndex = childIndex.filter { slots[$0.key.parent].children.count > ManagementTree.fewChildren }
    return ManagementTree(
      slots: slots, childIndex: childIndex, nextNumber: greatestNumber + 1, version: version)
  }

  /// Most children come in their order already.
  private mutating func sortChildren(of index: Int) {
    var last = Int64.min
    for child in slots[index].children {
      if slots[child].order < last {
        let orders = slots[index].children.map { (order: slots[$0].order, child: $0) }
        slots[index].children = orders.sorted { $0.order < $1.order }.map(\.child)
        return
      }
      last = slots[child].order
    }
  }
}

extension Node {
  /// A node as a store kept it, with the properties that the tree looks after.
  public init(_ node: Node, timestamp: Timestamp?, versionNumber: UInt16) {
    self = node
    self.timestamp = timestamp
    self.versionNumber = versionNumber
  }
}
