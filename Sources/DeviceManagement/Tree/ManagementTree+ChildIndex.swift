/// How a node's child is found by its name.
///
/// Few children are looked through. Those of a node that has more are in the index, each of them; the index holds no
/// others.
extension ManagementTree {
  /// So many children are looked through faster than a name is hashed.
  static var fewChildren: Int { 8 }

  /// The child of a node by its name as it is written.
  func child(_ name: String, of index: Int) -> Int? {
    let count = slots[index].children.count
    if count > Self.fewChildren { return childIndex[ChildKey(parent: index, name: name)] }
    for position in 0..<count {
      let child = slots[index].children[position]
      if slots[child].node.name == name { return child }
    }
    return nil
  }

  /// The child of a node by its name in any letter case.
  func child(_ name: String, ignoringCaseOf index: Int) -> Int? {
    let lowercased = name.lowercased()
    return slots[index].children.first { slots[$0].node.name.lowercased() == lowercased }
  }

  /// Puts a child that its parent has been given into the index, where the parent has one.
  mutating func index(_ child: Int, of parent: Int) {
    let count = slots[parent].children.count
    if count == Self.fewChildren + 1 {
      for child in slots[parent].children {
        childIndex[ChildKey(parent: parent, name: slots[child].node.name)] = child
      }
    } else if count > Self.fewChildren {
      childIndex[ChildKey(parent: parent, name: slots[child].node.name)] = child
    }
  }

  /// Takes a child that its parent has lost out of the index.
  mutating func unindex(_ child: Int, of parent: Int) {
    let count = slots[parent].children.count
    if count < Self.fewChildren { return }
    childIndex[ChildKey(parent: parent, name: slots[child].node.name)] = nil
    if count == Self.fewChildren { unindexChildren(of: parent) }
  }

  mutating func unindexChildren(of parent: Int) {
    for child in slots[parent].children {
      childIndex[ChildKey(parent: parent, name: slots[child].node.name)] = nil
    }
  }
}
