extension ManagementTree {
  /// A node that is not as its description says, or a described node that is missing.
  public struct Nonconformity: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a node.
    public enum Fault: Hashable, Sendable {
      /// It must be there, and is not.
      case missing
      /// No node of its name may be there.
      case undescribed
      /// More nodes than the description's Occurrence has room for.
      case tooMany(Int)
      /// It has another format, this one.
      case format(NodeFormat)
      /// It has another type, this one.
      case type(String)
      /// Its value is none of its format.
      case value
      /// Other commands are allowed on it, these.
      case access(AccessTypes)
      /// It is permanent and should not be, or the reverse.
      case scope
    }

    /// The node; `*` ends the address of nodes whose names are given later.
    public var uri: NodeURI
    /// What is wrong.
    public var fault: Fault

    /// Place and fault, for people.
    public var description: String { "\(uri): \(fault)" }
  }

  /// How the nodes at and below a place differ from what the attached descriptions say; empty where they do not.
  public func nonconformities(at uri: NodeURI = .root) -> [Nonconformity] {
    var found: [Nonconformity] = []
    var pending = [uri]
    while let uri = pending.popLast() {
      guard let node = self[uri] else {
        found.append(Nonconformity(uri: uri, fault: .missing))
        continue
      }
      let children = children(of: uri)
      for name in children.reversed() { pending.append(uri.appending(name)) }
      switch descriptions.finding(at: uri.segments) {
      case .open: break
      case .undescribed: found.append(Nonconformity(uri: uri, fault: .undescribed))
      case .described(let description):
        found += faults(of: node, description).map { Nonconformity(uri: uri, fault: $0) }
        for child in description.children {
          let count = instanceCount(of: child, under: uri)
          let place = uri.appending(child.name ?? "*")
          if count < child.occurrence.minimum { found.append(Nonconformity(uri: place, fault: .missing)) }
          if let maximum = child.occurrence.maximum, count > maximum {
            found.append(Nonconformity(uri: place, fault: .tooMany(count)))
          }
        }
      }
    }
    return found
  }

  private func faults(of node: Node, _ description: NodeDescription) -> [Nonconformity.Fault] {
    var faults: [Nonconformity.Fault] = []
    if node.format != description.format {
      faults.append(.format(node.format))
    } else if !node.isInterior, !node.value.fits(node.format) {
      faults.append(.value)
    }
    if !description.accepts(format: description.format, type: node.type) { faults.append(.type(node.type)) }
    if node.access != description.access { faults.append(.access(node.access)) }
    if node.isPermanent != description.isPermanent { faults.append(.scope) }
    return faults
  }
}
